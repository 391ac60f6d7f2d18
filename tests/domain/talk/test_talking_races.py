"""What is said while somebody else seals or accepts, each with a database connection of their own.

The first is in the middle of its transaction when the second begins, which has to wait for it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from django.db import connections, transaction

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.submissions.sealing import THREADS_OPEN, SealRefusedError, prepare, seal
from responses.domain.talk.talking import (
    ACCEPTED_ALREADY,
    Said,
    TalkRefusedError,
    Turn,
    accept,
    start,
    turn,
)
from responses.enums import Role
from responses.models import RefusedText, Response, Revision, Submission, User
from tests.support import PATIENCE
from tests.support.factories import approve_all, find, make_member, make_response

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")
MOMENT = 0.3  # s, in which the second would be done if it did not wait

Act = Callable[[], Any]
Overtaken = Callable[[Act, Act], Any]


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_response()


@pytest.fixture
def overtaken(transactional_db: None) -> Iterator[Overtaken]:
    """Give a function that does a second thing before the first is committed.

    It returns what came of the second, a refusal as its reason.
    """

    def refused(act: Act) -> Any:
        try:
            return act()
        except (SealRefusedError, TalkRefusedError) as refusal:
            return refusal.reason

    with ThreadPoolExecutor(1) as pool:

        def both(first: Act, second: Act) -> Any:
            with transaction.atomic():
                first()
                coming = pool.submit(refused, second)
                sleep(MOMENT)
                assert not coming.done()
            return coming.result(PATIENCE)

        yield both
        pool.submit(connections.close_all).result(PATIENCE)


@pytest.fixture
def sealing(response: Response, reviewer: User) -> Act:
    """Give the sealing of the response, which is all approved and prepared."""
    approve_all(response, reviewer)
    actor = make_member(response.city, Role.COORDINATOR)
    made = prepare(response, actor=Actor(actor), address="")
    return lambda: seal(response, made, files={}, archive=b"", actor=Actor(actor))


def test_a_seal_waits_for_a_required_thread_that_is_being_started(
    reviewer: User, sealing: Act, overtaken: Overtaken
) -> None:
    def asking() -> Any:
        return start(reviewer, PLACE, Said("Wait."), required=True)

    assert overtaken(asking, sealing) == THREADS_OPEN
    assert not Submission.objects.exists()


@pytest.mark.parametrize("late", [Turn.REOPEN, Turn.REQUIRE])
def test_a_seal_waits_for_a_thread_that_is_being_reopened_or_marked(
    late: Turn, reviewer: User, sealing: Act, overtaken: Overtaken
) -> None:
    thread = start(reviewer, PLACE, Said("First"), required=late is Turn.REOPEN)
    if late is Turn.REOPEN:
        turn(reviewer, PLACE, thread.pk, Turn.RESOLVE)

    def turning() -> Any:
        return turn(reviewer, PLACE, thread.pk, late)

    assert overtaken(turning, sealing) == THREADS_OPEN
    assert not Submission.objects.exists()


def test_a_required_thread_waits_for_a_seal(
    reviewer: User, sealing: Act, overtaken: Overtaken
) -> None:
    def asking() -> Any:
        return start(reviewer, PLACE, Said("Late."), required=True)

    thread = overtaken(sealing, asking)
    assert thread.required
    assert Submission.objects.get().number == 1


def test_of_two_who_accept_a_suggestion_at_once_one_does(
    response: Response, writer: User, reviewer: User, overtaken: Overtaken
) -> None:
    content = canonical(find(response, "b-1")[1], {"text": "New"})
    remark = start(reviewer, PLACE, Said("So?", None, content)).remarks.get()
    other = make_member(response.city, Role.CONTRIBUTOR)

    def accepting(person: User) -> Act:
        return lambda: accept(person, PLACE, remark.pk, base_version=0)

    assert overtaken(accepting(writer), accepting(other)) == ACCEPTED_ALREADY
    assert [each.author for each in Revision.objects.all()] == [writer]
    assert not RefusedText.objects.exists()
