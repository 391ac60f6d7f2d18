"""Fonts made for a test: each draws a box for every character it has."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

UNITS = 1000


def make_font(path: Path, family: str, characters: str, version: str = "9.9") -> Path:
    """Write a font with some characters to a file, and return where it is."""
    names = {ord(character): f"u{ord(character):05X}" for character in characters}
    glyphs = [".notdef", *names.values()]
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(glyphs, _box()))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (UNITS, 0)))
    builder.setupHorizontalHeader(ascent=UNITS, descent=0)
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": "Regular",
            "fullName": family,
            "psName": family.replace(" ", ""),
            "version": f"Version {version}",
        }
    )
    builder.setupOS2(sTypoAscender=UNITS, usWinAscent=UNITS)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def _box() -> object:
    pen = TTGlyphPen(None)
    corners = ((0, 0), (0, UNITS), (UNITS, UNITS), (UNITS, 0))
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
