"""How people are called where one of several is chosen or named: one name, one person.

Of people of one name in a city, each is called with their department; where that tells nobody
apart, with their address.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf

from responses.characters import normalised
from responses.domain.compiled import compiled
from responses.enums import Role
from responses.localized import bracketed
from responses.models import Invitation, Membership, User


@dataclass(frozen=True, slots=True)
class Called:
    """What a person is told apart by."""

    pk: int
    name: str
    department: str
    address: str


def labels(people: Iterable[Called]) -> dict[int, str]:
    """Return how each of some people is called, by key. Pure."""
    found = list(people)
    by_name = Counter(map(_name, found))
    by_department = Counter((_name(each), _folded(each.department)) for each in found)

    def label(each: Called) -> str:
        if by_name[_name(each)] == 1:
            return each.name
        told = each.department and by_department[_name(each), _folded(each.department)] == 1
        return f"{each.name}({each.department if told else each.address})"

    return {each.pk: label(each) for each in found}


def read_labels(
    keys: Collection[int],
    cities: Iterable[int],
    *,
    roles: Collection[str] = tuple(Role),
    otherwise: str = "",
) -> Mapping[int, str]:
    """Return how people, by their keys, are called in some cities; one query if there are any.

    Who has none of the `roles` in these cities, and is not invited to one, is called so and, in
    brackets, `otherwise`.
    """
    if not keys:
        return {}
    cities, people, able = frozenset(cities), {}, set()
    for pk, name, email, is_active, member, role, department, *asked in _namesakes(keys, cities):
        city, asked_role, asked_department, sent_to, gone = asked
        is_asked = city in cities and not gone
        if pk in keys or member or is_asked:
            people[pk] = _called(pk, name, (department, asked_department), (sent_to, email))
        if (is_active and role in roles) or (is_asked and asked_role in roles):
            able.add(pk)
    called = labels(people.values())
    return {
        key: bracketed(called[key], otherwise) if otherwise and key not in able else called[key]
        for key in keys
        if key in called
    }


@compiled
def _namesakes(keys: Collection[int], cities: Collection[int]) -> QuerySet[User, Any]:
    """Return, by `_TOLD_BY`, everybody who has the name of somebody: `here` is in the cities."""
    names = User.objects.filter(pk__in=keys).order_by().values("name")
    here = FilteredRelation("memberships", condition=Q(memberships__city__in=cities))
    found = User.objects.filter(name__in=names).annotate(here=here)
    return found.order_by().values_list(*_TOLD_BY)


_TOLD_BY = (
    "pk",
    "name",
    "email",
    "is_active",
    "here",
    "here__role",
    "here__department",
    "invitation__city",
    "invitation__role",
    "invitation__department",
    "invitation__email",
    "invitation__withdrawn_at",
)


def _called(
    pk: int, name: str, departments: tuple[str | None, ...], addresses: tuple[str | None, ...]
) -> Called:
    """Return what tells a person apart, by the first department and address that there is."""
    department = next((each for each in departments if each is not None), "")
    address = next(filter(None, addresses), "")
    return Called(pk, name or address, department, address)


def names_of(people: Mapping[int, str], city: int, *, alike: bool) -> Mapping[int, str]:
    """Return the names of some people of a city, by their keys; if any are `alike`, told apart.

    One query then, and none otherwise.
    """
    return {**people, **read_labels(people.keys(), [city])} if alike else people


def has_namesake(person: str, city: str) -> Exists:
    """Return, for a query, whether a city has another member of a person's name."""
    alike = Membership.objects.filter(city=OuterRef(city), user__name=OuterRef(f"{person}__name"))
    return Exists(alike.exclude(user=OuterRef(person)))


def of_city(cities: Any) -> Q:
    """Return, for a query of people, who is a member of some cities or invited to one."""
    return Q(Exists(Membership.objects.filter(user=OuterRef("pk"), city__in=cities))) | Q(
        Exists(Invitation.objects.filter(person=OuterRef("pk"), city__in=cities, withdrawn_at=None))
    )


def with_place(people: QuerySet[User], cities: Any) -> QuerySet[Any]:
    """Return people with their `department`, `post` and `address` as of some cities."""
    member = Membership.objects.filter(user=OuterRef("pk"), city__in=cities)
    asked = Invitation.objects.filter(person=OuterRef("pk"))
    return people.annotate(
        **{
            field: Coalesce(
                Subquery(member.values(field)[:1]),
                Subquery(asked.values(field)[:1]),
                Value(""),
                output_field=CharField(),
            )
            for field in ("department", "post")
        },
        address=Coalesce(
            NullIf(Subquery(asked.values("email")[:1]), Value("")),
            "email",
            output_field=CharField(),
        ),
    )


def called_of(person: Any) -> Called:
    """Return what tells a person apart who was read by `with_place`."""
    return Called(person.pk, person.name or person.address, person.department, person.address)


def _name(person: Called) -> str:
    return _folded(person.name)


def _folded(text: str) -> str:
    return normalised(text).casefold()
