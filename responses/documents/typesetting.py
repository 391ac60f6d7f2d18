"""What a page of HTML needs so that WeasyPrint sets Korean well and prints any text. Pure.

All that is put in is invisible, and so is what is left out: text copied out of the document reads
as what was typed.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.utils.html import strip_spaces_between_tags

from responses.fonts.printable import code, is_printable

_WORD_JOINER = "\u2060"
_BREAK_HERE = "\u200b"
_HANGUL = "가-힣ㄱ-ㆎ"

_ROOT = re.compile(r'<html( lang="\w+")')
_MARKER = re.compile(r'<span class="outline-marker">([^<]*)</span>')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_COLUMN, _FIGURE = '<th scope="col"', ' class="outline-figure">'
_CELL = re.compile(
    rf"(?<=<td>)[^<]+|(?<={_COLUMN}>)[^<]+|(?<={_FIGURE})[^<]+"
    r'|(?<=rel="noopener noreferrer">)[^<]+|(?<=</a>)[^<]+'
)
_AROUND_CELL = 1  # in ems of tables
_NARROW = 0.6  # an em: about what a letter takes that is no Hangul; a capital a little more
_LABEL = re.compile(r'(?<=<th scope="row">)[^<]+')

# Where what stands in two columns begins, what does not, and what stays whole on its lines.
_TWO_COLUMNS, _LINES = '<div class="columns', '<section class="addresses"'
_PLACES = re.compile(rf'(?={_TWO_COLUMNS}|<div class="across|<section )')
# A text with addresses in it, which are links; others of fewer characters fit on a line, or a line
# of a column.
_ADDRESSED = r'(?<=>)[^<]*(?:<a href="http[^<]*</a>[^<]*)+'
_TEXT = re.compile(rf"{_ADDRESSED}|(?<=>)[^<]{{24,}}")
_TEXT_OF_COLUMN = re.compile(rf"{_ADDRESSED}|(?<=>)[^<]{{16,}}")
_TAG = re.compile(r"(<[^>]*>)")
_BEHIND_LINK = re.compile(rf"(?<=</a>)(?=[{_HANGUL}])")
_WORD = re.compile(r"[^\s·/,]+")
_INSIDE_WORD = re.compile(rf"(?<=[{_HANGUL}])(?=[\w·])|(?<=\w)(?=[{_HANGUL}])")
_CHARACTER = re.compile(r"&#?\w+;|.")


class _Room(NamedTuple):
    """How wide a line is, in ems of the text and of tables, and how long words stay whole in it.

    `text` finds the texts that may not fit on one.
    """

    text: re.Pattern[str]
    line: int
    table_line: int
    word: int


_WHOLE, _COLUMN_OF_TWO = _Room(_TEXT, 36, 57, 30), _Room(_TEXT_OF_COLUMN, 20, 26, 16)

_LINE_ENDS = {"\u2028": "\n", "\u2029": "\n"}
# What nobody sees, but has a box where no font has it, as what sets text does not know it.
_BOXED = re.compile(
    "[\u180f\ufff9-\ufffb\U00013430-\U0001343f\U00013441\U00013442\U00016fe4\U0001bca0-\U0001bca3"
    "\U0001d159]"
)
# A soft hyphen beside anything but Latin letters is drawn, and not at the end of a line alone.
_DRAWN_HYPHEN = re.compile("\xad(?![A-Za-z])|(?<![A-Za-z])\xad")


def typeset(html: str, covers: Callable[[str], bool]) -> str:
    """Return a page ready to be printed with fonts that have the characters `covers` says.

    A character that no font has is printed as its code point, such as [U+1F389]. Korean
    words are kept whole at the ends of lines, which WeasyPrint does not do by itself, and
    words without end may break.
    """
    html = _printable(_lean(html), covers)
    head, body, rest = html.partition("<body")
    return head + body + "".join(map(_set_piece, _PLACES.split(rest)))


def _set_piece(html: str) -> str:
    if html.startswith(_LINES):
        return html
    room = _COLUMN_OF_TWO if html.startswith(_TWO_COLUMNS) else _WHOLE
    html = _TABLE.sub(partial(_set_table, room), html)
    # A label has a third of a line; a word that is longer breaks by itself.
    html = _LABEL.sub(lambda label: _INSIDE_WORD.sub(_WORD_JOINER, label[0]), html)
    return room.text.sub(partial(_set_text, room), html)


def _lean(html: str) -> str:
    """Return the same page with fewer boxes for WeasyPrint to make, as each takes its time."""
    html = _MARKER.sub(r"\1", strip_spaces_between_tags(html))
    root = _ROOT.search(html)
    return html.replace(root[1], "").replace("<html", f"<html{root[1]}", 1) if root else html


def _printable(html: str, covers: Callable[[str], bool]) -> str:
    printed: dict[str, str | int | None] = {
        character: stands
        for character in set(html)
        if (stands := _printed(character, covers)) != character
    }
    html = html.translate(str.maketrans(printed)) if printed else html
    return _DRAWN_HYPHEN.sub("", html) if "\xad" in html else html


def _printed(character: str, covers: Callable[[str], bool]) -> str:
    if character in _LINE_ENDS:
        return _LINE_ENDS[character]
    if _BOXED.match(character) and not covers(character):
        return ""
    return character if is_printable(character, covers) else code(character)


def _set_text(room: _Room, found: re.Match[str]) -> str:
    text = found[0]
    if "<" not in text:
        return text if _fits_on_a_line(text, room.line) else _set(text, room.word, room.word)
    if _fits_on_a_line(_TAG.sub("", text), room.line):
        return text
    pieces = _TAG.split(text)
    pieces[::2] = [_set(piece, room.word, room.word) for piece in pieces[::2]]
    return _BEHIND_LINK.sub(_WORD_JOINER, "".join(pieces))


def _set_table(within: _Room, found: re.Match[str]) -> str:
    """Let words break that are longer than the columns would be if they were equally wide."""
    table = found[0]
    columns = max(table.count(_COLUMN), 1)
    room = max(within.table_line // columns - _AROUND_CELL, 1)
    return _CELL.sub(lambda cell: _set(cell[0], min(room, within.word), within.word), table)


def _set(text: str, word_max: int, of_a_line: int) -> str:
    """Keep Korean words whole, and let break what is longer than `word_max` characters.

    In cells, whose words are shorter than those `of_a_line`, they break where a cell ends: there
    `word_max` is in ems, so that Latin words and dates stay whole that have room in it.
    """
    broken = _WORD.sub(lambda word: _breakable(word[0], word_max, of_a_line), text)
    return _INSIDE_WORD.sub(_WORD_JOINER, broken)


def _breakable(word: str, length: int, of_a_line: int) -> str:
    if len(word) <= length:
        return word
    characters = _CHARACTER.findall(word)
    if length >= of_a_line:
        return _BREAK_HERE.join(characters)
    pieces, room = [""], float(length)
    for character in characters:
        takes = 1 if character > "\u1100" else _NARROW
        if takes > room and pieces[-1]:
            pieces.append("")
            room = float(length)
        pieces[-1] += character
        room -= takes
    return _BREAK_HERE.join(pieces)


def _fits_on_a_line(text: str, line: int) -> bool:
    """Guess, in ems, by the bytes: Hangul takes three of them and nearly an em."""
    wide = (len(text.encode()) - len(text)) // 2
    return 0.92 * wide + 0.55 * (len(text) - wide) < line
