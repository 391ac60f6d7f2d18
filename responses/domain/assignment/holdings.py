"""What each person has in a city: the sections and questions they write, the steps they sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from responses.domain.signing.approval_line import Step
from responses.models import City, Delegation, SectionWork


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing that a person has; `question` is a number and key, `post` that of a step."""

    edition: str
    section: str
    number: str
    question: str = ""
    signs: bool = False
    post: str = ""


def read_holdings(city: City) -> Mapping[int, list[Holding]]:
    """Return what each person, by key, has in a city, newest edition first; three queries."""
    found: dict[int, list[Holding]] = {}
    for person, holding in (*_sections(city), *_questions(city)):
        found.setdefault(person, []).append(holding)
    return found


def _sections(city: City) -> Iterator[tuple[int, Holding]]:
    works = (
        SectionWork.objects.filter(response__city=city)
        .select_related("response__edition", "section")
        .prefetch_related("contributors")
        .order_by("-response__edition__year", "-response__pk", "section__position")
    )
    for work in works:
        place = work.response.edition.code, work.section.key, work.section.number
        for person in work.contributors.all():
            yield person.pk, Holding(*place)
        for step in map(Step.from_json, work.approval_line):
            for key in step.people:
                yield key, Holding(*place, signs=True, post=step.title)


def _questions(city: City) -> Iterator[tuple[int, Holding]]:
    rows = Delegation.objects.filter(response__city=city, people__isnull=False)
    for person, edition, section, number, question in rows.order_by(
        "-response__edition__year", "-response", "question__section__position", "question__position"
    ).values_list(
        "people",
        "response__edition__code",
        "question__section__key",
        "question__number",
        "question__key",
    ):
        yield person, Holding(edition, section, number, question)
