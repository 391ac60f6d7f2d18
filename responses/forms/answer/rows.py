"""Rows of fields in a form: `<name>--<n>--<key>`, with buttons to add, remove and move them.

The buttons work without a script in the browser: one sends the whole form, which comes back
changed, with nothing saved and nothing judged.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from responses.domain.content.rows import Row, RowsOf, too_many
from responses.domain.content.values import limited
from responses.domain.edition.shapes import PartShape
from responses.validators import TEXT_MAX, parse_number

from .entry import ButtonResult, Data, Entry, Given, Press
from .lines import faults_of_fields


@dataclass(frozen=True, slots=True)
class TypedRows:
    """Rows as typed, and pasted lines that no row could be made of.

    `fault` says why none was, where the lines are too long to be read, or too many.
    """

    rows: Sequence[Row] = ()
    rest: str = ""
    fault: ValidationError | None = None


ReadPasted = Callable[[str], TypedRows]
"""Reads pasted lines into rows."""


@dataclass(frozen=True, slots=True)
class EnteredRows:
    """Rows that are entered, and how pasted lines are read into such, if they can be."""

    rows: RowsOf
    read_pasted: ReadPasted | None


ListButton = Callable[[list[Row]], str]
"""Changes rows, and returns which control of which row the cursor goes to."""

RowButton = Callable[[list[Row], int], str]
"""Does so with the row at a place."""


def entry_of_rows(
    rows: RowsOf,
    *,
    read_pasted: ReadPasted | None = None,
    buttons: Mapping[str, RowButton] | None = None,
    **others: Any,
) -> Entry:
    """Return how such rows are entered, with `buttons` of their own on each row."""
    form = EnteredRows(rows, read_pasted)
    on_row: Mapping[str, RowButton] = {
        "remove": partial(_remove, rows),
        "up": _up,
        "down": _down,
        **(buttons or {}),
    }
    own: dict[str, Any] = {
        "sent": partial(_sent, form),
        "typed": _typed,
        "fields": partial(_fields, form),
        "plain": _plain,
        "shown": partial(_shown, rows),
        "faults": partial(_faults, rows),
        "target": partial(_target, rows),
        "buttons": {
            "add": partial(_on_list, form, partial(_add, rows)),
            **({"paste": partial(_on_list, form, partial(_paste, rows))} if read_pasted else {}),
            **{verb: partial(_on_row, form, button) for verb, button in on_row.items()},
            "restore": partial(_restore, form),
        },
    }
    return Entry(**own | others)


def _sent(form: EnteredRows, data: Mapping[str, Any], name: str) -> TypedRows:
    """Return the rows in the order of their numbers, then those read from the box.

    The box for pasted lines, `<name>--paste`, is read wherever it is sent, as far as there is room
    for what is in it; what there is no room for stays in it.
    """
    keys = "|".join(form.rows.empty)
    pattern = re.compile(rf"{re.escape(name)}--([0-9]{{1,5}})--({keys})")
    found: dict[int, dict[str, str]] = {}
    for key in data:
        if match := pattern.fullmatch(key):
            found.setdefault(int(match[1]), {})[match[2]] = data[key]
    rows: list[Row] = [{**form.rows.empty, **row} for _, row in sorted(found.items())]
    return _with_pasted(form, rows, data.get(f"{name}--paste", ""))


def _with_pasted(form: EnteredRows, rows: list[Row], text: str) -> TypedRows:
    """Return rows and those read from pasted lines, whose length is judged before they are read."""
    try:
        pasted = form.read_pasted(limited(text, TEXT_MAX)) if form.read_pasted else TypedRows()
    except ValidationError as fault:
        return TypedRows(rows, text, fault)
    if not pasted.rows:
        return TypedRows(rows, pasted.rest)
    together = [*(row for row in rows if any(row.values())), *pasted.rows]
    if len(together) > form.rows.limit:
        return TypedRows(rows, text, too_many(form.rows))
    return TypedRows(together, pasted.rest)


def _typed(value: Sequence[Row] | None) -> TypedRows:
    return TypedRows(value or ())


def _plain(typed: TypedRows) -> Sequence[Row]:
    return typed.rows


def _fields(
    form: EnteredRows, _part: PartShape, name: str, typed: TypedRows
) -> Iterable[tuple[str, str]]:
    for number, row in enumerate(typed.rows or (form.rows.empty,)):
        for key in form.rows.empty:
            yield f"{name}--{number}--{key}", row[key]
    if form.read_pasted:
        yield f"{name}--paste", ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row; `problem` says what is wrong with it, if anything is."""

    id: str
    key: str
    label: str | Promise
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """One row of a part as a form shows it, at a place counted from 0."""

    list_name: str
    index: int

    @property
    def id(self) -> str:
        """What the names and ids of its fields begin with."""
        return f"{self.list_name}--{self.index}"

    @property
    def place(self) -> str:
        """How a button names it."""
        return f"{self.list_name} {self.index}"


