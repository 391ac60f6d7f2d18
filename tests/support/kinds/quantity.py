"""A number with a unit: one of those that the part lists, or another one that is typed."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from responses.domain.content.kind import Kind
from responses.domain.content.values import Field, read_fields, read_line
from responses.domain.edition.shapes import PartShape
from responses.forms.answer.entry import Given
from responses.forms.answer.lines import Line, entry_of_lines
from responses.localized import localized


def _read_amount(text: str) -> str:
    amount = read_line(text).replace(",", ".")
    if not amount.replace(".", "", 1).isdecimal() and amount:
        raise ValidationError("Enter a number, such as 12.5.")
    return amount


FIELDS = (Field("amount", "Amount", _read_amount), Field("unit", "Unit"))


def _read(_part: PartShape, typed: Any) -> dict[str, str] | None:
    value = read_fields(FIELDS, typed)
    if any(value.values()) and not all(value.values()):
        raise ValidationError("Give both the amount and its unit.")
    return value if all(value.values()) else None


def _words(_part: PartShape, value: dict[str, str]) -> list[str]:
    return [f"{value['amount']} {value['unit']}"]


KIND = Kind(label="Quantity", read=_read, words=_words, takes_choices=True)


@dataclass(frozen=True)
class ShownQuantity:
    lines: tuple[Line, ...]
    units: tuple[str, ...]


_LINES = entry_of_lines(FIELDS)


def _shown(given: Given) -> ShownQuantity:
    units = tuple(localized(choice.label) for choice in given.part.choices)
    return ShownQuantity(_LINES.shown(given), units)


ENTRY = replace(_LINES, shown=_shown)
