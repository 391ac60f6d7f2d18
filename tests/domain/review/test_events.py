import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.content.content import EMPTY, Content
from responses.domain.review.events import (
    contents_at,
    last_review,
    lone_signatures,
    noted_sending,
    read_events,
    withdrawal,
)
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, State
from responses.models import Event, Response, User
from tests.support.factories import make_member, make_response, shape_of, write

pytestmark = pytest.mark.django_db


class Stage:
    """A response with a writer and a reviewer, and its section alpha as they move it."""

    def __init__(self) -> None:
        self.response: Response = make_response()
        self.writer: User = make_member(self.response.city, Role.CONTRIBUTOR)
        self.reviewer: User = make_member(self.response.city, Role.REVIEWER)
        self.shape = shape_of(self.response).sections_by_key["alpha"]

    def act(self, action: Action) -> Event:
        part = read_snapshot(self.response).sections_by_key["alpha"]
        decides = action in {Action.APPROVE, Action.REQUEST_CHANGES, Action.REOPEN}
        actor = self.reviewer if decides else self.writer
        return perform(
            Move(action, comment="So.", seen=part.digest),
            self.response,
            self.shape,
            actor=Actor(actor),
        )

    def review(self) -> Event | None:
        state = read_snapshot(self.response).sections_by_key["alpha"].state
        return last_review(read_events(self.response, self.shape), State(state))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_read_history_tells_events_of_one_section_oldest_first(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    done = [stage.act(Action.SEND), stage.act(Action.APPROVE), stage.act(Action.REOPEN)]
    other = shape_of(stage.response).sections_by_key["beta"]
    perform(Move(Action.SEND), stage.response, other, actor=Actor(stage.writer))
    with django_assert_num_queries(1):
        events = read_events(stage.response, stage.shape)
        assert [event.actor for event in events] == [stage.writer, stage.reviewer, stage.reviewer]
        assert events[-1].work.approval == done[1]
    assert events == done


def test_last_review_is_none_before_the_first_sending(stage: Stage) -> None:
    assert stage.review() is None


def test_last_review_is_none_during_the_first_review(stage: Stage) -> None:
    stage.act(Action.SEND)
    stage.act(Action.COMMENT)
    assert stage.review() is None


def test_last_review_of_corrected_answers_is_the_request(stage: Stage) -> None:
    stage.act(Action.SEND)
    request = stage.act(Action.REQUEST_CHANGES)
    assert stage.review() == request
    stage.act(Action.SEND)
    assert stage.review() == request


def test_last_review_after_withdrawing_is_what_was_sent_before(stage: Stage) -> None:
    first = stage.act(Action.SEND)
    stage.act(Action.WITHDRAW)
    assert stage.review() == first
    stage.act(Action.SEND)
    assert stage.review() == first


def test_last_review_is_a_decision_rather_than_what_was_sent_and_withdrawn(stage: Stage) -> None:
    stage.act(Action.SEND)
    request = stage.act(Action.REQUEST_CHANGES)
    stage.act(Action.SEND)
    stage.act(Action.WITHDRAW)
    assert stage.review() == request
    stage.act(Action.SEND)
    assert stage.review() == request


def test_last_review_after_reopening_is_the_approval(stage: Stage) -> None:
    stage.act(Action.SEND)
    approval = stage.act(Action.APPROVE)
    assert stage.review() == approval
    stage.act(Action.REOPEN)
    assert stage.review() == approval


def event(key: int, action: Action, to: State, before: State = State.IN_REVIEW) -> Event:
    return Event(pk=key, action=action, from_state=before, to_state=to)


def test_an_approval_is_the_only_signature_where_nobody_signed_since_the_sending() -> None:
    sent = event(1, Action.SEND, State.IN_REVIEW, State.DRAFT)
    signed = event(2, Action.APPROVE, State.IN_REVIEW)
    withdrawn = event(3, Action.WITHDRAW, State.DRAFT)
    said = event(4, Action.COMMENT, State.IN_REVIEW)
    approved = event(5, Action.APPROVE, State.APPROVED)
    assert lone_signatures([sent, signed, approved]) == frozenset()
    assert lone_signatures([sent, said, approved]) == {5}
    assert lone_signatures([sent, signed, withdrawn, sent, approved]) == {5}


def test_a_withdrawal_is_told_until_the_section_moves_again() -> None:
    sent = event(1, Action.SEND, State.IN_REVIEW, State.DRAFT)
    withdrawn = event(2, Action.WITHDRAW, State.DRAFT)
    said = event(3, Action.COMMENT, State.DRAFT, State.DRAFT)
    assert withdrawal([]) is withdrawal([sent]) is withdrawal([sent, withdrawn, sent]) is None
    assert withdrawal([sent, withdrawn, said]) is withdrawn


def test_the_note_of_who_sent_is_told_until_the_section_moves_again() -> None:
    silent = event(1, Action.SEND, State.IN_REVIEW, State.DRAFT)
    noted = event(2, Action.SEND, State.IN_REVIEW, State.DRAFT)
    noted.comment = "See the sums."
    signed = event(3, Action.APPROVE, State.IN_REVIEW)
    asked = event(4, Action.REQUEST_CHANGES, State.CHANGES_REQUESTED)
    assert noted_sending([]) is noted_sending([noted, asked]) is noted_sending([silent]) is None
    assert noted_sending([noted, asked, silent]) is None
    assert noted_sending([silent, asked, noted, signed]) is noted


def test_contents_at_gives_what_each_answer_said_then(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(stage.response, "a-2", stage.writer, text="First")
    write(stage.response, "a-2", stage.writer, text="Second")
    stage.act(Action.SEND)
    event = stage.act(Action.REQUEST_CHANGES)
    write(stage.response, "a-2", stage.writer, text="Third")
    write(stage.response, "a-2", stage.writer, text="Fourth")
    write(stage.response, "a-1", stage.writer, text="New")
    part = read_snapshot(stage.response).sections_by_key["alpha"]
    with django_assert_num_queries(1):
        contents = contents_at(event, stage.response, part)
    assert contents == {"a-1": EMPTY, "a-2": Content({"text": "Second"})}


def test_contents_at_gives_unchanged_answers_as_they_are(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(stage.response, "a-2", stage.writer, text="Same")
    event = stage.act(Action.SEND)
    part = read_snapshot(stage.response).sections_by_key["alpha"]
    with django_assert_num_queries(0):
        contents = contents_at(event, stage.response, part)
    assert contents == {"a-1": EMPTY, "a-2": Content({"text": "Same"})}
