"""Adding, removing and moving rows of links, and the like, without a script in the browser.

A button named `rows` sends the whole form with an operation such as
`remove q-i-1--links 2`; the form comes back changed, with nothing saved and nothing judged.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.datastructures import MultiValueDict

from responses.domain.content.content import LinkValue
from responses.domain.content.links import suggestion
from responses.validators import parse_number

from .widgets import NO_LINK, LinksWidget

Data = MultiValueDict[str, str]
Rows = list[LinkValue]


class Operated(NamedTuple):
    """What a form holds after an operation, where the cursor goes, which text is previewed."""

    data: Data
    focus: str
    preview: str


def operate(data: Data, operation: str) -> Operated:
    """Return `data` with an operation done; one that makes no sense changes nothing."""
    verb, _, rest = operation.partition(" ")
    name, _, place = rest.partition(" ")
    if verb == "preview":
        return Operated(data, f"{name}--preview", name)
    typed = LinksWidget().value_from_datadict(data, {}, name)
    rows = list(typed.rows) or [NO_LINK]
    if act := _ON_LIST.get(verb):
        focus = act(rows)
    elif verb in _ON_ROW and (row := _row(rows, place)) is not None:
        focus = _ON_ROW[verb](rows, row)
    else:
        return Operated(data, "", "")
    return Operated(_with_rows(data, name, rows, typed.rest), f"{name}--{focus}", "")


def _with_rows(data: Data, name: str, rows: Rows, rest: str) -> Data:
    """Return a copy of `data` in which a list of links has these rows."""
    changed: Data = MultiValueDict(
        {key: values for key, values in data.lists() if not key.startswith(f"{name}--")}
    )
    for index, link in enumerate(rows):
        changed[f"{name}--{index}--label"] = link.label
        changed[f"{name}--{index}--url"] = link.url
    changed[f"{name}--paste"] = rest
    return changed


def _add(rows: Rows) -> str:
    rows.append(NO_LINK)
    return f"{len(rows) - 1}--label"


def _row(rows: Rows, place: str) -> int | None:
    """Return which row a place names, or None if there is none."""
    row = parse_number(place)
    return row if row is not None and row < len(rows) else None


def _remove(rows: Rows, index: int) -> str:
    del rows[index : index + 1]
    return f"{max(min(index, len(rows) - 1), 0)}--label"


def _up(rows: Rows, index: int) -> str:
    above = max(index - 1, 0)
    rows[above : index + 1] = reversed(rows[above : index + 1])
    return f"{above}--{'up' if above else 'down'}"


def _down(rows: Rows, index: int) -> str:
    rows[index : index + 2] = reversed(rows[index : index + 2])
    below = min(index + 1, len(rows) - 1)
    return f"{below}--{'down' if below < len(rows) - 1 else 'up'}"


def _use(rows: Rows, index: int) -> str:
    """Take the address that was suggested."""
    link = rows[index]
    rows[index] = LinkValue(link.label, suggestion(link.url) or link.url)
    return f"{index}--url"


def _paste(rows: Rows) -> str:
    """Make rows of the pasted lines, which reading the form has done already."""
    return f"{len(rows) - 1}--label"


_ON_LIST: Mapping[str, Callable[[Rows], str]] = {"add": _add, "paste": _paste}
_ON_ROW: Mapping[str, Callable[[Rows, int], str]] = {
    "remove": _remove,
    "up": _up,
    "down": _down,
    "use": _use,
}
