"""Pictures, decoded and written anew: what was hidden in one is gone, and it stands upright.

Pure. The same bytes give the same bytes. However large a picture is, it takes less than 150 MB.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any

from PIL import Image, ImageFile, ImageOps

from .strips import comes_in_strips, exif_behind, strips
from .unfit import Unfit, UnfitError

PIXELS_MAX, SIDE_MAX = 50_000_000, 2_400
WHOLE_MAX = 16_000_000
"""How many pixels a PNG has at most that is decoded whole, where it can come in strips."""
PROGRESSIVE_MAX = 100_000_000
"""How many bytes the coefficients of a progressive JPEG take at most, which come before pixels."""
WEBP_MAX = 6_000_000
"""How many pixels a WebP has at most, whose decoder takes some sixteen bytes for each."""
_ROWS = 100
# A JPEG of more is decoded at half its size, or a quarter.
_HALVED = 13_000_000
# How each type is called by Pillow, and written. Of a photograph, 90 of 100 is what eyes can see.
_WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "png": ("PNG", {"optimize": True}),
    "jpeg": ("JPEG", {"quality": 90, "optimize": True}),
    "webp": ("WEBP", {"quality": 90, "method": 4}),
}
_GREY = frozenset({"1", "L"})
_WIDE = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
# What is clear has no colour to be mixed with others.
_MIXED = {"RGBA": "RGBa"}
# In each process one after the other.
_one_at_a_time = Lock()

# Pillow refuses twice as many by itself, before it decodes anything.
Image.MAX_IMAGE_PIXELS = PIXELS_MAX


def write_anew(given: IO[bytes], type_key: str, into: IO[bytes]) -> tuple[int, int]:
    """Write a picture of that type without its metadata, upright and no larger than `SIDE_MAX`.

    Returns its width and height. Raises `UnfitError`, for one of too many pixels before it is
    decoded.
    """
    name, options = _WRITTEN[type_key]
    if name == "WEBP" and _webp_pixels(given) > WEBP_MAX:
        raise UnfitError(Unfit.TOO_MANY_PIXELS_OF_WEBP)
    given.seek(0)
    with _one_at_a_time, _whole():
        try:
            picture = _decoded(given, name)
            picture.save(into, name, **options)
        except UnfitError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise UnfitError(Unfit.TOO_MANY_PIXELS) from error
        except Exception as error:
            # Each reader of a format fails in its own way on what is none.
            raise UnfitError(Unfit.DAMAGED) from error
    return picture.size


@contextmanager
def _whole() -> Iterator[None]:
    """Refuse a picture of which the end is missing, though WeasyPrint has Pillow take any."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _decoded(given: IO[bytes], name: str) -> Image.Image:
    with Image.open(given, formats=(name,)) as opened:
        if opened.width * opened.height > PIXELS_MAX:
            raise UnfitError(Unfit.TOO_MANY_PIXELS)
        # Beside a photograph, phones keep what only they can show: the first picture is it.
        if name != "JPEG" and getattr(opened, "n_frames", 1) > 1:
            raise UnfitError(Unfit.MOVING)
        mode = _mode_of(opened)
        small = _small_jpeg(opened) if name == "JPEG" else _small(opened, given, mode)
        upright = ImageOps.exif_transpose(_converted(small, mode))
    # A new picture has nothing but its pixels.
    clean = Image.new(mode, upright.size)
    clean.paste(upright)
    return clean


def _small_jpeg(opened: ImageFile.ImageFile) -> Image.Image:
    """Return a JPEG as large as it is kept; it is made small while it is decoded."""
    # What comes little by little for the whole picture is collected first.
    if "progressive" in opened.info and _coefficients(opened) > PROGRESSIVE_MAX:
        raise UnfitError(Unfit.TOO_MANY_PIXELS_AT_ONCE)
    scale = 1
    while opened.width * opened.height > _HALVED * scale**2:
        scale *= 2
    if scale > 1:
        opened.draft(None, (opened.width // scale, opened.height // scale))
    opened.thumbnail((SIDE_MAX, SIDE_MAX))
    return opened


def _coefficients(opened: Any) -> float:
    """Return how many bytes the coefficients of a JPEG take: two for each value that it has.

    In colour these are six a pixel, and three where two of three colours are coarser, as cameras
    write them (4:2:0).
    """
    sides = [(across, down) for _name, across, down, _table in opened.layer]
    whole: int = max(across for across, _down in sides) * max(down for _across, down in sides)
    values: int = sum(across * down for across, down in sides)
    pixels: int = opened.width * opened.height
    weight: float = 2 * pixels * values / whole
    return weight


def _small(opened: ImageFile.ImageFile, given: IO[bytes], mode: str) -> Image.Image:
    """Return a PNG or WebP as large as it is kept: each strip made narrow, then all of them low."""
    if max(opened.size) <= SIDE_MAX:
        return _converted(opened, mode)
    exif = opened.info.get("exif") or exif_behind(given)
    scale = SIDE_MAX / max(opened.size)
    width, height = (max(1, round(side * scale)) for side in opened.size)
    mixed, top = _MIXED.get(mode, mode), 0
    narrow = Image.new(mixed, (width, opened.height))
    for strip in _strips(opened, given):
        rows = _converted(_converted(strip, mode), mixed)
        narrow.paste(rows.resize((width, rows.height)), (0, top))
        top += rows.height
    small = narrow.resize((width, height))
    # How it is to be turned.
    small.info = {"exif": exif} if exif else {}
    return small


def _strips(opened: ImageFile.ImageFile, given: IO[bytes]) -> Iterator[Image.Image]:
    """Yield a picture from its top to its end, decoded whole if it is small enough.

    Or if it can only be: then it has a byte a pixel, or is a WebP.
    """
    if opened.width * opened.height > WHOLE_MAX and comes_in_strips(given):
        yield from strips(given)
        return
    for top in range(0, opened.height, _ROWS):
        yield opened.crop((0, top, opened.width, min(top + _ROWS, opened.height)))


def _webp_pixels(given: IO[bytes]) -> int:
    """Return how many pixels a WebP says it has: to open it takes memory for all of them."""
    given.seek(0)
    head = given.read(30)
    if head[12:16] == b"VP8X":
        sides = (_number(head[24:27]) + 1, _number(head[27:30]) + 1)
    elif head[12:16] == b"VP8L":
        both = _number(head[21:25])
        sides = ((both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1)
    else:
        sides = (_number(head[26:28]) & 0x3FFF, _number(head[28:30]) & 0x3FFF)
    return sides[0] * sides[1]


def _number(digits: bytes) -> int:
    return int.from_bytes(digits, "little")


def _mode_of(picture: Image.Image) -> str:
    """Return how the colours of a picture are kept: with transparency, grey, or neither."""
    if picture.has_transparency_data:
        return "RGBA"
    return "L" if picture.mode in _GREY | _WIDE else "RGB"


def _converted(picture: Image.Image, mode: str) -> Image.Image:
    if picture.mode == mode:
        return picture
    if picture.mode in _WIDE:
        # Of 65,536 shades, Pillow would make white of all but the darkest 256.
        picture = picture.convert("I").point(lambda shade: shade / 256)
    return picture.convert(mode)
