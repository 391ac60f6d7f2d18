"""Who has which part of a response, how far it is and how late. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from responses.domain.content.completeness import Status
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import STATES, WRITABLE, State

from .burn_up import BurnUp


class Order(StrEnum):
    """By what sections and questions can be put in order."""

    FORM = "form"
    DUE = "due"
    LATENESS = "lateness"


@dataclass(frozen=True, slots=True)
class ProgressFilter:
    """Which sections and questions somebody asks for; what is empty asks for all."""

    department: str = ""
    state: str = ""
    overdue: bool = False
    order: Order = Order.FORM


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How many steps of a section's approval line have signed.

    While it is in review, `waits_for` is the step whose turn it is `since` a moment, and
    `names` are those of its people; none, where any reviewer of the city may sign. It is
    `stuck` where nobody can.
    """

    steps: int
    signed: int
    waits_for: Step | None = None
    names: tuple[str, ...] = ()
    since: datetime | None = None
    stuck: bool = False

    @property
    def who(self) -> str:
        """Whom it waits for: department, post and people; empty for any reviewer, or nobody."""
        if self.waits_for is None:
            return ""
        return self.waits_for.named(self.names)


@dataclass(frozen=True, slots=True)
class Open:
    """How many threads are open, and how many of these sealing has to wait for.

    And how many of them are about translations.
    """

    threads: int = 0
    required: int = 0
    translations: int = 0

    def __add__(self, other: "Open") -> "Open":
        """Return how many there are in both."""
        return Open(
            self.threads + other.threads,
            self.required + other.required,
            self.translations + other.translations,
        )

    @classmethod
    def alike(cls, count: int, *, required: bool, language: str) -> "Open":
        """Return so many that are all required or all not, and about answers in a language."""
        return cls(count, count * required, count * bool(language))

    @property
    def other(self) -> int:
        """How many sealing need not wait for."""
        return self.threads - self.required


@dataclass(frozen=True)
class SectionProgress:
    """One section: where it stands, and who has it.

    Without `contributors` every contributor of the city has. What is approved is not late, and
    has no `days_left`. `reminded` is when those who have to act now were reminded today. `handed`
    is whether a question of it was handed to somebody who has not answered it. `translators` are
    named to translate it, until `translated_by`, which is there, too, where the translation alone
    has a date.
    """

    section: SectionSnapshot
    contributors: tuple[str, ...]
    line: LineProgress
    open: Open
    days_late: int
    days_left: int | None = None
    reminded: datetime | None = None
    handed: bool = False
    translators: tuple[str, ...] = ()
    translated_by: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything is to be done with it still."""
        return not STATES[self.section.state].is_done

    @property
    def waits(self) -> bool:
        """Whether there is somebody known who has to act on it now."""
        if not self.is_open:
            return self.to_translate
        is_someones = self.handed or self.to_translate or self.section.state is not State.DRAFT
        return not self.line.stuck and (is_someones or not self.unassigned)

    @property
    def to_translate(self) -> bool:
        """Whether those who are named to translate it have something left to do."""
        section = self.section
        is_left = section.translated < len(section.translations)
        return section.takes_translations and bool(self.translators) and is_left

    @property
    def unassigned(self) -> bool:
        """Whether it is to be written, and stands in no writer's "My work"."""
        return not self.contributors and self.section.state in WRITABLE

    @property
    def department(self) -> str:
        """The department that has the section."""
        return self.section.department

    @property
    def due_on(self) -> date | None:
        """The day by which it is due."""
        return self.section.due_on


@dataclass(frozen=True)
class DelegatedQuestion:
    """One question that another department answers; not late once it is answered or approved.

    Without a date of its own it is due with its section.
    """

    section: SectionSnapshot
    answer: AnswerSnapshot
    department: str
    people: tuple[str, ...]
    due_on: date | None
    days_late: int
    days_left: int | None = None

    @property
    def answered(self) -> bool:
        """Whether it is completely answered."""
        return self.answer.status is Status.ANSWERED


@dataclass(frozen=True)
class Progress:
    """How far a response is on a day, and each section and each question handed over."""

    snapshot: Snapshot
    sections: tuple[SectionProgress, ...]
    handed: tuple[DelegatedQuestion, ...]
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
        return sum(counts, Open())

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The departments that have a section or a question, by name."""
        sections = {each.department for each in self.sections}
        return tuple(sorted((sections | {each.department for each in self.handed}) - {""}))

    @cached_property
    def handed_by_key(self) -> Mapping[str, DelegatedQuestion]:
        """The questions handed over, by their keys."""
        return {each.answer.question.key: each for each in self.handed}

    def due_on(self, section: SectionSnapshot, answer: AnswerSnapshot) -> date | None:
        """Return the day by which a question of a section is due."""
        handed = self.handed_by_key.get(answer.question.key)
        return handed.due_on if handed else section.due_on

    def sections_matching(self, wanted: ProgressFilter) -> list[SectionProgress]:
        """Return the sections that are asked for, in the order asked for."""
        return sorted(_matching(self.sections, wanted), key=_KEYS[wanted.order])

    def handed_matching(self, wanted: ProgressFilter) -> list[DelegatedQuestion]:
        """Return the questions handed over that are asked for, in the order asked for."""
        return sorted(_matching(self.handed, wanted), key=_KEYS[wanted.order])


_Each = TypeVar("_Each", SectionProgress, DelegatedQuestion)

# Sorting keeps the form's order among equals.
_KEYS: Mapping[Order, Any] = {
    Order.FORM: lambda _each: 0,
    Order.DUE: lambda each: each.due_on or date.max,
    Order.LATENESS: lambda each: -each.days_late,
}


def _matching(found: Iterable[_Each], wanted: ProgressFilter) -> Iterator[_Each]:
    return (
        each
        for each in found
        if wanted.department in {"", each.department}
        and wanted.state in {"", each.section.state}
        and (each.days_late or not wanted.overdue)
    )
