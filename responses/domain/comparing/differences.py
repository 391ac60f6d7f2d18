"""What differs between two versions of an answer, as marked pieces of text. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from .alignment import changes

_WORTH_SKIPPING = 3
_WORD = re.compile(r"\S+")

Other = TypeVar("Other")


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one mark."""

    mark: Mark
    text: str

    @property
    def lines(self) -> int:
        """How many lines the text is."""
        return self.text.removesuffix("\n").count("\n") + 1


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of two texts: those not deleted give `after`, those not inserted `before`.

    Lines are compared first and words only within lines that differ, so that long texts
    stay quick.
    """
    if before == after:
        return (Piece(Mark.SAME, after),) if after else ()
    if not before or not after or _are_words(before, after):
        # So are most cells of a table.
        sides = Piece(Mark.DELETED, before), Piece(Mark.INSERTED, after)
        return tuple(piece for piece in sides if piece.text)
    pieces = _by_line(_lines(before), _lines(after))
    return tuple(
        Piece(mark, "".join(piece.text for piece in run))
        for mark, run in groupby(pieces, key=lambda piece: piece.mark)
    )


def abridged(pieces: Sequence[Piece | Other]) -> tuple[Piece | Other, ...]:
    """Return the same text in pieces, unchanged lines far from any change marked as skipped.

    What is no piece, such as a table, stays as it is.
    """
    last = len(pieces) - 1
    return tuple(
        short
        for place, piece in enumerate(pieces)
        for short in (
            _abridged(piece, after=place > 0, before=place < last)
            if isinstance(piece, Piece)
            else (piece,)
        )
    )


def _abridged(piece: Piece, *, after: bool, before: bool) -> Iterator[Piece]:
    """Yield a piece, which stands after a change or before one, with what can be skipped apart."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", piece.text) if piece.mark is Mark.SAME else []
    # Beside a change stand the rest of its own line and one whole line.
    start, end = 2 * after, len(lines) - 2 * before
    if end - start < _WORTH_SKIPPING:
        yield piece
        return
    for mark, some in (
        (Mark.SAME, lines[:start]),
        (Mark.SKIPPED, lines[start:end]),
        (Mark.SAME, lines[end:]),
    ):
        if some:
            yield Piece(mark, "".join(some))


def _by_line(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for old, new in _runs(before, after):
        if old and new and old != new:
            yield from _by_word("".join(old), "".join(new))
        else:
            yield from _marked(old, new)


def _by_word(before: str, after: str) -> Iterator[Piece]:
    if _are_words(before, after):
        yield from _marked([before], [after])
        return
    for old, new in _runs(_words(before), _words(after)):
        yield from _marked(old, new)


def _are_words(one: str, other: str) -> bool:
    """Return whether both are one word, so that there is nothing in them to compare."""
    return bool(_WORD.fullmatch(one) and _WORD.fullmatch(other))


def _marked(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    sides = [(Mark.SAME, new)] if old == new else [(Mark.DELETED, old), (Mark.INSERTED, new)]
    yield from (Piece(mark, "".join(texts)) for mark, texts in sides if texts)


def _runs(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield both sequences in runs that are by turns alike and different."""
    place = new_place = 0
    for start, end, new_start, new_end in changes(before, after):
        yield before[place:start], after[new_place:new_start]
        yield before[start:end], after[new_start:new_end]
        place, new_place = end, new_end
    yield before[place:], after[new_place:]


def _lines(text: str) -> list[str]:
    """Return the lines of a text and, on their own, their ends."""
    return re.findall(r"[^\n]+|\n", text)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the white space before it."""
    return re.findall(r"\s*\S+|\s+", text)
