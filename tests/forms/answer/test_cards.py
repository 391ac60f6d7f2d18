"""Cards that were drawn before are remembered, and never show anything else than drawn anew."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.talk.talking import Said, Turn, reply, start, turn
from responses.enums import Action, Role
from responses.forms.answer.drawn import CARDS, QuestionCard
from responses.models import Membership, Response, User
from tests.support.browser import form_at
from tests.support.factories import delegate, find, make_member, write

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|once)" value="[\w-]+"')
URL = "/springfield/test-2030/alpha/"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the keys of the questions whose cards are drawn from now on."""
    keys: list[str] = []
    draw = QuestionCard._drawn

    def noted(card: QuestionCard, *arguments: object) -> str:
        keys.append(card.key)
        return draw(card, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(QuestionCard, "_drawn", noted)
    caches[CARDS].clear()
    return keys


def page(client: Client) -> str:
    """Return the section's page without what is another at each load."""
    return TOKEN.sub("", client.get(URL).content.decode())


def test_what_was_drawn_is_not_drawn_again(
    client: Client, response: Response, drawn: list[str]
) -> None:
    client.force_login(make_member(response.city, Role.CONTRIBUTOR, "Kim"))
    first = page(client)
    assert drawn == ["a-1", "a-2"]
    assert page(client) == first
    client.force_login(make_member(response.city, Role.CONTRIBUTOR, "Lee"))
    page(client)
    assert drawn == ["a-1", "a-2"]


def test_whatever_happens_a_card_shows_what_it_would_drawn_anew(
    client: Client, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = make_member(response.city, Role.CONTRIBUTOR, "Kim")
    reviewer = make_member(response.city, Role.REVIEWER, "Park")
    place = AnswerRef("springfield", "test-2030", "alpha", "a-1")
    section, _ = find(response, "a-1")
    delegation = delegate(response, "a-2", writer)
    client.force_login(writer)

    def rename(person: User, name: str) -> None:
        person.name = name
        person.save()

    def due(day: date | None) -> None:
        delegation.due_on = day
        delegation.save()

    def later(days: int) -> None:
        day = date(2030, 5, 1) + timedelta(days=days)
        monkeypatch.setattr("responses.forms.answer.drawn.localdate", lambda: day)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)

    def speak(language: str) -> None:
        client.cookies["django_language"] = language

    thread = start(writer, place, Said("Where is it?"))
    steps = [
        lambda: write(response, "a-1", writer, text="하나"),
        lambda: write(response, "a-1", writer, text="하나", yes_no="yes"),
        lambda: rename(writer, "Kim Minsu"),
        lambda: reply(reviewer, place, thread.pk, Said("A.2에 있습니다.")),
        lambda: turn(reviewer, place, thread.pk, Turn.RESOLVE),
        lambda: rename(reviewer, "Park Jiho"),
        lambda: later(0),
        lambda: due(date(2030, 5, 1)),
        lambda: later(1),
        delegation.people.clear,
        lambda: perform(Move(Action.SEND), response, section, actor=Actor(writer)),
        lambda: perform(
            Move(Action.REQUEST_CHANGES, "A.1"), response, section, actor=Actor(reviewer)
        ),
        lambda: write(response, "a-1", writer, text="하나"),
        lambda: speak("en"),
        lambda: speak("ko"),
        lambda: Membership.objects.filter(user=writer).update(role=Role.COORDINATOR),
        lambda: Membership.objects.filter(user=writer).update(role=Role.VIEWER),
    ]
    pages = [page(client)]
    for step in steps:
        step()  # type: ignore[no-untyped-call]
        pages.append(page(client))
        caches[CARDS].clear()
        assert page(client) == pages[-1]
    assert len({*pages}) > len(steps) * 3 / 4, "most of them are seen on the page"


def test_what_was_typed_is_never_remembered(
    client: Client, response: Response, drawn: list[str]
) -> None:
    client.force_login(make_member(response.city, Role.CONTRIBUTOR, "Kim"))
    saved = page(client)
    faulty = form_at(client.get(URL), ("then", "send")).typed({"q-a-1--percentage": "many"})
    assert "many" in client.post(URL, faulty).content.decode()
    assert page(client) == saved
