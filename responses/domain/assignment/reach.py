"""What a person may write in a response: whole sections, single questions, and translations.

Coordinators write everything. A contributor writes the sections they are assigned to and those
that nobody is assigned to, and the questions handed to them. Whoever writes an answer may
translate it, too; a contributor whom a section names as its translator translates what others
write there, and does nothing else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from responses.domain.compiled import compiled
from responses.domain.correlated import has_none
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission, allows
from responses.enums import Role
from responses.models import Delegation, Question, Response, SectionWork, User

_ASSIGNED = SectionWork.contributors.through.objects
_TRANSLATING = SectionWork.translators.through.objects
_HANDED = Delegation.people.through.objects


@dataclass(frozen=True, slots=True)
class Reach:
    """The keys of the sections that a person may write and send, and of all questions they may.

    `translations` are those of the questions whose translation they may write.
    """

    sections: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()
    translations: frozenset[int] = frozenset()

    def of(self, section: SectionShape) -> frozenset[int]:
        """Return the keys of those questions of a section that the person may write."""
        return self.questions & {question.pk for question in section.questions}

    def translates(self, section: SectionShape) -> frozenset[int]:
        """Return the keys of those questions of a section that the person may translate."""
        return self.translations & {question.pk for question in section.questions}


NOTHING = Reach()


def reaches(role: Role | None, *, asked: bool) -> bool:
    """Return whether somebody in a role may write what, of contributors, only those `asked` may."""
    return allows(role, Permission.EDIT) and (role is Role.COORDINATOR or asked)


def assigned(person: User | int, work: str = "pk") -> "ExpressionWrapper[Q]":
    """Return, for a query, whether a contributor may write the whole section of a work.

    `work` is the path from the query's rows to the work's primary key.
    """
    assignees = _ASSIGNED.filter(sectionwork=OuterRef(work))
    mine = assignees.filter(user=person)
    return ExpressionWrapper(Q(Exists(mine)) | Q(has_none(assignees)), BooleanField())


def translates(person: User | int, work: str = "pk") -> Exists:
    """Return, for a query, whether a person is named as a translator of a work, as `assigned`."""
    return Exists(_TRANSLATING.filter(sectionwork=OuterRef(work), user=person))


def delegated(person: User | int, response: str, question: str) -> Exists:
    """Return, for a query, whether a question is handed to a person.

    `response` and `question` are the paths from the query's rows to their primary keys.
    """
    mine = _HANDED.filter(
        user=person,
        delegation__response=OuterRef(response),
        delegation__question=OuterRef(question),
    )
    return Exists(mine)


def delegated_all(person: int, response: int, questions: Collection[int]) -> "ExpressionWrapper[Q]":
    """Return, for a query, whether all questions of these keys are handed to a person."""
    mine = Delegation.objects.filter(response=response, people=person).values("question")
    others = Question.objects.filter(pk__in=questions).exclude(pk__in=mine)
    return ExpressionWrapper(~Q(Exists(others)), BooleanField())


def assignee_names(response: Response, section: SectionShape) -> list[str]:
    """Return the names of the contributors that a section is assigned to, in order; one query."""
    return [name or email for name, email in _assigned_to(response.pk, section.pk)]


@compiled
def _assigned_to(response: int, section: int) -> QuerySet[User, tuple[str, str]]:
    people = User.objects.filter(assigned_works__response=response, assigned_works__section=section)
    return people.order_by("name", "email").values_list("name", "email")


class Assignees(NamedTuple):
    """Who has each section of a response, by its key: names, in order.

    `translated_by` has the day by which it is translated, where it has one of its own.
    """

    contributors: Mapping[int, tuple[str, ...]]
    translators: Mapping[int, tuple[str, ...]]
    translated_by: Mapping[int, date]


def assignees(response: Response) -> Assignees:
    """Return the names of those each section is assigned to; one query."""
    found: dict[bool, dict[int, tuple[str, ...]]] = {False: {}, True: {}}
    days: dict[int, date] = {}
    for section, name, email, is_translator, day in _assigned_in(response.pk):
        names = found[is_translator]
        names[section] = (*names.get(section, ()), name or email)
        if day:
            days[section] = day
    return Assignees(found[False], found[True], days)


@compiled
def _assigned_in(response: int) -> QuerySet[User, Any]:
    writers = User.objects.filter(assigned_works__response=response).annotate(
        of=F("assigned_works__section"),
        translates=_NO,
        day=F("assigned_works__translation_due_on"),
    )
    translators = User.objects.filter(translated_works__response=response).annotate(
        of=F("translated_works__section"),
        translates=_YES,
        day=F("translated_works__translation_due_on"),
    )
    row = ("of", "name", "email", "translates", "day")
    rows = translators.order_by().values_list(*row)
    both = writers.order_by().values_list(*row).union(rows, all=True)
    return both.order_by("name", "email")


_NO = Value(False, output_field=BooleanField())
_YES = Value(True, output_field=BooleanField())


def read_reach(response: Response, person: User, role: Role | None) -> Reach:
    """Return what a person may write in a response; at most one query, for contributors."""
    if not allows(role, Permission.EDIT):
        return NOTHING
    sections = edition_shape(response.edition).sections
    if role is Role.COORDINATOR:
        every = frozenset(question.pk for section in sections for question in section.questions)
        return Reach(frozenset(section.pk for section in sections), every, every)
    found = _written_by(person.pk, response.pk)
    return Reach(
        frozenset(section for _question, section, whole, *_rest in found if whole),
        frozenset(question for question, _section, whole, single, _ in found if whole or single),
        frozenset(question for question, _section, *any_of in found if any(any_of)),
    )


@compiled
def _written_by(person: int, response: int) -> QuerySet[Question, Any]:
    """Return of each question whether a contributor writes its section, it, and translates it."""
    return (
        Question.objects.filter(section__works__response=response)
        .annotate(
            whole=assigned(person, "section__works"),
            single=delegated(person, "section__works__response", "pk"),
            translates=translates(person, "section__works"),
        )
        .order_by()
        .values_list("pk", "section", "whole", "single", "translates")
    )
