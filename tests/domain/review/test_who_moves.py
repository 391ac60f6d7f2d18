"""Everybody × every assignment × every approval line × every state × every action.

What is allowed is spelled out apart from the product's own tables: whatever is not in `ALLOWED`
has to be refused, and to leave everything as it was.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, TransitionRefusedError, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, State
from responses.models import Event, Response, SectionWork, User
from tests.support.factories import (
    assign,
    find,
    make_member,
    make_response,
    make_user,
    translate_afterwards,
)

pytestmark = pytest.mark.django_db

KEY = "beta"
ROLES = (*Role, None)
# To whom the section is assigned: to nobody in particular, to the person, or to somebody else.
ASSIGNED = ("nobody", "them", "others")
# Where the person stands in the approval line; "none" means that the section has no line.
LINES = ("none", "next", "later", "elsewhere")
STATES = tuple(State)

EVERY_LINE, EVERY_ASSIGNMENT, OPEN = LINES, ASSIGNED, ("draft", "changes_requested")
# action: role, and for each role in which assignments, lines and states.
ALLOWED: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "send": {
        "coordinator": (EVERY_ASSIGNMENT, EVERY_LINE, OPEN),
        "contributor": (("nobody", "them"), EVERY_LINE, OPEN),
    },
    "withdraw": {
        "coordinator": (EVERY_ASSIGNMENT, EVERY_LINE, ("in_review",)),
        "contributor": (("nobody", "them"), EVERY_LINE, ("in_review",)),
    },
    "approve": {"reviewer": (EVERY_ASSIGNMENT, ("none", "next"), ("in_review",))},
    "request_changes": {"reviewer": (EVERY_ASSIGNMENT, ("none", "next", "later"), ("in_review",))},
    "reopen": dict.fromkeys(
        ("coordinator", "reviewer"), (EVERY_ASSIGNMENT, EVERY_LINE, ("approved",))
    ),
    "review_translations": {
        "reviewer": (EVERY_ASSIGNMENT, ("none", "next", "later"), ("approved",))
    },
    "comment": dict.fromkeys(
        ("coordinator", "contributor", "reviewer"), (EVERY_ASSIGNMENT, EVERY_LINE, STATES)
    ),
}


def is_allowed(role: str | None, assigned: str, line: str, state: str, action: str) -> bool:
    cells = ALLOWED[action].get(role or "")
    return cells is not None and all(
        value in column for value, column in zip((assigned, line, state), cells, strict=True)
    )


@pytest.fixture
def cast() -> dict[Role | None, User]:
    """Return one person of each role, and a stranger."""
    response = make_response()
    people: dict[Role | None, User] = {role: make_member(response.city, role) for role in Role}
    return people | {None: make_user()}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("line", LINES)
def test_exactly_the_allowed_cells_are_allowed(
    cast: dict[Role | None, User], line: str, state: State
) -> None:
    response = Response.objects.select_related("city", "edition").get()
    bring(response, list(cast.values()), line, state)
    other = make_member(response.city, Role.CONTRIBUTOR)
    circles = {"nobody": [], "them": list(cast.values()), "others": [other]}
    wrong = []
    for assigned in ASSIGNED:
        assign(response, KEY, *circles[assigned])
        wrong += [
            (role, assigned, action)
            for role, action in product(ROLES, Action)
            if does(response, cast[role], action) != is_allowed(role, assigned, line, state, action)
        ]
    assert wrong == []


def does(response: Response, person: User, action: Action) -> bool:
    """Return whether the person can do it; whatever is done is undone again."""
    before = stands()
    with transaction.atomic():
        try:
            do(action, response, person)
        except TransitionRefusedError:
            assert stands() == before
            return False
        transaction.set_rollback(True)
    return True


def stands() -> tuple[list[Any], int]:
    return list(SectionWork.objects.order_by("pk").values()), Event.objects.count()


def bring(response: Response, cast: list[User], line: str, state: State) -> None:
    """Give the section a line with the cast in it, and have others bring it to the state."""
    people = tuple(person.pk for person in cast)
    first = make_member(response.city, Role.REVIEWER)
    second = make_member(response.city, Role.REVIEWER)
    steps = {
        "none": (),
        "next": (Step("팀장", (first.pk, *people)), Step("국장", (second.pk,))),
        "later": (Step("팀장", (first.pk,)), Step("국장", (second.pk, *people))),
        "elsewhere": (Step("팀장", (first.pk,)), Step("국장", (second.pk,))),
    }[line]
    stored = [step.to_json() for step in steps]
    response.works.filter(section__key=KEY).update(approval_line=stored)
    translator = make_member(response.city, Role.COORDINATOR)
    translate_afterwards(response, "b-1", translator, text="One")
    for actor, action in path(response, state, (first, second)[: max(1, len(steps))]):
        do(action, response, actor)


def path(
    response: Response, state: State, signers: tuple[User, ...]
) -> Iterator[tuple[User, Action]]:
    if state is not State.DRAFT:
        yield make_member(response.city, Role.COORDINATOR), Action.SEND
    if state is State.CHANGES_REQUESTED:
        yield signers[0], Action.REQUEST_CHANGES
    if state is State.APPROVED:
        for signer in signers:
            yield signer, Action.APPROVE


def do(action: Action, response: Response, actor: User) -> Event:
    section = find(response, "b-1")[0]
    now = read_snapshot(response).sections_by_key[KEY]
    seen = now.whole.digest if action is Action.REVIEW_TRANSLATIONS else now.digest
    return perform(Move(action, comment="so", seen=seen), response, section, actor=Actor(actor))
