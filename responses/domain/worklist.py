"""What waits for a person, and how far their cities' responses are; constant queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from responses.enums import Refusal, Role, State
from responses.localized import Wording
from responses.models import (
    Answer,
    Edition,
    Membership,
    RefusedText,
    Response,
    SectionWork,
    User,
)

from .completeness import Status, status
from .content import EMPTY, Content
from .deputies import represented
from .editions import edition_shape
from .permissions import Permission, allows
from .questionnaire import SectionShape
from .signing import out_of_turn, standing_of, written_since_approval


class Task(StrEnum):
    """What somebody is to do with a section."""

    WRITE = "write"
    SEND = "send"
    CORRECT = "correct"
    REVIEW = "review"


# Whose turn it is in each state, and for what; in an approved section it is nobody's.
TURNS: Mapping[State, tuple[Permission, Task]] = {
    State.DRAFT: (Permission.EDIT, Task.WRITE),
    State.CHANGES_REQUESTED: (Permission.EDIT, Task.CORRECT),
    State.IN_REVIEW: (Permission.DECIDE, Task.REVIEW),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Which city's response to which edition."""

    city_slug: str
    city_name: Wording
    edition_code: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A section that waits for the person; `unanswered` counts what is not fully answered."""

    place: Place
    section: SectionShape
    state: State
    task: Task
    unanswered: int
    due_on: date | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a response is."""

    place: Place
    role: Role
    answered: int
    total: int
    approved: int
    sections: int


@dataclass(frozen=True, slots=True)
class Startable:
    """An edition that a city has not started to answer, and may."""

    place: Place
    title: Wording


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text of the person that was refused and waits to be settled; `pk` is its key."""

    pk: int
    place: Place
    section_key: str
    number: str
    wording: Wording
    refusal: Refusal
    typed_at: datetime


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything on the page "My work"; `member` is whether the person belongs to any city."""

    member: bool
    unsaved: tuple[Unsaved, ...]
    waiting: tuple[Waiting, ...]
    responses: tuple[Progress, ...]
    startable: tuple[Startable, ...]


@dataclass(frozen=True)
class _Section:
    """One section of one of the person's responses."""

    work: SectionWork
    role: Role
    shape: SectionShape
    unanswered: int


def read_worklist(person: User) -> Worklist:
    """Return what waits for a person, soonest due first, and where their responses stand."""
    memberships = list(Membership.objects.filter(user=person).select_related("city"))
    sections = _sections(memberships)
    return Worklist(
        member=bool(memberships),
        unsaved=_unsaved(memberships, person),
        waiting=_waiting(sections, person),
        responses=_progress(sections),
        startable=_startable(memberships, sections),
    )


def _unsaved(memberships: Iterable[Membership], person: User) -> tuple[Unsaved, ...]:
    """Return the person's refused texts in these cities, in the order of the form; one query."""
    texts = (
        RefusedText.objects.filter(
            author=person, response__city__in=[each.city_id for each in memberships]
        )
        .select_related("response__city", "response__edition", "question__section")
        .defer("content")
        .order_by(
            "response__city__slug",
            "-response__edition__year",
            "question__section__position",
            "question__position",
            "created_at",
        )
    )
    return tuple(_unsaved_text(text) for text in texts)


def _unsaved_text(text: RefusedText) -> Unsaved:
    return Unsaved(
        pk=text.pk,
        place=_place(text.response),
        section_key=text.question.section.key,
        number=text.question.number,
        wording=text.question.wording,
        refusal=Refusal(text.refusal),
        typed_at=text.created_at,
    )


def _sections(memberships: Iterable[Membership]) -> list[_Section]:
    """Return the sections of all responses of these cities; two queries."""
    roles = {membership.city_id: Role(membership.role) for membership in memberships}
    works = (
        SectionWork.objects.filter(response__city__in=roles)
        .select_related("response__city", "response__edition", "approval")
        .order_by("response__city__slug", "-response__edition__year", "section__position")
    )
    contents = _contents(roles)
    return [_section(work, roles[work.response.city_id], contents) for work in works]


