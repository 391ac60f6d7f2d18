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
from responses.domain.content.translating import TranslationStatus, translated
from responses.domain.snapshot.snapshot import read_snapshot
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
from responses.models import RefusedText, Remark, Response, Revision, Submission, User
from tests.support import PATIENCE
from tests.support.factories import approve_all, find, make_member, make_response, write

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")
INTO_ENGLISH = PLACE._replace(question="b-1_en")
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


@pytest.fixture
def suggested(response: Response, writer: User, reviewer: User) -> Remark:
    """Return a translation that was suggested beside the first version of its original."""
    response.city.submission_language = "en"
    response.city.save()
    write(response, "b-1", writer, text="○ 하나")
    content = canonical(translated(find(response, "b-1")[1], "en"), {"text": "○ One"})
    return start(reviewer, INTO_ENGLISH, Said("So?", None, content)).remarks.get()


def test_of_two_who_accept_a_translation_at_once_one_does(
    response: Response, writer: User, suggested: Remark, overtaken: Overtaken
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)

    def accepting(person: User) -> Act:
        return lambda: accept(person, INTO_ENGLISH, suggested.pk, base_version=0)

    assert overtaken(accepting(writer), accepting(other)) == ACCEPTED_ALREADY
    of_translation = Revision.objects.filter(answer__language="en")
    assert [(each.author, each.translates) for each in of_translation] == [(writer, 1)]
    assert not RefusedText.objects.exists()


@pytest.mark.parametrize("original_first", [True, False])
def test_an_original_and_its_suggested_translation_come_to_an_outdated_one(
    response: Response,
    writer: User,
    suggested: Remark,
    overtaken: Overtaken,
    *,
    original_first: bool,
) -> None:
    """Whichever is first: it was suggested beside what the original said before."""

    def writing() -> Any:
        return write(response, "b-1", writer, text="○ 하나\n○ 둘")

    def accepting() -> Any:
        return accept(writer, INTO_ENGLISH, suggested.pk, base_version=0)

    acts = (writing, accepting) if original_first else (accepting, writing)
    assert overtaken(*acts).changed
    answer = read_snapshot(response).sections_by_key["beta"].answers[0]
    assert answer.translation
    assert (answer.version, answer.translation.of) == (2, 1)
    assert answer.translation.translation_status is TranslationStatus.OUTDATED


def test_a_seal_waits_for_a_required_thread_on_a_translation(
    response: Response, reviewer: User, suggested: Remark, sealing: Act, overtaken: Overtaken
) -> None:
    def asking() -> Any:
        return start(reviewer, INTO_ENGLISH, Said("Wait."), required=True)

    assert overtaken(asking, sealing) == THREADS_OPEN
    assert not Submission.objects.exists()
