"""Who signs for whom, and on which days; the only code that writes `Deputy`.

A deputy signs for the person alone, never for those whom that person is a deputy of. Both
have to be able to sign themselves, when they are named and on the day. On each day one deputy
alone signs for a person, and nobody does who is away themselves; `add_deputy` sees to it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.compiled import compiled
from responses.domain.people.labels import with_place
from responses.domain.permissions import (
    NotAllowedError,
    Permission,
    RefusedError,
    allows,
    role_in,
    roles_with,
)
from responses.enums import AuditKind
from responses.localized import Wording
from responses.models import City, Deputy, User

NOT_ONESELF = _("Choose someone else. A person cannot be their own deputy.")
NO_REVIEWER = _(
    "%(name)s is not a reviewer here. Only reviewers can sign, and only for other reviewers."
)
DAYS_IN_ORDER = _("The last day cannot be before the first day.")
DEPUTY_ALREADY = _(
    "%(deputy)s already signs for %(person)s %(when)s. Choose other days, or first "
    "remove that deputy from the list."
)
AWAY_TOO = _(
    "%(person)s is away too %(when)s, and %(deputy)s signs for them. Choose someone "
    "else or other days."
)
SIGNS_FOR_OTHERS = _(
    "%(deputy)s signs for %(person)s %(when)s, and cannot while they are away. "
    "%(person)s or a coordinator must first appoint someone else."
)
# Whether somebody else signs on all of the days that are asked for.
_WHEN = {True: _("on these days"), False: _("on some of these days")}
_PAIR = _("%(person)s (%(email)s), deputy: %(deputy)s (%(deputy_email)s)")
_ADDED, _REMOVED = _("deputy added"), _("deputy removed")

_SIGNERS = sorted(roles_with(Permission.DECIDE))


class DeputyRefusedError(RefusedError):
    """A deputy cannot be added; `field` names the argument that is in the way."""


def deputies_of(city: City) -> QuerySet[Deputy]:
    """Return who signs for whom in the city, by name and day."""
    found = Deputy.objects.filter(city=city).select_related("person", "deputy")
    return found.order_by("person__name", "person__email", "first_day", "deputy__name")


def city_signers(city: City) -> QuerySet[User]:
    """Return the people of the city who may sign, by name, with their department."""
    people = User.objects.filter(
        is_active=True, memberships__city=city, memberships__role__in=_SIGNERS
    )
    return with_place(people, [city.pk]).order_by("name", "email")


def read_signing(city: City, people: Collection[int]) -> frozenset[int]:
    """Return which of some people, by their keys, may sign in the city; one query."""
    found = city_signers(city).filter(pk__in=people).order_by()
    return frozenset(found.values_list("pk", flat=True))


def read_acting_for(deputy: User, city: City, day: date) -> frozenset[int]:
    """Return the keys of those for whom a person may sign on a day; one query.

    Nobody for whom they no longer may, as one of the two is no reviewer any more.
    """
    return read_acting_for_in(deputy, [city.pk], day).get(city.pk, frozenset())


def read_acting_for_in(
    deputy: User, cities: Collection[int], day: date
) -> Mapping[int, frozenset[int]]:
    """Return by city, all by their keys, for whom a person may sign on a day; one query."""
    found: dict[int, set[int]] = {}
    for city, person in _acting_for(deputy.pk, cities, day):
        found.setdefault(city, set()).add(person)
    return {city: frozenset(people) for city, people in found.items()}


@compiled
def _acting_for(
    deputy: int, cities: Collection[int], day: date
) -> QuerySet[Deputy, tuple[int, int]]:
    rows = _in_force(day).filter(city__in=cities, deputy=deputy)
    return rows.order_by().values_list("city", "person")


def read_acting(city: City, day: date) -> list[tuple[int, int]]:
    """Return who is acted for and who signs for them on a day, by key and by name; one query."""
    return _acting(city.pk, day)


@compiled
def _acting(city: int, day: date) -> QuerySet[Deputy, tuple[int, int]]:
    found = _in_force(day).filter(city=city).order_by("deputy__name", "deputy__email")
    return found.values_list("person", "deputy")


def read_deputies_of(people: Iterable[int], city: City, day: date) -> list[Deputy]:
    """Return who may sign for these people, by their keys, on a day, by name; one query."""
    return list(
        _in_force(day)
        .filter(city=city, person__in=people)
        .select_related("person", "deputy")
        .order_by("deputy__name", "deputy__email")
    )


class OwnDeputy(NamedTuple):
    """Who signs for a person in one of their cities, and on which days."""

    city_slug: str
    city_name: Wording
    name: str
    email: str
    first_day: date
    last_day: date

    @property
    def called(self) -> str:
        """The deputy's name."""
        return self.name or self.email


def read_own_deputies(person: User, day: date) -> list[OwnDeputy]:
    """Return who signs for a person on a day or later, soonest first; one query."""
    return [OwnDeputy(*row) for row in _own_deputies(person.pk, day)]


