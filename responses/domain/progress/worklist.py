"""What waits for a person, and how far their cities' responses are; constant queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils import timezone
from django.utils.text import Truncator

from responses.domain.compiled import compiled
from responses.domain.content.completeness import is_answered
from responses.domain.content.content import Content
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import SectionShape
from responses.domain.people.deputies import read_acting_for_in
from responses.domain.permissions import GRANTS, Permission, allows
from responses.domain.signing.approval_line import Step
from responses.domain.signing.turns import (
    SigningTurn,
    names_in,
    next_step,
    out_of_turn,
    turn_of,
    written_since_approval,
)
from responses.domain.snapshot.snapshot import is_reopened
from responses.domain.telling.audiences import read_signers
from responses.domain.telling.owing import last_sender, unassigned
from responses.enums import WRITABLE, Action, Refusal, Role, State, complete
from responses.localized import Wording
from responses.models import (
    Answer,
    Delegation,
    Edition,
    Event,
    Invitation,
    Membership,
    RefusedText,
    Response,
    SectionWork,
    User,
)

_ASSIGNED = SectionWork.contributors.through.objects
QUOTED = 120
"""How much of the first line of what somebody said is quoted elsewhere."""


class Task(StrEnum):
    """What somebody is to do with a section."""

    WRITE = "write"
    SEND = "send"
    CORRECT = "correct"
    REVISE = "revise"
    REVIEW = "review"
    APPOINT = "appoint"


# Whose turn it is in each state, and for what; where it is done it is nobody's.
TURNS: Mapping[State, tuple[Permission, Task] | None] = complete(
    State,
    {
        State.DRAFT: (Permission.EDIT, Task.WRITE),
        State.CHANGES_REQUESTED: (Permission.EDIT, Task.CORRECT),
        State.IN_REVIEW: (Permission.DECIDE, Task.REVIEW),
        State.APPROVED: None,
    },
)


@dataclass(frozen=True, slots=True)
class ResponseRef:
    """Which city's response to which edition."""

    city_slug: str
    city_name: Wording
    edition_code: str


@dataclass(frozen=True, slots=True)
class AskedChanges:
    """Who requested changes to a section, or reopened it, and the first line of what they wrote."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A section that waits for the person.

    `unanswered` of `total` questions are not fully answered: of all, or where the section is
    assigned to others, of the `handed` ones, which are the person's (0: the section is).
    `signs_for` names whom they would sign for as a deputy; the next signature `consents` (협조).
    `reopened` is whether the section is open as it was approved before, `withdrawn` whether it is
    as it was withdrawn from review; `turn` says how the person would sign it.
    """

    place: ResponseRef
    section: SectionShape
    state: State
    task: Task
    unanswered: int
    total: int
    handed: int
    due_on: date | None
    since: datetime
    signs_for: str = ""
    consents: bool = False
    asked: AskedChanges | None = None
    reopened: bool = False
    withdrawn: bool = False
    turn: SigningTurn | None = None

    @property
    def answered(self) -> int:
        """How many of the questions are fully answered."""
        return self.total - self.unanswered


@dataclass(frozen=True, slots=True)
class InReview:
    """A section that the person wrote or sent and others now sign; `step` is signed next.

    `city` is the key of the city, and `since` when it came into review.
    """

    place: ResponseRef
    city: int
    section: SectionShape
    step: Step | None
    since: datetime


@dataclass(frozen=True, slots=True)
class ToAssign:
    """A response of which `sections` sections are open and assigned to nobody who may write."""

    place: ResponseRef
    sections: int


