"""A prepared statement is the same statement, planned once a connection."""

from collections.abc import Collection
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from responses.domain.compiled import compiled
from responses.enums import Role
from responses.models import Membership, User
from tests.support.factories import make_city, make_member

pytestmark = pytest.mark.django_db


def known(words: str) -> int:
    """Return how many statements with these words PostgreSQL knows here; elsewhere 1."""
    if connection.vendor != "postgresql":
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return sum(words in statement for (statement,) in cursor.fetchall())


def test_it_is_planned_once_and_counts_as_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    @compiled
    def roles(slug: str, person: int, cities: Collection[int]) -> QuerySet[Membership, Any]:
        found = Membership.objects.filter(city__slug=slug, user=person, city__in=cities)
        return found.exclude(city__slug="one of a hundred %").values_list("role", "city__slug")

    city, other = make_city("one"), make_city("other")
    ann = make_member(city, Role.REVIEWER)
    for _ in range(7):  # the plan of the sixth is for any arguments
        with django_assert_num_queries(1) as asked:
            assert roles("one", ann.pk, [city.pk, other.pk]) == [(Role.REVIEWER, "one")]
        assert "one of a hundred" in asked[0]["sql"]
        assert "('one')" in asked[0]["sql"]
        assert roles("other", ann.pk, [city.pk, other.pk]) == []
    assert known("one of a hundred %'") == 1


def test_a_rollback_forgets_nothing() -> None:
    @compiled
    def people(name: str) -> QuerySet[User, Any]:
        return User.objects.filter(name=name).exclude(email="of the rollback").values_list("name")

    make_member(make_city(), Role.VIEWER, "Ann")
    with transaction.atomic():
        assert people("Ann") == [("Ann",)]
        transaction.set_rollback(True)
    assert people("Ann") == [("Ann",)]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert people("Ann") == [("Ann",)]
    assert known("of the rollback") == 1
