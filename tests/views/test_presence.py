"""What a page hears that says its person is still there."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.presence import mark_present, others_present
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role
from responses.models import Presence, Response, User
from tests.support.factories import find, make_member, shape_of, write

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/alpha/"
PRESENCE = f"{URL}presence/"
VERSIONS = {"version-a-1": "0", "version-a-2": "0"}


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    """Return the writer's browser."""
    client.force_login(writer)
    return client


@pytest.fixture
def kim(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


def heard(client: Client, **sent: str) -> dict[str, Any]:
    said: dict[str, Any] = client.post(PRESENCE, VERSIONS | sent).json()
    return said


def enter(response: Response, *people: User) -> None:
    section, _ = find(response, "a-1")
    for person in people:
        mark_present(response, section, person)


def test_heartbeat_makes_one_present_and_names_the_others(
    page_of: Client, response: Response, writer: User, kim: User
) -> None:
    enter(response, kim)

    assert heard(page_of) == {"people": ["Kim"], "changed": {}, "closed": "", "translated": ""}
    assert others_present(response, find(response, "a-1")[0], kim) == ["Writer"]
    assert not others_present(response, find(response, "b-1")[0], kim)


def test_leaving_is_heard_at_once(page_of: Client, response: Response, kim: User) -> None:
    heard(page_of)

    page = page_of.post(PRESENCE, {"leaving": "1"})

    assert (page.status_code, page.content) == (204, b"")
    assert others_present(response, find(response, "a-1")[0], kim) == []


@pytest.mark.parametrize(
    ("role", "why"),
    [(Role.REVIEWER, "Reviewers read the answers here"), (Role.VIEWER, "Your role")],
)
def test_readers_are_present_too(
    role: Role, why: str, client: Client, response: Response, writer: User
) -> None:
    client.force_login(make_member(response.city, role, "Reader"))

    said = heard(client)

    assert said["closed"].startswith(why)
    assert others_present(response, find(response, "a-1")[0], writer) == ["Reader"]


def test_page_shows_who_is_there_and_does_not_make_one_present(
    page_of: Client, response: Response, kim: User
) -> None:
    alone = page_of.get(URL).content.decode()
    enter(response, kim, make_member(response.city, Role.REVIEWER, "<Lee>"))
    crowded = page_of.get(URL).content.decode()

    assert 'data-words="Also here now:"></p>' in alone
    assert ">Also here now: &lt;Lee&gt;, Kim</p>" in crowded
    assert not Presence.objects.filter(person__name="Writer").exists()


def test_answer_that_somebody_saved_is_told_as_its_card_shows_it(
    page_of: Client, response: Response, kim: User
) -> None:
    write(response, "a-2", kim, text="○ 하나\n <둘>", links=[{"label": "A", "url": "a.kr"}])

    told = heard(page_of)["changed"].pop("a-2")

    assert told["version"] == 1
    assert told["fields"] == [
        ["q-a-2--text", "○ 하나\n <둘>"],
        ["q-a-2--links--0--label", "A"],
        ["q-a-2--links--0--url", "a.kr"],
        ["q-a-2--links--paste", ""],
        ["reason-a-2", ""],
    ]
    assert (told["answered"], 'data-status="answered"' in told["status"]) == (True, True)
    assert "by Kim" in told["saved"]
    assert told["said"] == "A.2: Kim changed this answer."
    assert told["other"] == "Kim has saved a different text here in the meantime."


def test_own_answer_from_another_window_is_told_without_words(
    page_of: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="○ One")

    told = heard(page_of)["changed"]["a-2"]

    assert (told["version"], told["said"], told["other"]) == (1, "", "")


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 40, "-1"])
def test_answer_is_not_told_to_who_has_it_or_does_not_say(
    version: str, page_of: Client, response: Response, kim: User
) -> None:
    write(response, "a-2", kim, text="○ One")

    assert heard(page_of, **{"version-a-2": version})["changed"] == {}


def test_closing_is_told(page_of: Client, response: Response, kim: User) -> None:
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, section, actor=Actor(kim))

    assert heard(page_of)["closed"] == "In review: answers cannot be changed now."


@pytest.mark.parametrize("people", [1, 30])
def test_heartbeat_takes_eight_queries_however_many_are_there(
    people: int,
    page_of: Client,
    response: Response,
    kim: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    enter(response, *(make_member(response.city, Role.VIEWER) for _ in range(people)))
    write(response, "a-1", kim, text="○ One")
    write(response, "a-2", kim, text="○ One")
    shape_of(response)  # the edition is known to the process

    with django_assert_num_queries(8):
        said = heard(page_of)
    assert (len(said["people"]), len(said["changed"])) == (people, 2)


def test_leaving_takes_five_queries(
    page_of: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    heard(page_of)

    with django_assert_num_queries(5):
        page_of.post(PRESENCE, {"leaving": "1"})


def test_who_is_signed_out_hears_so(client: Client, response: Response) -> None:
    page = client.post(PRESENCE, VERSIONS, headers={"accept": "application/json"})

    assert page.status_code == 401
    assert page.json()["state"] == "signed_out"
