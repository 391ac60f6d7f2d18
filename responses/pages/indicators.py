"""The links of an answer with the indicators that they are for, as a page shows them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from responses.domain.content.links import display
from responses.domain.coverage.purposes import proposed
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.snapshot.evidence import NamedAddress
from responses.wording.indicators import indicator_name


class PurposeBox(NamedTuple):
    """An indicator that can be ticked."""

    key: str
    words: str
    ticked: bool


class PurposeRow(NamedTuple):
    """A link: `was` are the keys of its indicators as the page shows them at first."""

    digest: str
    label: str
    url: str
    was: str
    boxes: tuple[PurposeBox, ...]


def purpose_rows(
    edition: EditionShape,
    question: QuestionShape,
    named: Sequence[NamedAddress],
    now: Mapping[str, Sequence[str]],
    typed: Mapping[str, Sequence[str]],
) -> list[PurposeRow]:
    """Return the addresses that an answer names, each with what it is for and what is proposed.

    `now` is what each is for, by digests, and `typed` what could not be saved.
    """
    return [
        PurposeRow(
            digest=each.digest,
            label=next((naming.label for naming in each.named if naming.label), ""),
            url=display(each.url),
            was=" ".join(now[each.digest]),
            boxes=_boxes(edition, question, now[each.digest], typed.get(each.digest)),
        )
        for each in named
    ]


def _boxes(
    edition: EditionShape,
    question: QuestionShape,
    now: Sequence[str],
    typed: Sequence[str] | None,
) -> tuple[PurposeBox, ...]:
    ticked = now if typed is None else typed
    offered = {*proposed(question), *now, *ticked}
    return tuple(
        PurposeBox(each.key, indicator_name(each), each.key in ticked)
        for each in edition.indicators
        if each.key in offered
    )
