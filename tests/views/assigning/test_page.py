"""What the page of assignment proposes and says of each section, and what it takes."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.assignment.assigning import delegate
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import Membership, Response, User
from tests.support.factories import find, make_member, shape_of
from tests.views.assigning.pages import DUE, URL, give, now, opened, said

pytestmark = pytest.mark.django_db


def test_departments_and_posts_are_proposed(
    client: Client, response: Response, coordinator: User
) -> None:
    give(response, coordinator, Assignment("Office"))
    delegate(response, find(response, "a-2")[1], DelegationTerms("Law"), actor=Actor(coordinator))
    html = client.get(URL).content.decode()
    assert re.findall('<option value="([^"]+)"></option>', html) == [
        *("Law", "Office"),
        *("주무관", "팀장", "과장", "담당관", "국장"),
    ]


def test_the_front_page_leads_coordinators_there(
    client: Client, response: Response, coordinator: User, writer: User
) -> None:
    front = "/springfield/test-2030/"
    assert f'href="{URL}"' in client.get(front).content.decode()
    client.force_login(writer)
    assert f'href="{URL}"' not in client.get(front).content.decode()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_the_page_of_a_section_says_who_has_it(
    role: Role, client: Client, response: Response, coordinator: User, writer: User
) -> None:
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,)))
    to = DelegationTerms("Law", date(2030, 4, 1), (make_member(response.city, role, "Jo").pk,))
    if role is Role.VIEWER:
        to = replace(to, people=())
    named = "" if role is Role.VIEWER else " · Jo"
    delegate(response, find(response, "a-2")[1], to, actor=Actor(coordinator))
    client.force_login(User.objects.filter(memberships__role=role).latest("pk"))
    page = client.get("/springfield/test-2030/alpha/")
    head = said(page).partition(" A.1 ")[0]
    assert "Due 1 May 2030 In charge: Office · Writer" in head
    assert f"A.2 Delegated to Law{named} Due 1 Apr 2030" in head
    card = role is Role.CONTRIBUTOR
    assert ("Not answered A.2 Explain Delegated to Law · Jo Due 1 Apr 2030" in said(page)) == card


@pytest.mark.parametrize("case", [(3, 11, 5), (98, 11, 100), (200, 13, 200)])
def test_the_page_takes_few_queries_for_any_number_of_people(
    case: tuple[int, int, int],
    client: Client,
    response: Response,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    members, queries, offered = case
    people = [make_user_quickly(response, number) for number in range(members)]
    give(response, coordinator, replace(Assignment("Office"), contributors=tuple(people)))
    client.get(URL)
    with django_assert_num_queries(queries):
        page = client.get(URL)
    assert page.content.decode().count('name="s-alpha--contributors"') == offered


def make_user_quickly(response: Response, number: int) -> int:
    """Make a contributor without a password, as hashing one takes long."""
    user = User.objects.create(email=f"quick{number}@city.example", name=f"Quick {number}")
    user.memberships.create(city=response.city, role=Role.CONTRIBUTOR)
    return user.pk


def test_names_used_before_are_proposed(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    head = Step("과장", (make_member(response.city, Role.REVIEWER).pk,))
    line = (Step("정책보좌관", (reviewer.pk,), consents=True, department="법무담당관"), head)
    give(response, coordinator, Assignment("Office", approval_line=line))
    names = re.findall('<option value="([^"]+)"></option>', client.get(URL).content.decode())
    assert names[:2] == ["Office", "법무담당관"]
    assert names[-1] == "정책보좌관"


def test_a_section_of_all_says_so_open_and_closed(client: Client, coordinator: User) -> None:
    text = said(client.get(URL))
    # Two sections, each in its line and in its list of people.
    assert text.count("Contributors Not assigned (every writer can write it)") == 2
    assert text.count("Contributors Not assigned Approval line") == 2
    for heading in ("Section", "Department", "Due date", "Contributors", "Approval line"):
        assert heading in text.partition("Alpha")[0]


def test_each_row_says_its_state_and_asks_for_no_writer_of_what_is_approved(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    def rows() -> list[tuple[str, str]]:
        html = client.get(URL).content.decode()
        found = [each.partition("</summary>")[0] for each in html.split('class="lgq-give"')[1:3]]
        return [
            (
                *re.findall(r'data-state="(\w+)"', row),
                *re.findall(r'data-nobody="([^"]*)"', row),
            )
            for row in found
        ]

    assert rows() == [("draft", "Not assigned"), ("draft", "Not assigned")]
    assert "Not begun" in client.get(URL).content.decode()
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(reviewer))
    assert rows() == [("approved", "None needed"), ("draft", "Not assigned")]
    perform(Move(Action.REOPEN, "Once more."), response, section, actor=Actor(coordinator))
    assert rows()[0] == ("draft", "Not assigned")
    title = client.get(URL).content.decode().partition('class="lgq-give-title">')[2]
    assert "Reopened" in title.partition("</summary>")[0]


@pytest.mark.parametrize(("typed", "department"), [("", "Legal"), ("  ", "Legal"), ("Tax", "Tax")])
def test_a_consent_has_the_known_department_of_who_gives_it(  # noqa: PLR0917 - who is in it
    client: Client,
    response: Response,
    coordinator: User,
    reviewer: User,
    typed: str,
    department: str,
) -> None:
    Membership.objects.filter(user=reviewer).update(department="Legal")
    line = (
        Step("Law", (reviewer.pk,)),
        Step("Head", (make_member(response.city, Role.REVIEWER, "Kang").pk,)),
    )
    give(response, coordinator, Assignment(approval_line=line))
    form = opened(client)
    more: dict[str, str | list[str]] = {
        "s-alpha--0--consents": "yes",
        "s-alpha--0--department": typed,
    }
    client.post(URL, form.typed(more))
    assert now(response).sections["alpha"].assignment.approval_line == (
        replace(line[0], consents=True, department=department),
        line[1],
    )
