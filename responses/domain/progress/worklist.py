"""What waits for a person, and how far their cities' responses are; constant queries.

What there is to do follows from few columns of many rows (`own`). What is shown of it needs
answers and names, too; `shown` reads them for those things alone that a page shows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import GRANTS, Permission, allows, roles_with
from responses.domain.signing.approval_line import Step
from responses.domain.signing.turns import (
    next_step,
)
from responses.enums import ORIGINAL, STATES, WRITABLE, Refusal, Role, State
from responses.localized import Wording
from responses.models import RefusedText, SectionWork, User

from .duties import Duty, duties_of, is_open_again, is_writing
from .own import Own, OwnCity, OwnResponse, OwnSection, ResponseRef, read_own


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
        duties=duties_of(own, reviewed, person),
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
                if item.work.free and item.work.state in WRITABLE and not is_writing(item, person)
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
