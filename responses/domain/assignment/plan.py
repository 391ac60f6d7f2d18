"""Reads who has what of a response, and who could have it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.functional import Promise

from responses.domain.compiled import compiled
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.people.finding import listed, matching
from responses.domain.people.labels import (
    called_of,
    labels,
    of_city,
    read_labels,
    with_place,
)
from responses.domain.signing.approval_line import Step
from responses.enums import Role, State
from responses.models import City, Delegation, Invitation, Membership, Response, SectionWork, User

from .assignment import (
    EXPIRED,
    INVITED,
    WITHDRAWN,
    Assigned,
    Assignment,
    Candidates,
    DelegationTerms,
    Person,
    everybody_in,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who has what of a response: each section by its key, each question handed over by its.

    `translates` is whether its city submits in another language, so that there are translators.
    """

    sections: Mapping[str, Assigned]
    delegations: Mapping[str, DelegationTerms]
    translates: bool = False

    @property
    def values(self) -> list[Assignment | DelegationTerms]:
        """Everything that is given out."""
        return [*(each.assignment for each in self.sections.values()), *self.delegations.values()]


@dataclass(frozen=True, slots=True)
class Handed:
    """A question that is handed over: to which department, to whom by name, until when."""

    department: str
    due_on: date | None
    names: str


@dataclass(frozen=True, slots=True)
class Holders:
    """Who writes a section, by name, where not everybody does; and its questions handed over.

    And who translates what they write, by a day of their own if there is one.
    """

    contributors: list[str]
    handed: list[tuple[QuestionShape, Handed]]
    translators: list[str]
    translation_due_on: date | None = None


