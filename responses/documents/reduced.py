"""Pictures as print needs them: no larger than what paper shows, without what it does not. Pure.

The same bytes give the same bytes. What is kept and sealed stays whole: this is for a PDF alone.
"""

from io import BytesIO
from typing import IO, Any

from PIL import Image

DOTS_AN_INCH = 200
"""How fine a picture is printed at most, where it is as large as the style sheet lets it be."""
_WIDTH, _HEIGHT = 162, 200  # millimetres, as in document.css
_MILLIMETRES = 25.4
MOST = (round(_WIDTH / _MILLIMETRES * DOTS_AN_INCH), round(_HEIGHT / _MILLIMETRES * DOTS_AN_INCH))
"""How many pixels wide and high a picture is at most."""
# Of a picture that is packed no better than that, in bytes of one byte of its colours, nothing is
# even: it is a photograph, which JPEG packs into a tenth.
_PHOTOGRAPH = {"PNG": 0.3, "WEBP": 0.05}
_QUALITY = 85
_FORMATS = ("PNG", "JPEG", "WEBP")


def reduced(given: IO[bytes]) -> bytes:
    """Return a picture as it is printed; as it is, if it needs no change, or is none."""
    given.seek(0)
    try:
        with Image.open(given, formats=_FORMATS) as picture:
            made = _made(picture, given.seek(0, 2))
    except (OSError, SyntaxError, ValueError):
        # Whoever prints it says so.
        made = b""
    given.seek(0)
    return made or given.read()


def _made(picture: Image.Image, size: int) -> bytes:
    """Return a picture anew, or nothing if it is good as it is."""
    kind = picture.format or ""
    is_photograph = kind == "JPEG" or _is_photograph(picture, kind, size)
    becomes = "JPEG" if is_photograph else "PNG"
    is_large = picture.width > MOST[0] or picture.height > MOST[1]
    is_clear = picture.has_transparency_data
    if not is_large and not is_clear and kind == becomes:
        return b""
    picture.thumbnail(MOST)
    on_paper = _on_paper(picture) if is_clear else picture
    options: dict[str, Any] = {"quality": _QUALITY} if is_photograph else {"compress_level": 1}
    into = BytesIO()
    on_paper.save(into, becomes, **options)
    return into.getvalue()


def _is_photograph(picture: Image.Image, kind: str, size: int) -> bool:
    colours = len(picture.getbands()) * picture.width * picture.height
    return size > _PHOTOGRAPH[kind] * colours


def _on_paper(picture: Image.Image) -> Image.Image:
    """Return a picture of which nothing is clear: paper is white."""
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear).convert("RGB")
