"""Texts that could not be saved, kept until their author settles them; the one writer of them.

That is `RefusedText`. A text that goes on from a refused one takes its place.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.notices.notices import settle_kept
from responses.enums import ORIGINAL, Refusal
from responses.models import RefusedText, Response, User

from .writes import Write


def refused_keys(response: Response, section: SectionShape, author: User) -> list[int]:
    """Return the keys of a person's own refused texts in a section; one query.

    They come by question, oldest first. Their texts, of which there may be many, are not read.
    One of a translation waits until its city submits in its language again.
    """
    return _keys(response.pk, section.pk, author.pk)


# What a city still submits: its answers, and their translations into its language.
_SUBMITTED = Q(language=ORIGINAL) | Q(language=F("response__city__submission_language"))


@compiled
def _keys(response: int, section: int, author: int) -> QuerySet[RefusedText, int]:
    mine = RefusedText.objects.filter(_SUBMITTED, response=response, author=author)
    return mine.filter(question__section=section).values_list("pk", flat=True)


def read_unsettled(
    response: Response, section: SectionShape | None = None, *, but: User | None = None
) -> Mapping[tuple[int, str], list[User]]:
    """Return whose refused texts wait, by question and language; one query.

    Of a section or the whole response, and without those of one person. Only of members of the
    city, as nobody else can settle theirs, and of what it still submits.
    """
    found = _waiting_in(response.pk, section.pk) if section else _waiting(response.pk)
    authors: dict[tuple[int, str], list[User]] = {}
    for text in found:
        whose = authors.setdefault((text.question_id, text.language), [])
        if text.author not in (but, *whose):
            whose.append(text.author)
    return {place: whose for place, whose in authors.items() if whose}


@compiled
def _waiting(response: int) -> QuerySet[RefusedText, RefusedText]:
    return _unsettled().filter(response=response)


@compiled
def _waiting_in(response: int, section: int) -> QuerySet[RefusedText, RefusedText]:
    return _unsettled().filter(response=response, question__section=section)


def _unsettled() -> QuerySet[RefusedText, RefusedText]:
    """Return what those can settle who wrote it, without the texts."""
    settling = Q(author__memberships__city=F("response__city"), author__is_active=True)
    found = RefusedText.objects.filter(_SUBMITTED, settling).select_related("author")
    return found.only("question", "language", "author__name", "author__email").order_by(
        "author__name", "author"
    )


def refused_texts(response: Response, author: User, pks: Iterable[int]) -> list[RefusedText]:
    """Return those of a person's own refused texts, in the same order; one query."""
    return _texts(response.pk, author.pk, [*pks])


@compiled
def _texts(response: int, author: int, pks: Collection[int]) -> QuerySet[RefusedText, RefusedText]:
    mine = RefusedText.objects.filter(response=response, author=author, pk__in=pks)
    return mine.select_related("question")


def discard_refused(response: Response, author: User, pks: Iterable[int]) -> int:
    """Delete the person's own refused texts of these keys; return how many there were.

    That what came back in a file has to be merged is settled by it. Two queries at most.
    """
    keys = [*pks]
    count = RefusedText.objects.filter(response=response, author=author, pk__in=keys).delete()[0]
    if count:
        settle_kept(response, keys)
    return count


def store_refused(
    response: Response, write: Write, refusal: Refusal, *, author: User, at: datetime
) -> RefusedText:
    """Keep what a refused write says, in place of the text that it goes on from if it does."""
    mine = {
        "response": response,
        "question_id": write.question.pk,
        "language": write.question.language,
        "author": author,
        "base_version": write.base_version,
    }
    return _continued(write, refusal, mine, at) or _stored(write, refusal, mine, at)


def _continued(
    write: Write, refusal: Refusal, mine: dict[str, Any], at: datetime
) -> RefusedText | None:
    if write.continues is None:
        return None
    kept = RefusedText.objects.filter(pk=write.continues, **mine).first()
    if kept:
        RefusedText.objects.filter(pk=kept.pk).update(
            content=write.content.to_json(), refusal=refusal, created_at=at
        )
    return kept


def _stored(write: Write, refusal: Refusal, mine: dict[str, Any], at: datetime) -> RefusedText:
    # Pressing Save twice on one refused page keeps one copy; two texts that were gone on
    # from may have come to say the same.
    same = mine | {"content": write.content.to_json()}
    return RefusedText.objects.filter(**same).first() or RefusedText.objects.create(
        **same, refusal=refusal, created_at=at
    )
