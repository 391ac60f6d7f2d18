"""A compiled query is the same query, made once."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.sql.compiler import SQLCompiler, SQLUpdateCompiler
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.compiled import (
    Update,
    compiled,
    compiled_insert,
    compiled_unread,
    compiled_update,
)
from responses.enums import Role
from responses.models import City, Membership, RefusedText, Response, SectionWork, User
from tests.support.factories import find, make_city, make_member

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 30)


@compiled
def members_of(slug: str, role: str) -> QuerySet[Membership, Any]:
    found = Membership.objects.filter(city__slug=slug, role=role).select_related("user")
    return found.annotate(others=Count("city__memberships")).order_by("user__name")


@compiled
def works_due(response: int, day: date, person: int) -> QuerySet[SectionWork, tuple[int, bool]]:
    mine = SectionWork.contributors.through.objects.filter(sectionwork=OuterRef("pk"), user=person)
    due = SectionWork.objects.filter(response=response, due_on__lte=day)
    return due.annotate(mine=Exists(mine)).values_list("pk", "mine").order_by("pk")


def test_each_run_has_its_own_arguments(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, other = make_city("one"), make_city("other")
    ann, ben = (make_member(one, Role.CONTRIBUTOR, name) for name in ("Ann", "Ben"))
    cho = make_member(other, Role.CONTRIBUTOR, "Cho")
    for slug, people in (("one", [ann, ben]), ("other", [cho]), ("none", [])):
        with django_assert_num_queries(1):
            found = members_of(slug, Role.CONTRIBUTOR)
            assert [member.user for member in found] == people
    assert {member.others for member in members_of("one", "contributor")} == {2}
    assert not members_of("one", Role.VIEWER)


def test_days_and_subqueries_are_asked_with_arguments(response: Response, writer: User) -> None:
    work = response.works.order_by("pk")[0]
    SectionWork.objects.filter(pk=work.pk).update(due_on=DAY)
    work.contributors.add(writer)
    assert works_due(response.pk, DAY, writer.pk) == [(work.pk, True)]
    assert works_due(response.pk, DAY, writer.pk + 1) == [(work.pk, False)]
    assert works_due(response.pk, DAY - timedelta(1), writer.pk) == []


def test_the_sql_is_made_once() -> None:
    @compiled
    def people(name: str) -> QuerySet[User, User]:
        return User.objects.filter(name=name)

    with patch.object(SQLCompiler, "as_sql", autospec=True, side_effect=SQLCompiler.as_sql) as made:
        assert [people(name) for name in ("Ann", "Ben", "Cho")] == [[], [], []]
    assert made.call_count == 1


@compiled_update
def named(name: str, moment: datetime, cities: Collection[int]) -> Update:
    found = User.objects.filter(memberships__city__in=cities, last_login=None)
    return Update(found, {"name": name, "last_login": moment})


@pytest.mark.parametrize("count", [0, 1, 3, 65])
def test_an_update_has_its_own_arguments(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cities = [make_city(f"city-{n}") for n in range(count + 1)]
    people = [make_member(city, Role.VIEWER, f"P{n}") for n, city in enumerate(cities)]
    now = timezone.now()
    with django_assert_num_queries(int(count > 0)):
        assert named("New", now, [city.pk for city in cities[:count]]) == count
    assert set(User.objects.filter(name="New", last_login=now)) == set(people[:count])
    assert named("Newer", now, [city.pk for city in cities]) == 1
    assert User.objects.get(name="Newer") == people[count]


def test_the_sql_of_an_update_is_made_once() -> None:
    @compiled_update
    def rename(before: str, after: str) -> Update:
        return Update(User.objects.filter(name=before), {"name": after})

    people = {make_member(make_city(name), Role.VIEWER, name) for name in ("ann", "ben")}
    with patch.object(
        SQLUpdateCompiler, "as_sql", autospec=True, side_effect=SQLUpdateCompiler.as_sql
    ) as made:
        assert [rename(name, "Cho") for name in ("ann", "ben", "dan")] == [1, 1, 0]
    assert made.call_count == 1
    assert set(User.objects.filter(name="Cho")) == people


@pytest.mark.django_db(transaction=True)
def test_threads_run_it_at_the_same_time_on_their_own_connections() -> None:
    people = [make_member(make_city(f"city-{n}"), Role.VIEWER, f"P{n}") for n in range(8)]

    def ask(number: int) -> bool:
        found = [members_of(f"city-{number}", "viewer")[0].user for _ in range(20)]
        connection.close()
        return found == [people[number]] * 20

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))


def test_what_a_query_may_not_depend_on_is_refused() -> None:
    @compiled
    def lately() -> QuerySet[User, User]:
        return User.objects.filter(last_login__gt=timezone.now())

    @compiled
    def since(moment: datetime) -> QuerySet[User, User]:
        return User.objects.filter(last_login__gt=moment)

    @compiled
    def with_others() -> QuerySet[User, User]:
        return User.objects.prefetch_related("memberships")

    with pytest.raises(TypeError, match="other queries"):
        with_others()
    with pytest.raises(TypeError, match="a time is an argument"):
        lately()
    with pytest.raises(TypeError, match="a position and a value"):
        since(moment=timezone.now())
    with pytest.raises(TypeError, match="a position and a value"):
        since(None)  # type: ignore[arg-type]
    assert since(timezone.now()) == []


@compiled
def people_of(cities: Collection[int], role: str, others: Collection[int]) -> QuerySet[User, str]:
    found = User.objects.filter(memberships__city__in=cities, memberships__role=role)
    return found.exclude(pk__in=others).order_by("name").values_list("name", flat=True)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 64, 65])
def test_any_number_of_keys_is_asked_for(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cities = [make_city(f"city-{n}") for n in range(count + 1)]
    people = [make_member(city, Role.VIEWER, f"P{n:02}") for n, city in enumerate(cities)]
    asked = {city.pk for city in cities[:count]}
    with django_assert_num_queries(int(count > 0)):
        found = people_of(asked, Role.VIEWER, [people[0].pk])
    assert found == [f"P{n:02}" for n in range(1, count)]
    assert people_of(asked, Role.VIEWER, set()) == [f"P{n:02}" for n in range(count)]


@compiled
def called_one_of(slugs: Collection[str], role: str) -> QuerySet[User, str]:
    found = User.objects.filter(memberships__city__slug__in=slugs, memberships__role=role)
    return found.order_by("name").values_list("name", flat=True)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 64, 65])
def test_keys_may_be_texts(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cities = [make_city(f"city-{n}") for n in range(count + 1)]
    for n, city in enumerate(cities):
        make_member(city, Role.VIEWER, f"P{n:02}")
    with django_assert_num_queries(int(count > 0)):
        found = called_one_of({city.slug for city in cities[:count]}, Role.VIEWER)
    assert found == [f"P{n:02}" for n in range(count)]


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_alone() -> None:
    @compiled
    def locked(pk: int) -> QuerySet[User, User]:
        return User.objects.select_for_update().filter(pk=pk)

    person = make_member(make_city(), Role.VIEWER)
    with transaction.atomic():
        assert locked(person.pk) == [person]
    with pytest.raises(TransactionManagementError):
        locked(person.pk)


def test_columns_of_the_order_are_no_values() -> None:
    make_member(make_city("one"), Role.VIEWER, "Ann")
    make_member(make_city("two"), Role.VIEWER, "Ben")

    @compiled
    def roles(role: str) -> QuerySet[Membership, Any]:
        found = Membership.objects.filter(role=role).values_list("role", flat=True)
        return found.order_by("-user__name").distinct()

    @compiled
    def named(role: str) -> QuerySet[Membership, Any]:
        found = Membership.objects.filter(role=role).order_by("-user__name").distinct()
        return found.values_list("user__name", "city__name", named=True)

    assert roles(Role.VIEWER) == [Role.VIEWER, Role.VIEWER]
    assert [row.user__name for row in named(Role.VIEWER)] == ["Ben", "Ann"]
    assert all(isinstance(row.city__name, dict) for row in named(Role.VIEWER))


def test_json_is_an_argument() -> None:
    @compiled_update
    def called(slug: str, name: dict[str, Any]) -> Update:
        return Update(City.objects.filter(slug=slug), {"name": name})

    cities = {slug: make_city(slug) for slug in ("one", "two")}
    for name in ({"ko": "가", "en": "O'\"%s"}, {}, {"ko": ["나", 1, None, True]}):
        assert [called(slug, {**name, "of": slug}) for slug in (*cities, "none")] == [1, 1, 0]
        assert {each.slug: each.name for each in City.objects.all()} == {
            slug: {**name, "of": slug} for slug in cities
        }


@compiled_unread
def cities_with(role: str) -> QuerySet[City, Any]:
    return City.objects.filter(memberships__role=role).order_by("slug").values_list("slug", "name")


def test_rows_are_left_unread_until_they_are_asked_for(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cities = [make_city(slug) for slug in ("one", "two")]
    for city in cities:
        make_member(city, Role.VIEWER)
    with django_assert_num_queries(1):
        found = cities_with(Role.VIEWER)
    assert [(slug, type(name)) for slug, name in found.values] == [("one", str), ("two", str)]
    with django_assert_num_queries(0):
        assert found.read() == [(city.slug, city.name) for city in cities]
    assert cities_with(Role.VIEWER).values == found.values
    City.objects.filter(slug="two").update(name={"ko": "다른 시", "en": "Another"})
    assert cities_with(Role.VIEWER).values != found.values


def test_rows_for_keys_are_not_left_unread() -> None:
    @compiled_unread
    def among(keys: Collection[int]) -> QuerySet[City, Any]:
        return City.objects.filter(pk__in=keys).order_by()

    with pytest.raises(TypeError, match="keys"):
        among([])


@compiled_insert
def sent(  # noqa: PLR0917 - a compiled query has its arguments by position
    response: int,
    question: int,
    content: dict[str, Any],
    base: int | None,
    author: int,
    at: datetime,
) -> RefusedText:
    return RefusedText(
        response_id=response,
        question_id=question,
        content=content,
        base_version=base,
        author_id=author,
        refusal="stale",
        created_at=at,
    )


def test_a_row_is_written_with_its_own_arguments(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question, now = find(response, "b-1")[1].pk, timezone.now()
    contents: tuple[dict[str, Any], ...] = (
        {"parts": {"text": "가"}},
        {"parts": {}, "nothing_to_report": "%s '"},
    )
    for base, content in zip((None, 3), contents, strict=True):
        with django_assert_num_queries(1):
            sent(response.pk, question, content, base, writer.pk, now)
    found = RefusedText.objects.order_by("pk").values_list(
        "response", "question", "content", "base_version", "author", "refusal", "created_at"
    )
    assert [*found] == [
        (response.pk, question, contents[0], None, writer.pk, "stale", now),
        (response.pk, question, contents[1], 3, writer.pk, "stale", now),
    ]


def test_nothing_is_missing_but_what_may_be(response: Response, writer: User) -> None:
    missing: Any = None
    with pytest.raises(TypeError, match="have a position and a value"):
        sent(response.pk, 1, {}, 1, missing, timezone.now())
