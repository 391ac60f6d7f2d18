"""What somebody else changed or signed while the page of assignment was open."""

from typing import Any

import pytest
from django.test import Client

from responses.domain.assignment import assigning
from responses.domain.assignment.assigning import AssignmentChanges, apply_changes, delegate
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.auditing import Actor
from responses.domain.signing.approval_line import Step
from responses.enums import Role
from responses.models import Response, User
from tests.support.browser import form_at
from tests.support.factories import find, make_member
from tests.views.assigning.pages import (
    DUE,
    URL,
    errors,
    give,
    now,
    opened,
    press,
    said,
    sign,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(response: Response) -> User:
    return make_member(response.city, Role.COORDINATOR, "Colleague")


def test_what_is_signed_is_read_only(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    other = make_member(response.city, Role.REVIEWER, "Mayor")
    line = (Step("Head", (reviewer.pk,)), Step("Mayor", (other.pk,)))
    give(response, coordinator, Assignment(approval_line=line))
    sign(response, "alpha", coordinator, reviewer)
    html = client.get(URL).content.decode()
    assert 'type="hidden" name="s-alpha--0--title"' in html
    assert 'id="s-alpha--1--title"' in html
    page = client.post(URL, opened(client).typed({"s-alpha--0--title": "Other"}))
    assert (page.status_code, errors(page)) == (
        422,
        [("s-alpha--line", "A: Steps that are already signed must stay first and unchanged.")],
    )


def test_what_somebody_else_changed_stands_beside_what_was_typed(
    client: Client, response: Response, coordinator: User, colleague: User, writer: User
) -> None:
    form = opened(client)
    give(response, colleague, Assignment("Theirs", DUE, (writer.pk,)))
    changes: dict[str, str | list[str]] = {
        "s-alpha--department": "Mine",
        "s-beta--department": "Mine too",
    }
    page = client.post(URL, form.typed(changes))
    assert (page.status_code, errors(page)) == (
        409,
        [("s-alpha", "A. Alpha: changed by someone else")],
    )
    text = said(page)
    assert "Current values: Department Theirs Due date 1 May 2030 Contributors Writer" in text
    assert typed(page).fields["s-alpha--department"] == ["Mine"]
    assert typed(page).fields["s-beta--department"] == ["Mine too"]
    assert now(response).sections["alpha"].assignment.department == "Theirs"
    assert now(response).sections["beta"].assignment == Assignment()

    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["alpha"].assignment == Assignment("Mine")
    assert now(response).sections["beta"].assignment == Assignment("Mine too")


def test_what_one_changed_in_another_window_is_said_to_be_ones_own(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    question = find(response, "a-2")[1]
    form = typed(press(client, opened(client), "hand", hand="a-2"))
    give(response, colleague, Assignment("Theirs"))
    give(response, coordinator, Assignment("Own"))
    delegate(response, question, DelegationTerms("Own"), actor=Actor(coordinator))
    page = client.post(
        URL, form.typed({"s-alpha--department": "Mine", "h-a-2--department": "Mine"})
    )
    assert page.status_code == 409
    assert errors(page) == [
        ("s-alpha", "A. Alpha: changed by you in another window"),
        ("h-a-2", "A.2: changed by you in another window"),
    ]
    assert said(page).count("You changed this in another window after you opened this page.") == 2
    assert "Someone else" not in said(page)
    dashboard, day = "/springfield/test-2030/dashboard/", {"due": "2 May 2030", "do": "due"}
    form = form_at(client.get(dashboard), ("do", "due"))
    give(response, coordinator, Assignment("Own", DUE))
    page = client.post(dashboard, form.typed({"section": "alpha", **day}))
    assert page.status_code == 409
    assert "You changed these due dates in another window after you opened this page" in said(page)


def test_what_somebody_else_changed_can_be_taken(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    form = opened(client)
    give(response, colleague, Assignment("Theirs"))
    changes: dict[str, str | list[str]] = {
        "s-alpha--department": "Mine",
        "s-beta--department": "Mine too",
    }
    page = client.post(URL, form.typed(changes))
    page = press(client, typed(page), "now alpha")
    assert typed(page).fields["s-alpha--department"] == ["Theirs"]
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).sections["alpha"].assignment == Assignment("Theirs")
    assert now(response).sections["beta"].assignment == Assignment("Mine too")


def test_what_one_did_not_touch_is_shown_as_it_is_now(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    form = opened(client)
    give(response, colleague, Assignment("Theirs"))
    page = client.post(URL, form.typed({"s-beta--due": "x"}))
    assert (page.status_code, typed(page).fields["s-alpha--department"]) == (422, ["Theirs"])


def test_a_question_that_somebody_else_handed_over_or_took_back(
    client: Client, response: Response, coordinator: User, colleague: User
) -> None:
    question = find(response, "a-2")[1]
    form = typed(press(client, opened(client), "hand", hand="a-2"))
    delegate(response, question, DelegationTerms("Theirs"), actor=Actor(colleague))
    page = client.post(URL, form.typed({"h-a-2--department": "Mine"}))
    assert (page.status_code, errors(page)) == (409, [("h-a-2", "A.2: changed by someone else")])
    assert typed(page).fields["h-a-2--department"] == ["Mine"]
    assert now(response).delegations == {"a-2": DelegationTerms("Theirs")}
    taken = press(client, typed(page), "now-question a-2")
    assert typed(taken).fields["h-a-2--department"] == ["Theirs"]

    form = opened(client)
    seen = DelegationTerms("Theirs").digest
    assigning.take_back(response, question, seen=seen, actor=Actor(colleague))
    page = client.post(URL, form.typed({"h-a-2--department": "Mine"}))
    assert page.status_code == 409
    assert "Someone else took this question back" in said(page)
    left = press(client, typed(page), "now-question a-2")
    assert "h-a-2--department" not in typed(left).fields
    assert client.post(URL, typed(page).fields).status_code == 302
    assert now(response).delegations == {"a-2": DelegationTerms("Mine")}


def test_a_moment_between_reading_and_writing_is_enough(
    client: Client,
    response: Response,
    coordinator: User,
    colleague: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody saves after the page was compared and before it is written."""

    def late(response: Response, changes: AssignmentChanges, **options: Any) -> int:
        give(response, colleague, Assignment("Theirs"))
        return apply_changes(response, changes, **options)

    form = opened(client)
    monkeypatch.setattr("responses.views.assigning.apply_changes", late)
    page = client.post(URL, form.typed({"s-alpha--department": "Mine"}))
    assert (page.status_code, typed(page).fields["s-alpha--department"]) == (409, ["Mine"])
    assert now(response).sections["alpha"].assignment == Assignment("Theirs")