@dataclass(frozen=True, slots=True)
class ShownRow(PlacedRow):
    """One row of cells; `focus` is the id of a control of it, or empty."""

    cells: tuple[Cell, ...]
    focus: str


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows, and the empty one from which scripts make new ones."""

    rows: tuple[ShownRow, ...]
    pattern: ShownRow


def _shown(of: RowsOf, given: Given) -> ShownRows:
    problems, name = dict(given.problems), given.name
    rows = tuple(
        ShownRow(
            name,
            index,
            _cells(of, f"{name}--{index}", row, problems),
            given.focus if given.focus.startswith(f"{name}--{index}--") else "",
        )
        for index, row in enumerate(given.typed.rows or (of.empty,))
    )
    return ShownRows(rows, ShownRow("x", 0, _cells(of, "x--0", of.empty, {}), ""))


def _cells(of: RowsOf, row_id: str, row: Row, problems: Mapping[str, str]) -> tuple[Cell, ...]:
    ids = {field: f"{row_id}--{field.key}" for field in of.fields}
    return tuple(
        Cell(identity, field.key, field.label, row[field.key], problems.get(identity, ""))
        for field, identity in ids.items()
    )


def _faults(of: RowsOf, _part: PartShape, typed: TypedRows) -> Iterable[ValidationError]:
    """Yield a fault a faulty field; its parameters `row` and `field` say where."""
    for number, row in enumerate(typed.rows):
        yield from faults_of_fields(of.fields, row, row=number)


def _target(of: RowsOf, _part: PartShape, name: str, params: Mapping[str, Any]) -> str:
    return f"{name}--{params.get('row', 0)}--{params.get('field', of.fields[0].key)}"


def put_row(form: EnteredRows, data: Data, name: str, row: Row) -> Data | None:
    """Return `data` with a row behind the others of a list, or None if there is no room."""
    typed = _sent(form, data, name)
    rows = [each for each in typed.rows if any(each.values())]
    return _kept(form, data, name, typed, [*rows, row]) if len(rows) < form.rows.limit else None


def take_row(form: EnteredRows, data: Data, name: str, row: Row) -> Data | None:
    """Return `data` without the last such row of a list, or None if there is none."""
    typed = _sent(form, data, name)
    rows = list(typed.rows)
    if row not in rows:
        return None
    del rows[len(rows) - 1 - rows[::-1].index(row)]
    return _kept(form, data, name, typed, rows)


def _kept(form: EnteredRows, data: Data, name: str, typed: TypedRows, rows: Sequence[Row]) -> Data:
    """Return `data` with these rows in a list, and what is left in its box for pasting."""
    changed = _with_rows(data, name, rows or [form.rows.empty])
    if form.read_pasted:
        changed[f"{name}--paste"] = typed.rest
    return changed


def _on_list(form: EnteredRows, change: ListButton, press: Press) -> ButtonResult:
    data, name, *_ = press
    typed = _sent(form, data, name)
    rows = list(typed.rows) or [form.rows.empty]
    focus = change(rows)
    changed = _with_rows(data, name, rows)
    if form.read_pasted:
        changed[f"{name}--paste"] = typed.rest
    return ButtonResult(changed, f"{name}--{focus}")


def _on_row(form: EnteredRows, change: RowButton, press: Press) -> ButtonResult | None:
    data, name, place, _ = press
    rows, index = _sent(form, data, name).rows, parse_number(place)
    if index is None or index >= max(len(rows), 1):
        return None
    after = _on_list(form, lambda rows: change(rows, index), press)
    is_fewer = len(_sent(form, after.data, name).rows) < len(rows)
    return after._replace(undo=undo_of(name, index, rows[index]) if is_fewer else "")


def _restore(form: EnteredRows, press: Press) -> ButtonResult | None:
    """Put a row that was removed back to its place; `undo` of its removal says what it said."""
    data, name, said, _ = press
    place, _, fields = said.partition(" ")
    index, empty = parse_number(place), form.rows.empty
    if index is None or len(_sent(form, data, name).rows) >= form.rows.limit:
        return None
    try:
        told = dict(parse_qsl(fields, max_num_fields=len(empty)))
    except ValueError:  # no page of ours says so many
        return None
    row = {key: told.get(key, "") for key in empty}

    def put(rows: list[Row]) -> str:
        # Where no row was left there is an empty one.
        if rows == [empty]:
            rows.clear()
        at = min(index, len(rows))
        rows.insert(at, row)
        return _first(form.rows, at)

    return _on_list(form, put, press)


def undo_of(name: str, index: int, row: Row) -> str:
    """Return the button that puts a row back which was removed."""
    return f"restore {name} {index} {urlencode(row)}"


def _with_rows(data: Data, name: str, rows: Sequence[Row]) -> Data:
    """Return a copy of `data` in which a list has these rows."""
    changed: Data = MultiValueDict(
        {key: values for key, values in data.lists() if not key.startswith(f"{name}--")}
    )
    for index, row in enumerate(rows):
        for key, text in row.items():
            changed[f"{name}--{index}--{key}"] = text
    return changed


def _first(rows: RowsOf, index: int) -> str:
    return f"{index}--{rows.fields[0].key}"


def _add(of: RowsOf, rows: list[Row]) -> str:
    rows.append(of.empty)
    return _first(of, len(rows) - 1)


def _paste(of: RowsOf, rows: list[Row]) -> str:
    """Make rows of the pasted lines, which reading the form has done already."""
    return _first(of, len(rows) - 1)


def _remove(of: RowsOf, rows: list[Row], index: int) -> str:
    del rows[index : index + 1]
    return _first(of, max(min(index, len(rows) - 1), 0))


def _up(rows: list[Row], index: int) -> str:
    above = max(index - 1, 0)
    rows[above : index + 1] = reversed(rows[above : index + 1])
    return f"{above}--{'up' if above else 'down'}"


def _down(rows: list[Row], index: int) -> str:
    rows[index : index + 2] = reversed(rows[index : index + 2])
    below = min(index + 1, len(rows) - 1)
    return f"{below}--{'down' if below < len(rows) - 1 else 'up'}"
