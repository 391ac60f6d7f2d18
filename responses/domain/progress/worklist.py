"""What waits for a person, and how far their cities' responses are; constant queries.

What there is to do follows from few columns of many rows (`own`). What is shown of it needs
answers and names, too; `shown` reads them for those things alone that a page shows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.people.deputies import read_acting_for_in
from responses.domain.permissions import GRANTS, Permission, allows, roles_with
from responses.domain.signing.approval_line import Step
from responses.domain.signing.turns import (
    SigningTurn,
    next_step,
    out_of_turn,
    translated_by,
    turn_of,
    written_since_approval,
)
from responses.domain.snapshot.section import is_reopened
from responses.domain.telling.audiences import read_signers
from responses.enums import ORIGINAL, STATES, WRITABLE, Refusal, Role, State, complete
from responses.localized import Wording
from responses.models import RefusedText, SectionWork, User

from .own import Own, OwnCity, OwnResponse, OwnSection, ResponseRef, read_own
from .unfit import read_unfit


class Task(StrEnum):
    """What somebody is to do with a section."""

    WRITE = "write"
    SEND = "send"
    CORRECT = "correct"
    REVISE = "revise"
    REVIEW = "review"
    APPOINT = "appoint"
    MEND = "mend"
    TRANSLATE = "translate"
    CONFIRM = "confirm"


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


@dataclass(frozen=True, slots=True, eq=False)
class Duty:
    """A section with which the person has to do something.

    `turn` says how they would sign it, and `step` which step nobody can sign.
    """

    section: OwnSection
    task: Task
    due_on: date | None
    turn: SigningTurn | None = None
    step: Step | None = None

    @property
    def place(self) -> ResponseRef:
        """The response it is of."""
        return self.section.of.place


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
    """A response of which `sections` sections are open and assigned to nobody who may write.

    `reopened` are the numbers of those that were approved before; `first` is the key of the
    section that is meant first: one of these, if there are any.
    """

    place: ResponseRef
    sections: int
    reopened: tuple[str, ...]
    first: str


@dataclass(frozen=True, slots=True)
class FreeToWrite:
    """The sections of a response that a writer may write as nobody is assigned to them."""

    place: ResponseRef
    sections: tuple[OwnSection, ...]


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a coordinator does first in a city, and how far each is.

    Of all `sections`, so many have what each step gives them, or are approved and need it no more.
    `translated` is whether the city submits in another language, too.
    """

    place: ResponseRef
    translated: bool
    invited: bool
    sections: int
    with_writers: int
    with_date: int

    @property
    def assigned(self) -> bool:
        """Whether all sections are assigned, or approved."""
        return self.with_writers == self.sections

    @property
    def dated(self) -> bool:
        """Whether all sections have a due date, or are approved."""
        return self.with_date == self.sections


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
    """Everything that waits for a person, and what it follows from."""

    own: Own
    unsaved: tuple[Unsaved, ...]
    duties: tuple[Duty, ...]
    startable: tuple[Startable, ...]
    to_assign: tuple[ToAssign, ...]
    first_steps: tuple[FirstSteps, ...]
    free: tuple[FreeToWrite, ...]
    in_review: tuple[InReview, ...]

    @property
    def member(self) -> bool:
        """Whether the person belongs to any city."""
        return bool(self.own.cities)

    @property
    def reads_only(self) -> bool:
        """Whether the person can do nothing in their cities but read."""
        grants = (GRANTS[each.role] for each in self.own.cities)
        return self.member and all(each == {Permission.VIEW} for each in grants)

    @property
    def responses(self) -> tuple[OwnResponse, ...]:
        """The responses of the person's cities."""
        return self.own.responses

    @property
    def starts_first(self) -> bool:
        """Whether the person has nothing yet but what they can start."""
        return bool(self.startable) and not self.responses


