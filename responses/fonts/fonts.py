"""What documents are set in: the named fonts, copied into DATA_DIR, and the print font.

The print font is the part of Noto Sans CJK KR that Korean documents use. The whole font
has 65,535 glyphs, and WeasyPrint copies and searches all of it for each document; with the
part, a document takes much less time. Characters outside the part come from the copies.
No other font of the machine is seen, and an upgrade of it changes nothing before `build`.
"""

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version as version_of
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from xml.sax.saxutils import escape

import uharfbuzz
from django.conf import settings
from fontTools.ttLib import TTFont

from . import named_fonts
from .named_fonts import FONTS, NamedFont

FAMILY = "LGQ Print"
SOURCE = "Noto Sans CJK KR"
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
FAMILIES = (FAMILY, *dict.fromkeys(font.family for font in FONTS))
# A file may hold faces of other families, so families are named, too.
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <selectfont>
    <rejectfont><pattern/></rejectfont>
    {accepted}
  </selectfont>
</fontconfig>
"""
_ACCEPTED = (
    '<acceptfont><pattern><patelt name="family"><string>{}</string></patelt></pattern></acceptfont>'
)
_NAMES = {1: FAMILY, 4: f"{FAMILY} {{style}}", 6: "LGQPrint-{style}", 16: FAMILY}


class FontMissingError(Exception):
    """Files of named fonts are not there; it says which."""


def build() -> bool:
    """Make the fonts unless they are there, made of the same files; return whether they were made.

    Raises `FontMissingError` or, where the folder cannot be written, `OSError`.
    """
    if lacking := named_fonts.missing():
        raise FontMissingError("\n".join(lacking))
    home, before, now = _home(), _kept(), f"{_recipe()}-{_sources()}"
    if now == before:
        return False
    home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=home, ignore_cleanup_errors=True) as folder:
        _fill(Path(folder))
        with suppress(OSError):  # another process has just made the same
            Path(folder).rename(home / now)
    _write(home / "version", now.encode())
    _clean(home, {before, now})
    return True


def version() -> str:
    """Return a digest of what the fonts were made of and how; they are made if they are not there.

    Raises as `build` does.
    """
    if not _kept().startswith(_recipe()):
        build()
    return _kept()


@contextmanager
def configured() -> Iterator[None]:
    """Let fontconfig, if it reads its configuration now, see the fonts of documents alone."""
    folder = escape(str(_folder()))
    accepted = "\n    ".join(map(_ACCEPTED.format, FAMILIES))
    name, before = "FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE")
    with NamedTemporaryFile(suffix=".conf") as file:
        file.write(_CONFIGURATION.format(folder=folder, accepted=accepted).encode())
        file.flush()
        # The C library reads it from the environment alone.
        os.environ[name] = file.name
        try:
            yield
        finally:
            del os.environ[name]
            if before is not None:
                os.environ[name] = before


def coverage() -> Callable[[str], bool]:
    """Return a function that says whether any of the fonts has a glyph for a character."""
    folder, covered = _folder(), uharfbuzz.Set()
    for font in FONTS:
        covered.update(_face(folder / font.path.name, font.index).unicodes)
    return lambda character: ord(character) in covered


def _home() -> Path:
    return Path(settings.DATA_DIR) / "fonts"


def _folder() -> Path:
    """Where the present fonts are; a folder never changes once it has its name."""
    return _home() / version()


def _kept() -> str:
    """Return of what the fonts in DATA_DIR were made, or "" if there are none."""
    path = _home() / "version"
    return path.read_text() if path.exists() else ""


def _recipe() -> str:
    """Return a digest of how the fonts are made."""
    modules = [Path(each).read_bytes() for each in (__file__, named_fonts.__file__)]
    return _digest([*modules, *(version_of(each).encode() for each in ("uharfbuzz", "fonttools"))])


def _sources() -> str:
    """Return a digest of what the fonts are made of."""
    return _digest([font.path.read_bytes() for font in FONTS])


def _digest(contents: list[bytes]) -> str:
    each = [hashlib.sha256(content).digest() for content in contents]
    return hashlib.sha256(b"".join(each)).hexdigest()[:32]


def _fill(folder: Path) -> None:
    for font in FONTS:
        shutil.copyfile(font.path, folder / font.path.name)
        if font.family == SOURCE:
            content = _finished(_part_of(font), font.style)
            (folder / f"{font.style}.otf").write_bytes(content)


def _clean(home: Path, needed: set[str]) -> None:
    """Remove fonts of before; the last of them may still be needed by processes that run."""
    for folder in home.glob("*-*"):
        if folder.name not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def _face(path: Path, index: int) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), index)


def _part_of(font: NamedFont) -> bytes:
    """Return a font with the characters of `RANGES` alone; fontTools would take a minute."""
    wanted = uharfbuzz.SubsetInput()
    characters = wanted.sets(uharfbuzz.SubsetInputSets.UNICODE)
    for first, last in RANGES:
        characters.add_range(first, last)
    content: bytes = uharfbuzz.subset(_face(font.path, font.index), wanted).blob.data
    return content


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
