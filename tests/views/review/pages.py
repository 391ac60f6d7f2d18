"""The addresses of a section's review, what they say, and what moves it."""

import html as entities
import re

from django.test import Client

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, State
from responses.models import Event, Response, SectionWork, User
from tests.support.factories import shape_of

ALPHA = "/springfield/test-2030/alpha/"
REVIEW = f"{ALPHA}review/"


def digest(response: Response) -> str:
    return read_snapshot(response).sections_by_key["alpha"].digest


def move(response: Response, action: Action, actor: User, comment: str = "Because.") -> Event:
    shape = shape_of(response).sections_by_key["alpha"]
    seen = digest(response)
    return perform(Move(action, comment=comment, seen=seen), response, shape, actor=Actor(actor))


def state(response: Response) -> State:
    return State(SectionWork.objects.get(response=response, section__key="alpha").state)


def read(client: Client, person: User, path: str = REVIEW) -> str:
    client.force_login(person)
    return text_of(client.get(path).content)


def text_of(content: bytes) -> str:
    return " ".join(entities.unescape(content.decode()).split())


def said(client: Client) -> list[str]:
    """Return the messages that the next page shows."""
    html = text_of(client.get("/").content)
    return re.findall(r'<p class="lgq-message"[^>]*>([^<]*)</p>', html)


def buttons(html: str) -> list[str]:
    """Return the names of the buttons of the decision."""
    form = html.partition('<form method="post" data-kept="comment">')[2].partition("</form>")[0]
    return [name.strip() for name in re.findall(r"<button[^>]*>([^<]*)</button>", form)]


def give_line(response: Response, *steps: Step) -> None:
    stored = [step.to_json() for step in steps]
    response.works.filter(section__key="alpha").update(approval_line=stored)
