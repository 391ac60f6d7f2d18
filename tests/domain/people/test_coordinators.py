from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.coordinators import with_coordinated
from responses.domain.people.invitations import invite_as_administrator, withdraw
from responses.enums import Coordinated, Role
from responses.models import City, Invitation, User
from tests.support.factories import make_city, make_member, make_user

pytestmark = pytest.mark.django_db


def ask(city: City, role: Role = Role.COORDINATOR) -> Invitation:
    actor = Actor(make_user(f"Admin {city.slug}", is_staff=True, is_superuser=True))
    return invite_as_administrator(city, f"{city.slug}@un.example", "Kim", role, actor=actor)[0]


def joined(city: City) -> None:
    ask(city)
    make_member(city, Role.COORDINATOR)


def left(city: City) -> None:
    User.objects.filter(pk=make_member(city, Role.COORDINATOR).pk).update(is_active=False)


def late(city: City) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Invitation.objects.filter(pk=ask(city).pk).update(expires_at=past)


def taken_back(city: City) -> None:
    withdraw(ask(city), actor=Actor(make_member(city, Role.COORDINATOR)))
    city.memberships.all().delete()


STANDINGS: dict[Callable[[City], object], Coordinated] = {
    joined: Coordinated.JOINED,
    ask: Coordinated.INVITED,
    late: Coordinated.EXPIRED,
    taken_back: Coordinated.MISSING,
    left: Coordinated.MISSING,
    lambda city: ask(city, Role.VIEWER): Coordinated.MISSING,
    lambda city: make_member(city, Role.REVIEWER): Coordinated.MISSING,
}


def test_cities_say_whether_they_have_a_coordinator_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number, arrange in enumerate(STANDINGS):
        arrange(make_city(f"city-{number}"))
    with django_assert_num_queries(1):
        rows: Iterable[Any] = with_coordinated(City.objects.order_by("pk"))
        found = [Coordinated(city.coordinated) for city in rows]
    assert found == [*STANDINGS.values()]
