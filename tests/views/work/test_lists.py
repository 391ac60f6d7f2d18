"""The lists of My work: how many queries they take, pages and order."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.enums import Role
from responses.models import Membership
from tests.support.factories import (
    assign,
    make_city,
    make_edition,
    make_response,
    make_user,
    shape_of,
    write,
)
from tests.support.many import many_remarks, many_responses, many_revisions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cities", [1, 3])
def test_my_work_takes_nine_queries_however_many_responses(
    cities: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    for number in range(cities):
        response = make_response(make_city(f"city-{number}"))
        Membership.objects.create(city=response.city, user=person, role=Role.CONTRIBUTOR)
        write(response, "b-1", person, text="Done")
    shape_of(response)  # the edition is known to the process
    client.force_login(person)
    with django_assert_num_queries(9):
        client.get("/")


@pytest.mark.parametrize(("cities", "remarks"), [(1, 10), (200, 10), (1, 10_000)])
def test_my_work_of_a_coordinator_takes_nine_queries_however_much_there_is(
    cities: int, remarks: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    responses = many_responses(make_edition(), cities, person)
    many_remarks(responses[0], "a-1", remarks)
    many_revisions(responses[0], "b-1", remarks)
    shape_of(responses[0])  # the edition is known to the process
    client.force_login(person)
    with django_assert_num_queries(9):
        html = client.get("/").content.decode()
    assert html.count("/test-2030/dashboard/") == min(cities, 20)


def test_each_list_is_in_pages_of_its_own_and_the_soonest_due_come_first(client: Client) -> None:
    person, edition = make_user(), make_edition()
    today = timezone.localdate()
    for number in range(25):
        response = make_response(make_city(f"city-{number:02}"), edition)
        Membership.objects.create(city=response.city, user=person, role=Role.CONTRIBUTOR)
        assign(response, "alpha", person)
        response.works.update(due_on=today + timedelta(days=30 - number))
    client.force_login(person)

    def shown(query: str = "") -> tuple[list[str], list[str], list[tuple[str, str]]]:
        """Return the cities of the tasks and of the responses, and the links beside the tasks."""
        html = client.get(f"/{query}").content.decode()
        tasks = html.partition('id="waiting"')[2].partition("</section>")[0]
        responses = html.partition('id="responses"')[2].partition("</section>")[0]
        assert '<span class="lgq-count">25</span>' in tasks
        return (
            re.findall(r'href="/city-(\d\d)/test-2030/alpha/', tasks),
            re.findall(r'href="/city-(\d\d)/test-2030/"', responses),
            re.findall(r'rel="(\w+)" href="([^"]*)"', tasks),
        )

    cities = [f"{number:02}" for number in range(25)]
    soonest = cities[::-1]
    assert shown() == (soonest[:20], cities[:20], [("next", "?waiting=2#waiting")])
    second = (soonest[20:], cities[:20], [("prev", "?waiting=1#waiting")])
    for absurd in ("2", "3", "9" * 9):
        assert shown(f"?waiting={absurd}") == second
    for absurd in ("0", "-1", "x", "9" * 5000):
        assert shown(f"?waiting={absurd}") == shown()
    assert shown("?responses=2&page=3") == (
        soonest[:20],
        cities[20:],
        [("next", "?waiting=2&amp;responses=2#waiting")],
    )


def test_answers_and_names_are_read_for_the_shown_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user()
    responses = many_responses(make_edition(), 45, person)
    for response in responses:
        write(response, "b-1", person, text="Done")
    client.force_login(person)
    read: list[object] = []
    monkeypatch.setattr("responses.domain.telling.owing.Content.from_json", read.append)
    monkeypatch.setattr("responses.domain.progress.shown.is_answered", lambda *_: True)
    client.get("/?responses=3")
    # Those of the third page; what nobody is assigned to is told without reading answers.
    assert len(read) == 5
