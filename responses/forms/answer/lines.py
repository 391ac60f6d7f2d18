"""A text field each for what belongs together, such as the name and the agency of a contact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise

from responses.domain.content.values import Field
from responses.domain.edition.shapes import PartShape

from .entry import Entry, Given


@dataclass(frozen=True, slots=True)
class Line:
    """One of the text fields."""

    id: str
    label: str | Promise
    value: str


def entry_of_lines(fields: Sequence[Field]) -> Entry:
    """Return how such fields are entered."""
    return Entry(
        sent=partial(_sent, fields),
        fields=partial(_fields, fields),
        shown=partial(_shown, fields),
        target=partial(_target, fields),
    )


def _sent(fields: Sequence[Field], data: Mapping[str, Any], name: str) -> Mapping[str, str]:
    return {field.key: data.get(f"{name}--{field.key}", "") for field in fields}


def _fields(
    fields: Sequence[Field], _part: PartShape, name: str, typed: Mapping[str, str] | str
) -> Iterable[tuple[str, str]]:
    return [(f"{name}--{field.key}", _text(typed, field)) for field in fields]


def _shown(fields: Sequence[Field], given: Given) -> tuple[Line, ...]:
    return tuple(
        Line(f"{given.name}--{field.key}", field.label, _text(given.typed, field))
        for field in fields
    )


def _text(typed: Mapping[str, str] | str, field: Field) -> str:
    return typed.get(field.key, "") if isinstance(typed, Mapping) else ""


def _target(
    fields: Sequence[Field], _part: PartShape, name: str, _params: Mapping[str, Any]
) -> str:
    return f"{name}--{fields[0].key}"
