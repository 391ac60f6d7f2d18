"""Seals that are left to a worker: two who press, two workers, and one that is killed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from responses.documents import package
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import beat
from responses.domain.submissions.sealing import (
    Unsealed,
    is_sealed,
    last_submission,
    text_digest,
    with_named,
)
from responses.enums import Action, AuditKind, Role
from responses.models import AuditRecord, Response, Submission, User
from responses.sealing_jobs import SEALING, Confirmed, leave_seal_to_worker, read_seal
from responses.tasks import LONGEST_SEALING, enqueue_mails, seal_response
from tests.support import PATIENCE
from tests.support.factories import (
    approve_all,
    find,
    make_member,
    make_response,
)
from tests.support.mail_server import Mailbox, eventually
from tests.support.queue import Act, work, worker_of_its_own
from tests.support.racing import Race, two_at_once

# The worker closes connections, which it may do only between transactions.
pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


@dataclass(frozen=True)
class Sealing:
    """A response that is to be sealed, its people, and what does two things at once."""

    response: Response
    reviewer: User
    coordinators: list[User]
    race: Race

    def press(self, person: int = 0) -> str:
        """Confirm what the response says now, and leave the seal to a worker."""
        now = timezone.now()
        seen = text_digest(with_named(read_snapshot(self.response), self.response), self.response)
        actor = Actor(self.coordinators[person])
        confirmed = Confirmed(seen, now)
        key = leave_seal_to_worker(self.response, actor, confirmed, timedelta(), now)
        assert key
        return key

    def read(self, key: str, ago: timedelta = timedelta()) -> str | None:
        """Return what came of a job that was begun so long ago."""
        job = read_seal(self.response, key, timedelta(), timezone.now() + ago)
        assert job
        return job.end

    def claimed(self, key: str) -> Act:
        """Return what a worker does that has taken a job."""
        job = DBTaskResult.objects.get(pk=key)
        job.claim("a worker")
        context = TaskContext(task_result=job.task_result)
        run: Callable[..., str] = seal_response.call
        return lambda: run(context, *job.args_kwargs["args"])

    def reopen(self) -> None:
        """Reopen a section."""
        section = find(self.response, "b-1")[0]
        move = Move(Action.REOPEN, comment="x")
        perform(move, self.response, section, actor=Actor(self.reviewer))

    def approve(self) -> None:
        """Have the response approved whole again, so that it can be sealed anew."""
        if is_sealed(read_snapshot(self.response), last_submission(self.response)):
            self.reopen()
        approve_all(self.response, self.reviewer)


@pytest.fixture
def sealing(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Sealing]:
    """Give a response that is approved whole, beside a worker, where PDFs take no time."""
    monkeypatch.setattr(package, "render_apart", lambda *_args, **_more: b"%PDF")
    response = make_response()
    reviewer = make_member(response.city, Role.REVIEWER)
    coordinators = [make_member(response.city, Role.COORDINATOR) for _ in range(2)]
    approve_all(response, reviewer)
    beat(timezone.now() + timedelta(hours=1))
    with two_at_once() as race:
        yield Sealing(response, reviewer, coordinators, race)


def sealed() -> int:
    return Submission.objects.count()


@pytest.mark.race
def test_two_who_press_at_once_wait_for_one_seal(sealing: Sealing) -> None:
    for number in range(1, ROUNDS + 1):
        first, second = sealing.race(lambda: sealing.press(0), lambda: sealing.press(1))
        assert first == second
        assert sealing.claimed(first)() == str(number)
        DBTaskResult.objects.all().delete()
        assert (sealed(), AuditRecord.objects.filter(kind=AuditKind.SEAL).count()) == (number,) * 2
        sealing.approve()


@pytest.mark.race
def test_two_workers_at_once_seal_once(sealing: Sealing) -> None:
    """Of two jobs, as where the first was given back and its worker comes to its end all the same.

    That one seals nothing even if it is quicker.
    """
    for number in range(1, ROUNDS + 1):
        first = sealing.press()
        slow = sealing.claimed(first)
        assert sealing.read(first, SEALING) == Unsealed.UNFINISHED
        second = sealing.press()
        assert second != first
        late, end = sealing.race(slow, sealing.claimed(second))
        assert late in {Unsealed.UNFINISHED, Unsealed.REFUSED}
        assert (end, sealed()) == (str(number), number)
        DBTaskResult.objects.all().delete()
        sealing.approve()


@pytest.mark.race
def test_what_is_given_back_while_it_is_sealed_is_sealed_or_not(sealing: Sealing) -> None:
    """Whoever was told that nothing is sealed finds nothing sealed afterwards either."""
    for _ in range(ROUNDS):
        key, before = sealing.press(), sealed()

        def told(key: str = key, before: int = before) -> bool:
            """Return whether the page says that nothing was sealed."""
            return bool(sealing.read(key, SEALING)) and sealed() == before

        end, is_told = sealing.race(sealing.claimed(key), told)
        assert (sealed() > before) is end.isdecimal()
        assert not (is_told and end.isdecimal())
        DBTaskResult.objects.all().delete()
        sealing.approve()


@pytest.mark.race
def test_a_seal_left_to_a_worker_against_reopening(sealing: Sealing) -> None:
    for _ in range(ROUNDS):
        key, before = sealing.press(), sealed()
        named = with_named(read_snapshot(sealing.response), sealing.response)
        seen = text_digest(named, sealing.response)
        end, _none = sealing.race(sealing.claimed(key), sealing.reopen)
        if end == Unsealed.REFUSED:
            assert sealed() == before
        else:
            last = Submission.objects.latest("number")
            assert (str(last.number), last.digest) == (end, seen)
        DBTaskResult.objects.all().delete()
        sealing.approve()


@pytest.mark.real_clock
@pytest.mark.race
def test_a_seal_whose_worker_was_killed_is_given_back_and_made_by_another(
    sealing: Sealing, served: Mailbox
) -> None:
    key, before = _killed_while_sealing(sealing, served)
    assert (sealed(), sealing.read(key)) == (before, None)
    assert sealing.read(key, SEALING) == Unsealed.UNFINISHED
    beat(timezone.now() + timedelta(hours=1))
    again, number = sealing.press(), before + 1
    work()
    assert (sealed(), sealing.read(key)) == (number, Unsealed.UNFINISHED)
    assert sealing.read(again) == str(number)


def _is_begun(key: str) -> bool:
    return DBTaskResult.objects.get(pk=key).status != TaskResultStatus.READY


def _killed_while_sealing(sealing: Sealing, served: Mailbox) -> tuple[str, int]:
    """Kill a worker that is sealing; return the job, and how many submissions there were before.

    On a busy machine it can have sealed before it is seen: then it has to do so once more.
    """
    for _try in range(10):
        before, key = sealed(), sealing.press()
        with worker_of_its_own(served) as worker:
            assert eventually(partial(_is_begun, key))
            worker.kill()
            worker.wait(PATIENCE)
        if DBTaskResult.objects.get(pk=key).status == TaskResultStatus.RUNNING:
            return key, before
        assert sealed() == before + 1
        sealing.reopen()
        sealing.approve()
    raise AssertionError("It always sealed before it was killed.")


@pytest.mark.django_db(transaction=False)
def test_the_seal_of_a_large_response_is_not_taken_for_dead(response: Response) -> None:
    seal_response.enqueue(response.pk, [0, None], ["", timezone.now().isoformat()])
    job, now = DBTaskResult.objects.get(), timezone.now()
    job.claim("a worker")
    for long, status in (
        (LONGEST_SEALING - timedelta(minutes=1), TaskResultStatus.RUNNING),
        (LONGEST_SEALING + timedelta(minutes=1), TaskResultStatus.FAILED),
    ):
        enqueue_mails(now + long)
        job.refresh_from_db()
        assert job.status == status
