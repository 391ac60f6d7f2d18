import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.plain import UnreadableError, snapshot_text
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.domain.submissions.response_json import (
    read_response_json,
    response_json,
    schema_text,
)
from responses.domain.submissions.sealing import Reopened, Seal
from responses.enums import Action, State
from responses.link_states import LinkState, PageChange
from responses.models import City, Response, SectionWork, User
from tests.documents.snapshots import SNAPSHOTS
from tests.support.factories import approve_all, shape_of, translate, translate_afterwards, write

SEAL = Seal(
    2,
    datetime(2026, 11, 14, 12, 4, 5, tzinfo=timezone(timedelta(hours=9))),
    "강 코디",
    7,
    "a" * 64,
    "b" * 64,
    "https://lgq.example/verify/",
    head="c" * 64,
)


def faults(text: str) -> list[str]:
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    return [each.message for each in Draft202012Validator(schema).iter_errors(json.loads(text))]


@given(SNAPSHOTS)
def test_any_snapshot_is_read_back_and_valid(snapshot: Snapshot) -> None:
    text = response_json(snapshot, SEAL)
    read = read_response_json(text)
    assert (read.snapshot.digest, read.seal, read.after) == (snapshot.digest, SEAL, None)
    assert response_json(*read) == text
    assert faults(text) == []


def test_schema_knows_every_state_and_change() -> None:
    schema = json.loads(schema_text())
    link = schema["properties"]["links"]["items"]["properties"]
    assert link["state"]["enum"] == LinkState.values
    assert link["changed"]["enum"] == PageChange.values
    assert schema["$defs"]["section"]["properties"]["state"]["enum"] == State.values


@pytest.fixture
def started(response: Response, writer: User, reviewer: User) -> Response:
    """Return a response in two languages with a long line of which one step is signed."""
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    write(response, "a-2", writer, text="하나")
    translate(response, "a-2", writer, text="One")
    line = [
        Step("팀장", (reviewer.pk,)),
        Step("국장", (writer.pk,)),
        Step("과장", (), True, "법무과"),
    ]
    SectionWork.objects.filter(response=response, section__key="alpha").update(
        approval_line=[step.to_json() for step in line]
    )
    alpha = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, alpha, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, alpha, actor=Actor(reviewer))
    return response


@pytest.mark.django_db
def test_open_response_is_read_back_with_the_steps_that_wait(started: Response) -> None:
    snapshot = with_contacts(read_snapshot(started), started.city)
    text = response_json(snapshot)
    assert faults(text) == []
    read = read_response_json(text)
    assert read == (read.snapshot, None, None)
    assert read.snapshot.digest == snapshot.digest
    alpha = read.snapshot.sections_by_key["alpha"]
    assert [(step.title, step.people, signed and signed.title) for step, signed in alpha.steps] == [
        ("팀장", (), "팀장"),
        ("국장", (), None),
        ("과장", (), None),
    ]
    assert response_json(*read) == text


@pytest.mark.django_db
def test_reopened_response_says_after_what(
    response: Response, reviewer: User, writer: User
) -> None:
    approve_all(response, reviewer)
    beta = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="So."), response, beta, actor=Actor(reviewer))
    text = response_json(read_snapshot(response), after=Reopened(3, differs=True))
    assert faults(text) == []
    read = read_response_json(text)
    assert read.after == Reopened(3, differs=True)
    assert [each.reopened for each in read.snapshot.sections] == [False, True]
    assert response_json(*read) == text


@pytest.mark.django_db
def test_translations_that_were_confirmed_afterwards_are_read_back(
    response: Response, reviewer: User, coordinator: User
) -> None:
    translate_afterwards(response, "b-1", coordinator, text="One")
    approve_all(response, reviewer)
    beta = read_snapshot(response).sections_by_key["beta"]
    move = Move(Action.REVIEW_TRANSLATIONS, seen=beta.whole.digest)
    perform(move, response, beta.section, actor=Actor(reviewer))
    snapshot = read_snapshot(response)
    text = response_json(snapshot)
    assert faults(text) == []
    read = read_response_json(text)
    assert [each.is_confirmed for each in read.snapshot.sections] == [False, True]
    assert read.snapshot.digest == snapshot.digest
    assert response_json(*read) == text


@pytest.mark.django_db
def test_sealed_text_is_the_same_without_its_seal(response: Response, reviewer: User) -> None:
    approve_all(response, reviewer)
    snapshot = read_snapshot(response)
    assert response_json(snapshot) == snapshot_text(snapshot)
    plain = json.loads(snapshot_text(snapshot))
    # As it was before the form had what only an open response has.
    assert [set(section) & {"line", "reopened"} for section in plain["sections"]] == [set()] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "beside",
    [
        {"seal": {"number": 1}},
        {"seal": "so"},
        {"seal": {"sealed_at": "yesterday"}},
        {"reopened_after": {"number": 1, "so": 2}},
        {"sections": []},
    ],
)
def test_other_text_is_not_read_and_not_valid(response: Response, beside: dict[str, Any]) -> None:
    plain = json.loads(response_json(read_snapshot(response))) | beside
    with pytest.raises(UnreadableError):
        read_response_json(json.dumps(plain))
    assert beside == {"sections": []} or faults(json.dumps(plain))
