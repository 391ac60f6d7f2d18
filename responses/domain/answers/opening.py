"""Opening one answer for writing: its section locked and the answer read, in one query."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet

from responses.domain.assignment.reach import assigned, delegated, reaches, translates
from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.translating import Original, find_question, parted
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape
from responses.enums import ORIGINAL, Role
from responses.models import SectionWork, User


class AnswerRef(NamedTuple):
    """Which answer of which response, as addresses say it."""

    city: str
    edition: str
    section: str
    question: str


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer as it was read together with the lock of its section.

    `writes` says whether the person may write it, whatever its section's state.
    `version`, `content` and `pk` (None where nothing was answered yet) may be older than the
    lock: a write that starts from them is proved by its conditional UPDATE or INSERT.
    `original` is what a translation is of, as old as they are, and `translates` the version of it
    that the translation is of.
    """

    work: SectionWork
    role: Role
    writes: bool
    question: QuestionShape
    pk: int | None
    version: int
    content: Content
    original: Original | None = None
    translates: int | None = None


def open_answer(author: User, place: AnswerRef) -> OpenAnswer:
    """Lock a section until the transaction ends, and return one of its answers; one query.

    Whether the person may write is told, not asked for. Raises `LookupError` if they cannot see it.
    """
    key, language = parted(place.question)
    of = author.pk, place.city, place.edition, place.section, key
    works = _opening_translation(*of, language) if language else _opening(*of)
    if not works:
        raise LookupError(place)
    work, edition = works[0], edition_shape(works[0].response.edition)
    try:
        question = find_question(edition, place.question)
    except KeyError:
        raise LookupError(place) from None
    if language not in {ORIGINAL, work.response.city.submission_language}:
        raise LookupError(place)
    role = Role(work.role)
    asked = work.whole or work.single or bool(language and work.translates)
    return OpenAnswer(
        work=work,
        role=role,
        writes=reaches(role, asked=asked),
        question=question,
        pk=work.answer,
        version=work.version or 0,
        content=_content(work.content),
        original=_original(edition.questions_by_key[key], work) if language else None,
        translates=work.translated if language else None,
    )


def _original(question: QuestionShape, work: Any) -> Original:
    content = _content(work.original_content)
    return Original(question, content, work.original_version or 0, work.words_version or 0)


def _content(stored: Any) -> Content:
    return Content.from_json(stored) if stored else EMPTY


@compiled
def _opening(
    author: int, city: str, edition: str, section: str, question: str
) -> QuerySet[SectionWork, Any]:
    """Return the one section there may be, to be locked, with the answer beside it."""
    said = _said(Q((f"{_OF_QUESTION}__language", ORIGINAL)))
    return _sections(author, city, edition, section, question).annotate(said=said, **_SAID)


@compiled
def _opening_translation(  # noqa: PLR0917 - a compiled query has its arguments by position
    author: int, city: str, edition: str, section: str, question: str, language: str
) -> QuerySet[SectionWork, Any]:
    """Return the same with a translation, and the answer that it is of."""
    return _sections(author, city, edition, section, question).annotate(
        said=_said(Q((f"{_OF_QUESTION}__language", language))),
        **_SAID,
        original=_said(Q((f"{_OF_QUESTION}__language", ORIGINAL))),
        original_version=F("original__version"),
        original_content=F("original__content"),
        words_version=F("original__words_version"),
        translates=translates(author),
        translated=F("said__translates"),
    )


_OF_QUESTION = "section__questions__answers"
_SAID = {"answer": F("said__pk"), "version": F("said__version"), "content": F("said__content")}


def _said(which: Q) -> FilteredRelation:
    """Return an answer to the question, by an outer join: subqueries take twice as long."""
    return FilteredRelation(
        _OF_QUESTION, condition=Q((f"{_OF_QUESTION}__response", F("response"))) & which
    )


def _sections(
    author: int, city: str, edition: str, section: str, question: str
) -> QuerySet[SectionWork, Any]:
    return (
        SectionWork.objects.select_for_update(of=("self",))
        .filter(
            response__city__slug=city,
            response__edition__code=edition,
            response__city__memberships__user=author,
            section__key=section,
            section__questions__key=question,
        )
        .select_related("response__city", "response__edition")
        .defer("response__edition__indicators")
        .annotate(
            role=F("response__city__memberships__role"),
            whole=assigned(author),
            single=delegated(author, "response", "section__questions"),
        )
        .order_by()
    )
