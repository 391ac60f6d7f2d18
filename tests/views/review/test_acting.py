"""The actions of a section: who is offered which, and what each says and refuses."""

import re

import pytest
from django.test import Client

from responses.domain.signing.approval_line import Step
from responses.enums import Action, Role, State
from responses.models import Event, Membership, Response, User
from tests.support.factories import make_member, make_submission, write
from tests.views.review.pages import (
    ALPHA,
    REVIEW,
    digest,
    give_line,
    move,
    read,
    said,
    state,
    text_of,
)

pytestmark = pytest.mark.django_db


def actions(html: str) -> list[str]:
    return re.findall(
        rf'(?:formaction|href)="{ALPHA}([a-z_]+)/"', html.partition('id="decision"')[2]
    )


@pytest.mark.parametrize(
    ("moves", "role", "expected"),
    [
        ([], Role.COORDINATOR, ["send", "comment"]),
        ([], Role.CONTRIBUTOR, ["send", "comment"]),
        ([], Role.REVIEWER, ["comment"]),
        ([], Role.VIEWER, []),
        ([Action.SEND], Role.COORDINATOR, ["withdraw", "comment"]),
        ([Action.SEND], Role.CONTRIBUTOR, ["withdraw", "comment"]),
        ([Action.SEND], Role.REVIEWER, ["approve", "request_changes", "comment"]),
        ([Action.SEND], Role.VIEWER, []),
        ([Action.SEND, Action.APPROVE], Role.COORDINATOR, ["reopen", "comment"]),
        ([Action.SEND, Action.APPROVE], Role.CONTRIBUTOR, ["comment"]),
        ([Action.SEND, Action.APPROVE], Role.REVIEWER, ["reopen", "comment"]),
        ([Action.SEND, Action.APPROVE], Role.VIEWER, []),
    ],
)
def test_review_offers_what_the_role_can_do_now(
    *,
    moves: list[Action],
    role: Role,
    expected: list[str],
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
) -> None:
    for action in moves:
        move(response, action, reviewer if action is Action.APPROVE else writer)
    assert actions(read(client, make_member(response.city, role))) == expected


def test_review_offers_no_approval_to_who_wrote_it(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="Mine")
    move(response, Action.SEND, writer)
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    html = read(client, writer)
    assert actions(html) == ["request_changes", "comment"]
    assert "You wrote part of this section, or a suggestion of yours was accepted in it, " in html


def test_names_in_a_comment_that_name_nobody_are_said(
    client: Client, response: Response, reviewer: User
) -> None:
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}comment/", {"comment": "@없는사람 @Reviewer"}, follow=True)
    html = page.content.decode()
    assert "Your comment is in the history." in html
    assert "No member has this name, so nobody was told: “없는사람”." in html


