"""Several workers at the same mails, and what a killed one was at."""

import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from responses.enums import Role
from responses.jobs import DEAD
from responses.models import User
from responses.tasks import (
    enqueue_mails,
    mail_notices,
)
from tests.support import PATIENCE
from tests.support.factories import (
    make_member,
    make_response,
)
from tests.support.mail_server import Mailbox, eventually
from tests.support.queue import Act, hurry, tell, unmailed, waiting, work, worker_of_its_own

# The worker closes connections, which it may do only between transactions.
pytestmark = pytest.mark.django_db(transaction=True)


def each_got_one(mailbox: Mailbox, people: list[User]) -> bool:
    return [len(mailbox.to(person.email)) for person in people] == [1] * len(people)


@pytest.fixture
def crowd(transactional_db: None) -> list[User]:
    """Give people who are all to get a mail."""
    response = make_response()
    people = [make_member(response.city, Role.VIEWER) for _ in range(12)]
    tell(response, *people)
    tell(response, *people)
    return people


def twice(act: Act) -> list[Any]:
    """Do a thing in two threads at once, each with a database connection of its own."""
    both = Barrier(2)

    def one() -> Any:
        both.wait(PATIENCE)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        doing = [pool.submit(one) for _ in range(2)]
        return [each.result(PATIENCE) for each in doing]


@pytest.mark.race
def test_two_who_look_for_work_at_once_enqueue_one_job_each(crowd: list[User]) -> None:
    assert sum(twice(enqueue_mails)) == len(crowd)
    keys = [job.args_kwargs["args"][0] for job in waiting()]
    assert sorted(keys) == [person.pk for person in crowd]


@pytest.mark.race
def test_who_looks_for_work_waits_for_who_enqueues_it(crowd: list[User]) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert enqueue_mails() == len(crowd)
            coming = pool.submit(enqueue_mails)
            sleep(0.3)
            assert not coming.done()
        assert coming.result(PATIENCE) == 0
        pool.submit(connections.close_all).result(PATIENCE)


@pytest.mark.race
def test_two_workers_at_once_mail_nobody_twice(crowd: list[User], served: Mailbox) -> None:
    """Even of two jobs for one person, which nobody makes, one does nothing."""
    for person in crowd:
        for _ in range(2):
            mail_notices.enqueue(person.pk)
    for _ in range(3):
        hurry()
        twice(work)
    assert each_got_one(served, crowd)
    assert unmailed() == 0


@pytest.mark.real_clock
def test_the_worker_finds_what_is_due_and_ends_when_it_is_told(
    crowd: list[User], served: Mailbox
) -> None:
    with worker_of_its_own(served) as worker:
        assert eventually(lambda: unmailed() == 0)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    assert each_got_one(served, crowd)


@pytest.mark.real_clock
def test_a_worker_that_is_told_to_end_finishes_its_mail(crowd: list[User], served: Mailbox) -> None:
    served.free.clear()
    with worker_of_its_own(served) as worker:
        assert eventually(lambda: served.asked == 1)
        worker.send_signal(signal.SIGTERM)
        served.free.set()
        assert worker.wait(PATIENCE) == 0
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()
    assert (len(served.mails), len(waiting())) == (1, len(crowd) - 1)
    work()
    assert each_got_one(served, crowd)


@pytest.mark.real_clock
@pytest.mark.race
def test_what_a_killed_worker_was_at_is_mailed_by_another(
    crowd: list[User], served: Mailbox
) -> None:
    served.free.clear()
    with worker_of_its_own(served) as worker:
        assert eventually(lambda: served.asked == 1)
        worker.kill()
        worker.wait(PATIENCE)
    served.free.set()
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    assert lost.count() == 1
    work()
    assert (len(served.mails), enqueue_mails()) == (len(crowd) - 1, 0)
    lost.update(started_at=timezone.now() - DEAD)
    assert enqueue_mails() == 1
    work()
    assert each_got_one(served, crowd)
    assert unmailed() == 0
