"""Approval lines that are kept under a name, chosen and deleted on the page of assignment."""

from typing import Any

import pytest
from django.test import Client

from responses.domain.assignment.assignment import Assignment
from responses.domain.signing.approval_line import Step
from responses.enums import Role
from responses.models import Response, SavedLine, User
from tests.support.browser import Form, focused
from tests.support.factories import make_member
from tests.views.assigning.pages import URL, give, now, opened, press, said, sign, titles, typed

pytestmark = pytest.mark.django_db


def pick(client: Client, form: Form, button: str, **more: str | list[str]) -> Any:
    """Press a button `line` with what else is typed."""
    changes = {name.replace("_", "-"): value for name, value in more.items()}
    return client.post(URL, form.typed(changes | {"line": button}))


def step_of(person: User, section: str = "alpha") -> dict[str, str | list[str]]:
    return {f"s-{section}--0--title": "과장", f"s-{section}--0--people": [str(person.pk)]}


def saved_line(client: Client, reviewer: User) -> str:
    """Save a line of one step, and return its key."""
    line = step_of(reviewer) | {"s-alpha--keep": "과장 전결"}
    page = pick(client, opened(client), "keep alpha", **line)
    assert page.status_code == 200
    return str(SavedLine.objects.get().pk)


def test_a_line_is_saved_and_nothing_typed_is_lost(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    more = step_of(reviewer) | {"s-alpha--keep": "과장 전결", "s-beta--department": "Law"}
    page = pick(client, opened(client), "keep alpha", **more)
    assert (page.status_code, focused(page)) == (200, ["said"])
    assert "The line is saved as 과장 전결." in said(page)
    form = typed(page)
    assert (form.fields["s-beta--department"], titles(form)) == (["Law"], ["과장"])
    assert form.fields["s-alpha--saved-shown"] == [str(SavedLine.objects.get().pk)]
    assert now(response).sections["alpha"].assignment == Assignment()


def test_a_saved_line_is_chosen_in_one_select(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key = saved_line(client, reviewer)
    line = (Step("과장", (reviewer.pk,)),)
    page = client.post(URL, opened(client).typed({"s-beta--saved": key}))
    assert page.status_code == 302
    assert now(response).sections["beta"].assignment.approval_line == line
    # What was chosen before is not put over what is typed now.
    form = opened(client)
    assert form.fields["s-beta--saved-shown"] == [key]
    client.post(URL, form.typed({"s-beta--saved": key, "s-beta--0--title": "국장"}))
    assert now(response).sections["beta"].assignment.approval_line[0].title == "국장"


def test_a_button_fills_a_saved_line_in(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key = saved_line(client, reviewer)
    page = press(client, opened(client), "line beta", **{"s-beta--saved": key})
    assert (titles(typed(page), "beta"), focused(page)) == (["과장"], ["s-beta--saved"])
    assert now(response).sections["beta"].assignment == Assignment()


def test_a_saved_line_is_copied_to_several_sections(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key = saved_line(client, reviewer)
    page = press(client, opened(client), "copy", copy_from=f"line-{key}", copy_to=["alpha", "beta"])
    form = typed(page)
    assert [titles(form, section) for section in ("alpha", "beta")] == [["과장"], ["과장"]]


@pytest.mark.parametrize(
    ("typed_in", "words"),
    [
        ({}, ["Enter a name for this line, such as 과장 전결.", "Add a step first."]),
        ({"s-alpha--keep": "가" * 51}, ["Shorten the name to 50 characters; it has 51."]),
        (
            {"s-alpha--keep": "x", "s-alpha--0--title": "과장"},
            ["1. Choose the people who can sign this step."],
        ),
        (
            {"s-alpha--keep": "x", "s-alpha--0--title": "", "s-alpha--1--title": "과장"},
            ["2. Choose the people who can sign this step."],
        ),
    ],
)
def test_what_keeps_a_line_from_being_saved_is_said_at_its_name(
    typed_in: dict[str, str | list[str]], words: list[str], client: Client, coordinator: User
) -> None:
    page = client.post(URL, opened(client).typed(typed_in | {"line": "keep alpha"}))
    assert (page.status_code, focused(page)) == (422, ["s-alpha--keep"])
    assert all(each in said(page) for each in words)
    assert typed(page).fields["s-alpha--keep"] == [typed_in.get("s-alpha--keep", "")]
    assert not SavedLine.objects.exists()


def test_a_saved_line_is_deleted_once(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    key, form = saved_line(client, reviewer), opened(client)
    page = pick(client, form, f"drop {key}")
    assert "The saved line 과장 전결 is deleted." in said(page)
    assert "This saved line has already been deleted" in said(pick(client, form, f"drop {key}"))
    assert not SavedLine.objects.exists()


@pytest.mark.parametrize(
    ("button", "status"), [("keep nowhere", 400), ("burn alpha", 400), ("drop x", 404)]
)
def test_no_page_sends_such_a_button(
    button: str, status: int, client: Client, coordinator: User
) -> None:
    assert pick(client, opened(client), button).status_code == status


def test_signed_lines_take_no_saved_one(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    saved_line(client, reviewer)
    assert "s-alpha--saved-shown" in opened(client).fields
    steps = tuple(
        Step(title, (person.pk,))
        for title, person in (
            ("팀장", reviewer),
            ("과장", make_member(response.city, Role.REVIEWER)),
        )
    )
    give(response, coordinator, Assignment(approval_line=steps))
    sign(response, "alpha", writer, reviewer)
    assert "s-alpha--saved-shown" not in opened(client).fields
