"""What a page of HTML needs so that WeasyPrint sets Korean well and prints any text. Pure.

All that is put in is invisible: text copied out of the document is what was typed.
"""

import re
import unicodedata
from collections.abc import Callable

from django.utils.html import strip_spaces_between_tags

_WORD_JOINER = "\u2060"
_BREAK_HERE = "\u200b"
# Shorter texts fit on one line, and longer words may break anywhere.
_LINE = 24
_WORD_MAX = 30

_HANGUL = "가-힣ㄱ-ㆎ"
_TAG_OR_TEXT = re.compile(r"<[^>]*>|[^<]+")
_INSIDE_WORD = re.compile(rf"(?<=[{_HANGUL}])(?=\w)|(?<=\w)(?=[{_HANGUL}])")
_LONG_WORD = re.compile(rf"(?:&#?\w+;|[^\s&{_BREAK_HERE}]){{{_WORD_MAX},}}")
_CHARACTER = re.compile(r"&#?\w+;|.")
# They turn the text around them, and would let an answer show what it does not say.
_OVERRIDES = frozenset("\u202d\u202e")
_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Zs"})
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


def typeset(html: str, covers: Callable[[str], bool]) -> str:
    """Return a page ready to be printed with fonts that have the characters `covers` says.

    A character that no font has is printed as its code point, such as [U+1F389]. Korean
    words are kept whole at the ends of lines, which WeasyPrint does not do by itself, and
    words without end may break.
    """
    html = _printable(strip_spaces_between_tags(html).translate(_BREAKS), covers)
    head, body, rest = html.partition("<body")
    return head + body + _TAG_OR_TEXT.sub(_set, rest)


def _printable(html: str, covers: Callable[[str], bool]) -> str:
    missing: dict[str, str | int | None] = {
        character: f"[U+{ord(character):04X}]"
        for character in set(html)
        if not character.isascii() and not _is_printable(character, covers)
    }
    return html.translate(str.maketrans(missing))


def _is_printable(character: str, covers: Callable[[str], bool]) -> bool:
    if character in _OVERRIDES:
        return False
    return unicodedata.category(character) in _INVISIBLE or covers(character)


def _set(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("<") or len(text) < _LINE:
        return text
    text = _LONG_WORD.sub(lambda word: _CHARACTER.sub(rf"\g<0>{_BREAK_HERE}", word[0]), text)
    return _INSIDE_WORD.sub(_WORD_JOINER, text)
