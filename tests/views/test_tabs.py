import re

import pytest
from django.test import Client

from responses.enums import Role
from responses.models import Response
from tests.support.factories import (
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_submission,
)

pytestmark = pytest.mark.django_db

RESPONSE, CITY = "/springfield/test-2030/", "/springfield/"
PAGES = [
    (RESPONSE, "Response"),
    (f"{RESPONSE}dashboard/", "Dashboard"),
    (f"{RESPONSE}assignment/", "Assignment"),
    (f"{CITY}members/", "People"),
    (f"{CITY}deputies/", "Deputies"),
    (f"{RESPONSE}evidence/", "Evidence"),
    (f"{RESPONSE}evidence/pages/", "Evidence"),
    (f"{RESPONSE}submissions/", "Submissions"),
    (f"{RESPONSE}export/", "Export"),
    (f"{RESPONSE}import/", "Import"),
    (f"{CITY}glossary/", "Glossary"),
    (f"{CITY}audit/", "Audit"),
    (f"{CITY}settings/", "Settings"),
    (f"{RESPONSE}alpha/", "Response"),
    (f"{RESPONSE}alpha/review/", "Response"),
    (f"{RESPONSE}alpha/send/", "Response"),
    (f"{RESPONSE}alpha/unsaved/", "Response"),
    (f"{RESPONSE}alpha/a-1/history/", "Response"),
    (f"{RESPONSE}alpha/a-1/talk/", "Response"),
    (f"{RESPONSE}alpha/a-1/suggest/", "Response"),
    (f"{RESPONSE}submissions/compare/?from=1&to=1", "Submissions"),
]
NAV = re.compile(r'<nav class="lgq-tabs" aria-label="([^"]*)">(.*?)</nav>', re.DOTALL)
TAB = re.compile(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>([^<]*)</a>')
HEADER = re.compile(r"<header.*?</header>", re.DOTALL)


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.cookies["django_language"] = "en"


@pytest.fixture
def response(client: Client) -> Response:
    response = make_response()
    response.city.submission_language = "en"
    response.city.save()
    client.force_login(make_member(response.city, Role.COORDINATOR))
    return response


def row(client: Client, path: str) -> list[tuple[str, str, str]]:
    """Return address, mark and word of each tab of a page; nothing where it has no row."""
    found = NAV.search(client.get(path).content.decode())
    return TAB.findall(found[2]) if found else []


def named(client: Client, path: str) -> list[str]:
    """Return what the header names as the response, with its address."""
    header = HEADER.search(client.get(path).content.decode())
    assert header
    return re.findall(r'<a class="lgq-nav-response" href="(/springfield/[^"]*)">', header[0])


@pytest.mark.parametrize(("path", "label"), PAGES)
def test_every_page_of_a_response_has_the_row_and_names_the_response(
    path: str, label: str, client: Client, response: Response
) -> None:
    if "compare" in path:
        make_submission(response)
    tabs = row(client, path)
    assert len(tabs) == 12
    assert [word for _href, mark, word in tabs if mark] == [label]
    assert named(client, path) == [RESPONSE]


def test_the_row_is_a_landmark_with_the_name_of_the_response(
    client: Client, response: Response
) -> None:
    found = NAV.search(client.get(RESPONSE).content.decode())
    assert found
    assert found[1] == "Pages of Springfield · TEST 2030"


def test_from_the_people_to_the_assignment_it_is_one_press(
    client: Client, response: Response
) -> None:
    there = [href for href, _mark, word in row(client, f"{CITY}members/") if word == "Assignment"]
    assert there == [f"{RESPONSE}assignment/"]


def test_pages_of_the_city_keep_the_response_that_one_came_from(
    client: Client, response: Response
) -> None:
    make_response(response.city, make_edition(make_definition("test-2032", year=2032)))
    people = {word: href for href, _mark, word in row(client, RESPONSE)}["People"]
    assert named(client, people) == [RESPONSE]
    deputies = {word: href for href, _mark, word in row(client, people)}["Deputies"]
    assert named(client, deputies) == [RESPONSE]
    # One comes back to it after something was done, too.
    other = make_member(response.city, Role.VIEWER)
    member = other.memberships.get()
    said = client.post(people, {"do": "remove", "member": member.pk}, follow=True)
    assert said.redirect_chain == [(people, 302)]


@pytest.mark.parametrize("asked", ["", "?edition=", "?edition=nowhere", "?edition=%00"])
def test_pages_of_the_city_show_its_newest_response_otherwise(
    asked: str, client: Client, response: Response
) -> None:
    make_response(response.city, make_edition(make_definition("test-2032", year=2032)))
    assert named(client, f"{CITY}members/{asked}") == ["/springfield/test-2032/"]


def test_no_other_city_s_response_is_shown(client: Client, response: Response) -> None:
    make_response(make_city("shelbyville"), make_edition(make_definition("test-2034", year=2034)))
    assert named(client, f"{CITY}members/?edition=test-2034") == [RESPONSE]


def test_a_search_of_the_audit_keeps_the_response(client: Client, response: Response) -> None:
    html = client.get(f"{CITY}audit/?edition=test-2030&words=x").content.decode()
    assert '<input type="hidden" name="edition" value="test-2030">' in html
    assert f'href="{CITY}audit/?edition=test-2030"' in html


def test_a_page_of_nobodys_city_has_no_row(client: Client, response: Response) -> None:
    assert row(client, "/") == row(client, "/notices/") == row(client, "/nowhere/x/") == []


def test_who_may_not_do_something_is_still_led_on(client: Client, response: Response) -> None:
    client.force_login(make_member(response.city, Role.CONTRIBUTOR))
    assert client.get(f"{RESPONSE}dashboard/").status_code == 403
    assert [word for *_rest, word in row(client, f"{RESPONSE}dashboard/")] == [
        "Response",
        "Evidence",
        "Submissions",
        "Export",
        "Glossary",
    ]
