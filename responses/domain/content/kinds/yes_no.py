"""Yes or no; a third state is to have chosen none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from responses.characters import as_seen
from responses.domain.content.kind import FormSlot, Kind
from responses.domain.content.ticks import Tick
from responses.domain.content.values import read_text
from responses.domain.content.yes_and_no import said_alone
from responses.domain.edition.shapes import PartShape
from responses.enums import Language, YesNo


def _read(_part: PartShape, typed: Any) -> str | None:
    if read_text(typed) not in {"", *YesNo.values}:
        raise ValidationError(_("Choose yes or no."))
    return typed or None


def _words(_part: PartShape, value: str) -> Iterable[str]:
    return [str(YesNo(value).label)]


def _printed(_part: PartShape, value: str | None) -> list[Tick]:
    return [Tick(str(answer.label), answer == value, answer.value) for answer in YesNo]


def _excuses(value: str | None) -> bool:
    return value == YesNo.NO


def _slots(_part: PartShape, value: str | None) -> Sequence[FormSlot]:
    options = tuple(str(answer.label) for answer in YesNo)
    return [FormSlot("", "", str(YesNo(value).label) if value else "", options)]


def _from_slots(_part: PartShape, slots: Mapping[str, str]) -> str:
    """Return what was chosen, by its words in any language, or whatever says so alone."""
    said = as_seen(slots.get("", "")).strip().casefold()
    for language in Language:
        with translation.override(language):
            for answer in YesNo:
                if said in {answer.value, str(answer.label).casefold()}:
                    return str(answer.value)
    return said_alone(said) or said


KIND = Kind(
    label=_("Yes or no"),
    read=_read,
    words=_words,
    printed=_printed,
    excuses=_excuses,
    slots=_slots,
    from_slots=_from_slots,
    decides=True,
)
