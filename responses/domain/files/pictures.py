"""Pictures, decoded and written anew: what was hidden in one is gone, and it stands upright.

Pure. The same bytes give the same bytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any

from PIL import Image, ImageFile, ImageOps

from .unfit import Unfit, UnfitError

PIXELS_MAX, SIDE_MAX = 50_000_000, 2_400
# How each type is called by Pillow, and written. Of a photograph, 90 of 100 is what eyes can see.
_WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "png": ("PNG", {"optimize": True}),
    "jpeg": ("JPEG", {"quality": 90, "optimize": True}),
    "webp": ("WEBP", {"quality": 90, "method": 4}),
}
_GREY = frozenset({"1", "L"})
_WIDE = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
# Decoded, one takes up to 200 MB: in each process one after the other.
_one_at_a_time = Lock()

# Pillow refuses twice as many by itself, before it decodes anything.
Image.MAX_IMAGE_PIXELS = PIXELS_MAX


def write_anew(given: IO[bytes], type_key: str, into: IO[bytes]) -> tuple[int, int]:
    """Write a picture of that type without its metadata, upright and no larger than `SIDE_MAX`.

    Returns its width and height. Raises `UnfitError`, for one of too many pixels before it is
    decoded.
    """
    name, options = _WRITTEN[type_key]
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
        picture = _converted(opened, mode) if name != "JPEG" else opened
        # A JPEG is made small while it is decoded.
        picture.thumbnail((SIDE_MAX, SIDE_MAX))
        upright = ImageOps.exif_transpose(_converted(picture, mode))
    # A new picture has nothing but its pixels.
    clean = Image.new(mode, upright.size)
    clean.paste(upright)
    return clean


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
