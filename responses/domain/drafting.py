"""The one door for every change of an answer.

Nothing else writes `Answer`, `Revision` or `RefusedText`. A write names the version it
started from and is one conditional UPDATE (a first answer: one INSERT under the unique
constraint) in one transaction with its Revision; what is refused is kept as RefusedText.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from responses.enums import Refusal, Source, State
from responses.models import (
    Answer,
    City,
    Edition,
    RefusedText,
    Response,
    Revision,
    SectionWork,
    User,
)

from .content import EMPTY, Content
from .permissions import Permission, may, roles_with
from .questionnaire import QuestionShape, SectionShape

WRITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED})


class NotAllowedError(Exception):
    """The person has no right to do this in this city."""


@dataclass(frozen=True, slots=True)
class Write:
    """Content that somebody wants to be the answer to a question.

    `base_version` is the version it started from: 0 where nothing was answered yet, None
    where the sender did not say. That is refused, as is a version that never was.
    """

    question: QuestionShape
    content: Content
    base_version: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a write; `refusal` says why it was refused, or is None if it was not.

    `version` is the answer's version afterwards and `changed` whether this write raised it.
    `refused` is the text kept of a refused write, or None if the answer says the same anyway.
    """

    question: QuestionShape
    version: int
    changed: bool = False
    refusal: Refusal | None = None
    refused: RefusedText | None = None


@transaction.atomic
def start_response(city: City, edition: Edition, *, actor: User) -> Response:
    """Return the city's response to an edition, made with all its sections if there is none.

    Raises `NotAllowedError` if the actor may not start one.
    """
    if not may(actor, Permission.START_RESPONSE, city):
        raise NotAllowedError
    response, created = Response.objects.get_or_create(city=city, edition=edition)
    if created:
        SectionWork.objects.bulk_create(
            SectionWork(response=response, section=section) for section in edition.sections.all()
        )
    return response


@transaction.atomic
def save_answers(
    response: Response,
    section: SectionShape,
    writes: Sequence[Write],
    *,
    author: User,
    source: Source = Source.FORM,
) -> list[Outcome]:
    """Save each write that changes its answer and keep each that is refused.

    A write that says what the answer says, or what its base said, changes nothing. Returns
    one outcome a write, in order. Raises `NotAllowedError` if the author may not edit this
    response, and `ValueError` for a question of another section; then nothing is kept.
    """
    if not {write.question.pk for write in writes} <= {each.pk for each in section.questions}:
        raise ValueError("A write is to a question of another section.")
    # The lock orders this against approval: whichever comes second sees what the first did.
    work = (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(
            response=response,
            section=section.pk,
            response__city__memberships__user=author,
            response__city__memberships__role__in=roles_with(Permission.EDIT),
        )
        .order_by("pk")
        .first()
    )
    if work is None or not author.is_active:
        raise NotAllowedError
    saving = _Saving(response, work, author, source)
    return saving.run(writes)


def save_answer(
    response: Response,
    section: SectionShape,
    write: Write,
    *,
    author: User,
    source: Source = Source.FORM,
) -> Outcome:
    """Save one write; see `save_answers`."""
    return save_answers(response, section, [write], author=author, source=source)[0]


def refused_texts(response: Response, section: SectionShape, author: User) -> list[RefusedText]:
    """Return the person's own refused texts in a section, by question, oldest first; one query."""
    return list(
        RefusedText.objects.filter(
            response=response, question__section=section.pk, author=author
        ).select_related("question")
    )


def base_of(refused: RefusedText) -> Content:
    """Return what a refused text started from, or nothing where that is unknown; one query."""
    revision = Revision.objects.filter(
        answer__response=refused.response_id,
        answer__question=refused.question_id,
        version=refused.base_version or 0,
    ).first()
    return Content.from_json(revision.content) if revision else EMPTY


@transaction.atomic
def combine(
    response: Response,
    section: SectionShape,
    write: Write,
    *,
    settles: RefusedText,
    author: User,
) -> Outcome:
    """Save a combination and delete the refused text that it settles, both or neither.

    See `save_answers`; where the combination is refused too, both texts are kept.
    """
    outcome = save_answer(response, section, write, author=author, source=Source.COMBINATION)
    if outcome.refusal is None:
        discard_refused(response, author, [settles.pk])
    return outcome