def read_assignments(response: Response) -> Plan:
    """Return who has what of a response, in the form's order; four queries.

    One more in a city that submits in another language, which has translators.

    `response.city` and `response.edition` are taken as loaded.
    """
    translates = bool(response.city.submission_language)
    people = ("contributors", "translators") if translates else ("contributors",)
    works = SectionWork.objects.filter(response=response).prefetch_related(*people)
    by_section = {work.section_id: work for work in works.order_by("pk")}
    edition = edition_shape(response.edition)
    handed = Delegation.objects.filter(response=response).prefetch_related("people")
    by_question = {each.question_id: each for each in handed.order_by("pk")}
    return Plan(
        {
            each.key: _assigned(each, by_section[each.pk], translates=translates)
            for each in edition.sections
        },
        {
            question.key: _terms(by_question[question.pk])
            for question in edition.questions_by_key.values()
            if question.pk in by_question
        },
        translates,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom of many people of a city to read, beside those who have something.

    Those whom something is typed for, by their `keys`, and those whom `words` find, which were
    typed in a `picker`.
    """

    keys: AbstractSet[int] = frozenset()
    picker: str = ""
    words: str = ""


FOUND = 50
"""How many people at most words find."""


def read_candidates(city: City, plan: Plan, wanted: Wanted) -> Candidates:
    """Return who can have something in a city or has something of a plan, by name; one query.

    Those are its members, whoever is invited to it and whoever left. Where they are many, it is
    some of them, and two or three queries more.
    """
    having = {key for each in plan.values for key in everybody_in(each)}
    everybody, now = _people_of(city, having), timezone.now()
    few = listed(everybody)
    if few is not None:
        called = labels(map(called_of, few))
        return Candidates({each.pk: _person(each, called[each.pk], now) for each in few})
    named = list(everybody.filter(pk__in=having | wanted.keys))
    known, fits = {each.pk for each in named}, matching(wanted.words, *_FIELDS)
    found = list(everybody.filter(fits).exclude(pk__in=known)[:FOUND]) if wanted.words else []
    people = sorted((*named, *found), key=lambda each: (each.name, each.email))
    said = read_labels([each.pk for each in people], [city.pk])
    return Candidates(
        {each.pk: _person(each, said[each.pk], now) for each in people},
        complete=False,
        picker=wanted.picker,
        words=wanted.words,
        found=frozenset(each.pk for each in found),
    )


_FIELDS = ("name", "latin_name", "address", "department", "post")


def _people_of(city: City, having: AbstractSet[int]) -> QuerySet[Any]:
    role = Membership.objects.filter(city=city, user=OuterRef("pk")).values("role")
    asked = Invitation.objects.filter(city=city, person=OuterRef("pk"))
    found = with_place(User.objects.filter(of_city([city]) | Q(pk__in=having)), [city]).annotate(
        role=Subquery(role),
        **{
            f"asked_{field}": Subquery(asked.values(field))
            for field in ("role", "expires_at", "withdrawn_at")
        },
    )
    people: QuerySet[Any] = found.order_by("name", "email")
    return people


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """The departments that have something in a city, and the posts that sign there, by name."""

    departments: tuple[str, ...]
    posts: tuple[str, ...]


def read_names_in_use(city: City) -> NamesInUse:
    """Return which names a city gives its departments and posts; two queries."""
    works = list(
        SectionWork.objects.filter(response__city=city)
        .order_by()
        .values_list("department", "approval_line")
    )
    handed = Delegation.objects.filter(response__city=city).order_by()
    steps = [Step.from_json(each) for _department, line in works for each in line]
    departments = {department for department, _line in works}
    departments.update(handed.values_list("department", flat=True))
    departments.update(step.department for step in steps)
    return NamesInUse(
        tuple(sorted(departments - {""})), tuple(sorted({step.title for step in steps} - {""}))
    )


def read_holders(response: Response, section: SectionShape) -> Holders:
    """Return who has one section and its questions; one query."""
    rows = _holders(response.pk, section.pk)
    people: dict[int, list[str]] = {}
    for called, question, _due in sorted(rows, key=itemgetter(0)):
        if question is not None and question < _TRANSLATES:
            people.setdefault(-question, []).append(called)
    by_question = {
        question: Handed(called, due, ", ".join(people.get(question, ())))
        for called, question, due in rows
        if question
    }
    return Holders(
        sorted(called for called, question, _due in rows if question is None),
        [(each, by_question[each.pk]) for each in section.questions if each.pk in by_question],
        sorted(called for called, question, _due in rows if question == _TRANSLATES),
        next((due for _called, question, due in rows if question == _TRANSLATES), None),
    )


_TRANSLATES = 0
"""What stands in the place of a question at those who translate a section."""


@compiled
def _holders(response: int, section: int) -> QuerySet[Any, Any]:
    """Return who has a section, and which department has which of its questions until when."""
    handed = Delegation.objects.filter(response=response, question__section=section)
    rows = (
        # First what has dates: PostgreSQL goes by the first two, and takes nothing for a text.
        handed.order_by().values_list("department", "question", "due_on"),
        _named("assigned_works", response, section, None, Value(None)),
        _named("translated_works", response, section, _TRANSLATES, F(_DUE)),
        _handed_to(response, section),
    )
    return rows[0].union(*rows[1:], all=True)


_DUE = "translated_works__translation_due_on"


def _named(
    by: str, response: int, section: int, instead: int | None, due: Value | F
) -> QuerySet[Any, Any]:
    """Return the names of those people, and what stands in place of a question and its day."""
    found = User.objects.filter(**{f"{by}__response": response, f"{by}__section": section})
    return _called(found, Value(instead), due)


def _handed_to(response: int, section: int) -> QuerySet[Any, Any]:
    """Return the names of those who have questions of a section, each at its negative key."""
    found = User.objects.filter(
        delegations__response=response, delegations__question__section=section
    )
    return _called(found, -F("delegations__question"), Value(None))


def _called(found: QuerySet[User], of: Value | Combinable, due: Value | F) -> QuerySet[Any, Any]:
    named = found.annotate(
        called=Coalesce(NullIf("name", Value("")), "email", output_field=CharField()),
        of=ExpressionWrapper(of, output_field=IntegerField()),
        by=ExpressionWrapper(due, output_field=DateField()),
    )
    return named.order_by().values_list("called", "of", "by")


def _assigned(section: SectionShape, work: SectionWork, *, translates: bool) -> Assigned:
    state = State(work.state)
    # What was signed before a section came back for writing counts no more.
    signed = len(work.signatures) if state is State.IN_REVIEW else 0
    assignment = Assignment(
        work.department,
        work.due_on,
        tuple(each.pk for each in work.contributors.all()),
        tuple(map(Step.from_json, work.approval_line)),
        tuple(each.pk for each in work.translators.all()) if translates else (),
        work.translation_due_on,
    )
    return Assigned(section, state, signed, assignment.canonical)


def _terms(delegation: Delegation) -> DelegationTerms:
    people = tuple(each.pk for each in delegation.people.all())
    return DelegationTerms(delegation.department, delegation.due_on, people).canonical


def _person(user: Any, name: str, now: datetime) -> Person:
    role, standing = (
        (Role(user.role) if user.role and user.is_active else None),
        _standing(user, now),
    )
    if standing is INVITED:
        role = Role(user.asked_role)
    return Person(user.pk, name, user.address, role, user.department, user.post, standing)


def _standing(user: Any, now: datetime) -> str | Promise:
    """Return what is said of somebody who is invited, and nothing of others."""
    if not user.asked_role:
        return ""
    if user.asked_withdrawn_at:
        return WITHDRAWN
    return INVITED if user.asked_expires_at > now else EXPIRED
