"""What waits for a person, under the response it is of."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from responses.domain.edition.shapes import SectionShape
from responses.domain.progress.worklist import InReview, ResponseRef
from responses.domain.signing.turns import names_in


class OfResponse(Protocol):
    """Something that is of a response."""

    @property
    def place(self) -> ResponseRef:
        """Return of which response it is."""


class ResponseTasks(NamedTuple):
    """Some things of one response, each with the template that draws it."""

    place: ResponseRef
    items: list[tuple[str, OfResponse]]


class InReviewRow(NamedTuple):
    """A section in review, in words; `who` has to sign it, or to consent: empty, any reviewer."""

    place: ResponseRef
    section: SectionShape
    who: str
    consents: bool
    since: datetime


def in_review_rows(found: Collection[InReview]) -> list[InReviewRow]:
    """Return sections in review as rows; one query where people are named."""
    steps = [each.step for each in found if each.step]
    names = names_in(steps, {each.city for each in found})
    return [_in_review_row(each, names) for each in found]


def _in_review_row(found: InReview, names: Mapping[int, str]) -> InReviewRow:
    step = found.step
    who = step.named(names[person] for person in step.people if person in names) if step else ""
    return InReviewRow(found.place, found.section, who, bool(step and step.consents), found.since)


def grouped(*kinds: tuple[str, Iterable[OfResponse]]) -> list[ResponseTasks]:
    """Return things by their responses, in the order in which they first come.

    Each kind is the name of the template in responses/work/ that draws it, and its things.
    """
    found: dict[tuple[str, str], ResponseTasks] = {}
    for template, things in kinds:
        for each in things:
            key = (each.place.city_slug, each.place.edition_code)
            tasks = found.setdefault(key, ResponseTasks(each.place, []))
            tasks.items.append((f"responses/work/{template}.html", each))
    return list(found.values())
