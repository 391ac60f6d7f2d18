"""The buttons of the page of assignment that fill in: steps, copies, one date for all."""

import re
from typing import Any

import pytest
from django.test import Client

from responses.domain.assignment.assignment import Assignment
from responses.domain.signing.approval_line import Step
from responses.models import Response, User
from tests.support.browser import focused
from tests.support.factories import make_member
from tests.views.assigning.pages import (
    DUE,
    URL,
    give,
    now,
    opened,
    press,
    said,
    sign,
    titles,
    typed,
)

pytestmark = pytest.mark.django_db


def test_steps_are_added_moved_and_removed(
    client: Client, response: Response, coordinator: User
) -> None:
    form = opened(client)
    for number, title in enumerate(("One", "Two", "Three")):
        page = press(client, form, "add alpha")
        assert focused(page) == [f"s-alpha--{number}--title"]
        form = typed(page)
        form.fields[f"s-alpha--{number}--title"] = [title]
    page = press(client, form, "up alpha 2")
    assert (titles(typed(page)), focused(page)) == (["One", "Three", "Two"], ["s-alpha--1--up"])
    page = press(client, typed(page), "down alpha 0")
    assert (titles(typed(page)), focused(page)) == (["Three", "One", "Two"], ["s-alpha--1--down"])
    page = press(client, typed(page), "remove alpha 0")
    assert (titles(typed(page)), focused(page)) == (["One", "Two"], ["s-alpha--0--title"])
    assert now(response).sections["alpha"].assignment == Assignment()


def test_copying_fills_other_sections_in(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    line = (Step("Head", (reviewer.pk,)),)
    give(response, coordinator, Assignment("Office", DUE, (writer.pk,), line))
    what = ["contributors", "line"]
    page = press(
        client, opened(client), "copy", copy_from="alpha", copy_to=["beta"], copy_what=what
    )
    assert "Copied, but not saved yet." in said(page)
    assert focused(page) == ["said"]
    # Its row says so, and the page stays short.
    html = page.content.decode()
    assert re.findall(r'<details class="lgq-give" data-section="(\w+)" open', html) == []
    beta = html.partition('data-section="beta"')[2].partition("</summary>")[0]
    assert "copied, not saved yet" in beta
    assert html.count("copied, not saved yet") == 1
    assert now(response).sections["beta"].assignment == Assignment()
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["beta"].assignment == Assignment("", None, (writer.pk,), line)


def test_one_box_copies_to_all_sections_and_one_all_fields(
    client: Client, response: Response, coordinator: User, writer: User, reviewer: User
) -> None:
    wanted = Assignment("Office", DUE, (writer.pk,), (Step("Head", (reviewer.pk,)),))
    give(response, coordinator, wanted)
    page = press(client, opened(client), "copy", copy_from="alpha", copy_every=["to", "what"])
    # As scripts show it: each box that it stands for.
    html = page.content.decode()
    assert re.findall(r'name="copy-(?:to|every)" value="(\w+)" checked', html) == [
        *("what", "to"),
        *("alpha", "beta"),
    ]
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["beta"].assignment == wanted
    assert now(response).sections["alpha"].assignment == wanted


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"copy_from": "alpha", "copy_every": ["to"]},
        {"copy_from": "alpha", "copy_every": ["what"]},
        {"copy_from": "alpha", "copy_what": ["due"]},
        {"copy_from": "alpha", "copy_to": ["beta"]},
        {"copy_from": "alpha", "copy_to": ["alpha"], "copy_what": ["due"]},
    ],
)
def test_copying_says_what_is_not_chosen(
    chosen: dict[str, Any], client: Client, coordinator: User
) -> None:
    page = press(client, opened(client), "copy", **chosen)
    assert "Choose a section to copy from, sections to copy to, and the fields to copy." in said(
        page
    )
    assert focused(page) == ["copy"]


def test_copying_leaves_lines_that_are_signed(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    line = (
        Step("Head", (reviewer.pk,)),
        Step("Mayor", (make_member(response.city, "reviewer").pk,)),
    )
    give(response, coordinator, Assignment("Office", None, (), line), "beta")
    sign(response, "beta", coordinator, reviewer)
    page = press(
        client,
        opened(client),
        "copy",
        copy_from="alpha",
        copy_to=["beta"],
        copy_what=["department", "line"],
    )
    assert titles(typed(page), "beta") == ["Head", "Mayor"]
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["beta"].assignment == Assignment(approval_line=line)


def test_one_date_for_all(client: Client, response: Response, coordinator: User) -> None:
    page = press(client, opened(client), "date", due_all="2030-05-01")
    assert client.post(URL, typed(page).fields).status_code == 302
    assert {each.assignment.due_on for each in now(response).sections.values()} == {DUE}


def test_one_date_for_all_has_to_be_given(client: Client, coordinator: User) -> None:
    page = client.post(URL, opened(client).typed({"rows": "date"}))
    assert (page.status_code, focused(page)) == (422, ["due-all"])
    assert 'id="due-all--fault">Enter the date for all sections first.<' in page.content.decode()


@pytest.mark.parametrize("due", ["13/5", "soon", "3026-12-05"])
def test_one_date_for_all_is_judged_at_its_field(
    due: str, client: Client, response: Response, coordinator: User
) -> None:
    page = client.post(URL, opened(client).typed({"rows": "date", "due-all": due}))
    assert (page.status_code, focused(page)) == (422, ["due-all"])
    html = page.content.decode()
    assert re.search(r'<p class="lgq-field-error" id="due-all--fault">Enter a date', html)
    assert re.search(r'id="due-all" [^>]*aria-describedby="due-all--fault"', html)
    # Nothing is filled in, and what is typed stays.
    assert f'name="due-all" value="{due}"' in html
    assert said(page).count("Due date None") == 2
    assert typed(page).fields["s-alpha--due"] == [""]


def test_a_row_says_what_is_typed_even_if_it_is_no_day(client: Client, coordinator: User) -> None:
    page = client.post(URL, opened(client).typed({"s-alpha--due": "13/5"}))
    assert "Due date 13/5 Contributors" in said(page)
    page = press(client, opened(client), "date", due_all="2030-05-01")
    assert said(page).count("Due date 1 May 2030 Contributors") == 2
