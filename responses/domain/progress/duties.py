"""What a person is to do with which sections, from few columns of many rows; constant queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from responses.domain.people.deputies import read_acting_for_in
from responses.domain.permissions import Permission, allows
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
from responses.enums import State, complete
from responses.models import SectionWork, User

from .lines_to_mend import read_lines_to_mend
from .own import Own, OwnSection, ResponseRef


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


def duties_of(own: Own, reviewed: Mapping[int, SectionWork], person: User) -> tuple[Duty, ...]:
    """Return what a person is to do, soonest due first; `reviewed` has the works in review."""
    mine = [(item, task) for item in own.sections if (task := _task_of(item, own.person))]
    to_review = [reviewed[item.work.pk] for item, _task in mine if item.work.pk in reviewed]
    turns = _my_turns(to_review, person)
    stuck = _stuck(own, reviewed)
    to_mend = read_lines_to_mend(own.person) if any(map(_is_lined, own.sections)) else frozenset()
    # What nobody can sign comes first of what is due at the same time.
    found = [
        _duty(item, Task.APPOINT, step=next_step(reviewed[item.work.pk]))
        for item in own.sections
        if item.work.pk in stuck
    ]
    found += [_duty(item, Task.MEND) for item in own.sections if item.work.pk in to_mend - stuck]
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


def is_writing(item: OwnSection, person: int) -> bool:
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
