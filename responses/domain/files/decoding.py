"""The process in which one picture is decoded and written anew; started by `pictures.py` alone.

It has Pillow and nothing of the product but why a picture is not taken. The same bytes give the
same bytes. Its standard input is the picture, a file; its arguments are the type, and the number
of the open file to write into. It says the width and the height that were written, or why not.
"""

import fcntl
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageFile, ImageOps

from .unfit import Unfit, UnfitError

PIXELS_MAX, SIDE_MAX = 50_000_000, 2_400
# A WebP of as many pixels takes 830 MB, any other picture less than 450. The seconds are of
# computing, and end it also where who waits for it is no more.
_LIMITS = {
    resource.RLIMIT_AS: 1_200_000_000,
    resource.RLIMIT_CPU: 40,
    resource.RLIMIT_CORE: 0,
}
# Pictures of more are decoded one at a time on this machine, whichever processes ask for it.
_SMALL = 16_000_000
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

# Pillow refuses twice as many by itself, before it decodes anything.
Image.MAX_IMAGE_PIXELS = PIXELS_MAX


def main() -> None:
    """Do what this process is for, and say on standard output what came of it."""
    type_key, into = sys.argv[1:]
    for kind, most in _LIMITS.items():
        _soft, hard = resource.getrlimit(kind)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))
    with suppress(OSError), Path("/proc/self/oom_score_adj").open("w") as score:
        # Where the machine itself has no more memory, this is the process that it ends.
        score.write("1000")
    try:
        with os.fdopen(int(into), "wb", closefd=False) as file:
            width, height = _written_anew(sys.stdin.buffer, type_key, file)
    except UnfitError as refusal:
        sys.stdout.write(refusal.why)
    else:
        sys.stdout.write(f"{width} {height}")


def _written_anew(given: IO[bytes], type_key: str, into: IO[bytes]) -> tuple[int, int]:
    name, options = _WRITTEN[type_key]
    try:
        if name == "WEBP":
            # To open one takes memory for all of its pixels.
            _admit(_webp_pixels(given))
        picture = _decoded(given, name)
        picture.save(into, name, **options)
    except UnfitError:
        raise
    except MemoryError as error:
        raise UnfitError(Unfit.TOO_DEMANDING) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitError(Unfit.TOO_MANY_PIXELS) from error
    except Exception as error:
        # Each reader of a format fails in its own way on what is none.
        raise UnfitError(Unfit.DAMAGED) from error
    return picture.size


def _admit(pixels: int) -> None:
    """Refuse a picture of too many pixels, and let another large one be finished first."""
    if pixels > PIXELS_MAX:
        raise UnfitError(Unfit.TOO_MANY_PIXELS)
    if pixels > _SMALL:
        # Held until this process ends; the file itself is as good as any that all have.
        fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX)


def _decoded(given: IO[bytes], name: str) -> Image.Image:
    with Image.open(given, formats=(name,)) as opened:
        if name != "WEBP":
            _admit(opened.width * opened.height)
        # Beside a photograph, phones keep what only they can show: the first picture is it.
        if name != "JPEG" and getattr(opened, "n_frames", 1) > 1:
            raise UnfitError(Unfit.MOVING)
        mode = _mode_of(opened)
        small = _small_jpeg(opened) if name == "JPEG" else _small(opened, mode)
        upright = ImageOps.exif_transpose(_converted(small, mode))
    # A new picture has nothing but its pixels.
    clean = Image.new(mode, upright.size)
    clean.paste(upright)
    return clean


def _small_jpeg(opened: ImageFile.ImageFile) -> Image.Image:
    """Return a JPEG as large as it is kept; it is made small while it is decoded."""
    scale = 1
    while opened.width * opened.height > _HALVED * scale**2:
        scale *= 2
    if scale > 1:
        opened.draft(None, (opened.width // scale, opened.height // scale))
    opened.thumbnail((SIDE_MAX, SIDE_MAX))
    return opened


def _small(opened: ImageFile.ImageFile, mode: str) -> Image.Image:
    """Return a PNG or WebP as large as it is kept: made narrow by some rows at once, then low."""
    opened.load()
    if max(opened.size) <= SIDE_MAX:
        return _converted(opened, mode)
    # A PNG can say behind its rows how it is to be turned.
    exif = opened.info.get("exif")
    scale = SIDE_MAX / max(opened.size)
    width, height = (max(1, round(side * scale)) for side in opened.size)
    mixed = _MIXED.get(mode, mode)
    narrow = Image.new(mixed, (width, opened.height))
    for top in range(0, opened.height, _ROWS):
        strip = opened.crop((0, top, opened.width, min(top + _ROWS, opened.height)))
        rows = _converted(_converted(strip, mode), mixed)
        narrow.paste(rows.resize((width, rows.height)), (0, top))
    small = narrow.resize((width, height))
    small.info = {"exif": exif} if exif else {}
    return small


def _webp_pixels(given: IO[bytes]) -> int:
    """Return how many pixels a WebP says it has."""
    head = given.read(30)
    given.seek(0)
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


if __name__ == "__main__":
    main()