@dataclass(frozen=True, slots=True)
class FreeToWrite:
    """The sections of a response that a writer may write as nobody is assigned to them."""

    place: ResponseRef
    sections: tuple[SectionShape, ...]


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a coordinator does first in a city, and whether each is done."""

    place: ResponseRef
    invited: bool
    assigned: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class ResponseTally:
    """How far a response is."""

    place: ResponseRef
    role: Role
    answered: int
    total: int
    approved: int
    sections: int


@dataclass(frozen=True, slots=True)
class Startable:
    """An edition that a city has not started to answer, and may."""

    place: ResponseRef
    title: Wording


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text of the person that was refused and waits to be settled; `pk` is its key."""

    pk: int
    place: ResponseRef
    section_key: str
    number: str
    wording: Wording
    refusal: Refusal
    typed_at: datetime


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything on the page "My work".

    `member` is whether the person belongs to any city, `reads_only` whether they can do nothing
    there but read.
    """

    member: bool
    unsaved: tuple[Unsaved, ...]
    waiting: tuple[Waiting, ...]
    responses: tuple[ResponseTally, ...]
    startable: tuple[Startable, ...]
    to_assign: tuple[ToAssign, ...] = ()
    first_steps: tuple[FirstSteps, ...] = ()
    free: tuple[FreeToWrite, ...] = ()
    in_review: tuple[InReview, ...] = ()
    reads_only: bool = False

    @property
    def tasks(self) -> int:
        """How many tasks the person has."""
        return len(self.waiting) + len(self.to_assign)

    @property
    def starts_first(self) -> bool:
        """Whether the person has nothing yet but what they can start."""
        return bool(self.startable) and not self.responses


@dataclass(frozen=True)
class _Section:
    """One section of one of the person's responses.

    `open` are the keys of the questions that are not fully answered, `whole` whether it is the
    person's task to write them all, `watched` whether it is assigned to them or they sent it
    last, `sent` whether anybody ever did, `unassigned` whether it is nobody's, `free` whether
    every writer may write it, and `handed` when those handed to the person are due.
    """

    work: SectionWork
    role: Role
    shape: SectionShape
    open: frozenset[int]
    whole: bool
    watched: bool
    sent: bool
    unassigned: bool
    free: bool
    handed: Mapping[int, date | None]


def read_worklist(person: User) -> Worklist:
    """Return what waits for a person, soonest due first, and where their responses stand."""
    memberships = _memberships(person.pk)
    sections = _sections(memberships, person)
    return Worklist(
        member=bool(memberships),
        unsaved=_unsaved(memberships, person),
        waiting=_waiting(sections, person),
        responses=_progress(sections),
        startable=_startable(memberships, sections),
        to_assign=_to_assign(sections),
        free=_free(sections),
        in_review=_in_review(sections),
        first_steps=_first_steps(sections, {each.city_id: each.invited for each in memberships}),
        reads_only=_only_read(memberships),
    )


@compiled
def _memberships(person: int) -> QuerySet[Membership, Any]:
    mine = Membership.objects.filter(user=person).select_related("city")
    return mine.annotate(invited=_joined())


def _only_read(memberships: Collection[Membership]) -> bool:
    grants = [GRANTS[Role(each.role)] for each in memberships]
    return bool(grants) and all(each == {Permission.VIEW} for each in grants)


def _joined() -> "ExpressionWrapper[Q]":
    """Return, for a query of memberships, whether others are in the city, or are invited to it."""
    others = Membership.objects.filter(city=OuterRef("city")).exclude(user=OuterRef("user"))
    invited = Invitation.objects.filter(city=OuterRef("city"), used_at=None)
    return ExpressionWrapper(Q(Exists(others)) | Q(Exists(invited)), BooleanField())


def _unsaved(memberships: Iterable[Membership], person: User) -> tuple[Unsaved, ...]:
    """Return the person's refused texts in these cities, in the order of the form; one query."""
    cities = [each.city_id for each in memberships]
    return tuple(_unsaved_text(text) for text in _refused(person.pk, cities))


