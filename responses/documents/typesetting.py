"""What a page of HTML needs so that WeasyPrint sets Korean well and prints any text. Pure.

All that is put in is invisible: text copied out of the document is what was typed.
"""

import re
import unicodedata
from collections.abc import Callable

from django.utils.html import strip_spaces_between_tags

_WORD_JOINER = "\u2060"
_BREAK_HERE = "\u200b"
_HANGUL = "가-힣ㄱ-ㆎ"

_ROOT = re.compile(r'<html( lang="\w+")')
_MARKER = re.compile(r'<span class="outline-marker">([^<]*)</span>')
_CELLS = ("<td>", '<th scope="col">')
_LINE = 36
# Texts that may need more than a line: those in cells, and those of many characters.
_TEXT = re.compile(rf"(?<={_CELLS[0]})[^<]+|(?<={_CELLS[1]})[^<]+|(?<=>)[^<]{{24,}}")
_INSIDE_WORD = re.compile(rf"(?<=[{_HANGUL}])(?=[\w·])|(?<=\w)(?=[{_HANGUL}])")
_LONG_WORD = re.compile(r"[^\s·/,]{30,}")
_CHARACTER = re.compile(r"&#?\w+;|.")

_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Zs"})
# What is never printed as it is: two signs that end a line, and two that turn the text
# after them and would let an answer show what it does not say.
_REPLACED = {"\u2028": "\n", "\u2029": "\n", "\u202d": "[U+202D]", "\u202e": "[U+202E]"}


def typeset(html: str, covers: Callable[[str], bool]) -> str:
    """Return a page ready to be printed with fonts that have the characters `covers` says.

    A character that no font has is printed as its code point, such as [U+1F389]. Korean
    words are kept whole at the ends of lines, which WeasyPrint does not do by itself, and
    words without end may break.
    """
    html = _printable(_lean(html), covers)
    head, body, rest = html.partition("<body")
    return head + body + _TEXT.sub(_set, rest)


def _lean(html: str) -> str:
    """Return the same page with fewer boxes for WeasyPrint to make, as each takes its time."""
    html = _MARKER.sub(r"\1", strip_spaces_between_tags(html))
    root = _ROOT.search(html)
    return html.replace(root[1], "").replace("<html", f"<html{root[1]}", 1) if root else html


def _printable(html: str, covers: Callable[[str], bool]) -> str:
    unprintable: dict[str, str | int | None] = {
        character: _REPLACED.get(character, f"[U+{ord(character):04X}]")
        for character in set(html)
        if character in _REPLACED or not _is_printable(character, covers)
    }
    return html.translate(str.maketrans(unprintable)) if unprintable else html


def _is_printable(character: str, covers: Callable[[str], bool]) -> bool:
    return character.isascii() or unicodedata.category(character) in _INVISIBLE or covers(character)


def _set(found: re.Match[str]) -> str:
    text = found[0]
    if _fits_on_a_line(text) and not found.string.endswith(_CELLS, 0, found.start()):
        return text
    return _INSIDE_WORD.sub(_WORD_JOINER, _LONG_WORD.sub(_breakable, text))


def _fits_on_a_line(text: str) -> bool:
    """Guess, in ems, by the bytes: Hangul takes three of them and nearly an em."""
    wide = (len(text.encode()) - len(text)) // 2
    return 0.92 * wide + 0.55 * (len(text) - wide) < _LINE


def _breakable(found: re.Match[str]) -> str:
    return _CHARACTER.sub(rf"\g<0>{_BREAK_HERE}", found[0])
