"""How people are called where one of several is chosen or named: one name, one person.

Of people of one name in a city, each is called with their department; where that tells nobody
apart, with their address.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
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


def has_namesake(person: str, city: str | int) -> Exists:
    """Return, for a query, whether a city has another member of a person's name.

    The city is given by its key, or by the path to it; without a `person` it is of the row itself.
    """
    name, key = (f"{person}__name", person) if person else ("name", "pk")
    # Nested, so that a database looks at the few of that name, and not at all of the city.
    outer: Any = OuterRef(city) if isinstance(city, str) else city
    place: Any = OuterRef(outer) if isinstance(city, str) else city
    here = Membership.objects.filter(city=place, user=OuterRef("pk"))
    alike = User.objects.filter(Exists(here), name=OuterRef(name))
    return Exists(alike.exclude(pk=OuterRef(key)))


def tell_apart(rows: Iterable[Any], city: int, *paths: str) -> None:
    """Have the people whom rows of a city name by some paths called so that each is one person.

    One query, if a row says that one of them `has_namesake` or two are named alike; none otherwise.
    The path to who is a row themselves is empty.
    """
    found = list(rows)
    people = [who for row in found for path in paths if (who := _at(row, path)) is not None]
    names = {who.pk: str(who) for who in people}
    alike = len({*names.values()}) < len(names)
    if alike or any(getattr(row, "has_namesake", False) for row in found):
        called = read_labels(names.keys(), [city])
        for who in people:
            who.called_as = called.get(who.pk, "")


def called_in(
    people: Iterable[tuple[int, int, str, bool]],
) -> Mapping[tuple[int, int], str]:
    """Return how people are called in cities, by the keys of both.

    They are given with their names, and whether they have a namesake there; one query for each
    city in which one has, or where two of them are named alike.
    """
    found: dict[int, dict[int, str]] = {}
    told: set[int] = set()
    for city, key, name, alike in people:
        found.setdefault(city, {})[key] = name
        if alike:
            told.add(city)
    return {
        (city, key): name
        for city, names in found.items()
        for alike in [city in told or len({*names.values()}) < len(names)]
        for key, name in names_of(names, city, alike=alike).items()
    }


def _at(row: Any, path: str) -> Any:
    return reduce(lambda at, name: at and getattr(at, name), path.split(".") if path else (), row)


def namesakes_of(city: int) -> Mapping[int, str]:
    """Return how members of a city are called of whom several have one name; a query or two."""
    alike = Membership.objects.annotate(alike=has_namesake("user", city)).filter(city=city)
    keys = alike.filter(alike=True).order_by().values_list("user", flat=True)
    return read_labels(frozenset(keys), [city])


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
