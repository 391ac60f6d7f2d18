"""Which characters the documents' fonts print, and what is printed in place of the others."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import groupby

from responses.unseen import UNSEEN

from . import fonts

# What nobody sees, and no font need have.
_IGNORED = re.compile(f"[{UNSEEN}]")
_BLANK = frozenset({"Cc", "Zs", "Zl", "Zp"})
# These turn the text behind them and would let an answer show what it does not say.
_TURNING = frozenset("\u202d\u202e")
# Not what nearly all text consists of: the print font has it all, so that nobody need ask.
_ASKED = (
    "[^\t\n\r -~\xa0-\u02ee\u2010-\u2027\u2030-\u205e\u2190-\u2311\u2460-\u269c\u3000-\u303f"
    "\u3131-\u318e\u4e00-\u9fef\uac00-\ud7a3\uff01-\uffbe]"
)
_TO_ASK = re.compile(_ASKED)
_TAG_OR_RUN = re.compile(f"<[^>]*>|{_ASKED}+")


def code(character: str) -> str:
    """Return what is printed in place of a character that no font has, such as [U+1F389]."""
    return f"[U+{ord(character):04X}]"


def is_printable(character: str, covers: Callable[[str], bool]) -> bool:
    """Return whether a character is printed as it is; `covers` says whether any font has it."""
    if character in _TURNING:
        return False
    return (
        character.isascii()
        or unicodedata.category(character) in _BLANK
        or bool(_IGNORED.match(character))
        or covers(character)
    )


@cache
def coverage() -> Callable[[str], bool]:
    """Return what says whether any font has a character; the fonts are read once a process."""
    return cache(fonts.coverage())


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of a text that are not printed as they are, each once, in order.

    None where the fonts cannot be read: whoever makes a document is told why, and pages go on.
    """
    found = dict.fromkeys(_TO_ASK.findall(text))
    if not found:
        return ()
    try:
        covers = coverage()
    except (fonts.FontMissingError, OSError):
        return ()
    return tuple(each for each in found if not is_printable(each, covers))


def with_codes(html: str, mark: Callable[[str], str]) -> str:
    """Return HTML with its text as it is printed; `mark` makes HTML of codes beside each other."""
    if not unprintable(html):
        return html

    def printed(found: re.Match[str]) -> str:
        run = found[0]
        if run[0] == "<":
            return run
        pieces = groupby(run, lambda each: is_printable(each, coverage()))
        return "".join(
            "".join(piece) if prints else mark("".join(map(code, piece)))
            for prints, piece in pieces
        )

    return _TAG_OR_RUN.sub(printed, html)