@compiled
def _own_deputies(person: int, day: date) -> QuerySet[Deputy, tuple[Any, ...]]:
    both = {**_may_sign("person"), **_may_sign("deputy")}
    found = Deputy.objects.filter(**both, person=person, last_day__gte=day)
    return found.order_by("first_day", "pk").values_list(
        *("city__slug", "city__name", "deputy__name", "deputy__email", "first_day", "last_day")
    )


def read_in_force(day: date) -> list[Deputy]:
    """Return everybody who may sign for somebody on a day, in all cities; one query."""
    return list(_in_force(day).select_related("person", "deputy").order_by("pk"))


def may_name_deputy(namer: User, city: City, person: User) -> bool:
    """Return whether somebody may say who signs for a person; one query.

    Coordinators may for everybody, reviewers for themselves.
    """
    role = role_in(namer, city)
    themselves = namer.pk == person.pk and allows(role, Permission.DECIDE)
    return themselves or allows(role, Permission.MANAGE_MEMBERS)


@transaction.atomic
def add_deputy(
    city: City,
    person: User,
    deputy: User,
    first_day: date,
    last_day: date,
    *,
    actor: Actor,
) -> Deputy:
    """Let `deputy` sign for `person` from the first to the last day, both included.

    Raises `NotAllowedError` if the actor may not say so, and `DeputyRefusedError` if one of
    the two does not sign, the days are out of order, or on some of them somebody signs for
    either of the two already, or the person for somebody.
    """
    _lock(city, person, actor)
    if person == deputy:
        raise DeputyRefusedError(NOT_ONESELF, "deputy")
    if last_day < first_day:
        raise DeputyRefusedError(DAYS_IN_ORDER, "last_day")
    _require_signers(city, person, deputy)
    _refuse_overlap(city, person, deputy, first_day, last_day)
    added = Deputy.objects.create(
        city=city, person=person, deputy=deputy, first_day=first_day, last_day=last_day
    )
    _record(added, _ADDED, actor)
    return added


@transaction.atomic
def remove_deputy(deputy: Deputy, *, actor: Actor) -> None:
    """End that somebody signs for another; what they signed stays signed.

    Raises `NotAllowedError` if the actor may not.
    """
    _lock(deputy.city, deputy.person, actor)
    if Deputy.objects.filter(pk=deputy.pk).delete()[0]:
        _record(deputy, _REMOVED, actor)


def _lock(city: City, person: User, actor: Actor) -> None:
    """Let changes of one city's people take turns, and check that the actor may make this one."""
    City.objects.select_for_update().get(pk=city.pk)
    if not may_name_deputy(actor.person, city, person):
        raise NotAllowedError


def _require_signers(city: City, person: User, deputy: User) -> None:
    signing = read_signing(city, {person.pk, deputy.pk})
    for field, each in (("person", person), ("deputy", deputy)):
        if each.pk not in signing:
            raise DeputyRefusedError(NO_REVIEWER % {"name": each}, field)


def _refuse_overlap(city: City, person: User, deputy: User, first: date, last: date) -> None:
    """Raise if it would not be clear on some of the days who signs for whom; one query."""
    there = Deputy.objects.filter(
        Q(person__in=[person, deputy]) | Q(deputy=person),
        city=city,
        first_day__lte=last,
        last_day__gte=first,
    )
    for each in there.select_related("person", "deputy").order_by("first_day", "pk"):
        if each.person == person:
            said, field = DEPUTY_ALREADY, "first_day"
        elif each.person == deputy:
            said, field = AWAY_TOO, "deputy"
        else:
            said, field = SIGNS_FOR_OTHERS, "first_day"
        when = _WHEN[each.first_day <= first and last <= each.last_day]
        words = {"person": each.person, "deputy": each.deputy, "when": when}
        raise DeputyRefusedError(said % words, field)


def _in_force(day: date) -> QuerySet[Deputy]:
    """Return who signs for whom on a day, where both may still sign."""
    both = {**_may_sign("person"), **_may_sign("deputy")}
    return Deputy.objects.filter(**both, first_day__lte=day, last_day__gte=day)


def _may_sign(who: str) -> dict[str, Any]:
    """Return, for a query of deputies, that one of the two may sign in the city."""
    return {
        f"{who}__is_active": True,
        f"{who}__memberships__city": F("city"),
        f"{who}__memberships__role__in": _SIGNERS,
    }


def _record(deputy: Deputy, done: str | Promise, actor: Actor) -> None:
    """Write into the city's audit who may sign for whom now, or may no longer."""
    who, other = deputy.person, deputy.deputy
    pair = {
        "person": str(who),
        "email": who.email,
        "deputy": str(other),
        "deputy_email": other.email,
    }
    days = f"{deputy.first_day} – {deputy.last_day}"
    record(AuditKind.DEPUTY, actor, deputy.city, lambda: f"{_PAIR % pair} · {days} · {done}")