@compiled
def _refused(person: int, cities: Collection[int]) -> QuerySet[RefusedText, RefusedText]:
    return (
        RefusedText.objects.filter(author=person, response__city__in=cities)
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


def _sections(memberships: Iterable[Membership], person: User) -> list[_Section]:
    """Return the sections of all responses of these cities; three queries."""
    roles = {membership.city_id: Role(membership.role) for membership in memberships}
    works = _works(person.pk, timezone.now(), roles)
    contents, handed = _said(roles), _handed(roles, person)
    return [
        _section(work, roles[work.response.city_id], person, contents, handed) for work in works
    ]


@compiled
def _works(person: int, now: datetime, cities: Collection[int]) -> QuerySet[SectionWork, Any]:
    assigned = _ASSIGNED.filter(sectionwork=OuterRef("pk"))
    mine = Exists(assigned.filter(user=person))
    return (
        SectionWork.objects.filter(response__city__in=cities)
        .select_related("response__city", "response__edition", "approval")
        .annotate(mine=mine, free=~Exists(assigned))
        .annotate(unassigned=unassigned(now), sent_by=last_sender())
        .order_by("response__city__slug", "-response__edition__year", "section__position")
    )


def _said(cities: Collection[int]) -> Mapping[int, Mapping[str, Content]]:
    """Return every answer of these cities by response, then by question; one query."""
    said: dict[int, dict[str, Content]] = {}
    for response, question, stored in _answers(cities):
        said.setdefault(response, {})[question] = Content.from_json(stored)
    return said


@compiled
def _answers(cities: Collection[int]) -> QuerySet[Answer, tuple[int, str, Any]]:
    rows = Answer.objects.filter(response__city__in=cities).order_by()
    return rows.values_list("response", "question__key", "content")


def _handed(cities: Collection[int], person: User) -> Mapping[tuple[int, int], date | None]:
    """Return when the questions handed to the person are due, by response and question.

    One query.
    """
    return {
        (response, question): due_on
        for response, question, due_on in _delegations(person.pk, cities)
    }


@compiled
def _delegations(
    person: int, cities: Collection[int]
) -> QuerySet[Delegation, tuple[int, int, date | None]]:
    rows = Delegation.objects.filter(response__city__in=cities, people=person)
    return rows.order_by().values_list("response", "question", "due_on")


def _section(
    work: Any,
    role: Role,
    person: User,
    contents: Mapping[int, Mapping[str, Content]],
    handed: Mapping[tuple[int, int], date | None],
) -> _Section:
    edition = edition_shape(work.response.edition)
    shape = next(section for section in edition.sections if section.pk == work.section_id)
    said = contents.get(work.response_id, {})
    return _Section(
        work=work,
        role=role,
        shape=shape,
        open=frozenset(
            question.pk for question in shape.questions if not is_answered(edition, question, said)
        ),
        # What is assigned to nobody goes back to who sent it, as they are told.
        whole=work.mine or (work.unassigned and work.sent_by == person.pk),
        watched=work.mine or work.sent_by == person.pk,
        sent=work.sent_by is not None,
        unassigned=work.unassigned,
        free=work.free,
        handed={
            question.pk: handed[work.response_id, question.pk]
            for question in (shape.questions if handed else ())
            if (work.response_id, question.pk) in handed
        },
    )


def _to_assign(sections: Iterable[_Section]) -> tuple[ToAssign, ...]:
    """Return for coordinators which of their responses have sections that wait for writers."""
    found: dict[int, list[_Section]] = {}
    for item in sections:
        waits = item.unassigned and item.work.state in WRITABLE
        if waits and allows(item.role, Permission.ASSIGN):
            found.setdefault(item.work.response_id, []).append(item)
    return tuple(ToAssign(_place(of[0].work.response), len(of)) for of in found.values())


def _free(sections: Iterable[_Section]) -> tuple[FreeToWrite, ...]:
    """Return for writers what they may write of their responses without being asked to.

    Coordinators, who write everything, are asked to assign it.
    """
    found: dict[int, list[_Section]] = {}
    for item in sections:
        is_open = item.free and item.work.state in WRITABLE and not _task_of(item)
        if is_open and item.role is Role.CONTRIBUTOR:
            found.setdefault(item.work.response_id, []).append(item)
    return tuple(
        FreeToWrite(_place(of[0].work.response), tuple(each.shape for each in of))
        for of in found.values()
    )


def _in_review(sections: Iterable[_Section]) -> tuple[InReview, ...]:
    """Return what a writer can only watch, or withdraw: what they sent, and what is theirs."""
    return tuple(
        InReview(
            _place(item.work.response),
            item.work.response.city_id,
            item.shape,
            next_step(item.work),
            item.work.state_since,
        )
        for item in sections
        if item.work.state == State.IN_REVIEW
        and allows(item.role, Permission.SEND)
        and item.watched
    )


def _first_steps(
    sections: Iterable[_Section], invited: Mapping[int, bool]
) -> tuple[FirstSteps, ...]:
    """Return for coordinators how far each response is begun, until all of it is.

    A city that has sent most of its sections is in full work, whatever it left out. `invited`
    says of which cities others are members, or are invited.
    """
    begun = [
        _steps_of(items, invited)
        for items in _by_response(sections).values()
        if allows(items[0].role, Permission.ASSIGN) and not _is_in_full_work(items)
    ]
    return tuple(each for each in begun if not (each.invited and each.assigned and each.dated))


def _is_in_full_work(items: list[_Section]) -> bool:
    return sum(item.work.state != State.DRAFT for item in items) * 2 > len(items)


def _steps_of(items: list[_Section], invited: Mapping[int, bool]) -> FirstSteps:
    response = items[0].work.response
    return FirstSteps(
        place=_place(response),
        invited=invited[response.city_id],
        assigned=not all(item.unassigned for item in items),
        dated=any(item.work.due_on for item in items),
    )


def _place(response: Response) -> ResponseRef:
    return ResponseRef(response.city.slug, response.city.name, response.edition.code)


def _waiting(sections: Collection[_Section], person: User) -> tuple[Waiting, ...]:
    mine = [(item, task) for item in sections if (task := _task_of(item))]
    to_review = [item.work for item, task in mine if task is Task.REVIEW]
    turns = _my_turns(to_review, person)
    # Whom the person signs for where it is not themselves; names are read only for those.
    steps = [turn.step for turn in turns.values() if turn.step and turn.signing_for != person.pk]
    names = names_in(steps, {item.work.response.city_id for item in sections})
    stuck = _stuck(sections)
    found = [_waits(item, Task.APPOINT) for item in sections if item.work.pk in stuck]
    called = (item.work for item, task in mine if task is Task.CORRECT or _is_reopened(item))
    requests = _requests([*called])
    found += [
        replace(
            _waits(item, task),
            signs_for=_signs_for(turns.get(item.work.pk), names),
            turn=turns.get(item.work.pk),
            asked=requests.get(item.work.pk),
        )
        for item, task in mine
        if task is not Task.REVIEW or item.work.pk in turns
    ]
    return tuple(sorted(found, key=lambda item: (item.due_on is None, item.due_on or date.max)))


def _stuck(sections: Iterable[_Section]) -> frozenset[int]:
    """Return the keys of those works in review that nobody can sign, for who can change that.

    At most four queries, and none while nothing is in review in the cities they coordinate.
    """
    works = [
        item.work
        for item in sections
        if item.work.state == State.IN_REVIEW and allows(item.role, Permission.ASSIGN)
    ]
    signers = read_signers(works, timezone.localdate())
    return frozenset(key for key, people in signers.items() if not people)


def _signs_for(turn: SigningTurn | None, names: Mapping[int, str]) -> str:
    """Return the name of whom somebody signs for as a deputy, or nothing."""
    if turn is None or turn.signing_for in {None, turn.person}:
        return ""
    return names.get(turn.signing_for or 0, "")


def _requests(works: Collection[SectionWork]) -> Mapping[int, AskedChanges]:
    """Return who brought them back to their writers, and the first line of why; a query at most."""
    if not works:
        return {}
    return {
        event.work_id: AskedChanges(str(event.actor), first_line(event.comment))
        for event in _asked([work.pk for work in works])
    }


@compiled
def _asked(works: Collection[int]) -> QuerySet[Event, Event]:
    calls = [Action.REQUEST_CHANGES, Action.REOPEN]
    asked = Event.objects.filter(work__in=works, action__in=calls)
    return asked.select_related("actor").order_by("pk")


def first_line(text: str) -> str:
    """Return the first line of what somebody said, cut, to be quoted elsewhere."""
    return Truncator(text.strip().split("\n")[0]).chars(QUOTED)


def _my_turns(works: Collection[SectionWork], person: User) -> Mapping[int, SigningTurn]:
    """Return of works in review those that wait for the person, by key; two queries at most.

    Nobody approves what they wrote, and each step of an approval line is signed in its turn.
    """
    if not works:
        return {}
    cities = {work.response.city_id for work in works if work.approval_line}
    acting_for = read_acting_for_in(person, cities, timezone.localdate()) if cities else {}
    turns = {
        work.pk: turn_of(work, person, acting_for.get(work.response.city_id, frozenset()))
        for work in works
    }
    written = written_since_approval(works, person)
    return {
        key: turn for key, turn in turns.items() if key not in written and not out_of_turn(turn)
    }


def _task_of(item: _Section) -> Task | None:
    """Return what the person is to do with a section now, or None."""
    turn = TURNS[State(item.work.state)]
    if turn is None or not allows(item.role, turn[0]):
        return None
    # Who was handed a question has done their part once it is answered; others send it.
    theirs = turn[0] is not Permission.EDIT or item.whole or _theirs(item, turn[1])
    return turn[1] if theirs else None


def _theirs(item: _Section, task: Task) -> frozenset[int]:
    """Return the keys of those questions handed to the person with which they are to do that."""
    handed = frozenset(item.handed)
    return handed & item.open if task is Task.WRITE else handed


def _waits(item: _Section, task: Task) -> Waiting:
    writes = task in {Task.WRITE, Task.CORRECT}
    handed = frozenset(item.handed) if writes and not item.whole else frozenset()
    unanswered = len(item.open & handed if handed else item.open)
    days = [item.handed[question] for question in item.handed if writes and question in item.open]
    if task is Task.WRITE and not handed and _is_reopened(item):
        task = Task.REVISE
    return Waiting(
        place=_place(item.work.response),
        section=item.shape,
        state=State(item.work.state),
        task=Task.SEND if task is Task.WRITE and not unanswered else task,
        unanswered=unanswered,
        total=len(handed) or len(item.shape.questions),
        handed=len(handed),
        due_on=min(filter(None, [item.work.due_on, *days]), default=None),
        since=item.work.state_since,
        reopened=_is_reopened(item),
        withdrawn=_is_withdrawn(item),
        consents=bool((step := next_step(item.work)) and step.consents),
    )


def _is_reopened(item: _Section) -> bool:
    return is_reopened(item.work.state, item.work.approval_id)


def _is_withdrawn(item: _Section) -> bool:
    """Return whether a section never approved is open although it was sent to review before."""
    return item.sent and item.work.state == State.DRAFT and item.work.approval_id is None


def _progress(sections: Iterable[_Section]) -> tuple[ResponseTally, ...]:
    return tuple(_progress_of(items) for items in _by_response(sections).values())


def _by_response(sections: Iterable[_Section]) -> Mapping[int, list[_Section]]:
    found: dict[int, list[_Section]] = {}
    for item in sections:
        found.setdefault(item.work.response_id, []).append(item)
    return found


def _progress_of(items: list[_Section]) -> ResponseTally:
    total = sum(len(item.shape.questions) for item in items)
    return ResponseTally(
        place=_place(items[0].work.response),
        role=items[0].role,
        answered=total - sum(len(item.open) for item in items),
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
        Startable(ResponseRef(city.slug, city.name, edition.code), edition.title)
        for edition in _editions()
        for city in cities
        if (city.pk, edition.pk) not in started
    )


@compiled
def _editions() -> QuerySet[Edition, Edition]:
    return Edition.objects.all()
