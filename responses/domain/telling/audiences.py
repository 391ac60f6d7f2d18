"""Who is told of things: writers, signers, coordinators, and everybody in a city.

People are given by their keys. All of them are active members of the city, in a role that lets
them do what they are told of.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import BooleanField, QuerySet, Value

from responses.domain.compiled import compiled
from responses.domain.people.deputies import read_deputies_of
from responses.domain.permissions import Permission, roles_with
from responses.domain.signing.approval_line import ANY_REVIEWER, Step
from responses.domain.signing.turns import authors_since_approval, next_step, read_authors
from responses.enums import ORIGINAL, Role
from responses.models import Answer, City, Delegation, Deputy, Membership, SectionWork

People = frozenset[int]
K = TypeVar("K")
NOBODY: People = frozenset()
_ASSIGNED = SectionWork.contributors.through.objects
_TRANSLATING = SectionWork.translators.through.objects
_HANDED = Delegation.people.through.objects


@dataclass(frozen=True, slots=True)
class CityStaff:
    """The members of some cities by city and role, and who is assigned to some sections.

    And who `translates` those of them whose city submits in another language.
    """

    members: Mapping[tuple[int, Role], People]
    assigned: Mapping[int, People]
    translates: Mapping[int, People]

    def coordinators(self, city: int) -> People:
        """Return the coordinators of a city."""
        return self.members.get((city, Role.COORDINATOR), NOBODY)

    def writers(self, work: SectionWork) -> People:
        """Return whose task it is to write a section: of those assigned to it, who still may.

        Where that is nobody, the coordinators have to assign it, though every contributor may
        write what is assigned to nobody. `work.response` is taken as loaded.
        """
        return self._assigned(work) or self.coordinators(work.response.city_id)

    def in_place_of_writers(self, work: SectionWork) -> People:
        """Return the coordinators who stand in where nobody whose task it is may write."""
        return NOBODY if self._assigned(work) else self.coordinators(work.response.city_id)

    def translators(self, work: SectionWork) -> People:
        """Return who translates a section: of those named for it, who still may."""
        return self.translates.get(work.pk, NOBODY) & self.able(work.response.city_id)

    def able(self, city: int) -> People:
        """Return who can be given something to write in a city."""
        return self.members.get((city, Role.CONTRIBUTOR), NOBODY) | self.coordinators(city)

    def _assigned(self, work: SectionWork) -> People:
        return self.assigned.get(work.pk, NOBODY) & self.able(work.response.city_id)


def read_staff(works: Collection[SectionWork], cities: Collection[int] = ()) -> CityStaff:
    """Return the people around some sections, and in some cities beside theirs; two queries.

    `work.response` is taken as loaded.
    """
    members = _active({*cities, *(work.response.city_id for work in works)})
    asked = [*_assigned([work.pk for work in works])]
    return CityStaff(
        _gathered(((city, Role(role)), user) for city, role, user in members),
        _gathered((work, user) for work, user, translates in asked if not translates),
        _gathered((work, user) for work, user, translates in asked if translates),
    )


@compiled
def _active(cities: Collection[int]) -> QuerySet[Membership, tuple[int, str, int]]:
    members = Membership.objects.filter(city__in=cities, user__is_active=True)
    return members.order_by().values_list("city", "role", "user")


@compiled
def _assigned(works: Collection[int]) -> QuerySet[Any, tuple[int, int, bool]]:
    """Return who has which sections, to write or to translate."""
    written = _ASSIGNED.filter(sectionwork__in=works).annotate(translates=_NO)
    translated = _TRANSLATING.filter(sectionwork__in=works).annotate(translates=_YES)
    translated = translated.exclude(sectionwork__response__city__submission_language="")
    rows = ("sectionwork", "user", "translates")
    return written.values_list(*rows).union(translated.values_list(*rows), all=True)


_NO = Value(False, output_field=BooleanField())
_YES = Value(True, output_field=BooleanField())


@compiled
def _handed(response: int, section: int) -> QuerySet[Any, tuple[int, int]]:
    """Return to whom which questions of a section are handed."""
    handed = _HANDED.filter(delegation__response=response, delegation__question__section=section)
    return handed.values_list("delegation__question", "user")


@compiled
def _wrote(response: int, question: int, language: str) -> QuerySet[Answer, int]:
    """Return who wrote an answer last, or its translation into a language."""
    answers = Answer.objects.filter(response=response, question=question, language=language)
    return answers.values_list("updated_by__pk", flat=True)


def writers_of(work: SectionWork) -> People:
    """Return who writes a section or a question of it that was handed over; three queries.

    Whoever translates it writes, too.
    """
    staff = read_staff([work])
    handed = {person for _question, person in _handed(work.response_id, work.section_id)}
    able = staff.able(work.response.city_id) & handed
    return staff.writers(work) | staff.translators(work) | able


def translators_of(work: SectionWork) -> People:
    """Return who is named to translate a section, and may; two queries."""
    return read_staff([work]).translators(work)


def acting_on(work: SectionWork, question: int | None = None, language: str = ORIGINAL) -> People:
    """Return who has to act on what is said about a section, or one question of it.

    Those who are assigned to the section, and those who were handed the question (without
    one: any question of the section); with a `language` it is about the translation into it, and
    those who are named to translate act, too. Where that is nobody, the coordinators, and who wrote
    the question's answer last, or its translation. Three queries, then four.
    """
    staff, city = read_staff([work]), work.response.city_id
    handed = {
        person
        for key, person in _handed(work.response_id, work.section_id)
        if question in {None, key}
    }
    asked = staff.assigned.get(work.pk, NOBODY) | handed
    if language:
        asked |= staff.translates.get(work.pk, NOBODY)
    if told := asked & staff.able(city):
        return told
    wrote = frozenset(_wrote(work.response_id, question, language)) if question else NOBODY
    return wrote & staff.able(city) | staff.coordinators(city)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who has to act on what is said about many answers and services, as `acting_on` has it."""

    staff: CityStaff
    handed: Mapping[tuple[int, int], People]
    wrote: Mapping[tuple[int, int, str], People]
    departments: Mapping[tuple[int, str], People]

    def on(self, work: SectionWork, question: int, language: str = ORIGINAL) -> People:
        """Return who has to act on an answer, or its translation into a language."""
        staff, city = self.staff, work.response.city_id
        asked = staff.assigned.get(work.pk, NOBODY)
        asked |= self.handed.get((work.response_id, question), NOBODY)
        if language:
            asked |= staff.translates.get(work.pk, NOBODY)
        if told := asked & staff.able(city):
            return told
        wrote = self.wrote.get((work.response_id, question, language), NOBODY)
        return wrote & staff.able(city) | staff.coordinators(city)

    def for_department(self, city: int, department: str) -> People:
        """Return who writes for a department; the coordinators where nobody does."""
        return self.departments.get((city, department), NOBODY) or self.staff.coordinators(city)


