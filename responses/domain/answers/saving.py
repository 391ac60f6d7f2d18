"""Saves writes in a section that is locked: the only code that writes `Answer` and `Revision`.

`drafting` has asked before whether the author may write; nothing else comes here. Each write is
one conditional UPDATE (a first answer: one INSERT under the unique constraint), in one
transaction with its Revision.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from responses.domain.checks.noting import carry_notes
from responses.domain.checks.readdressed import known_addresses, readdressed
from responses.domain.compiled import Update, compiled, compiled_insert, compiled_update
from responses.domain.content.combining import combination
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.identity import identified
from responses.domain.content.translating import wording
from responses.domain.coverage.claiming import carry_purposes
from responses.enums import WRITABLE, Refusal, Source
from responses.models import Answer, Response, Revision, SectionWork, User

from .opening import OpenAnswer
from .refused import store_refused
from .writes import Outcome, Write

# They send what nobody has touched, too; whoever restores or combines means what is sent.
_WHOLE_PAGES = frozenset({Source.FORM, Source.AUTOSAVE})


_Place = tuple[int, str]


class Saving:
    """One saving of some writes, in a section that is locked for it."""

    def __init__(
        self,
        response: Response,
        work: SectionWork,
        author: User,
        source: Source,
        returned_by: str = "",
    ) -> None:
        self.response = response
        self.work = work
        self.author = author
        self.source = source
        self.returned_by = returned_by
        self.now = timezone.now()

    def fast_path(self, write: Write, opened: OpenAnswer) -> Outcome | None:
        """Save over what was read with the lock, or return None if that takes a closer look."""
        simple = write.base_version == opened.version and self._takes(write)
        if not simple or write.content == opened.content:
            return None
        write = self._identified(write, opened.content)
        if opened.pk:
            answer = self._updated(write, opened.pk, opened.content)
        else:
            answer = self._inserted(write)
        return self._recorded(write, answer, opened.content) if answer else None

    def run(self, writes: Sequence[Write]) -> list[Outcome]:
        """Save each write or keep it as refused; one outcome a write, in order."""
        answers = self._answers(writes)
        bases = self._bases(writes, answers)
        return [
            self._save(write, answers.get(write.question.place), bases.get(write.question.place))
            for write in writes
        ]

    def _answers(self, writes: Sequence[Write]) -> dict[_Place, Answer]:
        asked: dict[str, set[int]] = {}
        for write in writes:
            asked.setdefault(write.question.language, set()).add(write.question.pk)
        return {
            (answer.question_id, language): answer
            for language, questions in asked.items()
            for answer in _answers(self.response.pk, questions, language)
        }

    def _bases(
        self, writes: Sequence[Write], answers: dict[_Place, Answer]
    ) -> dict[_Place, Content]:
        """Return by question what each outdated write started from; no query if none is."""
        outdated: dict[_Place, int] = {}
        for write in writes:
            answer = answers.get(write.question.place)
            if answer and write.base_version in range(answer.version):
                outdated[write.question.place] = cast("int", write.base_version)
        if not outdated:
            return {}
        bases = {place: EMPTY for place, version in outdated.items() if version == 0}
        places = {answers[place].pk: place for place in outdated}
        for revision in Revision.objects.filter(
            answer__in=places, version__in=set(outdated.values())
        ):
            place = places[revision.answer_id]
            if outdated[place] == revision.version:
                bases[place] = Content.from_json(revision.content)
        return bases

    def _save(self, write: Write, answer: Answer | None, base: Content | None) -> Outcome:
        """Save a write; `base` is what it started from, or None where that is the answer."""
        version = answer.version if answer else 0
        current = Content.from_json(answer.content) if answer else EMPTY
        if write.base_version is None or not 0 <= write.base_version <= version:
            unversioned = replace(write, base_version=None)
            return self._refuse(unversioned, version, Refusal.UNVERSIONED, current)
        content = None
        if answer and base is not None and self._only_own_since(answer, write.base_version):
            content = combination(write.question, base, write.content, current)
        if content is not None:
            meant = replace(
                write,
                content=content,
                base_version=version,
                translates=_translated_by_both(write, answer),
            )
            outcome = self._apply(meant, answer, None, current)
            says_else = outcome.refusal is None and content != write.content
            return replace(outcome, combined=content) if says_else else outcome
        return self._apply(write, answer, base, current)

    def _only_own_since(self, answer: Answer, base_version: int) -> bool:
        """Return whether this is an autosave, and all since its base is its author's own."""
        if self.source != Source.AUTOSAVE:
            return False
        since = answer.revisions.filter(version__gt=base_version)
        return not since.exclude(author=self.author).exists()

    def _apply(
        self, write: Write, answer: Answer | None, base: Content | None, current: Content
    ) -> Outcome:
        version = answer.version if answer else 0
        if write.content == current and not self._confirms(write, answer):
            return Outcome(write.question, version)
        if write.content == base and self.source in _WHOLE_PAGES:
            # Whoever autosaves sees no new page, and so has to be told what is saved now.
            told = current if self.source == Source.AUTOSAVE else None
            return Outcome(write.question, version, combined=told)
        if not self._takes(write):
            return self._refuse(write, version, Refusal.CLOSED, current)
        known = self._identified(write, current)
        written = self._updated(known, answer.pk, current) if answer else self._first(known)
        if written is None:
            return self._refuse(write, version, Refusal.STALE, current)
        return self._recorded(known, written, current)

    def _takes(self, write: Write) -> bool:
        """Return whether the section is open for what is written; the row is as locked."""
        translated = write.question.language and self.work.translations_open
        return self.work.state in WRITABLE or bool(translated)

    def _identified(self, write: Write, current: Content) -> Write:
        """Return a write whose rows are known for those that they are in the answer now."""
        if write.question.language:
            return write
        restored = self.source == Source.RESTORE
        of = write.question, write.content, current, _next(write)
        return replace(write, content=identified(*of, restored=restored))

    def _confirms(self, write: Write, answer: Answer | None) -> bool:
        """Return whether a write says that a translation is right for a newer original.

        What a page saves by itself says so of nothing that its person has left as it is.
        """
        if answer is None or answer.translates is None or self.source == Source.AUTOSAVE:
            return False
        return (write.translates or 0) > answer.translates

    def _updated(self, write: Write, answer: int, current: Content) -> int | None:
        """Write over the version the author started from; None if that is not the answer now.

        `current` is what that version says.
        """
        question = write.question
        of = answer, write.base_version or 0, write.content.to_json()
        over = *of, self.now, self.author.pk, self.returned_by
        if question.language:
            written = _translated_over(*over, write.translates or 0)
        elif wording(question, write.content) == wording(question, current):
            written = _written_over(*over)
        else:
            written = _reworded(*over)
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
            language=write.question.language,
            translates=_translates(write),
            version=1,
            # Of a first answer without texts, nothing that came before is outdated.
            words_version=int(any(wording(write.question, write.content))),
            content=write.content.to_json(),
            updated_at=self.now,
            updated_by=self.author,
            returned_by=self.returned_by,
        )
        return answer.pk

    def _recorded(self, write: Write, answer: int, before: Content) -> Outcome:
        """Write the revision of a version that was just written over what was there before."""
        if not write.question.language:
            self._carry(write, before)
        of = answer, _next(write), write.content.to_json(), _translates(write)
        _revised(*of, self.author.pk, str(self.source), self.now)
        return Outcome(write.question, _next(write), changed=True)

    def _carry(self, write: Write, before: Content) -> None:
        """Keep what is said of addresses beside the answer where they became others."""
        question, after = write.question, write.content
        if changes := readdressed(question, before, after):
            named = known_addresses(question, before), known_addresses(question, after)
            carry_purposes(self.response.pk, question.key, changes, *named)
            carry_notes(self.response.pk, changes)

    def _refuse(self, write: Write, version: int, refusal: Refusal, current: Content) -> Outcome:
        if write.content == current:
            return Outcome(write.question, version, refusal=refusal)
        kept = store_refused(self.response, write, refusal, author=self.author, at=self.now)
        return Outcome(write.question, version, refusal=refusal, refused=kept)


