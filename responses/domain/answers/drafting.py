"""The one door for every change of an answer: who comes in here may write, and locks first.

Nothing else writes an answer. A write names the version it started from; what is refused is
kept as a refused text. Every write locks its section first, so that it comes before an
approval or after it; then `saving` writes.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from responses.domain.assignment.reach import assigned, delegated_all, reaches, translates
from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import NotAllowedError
from responses.enums import Role, Source
from responses.models import RefusedText, Response, Revision, SectionWork, User

from .known_files import require_known
from .opening import AnswerRef, OpenAnswer, open_answer
from .refused import discard_refused
from .saving import Saving
from .writes import Outcome, Write


@transaction.atomic
def save_answers(
    response: Response,
    section: SectionShape,
    writes: Sequence[Write],
    *,
    author: User,
    source: Source = Source.FORM,
    returned_by: str = "",
) -> list[Outcome]:
    """Save each write that changes its answer and keep each that is refused.

    What comes in a file that was handed out is `returned_by` somebody, in words.
    A write that says what the answer says, or what its base said, changes nothing. Returns
    one outcome a write, in order. Raises `NotAllowedError` if the author may not write one of
    these answers, and `ValueError` for a question of another section; then nothing is kept.
    """
    questions = {write.question.pk for write in writes}
    if not questions <= {each.pk for each in section.questions}:
        raise ValueError("A write is to a question of another section.")
    # The lock orders this against approval: whichever comes second sees what the first did.
    work = next(iter(_locked(author.pk, response.pk, section.pk, questions)), None)
    if work is None or not author.is_active:
        raise NotAllowedError
    only_translates = work.translates and all(write.question.language for write in writes)
    if not reaches(Role(work.role), asked=work.whole or work.single or only_translates):
        raise NotAllowedError
    require_known(response.pk, [(write, EMPTY) for write in writes])
    return Saving(response, work, author, source, returned_by).run(writes)


@compiled
def _locked(
    author: int, response: int, section: int, questions: Collection[int]
) -> QuerySet[SectionWork, Any]:
    """Return the one section there may be, and whether the author may write these questions.

    Or their translations alone.
    """
    return (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(response=response, section=section, response__city__memberships__user=author)
        .annotate(
            role=F("response__city__memberships__role"),
            whole=assigned(author),
            single=delegated_all(author, response, questions),
            translates=translates(author),
        )
        .order_by()
    )


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
    author: User, place: AnswerRef, build_write: Callable[[OpenAnswer], Write | None]
) -> Outcome | None:
    """Save what somebody is typing into one answer, as `save_answers` does.

    `build_write` makes the write, or None where nothing can be written; it may be called twice. An
    autosave is no conflict with its author's own later revisions: it is combined with them, and
    where both changed the same line, both stand. Returns None where there was no
    write; raises `LookupError` if the author cannot see such an answer and `NotAllowedError`
    if they may not write it.

    Four statements where nothing is in the way, once the edition is known to the process:
    reading with the lock, two writes, and no reading again; then BEGIN and COMMIT.
    """
    try:
        return _autosave(author, place, build_write)
    except IntegrityError:
        # A first answer that was not there when the lock was asked for; now it is.
        return _autosave(author, place, build_write)


@transaction.atomic
def _autosave(
    author: User, place: AnswerRef, build_write: Callable[[OpenAnswer], Write | None]
) -> Outcome | None:
    opened = open_answer(author, place)
    if not opened.writes or not author.is_active:
        raise NotAllowedError
    write = build_write(opened)
    if write is None:
        return None
    require_known(opened.work.response_id, [(write, opened.content)])
    saving = Saving(opened.work.response, opened.work, author, Source.AUTOSAVE)
    return saving.fast_path(write, opened) or saving.run([write])[0]


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
        answer__response=response,
        answer__question=question.pk,
        answer__language=question.language,
        version=version,
    ).first()
    if revision is None:
        raise LookupError(version)
    content = Content.from_json(revision.content)
    write = Write(question, content, base_version, translates=revision.translates)
    return save_answer(response, section, write, author=author, source=Source.RESTORE)


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
