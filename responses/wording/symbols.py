"""What is said of symbols that documents cannot print."""

import unicodedata
from collections.abc import Sequence

from django.utils.translation import ngettext

from responses.fonts.printable import code

_NAMED = 8
"""How many are named; who has more of them does not read on."""


def symbols(found: Sequence[str]) -> str:
    """Name symbols by their codes, behind those that a page can show by themselves."""
    more = " …" if len(found) > _NAMED else ""
    return ", ".join(map(_symbol, found[:_NAMED])) + more


def unprintable_words(found: Sequence[str]) -> str:
    """Say of an answer which of its symbols cannot be printed; nothing if none."""
    if not found:
        return ""
    words = ngettext(
        "%(count)d symbol cannot be printed. The PDF has its code instead: %(symbols)s",
        "%(count)d symbols cannot be printed. The PDF has their codes instead: %(symbols)s",
        len(found),
    )
    return words % {"count": len(found), "symbols": symbols(found)}


def _symbol(character: str) -> str:
    is_shown = character.isprintable() and not unicodedata.category(character).startswith("M")
    return f"{character}\N{NO-BREAK SPACE}{code(character)}" if is_shown else code(character)
