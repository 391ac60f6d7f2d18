"""Two radio buttons, yes and no, and a button that takes the choice back."""

from collections.abc import Iterable, Mapping
from typing import Any

from responses.domain.edition.shapes import PartShape
from responses.enums import YesNo
from responses.forms.answer.entry import ButtonResult, Entry, Given, Press
from responses.forms.answer.options import Option


def _fields(_part: PartShape, name: str, typed: str) -> Iterable[tuple[str, str]]:
    return [(name, typed)] if typed else []


def _shown(given: Given) -> tuple[Option, ...]:
    return tuple(
        Option(known_as, key, label, key == given.typed, known_as == given.focus)
        for key, label in YesNo.choices
        for known_as in [f"{given.name}--{key}"]
    )


def _first(name: str) -> str:
    return f"{name}--{YesNo.YES.value}"


def _target(_part: PartShape, name: str, _params: Mapping[str, Any]) -> str:
    return _first(name)


def _clear(press: Press) -> ButtonResult:
    data = press.data.copy()
    data.pop(press.name, None)
    return ButtonResult(data, focus=_first(press.name))


ENTRY = Entry(fields=_fields, shown=_shown, target=_target, buttons={"clear": _clear})
