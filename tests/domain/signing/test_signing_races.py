"""Signatures at the same moment, in two threads with a database connection each, 60 times each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count

import pytest
from django.utils import translation

from responses.domain.auditing import Actor
from responses.domain.review.workflow import (
    CHANGED,
    MOVED_ON,
    Move,
    TransitionRefusedError,
    perform,
)
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.plain import read_text
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import Prepared, SealRefusedError, prepare, seal
from responses.enums import Action, Role, State
from responses.models import Event, Response, Submission, User
from tests.support import invariants
from tests.support.factories import find, make_member, make_response, write
from tests.support.racing import Race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 60


@dataclass(frozen=True)
class Scene:
    """A response, who writes and seals it, and the three reviewers who can sign it."""

    response: Response
    writer: User
    coordinator: User
    team: User
    deputy: User
    head: User


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Scene]:
    response = make_response()
    people = [
        make_member(response.city, role, name)
        for role, name in (
            (Role.CONTRIBUTOR, "Writer"),
            (Role.COORDINATOR, "Coordinator"),
            (Role.REVIEWER, "Team"),
            (Role.REVIEWER, "Deputy"),
            (Role.REVIEWER, "Head"),
        )
    ]
    yield Scene(response, *people)
    past = invariants.read(response)
    invariants.assert_events_are_whole(past)
    invariants.assert_approvals_are_of_content(past)
    invariants.assert_nobody_approved_their_own(past)


def give_line(scene: Scene, *steps: Step) -> None:
    scene.response.works.update(approval_line=[step.to_json() for step in steps])


def read(scene: Scene) -> SectionSnapshot:
    return read_snapshot(scene.response).sections_by_key["beta"]


def do(action: Action, scene: Scene, actor: User, seen: str = "", step: int | None = None) -> Event:
    section = find(scene.response, "b-1")[0]
    return perform(
        Move(action, comment="x", seen=seen, step=step), scene.response, section, actor=Actor(actor)
    )


def send_anew(scene: Scene, number: int) -> str:
    """Have other content in review than in any round before, and return its digest."""
    state = State(scene.response.works.get(section__key="beta").state)
    if state is State.APPROVED:
        do(Action.REOPEN, scene, scene.coordinator)
    elif state is State.IN_REVIEW:
        do(Action.WITHDRAW, scene, scene.writer)
    write(scene.response, "b-1", scene.writer, text=f"round {number}")
    do(Action.SEND, scene, scene.writer)
    return read(scene).digest


def test_step_that_two_people_sign_at_once_is_signed_once(race: Race, scene: Scene) -> None:
    give_line(scene, Step("팀장", (scene.team.pk, scene.deputy.pk)), Step("국장", (scene.head.pk,)))
    for number in range(ROUNDS):
        seen = send_anew(scene, number)
        results = race(
            partial(do, Action.APPROVE, scene, scene.team, seen, 0),
            partial(do, Action.APPROVE, scene, scene.deputy, seen, 0),
        )
        (event,) = (each for each in results if isinstance(each, Event))
        (refusal,) = (each for each in results if isinstance(each, TransitionRefusedError))
        assert refusal.reason == MOVED_ON
        assert [signature.person for signature in read(scene).signed] == [event.actor_id]


def test_steps_that_are_signed_at_once_are_signed_in_order(race: Race, scene: Scene) -> None:
    give_line(scene, Step("팀장", (scene.team.pk,)), Step("국장", (scene.head.pk,)))
    for number in range(ROUNDS):
        seen = send_anew(scene, number)
        first, second = race(
            partial(do, Action.APPROVE, scene, scene.team, seen),
            partial(do, Action.APPROVE, scene, scene.head, seen),
        )
        assert isinstance(first, Event)
        part = read(scene)
        if isinstance(second, TransitionRefusedError):
            with translation.override("en"):
                said = str(second.reason)
            assert said == "It is now the turn of 팀장 to sign this section."
            assert (part.state, len(part.signed)) == (State.IN_REVIEW, 1)
        else:
            assert second.pk > first.pk
            assert part.state is State.APPROVED
            assert [signature.by for signature in part.signed] == ["Team", "Head"]


def test_signature_against_rewriting_is_of_what_was_seen(race: Race, scene: Scene) -> None:
    give_line(scene, Step("팀장", (scene.team.pk,)), Step("국장", (scene.head.pk,)))
    for number in range(ROUNDS):
        seen = send_anew(scene, number)
        result, _again = race(
            partial(do, Action.APPROVE, scene, scene.team, seen),
            partial(send_anew, scene, number + ROUNDS),
        )
        if isinstance(result, TransitionRefusedError):
            assert result.reason in {MOVED_ON, CHANGED}
        # What was signed before is not in force for what was written after.
        assert read(scene).signed == ()


def test_sealing_against_reopening(race: Race, scene: Scene) -> None:
    """What is sealed was approved as a whole, and what is reopened comes after it or instead."""
    numbers = count(1)
    for number in range(ROUNDS):
        approve_all(scene, number)
        prepared = prepare(scene.response, actor=Actor(scene.coordinator), address="")
        before = Submission.objects.count()
        sealed, event = race(
            partial(seal_it, scene, prepared), partial(do, Action.REOPEN, scene, scene.head)
        )
        assert isinstance(event, Event)
        assert read(scene).state is State.DRAFT
        if isinstance(sealed, SealRefusedError):
            assert Submission.objects.count() == before
        else:
            assert sealed.number == next(numbers)
            assert read_text(sealed.snapshot).approved
            assert sealed.snapshot == prepared.text


def seal_it(scene: Scene, prepared: Prepared) -> Submission:
    files = {"snapshot.json": prepared.text.encode()}
    return seal(
        scene.response, prepared, files=files, archive=b"archive", actor=Actor(scene.coordinator)
    )


def approve_all(scene: Scene, number: int) -> None:
    write(scene.response, "b-1", scene.writer, text=f"round {number}")
    for part in read_snapshot(scene.response).sections:
        if part.state is State.DRAFT:
            step = partial(perform, response=scene.response, section=part.section)
            step(Move(Action.SEND), actor=Actor(scene.writer))
            step(Move(Action.APPROVE, seen=part.digest), actor=Actor(scene.head))
