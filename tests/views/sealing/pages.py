"""The addresses of sealing, what stands there, and what moves a section before it."""

from django.test import Client
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action
from responses.models import (
    Response,
    User,
)
from tests.support.factories import (
    shape_of,
)

URL = "/springfield/test-2030/submissions/"
SEAL = f"{URL}seal/"


def text(client: Client, url: str = URL) -> str:
    return client.get(url).content.decode()


def reopen(response: Response, reviewer: User) -> None:
    section = shape_of(response).sections_by_key["beta"]
    perform(
        Move(Action.REOPEN, comment="A figure was wrong."), response, section, actor=Actor(reviewer)
    )


def sent(number: int = 1, **changes: str) -> dict[str, str]:
    """Return what the form of a submission sends."""
    said = {"day": f"{timezone.localdate():%Y-%m-%d}", "means": "E-mail", "receipt": ""} | changes
    return {"number": str(number)} | {f"s{number}-{name}": said[name] for name in said}
