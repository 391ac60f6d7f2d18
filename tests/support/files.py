"""Small files of each type, made as a program makes them."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image, PngImagePlugin

PLACE = "37.5665 N 126.9780 E"
"""What nobody means to publish with a picture."""


def picture(name: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return saved(image, name, **options)


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    """Return a picture in the format of that name."""
    into = BytesIO()
    image.save(into, name, **options)
    return into.getvalue()


def photograph(orientation: int = 6) -> bytes:
    """Return a picture that lies on its side and says so, where it was taken, and by whom."""
    said = Image.Exif()
    said[0x0112], said[0x010E], said[0x013B] = orientation, PLACE, "Hong Gildong"
    return picture("JPEG", (400, 300), exif=said, comment=PLACE.encode(), quality=95)


def with_text() -> bytes:
    """Return a PNG that says besides where it was taken."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", PLACE)
    return picture("PNG", pnginfo=said)


def moving(name: str) -> bytes:
    """Return a picture of two frames."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return saved(frames[0], name, save_all=True, append_images=frames[1:], duration=100)


def png_head(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is as large as that."""

    def piece(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", pixels) + piece(b"IEND", b"")
    )


def webp_head(kind: bytes, width: int, height: int) -> bytes:
    """Return a WebP of which nothing is there but how large it says it is."""
    if kind == b"VP8X":
        said = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == b"VP8L":
        said = b"\x2f" + (width - 1 | height - 1 << 14).to_bytes(4, "little") + bytes(5)
    else:
        said = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    chunk = kind + struct.pack("<I", len(said)) + said
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def archive(*members: str, **said: bytes) -> bytes:
    """Return an archive with members, of which some say something."""
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as made:
        for name in members:
            made.writestr(name, said.get(name, b"<x/>"))
        for name in said.keys() - set(members):
            made.writestr(name, said[name])
    return into.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
HWPX = archive("Contents/header.xml", mimetype=b"application/hwp+zip")
CSV = "구분,값\n예산,1\n".encode()
