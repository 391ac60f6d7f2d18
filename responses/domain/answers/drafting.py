"""The one door for every change of an answer.

Nothing else writes `Answer`, `Revision` or `RefusedText`. A write names the version it
started from and is one conditional UPDATE (a first answer: one INSERT under the unique
constraint) in one transaction with its Revision; what is refused is kept as RefusedText.
Every write locks its section first, so that it comes before an approval or after it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from responses.domain.assignment.reach import assigned, handed_all, reaches
from responses.domain.auditing import Actor, record
from responses.domain.content.combining import combination
from responses.domain.content.content import EMPTY, Content
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.enums import WRITABLE, AuditKind, Refusal, Role, Source
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

from .opening import OpenAnswer, Place, open_answer

# They send what nobody has touched, too; whoever restores or combines means what is sent.
_WHOLE_PAGES = frozenset({Source.FORM, Source.AUTOSAVE})


@dataclass(frozen=True, slots=True)
class Write:
    """Content that somebody wants to be the answer to a question.

    `base_version` is the version it started from: 0 where nothing was answered yet, None
    where the sender did not say. That is refused, as is a version that never was.
    `continues` is the key of the author's refused text that this one goes on from, if any:
    should it be refused too, it takes the place of that one.
    """

    question: QuestionShape
    content: Content
    base_version: int | None
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a write; `refusal` says why it was refused, or is None if it was not.

    `version` is the answer's version afterwards and `changed` whether this write raised it.
    `refused` is the text kept of a refused write, or None if the answer says the same anyway.
    `combined` is what the answer says now where an autosave was not refused and yet the answer
    says something else: it met its author's own later revisions, or had nothing to change.
    """

    question: QuestionShape
    version: int
    changed: bool = False
    refusal: Refusal | None = None
    refused: RefusedText | None = None
    combined: Content | None = None


