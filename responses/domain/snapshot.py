"""A whole response as frozen values, read in two queries.

Every page and file that shows a whole response is made from it, so they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from responses.enums import PartKind, Role, State
from responses.localized import Wording
from responses.models import Answer, Response, SectionWork

from . import completeness
from .completeness import Status
from .content import EMPTY, Content, LinkValue, digest
from .editions import edition_shape
from .questionnaire import EditionShape, PartShape, QuestionShape, SectionShape


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed something last, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval in force: by whom, in which role, when, and of which content."""

    by: str
    role: Role
    at: datetime
    digest: str


@dataclass(frozen=True)
class AnswerSnapshot:
    """One question with its answer; `version` is 0 where nothing was ever answered."""

    question: QuestionShape
    content: Content
    version: int
    changed: Change | None

    @cached_property
    def status(self) -> Status:
        """How far the answer is."""
        return completeness.status(self.question, self.content)

    @cached_property
    def lacking(self) -> tuple[PartShape, ...]:
        """The parts that a complete answer would still need."""
        return completeness.lacking(self.question, self.content)

    @cached_property
    def links(self) -> tuple[LinkValue, ...]:
        """All evidence links of the answer, in order."""
        values = [
            self.content.parts.get(part.key)
            for part in self.question.parts
            if part.kind is PartKind.LINKS
        ]
        rows = [row for value in values if isinstance(value, tuple) for row in value]
        return tuple(row for row in rows if isinstance(row, LinkValue))


@dataclass(frozen=True)
class SectionSnapshot:
    """One section with its answers and where it stands; `approval` only while approved."""

    section: SectionShape
    state: State
    state_since: datetime
    department: str
    due_on: date | None
    approval: Approval | None
    answers: tuple[AnswerSnapshot, ...]
    edition_digest: str = field(repr=False)

    @cached_property
    def answered(self) -> int:
        """How many questions are completely answered."""
        return sum(answer.status is Status.ANSWERED for answer in self.answers)

    @cached_property
    def open_answers(self) -> tuple[AnswerSnapshot, ...]:
        """The answers that still lack something."""
        return tuple(answer for answer in self.answers if answer.status is not Status.ANSWERED)

    @cached_property
    def link_count(self) -> int:
        """How many evidence links the section gives."""
        return sum(len(answer.links) for answer in self.answers)

    @cached_property
    def changed(self) -> Change | None:
        """The last change of any of its answers."""
        changes = [answer.changed for answer in self.answers if answer.changed]
        return max(changes, key=lambda change: change.at, default=None)

    @cached_property
    def digest(self) -> str:
        """The digest of what the section says, which an approval is bound to."""
        said = {answer.question.key: answer.content.to_json() for answer in self.answers}
        return digest({"edition": self.edition_digest, "section": self.section.key, "said": said})

    @cached_property
    def versions(self) -> Mapping[str, int]:
        """The version of each answer, by question key."""
        return {answer.question.key: answer.version for answer in self.answers}


@dataclass(frozen=True)
class Snapshot:
    """One city's whole response at one moment."""

    city_slug: str
    city_name: Wording
    language: str
    edition: EditionShape
    sections: tuple[SectionSnapshot, ...]

    @cached_property
    def sections_by_key(self) -> Mapping[str, SectionSnapshot]:
        """The sections, found by their keys."""
        return {part.section.key: part for part in self.sections}

    @cached_property
    def total(self) -> int:
        """How many questions there are."""
        return sum(len(part.answers) for part in self.sections)

    @cached_property
    def answered(self) -> int:
        """How many questions are completely answered."""
        return sum(part.answered for part in self.sections)

    @cached_property
    def approved(self) -> bool:
        """Whether every section is approved, so that the whole is no draft any more."""
        return all(part.state is State.APPROVED for part in self.sections)

    @cached_property
    def changed_at(self) -> datetime:
        """The moment of the last change of any answer or state."""
        changes = [part.changed.at for part in self.sections if part.changed]
        return max([*changes, *(part.state_since for part in self.sections)])

    @cached_property
    def digest(self) -> str:
        """The digest of everything that a document shows; equal digests mean equal files."""
        return digest(
            {
                "city": [self.city_slug, self.city_name],
                "edition": [self.edition.code, self.edition.digest],
                "changed_at": self.changed_at.isoformat(),
                "sections": [
                    {
                        "digest": part.digest,
                        "state": part.state,
                        "approval": _plain(part.approval),
                    }
                    for part in self.sections
                ],
            }
        )


def read_snapshot(response: Response) -> Snapshot:
    """Return the whole response: two queries, once its edition is known to the process.

    `response.city` and `response.edition` are taken as loaded.
    """
    edition = edition_shape(response.edition)
    works = {
        work.section_id: work
        for work in SectionWork.objects.filter(response=response)
        .select_related("approval__actor")
        .order_by()
    }
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(response=response)
        .select_related("updated_by")
        .order_by()
    }
    return Snapshot(
        city_slug=response.city.slug,
        city_name=response.city.name,
        language=response.city.language,
        edition=edition,
        sections=tuple(
            _section(edition, shape, works[shape.pk], answers) for shape in edition.sections
        ),
    )


def _section(
    edition: EditionShape, shape: SectionShape, work: SectionWork, answers: Mapping[int, Answer]
) -> SectionSnapshot:
    return SectionSnapshot(
        section=shape,
        state=State(work.state),
        state_since=work.state_since,
        department=work.department,
        due_on=work.due_on,
        approval=_approval(work),
        answers=tuple(_answer(question, answers.get(question.pk)) for question in shape.questions),
        edition_digest=edition.digest,
    )


def _answer(question: QuestionShape, answer: Answer | None) -> AnswerSnapshot:
    if answer is None:
        return AnswerSnapshot(question, EMPTY, 0, None)
    change = Change(str(answer.updated_by), answer.updated_at)
    return AnswerSnapshot(question, Content.from_json(answer.content), answer.version, change)


def _approval(work: SectionWork) -> Approval | None:
    event = work.approval
    if event is None or work.state != State.APPROVED:
        return None
    return Approval(str(event.actor), Role(event.actor_role), event.created_at, event.digest)


def _plain(approval: Approval | None) -> dict[str, Any] | None:
    return asdict(approval) | {"at": approval.at.isoformat()} if approval else None