@compiled
def _answers(response: int, questions: Collection[int], language: str) -> QuerySet[Answer, Answer]:
    found = Answer.objects.filter(response=response, question__in=questions)
    return found.filter(language=language).order_by()


def _translates(write: Write) -> int | None:
    """Return the version of the original that a translation was made from, None of an original."""
    return (write.translates or 0) if write.question.language else None


def _translated_by_both(write: Write, answer: Answer | None) -> int | None:
    """Return of which version a translation is that comes of two, made beside perhaps two."""
    if answer is None or answer.translates is None:
        return None
    return min(write.translates or 0, answer.translates)


@compiled_update
def _written_over(  # noqa: PLR0917 - a compiled query has its arguments by position
    answer: int, base: int, content: dict[str, Any], at: datetime, author: int, returned_by: str
) -> Update:
    return _over(answer, base, content, at, author, returned_by)


@compiled_update
def _reworded(  # noqa: PLR0917 - a compiled query has its arguments by position
    answer: int, base: int, content: dict[str, Any], at: datetime, author: int, returned_by: str
) -> Update:
    more = {"words_version": F("version") + 1}
    return _over(answer, base, content, at, author, returned_by, **more)


@compiled_update
def _translated_over(  # noqa: PLR0917 - a compiled query has its arguments by position
    answer: int,
    base: int,
    content: dict[str, Any],
    at: datetime,
    author: int,
    returned_by: str,
    translates: int,
) -> Update:
    return _over(answer, base, content, at, author, returned_by, translates=translates)


def _over(  # noqa: PLR0917 - as those that call it
    answer: int,
    base: int,
    content: dict[str, Any],
    at: datetime,
    author: int,
    returned_by: str,
    **more: Any,
) -> Update:
    by = {"updated_at": at, "updated_by": author, "returned_by": returned_by}
    values = {"version": F("version") + 1, "content": content, **by}
    return Update(Answer.objects.filter(pk=answer, version=base), values | more)


@compiled_insert
def _revised(  # noqa: PLR0917 - a compiled query has its arguments by position
    answer: int,
    version: int,
    content: dict[str, Any],
    translates: int | None,
    author: int,
    source: str,
    at: datetime,
) -> Revision:
    return Revision(
        answer_id=answer,
        version=version,
        content=content,
        translates=translates,
        author_id=author,
        source=source,
        created_at=at,
    )


def _next(write: Write) -> int:
    """Return the version that a write makes of the one it started from."""
    return (write.base_version or 0) + 1
