"""Any number of the items that a part lists; a value is their keys in the form's order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from responses.characters import as_seen
from responses.domain.comparing.merging import merge_set
from responses.domain.content.kind import BOXES, FormSlot, Kind, Merged, Pairs
from responses.domain.content.ticks import Tick
from responses.domain.content.values import read_items, read_text
from responses.domain.edition.shapes import PartShape
from responses.localized import localized

Keys = Sequence[str]


def _read(part: PartShape, typed: Any) -> list[str] | None:
    ticked = {read_text(key) for key in read_items(typed)}
    if not ticked <= {choice.key for choice in part.choices}:
        raise ValidationError(_("This choice does not belong to the question."))
    return _in_order(part, ticked)


def _in_order(part: PartShape, ticked: set[str]) -> list[str] | None:
    return [choice.key for choice in part.choices if choice.key in ticked] or None


def _words(part: PartShape, value: Keys) -> Iterable[str]:
    return [localized(choice.label) for choice in part.choices if choice.key in value]


def _merge(
    part: PartShape, base: Keys | None, mine: Keys | None, theirs: Keys | None, _both: object
) -> Merged:
    sides = (frozenset(keys or ()) for keys in (base, mine, theirs))
    return _in_order(part, merge_set(*sides)), False


def _pairs(part: PartShape, before: Keys | None, after: Keys | None) -> Pairs:
    for choice in part.choices:
        label = localized(choice.label)
        yield (
            label if choice.key in (before or ()) else "",
            label if choice.key in (after or ()) else "",
        )


def _printed(part: PartShape, value: Keys | None) -> list[Tick]:
    ticked = value or ()
    return [
        Tick(localized(choice.label), choice.key in ticked, choice.key) for choice in part.choices
    ]


def _against_no(value: Keys | None) -> str:
    count = len(value or ())
    words = ngettext(
        "“No” is chosen, but %(count)s item is ticked.",
        "“No” is chosen, but %(count)s items are ticked.",
        count,
    )
    return words % {"count": count} if count else ""


_EMPTY = frozenset("☐□0")
"""The signs that stand in a box that is not ticked; any other is a tick."""


def _slots(part: PartShape, value: Keys | None) -> Sequence[FormSlot]:
    return [
        FormSlot(each.key, localized(each.label), BOXES[each.key in (value or ())], box=True)
        for each in part.choices
    ]


def _from_slots(_part: PartShape, slots: Mapping[str, str]) -> list[str]:
    # A box may have a selector behind it, which says how it is drawn.
    said = ((key, as_seen(text).strip().rstrip("\ufe0e\ufe0f")) for key, text in slots.items())
    return [key for key, text in said if text and text not in _EMPTY]


KIND = Kind(
    label=_("Choices"),
    read=_read,
    words=_words,
    merge=_merge,
    pairs=_pairs,
    printed=_printed,
    against_no=_against_no,
    slots=_slots,
    from_slots=_from_slots,
    takes_choices=True,
)
