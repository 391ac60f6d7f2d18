"""What can be taken back without scripts: each row that was removed since the page came."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.utils.datastructures import MultiValueDict

FIELD = "removed"
"""The name of the fields in which a page carries the buttons that put rows back."""
MOST = 100
"""How many rows can be put back."""
_ROW = re.compile(r"restore (?P<name>\S+) (?P<place>\d{1,6}) (?P<said>.*)", re.DOTALL)
# What tells one row from another, where it has such fields.
_NAMING = ("label", "url", "name")


class Undo(NamedTuple):
    """The `button` that takes something back; of a row, what it was called, or nothing."""

    button: str
    called: str


def sent_undos(data: Any) -> tuple[str, ...]:
    """Return the buttons that the page had which was sent, as far as they put rows back."""
    sent = data.getlist(FIELD) if isinstance(data, MultiValueDict) else ()
    return tuple(each for each in sent if _ROW.fullmatch(each))[:MOST]


def undos_after(before: Sequence[str], pressed: str, undo: str) -> tuple[str, ...]:
    """Return the buttons after one was `pressed`, and perhaps gave another, `undo`.

    They stand in the order of the rows that they put back, and each says behind how many rows it
    does: one row fewer before those behind a row that was removed, one more where one came back.
    """
    if pressed in before:
        at = before.index(pressed)
        return (*before[:at], *_moved(before[at + 1 :], pressed, 1))
    row = _ROW.fullmatch(undo)
    if not row:
        return (*before, undo) if undo else tuple(before)
    at = sum(not _is_behind(each, row) for each in before)
    return (*before[:at], undo, *_moved(before[at:], undo, -1))[:MOST]


def undos_of(undos: Sequence[str], name: str) -> list[Undo]:
    """Return what can be taken back in the field of a part."""
    return [Undo(each, _called(each)) for each in undos if each.startswith(f"restore {name} ")]


def _is_behind(undo: str, row: re.Match[str]) -> bool:
    """Return whether a button puts a row back behind one that is removed, or in another list."""
    other = _ROW.fullmatch(undo)
    if not other or other["name"] != row["name"]:
        return True
    return int(other["place"]) > int(row["place"])


def _moved(undos: Sequence[str], by: str, rows: int) -> Iterator[str]:
    row = _ROW.fullmatch(by)
    for each in undos:
        other = _ROW.fullmatch(each)
        if row and other and other["name"] == row["name"]:
            place = max(int(other["place"]) + rows, 0)
            yield f"restore {other['name']} {place} {other['said']}"
        else:
            yield each


def _called(undo: str) -> str:
    row = _ROW.fullmatch(undo)
    told = dict(parse_qsl(row["said"])) if row else {}
    return next((told[key] for key in (*_NAMING, *told) if told.get(key)), "")
