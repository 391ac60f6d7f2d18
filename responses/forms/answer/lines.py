"""A text field each for what belongs together, such as the name and the agency of a contact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
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
    required: bool


def entry_of_lines(fields: Sequence[Field]) -> Entry:
    """Return how such fields are entered; what one of them refuses is mended in that one."""
    return Entry(
        sent=partial(_sent, fields),
        fields=partial(_fields, fields),
        shown=partial(_shown, fields),
        faults=partial(_faults, fields),
        target=partial(_target, fields),
    )


def faults_of_fields(
    fields: Sequence[Field], texts: Mapping[str, str], **place: object
) -> Iterable[ValidationError]:
    """Yield a fault a field that refuses its text; its parameters are `place` and `field`."""
    for field in fields:
        try:
            field.read(texts[field.key])
        except ValidationError as fault:
            # The words are complete; what looks like a parameter in them is none.
            words = " ".join(fault.messages).replace("%", "%%")
            yield ValidationError(words, params={**place, "field": field.key})


def _sent(fields: Sequence[Field], data: Mapping[str, Any], name: str) -> Mapping[str, str]:
    return {field.key: data.get(f"{name}--{field.key}", "") for field in fields}


def _fields(
    fields: Sequence[Field], _part: PartShape, name: str, typed: Mapping[str, str] | str
) -> Iterable[tuple[str, str]]:
    return [(f"{name}--{field.key}", _text(typed, field)) for field in fields]


def _shown(fields: Sequence[Field], given: Given) -> tuple[Line, ...]:
    return tuple(
        Line(f"{given.name}--{field.key}", field.label, _text(given.typed, field), field.required)
        for field in fields
    )


def _text(typed: Mapping[str, str] | str, field: Field) -> str:
    return typed.get(field.key, "") if isinstance(typed, Mapping) else ""


def _faults(
    fields: Sequence[Field], _part: PartShape, typed: Mapping[str, str]
) -> Iterable[ValidationError]:
    return faults_of_fields(fields, typed)


def _target(fields: Sequence[Field], _part: PartShape, name: str, params: Mapping[str, Any]) -> str:
    return f"{name}--{params.get('field', fields[0].key)}"
