"""Pieces of pages, remembered as they were rendered for the very same values."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 2_000_000
"""How many characters a process remembers; with the values that made them some 20 MB."""
# No piece takes more than this part of it.
_SHARE = 50
_HASHED = (str, int)


class _Piece:
    """A piece by its name, its language and all that it shows: equal ones look the same."""

    __slots__ = ("hashed", "name", "values")

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self.name, self.values = (name, get_language()), values
        plain = [each for each in values.values() if isinstance(each, _HASHED)]
        self.hashed = hash((self.name, *plain))

    def __hash__(self) -> int:
        return self.hashed

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Piece):
            return NotImplemented
        return self.name == other.name and self.values == other.values


class _Memory:
    """Pieces with their HTML, the last used ones last, of at most `MOST` characters together."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Piece, SafeString] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def find(self, piece: _Piece) -> SafeString | None:
        """Return the HTML of a piece, if it is known."""
        with self._lock:
            html = self._kept.get(piece)
            if html is not None:
                self._kept.move_to_end(piece)
            return html

    def keep(self, piece: _Piece, html: SafeString) -> None:
        """Remember the HTML of a piece, unless it is too long; and forget the oldest for it."""
        if len(html) > MOST // _SHARE:
            return
        with self._lock:
            self.size += len(html) - len(self._kept.pop(piece, ""))
            self._kept[piece] = html
            while self.size > MOST:
                _oldest, forgotten = self._kept.popitem(last=False)
                self.size -= len(forgotten)


_memory = _Memory()


def render_remembered(template: str, values: Mapping[str, Any]) -> SafeString:
    """Return a template that shows nothing but some values, words and addresses; see `remember`."""
    return remember(template, values, lambda: render_to_string(template, {**values}))


def remember(name: str, values: Mapping[str, Any], make: Callable[[], SafeString]) -> SafeString:
    """Return what `make` makes of nothing but some values, words and addresses; known by a name.

    The values are frozen ones of the domain, plain ones, or mappings of such: none is changed
    later, none is a row of a table, which equals another of its key, and none of them is HTML,
    which equals the text that it is made of. The texts and numbers among them should differ
    from piece to piece, as others are found by them.
    """
    # A developer's change of a file is seen at once.
    if settings.DEBUG:
        return make()
    piece = _Piece(name, values)
    html = _memory.find(piece)
    if html is None:
        html = make()
        _memory.keep(piece, html)
    return html