@transaction.atomic
def start_response(city: City, edition: Edition, *, actor: Actor) -> Response:
    """Return the city's response to an edition, made with all its sections if there is none.

    Raises `NotAllowedError` if the actor may not start one.
    """
    if not may(actor.person, Permission.START_RESPONSE, city):
        raise NotAllowedError
    response, created = Response.objects.get_or_create(city=city, edition=edition)
    if created:
        SectionWork.objects.bulk_create(
            SectionWork(response=response, section=section) for section in edition.sections.all()
        )
        record(AuditKind.RESPONSE_STARTED, actor, city, lambda: edition.code)
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
    one outcome a write, in order. Raises `NotAllowedError` if the author may not write one of
    these answers, and `ValueError` for a question of another section; then nothing is kept.
    """
    questions = {write.question.pk for write in writes}
    if not questions <= {each.pk for each in section.questions}:
        raise ValueError("A write is to a question of another section.")
    # The lock orders this against approval: whichever comes second sees what the first did.
    work = (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(response=response, section=section.pk, response__city__memberships__user=author)
        .annotate(
            role=F("response__city__memberships__role"),
            whole=assigned(author),
            single=handed_all(author, response, questions),
        )
        .order_by("pk")
        .first()
    )
    if work is None or not author.is_active:
        raise NotAllowedError
    if not reaches(Role(work.role), asked=work.whole or work.single):
        raise NotAllowedError
    return _Saving(response, work, author, source).run(writes)


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


def autosave(
    author: User, place: Place, read: Callable[[OpenAnswer], Write | None]
) -> Outcome | None:
    """Save what somebody is typing into one answer, as `save_answers` does.

    `read` makes the write, or None where nothing can be written; it may be called twice. An
    autosave is no conflict with its author's own later revisions: it is combined with them, and
    where both changed the same line, both stand. Returns None where there was no
    write; raises `LookupError` if the author cannot see such an answer and `NotAllowedError`
    if they may not write it.

    Four statements where nothing is in the way, once the edition is known to the process:
    reading with the lock, two writes, and no reading again; then BEGIN and COMMIT.
    """
    try:
        return _autosave(author, place, read)
    except IntegrityError:
        # A first answer that was not there when the lock was asked for; now it is.
        return _autosave(author, place, read)


@transaction.atomic
def _autosave(
    author: User, place: Place, read: Callable[[OpenAnswer], Write | None]
) -> Outcome | None:
    opened = open_answer(author, place)
    if not opened.writes or not author.is_active:
        raise NotAllowedError
    write = read(opened)
    if write is None:
        return None
    saving = _Saving(opened.work.response, opened.work, author, Source.AUTOSAVE)
    return saving.at_once(write, opened) or saving.run([write])[0]


def restore(
    response: Response,
    section: SectionShape,
    question: QuestionShape,
    version: int,
    *,
    base_version: int | None,
    author: User,
) -> Outcome:
    """Make an earlier version of an answer its newest one; later ones stay in its history.

    A write like any other, from the version that the author had before them. Raises
    `LookupError` for a version that never was, and as `save_answers` does.
    """
    revision = Revision.objects.filter(
        answer__response=response, answer__question=question.pk, version=version
    ).first()
    if revision is None:
        raise LookupError(version)
    write = Write(question, Content.from_json(revision.content), base_version)
    return save_answer(response, section, write, author=author, source=Source.RESTORE)


def refused_texts(response: Response, section: SectionShape, author: User) -> list[RefusedText]:
    """Return the person's own refused texts in a section, by question, oldest first; one query."""
    return list(
        RefusedText.objects.filter(
            response=response, question__section=section.pk, author=author
        ).select_related("question")
    )


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
    """One saving of some writes, in a section that is locked for it."""

    def __init__(self, response: Response, work: SectionWork, author: User, source: Source) -> None:
        self.response = response
        self.work = work
        self.author = author
        self.source = source
        self.now = timezone.now()

    def at_once(self, write: Write, opened: OpenAnswer) -> Outcome | None:
        """Save over what was read with the lock, or return None if that takes a closer look."""
        simple = write.base_version == opened.version and self.work.state in WRITABLE
        if not simple or write.content == opened.content:
            return None
        answer = self._updated(write, opened.pk) if opened.pk else self._inserted(write)
        return self._recorded(write, answer) if answer else None

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
        """Save a write; `base` is what it started from, or None where that is the answer."""
        version = answer.version if answer else 0
        current = Content.from_json(answer.content) if answer else EMPTY
        if write.base_version is None or not 0 <= write.base_version <= version:
            unversioned = replace(write, base_version=None)
            return self._refuse(unversioned, version, Refusal.UNVERSIONED, current)
        if answer and base is not None and self._is_own(answer, write.base_version):
            content = combination(write.question, base, write.content, current)
            meant = replace(write, content=content, base_version=version)
            outcome = self._decided(meant, answer, None, current)
            says_else = outcome.refusal is None and content != write.content
            return replace(outcome, combined=content) if says_else else outcome
        return self._decided(write, answer, base, current)

    def _is_own(self, answer: Answer, base_version: int) -> bool:
        """Return whether this is an autosave, and all since its base is its author's own."""
        if self.source != Source.AUTOSAVE:
            return False
        since = answer.revisions.filter(version__gt=base_version)
        return not since.exclude(author=self.author).exists()

    def _decided(
        self, write: Write, answer: Answer | None, base: Content | None, current: Content
    ) -> Outcome:
        version = answer.version if answer else 0
        if write.content == current:
            return Outcome(write.question, version)
        if write.content == base and self.source in _WHOLE_PAGES:
            # Whoever autosaves sees no new page, and so has to be told what is saved now.
            told = current if self.source == Source.AUTOSAVE else None
            return Outcome(write.question, version, combined=told)
        if self.work.state not in WRITABLE:
            return self._refuse(write, version, Refusal.CLOSED, current)
        written = self._updated(write, answer.pk) if answer else self._first(write)
        if written is None:
            return self._refuse(write, version, Refusal.STALE, current)
        return self._recorded(write, written)

    def _updated(self, write: Write, answer: int) -> int | None:
        """Write over the version the author started from; None if that is not the answer now."""
        written = Answer.objects.filter(pk=answer, version=write.base_version or 0).update(
            version=_next(write),
            content=write.content.to_json(),
            updated_at=self.now,
            updated_by=self.author,
        )
        return answer if written else None

    def _first(self, write: Write) -> int | None:
        """Write the first version, or return None if somebody else just did."""
        if write.base_version:
            return None
        try:
            with transaction.atomic():
                return self._inserted(write)
        except IntegrityError:
            return None

    def _inserted(self, write: Write) -> int:
        """Write the first version; raises `IntegrityError` if there is one already."""
        answer = Answer.objects.create(
            response=self.response,
            question_id=write.question.pk,
            version=1,
            content=write.content.to_json(),
            updated_at=self.now,
            updated_by=self.author,
        )
        return answer.pk

    def _recorded(self, write: Write, answer: int) -> Outcome:
        """Write the revision of a version that was just written."""
        Revision.objects.create(
            answer_id=answer,
            version=_next(write),
            content=write.content.to_json(),
            author=self.author,
            source=self.source,
            created_at=self.now,
        )
        return Outcome(write.question, _next(write), changed=True)

    def _refuse(self, write: Write, version: int, refusal: Refusal, current: Content) -> Outcome:
        if write.content == current:
            return Outcome(write.question, version, refusal=refusal)
        kept = self._continued(write, refusal) or self._kept(write, refusal)
        return Outcome(write.question, version, refusal=refusal, refused=kept)

    def _mine(self, write: Write) -> dict[str, Any]:
        return {
            "response": self.response,
            "question_id": write.question.pk,
            "author": self.author,
            "base_version": write.base_version,
        }

    def _continued(self, write: Write, refusal: Refusal) -> RefusedText | None:
        """Put a refused text in the place of the one it goes on from, and return it."""
        if write.continues is None:
            return None
        kept = RefusedText.objects.filter(pk=write.continues, **self._mine(write)).first()
        if kept:
            kept.content, kept.refusal, kept.created_at = write.content.to_json(), refusal, self.now
            kept.save()
        return kept

    def _kept(self, write: Write, refusal: Refusal) -> RefusedText:
        # Pressing Save twice on one refused page keeps one copy; two texts that were gone on
        # from may have come to say the same.
        mine = self._mine(write) | {"content": write.content.to_json()}
        return RefusedText.objects.filter(**mine).first() or RefusedText.objects.create(
            **mine, refusal=refusal, created_at=self.now
        )


def _next(write: Write) -> int:
    """Return the version that a write makes of the one it started from."""
    return (write.base_version or 0) + 1
