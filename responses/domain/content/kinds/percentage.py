"""A percentage; a value is decimal digits such as `23.1`."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.characters import is_blank
from responses.domain.content.kind import FormSlot, Kind
from responses.domain.content.values import read_text
from responses.domain.edition.shapes import PartShape
from responses.validators import parse_percentage


def _read(_part: PartShape, typed: Any) -> str | None:
    text = read_text(typed)
    return None if is_blank(text) else str(parse_percentage(text))


def _words(_part: PartShape, value: str) -> Iterable[str]:
    return [f"{value}%"]


def _against_no(value: str | None) -> str:
    if not value or not Decimal(value):
        return ""
    return gettext("“No” is chosen, but the percentage is %(value)s%%.") % {"value": value}


def _slots(_part: PartShape, value: str | None) -> Sequence[FormSlot]:
    return [FormSlot("", "", f"{value}%" if value else "")]


KIND = Kind(label=_("Percentage"), read=_read, words=_words, against_no=_against_no, slots=_slots)
