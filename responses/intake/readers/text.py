"""Plain text, in whichever of the encodings that offices write it."""

import codecs

from responses.characters import without_controls
from responses.intake.lines import FileText, numbered

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before those of UTF-16, with which they begin.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 4096
_MOSTLY = 0.2


def decoded(content: bytes) -> str | None:
    """Return the text of some bytes, or None if they are no text.

    UTF-8 and UTF-16 by their marks or by what is in them; else CP949, as Windows writes Korean.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _in(content[len(mark) :], encoding)
    for encoding in (_of_two_bytes(content[:_LOOKED_AT]), "utf-8", "cp949"):
        text = _in(content, encoding) if encoding else None
        if text is not None and "\0" not in text:
            return text
    return None


def _of_two_bytes(head: bytes) -> str:
    """Return the UTF-16 that a text without a mark is in, by where its zeros stand, or nothing."""
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) * 2 < _MOSTLY * len(head) or low == high:
        return ""
    return "utf-16-be" if low > high else "utf-16-le"


def _in(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, without what no answer can carry, blank ones among them."""
    return without_controls(text).split("\n")


def read(text: str) -> FileText:
    """Return the lines of a plain text."""
    return FileText("text", numbered(lines_of(text)))
