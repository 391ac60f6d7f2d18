"""The page of assignment: how it is opened, pressed and read."""

import re
from datetime import date
from typing import Any

from django.test import Client

from responses.domain.assignment.assigning import assign
from responses.domain.assignment.assignment import Assignment
from responses.domain.assignment.plan import Plan, read_assignments
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action
from responses.models import Response, User
from tests.support.browser import Form, form_at
from tests.support.factories import shape_of

URL = "/springfield/test-2030/assignment/"
DUE = date(2030, 5, 1)


def opened(client: Client) -> Form:
    """Return the page's form as it is opened."""
    return form_at(client.get(URL), ("rows", "copy"))


def typed(page: Any) -> Form:
    """Return the form of a page that came back."""
    return form_at(page, ("rows", "copy"))


def now(response: Response) -> Plan:
    return read_assignments(response)


def give(response: Response, actor: User, wanted: Assignment, section: str = "alpha") -> None:
    """Give a section out in place of what it is given now."""
    seen = now(response).sections[section].assignment.digest
    assign(response, {section: wanted}, seen={section: seen}, actor=Actor(actor))


def sign(response: Response, section: str, sender: User, signer: User) -> None:
    """Send a section to review and sign its first step."""
    perform(
        Move(Action.SEND),
        response,
        shape_of(response).sections_by_key[section],
        actor=Actor(sender),
    )
    part = read_snapshot(response).sections_by_key[section]
    perform(Move(Action.APPROVE, seen=part.digest), response, part.section, actor=Actor(signer))
    assert len(part.line) == 2


def said(page: Any) -> str:
    """Return what a page says, without its markup."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def errors(page: Any) -> list[tuple[str, str]]:
    """Return the lines of the summary, each with the id of the control it leads to."""
    summary = page.content.decode().partition('role="alert"')[2].partition("</div>")[0]
    return [
        (target, " ".join(words.split()))
        for target, words in re.findall(r'href="#([^"]+)">([^<]+)<', summary)
    ]


def offered(page: Any, name: str) -> list[str]:
    """Return the keys of the people that a list on the page has."""
    return re.findall(rf'name="{name}" value="(\d+)"', page.content.decode())


def titles(form: Form, section: str = "alpha") -> list[str]:
    """Return the titles of the steps of a section, in order."""
    found = {name: value for name, value in form.fields.items() if name.endswith("--title")}
    return [found[name][0] for name in sorted(found) if name.startswith(f"s-{section}--")]


def press(client: Client, form: Form, operation: str, **more: str | list[str]) -> Any:
    changes = {name.replace("_", "-"): value for name, value in more.items()}
    page = client.post(URL, form.typed(changes | {"rows": operation}))
    assert page.status_code == 200
    return page