def read_worklist(person: User) -> Worklist:
    """Return what waits for a person, soonest due first, and where their responses stand."""
    own = read_own(person.pk)
    reviewed = _reviewed(own)
    by_response = _by_response(own.sections)
    return Worklist(
        own=own,
        unsaved=_unsaved(own),
        duties=_duties(own, reviewed, person),
        startable=tuple(_startable(own)),
        to_assign=tuple(_to_assign(by_response)),
        first_steps=tuple(_first_steps(by_response)),
        free=tuple(_free(by_response, person.pk)),
        in_review=tuple(_in_review(own, reviewed)),
    )


def _reviewed(own: Own) -> Mapping[int, SectionWork]:
    """Return by key the whole works in review in the person's cities; a query if there are any.

    What moves while all this is read is not among them: it is nothing to do.
    """
    if not any(item.work.state == State.IN_REVIEW for item in own.sections):
        return {}
    return {work.pk: work for work in _works_in_review(own.person)}


@compiled
def _works_in_review(person: int) -> QuerySet[SectionWork, SectionWork]:
    roles = roles_with(Permission.DECIDE) | roles_with(Permission.EDIT)
    works = SectionWork.objects.filter(
        state=State.IN_REVIEW,
        response__city__memberships__user=person,
        response__city__memberships__role__in=roles,
    )
    return works.select_related("response", "approval").order_by()


def _unsaved(own: Own) -> tuple[Unsaved, ...]:
    """Return the person's refused texts in their cities, in the order of the form; one query."""
    responses = {each.pk: each for each in own.responses}
    texts = _refused(own.person) if responses else []
    return tuple(
        Unsaved(pk, responses[response].place, section, number, wording, Refusal(refusal), typed_at)
        for pk, response, section, number, wording, refusal, typed_at in texts
        if response in responses
    )


@compiled
def _refused(
    person: int,
) -> QuerySet[RefusedText, tuple[int, int, str, str, Wording, str, datetime]]:
    mine = RefusedText.objects.filter(
        Q(language=ORIGINAL) | Q(language=F("response__city__submission_language")),
        author=person,
        response__city__memberships__user=person,
    )
    return mine.order_by(
        "response__city__slug",
        "-response__edition__year",
        "question__section__position",
        "question__position",
        "created_at",
    ).values_list(
        *("pk", "response", "question__section__key", "question__number", "question__wording"),
        *("refusal", "created_at"),
    )


def _by_response(sections: Iterable[OwnSection]) -> Collection[list[OwnSection]]:
    found: dict[int, list[OwnSection]] = {}
    for item in sections:
        found.setdefault(item.of.pk, []).append(item)
    return found.values()


def _to_assign(by_response: Iterable[list[OwnSection]]) -> Iterator[ToAssign]:
    """Yield for coordinators which of their responses have sections that wait for writers."""
    for items in by_response:
        if allows(items[0].of.role, Permission.ASSIGN):
            waits = [item for item in items if item.work.unassigned and item.work.state in WRITABLE]
            if waits:
                again = [item.shape for item in waits if is_open_again(item)]
                numbers = tuple(shape.number for shape in again)
                first = [*again, waits[0].shape][0].key
                yield ToAssign(items[0].of.place, len(waits), numbers, first)


def _free(by_response: Iterable[list[OwnSection]], person: int) -> Iterator[FreeToWrite]:
    """Yield for writers what they may write of their responses without being asked to.

    Coordinators, who write everything, are asked to assign it.
    """
    for items in by_response:
        if items[0].of.role is Role.CONTRIBUTOR:
            free = tuple(
                item
                for item in items
                if item.work.free and item.work.state in WRITABLE and not _writes(item, person)
            )
            if free:
                yield FreeToWrite(items[0].of.place, free)


def _in_review(own: Own, reviewed: Mapping[int, SectionWork]) -> Iterator[InReview]:
    """Yield what a writer can only watch, or withdraw: what they sent, and what is theirs."""
    for item in own.sections:
        watched = item.work.mine or item.work.sent_by == own.person
        work = reviewed.get(item.work.pk) if watched else None
        if work and allows(item.of.role, Permission.SEND):
            yield InReview(
                item.of.place, item.of.city.pk, item.shape, next_step(work), work.state_since
            )