def test_act_by_get_only_reads(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.get(f"{ALPHA}approve/")
    assert (page.status_code, page.headers["Location"]) == (302, REVIEW)
    assert state(response) is State.IN_REVIEW


@pytest.mark.parametrize(
    ("moves", "action", "role", "target", "place", "message"),
    [
        ([], Action.SEND, Role.CONTRIBUTOR, State.IN_REVIEW, "/",
         "A. Alpha is sent for review. Next: a reviewer."),
        ([Action.SEND], Action.WITHDRAW, Role.CONTRIBUTOR, State.DRAFT, ALPHA,
         "A. Alpha is withdrawn from review and open for writing."),
        ([Action.SEND], Action.APPROVE, Role.REVIEWER, State.APPROVED, "/",
         "A. Alpha is approved."),
        ([Action.SEND], Action.REQUEST_CHANGES, Role.REVIEWER, State.CHANGES_REQUESTED, "/",
         "A. Alpha is back with its writers. Starter, Writer have been told."),
        ([Action.SEND, Action.APPROVE], Action.REOPEN, Role.COORDINATOR, State.DRAFT, REVIEW,
         "A. Alpha is open for writing again. Reviewer, Starter, Writer have been told."),
        ([], Action.COMMENT, Role.REVIEWER, State.DRAFT, REVIEW,
         "Your comment is in the history. Starter has been told."),
    ],
)  # fmt: skip
def test_act_does_what_it_says_and_leads_on(
    *,
    moves: list[Action],
    action: Action,
    role: Role,
    target: State,
    place: str,
    message: str,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
) -> None:
    for step in moves:
        move(response, step, reviewer if step is Action.APPROVE else writer)
    actor = make_member(response.city, role)
    client.force_login(actor)
    page = client.post(f"{ALPHA}{action}/", {"comment": "Said so.", "seen": digest(response)})
    assert (page.status_code, page.headers["Location"]) == (302, place)
    assert said(client) == [message]
    event = Event.objects.latest("pk")
    assert (event.action, event.actor, event.comment) == (action, actor, "Said so.")
    assert state(response) is target


@pytest.mark.parametrize("action", [Action.REQUEST_CHANGES, Action.COMMENT])
def test_act_without_the_comment_it_needs_says_so_at_the_box(
    action: Action, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}{action}/", {"comment": " ", "seen": digest(response)})
    assert page.status_code == 422
    assert '<a href="#comment">Give the reason in the comment.</a>' in text_of(page.content)
    assert 'aria-describedby="comment-help comment-error comment-names"' in text_of(page.content)
    assert state(response) is State.IN_REVIEW


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REVIEWER])
def test_reopening_asks_why_by_what_becomes_void_and_keeps_the_comment(
    role: Role, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    """As a form, so without scripts, too."""
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    person = make_member(response.city, role)
    client.force_login(person)
    pressed = {"comment": "A figure & more", "ask": "1"}
    asked = text_of(client.post(f"{ALPHA}reopen/", pressed).content)
    assert "1 signature becomes void." in asked
    assert "Submission no." not in asked
    assert re.findall(r"<textarea[^>]*> (.*?)</textarea>", asked) == ["A figure & more"]
    assert f'action="{ALPHA}reopen/"' in asked
    assert state(response) is State.APPROVED
    refused = client.post(f"{ALPHA}reopen/", {"comment": " "})
    html = text_of(refused.content)
    assert refused.status_code == 422
    assert '<a href="#comment">Give the reason.</a>' in html
    assert 'aria-describedby="comment-help comment-error comment-names"' in html
    assert "1 signature becomes void." in html
    assert state(response) is State.APPROVED
    make_submission(response)
    assert "Submission no. 1 stays as it is." in read(client, person, f"{ALPHA}reopen/")
    client.post(f"{ALPHA}reopen/", {"comment": "A figure."})
    assert state(response) is State.DRAFT
    page = client.post(f"{ALPHA}reopen/", pressed)
    assert page.status_code == 409
    assert "The state of this section has just changed." in text_of(page.content)
    assert client.get(f"{ALPHA}reopen/").headers["Location"] == REVIEW


def test_act_tells_the_second_reviewer_and_keeps_the_comment(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer)
    seen = digest(response)
    move(response, Action.APPROVE, make_member(response.city, Role.REVIEWER))
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}request_changes/", {"comment": "Wait & see", "seen": seen})
    assert page.status_code == 409
    html = text_of(page.content)
    assert "The state of this section has just changed. Check its current state." in html
    assert re.findall(r"<textarea[^>]*> (.*?)</textarea>", html) == ["Wait & see"]
    assert 'data-state="approved"' in html
    assert state(response) is State.APPROVED


def test_act_refuses_approval_of_other_answers_than_were_seen(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    seen = digest(response)
    write(response, "a-2", writer, text="Meanwhile")
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"comment": "Fine", "seen": seen})
    assert page.status_code == 409
    html = text_of(page.content)
    assert "The answers have changed since you opened this page." in html
    assert re.findall(r'name="seen" value="(\w+)"', html) == [digest(response)]
    assert state(response) is State.IN_REVIEW


def test_act_refuses_approval_of_ones_own_text(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, text="Mine")
    move(response, Action.SEND, writer)
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    client.force_login(writer)
    page = client.post(f"{ALPHA}approve/", {"seen": digest(response)})
    assert page.status_code == 409
    assert state(response) is State.IN_REVIEW


def test_act_of_an_unknown_name_is_not_found(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    assert client.post(f"{ALPHA}explode/").status_code == 404


def test_withdrawing_what_is_signed_is_asked_about_first(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    move(response, Action.SEND, writer)
    html = read(client, writer)
    assert ('name="ask"' in html, 'name="step" value="0"' in html) == (False, True)
    # Somebody signs while the writer looks at that page.
    move(response, Action.APPROVE, reviewer)
    client.force_login(writer)
    page = client.post(f"{ALPHA}withdraw/", {"step": "0", "comment": "A & B"})
    html = text_of(page.content)
    assert (page.status_code, state(response)) == (200, State.IN_REVIEW)
    for words in (
        "1 signature becomes void. The section then has to be sent for review and signed again.",
        'name="step" value="1"',
        "A & B</textarea>",
    ):
        assert words in html
    assert 'name="ask"' in read(client, writer)
    assert "1 signature becomes void." in read(client, writer, f"{ALPHA}withdraw/")
    assert client.post(f"{ALPHA}withdraw/", {"step": "1", "ask": "1"}).status_code == 200
    assert client.post(f"{ALPHA}withdraw/").status_code == 200
    assert state(response) is State.IN_REVIEW
    client.post(f"{ALPHA}withdraw/", {"step": "1", "comment": "A & B"})
    assert state(response) is State.DRAFT
    assert Event.objects.get(action=Action.WITHDRAW).comment == "A & B"
    assert client.post(f"{ALPHA}withdraw/", {"step": "1", "ask": "1"}).status_code == 409
