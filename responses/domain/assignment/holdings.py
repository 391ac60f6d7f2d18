"""What each person has in a city: the sections and questions they write, the steps they sign."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from responses.domain.signing.approval_line import Step, in_force, read_signatures
from responses.enums import STATES, State
from responses.localized import Wording
from responses.models import City, Delegation, SectionWork, User


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing that a person has, by its number and title; `post` is that of a step.

    A step that they sign `consents` (협조) or approves, and is `signed` or not. `question` is
    the key of a question, or empty. What they write, or else `translates`, is `due_on` a day, if
    any. It is `done` once the section is approved.
    """

    edition: str
    section: str
    number: str
    title: Wording
    question: str = ""
    signs: bool = False
    consents: bool = False
    post: str = ""
    due_on: date | None = None
    done: bool = False
    signed: bool = False
    translates: bool = False


def read_holdings(city: City, people: AbstractSet[int]) -> Mapping[int, list[Holding]]:
    """Return what each of some people, by key, has in a city, newest edition first; three queries.

    Four in a city with translators, and two if it has no response.
    """
    translates = bool(city.submission_language)
    named = ("contributors", "translators") if translates else ("contributors",)
    them = User.objects.filter(pk__in=people)
    works = list(
        SectionWork.objects.filter(response__city=city)
        .select_related("response__edition", "section")
        .prefetch_related(*(Prefetch(name, them) for name in named))
        .order_by("-response__edition__year", "-response__pk", "section__position")
    )
    found: dict[int, list[Holding]] = {}
    given = _sections(works, people, translates=translates)
    for person, holding in (*given, *_questions(city, works, people)):
        found.setdefault(person, []).append(holding)
    return found


def _is_done(work: SectionWork) -> bool:
    return STATES[State(work.state)].is_done


def _sections(
    works: Iterable[SectionWork], people: AbstractSet[int], *, translates: bool
) -> Iterator[tuple[int, Holding]]:
    for work in works:
        section, done = work.section, _is_done(work)
        place = work.response.edition.code, section.key, section.number, section.title
        for person in work.contributors.all():
            yield person.pk, Holding(*place, due_on=work.due_on, done=done)
        for person in work.translators.all() if translates else ():
            day = work.translation_due_on or work.due_on
            yield person.pk, Holding(*place, due_on=day, done=done, translates=True)
        signed = len(in_force(State(work.state), read_signatures(work.signatures)))
        for number, step in enumerate(map(Step.from_json, work.approval_line)):
            for key in people & frozenset(step.people):
                yield (
                    key,
                    Holding(
                        *place,
                        signs=True,
                        consents=step.consents,
                        post=step.title,
                        done=done,
                        signed=number < signed,
                    ),
                )


def _questions(
    city: City, works: Iterable[SectionWork], people: AbstractSet[int]
) -> Iterator[tuple[int, Holding]]:
    """Yield the questions handed over; without a date of its own each is due with its section."""
    places = {(work.response_id, work.section_id): work for work in works}
    rows = Delegation.objects.filter(response__city=city, people__in=people)
    for person, response, section, due_on, number, wording, question in rows.order_by(
        "-response__edition__year", "-response", "question__section__position", "question__position"
    ).values_list(
        "people",
        "response",
        "question__section",
        "due_on",
        "question__number",
        "question__wording",
        "question__key",
    ):
        work = places[response, section]
        yield (
            person,
            Holding(
                work.response.edition.code,
                work.section.key,
                number,
                wording,
                question,
                due_on=due_on or work.due_on,
                done=_is_done(work),
            ),
        )
