"""What differs between two texts, whose tables are compared cell by cell. Pure.

A table stands in the texts that are compared as one line that no text has, so that what is
around it is compared as text. Where both have that line, it is two states of one table.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any, ClassVar, TypeVar

from responses.domain.comparing.alignment import changes
from responses.domain.comparing.differences import Mark, Piece, abridged, differences

from .figures import are_figures
from .outline import Cells, Rows, fits, segments

# No stored text has these two signs.
_PLACE = "\x02{}\x03"
_PLACED = re.compile("\n?\x02([0-9]+)\x03\n?")
_WORTH_SKIPPING = 3
CELLS_MAX = 4_000
"""How many cells of two texts are compared; a page shows each of them by itself."""

Item = TypeVar("Item")
Pair = tuple[Item | None, Item | None]
# Tables that are wholly alike are one, then those with one head; so are rows, by the first cell.
_BY_ROWS: Sequence[Callable[[Any], Hashable]] = (lambda rows: rows, itemgetter(0))


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell in pieces."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether it says something else than before."""
        return any(piece.mark is not Mark.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row of cells; or, without any, so many rows that stayed the same and are `skipped`."""

    cells: tuple[MarkedCell, ...]
    skipped: int = 0

    @property
    def changed(self) -> bool:
        """Whether one of its cells is."""
        return any(cell.changed for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table with its changes marked; `head` names the columns, `figures` which are of such."""

    mark: ClassVar = "table"

    head: MarkedRow
    rows: tuple[MarkedRow, ...]
    figures: tuple[bool, ...]

    @property
    def changed(self) -> bool:
        """Whether one of its rows is."""
        return any(row.changed for row in (self.head, *self.rows))


Marked = Piece | MarkedTable


def marked(before: str, after: str) -> tuple[Marked, ...]:
    """Return the pieces of two texts, as `differences` does, and between them their tables.

    Tables of very many cells are compared as the lines that they were typed in.
    """
    if "\t" not in before and "\t" not in after:
        return differences(before, after)
    old, new = list(segments(before)), list(segments(after))
    if sum(len(rows) * len(rows[0]) for rows in _tables([*old, *new])) > CELLS_MAX:
        return differences(before, after)
    tables = list(_paired(_tables(old), _tables(new), _BY_ROWS))
    texts = _with_places(old, tables, 0), _with_places(new, tables, 1)
    return tuple(_with_tables(differences(*texts), tables))


def abridged_marked(pieces: Sequence[Marked]) -> tuple[Marked, ...]:
    """Return them without the most of what stayed the same, in a table by row."""
    return tuple(
        each if isinstance(each, Piece) else _abridged_table(each) for each in abridged(pieces)
    )


def _tables(found: Sequence[str | Rows]) -> list[Rows]:
    return [each for each in found if not isinstance(each, str)]


def _with_places(found: Sequence[str | Rows], tables: Sequence[Pair[Rows]], side: int) -> str:
    """Return a text with the line of its pair in place of each table."""
    places = iter(place for place, pair in enumerate(tables) if pair[side] is not None)
    return "\n".join(
        each if isinstance(each, str) else _PLACE.format(next(places)) for each in found
    )


def _with_tables(pieces: Sequence[Piece], tables: Sequence[Pair[Rows]]) -> Iterator[Marked]:
    for piece in pieces:
        texts = _PLACED.split(piece.text)
        for text, place in zip_longest(texts[::2], texts[1::2]):
            if text:
                yield Piece(piece.mark, text)
            if place is not None:
                old, new = tables[int(place)]
                yield from _compared(
                    () if old is None or piece.mark is Mark.INSERTED else old,
                    () if new is None or piece.mark is Mark.DELETED else new,
                )


def _compared(before: Rows, after: Rows) -> Iterator[MarkedTable]:
    """Yield two states of a table as one, or as two where they have too little in common."""
    columns, rows = _columns(before, after), _rows(before, after)
    typed = sum(len(side) * len(side[0]) for side in (before, after) if side)
    if fits(len(columns) * (len(rows) + 1), typed):
        yield _table(before, after)
    else:
        yield _table(before, ())
        yield _table((), after)


def _table(before: Rows, after: Rows) -> MarkedTable:
    """Return two states of a table; columns are known by their heads, rows by their first cells."""
    columns = _columns(before, after)

    def row(old: Sequence[str] | None, new: Sequence[str] | None) -> MarkedRow:
        return MarkedRow(
            tuple(
                MarkedCell(differences(_cell(old, place), _cell(new, new_place)))
                for place, new_place in columns
            )
        )

    head = row(before[0] if before else None, after[0] if after else None)
    figures = tuple(
        are_figures(_column(after, new) or _column(before, old)) for old, new in columns
    )
    return MarkedTable(head, tuple(row(*pair) for pair in _rows(before, after)), figures)


def _column(rows: Rows, place: int | None) -> Sequence[str]:
    """Return the cells of a column below its head."""
    return [] if place is None else [row[place] for row in rows[1:]]


def _columns(before: Rows, after: Rows) -> Sequence[Pair[int]]:
    """Return the places of the columns in both."""
    return [
        (old and old[0], new and new[0])
        for old, new in _paired(_heads(before), _heads(after), (itemgetter(1),))
    ]


def _rows(before: Rows, after: Rows) -> Sequence[Pair[Cells]]:
    return list(_paired(before[1:], after[1:], (lambda cells: cells, itemgetter(0))))


def _heads(rows: Rows) -> list[tuple[int, str]]:
    """Return the heads of the columns, each with its place."""
    return list(enumerate(rows[0])) if rows else []


def _cell(row: Sequence[str] | None, place: int | None) -> str:
    return "" if row is None or place is None else row[place]


def _paired(
    before: Sequence[Item], after: Sequence[Item], keys: Sequence[Callable[[Any], Hashable]]
) -> Iterator[Pair[Item]]:
    """Pair items in order by the first key; what is left between by the next, at last by place."""
    if not keys:
        yield from zip_longest(before, after)
        return
    place = new_place = 0
    for change in changes(list(map(keys[0], before)), list(map(keys[0], after))):
        yield from zip(
            before[place : change.start], after[new_place : change.new_start], strict=True
        )
        yield from _paired(
            before[change.start : change.end], after[change.new_start : change.new_end], keys[1:]
        )
        place, new_place = change.end, change.new_end
    yield from zip(before[place:], after[new_place:], strict=True)


def _abridged_table(table: MarkedTable) -> Marked:
    if not table.changed:
        return Piece(Mark.SKIPPED, "\n".join("…" for _row in (table.head, *table.rows)))
    near = {
        place + beside
        for place, row in enumerate(table.rows)
        if row.changed
        for beside in (-1, 0, 1)
    }
    kept: list[MarkedRow] = []
    for is_near, run in groupby(enumerate(table.rows), lambda each: each[0] in near):
        rows = [row for _place, row in run]
        few = is_near or len(rows) < _WORTH_SKIPPING
        kept += rows if few else [MarkedRow((), len(rows))]
    return MarkedTable(table.head, tuple(kept), table.figures)
