"""Choosing people of the assignment of a city that has many."""

import pytest
from django.test import Client

from responses.domain.assignment.assignment import Assignment
from responses.enums import Role
from responses.models import Membership, Response, User
from tests.support.factories import make_city, make_member
from tests.views.assigning.pages import DUE, URL, give, now, offered, opened, said, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(response: Response) -> list[User]:
    """Return more people, who all write, than a list has."""
    people = User.objects.bulk_create(
        User(email=f"p{number}@city.example", name=f"Person {number:03}") for number in range(101)
    )
    Membership.objects.bulk_create(
        Membership(city=response.city, user=each, role=Role.CONTRIBUTOR) for each in people
    )
    return people


def test_of_many_people_a_list_has_who_was_chosen_and_who_is_found_in_it(
    client: Client, response: Response, coordinator: User, writer: User, many: list[User]
) -> None:
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,)))
    alpha, beta = "s-alpha--contributors", "s-beta--contributors"
    page = client.get(URL)
    assert (offered(page, alpha), offered(page, beta)) == ([str(writer.pk)], [str(writer.pk)])
    sent = typed(page).typed({f"{beta}--find": " PERSON 007 ", "s-beta--department": "Law"})
    page = client.post(URL, sent | {f"{beta}--look": "yes"})
    assert page.status_code == 200
    assert offered(page, beta) == [str(many[7].pk), str(writer.pk)]
    assert offered(page, alpha) == [str(writer.pk)]
    assert "1 person found." in said(page)
    # What was typed is there still, and nothing is saved yet.
    assert typed(page).fields["s-beta--department"] == ["Law"]
    assert now(response).sections["beta"].assignment == Assignment()
    page = client.post(URL, typed(page).typed({beta: [str(many[7].pk)]}), follow=True)
    assert now(response).sections["beta"].assignment.contributors == (many[7].pk,)
    assert offered(page, alpha) == [str(many[7].pk), str(writer.pk)]


def test_words_that_find_nobody_are_told_and_stay(
    client: Client, coordinator: User, many: list[User]
) -> None:
    name = "s-alpha--contributors"
    sent = opened(client).typed({f"{name}--find": "nobody"}) | {f"{name}--look": "yes"}
    page = client.post(URL, sent)
    assert "Nobody matches “nobody”." in said(page)
    assert f'name="{name}--find" value="nobody"' in page.content.decode()
    sent |= {f"{name}--find": ""}
    assert "Enter some words first." in said(client.post(URL, sent))


def test_a_stranger_cannot_be_chosen_among_many(
    client: Client, response: Response, coordinator: User, many: list[User]
) -> None:
    stranger = make_member(make_city("shelbyville"), Role.CONTRIBUTOR, "Stranger")
    page = client.post(URL, opened(client).typed({"s-alpha--contributors": [str(stranger.pk)]}))
    assert page.status_code == 422
    assert "Stranger" not in said(page)
