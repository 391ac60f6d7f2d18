"""A checkbox for each item."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.datastructures import MultiValueDict

from responses.domain.edition.shapes import PartShape
from responses.forms.answer.entry import Entry, Given
from responses.forms.answer.options import Option
from responses.localized import localized


def _sent(data: Mapping[str, Any], name: str) -> Sequence[str]:
    keys: Sequence[str] = data.getlist(name) if isinstance(data, MultiValueDict) else data[name]
    return keys


def _fields(_part: PartShape, name: str, typed: Sequence[str]) -> Iterable[tuple[str, str]]:
    return [(name, key) for key in typed]


def _shown(given: Given) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"{given.name}--{choice.key}",
            choice.key,
            localized(choice.label),
            choice.key in given.typed,
        )
        for choice in given.part.choices
    )


def _target(part: PartShape, name: str, _params: Mapping[str, Any]) -> str:
    return f"{name}--{part.choices[0].key}" if part.choices else name


ENTRY = Entry(sent=_sent, fields=_fields, shown=_shown, target=_target)
