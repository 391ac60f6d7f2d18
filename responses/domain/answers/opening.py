"""Opening one answer for writing: its section locked and the answer read, in one query."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet

from responses.domain.assignment.reach import assigned, delegated, reaches
from responses.domain.compiled import compiled
from responses.domain.content.content import EMPTY, Content
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape
from responses.enums import Role
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
    """

    work: SectionWork
    role: Role
    writes: bool
    question: QuestionShape
    pk: int | None
    version: int
    content: Content


def open_answer(author: User, place: AnswerRef) -> OpenAnswer:
    """Lock a section until the transaction ends, and return one of its answers; one query.

    Whether the person may write is told, not asked for. Raises `LookupError` if they cannot see it.
    """
    work = next(
        iter(_opening(author.pk, place.city, place.edition, place.section, place.question)), None
    )
    if work is None:
        raise LookupError(place)
    question = edition_shape(work.response.edition).questions_by_key[place.question]
    role = Role(work.role)
    return OpenAnswer(
        work=work,
        role=role,
        writes=reaches(role, asked=work.whole or work.single),
        question=question,
        pk=work.answer,
        version=work.version or 0,
        content=Content.from_json(work.content) if work.content else EMPTY,
    )


@compiled
def _opening(
    author: int, city: str, edition: str, section: str, question: str
) -> QuerySet[SectionWork, Any]:
    """Return the one section there may be, to be locked, with the answer beside it."""
    of_question = "section__questions__answers"
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
        .annotate(
            # One outer join; a subquery a column takes twice as long to compile.
            said=FilteredRelation(
                of_question, condition=Q((f"{of_question}__response", F("response")))
            ),
            role=F("response__city__memberships__role"),
            whole=assigned(author),
            single=delegated(author, "response", "section__questions"),
            answer=F("said__pk"),
            version=F("said__version"),
            content=F("said__content"),
        )
        .order_by()
    )
