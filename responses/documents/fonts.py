"""The print font: the part of Noto Sans CJK KR that Korean documents use, kept in DATA_DIR.

The whole font has 65,535 glyphs, and WeasyPrint copies and searches all of it for each
document; with the part, a document takes much less time. Characters outside the part,
and everything while it has not been made, come from the fonts of the system.
"""

import hashlib
import io
from pathlib import Path
from tempfile import NamedTemporaryFile
from xml.sax.saxutils import escape

import uharfbuzz
from django.conf import settings
from fontTools.ttLib import TTFont

from .fontconfig import BOLD, REGULAR, Face, Fonts

FAMILY = "LGQ Print"
SOURCE = "Noto Sans CJK KR"
WEIGHTS = {"Regular": REGULAR, "Bold": BOLD}
RANGES = (
    (0x0020, 0x017F),  # Latin
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1100, 0x11FF),  # Hangul letters that combine
    (0x2000, 0x27BF),  # punctuation, currency, arrows, mathematics, numbers, boxes, symbols
    (0x2900, 0x29FF),  # more arrows and brackets
    (0x3000, 0x33FF),  # Korean and Japanese punctuation and letters, enclosed, units
    (0xAC00, 0xD7A3),  # Hangul
    (0xFF00, 0xFFEF),  # full and half width
)
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""
_NAMES = {1: FAMILY, 4: f"{FAMILY} {{style}}", 6: "LGQPrint-{style}", 16: FAMILY}


class SourceMissingError(Exception):
    """The font that the print font is made of is not installed."""


def build() -> bool:
    """Make the print font unless it is there, made of the same source; return whether it was made.

    Raises `SourceMissingError` or, where a library is missing, `OSError`.
    """
    faces = _source()
    contents = [face.path.read_bytes() for face in faces.values()]
    indexes = repr([face.index for face in faces.values()]).encode()
    recipe = Path(__file__).read_bytes()
    source = hashlib.sha256(b"".join([recipe, indexes, *contents])).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    # Written in any case: it names the folder, which may have been moved.
    _write(folder / "fonts.conf", _CONFIGURATION.format(folder=escape(str(folder))).encode())
    if version() == source:
        return False
    for style, face in faces.items():
        _write(folder / f"{style}.otf", _finished(_part_of(face), style))
    _write(folder / "version", source.encode())
    return True


def is_source_installed() -> bool:
    """Return whether the machine has the font that the print font is made of."""
    try:
        return bool(_source())
    except (SourceMissingError, OSError):
        return False


def version() -> str:
    """Return of which source the print font was made, or "" while it has not been made."""
    path = _folder() / "version"
    return path.read_text() if path.exists() else ""


def configuration() -> Path | None:
    """Return the configuration that adds the print font to the system's, if it has been made."""
    return _folder() / "fonts.conf" if version() else None


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "fonts"


def _source() -> dict[str, Face]:
    fonts = Fonts()
    faces = {style: fonts.face(SOURCE, weight) for style, weight in WEIGHTS.items()}
    found = {style: face for style, face in faces.items() if face}
    if len(found) < len(WEIGHTS):
        raise SourceMissingError(SOURCE)
    return found


def _part_of(face: Face) -> bytes:
    """Return a font with the characters of `RANGES` alone; fontTools would take a minute."""
    wanted = uharfbuzz.SubsetInput()
    characters = wanted.sets(uharfbuzz.SubsetInputSets.UNICODE)
    for first, last in RANGES:
        characters.add_range(first, last)
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path)), face.index)
    part: bytes = uharfbuzz.subset(whole, wanted).blob.data
    return part


def _finished(content: bytes, style: str) -> bytes:
    """Return a font with a name and with numbers of its own."""
    font = TTFont(io.BytesIO(content), recalcBBoxes=False, recalcTimestamp=False)
    _rename(font, style)
    _renumber(font)
    finished = io.BytesIO()
    font.save(finished)
    return finished.getvalue()


def _rename(font: TTFont, style: str) -> None:
    """Give a font the print font's name, so that nothing else is taken for it."""
    for record in list(font["name"].names):
        if record.nameID in _NAMES:
            record.string = _NAMES[record.nameID].format(style=style)


def _renumber(font: TTFont) -> None:
    """Number the characters by the places of their glyphs.

    WeasyPrint writes these places where a PDF wants those numbers. In the whole font both
    are the same; in a part they are not, and other programs would show other characters.
    """
    top = font["CFF "].cff.topDictIndex[0]
    names = [".notdef", *(f"cid{place:05d}" for place in range(1, len(top.charset)))]
    top.charset[:] = names
    top.CharStrings.charStrings = {name: place for place, name in enumerate(names)}


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole, as other processes may be reading the one before."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        temporary.write(content)
    Path(temporary.name).replace(path)
