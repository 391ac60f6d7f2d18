"""Which departments have to do with the answers of a response, beside those of its sections."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, QuerySet, Value

from responses.domain.compiled import compiled
from responses.models import Delegation, Membership, Response


class Departments(NamedTuple):
    """Departments by the keys of sections, and of questions.

    Those to which questions are delegated, and those of the people who are to write.
    """

    sections: Mapping[int, frozenset[str]]
    questions: Mapping[int, frozenset[str]]

    def of(self, section: int, question: int) -> frozenset[str]:
        """Return those of one question, and of its section."""
        none = frozenset[str]()
        return self.sections.get(section, none) | self.questions.get(question, none)

    @property
    def names(self) -> list[str]:
        """All of them, in order."""
        return sorted(frozenset[str]().union(*self.sections.values(), *self.questions.values()))


NO_DEPARTMENTS = Departments({}, {})


def read_departments_of(response: Response) -> Departments:
    """Return the departments of a response; one query."""
    found: tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]] = ({}, {})
    for key, department, is_question in _departments(response.pk, response.city_id):
        if department:
            named = found[bool(is_question)]
            named[key] = named.get(key, frozenset()) | {department}
    return Departments(*found)


@compiled
def _departments(response: int, city: int) -> QuerySet[Any, tuple[int, str, bool]]:
    row = ("of", "department", "single")
    delegated = Delegation.objects.filter(response=response).annotate(of=F("question"), single=_YES)
    members = Membership.objects.filter(city=city).order_by()
    handed = members.filter(user__delegations__response=response).annotate(
        of=F("user__delegations__question"), single=_YES
    )
    assigned = members.filter(user__assigned_works__response=response).annotate(
        of=F("user__assigned_works__section"), single=_NO
    )
    return (
        delegated.order_by()
        .values_list(*row)
        .union(handed.values_list(*row), assigned.values_list(*row))
    )


_NO = Value(False, output_field=BooleanField())
_YES = Value(True, output_field=BooleanField())
