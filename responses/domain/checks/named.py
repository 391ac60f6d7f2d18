"""Which web addresses are named: by answers and their translations, and by services."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from responses.domain.content.finding import named_in
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import fault
from responses.domain.content.translating import worded
from responses.domain.digests import digest
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape
from responses.enums import ORIGINAL
from responses.models import Answer, City, Edition, Proof

from .targets import Target, target_of
from .trouble import TroubleError


def address_digest(target: Target) -> str:
    """Return by what an address is known."""
    return digest(target.url)


def target_or_none(url: str) -> Target | None:
    """Return what a link asks for; None if it cannot be linked, and so is not checked."""
    if fault(url) is not None:
        return None
    try:
        return target_of(url)
    except TroubleError:
        return None


class NamedIn(NamedTuple):
    """What names an address: an answer, its translation, or an entry of the list of services.

    By keys: of its response, and of an answer its section and question, with the `language` of a
    translation; of a service that of its indicator, with its department. `at` is when it changed.
    """

    response: int
    at: datetime
    section: int | None = None
    question: int | None = None
    language: str = ORIGINAL
    service: str = ""
    department: str = ""


Naming = tuple[Target, NamedIn]
"""An address that is named, and what names it."""


def read_namings(
    city: City | None = None, changed_since: datetime | None = None
) -> Iterator[Naming]:
    """Yield what answers, translations and services name, of a city or of all.

    Or only what changed since. A query for each edition, and two.
    """
    answers, proofs = Answer.objects.all(), Proof.objects.exclude(services={})
    if city:
        answers, proofs = answers.filter(response__city=city), proofs.filter(response__city=city)
    if changed_since:
        answers = answers.filter(updated_at__gte=changed_since)
        proofs = proofs.filter(services_at__gte=changed_since)
    yield from _read(answers)
    yield from _of_services(proofs)


def by_digest(namings: Iterable[Naming]) -> dict[str, Target]:
    """Return by their digests the addresses that are named. Pure."""
    return {address_digest(target): target for target, _place in namings}


def _of_services(proofs: QuerySet[Proof]) -> Iterator[Naming]:
    rows = proofs.order_by("pk").values_list("response", "services", "services_at")
    for response, services, at in rows.iterator(chunk_size=100):
        for key, service in services.items():
            if service["url"] and (target := target_or_none(service["url"])):
                department = service["department"]
                place = NamedIn(response, at or _LONG_AGO, service=key, department=department)
                yield target, place


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When services changed of which that was not kept yet."""


def named_in_answers(
    responses: Collection[int], questions: Collection[int]
) -> Iterator[tuple[str, NamedIn]]:
    """Yield by its digest each address that answers to some questions name; as many queries.

    And their translations.
    """
    asked = Answer.objects.filter(response__in=responses, question__in=questions)
    for target, place in _read(asked):
        yield address_digest(target), place


def _read(answers: QuerySet[Answer]) -> Iterator[Naming]:
    """Yield what originals name, and translations in which cities submit now."""
    is_said = Q(language=ORIGINAL) | Q(language=F("response__city__submission_language"))
    for edition in Edition.objects.order_by("pk"):
        found = answers.filter(is_said, response__edition=edition).order_by("pk")
        rows = found.values_list(
            *("response", "updated_at", "question__section", "question", "language", "content")
        )
        questions: dict[int, QuestionShape] = {}
        for response, at, section, question, language, content in rows.iterator(chunk_size=500):
            questions = questions or _questions(edition)
            place = NamedIn(response, at, section, question, language)
            asked = questions[question]
            # A translation has texts of its own, and the addresses of links from its original.
            shape = worded(asked) if language else asked
            for url in _urls(shape, content.get("parts", {})):
                if target := target_or_none(url):
                    yield target, place


def _questions(edition: Edition) -> dict[int, QuestionShape]:
    return {
        question.pk: question
        for section in edition_shape(edition).sections
        for question in section.questions
    }


def _urls(question: QuestionShape, parts: dict[str, object]) -> Iterator[str]:
    """Yield the addresses of an answer as they were typed."""
    for part in question.parts:
        value = parts.get(part.key)
        if value is None:
            continue
        kind = KINDS[part.kind]
        for link in kind.evidence(value):
            yield link.url
        for text, *_place in kind.phrases(value) if kind.explains else ():
            yield from named_in(text)
