"""What the review page marks as changed since the last review."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.signing.approval_line import Step
from responses.enums import Action, Role
from responses.models import Response, User
from tests.support.factories import make_member, write
from tests.views.review.pages import REVIEW, give_line, move, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def mended(response: Response, writer: User, reviewer: User) -> Response:
    """Return the response with a section that was sent, sent back, changed and sent again."""
    write(response, "a-2", writer, text="An old word")
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    write(response, "a-2", writer, text="A new word")
    move(response, Action.SEND, writer)
    return response


@pytest.mark.usefixtures("mended")
def test_review_marks_what_changed_and_can_hide_it(client: Client, reviewer: User) -> None:
    html = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", read(client, reviewer))
    assert re.findall(r"<(ins|del)>([^<]*)</", html) == [("del", "An old"), ("ins", "A new")]
    assert "1 answer has changed since the last review: Changes requested, Reviewer," in html
    assert f'href="{REVIEW}?changes=0"' in html
    hidden = read(client, reviewer, f"{REVIEW}?changes=0")
    assert (hidden.count("<ins>"), hidden.count("<del>")) == (0, 0)
    assert f'href="{REVIEW}?changes=1"' in hidden
    assert "A new word" in hidden


def test_who_decides_for_the_first_time_reads_a_section_without_marks(
    client: Client, mended: Response, writer: User, reviewer: User
) -> None:
    second = make_member(mended.city, Role.REVIEWER, "Second")
    clean = read(client, second)
    assert (clean.count("<ins>"), clean.count("<del>")) == (0, 0)
    assert ">Changed since the last review<" not in clean
    assert f'href="{REVIEW}?changes=1"' in clean
    assert "<ins>" in read(client, second, f"{REVIEW}?changes=1")
    assert "<ins>" in read(client, reviewer)
    assert ">Changed since the last review<" in read(client, reviewer)
    assert "<ins>" in read(client, writer)


def test_review_says_when_nothing_changed_since_the_last_review(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-2", writer, text="As it was")
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    assert "No answer has changed since the last review" in read(client, writer)


def test_review_names_the_signature_it_compares_with_and_that_it_is_void(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Head")
    give_line(response, Step("팀장", (reviewer.pk,)), Step("국장", (head.pk,)))
    for action, actor in ((Action.SEND, writer), (Action.APPROVE, reviewer)):
        move(response, action, actor)
    move(response, Action.WITHDRAW, writer)
    assert "<span>Withdrawn from review " in read(client, writer)
    move(response, Action.SEND, writer)
    words = "since the last review: Signed · 팀장 (no longer valid), Reviewer,"
    assert words in read(client, reviewer)
    for actor in (reviewer, head):
        move(response, Action.APPROVE, actor)
    assert "since the last review: Approved · 국장, Head," in read(client, writer)


def test_review_compares_nothing_before_the_first_review(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-2", writer, text="New")
    move(response, Action.SEND, writer)
    assert "since the last review" not in read(client, reviewer)


@pytest.mark.parametrize("answers", [1, 2])
def test_review_takes_eight_queries_however_much_changed(
    *,
    answers: int,
    client: Client,
    response: Response,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keys = ("a-1", "a-2")[:answers]
    for key in keys:
        write(response, key, writer, text="First")
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    for key in keys:
        write(response, key, writer, text="Second")
    move(response, Action.SEND, writer)
    client.force_login(reviewer)
    # session, person, response, snapshot, history, who is there, what it said then,
    # who wrote it, threads, texts that wait; what is read with it
    with django_assert_num_queries(11):
        client.get(REVIEW)
