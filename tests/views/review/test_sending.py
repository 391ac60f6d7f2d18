"""Sending a section for review: what is asked and named before."""

import re

import pytest
from django.test import Client

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.content.content import canonical
from responses.domain.signing.approval_line import Step
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Role, State
from responses.models import Response, User
from tests.support.factories import assign, find, make_member, write
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


def test_symbols_that_cannot_be_printed_are_named_before_sending_and_signing(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert 'id="symbols"' not in read(client, writer, f"{ALPHA}send/")
    write(response, "a-2", writer, text="□ 완료✅ \u202eb")
    html = read(client, writer, f"{ALPHA}send/")
    listed = html.partition('id="symbols"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{ALPHA}#a-2"]
    assert ">✅ [U+2705], [U+202E]</span>" in listed
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
    html = text_of(page.content)
    assert "<strong>Symbols that cannot be printed: 1</strong>" in html
    listed = html.partition('id="symbols"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{REVIEW}#a-2"]
    assert ">✅ [U+2705], [U+202E]</span>" in listed


def test_addresses_that_need_repair_are_named_before_sending_and_signing(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert 'id="repairs"' not in read(client, writer, f"{ALPHA}send/")
    links = [{"label": "", "url": "https://a.kr/\u200bx"}, {"label": "", "url": "b.kr"}]
    write(response, "a-2", writer, text="보기 http//c.kr/", links=links)
    html = read(client, writer, f"{ALPHA}send/")
    listed = html.partition('id="repairs"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{ALPHA}#a-2"]
    assert re.findall('lgq-muted">([^<]*)<', listed) == [
        "https://a.kr/[U+200B]x → https://a.kr/x; http//c.kr/ → http://c.kr/"
    ]
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    page = client.post(f"{ALPHA}approve/", {"ask": "1", "seen": digest(response), "step": "0"})
    html = text_of(page.content)
    assert "<strong>Addresses that may be mistyped: 1</strong>" in html
    listed = html.partition('id="repairs"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{REVIEW}#a-2"]


def test_act_send_by_get_lists_what_is_missing_and_changes_nothing(
    client: Client, response: Response, writer: User
) -> None:
    html = read(client, writer, f"{ALPHA}send/")
    assert "2 of 2 questions are not fully answered." in html
    assert re.findall(rf'href="({ALPHA}#[^"]*)"', html) == [f"{ALPHA}#a-1", f"{ALPHA}#a-2"]
    assert state(response) is State.DRAFT


def test_act_send_by_get_tells_of_texts_that_are_not_saved(
    client: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", make_member(response.city, Role.CONTRIBUTOR), text="Theirs")
    section, question = find(response, "a-2")
    late = Write(question, canonical(question, {"text": "Mine"}), 0)
    assert "could not be saved" not in read(client, writer, f"{ALPHA}send/")
    save_answer(response, section, late, author=writer)
    html = read(client, writer, f"{ALPHA}send/")
    assert "1 of your texts in this section could not be saved." in html
    assert f'href="{ALPHA}unsaved/"' in html


def test_act_send_by_get_asks_even_when_nothing_is_missing(
    client: Client, response: Response, writer: User
) -> None:
    for key in ("a-1", "a-2"):
        write(response, key, writer, nothing_to_report="Not our task")
    html = read(client, writer, f"{ALPHA}send/")
    assert "Every question is answered." in html
    assert '<button type="submit" class="btn btn-primary">Send for review</button>' in html


def test_act_send_by_get_leads_back_when_it_is_in_review_already(
    client: Client, response: Response, writer: User
) -> None:
    move(response, Action.SEND, writer)
    client.force_login(writer)
    page = client.get(f"{ALPHA}send/")
    assert (page.status_code, page.headers["Location"]) == (302, REVIEW)


def test_send_page_says_who_signs_and_that_it_can_be_withdrawn(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert "Next: a reviewer" in read(client, writer, f"{ALPHA}send/")
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("과장", (head.pk,), True, "Law"))
    html = read(client, writer, f"{ALPHA}send/")
    assert "In this order: 팀장 Reviewer → Law 과장 Head (consent)" in html
    assert "Until it is approved, you can withdraw it on its review page." in html


def test_a_reviewer_reads_the_note_of_who_sent_before_the_answers(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    move(response, Action.SEND, writer, comment="Please check the sums.")
    html = read(client, reviewer, f"{ALPHA}review/")
    above, _, below = html.partition('class="lgq-printed"')
    assert f"Note of {writer} on sending" in above
    assert "Please check the sums." in above
    assert "Please check the sums." in below  # in the history
    move(response, Action.REQUEST_CHANGES, reviewer, comment="Other.")
    assert "on sending" not in read(client, reviewer, f"{ALPHA}review/")


UNMET_AS = {
    Action.REQUEST_CHANGES: "Named in the request for changes and not changed since:",
    Action.REOPEN: "Named in the reason for reopening and not changed since:",
}
UNMET = re.compile(r"<strong>([^<]* and not changed since:)</strong>(.*?)</li>")


def unmet(html: str) -> list[tuple[str, list[str]]]:
    return [(words, re.findall(r'href="([^"]*)"', links)) for words, links in UNMET.findall(html)]


@pytest.mark.parametrize("call", UNMET_AS)
def test_what_was_asked_for_and_is_not_changed_is_named_to_both_sides(
    call: Action, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    words = UNMET_AS[call]
    write(response, "a-2", writer, text="As it was")
    move(response, Action.SEND, writer)
    if call is Action.REOPEN:
        move(response, Action.APPROVE, reviewer)
    move(response, call, reviewer, comment="A.1, A.2와 B.1을 고쳐 주십시오.")
    send, ask = f"{ALPHA}send/", f"{ALPHA}approve/"
    both = [f"{ALPHA}#a-1", f"{ALPHA}#a-2"]
    assert unmet(read(client, writer, send)) == [(words, both)]
    write(response, "a-1", writer, yes_no="yes")
    write(response, "a-2", writer, text="Other")
    write(response, "a-2", writer, text="As it was")
    assert unmet(read(client, writer, send)) == [(words, both[1:])]
    move(response, Action.SEND, writer)
    there = [(words, [f"{REVIEW}#a-2"])]
    assert unmet(read(client, reviewer)) == there
    asked = client.post(ask, {"ask": "1", "seen": digest(response)}).content
    assert unmet(text_of(asked)) == there
    move(response, Action.WITHDRAW, writer)
    assert unmet(read(client, writer, send)) == [(words, both[1:])]
    write(response, "a-2", writer, text="New")
    assert unmet(read(client, writer, send)) == []
    move(response, Action.SEND, writer)
    assert unmet(read(client, reviewer)) == []


def test_sending_leads_to_the_next_open_section_or_to_my_work(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    for key in ("alpha", "beta"):
        assign(response, key, writer)
    client.force_login(writer)
    beta = "/springfield/test-2030/beta/"
    assert client.post(f"{ALPHA}send/").headers["Location"] == beta
    assert client.post(f"{beta}send/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("role", "message"),
    [
        (Role.CONTRIBUTOR, "Nobody can sign it yet. The coordinator has been told."),
        (Role.COORDINATOR, "Nobody can sign it yet. Appoint a reviewer under Assignment."),
    ],
)
def test_sending_says_that_nobody_can_sign(
    role: Role, message: str, client: Client, response: Response
) -> None:
    client.force_login(make_member(response.city, role))
    client.post(f"{ALPHA}send/")
    assert said(client) == [f"A. Alpha is sent for review. {message}"]


def test_the_page_that_asks_before_sending_names_open_threads(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assert 'id="points"' not in read(client, writer, f"{ALPHA}send/")
    for key, required in (("a-1", True), ("a-2", False)):
        place = AnswerRef("springfield", "test-2030", "alpha", key)
        start(reviewer, place, Said("Why?"), required=required)
    html = read(client, writer, f"{ALPHA}send/")
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "Threads to resolve before sealing: 1 A.1 Other unresolved threads: 1 A.2" in words
    assert "You can still send the section while threads are open." in words
    assert "The whole response cannot be sealed until those" in words
    assert f'<a href="{ALPHA}a-1/talk/">A.1</a>' in html


def test_the_page_that_asks_before_sending_names_lines_left_over(
    client: Client, response: Response, writer: User
) -> None:
    html = read(client, writer, f"{ALPHA}send/?left=a-2&left=b-1&left=<b>")
    listed = html.partition('id="left"')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]*)"', listed) == [f"{ALPHA}#a-2"]
    assert 'id="left"' not in read(client, writer, f"{ALPHA}send/")


def test_send_page_says_that_nobody_can_review_yet(
    client: Client, response: Response, writer: User
) -> None:
    words = "Nobody who can review this section has joined yet."
    assert words in read(client, writer, f"{ALPHA}send/")
    make_member(response.city, Role.REVIEWER)
    assert words not in read(client, writer, f"{ALPHA}send/")
