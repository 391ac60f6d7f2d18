"""Plain text, in whichever of the encodings that offices write it."""

import codecs
import csv
from collections.abc import Iterator

from responses.characters import without_controls
from responses.intake.columns import columns_of
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
_HEAD_AMONG, _HEAD_MAX = 40, 300
_BETWEEN_CELLS = ("\t", ",", ";", "|")
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
    """Return the lines of a plain text; a row of a table has tabs between its cells."""
    return FileText("text", numbered(_with_tables(lines_of(text))))


def _with_tables(lines: list[str]) -> list[str]:
    """Return lines with the table of answers among them, if there is one, in columns.

    That is what stands under a head that names such columns, up to a blank line.
    """
    for at, line in enumerate(lines[:_HEAD_AMONG]):
        for sign in _BETWEEN_CELLS:
            if len(line) <= _HEAD_MAX and columns_of(_cells(line, sign)):
                end = next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))
                return [*lines[:at], *_in_columns(lines[at:end], sign), *lines[end:]]
    return lines


def _cells(line: str, sign: str) -> list[str]:
    return [cell.strip() for cell in line.strip(" |" if sign == "|" else " ").split(sign)]


def _in_columns(lines: list[str], sign: str) -> Iterator[str]:
    """Yield the lines of a table, a cell of several lines in as many."""
    quoted = csv.reader((f"{line}\n" for line in lines), delimiter=sign)
    try:
        rows = [_trimmed(row) if sign == "|" else row for row in quoted]
    except csv.Error:
        # It is none after all.
        yield from lines
        return
    for row in rows:
        cells = [
            [said.replace("\t", " ") for said in cell.split("\n") if said.strip()] for cell in row
        ]
        for at in range(max(map(len, cells), default=0)):
            texts = [cell[at].strip() if at < len(cell) else "" for cell in cells]
            yield "\t".join(texts).rstrip()


def _trimmed(row: list[str]) -> list[str]:
    """Return a row of which each cell may stand between two signs."""
    return row[1:] if len(row) > 1 and not row[0].strip() else row
