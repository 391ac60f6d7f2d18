"""Signing a section: what is asked and warned of before."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.people.deputies import add_deputy
from responses.domain.progress.duties import Task
from responses.domain.progress.worklist import read_worklist
from responses.domain.signing.approval_line import Step
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Role, State
from responses.models import Event, Membership, Response, User
from tests.support.browser import form_at
from tests.support.factories import find, make_member, write
from tests.views.review.pages import (
    ALPHA,
    REVIEW,
    buttons,
    digest,
    give_line,
    move,
    read,
    said,
    state,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("consents", "act"), [(False, "sign"), (True, "consent to")])
def test_signing_says_that_nobody_can_sign_or_consent_next(
    *,
    consents: bool,
    act: str,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
) -> None:
    line = Step("팀장", (reviewer.pk,)), Step("국장", (writer.pk,), consents)
    give_line(response, *line)
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    client.post(f"{ALPHA}approve/", {"seen": digest(response), "step": "0"})
    assert said(client) == [
        f"You have signed A. Alpha. Nobody can {act} it yet. The coordinator has been told."
    ]


def test_what_is_open_stands_above_the_decision(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-1", writer, nothing_to_report="Not our task")
    place = AnswerRef("springfield", "test-2030", "alpha", "a-1")
    start(reviewer, place, Said("Why?"), required=True)
    start(writer, place, Said("How?"))
    move(response, Action.SEND, writer)
    html = read(client, reviewer).partition('id="decision"')[2].partition("<form")[0]
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "Questions not fully answered: 1 A.2" in words
    assert "Threads to resolve before sealing: 1 A.1 Other unresolved threads: 1 A.1" in words
    talk = f"{ALPHA}a-1/talk/"
    assert re.findall('href="([^"]*)"', html) == [f"{REVIEW}#a-2", talk, talk]
    assert "Questions not fully answered" not in read(client, writer)


def test_the_page_that_asks_for_a_signature_tells_required_threads_from_others(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    for key, required in (("a-1", True), ("a-2", False)):
        place = AnswerRef("springfield", "test-2030", "alpha", key)
        start(reviewer, place, Said("Why?"), required=required)
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
    words = " ".join(re.sub(r"<[^>]*>", " ", text_of(page.content)).split())
    assert "Threads to resolve before sealing: 1 A.1 Other unresolved threads: 1 A.2" in words
    assert "do not keep you from signing" in words


def test_signing_is_asked_for_with_what_is_missing_and_what_was_typed(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,), consents=True), Step("국장", (head.pk,)))
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    seen = digest(response)
    asked = {"ask": "1", "seen": seen, "step": "0", "comment": "Read & agreed"}
    page = client.post(f"{ALPHA}approve/", asked)
    html = text_of(page.content)
    assert (page.status_code, state(response)) == (200, State.IN_REVIEW)
    assert not Event.objects.filter(action=Action.APPROVE).exists()
    for words in (
        "<h1>Consent</h1>",
        "You consent to the section as you have just read it: 0 of 2 questions are fully answered.",
        "Your consent cannot be taken back.",
        "Next: 국장 Head",
        f'name="seen" value="{seen}"',
        'name="step" value="0"',
        "Read & agreed</textarea>",
    ):
        assert words in html
    client.post(f"{ALPHA}approve/", {name: asked[name] for name in ("seen", "step", "comment")})
    assert Event.objects.get(action=Action.APPROVE).comment == "Read & agreed"
    assert said(client) == ["You have consented to A. Alpha. Next: 국장 Head."]


def test_signing_is_not_asked_for_where_it_would_be_refused(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    client.force_login(reviewer)
    assert client.post(f"{ALPHA}approve/", {"ask": "1"}).status_code == 409
    give_line(response, Step("팀장", (writer.pk,)), Step("국장", (reviewer.pk,)))
    move(response, Action.SEND, writer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response)})
    assert page.status_code == 409
    assert "It is now the turn of 팀장 to sign this section." in text_of(page.content)


def test_who_can_no_longer_sign_is_marked_before_it_is_their_turn(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    Membership.objects.filter(user=head).update(role=Role.VIEWER)
    assert "In this order: 팀장 Reviewer → 국장 Head (cannot sign)" in read(
        client, writer, f"{ALPHA}send/"
    )
    move(response, Action.SEND, writer)
    html = read(client, writer)
    assert "<p>Head (cannot sign)</p>" in html
    assert "<p>Reviewer</p>" in html


def test_signing_twice_in_one_line_is_warned_of_and_not_refused(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    today = timezone.localdate()
    add_deputy(response.city, head, reviewer, today, today, actor=Actor(head))
    move(response, Action.SEND, writer)
    warning = "You have already signed this section (팀장). You would now sign 2 steps"
    assert warning not in read(client, reviewer)
    move(response, Action.APPROVE, reviewer)
    assert warning in read(client, reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "1"})
    assert warning in text_of(page.content)
    assert "You sign the section as you have just read it: " in text_of(page.content)
    assert "A signature cannot be taken back." in text_of(page.content)
    page = client.post(f"{ALPHA}approve/", {"seen": digest(response), "step": "1"})
    assert (page.status_code, state(response)) == (302, State.APPROVED)
    html = read(client, writer)
    tiles = re.findall(r'class="signed-as" data-as="\w+">.*?</svg> (.*?)</span>', html)
    assert tiles == ["Signed", "Signed as deputy"]


def test_a_third_signature_in_one_line_is_counted_as_such(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    posts = ("팀장", "담당관", "국장")
    give_line(response, *(Step(post, (reviewer.pk,)) for post in posts))
    move(response, Action.SEND, writer)
    move(response, Action.APPROVE, reviewer)
    move(response, Action.APPROVE, reviewer)
    shown = read(client, reviewer)
    assert (
        "You have already signed this section (팀장, 담당관). You would now sign 3 steps" in shown
    )


def test_each_signature_is_asked_for_in_its_own_words(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    move(response, Action.SEND, writer)
    steps = Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,))
    for line, button, said_there in (
        ((), "Approve", "With your signature the section is approved."),
        (steps[:1], "Approve", "With your signature the section is approved."),
        (steps, "Sign", "Next: 국장 Head"),
        ((Step("팀장", (reviewer.pk,), consents=True), steps[1]), "Consent", "Next: 국장 Head"),
    ):
        give_line(response, *line)
        assert buttons(read(client, reviewer))[0] == button
        page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
        assert said_there in text_of(page.content)
        assert "This is the last signature." not in text_of(page.content)


def test_who_consented_is_told_so_and_tiles_of_consents_say_it(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(
        response,
        Step("담당관", (reviewer.pk,), consents=True),
        Step("건축과장", (head.pk,), consents=True),
        Step("국장", (head.pk,)),
    )
    waits = '<p>Reviewer</p> <p class="lgq-muted">No consent yet</p>'
    assert waits in read(client, writer)
    move(response, Action.SEND, writer)
    html = read(client, writer)
    assert html.count("<strong>Waiting for this consent</strong>") == 1
    assert (html.count("No consent yet"), html.count("Not signed yet")) == (1, 1)
    move(response, Action.APPROVE, reviewer)
    assert "You have already consented to this section." in read(client, reviewer)


def test_pages_of_the_coordinator_say_what_nobody_can_sign(
    client: Client, response: Response, writer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    move(response, Action.SEND, writer)
    html = read(client, coordinator, "/")
    assert 'href="/springfield/test-2030/assignment/#s-alpha"' in html
    assert "Appoint a reviewer" in html
    html = read(client, coordinator, "/springfield/test-2030/dashboard/")
    assert '<strong class="lgq-dash-late">Nobody can sign it: appoint a reviewer</strong>' in html


def test_a_signer_whose_suggestion_is_accepted_is_told_of_at_each_step(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    """Before it is suggested, accepted and sent, and to whoever can name another signer."""
    coordinator = make_member(response.city, Role.COORDINATOR)
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (reviewer.pk,)))
    write(response, "a-2", writer, text="One")
    before = "Once a writer accepts your suggestion you count as one of the section's authors"
    suggesting = f"{ALPHA}a-2/suggest/"
    assert before in read(client, reviewer, suggesting)
    assert before not in read(client, writer, suggesting)
    place = AnswerRef("springfield", "test-2030", "alpha", "a-2")
    suggested = canonical(find(response, "a-2")[1], {"text": "Two"})
    made = start(reviewer, place, Said("", 1, suggested))
    at = "Reviewer is in the approval line and cannot sign this section once you accept."
    assert at in read(client, writer, f"{ALPHA}a-2/talk/")
    client.force_login(writer)
    accept = "accept", str(made.remarks.get().pk)
    talk = f"{ALPHA}a-2/talk/"
    client.post(talk, form_at(client.get(talk), accept).typed({accept[0]: accept[1]}))
    why = "Reviewer wrote part of it, or a suggestion of theirs was accepted in it."
    assert f"Nobody can review this section: {why[:-1]}. You can" in read(
        client, writer, f"{ALPHA}send/"
    )
    today = timezone.localdate()
    deputy = make_member(response.city, Role.REVIEWER, "Deputy")
    add_deputy(response.city, reviewer, deputy, today, today, actor=Actor(reviewer))
    client.force_login(writer)
    client.post(f"{ALPHA}send/")
    nobody = "Nobody can sign it yet. The coordinator has been told."
    assert said(client) == [f"A. Alpha is sent for review. {why} {nobody}"]
    for person in (reviewer, deputy):
        assert Task.REVIEW not in [duty.task for duty in read_worklist(person).duties]
    page = read(client, coordinator, "/springfield/test-2030/assignment/")
    assert page.count("Reviewer wrote part of this section, or a suggestion of theirs") == 1
