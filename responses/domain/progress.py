"""Who has which part of a response, how far it is and how late; in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from responses.enums import State
from responses.models import Handover, Response, Revision, Thread, User

from . import completeness
from .approval_line import Step
from .burnup import BurnUp, DayEnd, burn_up
from .completeness import Status
from .content import Content
from .questionnaire import QuestionShape
from .signing import names_in
from .snapshot import AnswerSnapshot, SectionSnapshot, Snapshot


class Order(StrEnum):
    """By what sections and questions can be put in order."""

    FORM = "form"
    DUE = "due"
    LATENESS = "lateness"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sections and questions somebody asks for; what is empty asks for all."""

    department: str = ""
    state: str = ""
    overdue: bool = False
    order: Order = Order.FORM


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How many steps of a section's approval line have signed.

    While it is in review, `waits_for` is the step whose turn it is `since` a moment, and
    `names` are those of its people; none, where any reviewer of the city may sign.
    """

    steps: int
    signed: int
    waits_for: Step | None = None
    names: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """How many threads are open, and how many of these sealing has to wait for."""

    threads: int = 0
    required: int = 0


@dataclass(frozen=True)
class SectionProgress:
    """One section: where it stands, and who has it.

    Without `contributors` every contributor of the city has. What is approved is not late.
    """

    part: SectionSnapshot
    contributors: tuple[str, ...]
    line: LineProgress
    open: Open
    days_late: int

    @property
    def department(self) -> str:
        """The department that has the section."""
        return self.part.department

    @property
    def due_on(self) -> date | None:
        """The day by which it is due."""
        return self.part.due_on


@dataclass(frozen=True)
class HandedQuestion:
    """One question that another department answers; not late once it is answered or approved.

    Without a date of its own it is due with its section.
    """

    part: SectionSnapshot
    answer: AnswerSnapshot
    department: str
    people: tuple[str, ...]
    due_on: date | None
    days_late: int

    @property
    def answered(self) -> bool:
        """Whether it is completely answered."""
        return self.answer.status is Status.ANSWERED


@dataclass(frozen=True)
class Progress:
    """How far a response is on a day, and each section and each question handed over."""

    snapshot: Snapshot
    sections: tuple[SectionProgress, ...]
    handed: tuple[HandedQuestion, ...]
    burn_up: BurnUp

    @cached_property
    def late(self) -> int:
        """How many sections are late."""
        return sum(bool(each.days_late) for each in self.sections)

    @cached_property
    def late_handed(self) -> int:
        """How many of the questions handed over are late."""
        return sum(bool(each.days_late) for each in self.handed)

    @cached_property
    def open(self) -> Open:
        """How many threads are open in all sections."""
        counts = [each.open for each in self.sections]
        return Open(sum(each.threads for each in counts), sum(each.required for each in counts))

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The departments that have a section or a question, by name."""
        sections = {each.department for each in self.sections}
        return tuple(sorted((sections | {each.department for each in self.handed}) - {""}))

    @cached_property
    def handed_by_key(self) -> Mapping[str, HandedQuestion]:
        """The questions handed over, by their keys."""
        return {each.answer.question.key: each for each in self.handed}

    def due_on(self, part: SectionSnapshot, answer: AnswerSnapshot) -> date | None:
        """Return the day by which a question of a section is due."""
        handed = self.handed_by_key.get(answer.question.key)
        return handed.due_on if handed else part.due_on

    def sections_asked(self, asked: Asked) -> list[SectionProgress]:
        """Return the sections that are asked for, in the order asked for."""
        return sorted(_asked(self.sections, asked), key=_KEYS[asked.order])

    def handed_asked(self, asked: Asked) -> list[HandedQuestion]:
        """Return the questions handed over that are asked for, in the order asked for."""
        return sorted(_asked(self.handed, asked), key=_KEYS[asked.order])


_Each = TypeVar("_Each", SectionProgress, HandedQuestion)

# Sorting keeps the form's order among equals.
_KEYS: Mapping[Order, Any] = {
    Order.FORM: lambda _each: 0,
    Order.DUE: lambda each: each.due_on or date.max,
    Order.LATENESS: lambda each: -each.days_late,
}


def _asked(found: Iterable[_Each], asked: Asked) -> Iterator[_Each]:
    return (
        each
        for each in found
        if asked.department in {"", each.department}
        and asked.state in {"", each.part.state}
        and (each.days_late or not asked.overdue)
    )


