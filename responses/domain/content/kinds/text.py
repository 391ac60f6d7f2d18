"""Plain text with bullets, to the byte as it was typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from responses.characters import normalise_text, says_nothing
from responses.domain.comparing.merging import merge_text
from responses.domain.content.kind import FormSlot, Kind, Merged
from responses.domain.content.values import Phrase, Say, limited_as, read_text
from responses.domain.edition.shapes import PartShape
from responses.validators import TEXT_MAX


def _read(_part: PartShape, typed: Any) -> str | None:
    text = limited_as(normalise_text, read_text(typed), TEXT_MAX)
    return None if says_nothing(text) else text


def _words(_part: PartShape, value: str) -> Iterable[str]:
    return [value]


def _merge(_part: PartShape, base: Any, mine: Any, theirs: Any, both: bool) -> Merged:  # noqa: FBT001 - see `Kind`
    text, overlap = merge_text(base or "", mine or "", theirs or "", both=both)
    return None if says_nothing(text) else text, overlap


def _phrases(value: str) -> Sequence[Phrase]:
    return [Phrase(value)]


def _rephrased(value: str, say: Say) -> str:
    return say(Phrase(value))


def _slots(_part: PartShape, value: str | None) -> Sequence[FormSlot]:
    return [FormSlot("", "", value or "")]


KIND = Kind(
    label=_("Text"),
    read=_read,
    words=_words,
    merge=_merge,
    phrases=_phrases,
    rephrased=_rephrased,
    slots=_slots,
    translated="text",
    explains=True,
)
