"""My work of those who begin: strangers, administrators, new cities, viewers."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite_as_administrator
from responses.enums import Role
from responses.models import City, Membership, Response, User
from tests.support.factories import (
    PASSWORD,
    approve_all,
    assign,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_submission,
    make_user,
)
from tests.views.work.pages import OVERVIEW

pytestmark = pytest.mark.django_db

START = f"{OVERVIEW}start/"


def test_who_has_to_start_a_response_finds_that_first(client: Client) -> None:
    person = make_member(make_city(), Role.COORDINATOR)
    make_edition()
    client.force_login(person)
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="([\w-]+)"', html) == ["startable"]
    assert "You have no tasks" not in html
    button = html.partition('id="startable"')[2].partition("</form>")[0]
    assert 'class="btn btn-primary"' in button
    client.post(START)
    make_edition(make_definition() | {"code": "test-2031"})
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="([\w-]+)"', html)[-1] == "startable"
    assert 'class="btn btn-primary"' not in html.partition('id="startable"')[2]


def test_my_work_tells_a_stranger_the_first_step(client: Client) -> None:
    person = make_user()
    client.force_login(person)
    page = client.get("/")
    assert "You are not a member of any city yet." in page.content.decode()
    assert f"add you with the address {person.email}" in page.content.decode()


def test_my_work_leads_an_administrator_to_the_first_city(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin@site.example", PASSWORD, name="Admin"))
    html = client.get("/").content.decode()
    assert "Add a city with its first coordinator in the administration." in html
    assert "Ask your city" not in html


def test_my_work_lists_the_cities_to_an_administrator(client: Client) -> None:
    admin = User.objects.create_superuser("admin@site.example", PASSWORD, name="Admin")
    client.force_login(admin)
    city = make_city("shelbyville")
    make_member(make_response().city, Role.COORDINATOR)
    html = client.get("/").content.decode()
    said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Cities 2 Shelbyville Coordinator: missing Springfield Coordinator: joined" in said
    assert f'href="/admin/responses/city/{city.pk}/change/"' in html
    assert 'href="/admin/responses/city/add/"' in html
    assert "You are not a member of any city yet." not in html
    invite_as_administrator(city, "kim@s.example", "Kim", Role.COORDINATOR, actor=Actor(admin))
    assert "Coordinator: invited" in client.get("/").content.decode()
    # Who belongs to a city finds their work.
    Membership.objects.create(city=city, user=admin, role=Role.VIEWER)
    assert 'id="cities"' not in client.get("/").content.decode()


def test_starting_a_response_leads_to_the_first_steps(client: Client) -> None:
    person = make_member(make_city(), Role.COORDINATOR)
    edition = make_edition()
    client.force_login(person)
    html = client.post(f"/springfield/{edition.code}/start/", follow=True).content.decode()
    assert "open for writing. Begin with the first steps." in html
    assert 'id="first-1">First steps for Springfield' in html


def test_my_work_of_a_viewer_begins_with_the_responses_and_asks_for_nothing(
    client: Client,
) -> None:
    response = make_response()
    client.force_login(make_member(response.city, Role.VIEWER))
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="(\w+)"', html) == ["responses"]
    assert "You can read these responses and download their PDFs." in html
    assert "You have no tasks" not in html


def test_who_also_writes_elsewhere_is_no_mere_viewer(client: Client) -> None:
    person = make_member(make_response().city, Role.VIEWER)
    other = make_response(make_city("shelbyville"))
    Membership.objects.create(city=other.city, user=person, role=Role.CONTRIBUTOR)
    client.force_login(person)
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="(\w+)"', html) == ["waiting", "responses", "free"]
    assert "You can read these responses" not in html


def test_start_makes_the_response_and_leads_to_my_work(client: Client) -> None:
    city, edition = make_city(), make_edition()
    client.force_login(make_member(city, Role.COORDINATOR))
    page = client.post(START)
    response = Response.objects.get()
    assert (page.status_code, page.headers["Location"]) == (302, "/")
    assert (response.city, response.edition, response.works.count()) == (city, edition, 2)


def test_start_again_goes_on_with_the_response_there_is(client: Client) -> None:
    response = make_response()
    client.force_login(make_member(response.city, Role.COORDINATOR))
    assert client.post(START).status_code == 302
    assert list(Response.objects.all()) == [response]


def test_start_of_an_unknown_edition_is_not_found(client: Client) -> None:
    client.force_login(make_member(make_city(), Role.COORDINATOR))
    assert client.post("/springfield/lgq-1999/start/").status_code == 404


def test_start_changes_nothing_by_get(client: Client) -> None:
    make_edition()
    client.force_login(make_member(make_city(), Role.COORDINATOR))
    assert client.get(START).status_code == 405
    assert not Response.objects.exists()


def test_a_new_city_is_begun_in_three_steps_each_with_its_tick(client: Client) -> None:
    response = make_response()
    client.force_login(Membership.objects.get().user)

    def shown() -> list[tuple[str, str]]:
        html = client.get("/").content.decode()
        card = html.partition("lgq-first")[2].partition("</ol>")[0]
        marks = re.findall(r'data-state="(\w+)"', card)
        return list(zip(re.findall(r'href="([^"]*)"', card), marks, strict=True))

    people, assignment = "/springfield/members/?edition=test-2030#invite", OVERVIEW + "assignment/"
    assert shown() == [(people, "draft"), (assignment, "draft"), (assignment, "draft")]
    writer = make_member(response.city, Role.CONTRIBUTOR)
    assert shown() == [(people, "approved"), (assignment, "draft"), (assignment, "draft")]
    assign(response, "alpha", writer)
    assert shown() == [(people, "approved"), (assignment, "draft"), (assignment, "draft")]
    assert "1 of 2 sections" in client.get("/").content.decode()
    assign(response, "beta", writer)
    assert shown() == [(people, "approved"), (assignment, "approved"), (assignment, "draft")]
    assert "0 of 2 sections" in client.get("/").content.decode()
    # Which nobody needs whose answers are read as they are written.
    settings = '<a href="/springfield/settings/">choose the submission language</a>'
    assert settings in client.get("/").content.decode()
    City.objects.update(submission_language="en")
    assert settings not in client.get("/").content.decode()
    response.works.update(due_on=timezone.localdate())
    assert shown() == []


def test_who_is_printed_in_english_is_asked_for_their_name_in_latin_letters(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One query for who is asked, and none for others."""
    response = make_response()
    City.objects.update(submission_language="en")
    for section in ("alpha", "beta"):
        assign(response, section, make_member(response.city, Role.CONTRIBUTOR))
    asked = '<a href="/accounts/profile/#id_latin_name">Write your name in Latin letters</a>'
    person = make_user("신채영")
    client.force_login(person)

    def shown(role: Role) -> bool:
        Membership.objects.update_or_create(
            user=person, city=response.city, defaults={"role": role}
        )
        return asked in client.get("/").content.decode()

    who = {role: shown(role) for role in Role}
    assert who == {
        Role.COORDINATOR: True,
        Role.CONTRIBUTOR: False,
        Role.REVIEWER: True,
        Role.VIEWER: False,
    }
    assert shown(Role.REVIEWER)
    with django_assert_num_queries(12):
        client.get("/")
    response.city.terms.create(language="en", original="신채영", translation="Shin Chaeyoung")
    assert not shown(Role.REVIEWER)
    response.city.terms.all().delete()
    User.objects.filter(pk=person.pk).update(latin_name="Shin Chaeyoung")
    assert not shown(Role.REVIEWER)
    with django_assert_num_queries(11):
        client.get("/")
    User.objects.filter(pk=person.pk).update(latin_name="")
    approve_all(response, make_member(response.city, Role.REVIEWER))
    assert shown(Role.REVIEWER)
    make_submission(response)
    assert not shown(Role.REVIEWER)
    City.objects.update(submission_language="")
    assert not shown(Role.COORDINATOR)
