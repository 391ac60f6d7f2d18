"""All that was said of a response, as files of it tell it, and what they call its people."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from responses.domain.content.translating import named
from responses.domain.people.labels import has_namesake, tell_apart
from responses.models import Answer, Remark, Response, Thread, User

from .still_open import languages_of

_CITY = "thread__response__city"


class TranscriptRow(NamedTuple):
    """One remark: of which question, in which thread of it, from 1, and how that stands.

    Of a translation, the key of the question is its own. `suggests` is whether it proposes a text,
    and `accepted` as which version that was taken.
    """

    question: str
    thread: int
    required: bool
    resolved_at: datetime | None
    resolved_by: str
    by: str
    at: datetime
    version: int
    text: str
    suggests: bool
    accepted: int | None


def transcript(response: Response) -> tuple[TranscriptRow, ...]:
    """Return what was said, in the form's order, the oldest first; one query.

    Another, where one of its people is named like somebody else of the city.
    """
    found = Remark.objects.filter(
        thread__response=response, thread__language__in=languages_of(response)
    ).select_related("author", "thread__question", "thread__resolved_by")
    places = ("thread__question__section__position", "thread__question__position")
    numbers: dict[str, dict[int, int]] = {}
    said = []
    alike = Q(has_namesake("author", _CITY)) | Q(has_namesake("thread__resolved_by", _CITY))
    rows = found.annotate(has_namesake=alike)
    remarks = list(rows.order_by(*places, "thread__language", "thread", "pk"))
    tell_apart(remarks, response.city_id, "author", "thread.resolved_by")
    for remark in remarks:
        thread = remark.thread
        question = named(thread.question.key, thread.language)
        threads = numbers.setdefault(question, {})
        said.append(
            TranscriptRow(
                question=question,
                thread=threads.setdefault(thread.pk, len(threads) + 1),
                required=thread.required,
                resolved_at=thread.resolved_at,
                resolved_by=str(thread.resolved_by) if thread.resolved_by else "",
                by=str(remark.author),
                at=remark.created_at,
                version=remark.version,
                text=remark.text,
                suggests=remark.suggestion is not None,
                accepted=remark.accepted_version,
            )
        )
    return tuple(said)


def latin_names(response: Response) -> Mapping[str, str]:
    """Return how those who answered, translated or talked write their names in Latin letters.

    By what they are called, with their address where others have their name. One query, and another
    where there are such people.
    """
    mine = Q(pk__in=Answer.objects.filter(response=response).order_by().values("updated_by"))
    mine |= Q(pk__in=Remark.objects.filter(thread__response=response).order_by().values("author"))
    mine |= Q(pk__in=Thread.objects.filter(response=response).order_by().values("resolved_by"))
    alike = has_namesake("", response.city_id)
    people = list(User.objects.filter(mine).annotate(has_namesake=alike).order_by("pk"))
    names = {who.pk: who.name for who in people}
    tell_apart(people, response.city_id, "")
    return {
        str(who): who.latin_name if str(who) == names[who.pk] else f"{who.latin_name} ({who.email})"
        for who in people
        if who.latin_name
    }