def _contents(cities: Iterable[int]) -> Mapping[tuple[int, int], Content]:
    """Return every answer of these cities by response and question; one query."""
    rows = Answer.objects.filter(response__city__in=cities)
    return {
        (response, question): Content.from_json(stored)
        for response, question, stored in rows.order_by().values_list(
            "response", "question", "content"
        )
    }


def _section(
    work: SectionWork, role: Role, contents: Mapping[tuple[int, int], Content]
) -> _Section:
    edition = edition_shape(work.response.edition)
    shape = next(section for section in edition.sections if section.pk == work.section_id)
    statuses = [
        status(question, contents.get((work.response_id, question.pk), EMPTY))
        for question in shape.questions
    ]
    unanswered = sum(found is not Status.ANSWERED for found in statuses)
    return _Section(work, role, shape, unanswered)


def _place(response: Response) -> Place:
    return Place(response.city.slug, response.city.name, response.edition.code)


def _waiting(sections: Iterable[_Section], person: User) -> tuple[Waiting, ...]:
    mine = [item for item in sections if _is_turn_of(item)]
    to_review = [item.work for item in mine if item.work.state == State.IN_REVIEW]
    others = _signed_by_others(to_review, person)
    found = [_waits(item) for item in mine if item.work.pk not in others]
    return tuple(sorted(found, key=lambda item: (item.due_on is None, item.due_on or date.max)))


def _signed_by_others(works: Collection[SectionWork], person: User) -> frozenset[int]:
    """Return the keys of those works in review that wait for somebody else; two queries at most.

    Nobody approves what they wrote, and each step of an approval line is signed in its turn.
    """
    if not works:
        return frozenset()
    cities = {work.response.city_id for work in works if work.approval_line}
    represents = represented(person, cities, timezone.localdate()) if cities else {}
    out_of_line = {
        work.pk
        for work in works
        if out_of_turn(
            standing_of(work, person, represents.get(work.response.city_id, frozenset()))
        )
    }
    return written_since_approval(works, person) | out_of_line


def _is_turn_of(item: _Section) -> bool:
    turn = TURNS.get(State(item.work.state))
    return turn is not None and allows(item.role, turn[0])


def _waits(item: _Section) -> Waiting:
    state = State(item.work.state)
    task = TURNS[state][1]
    return Waiting(
        place=_place(item.work.response),
        section=item.shape,
        state=state,
        task=Task.SEND if task is Task.WRITE and not item.unanswered else task,
        unanswered=item.unanswered,
        due_on=item.work.due_on,
        since=item.work.state_since,
    )


def _progress(sections: Iterable[_Section]) -> tuple[Progress, ...]:
    by_response: dict[int, list[_Section]] = {}
    for item in sections:
        by_response.setdefault(item.work.response_id, []).append(item)
    return tuple(_progress_of(items) for items in by_response.values())


def _progress_of(items: list[_Section]) -> Progress:
    total = sum(len(item.shape.questions) for item in items)
    return Progress(
        place=_place(items[0].work.response),
        role=items[0].role,
        answered=total - sum(item.unanswered for item in items),
        total=total,
        approved=sum(item.work.state == State.APPROVED for item in items),
        sections=len(items),
    )


def _startable(
    memberships: Iterable[Membership], sections: Iterable[_Section]
) -> tuple[Startable, ...]:
    started = {(item.work.response.city_id, item.work.response.edition_id) for item in sections}
    cities = [
        membership.city
        for membership in memberships
        if allows(Role(membership.role), Permission.START_RESPONSE)
    ]
    return tuple(
        Startable(Place(city.slug, city.name, edition.code), edition.title)
        for edition in Edition.objects.all()
        for city in cities
        if (city.pk, edition.pk) not in started
    )
