"""Rows of fields: kinds of part that ask for a list of rows with the same fields each. Pure.

In a three-way merge an edited row stays the row it was.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.comparing.merging import alike, merge_value
from responses.domain.edition.shapes import PartShape

from .kind import FormSlot, Kind, Merged, Pairs
from .values import Field, Phrase, Say, phrases, read_fields, read_items, rephrased

ROWS_MAX = 200
_BLANK = 3
"""How many rows more than there are a form to fill in has."""
_COMPARED = 2500
"""How many pairs of rows are compared by likeness; nobody writes so many anew at once."""
TOO_MANY = _("Enter at most %(limit)s rows.")

Row = Mapping[str, str]
Rows = Sequence[Row]

# A row of the base is known by its place there, an added one by who added it and where.
_Id = int | tuple[str, int]
_Known = Mapping[_Id, Row]
_Key = Callable[[Row], str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RowsOf:
    """What the rows of a kind are: their fields, and by which of them a row is known again.

    `known_by` names fields, the best first. Two rows that were added alike in the first of
    them are one row.
    """

    fields: tuple[Field, ...]
    known_by: tuple[str, ...]
    limit: int = ROWS_MAX
    too_many: str | Promise = TOO_MANY

    @property
    def empty(self) -> Row:
        """A row in which nothing is typed."""
        return {field.key: "" for field in self.fields}

    def texts(self, row: Row) -> tuple[str, ...]:
        """Return what a row says in each field; a database may change the order of its keys."""
        return tuple(row[field.key] for field in self.fields)


def kind_of_rows(rows: RowsOf, **others: Any) -> Kind:
    """Return the kind of part that asks for such rows, with the `others` of its functions."""
    own: dict[str, Any] = {
        "read": partial(_read, rows),
        "words": partial(_words, rows),
        "merge": partial(_merge, rows),
        "pairs": partial(_pairs, rows),
        "printed": partial(_printed, rows),
        "follow": partial(followed, rows),
        "phrases": partial(_phrases, rows),
        "rephrased": partial(_rephrased, rows),
        "slots": partial(_slots, rows),
        "from_slots": partial(_from_slots, rows),
        "translated": "phrases",
    }
    return Kind(**own | others)


def _read(rows: RowsOf, _part: PartShape, typed: Any) -> list[dict[str, str]] | None:
    found = (read_fields(rows.fields, row) for row in read_items(typed))
    given = list(islice((row for row in found if any(row.values())), rows.limit + 1))
    if len(given) > rows.limit:
        raise too_many(rows)
    return given or None


def too_many(rows: RowsOf) -> ValidationError:
    """Return what there is to say of more rows than there can be."""
    return ValidationError(str(rows.too_many), params={"limit": rows.limit})


def _slots(rows: RowsOf, _part: PartShape, value: Rows | None) -> Sequence[FormSlot]:
    given = [*(value or ()), *_BLANK * [rows.empty]][: rows.limit]
    return [
        FormSlot(f"{number}-{field.key}", f"{field.label} {number}", row[field.key])
        for number, row in enumerate(given, start=1)
        for field in rows.fields
    ]


def _from_slots(
    rows: RowsOf, _part: PartShape, slots: Mapping[str, str]
) -> Sequence[Mapping[str, str]]:
    """Return the rows in the order of their numbers; one that was emptied is none."""
    found: dict[str, dict[str, str]] = {}
    for key, text in slots.items():
        number, _dash, name = key.partition("-")
        found.setdefault(number, dict(rows.empty))[name] = text
    return list(found.values())


def _words(rows: RowsOf, _part: PartShape, value: Rows) -> Iterable[str]:
    return [" ".join(filter(None, rows.texts(row))) for row in value]


def _merge(
    rows: RowsOf,
    _part: PartShape,
    base: Rows | None,
    mine: Rows | None,
    theirs: Rows | None,
    _both: object,
) -> Merged:
    merged, overlap = merge_rows(rows, base or (), mine or (), theirs or ())
    return merged or None, overlap


def _pairs(rows: RowsOf, _part: PartShape, before: Rows | None, after: Rows | None) -> Pairs:
    def said(row: Row) -> str:
        return "\n".join(filter(None, rows.texts(row)))

    return pairs_of(rows, before or (), after or (), said)


def pairs_of(rows: RowsOf, before: Rows, after: Rows, said: Callable[[Row], str]) -> Pairs:
    """Yield what `said` makes of the rows, each taken out before the one that followed it."""
    old, new = ([said(row) for row in side] for side in (before, after))
    became = matched(rows, before, after)
    was = {place: earlier for earlier, place in became.items()}
    gone = deque(place for place in range(len(old)) if place not in became)
    for place, row in enumerate(new):
        while place in was and gone and gone[0] < was[place]:
            yield old[gone.popleft()], ""
        yield old[was[place]] if place in was else "", row
    for place in gone:
        yield old[place], ""


@dataclass(frozen=True, slots=True)
class PrintedRows:
    """Rows as a table: what its columns are, and the texts of each row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _printed(rows: RowsOf, _part: PartShape, value: Rows | None) -> PrintedRows:
    head = tuple(str(field.label) for field in rows.fields)
    return PrintedRows(head, tuple(rows.texts(row) for row in value or ()))