def read_progress(response: Response, snapshot: Snapshot) -> Progress:
    """Return how far a response is today, of which `snapshot` was read before; five queries.

    One less where nobody is named in an approval line.
    """
    today = timezone.localdate()
    handed = _handed(response, snapshot, today)
    own = {each.answer.question.pk: each.due_on for each in handed}
    dues = [
        own.get(answer.question.pk, part.due_on)
        for part in snapshot.sections
        for answer in part.answers
    ]
    questions = {
        answer.question.pk: answer.question for part in snapshot.sections for answer in part.answers
    }
    start = timezone.localdate(response.created_at)
    return Progress(
        snapshot,
        _sections(response, snapshot, today),
        handed,
        burn_up(start, today, _day_ends(response, questions), dues),
    )


def _late(due_on: date | None, today: date) -> int:
    """Return by how many days something that is not done is late."""
    return max((today - due_on).days, 0) if due_on else 0


def _sections(response: Response, snapshot: Snapshot, today: date) -> tuple[SectionProgress, ...]:
    people, threads = _contributors(response), _open_threads(response)
    names = names_in(step for part in snapshot.sections for step in part.line)
    return tuple(
        SectionProgress(
            part,
            people.get(part.section.pk, ()),
            _line(part, names),
            threads.get(part.section.pk, Open()),
            0 if part.state is State.APPROVED else _late(part.due_on, today),
        )
        for part in snapshot.sections
    )


def _contributors(response: Response) -> Mapping[int, tuple[str, ...]]:
    """Return the names of who is assigned to each section, by its key; one query."""
    rows = (
        User.objects.filter(assigned_works__response=response)
        .order_by("name", "email")
        .values_list("assigned_works__section", "name", "email")
    )
    found: dict[int, tuple[str, ...]] = {}
    for section, name, email in rows:
        found[section] = (*found.get(section, ()), name or email)
    return found


def _line(part: SectionSnapshot, names: Mapping[int, str]) -> LineProgress:
    steps, signed = len(part.line), len(part.signed)
    if part.state is not State.IN_REVIEW or signed >= steps:
        return LineProgress(steps, signed)
    step = part.line[signed]
    return LineProgress(
        steps,
        signed,
        step,
        tuple(names[person] for person in step.people if person in names),
        part.signed[-1].at if part.signed else part.state_since,
    )


def _open_threads(response: Response) -> Mapping[int, Open]:
    """Return how many threads are open, by the section's key, where any is; one query."""
    rows = (
        Thread.objects.filter(response=response, resolved_at__isnull=True)
        .order_by()
        .values_list("question__section")
        .annotate(threads=Count("pk"), needed=Count("pk", filter=Q(required=True)))
    )
    return {section: Open(threads, required) for section, threads, required in rows}


def _handed(response: Response, snapshot: Snapshot, today: date) -> tuple[HandedQuestion, ...]:
    """Return the questions handed over, in the form's order; one query, one row a person."""
    rows = (
        Handover.objects.filter(response=response)
        .order_by("people__name", "people__email")
        .values_list("question", "department", "due_on", "people__name", "people__email")
    )
    places = {
        answer.question.pk: (part, answer) for part in snapshot.sections for answer in part.answers
    }
    found: dict[int, HandedQuestion] = {}
    for question, department, own, name, email in rows:
        part, answer = places[question]
        done = answer.status is Status.ANSWERED or part.state is State.APPROVED
        due_on = own or part.due_on
        late = 0 if done else _late(due_on, today)
        known = found.get(question) or HandedQuestion(part, answer, department, (), due_on, late)
        people = (*known.people, *filter(None, [name or email]))
        found[question] = replace(known, people=people)
    return tuple(found[question] for question in places if question in found)


def _day_ends(response: Response, questions: Mapping[int, QuestionShape]) -> list[DayEnd]:
    """Return what each answer came to on each day on which it changed; one query.

    Of all revisions of a day the database gives the last one alone, so that it is at most one
    row an answer and day, however much is typed.
    """
    last = (
        Revision.objects.filter(answer__response=response)
        .order_by()
        .values("answer", day=TruncDate("created_at"))
        .annotate(last=Max("pk"))
        .values("last")
    )
    rows = (
        Revision.objects.filter(pk__in=last)
        .order_by("pk")
        .values_list("created_at", "answer__question", "content")
    )
    return [_day_end(at, questions[question], content) for at, question, content in rows]


def _day_end(at: datetime, question: QuestionShape, stored: Mapping[str, Any]) -> DayEnd:
    status = completeness.status(question, Content.from_json(stored))
    return DayEnd(timezone.localdate(at), question.pk, status is Status.ANSWERED)
