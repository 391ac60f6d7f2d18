"""Two people at once, in two threads with a database connection each."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from responses.domain.content import canonical
from responses.domain.drafting import Outcome, Write, save_answer, start_response
from responses.domain.snapshot import SectionSnapshot, read_snapshot
from responses.domain.workflow import MOVED_ON, TransitionRefusedError, perform
from responses.enums import Action, Refusal, Role, State
from responses.models import Answer, Event, RefusedText, Response, SectionWork, User
from tests.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
)

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 30
KEYS = [f"q-{number}" for number in range(ROUNDS)]

Act = Callable[[], Any]
Race = Callable[..., list[Any]]


@pytest.fixture
def response() -> Response:
    """Return a response to an edition of one section with a question a round."""
    text = {"key": "text", "kind": "text", "label": wording("Text")}
    questions = [
        {"key": key, "number": key, "wording": wording(key), "parts": [text]} for key in KEYS
    ]
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": questions}
    edition = make_edition(make_definition("races-2030", sections=[section]))
    return make_response(edition=edition)


@pytest.fixture
def writers(response: Response) -> tuple[User, User]:
    ann, ben = (make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Ann", "Ben"))
    return ann, ben


@pytest.fixture
def reviewers(response: Response) -> tuple[User, User]:
    cho, dan = (make_member(response.city, Role.REVIEWER, name) for name in ("Cho", "Dan"))
    return cho, dan


@pytest.fixture
def race(transactional_db: None) -> Iterator[Race]:
    """Give a function that does two things at the same moment.

    It returns what came of each, a refusal as its exception.
    """
    barrier = Barrier(2)

    def run(act: Act) -> Any:
        connection.ensure_connection()
        barrier.wait(timeout=10)
        try:
            return act()
        except TransitionRefusedError as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:

        def both(*acts: Act) -> list[Any]:
            return [each.result(timeout=30) for each in [pool.submit(run, act) for act in acts]]

        yield both
        both(connections.close_all, connections.close_all)


def save(response: Response, key: str, value: str, base: int, author: User) -> Outcome:
    section, question = find(response, key)
    write = Write(question, canonical(question, {"text": value}), base)
    return save_answer(response, section, write, author=author)


def do(action: Action, response: Response, actor: User, seen: str | None = None) -> Event:
    section = find(response, KEYS[0])[0]
    return perform(action, response, section, actor=actor, comment="x", seen=seen)


def read(response: Response) -> SectionSnapshot:
    return read_snapshot(response).sections[0]


def said(value: str) -> dict[str, Any]:
    return {"parts": {"text": value}}


def assert_history_is_whole(response: Response) -> None:
    """Every answer is as its last revision, and no version is missing before it."""
    for answer in Answer.objects.filter(response=response):
        revisions = list(answer.revisions.values_list("version", "content", "author"))
        assert [version for version, *_ in revisions] == list(range(1, answer.version + 1))
        assert revisions[-1][1:] == (answer.content, answer.updated_by_id)


def assert_one_won(outcomes: list[Outcome], version: int, suffix: str = "") -> None:
    """One write is `version`, and the other is kept where its author finds it again.

    Each of the two wrote their name and `suffix`.
    """
    won, lost = sorted(outcomes, key=lambda outcome: outcome.refusal is not None)
    assert (won.changed, won.version, won.refusal) == (True, version, None)
    assert (lost.changed, lost.version, lost.refusal) == (False, version, Refusal.STALE)
    answer = Answer.objects.select_related("updated_by").get(question=won.question.pk)
    kept = RefusedText.objects.select_related("author").get(
        question=won.question.pk, base_version=version - 1
    )
    assert lost.refused == kept
    assert {answer.updated_by.name, kept.author.name} == {"Ann", "Ben"}
    assert answer.content == said(answer.updated_by.name + suffix)
    assert kept.content == said(kept.author.name + suffix)


def test_connections_of_threads_share_the_database() -> None:
    """One in memory would be locked as a whole, and this module would test nothing."""
    assert "memory" not in str(connection.settings_dict["NAME"])


def test_first_answer_against_first_answer(
    race: Race, response: Response, writers: tuple[User, User]
) -> None:
    for key in KEYS:
        outcomes = race(*(partial(save, response, key, each.name, 0, each) for each in writers))
        assert_one_won(outcomes, 1)
    assert_history_is_whole(response)


def test_edit_against_edit(race: Race, response: Response, writers: tuple[User, User]) -> None:
    save(response, KEYS[0], "first", 0, writers[0])
    for version in range(1, ROUNDS + 1):
        acts = [
            partial(save, response, KEYS[0], f"{each.name} {version}", version, each)
            for each in writers
        ]
        assert_one_won(race(*acts), version + 1, f" {version}")
    assert_history_is_whole(response)
    assert RefusedText.objects.count() == ROUNDS


def test_same_save_twice_at_once_is_one_version(
    race: Race, response: Response, writers: tuple[User, User]
) -> None:
    for key in KEYS:
        outcomes = race(*[partial(save, response, key, "same", 0, writers[0])] * 2)
        assert sorted(each.changed for each in outcomes) == [False, True]
        assert {(each.version, each.refusal) for each in outcomes} == {(1, None)}
    assert_history_is_whole(response)
    assert not RefusedText.objects.exists()


def test_same_stale_save_twice_at_once_is_kept_once(
    race: Race, response: Response, writers: tuple[User, User]
) -> None:
    ann, ben = writers
    for key in KEYS:
        save(response, key, "first", 0, ann)
        first, second = race(*[partial(save, response, key, "late", 0, ben)] * 2)
        assert first == second
    assert RefusedText.objects.count() == ROUNDS


def test_start_against_start(race: Race, response: Response, writers: tuple[User, User]) -> None:
    for number in range(ROUNDS):
        city = make_city(f"city-{number}")
        coordinator = make_member(city, Role.COORDINATOR)
        start = partial(start_response, city, response.edition, actor=coordinator)
        first, second = race(start, start)
        assert first == second
        assert first.works.count() == 1


def test_save_against_sending(race: Race, response: Response, writers: tuple[User, User]) -> None:
    ann, ben = writers
    for key in KEYS:
        outcome, event = race(
            partial(save, response, key, "a", 0, ann), partial(do, Action.SEND, response, ben)
        )
        # What was sent is what stands there: the save came before, or was refused.
        assert event.digest == read(response).digest
        assert (outcome.changed, outcome.refusal) in {(True, None), (False, Refusal.CLOSED)}
        assert event.versions[key] == (1 if outcome.changed else 0)
        do(Action.WITHDRAW, response, ben)
    assert_history_is_whole(response)


def rewrite(response: Response, key: str, writer: User) -> Outcome:
    """Take the section back, change an answer and send it again."""
    do(Action.WITHDRAW, response, writer)
    outcome = save(response, key, "changed", 0, writer)
    do(Action.SEND, response, writer)
    return outcome


def test_approval_against_rewriting(
    race: Race, response: Response, writers: tuple[User, User], reviewers: tuple[User, User]
) -> None:
    do(Action.SEND, response, writers[0])
    for key in KEYS:
        seen = read(response).digest
        approval, rewritten = race(
            partial(do, Action.APPROVE, response, reviewers[0], seen),
            partial(rewrite, response, key, writers[0]),
        )
        work = SectionWork.objects.select_related("approval").get()
        if isinstance(approval, TransitionRefusedError):
            assert isinstance(rewritten, Outcome)
            assert (work.state, rewritten.changed) == (State.IN_REVIEW, True)
        else:
            assert isinstance(rewritten, TransitionRefusedError)
            assert (work.state, work.approval) == (State.APPROVED, approval)
            assert seen == approval.digest == read(response).digest
            do(Action.REOPEN, response, reviewers[0])
            do(Action.SEND, response, writers[0])
    assert_history_is_whole(response)


def test_approval_against_request_for_changes(
    race: Race, response: Response, writers: tuple[User, User], reviewers: tuple[User, User]
) -> None:
    cho, dan = reviewers
    for number in range(1, ROUNDS + 1):
        do(Action.SEND, response, writers[0])
        seen = read(response).digest
        results = race(
            partial(do, Action.APPROVE, response, cho, seen),
            partial(do, Action.REQUEST_CHANGES, response, dan, seen),
        )
        (event,) = (each for each in results if isinstance(each, Event))
        (refusal,) = (each for each in results if isinstance(each, TransitionRefusedError))
        assert refusal.reason == MOVED_ON
        assert SectionWork.objects.get().state == event.to_state
        decided = Event.objects.filter(action__in=[Action.APPROVE, Action.REQUEST_CHANGES])
        assert decided.count() == number
        if event.action == Action.APPROVE:
            do(Action.REOPEN, response, cho)