def _first_steps(by_response: Iterable[list[OwnSection]]) -> Iterator[FirstSteps]:
    """Yield for coordinators how far each response is begun, until all of it is.

    A city that has sent most of its sections is in full work, whatever it left out.
    """
    for items in by_response:
        of = items[0].of
        if allows(of.role, Permission.ASSIGN) and not _is_in_full_work(items):
            lacking = sum(item.work.unassigned and item.work.state in WRITABLE for item in items)
            undated = sum(
                item.work.due_on is None and not STATES[State(item.work.state)].is_done
                for item in items
            )
            total = len(items)
            steps = FirstSteps(
                of.place,
                bool(of.city.into),
                of.city.invited,
                total,
                total - lacking,
                total - undated,
            )
            if not (steps.invited and steps.assigned and steps.dated):
                yield steps


def _is_in_full_work(items: list[OwnSection]) -> bool:
    return sum(item.work.state != State.DRAFT for item in items) * 2 > len(items)


def _startable(own: Own) -> Iterator[Startable]:
    started = {(each.city.pk, each.edition.code) for each in own.responses}
    starts = [each for each in own.cities if allows(each.role, Permission.START_RESPONSE)]
    for edition in own.editions:
        for city in starts:
            if (city.pk, edition.code) not in started:
                yield Startable(_ref(city, edition.code), edition.title)


def _ref(city: OwnCity, edition: str) -> ResponseRef:
    return ResponseRef(city.slug, city.name, edition)


def _duties(own: Own, reviewed: Mapping[int, SectionWork], person: User) -> tuple[Duty, ...]:
    mine = [(item, task) for item in own.sections if (task := _task_of(item, own.person))]
    to_review = [reviewed[item.work.pk] for item, _task in mine if item.work.pk in reviewed]
    turns = _my_turns(to_review, person)
    stuck = _stuck(own, reviewed)
    unfit = read_unfit(own.person) if any(map(_is_lined, own.sections)) else frozenset()
    # What nobody can sign comes first of what is due at the same time.
    found = [
        _duty(item, Task.APPOINT, step=next_step(reviewed[item.work.pk]))
        for item in own.sections
        if item.work.pk in stuck
    ]
    found += [_duty(item, Task.MEND) for item in own.sections if item.work.pk in unfit - stuck]
    confirming = _to_confirm(own, person)
    found += [_duty(each, Task.CONFIRM) for each in own.sections if each.work.pk in confirming]
    found += [
        _duty(item, task, turn=turns.get(item.work.pk))
        for item, task in mine
        if task is not Task.REVIEW or item.work.pk in turns
    ]
    return tuple(sorted(found, key=lambda duty: (duty.due_on is None, duty.due_on or date.max)))


def _duty(
    item: OwnSection, task: Task, *, turn: SigningTurn | None = None, step: Step | None = None
) -> Duty:
    if task is Task.CONFIRM:
        return Duty(item, task, None)
    days = [item.handed[question] for question in item.lacking] if writes(task) else []
    if item.untranslated:
        days.append(item.work.translation_due_on)
    if task is not Task.TRANSLATE or not any(days):
        # Without a day of its own, a translation is due with its section.
        days.append(item.work.due_on)
    return Duty(item, task, min(filter(None, days), default=None), turn, step)


def writes(task: Task) -> bool:
    """Return whether a task is one of writers. Pure."""
    return task in {Task.WRITE, Task.SEND, Task.CORRECT, Task.REVISE}


