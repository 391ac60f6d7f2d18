"""What two submissions say differently."""

import re

import pytest
from django.test import Client

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action
from responses.models import (
    City,
    Response,
    User,
)
from tests.support.factories import (
    find,
    make_submission,
    translate,
    write,
)
from tests.views.sealing.pages import URL, reopen, text

pytestmark = pytest.mark.django_db


def test_two_submissions_are_compared_question_by_question(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    write(response, "b-1", writer, text="○ 하나")
    make_submission(response)
    reopen(response, reviewer)
    write(response, "b-1", writer, text="○ 둘")
    make_submission(response)

    html = text(client, f"{URL}compare/?from=1&to=2")

    assert '<h2 id="b-1">' in html
    assert '<h2 id="a-1">' not in html
    assert "하나" in html
    assert "둘" in html
    assert "All answers are the same in both." in text(client, f"{URL}compare/?from=2&to=2")


def test_translations_are_compared_with_those_of_a_submission(
    client: Client, response: Response, coordinator: User, reviewer: User, writer: User
) -> None:
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    link = {"label": "응답소", "url": "eungdapso.seoul.go.kr"}
    write(response, "a-2", writer, text="○ 하나", links=[link])
    write(response, "b-1", writer, text="○ 둘")
    translate(response, "b-1", writer, text="○ Two")
    make_submission(response)
    reopen(response, reviewer)
    assert '<option value="now">' in text(client)
    since = f"{URL}compare/?from=1&to=now"
    assert "The current answers are those of the submission." in text(client, since)
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    section = find(response, "a-2")[0]
    perform(Move(Action.REOPEN, "Once more"), response, section, actor=Actor(reviewer))
    translate(response, "a-2", writer, text="○ One", links=rows)
    translate(response, "b-1", writer, text="○ Zwei")
    html = text(client, since)
    headings = ["a-2_en", "b-1_en"]
    assert re.findall(r'<h2 id="([^"]+)">', html) == headings
    assert re.findall(r'<div class="lgq-pieces" lang="([^"]+)">', html) == ["en"] * 3
    assert "From submission no. 1 to the current answers" in html
    assert "Eungdapso" in html
    make_submission(response)
    assert re.findall(r'<h2 id="([^"]+)">', text(client, f"{URL}compare/?from=1&to=2")) == headings
    City.objects.update(submission_language="")
    gone = text(client, f"{URL}compare/?from=2&to=now")
    assert re.findall(r'<h2 id="([^"]+)">', gone) == headings


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=9", "?from=x&to=1", "?to=now"])
def test_only_submissions_that_are_there_are_compared(
    client: Client, response: Response, coordinator: User, query: str
) -> None:
    make_submission(response)
    assert client.get(f"{URL}compare/{query}").status_code == 404
