"""The page of the section alpha: what its form sends, and what became of it."""

from typing import Any

from django.test import Client

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action
from responses.models import Answer, Response, User
from tests.support.browser import Fields, form_at
from tests.support.factories import find

URL = "/springfield/test-2030/alpha/"
SAVE = ("then", "send")


def fields(client: Client, url: str = URL) -> Fields:
    """Return what the form of the section sends when nothing is typed."""
    return form_at(client.get(url), SAVE).fields


def typed(client: Client, **changes: str | list[str]) -> Fields:
    return form_at(client.get(URL), SAVE).typed(
        {name.replace("__", "--").replace("_", "-"): value for name, value in changes.items()}
    )


def content(key: str = "a-1") -> dict[str, Any]:
    stored: dict[str, Any] = Answer.objects.get(question__key=key).content
    return stored


def send_to_review(response: Response, actor: User) -> None:
    section, _ = find(response, "a-1")
    perform(Move(Action.SEND), response, section, actor=Actor(actor))
