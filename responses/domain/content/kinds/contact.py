"""Who holds an office; a value has a text, perhaps empty, for each of `FIELDS`."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from responses.characters import says_nothing
from responses.domain.comparing.merging import merge_value
from responses.domain.content.kind import FormSlot, Kind, Merged, Pairs
from responses.domain.content.values import Field, phrases, read_fields, read_line, rephrased
from responses.domain.edition.shapes import PartShape
from responses.validators import validate_email

Lines = Mapping[str, str]


def _read_email(text: str) -> str:
    address = read_line(text)
    if address:
        validate_email(address)
    return address


FIELDS = (
    Field("name", _("Name")),
    Field("title", pgettext_lazy("of an office", "Title")),
    Field("agency", _("Agency")),
    Field("email", _("E-mail address"), _read_email, required=False, words=False),
)
_NOBODY: Lines = {field.key: "" for field in FIELDS}


def _read(_part: PartShape, typed: Any) -> Lines | None:
    lines = read_fields(FIELDS, typed)
    return lines if any(lines.values()) else None


def _words(_part: PartShape, value: Lines) -> Iterable[str]:
    return [value[field.key] for field in FIELDS if value[field.key]]


def _merge(
    _part: PartShape, base: Lines | None, mine: Lines | None, theirs: Lines | None, _both: object
) -> Merged:
    sides = [side or _NOBODY for side in (base, mine, theirs)]
    merged = {field.key: merge_value(*(side[field.key] for side in sides)) for field in FIELDS}
    lines = {key: line for key, (line, _overlap) in merged.items()}
    overlap = any(overlap for _line, overlap in merged.values())
    return lines if any(lines.values()) else None, overlap


def _pairs(_part: PartShape, before: Lines | None, after: Lines | None) -> Pairs:
    old, new = before or _NOBODY, after or _NOBODY
    return [(old[field.key], new[field.key]) for field in FIELDS]


def _printed(_part: PartShape, value: Lines | None) -> list[tuple[str, str]]:
    given = value or _NOBODY
    return [(str(field.label), given[field.key]) for field in FIELDS if given[field.key]]


def _missing(value: Lines | None) -> list[str]:
    given = value or _NOBODY
    return [str(each.label) for each in FIELDS if each.required and says_nothing(given[each.key])]


def _against_no(value: Lines | None) -> str:
    return gettext("“No” is chosen, but a contact is entered.") if value else ""


def _slots(_part: PartShape, value: Lines | None) -> Sequence[FormSlot]:
    given = value or _NOBODY
    return [FormSlot(field.key, str(field.label), given[field.key]) for field in FIELDS]


def _from_slots(_part: PartShape, slots: Mapping[str, str]) -> Lines:
    return dict(slots)


KIND = Kind(
    label=_("Contact"),
    read=_read,
    words=_words,
    merge=_merge,
    pairs=_pairs,
    printed=_printed,
    missing=_missing,
    against_no=_against_no,
    slots=_slots,
    from_slots=_from_slots,
    phrases=partial(phrases, FIELDS),
    rephrased=partial(rephrased, FIELDS),
    translated="phrases",
    is_contact=True,
)