def discard_refused(response: Response, author: User, pks: Iterable[int]) -> int:
    """Delete the person's own refused texts of these keys; return how many there were."""
    mine = RefusedText.objects.filter(response=response, author=author, pk__in=pks)
    return mine.delete()[0]


class _Saving:
    """One call of `save_answers`, with what it read and the moment it happens at."""

    def __init__(self, response: Response, work: SectionWork, author: User, source: Source) -> None:
        self.response = response
        self.work = work
        self.author = author
        self.source = source
        self.now = timezone.now()

    def run(self, writes: Sequence[Write]) -> list[Outcome]:
        answers = self._answers(writes)
        bases = self._bases(writes, answers)
        return [
            self._save(write, answers.get(write.question.pk), bases.get(write.question.pk))
            for write in writes
        ]

    def _answers(self, writes: Sequence[Write]) -> dict[int, Answer]:
        questions = [write.question.pk for write in writes]
        found = Answer.objects.filter(response=self.response, question__in=questions)
        return {answer.question_id: answer for answer in found.order_by()}

    def _bases(self, writes: Sequence[Write], answers: dict[int, Answer]) -> dict[int, Content]:
        """Return by question what each outdated write started from; no query if none is."""
        outdated: dict[int, int] = {}
        for write in writes:
            answer = answers.get(write.question.pk)
            if answer and write.base_version in range(answer.version):
                outdated[write.question.pk] = cast("int", write.base_version)
        if not outdated:
            return {}
        bases = {pk: EMPTY for pk, version in outdated.items() if version == 0}
        for revision in Revision.objects.filter(
            answer__in=[answers[pk].pk for pk in outdated],
            version__in=set(outdated.values()),
        ).select_related("answer"):
            question = revision.answer.question_id
            if outdated[question] == revision.version:
                bases[question] = Content.from_json(revision.content)
        return bases

    def _save(self, write: Write, answer: Answer | None, base: Content | None) -> Outcome:
        version = answer.version if answer else 0
        current = Content.from_json(answer.content) if answer else EMPTY
        if write.base_version is None or not 0 <= write.base_version <= version:
            unversioned = replace(write, base_version=None)
            return self._refuse(unversioned, version, Refusal.UNVERSIONED, current)
        if write.content in (base, current):
            return Outcome(write.question, version)
        if self.work.state not in WRITABLE:
            return self._refuse(write, version, Refusal.CLOSED, current)
        written = self._written(write, answer, write.base_version)
        if written is None:
            return self._refuse(write, version, Refusal.STALE, current)
        Revision.objects.create(
            answer=written,
            version=written.version,
            content=written.content,
            author=self.author,
            source=self.source,
            created_at=self.now,
        )
        return Outcome(write.question, written.version, changed=True)

    def _written(self, write: Write, answer: Answer | None, base_version: int) -> Answer | None:
        """Return the answer as this write made it, or None if it started from another version."""
        if answer:
            return self._update(write, answer, base_version)
        return self._insert(write) if base_version == 0 else None

    def _update(self, write: Write, answer: Answer, base_version: int) -> Answer | None:
        """Write over the version the author started from, or return None if it is gone."""
        version, content = base_version + 1, write.content.to_json()
        written = Answer.objects.filter(pk=answer.pk, version=base_version).update(
            version=version, content=content, updated_at=self.now, updated_by=self.author
        )
        if not written:
            return None
        answer.version, answer.content = version, content
        return answer

    def _insert(self, write: Write) -> Answer | None:
        """Write the first version, or return None if somebody else just did."""
        try:
            with transaction.atomic():
                return Answer.objects.create(
                    response=self.response,
                    question_id=write.question.pk,
                    version=1,
                    content=write.content.to_json(),
                    updated_at=self.now,
                    updated_by=self.author,
                )
        except IntegrityError:
            return None

    def _refuse(self, write: Write, version: int, refusal: Refusal, current: Content) -> Outcome:
        if write.content == current:
            return Outcome(write.question, version, refusal=refusal)
        # Pressing Save twice on one refused page keeps one copy.
        kept, _ = RefusedText.objects.get_or_create(
            response=self.response,
            question_id=write.question.pk,
            author=self.author,
            base_version=write.base_version,
            content=write.content.to_json(),
            defaults={"refusal": refusal, "created_at": self.now},
        )
        return Outcome(write.question, version, refusal=refusal, refused=kept)