def _stuck(own: Own, reviewed: Mapping[int, SectionWork]) -> frozenset[int]:
    """Return the keys of those works in review that nobody can sign, for who can change that.

    At most four queries, and none while nothing is in review in the cities they coordinate.
    """
    works = [
        reviewed[item.work.pk]
        for item in own.sections
        if item.work.pk in reviewed and allows(item.of.role, Permission.ASSIGN)
    ]
    signers = read_signers(works, timezone.localdate())
    return frozenset(key for key, people in signers.items() if not people)


def _to_confirm(own: Own, person: User) -> frozenset[int]:
    """Return the keys of those works of which the person can confirm the translations.

    They are in the line of the section, and translated nothing of it. Two queries, and none while
    no translations wait.
    """
    waiting = [item.work.pk for item in own.sections if item.unconfirmed]
    if not waiting:
        return frozenset()
    works = [
        work
        for work in SectionWork.objects.filter(pk__in=waiting)
        if turn_of(work, person, frozenset()).is_in_line
    ]
    return frozenset(work.pk for work in works) - translated_by(works, person)


def _is_lined(item: OwnSection) -> bool:
    """Return whether a section has an approval line that the person may change. Pure."""
    open_line = item.work.lined and item.work.state != State.APPROVED
    return open_line and allows(item.of.role, Permission.ASSIGN)


def _my_turns(works: Collection[SectionWork], person: User) -> Mapping[int, SigningTurn]:
    """Return of works in review those that wait for the person, by key.

    Nobody approves what they wrote or what who they sign for did, and each step of an approval
    line is signed in its turn. Two queries at most, and one for each person they sign for.
    """
    if not works:
        return {}
    cities = {work.response.city_id for work in works if work.approval_line}
    acting_for = read_acting_for_in(person, cities, timezone.localdate()) if cities else {}
    turns = {
        work.pk: turn_of(work, person, acting_for.get(work.response.city_id, frozenset()))
        for work in works
    }
    mine = {key: turn for key, turn in turns.items() if not out_of_turn(turn)}
    signing_for = {turn.signing_for for turn in mine.values() if turn.signing_for is not None}
    written = {each: written_since_approval(works, each) for each in {person.pk, *signing_for}}
    return {
        key: turn
        for key, turn in mine.items()
        if key not in written[person.pk] | written[turn.signing_for or person.pk]
    }


def _task_of(item: OwnSection, person: int) -> Task | None:
    """Return what the person, by their key, is to do with a section now, or None."""
    turn = TURNS[State(item.work.state)]
    if turn is None or not allows(item.of.role, turn[0]):
        is_translator = item.untranslated and allows(item.of.role, Permission.EDIT)
        return Task.TRANSLATE if is_translator else None
    # Who was handed a question has done their part once it is answered; others send it.
    theirs = turn[0] is not Permission.EDIT or is_whole(item, person) or _theirs(item, turn[1])
    if theirs:
        return turn[1]
    return Task.TRANSLATE if item.untranslated else None


def _writes(item: OwnSection, person: int) -> bool:
    """Return whether a writer has something to do with a section besides translating it. Pure."""
    return _task_of(item, person) not in {None, Task.TRANSLATE}


def is_whole(item: OwnSection, person: int) -> bool:
    """Return whether it is the person's task to write all questions of a section. Pure.

    What is assigned to nobody goes back to who sent it and, once it was approved, to the
    coordinators, as they are told.
    """
    work = item.work
    theirs = is_open_again(item) and allows(item.of.role, Permission.ASSIGN)
    return work.mine or (work.unassigned and (work.sent_by == person or theirs))


def is_open_again(item: OwnSection) -> bool:
    """Return whether a section is open as it was approved before. Pure."""
    return is_reopened(item.work.state, item.work.approval)


def is_withdrawn(item: OwnSection) -> bool:
    """Return whether a section never approved is open although it was sent before. Pure."""
    work = item.work
    return work.sent_by is not None and work.state == State.DRAFT and work.approval is None


def _theirs(item: OwnSection, task: Task) -> Collection[int]:
    """Return the keys of those questions handed to the person with which they are to do that."""
    return item.lacking if task is Task.WRITE else item.handed
