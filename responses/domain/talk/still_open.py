"""The open threads of a response: how many there are, and which; also of translations.

Threads on translations into a language in which the city no longer submits wait, unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value

from responses.domain.compiled import compiled
from responses.domain.content.translating import find_question, named
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.people.labels import called_in, has_namesake
from responses.domain.progress.progress import Open
from responses.enums import ORIGINAL
from responses.models import Remark, Response, Thread


@dataclass(frozen=True, slots=True)
class OpenThread:
    """An open thread, by what it was started with; one that is `required` keeps from sealing."""

    pk: int
    section: SectionShape
    question: QuestionShape
    required: bool
    by: str
    text: str


def languages_of(response: Response) -> tuple[str, ...]:
    """Return the languages of which there are threads to see: the others wait, unseen.

    Of originals, which have none, and the one in which the city submits.
    """
    into = response.city.submission_language
    return (ORIGINAL, into) if into else (ORIGINAL,)


def is_seen(thread: str = "") -> Q:
    """Return, for a query, the same of one thread; `thread` is the path to it."""
    into = F(f"{thread}response__city__submission_language")
    return Q((f"{thread}language", ORIGINAL)) | Q((f"{thread}language", into))


def cut(threads: QuerySet[Thread], places: range) -> QuerySet[Thread, Any]:
    """Return, for a query, the keys of threads by their places."""
    return threads.values("pk")[places.start : places.stop]


def counts(response: int, *, resolved: bool) -> QuerySet[Thread, Any]:
    """Return how many threads of a response are alike that are open, or are resolved."""
    kinds = Thread.objects.filter(response=response, resolved_at__isnull=not resolved).order_by()
    is_resolved = Value(int(resolved))
    rows = kinds.values_list("question", "language", "required", is_resolved)
    return rows.annotate(count=Count("*"))


@compiled
def _open_by_place(response: int) -> QuerySet[Thread, tuple[int, str, bool, int, int]]:
    return counts(response, resolved=False)


def open_by_place(response: Response) -> Mapping[tuple[int, str], Open]:
    """Return how many threads are open, and required, by `QuestionShape.place`; one query."""
    found: dict[tuple[int, str], Open] = {}
    seen = languages_of(response)
    for question, language, required, _resolved, count in _open_by_place(response.pk):
        if language in seen:
            alike = Open.alike(count, required=required, language=language)
            found[question, language] = found.get((question, language), Open()) + alike
    return found


def read_open(response: Response, section: SectionShape) -> Mapping[str, Open]:
    """Return how many threads are open, and required, by question key; one query."""
    keys = {each.pk: each.key for each in section.questions}
    return {
        named(keys[question], language): count
        for (question, language), count in open_by_place(response).items()
        if question in keys
    }


def is_required_open(response: Response) -> bool:
    """Return whether an open thread stands in the way of sealing; one query.

    It reads in which language the city submits now.
    """
    found = Thread.objects.filter(response=response, resolved_at__isnull=True, required=True)
    return found.filter(is_seen()).exists()


def count_open(response: Response) -> Open:
    """Return how many threads of a response are open, and required; one query."""
    return sum(open_by_place(response).values(), Open())


def open_threads(response: Response, required: range, others: range) -> list[OpenThread]:
    """Return open threads by their places among the required and the other ones; one query.

    Those of either kind are in the form's order. No query if there are no places, and one more
    where who started one is named like somebody else of the city.
    """
    if not (required or others):
        return []
    found = _open(response)
    wanted = Q(pk__in=cut(found.filter(required=True), required))
    wanted |= Q(pk__in=cut(found.filter(required=False), others))
    first = Remark.objects.filter(thread=OuterRef("pk")).order_by("pk")
    first = first.annotate(alike=has_namesake("author", response.city_id))
    rows = found.filter(wanted).values_list(
        "pk",
        "question__section__key",
        "question__key",
        "language",
        "required",
        *(Subquery(first.values(name)[:1]) for name in _FIRST),
    )
    edition, city = edition_shape(response.edition), response.city_id
    threads = list(rows)
    called = called_in(
        (city, key, name or email, alike) for *_, key, name, email, alike, _text in threads
    )
    return [
        OpenThread(
            pk,
            edition.sections_by_key[section],
            find_question(edition, named(question, language)),
            required,
            called[city, author],
            text,
        )
        for pk, section, question, language, required, author, *_names, text in threads
    ]


def _open(response: Response) -> QuerySet[Thread]:
    found = Thread.objects.filter(response=response, resolved_at__isnull=True)
    found = found.filter(language__in=languages_of(response))
    return found.order_by("question__section__position", "question__position", "language", "pk")


_FIRST = ("author", "author__name", "author__email", "alike", "text")