def _phrases(rows: RowsOf, value: Rows) -> list[Phrase]:
    return [each for at, row in enumerate(value) for each in phrases(rows.fields, row, at)]


def _rephrased(rows: RowsOf, value: Rows, say: Say) -> list[dict[str, str]]:
    return [rephrased(rows.fields, row, say, at) for at, row in enumerate(value)]


def matched(rows: RowsOf, before: Rows, after: Rows) -> Mapping[int, int]:
    """Return which row became which, by place: it kept one of the fields that it is known by."""
    old_rows: _Known = dict(enumerate(before))
    new_rows: _Known = dict(enumerate(after))
    pairs = _matched(old_rows, new_rows, _keys(rows, rows.known_by))
    return {old: new for old, new in pairs.items() if isinstance(old, int) and isinstance(new, int)}


def followed(rows: RowsOf, before: Rows, after: Rows) -> Mapping[int, int]:
    """Return the same, and of the rows that kept none of these fields those that are alike."""
    became = dict(matched(rows, before, after))
    gone = [place for place in range(len(before)) if place not in became]
    new = sorted({*range(len(after))} - {*became.values()})
    if len(gone) * len(new) <= _COMPARED:
        for place in gone:
            said = " ".join(rows.texts(before[place]))
            if like := [each for each in new if alike(said, " ".join(rows.texts(after[each])))]:
                became[place] = like[0]
                new.remove(like[0])
    return became


def merge_rows(rows: RowsOf, base: Rows, mine: Rows, theirs: Rows) -> tuple[list[Row], bool]:
    """Return rows with the changes of both sides, and whether both changed a row differently.

    What either side added stays, and what either took out goes unless the other edited it. The
    fields of a row are merged each for itself.
    """
    before: _Known = dict(enumerate(base))
    here, there = _known("mine", rows, base, mine), _known("theirs", rows, base, theirs)
    alike = _matched(_added(here), _added(there), _keys(rows, rows.known_by[:1]))
    twice = {new: old for old, new in alike.items()}
    there = {twice.get(ident, ident): row for ident, row in there.items()}
    merged: dict[_Id, Row] = {}
    overlap = False
    for ident in {**before, **here, **there}:
        row, both = _merge_row(rows, before.get(ident), here.get(ident), there.get(ident))
        overlap |= both
        if row:
            merged[ident] = row
    lead, other = (there, here) if _in_order(here) and not _in_order(there) else (here, there)
    return [merged[ident] for ident in _ordered(lead, other, merged)], overlap


def _merge_row(
    rows: RowsOf, base: Row | None, mine: Row | None, theirs: Row | None
) -> tuple[Row | None, bool]:
    if mine is None or theirs is None:
        return merge_value(base, mine, theirs)
    base = base or rows.empty
    fields = {key: merge_value(base[key], mine[key], theirs[key]) for key in rows.empty}
    return (
        {key: text for key, (text, _overlap) in fields.items()},
        any(overlap for _text, overlap in fields.values()),
    )


def _known(side: str, rows: RowsOf, base: Rows, given: Rows) -> _Known:
    """Return a side's rows in order, each by the row of the base that it is, if it is one."""
    was = {new: old for old, new in matched(rows, base, given).items()}
    return {was.get(place, (side, place)): row for place, row in enumerate(given)}


def _added(rows: _Known) -> _Known:
    return {ident: row for ident, row in rows.items() if not isinstance(ident, int)}


def _in_order(rows: _Known) -> bool:
    """Return whether the rows of the base stand in their old order."""
    places = [ident for ident in rows if isinstance(ident, int)]
    return places == sorted(places)


def _ordered(lead: _Known, other: _Known, merged: _Known) -> list[_Id]:
    """Return the merged rows in the order of one side, each other where it follows in the other."""
    order = [ident for ident in lead if ident in merged]
    placed = set(order)
    at = 0
    for ident in other:
        if ident in placed:
            at = order.index(ident) + 1
        elif ident in merged:
            while at < len(order) and order[at] not in other:
                at += 1  # what both added at one place stays apart
            order.insert(at, ident)
            at += 1
    return order


def _keys(rows: RowsOf, names: Iterable[str]) -> list[_Key]:
    """Return by what to know rows: by all that they say, then by each of these fields."""
    return [rows.texts, *map(itemgetter, names)]


def _matched(before: _Known, after: _Known, keys: Sequence[_Key]) -> dict[_Id, _Id]:
    """Pair rows by the first key that they share, those of equal keys in order."""
    pairs: dict[_Id, _Id] = {}
    for key in keys:
        taken = set(pairs.values())
        waiting: dict[Hashable, deque[_Id]] = defaultdict(deque)
        for ident, row in after.items():
            if ident not in taken:
                waiting[key(row)].append(ident)
        for ident, row in before.items():
            if ident not in pairs and key(row) and waiting[key(row)]:
                pairs[ident] = waiting[key(row)].popleft()
    return pairs
