"""Which web addresses are named: by answers, in their links and texts, and by services."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from responses.domain.content.finding import addresses_in
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import fault
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


@dataclass(frozen=True, slots=True)
class NamedIn:
    """An answer that names an address, by keys: of its response, its section and its question."""

    response: int
    section: int
    question: int


def named_targets(
    city: City | None = None, changed_since: datetime | None = None
) -> dict[str, Target]:
    """Return by their digests the addresses that answers and services name, of a city or of all.

    Or only those of answers and services that changed since. A query for each edition, and two.
    """
    answers, proofs = Answer.objects.all(), Proof.objects.exclude(services={})
    if city:
        answers, proofs = answers.filter(response__city=city), proofs.filter(response__city=city)
    if changed_since:
        answers = answers.filter(updated_at__gte=changed_since)
        proofs = proofs.filter(services_at__gte=changed_since)
    found = {address_digest(target): target for _place, target in _read(answers)}
    return found | {address_digest(target): target for target in _of_services(proofs)}


def _of_services(proofs: QuerySet[Proof]) -> Iterator[Target]:
    rows = proofs.order_by("pk").values_list("services", flat=True)
    for services in rows.iterator(chunk_size=100):
        for service in services.values():
            if service["url"] and (target := target_or_none(service["url"])):
                yield target


def answers_naming(digests: Collection[str]) -> Iterator[tuple[str, NamedIn]]:
    """Yield the answers that name some addresses, with the digest of each; as many queries."""
    for place, target in _read(Answer.objects.all()):
        if (digest_ := address_digest(target)) in digests:
            yield digest_, place


def named_in_answers(
    responses: Collection[int], questions: Collection[int]
) -> Iterator[tuple[str, NamedIn]]:
    """Yield by its digest each address that answers to some questions name; as many queries."""
    asked = Answer.objects.filter(response__in=responses, question__in=questions)
    for place, target in _read(asked):
        yield address_digest(target), place


def _read(answers: QuerySet[Answer]) -> Iterator[tuple[NamedIn, Target]]:
    """Yield what each original names."""
    for edition in Edition.objects.order_by("pk"):
        found = answers.filter(response__edition=edition, language=ORIGINAL).order_by("pk")
        rows = found.values_list("response", "question", "question__section", "content")
        questions: dict[int, QuestionShape] = {}
        for response, question, section, content in rows.iterator(chunk_size=500):
            questions = questions or _questions(edition)
            place = NamedIn(response, section, question)
            for url in _urls(questions[question], content.get("parts", {})):
                if target := target_or_none(url):
                    yield place, target


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
            yield from (text[found] for found in addresses_in(text))