def read_acting(
    works: Collection[SectionWork], questions: Collection[int], cities: Collection[int]
) -> Acting:
    """Return who acts on questions of some sections and for departments of cities; five queries.

    However many there are. `work.response` is taken as loaded.
    """
    everywhere = {*cities, *(work.response.city_id for work in works)}
    responses = {work.response_id for work in works}
    asked = {"response__in": responses, "question__in": questions}
    handed = _HANDED.filter(**{f"delegation__{key}": value for key, value in asked.items()})
    given = handed.values_list("delegation__response", "delegation__question", "user")
    wrote = Answer.objects.filter(**asked, updated_by__isnull=False).order_by()
    last = wrote.values_list("response", "question", "language", "updated_by")
    able = Membership.objects.filter(city__in=everywhere, user__is_active=True)
    able = able.filter(role__in=roles_with(Permission.EDIT)).exclude(department="").order_by()
    return Acting(
        read_staff(works, everywhere),
        _gathered(((response, question), user) for response, question, user in given),
        _gathered(((response, key, said), user) for response, key, said, user in last if user),
        _gathered(
            ((city, department), user)
            for city, department, user in able.values_list("city", "department", "user")
        ),
    )


def is_assigned(response: int, section: int, question: int | None = None) -> bool:
    """Return whether anybody is assigned to a section, or was handed that question of it.

    Two queries at most.
    """
    written = _ASSIGNED.filter(sectionwork__response=response, sectionwork__section=section)
    handed = _handed(response, section)
    return written.exists() or any(key == question for key, _person in handed)


def signers_of(work: SectionWork, step: Step, day: date) -> People:
    """Return who can sign a step on a day, for themselves or as a deputy; at most four queries.

    Nobody who wrote part of the section since its last approval can, nor anybody for them.
    """
    city = work.response.city
    reviewers = _members(city, *roles_with(Permission.DECIDE))
    free = reviewers - authors_since_approval(work)
    if step == ANY_REVIEWER:
        return free
    named = free.intersection(step.people)
    acting = _acting([city.pk], day)
    return named | free.intersection(by for _city, whom, by in acting if whom in named)


def read_acted_for(work: SectionWork, people: People, day: date) -> Mapping[int, str]:
    """Return whom those of some people who sign next as deputies sign for, by name.

    One query where there are any; `work.response.city` is taken as loaded.
    """
    step = next_step(work)
    if step is None or step == ANY_REVIEWER or people <= {*step.people}:
        return {}
    found = read_deputies_of(step.people, work.response.city, day)
    names: dict[int, str] = {}
    # Of several, for one who can sign, as who wrote the section cannot.
    order = sorted(step.people, key=lambda person: person not in people)
    for each in sorted(found, key=lambda deputy: order.index(deputy.person_id)):
        if each.deputy_id not in step.people:
            names.setdefault(each.deputy_id, str(each.person))
    return names


def read_signers(works: Collection[SectionWork], day: date) -> Mapping[int, People]:
    """Return who can sign the next step of some works in review, by key; at most four queries.

    As `signers_of` has it. `work.response` and `work.approval` are taken as loaded.
    """
    asked = [(work, step) for work in works if (step := next_step(work))]
    if not asked:
        return {}
    cities = {work.response.city_id for work in works}
    decide = roles_with(Permission.DECIDE)
    reviewers = _gathered((city, user) for city, role, user in _active(cities) if role in decide)
    authors = read_authors([work for work, _step in asked])
    acting = _acting(cities, day)
    found = {}
    for work, step in asked:
        city = work.response.city_id
        free = reviewers.get(city, NOBODY) - authors[work.pk]
        named = free.intersection(step.people)
        deputies_of = {by for at, person, by in acting if at == city and person in named}
        found[work.pk] = free if step == ANY_REVIEWER else named | free.intersection(deputies_of)
    return found


def coordinators(city: City) -> People:
    """Return the coordinators of a city; one query."""
    return _members(city, Role.COORDINATOR)


def everybody(city: City) -> People:
    """Return all members of a city; one query."""
    return _members(city, *Role)


def _members(city: City, *roles: Role) -> People:
    return frozenset(user for _city, role, user in _active([city.pk]) if role in roles)


@compiled
def _acting(cities: Collection[int], day: date) -> QuerySet[Deputy, tuple[int, int, int]]:
    """Return who signs for whom on a day, by city, whom and who."""
    deputies = Deputy.objects.filter(city__in=cities, first_day__lte=day, last_day__gte=day)
    return deputies.order_by().values_list("city", "person", "deputy")


def _gathered(rows: Iterable[tuple[K, int]]) -> Mapping[K, People]:
    """Return the second values of some pairs by their first."""
    found: dict[K, set[int]] = {}
    for key, person in rows:
        found.setdefault(key, set()).add(person)
    return {key: frozenset(people) for key, people in found.items()}
