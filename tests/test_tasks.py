"""Mails on their way: by the queue and the worker of the product, to a mail server of the tests."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from responses.documents import package
from responses.documents.pdf import rendering_key
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.notices.notices import notify
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import QUIET, beat, cached
from responses.domain.submissions.sealing import (
    Unsealed,
    is_sealed,
    last_submission,
    text_digest,
    with_named,
)
from responses.domain.talk.talking import Said, start
from responses.enums import Action, AuditKind, Language, MailChoice, NoticeKind, Role
from responses.jobs import DEAD
from responses.management.commands.work import new_worker
from responses.models import AuditRecord, City, Notice, Response, Revision, Submission, User
from responses.tasks import (
    KEPT,
    LONGEST_SEALING,
    SEALING,
    Confirmed,
    enqueue_mails,
    enqueue_pdfs,
    leave_seal_to_worker,
    look_for_work,
    mail_notices,
    mail_password,
    read_seal,
    seal_response,
)
from tests.support import PATIENCE
from tests.support.factories import (
    approve_all,
    assign,
    find,
    make_member,
    make_response,
    write,
)
from tests.support.mail_server import Mailbox, eventually, part, serving, subject_of
from tests.support.racing import Race, two_at_once

ROOT = Path(__file__).resolve().parent.parent
Act = Callable[[], Any]

# The worker closes connections, which it may do only between transactions.
pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = "connection refused"
FAILURES = {
    REFUSED: None,
    "451": "451 4.3.0 Try again later",
    "550": "550 5.7.1 Not from you",
    "421": "421 4.3.2 Going down",
}


def tell(response: Response, *people: User, kind: NoticeKind = NoticeKind.APPROVED) -> None:
    """Tell people of something new, long enough ago to be mailed."""
    section, question = find(response, "a-2")
    key = f"event:{Notice.objects.count()}"
    notify(kind, people, response, section=section, question=question, key=key)
    Notice.objects.filter(key=key).update(created_at=timezone.now() - timedelta(hours=1))


def work() -> None:
    """Do what waits and may be done now, with the worker of the product."""
    new_worker().run()


def waiting() -> list[DBTaskResult[..., str]]:
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.READY))


def hurry() -> None:
    """Let the time pass until what was put off may be tried again."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())


def each_got_one(mailbox: Mailbox, people: list[User]) -> bool:
    return [len(mailbox.to(person.email)) for person in people] == [1] * len(people)


def unmailed() -> int:
    return Notice.objects.filter(mailed_at__isnull=True).count()


def test_a_mail_is_sent_once(response: Response, writer: User, served: Mailbox) -> None:
    tell(response, writer)
    assert (enqueue_mails(), enqueue_mails()) == (1, 0)
    before = timezone.now()
    work()
    assert [mail["To"] for mail in served.mails] == [f"Writer <{writer.email}>"]
    mailed_at = Notice.objects.get().mailed_at
    assert mailed_at is not None
    assert before <= mailed_at <= timezone.now()
    assert enqueue_mails() == 0
    mail_notices.enqueue(writer.pk)
    work()
    assert len(served.mails) == 1


def test_a_review_is_one_mail(
    response: Response, writer: User, reviewer: User, served: Mailbox
) -> None:
    """Ten remarks and the decision."""
    section, _question = find(response, "a-2")
    User.objects.filter(pk=writer.pk).update(language=Language.EN)
    write(response, "a-2", writer, text="○ Written")
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    place = AnswerRef(response.city.slug, "test-2030", "alpha", "a-2")
    for number in range(10):
        start(reviewer, place, Said(f"@Writer: remark {number}"))
    perform(
        Move(Action.REQUEST_CHANGES, comment="See the remarks."),
        response,
        section,
        actor=Actor(reviewer),
    )
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
    enqueue_mails()
    work()
    [mail] = served.to(writer.email)
    text = part(mail, "plain")
    assert (subject_of(mail), text.count("\n- ")) == (
        "[LGQ Desk] 11 notices about A. Alpha · Springfield · TEST 2030",
        11,
    )
    assert [f"> @Writer: remark {number}\n" in text for number in range(10)] == [True] * 10
    assert "\n- Reviewer requested changes in A. Alpha\n  > See the remarks.\n" in text


def test_what_happens_together_is_one_mail_for_each(
    response: Response, writer: User, reviewer: User, served: Mailbox
) -> None:
    for _ in range(10):
        tell(response, writer, kind=NoticeKind.MENTIONED)
    tell(response, writer, reviewer, kind=NoticeKind.REOPENED)
    enqueue_mails()
    work()
    assert [len(served.to(person.email)) for person in (writer, reviewer)] == [1, 1]
    assert part(served.to(writer.email)[0], "plain").count("\n- ") == 11
    assert part(served.to(reviewer.email)[0], "plain").count("\n- ") == 1
    assert unmailed() == 0


def test_a_daily_mail_is_sent_once_a_day(
    response: Response, writer: User, served: Mailbox, settings: Settings
) -> None:
    User.objects.filter(pk=writer.pk).update(mail=MailChoice.DAILY)
    now = timezone.localtime()
    settings.MORNING_HOUR = now.hour
    morning = now.replace(minute=0, second=0, microsecond=0)
    tell(response, writer)
    tell(response, writer)
    Notice.objects.update(created_at=morning - timedelta(minutes=1))
    look_for_work(now)
    work()
    assert [part(mail, "plain").count("\n- ") for mail in served.mails] == [2]
    tell(response, writer)
    Notice.objects.filter(mailed_at=None).update(created_at=morning)
    look_for_work(now)
    work()
    assert len(served.mails) == 1
    look_for_work(now + timedelta(days=1))
    work()
    assert [part(mail, "plain").count("\n- ") for mail in served.mails] == [2, 1]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_mail_server_that_fails_delays_and_loses_nothing(
    failure: str, response: Response, writer: User, mailbox: Mailbox
) -> None:
    tell(response, writer)
    enqueue_mails()
    began = timezone.now()
    if failure == REFUSED:
        work()
    else:
        with serving(mailbox):
            mailbox.says = FAILURES[failure] or ""
            work()
    assert (mailbox.mails, unmailed()) == ([], 1)
    assert enqueue_mails() == 0
    [job] = waiting()
    assert began <= job.run_after - timedelta(minutes=1) <= timezone.now()
    work()
    assert waiting() == [job]
    hurry()
    mailbox.says = ""
    with serving(mailbox):
        work()
        enqueue_mails()
        work()
    assert (len(mailbox.mails), unmailed(), waiting()) == (1, 0, [])


def test_a_link_for_a_password_is_tried_again_and_goes_first(
    response: Response, writer: User, reviewer: User, mailbox: Mailbox
) -> None:
    tell(response, reviewer)
    enqueue_mails()
    mail_password.enqueue(writer.email.upper(), "en")
    mail_password.enqueue("nobody@city.example", "en")
    work()
    assert mailbox.mails == []
    hurry()
    with serving(mailbox):
        work()
    assert [mail["To"] for mail in mailbox.mails] == [
        f"Writer <{writer.email}>",
        f"Reviewer <{reviewer.email}>",
    ]
    assert waiting() == []


def test_a_link_for_a_password_outlives_its_worker(writer: User, served: Mailbox) -> None:
    mail_password.enqueue(writer.email, "en")
    long_ago = timezone.now() - DEAD - timedelta(seconds=1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)
    look_for_work()
    work()
    assert [subject_of(mail) for mail in served.mails] == ["Set your LGQ Desk password"]


def test_a_mail_server_that_says_nothing_delays(
    response: Response, writer: User, served: Mailbox, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 2  # s; it is to pass when the server says nothing, not before
    served.free.clear()
    tell(response, writer)
    enqueue_mails()
    work()
    assert (served.asked, unmailed(), len(waiting())) == (1, 1, 1)
    served.free.set()
    hurry()
    work()
    assert (len(served.mails), unmailed(), waiting()) == (1, 0, [])


def test_sending_is_tried_less_and_less_often(
    response: Response, writer: User, mailbox: Mailbox
) -> None:
    tell(response, writer)
    enqueue_mails()
    waits = []
    for _ in range(9):
        hurry()
        began = timezone.now()
        work()
        [job] = waiting()
        waits.append((job.run_after - began) // timedelta(minutes=1))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_happens_meanwhile_goes_with_a_mail_that_was_put_off(
    response: Response, writer: User, mailbox: Mailbox
) -> None:
    tell(response, writer)
    enqueue_mails()
    work()
    tell(response, writer)
    assert enqueue_mails() == 0
    hurry()
    with serving(mailbox):
        work()
    assert [part(mail, "plain").count("\n- ") for mail in mailbox.mails] == [2]


def test_an_address_that_is_refused_holds_up_nobody_else(
    response: Response, served: Mailbox
) -> None:
    people = [make_member(response.city, Role.VIEWER) for _ in range(3)]
    served.refusals = {people[0].email: "550 5.1.1 No such user"}
    tell(response, *people)
    enqueue_mails()
    work()
    assert [len(served.to(person.email)) for person in people] == [0, 1, 1]
    assert [job.args_kwargs["args"] for job in waiting()] == [[people[0].pk, 1]]
    assert Notice.objects.get(mailed_at=None).person == people[0]


def test_a_mail_that_cannot_be_written_is_a_failed_job_and_is_tried_again(
    response: Response, writer: User, served: Mailbox
) -> None:
    tell(response, writer)
    Notice.objects.update(kind=NoticeKind.OVERDUE, text="no day")
    enqueue_mails()
    work()
    assert DBTaskResult.objects.get(status=TaskResultStatus.FAILED).traceback
    assert (enqueue_mails(), unmailed(), len(waiting())) == (0, 1, 1)
    Notice.objects.update(text="2030-05-06")
    hurry()
    work()
    assert (len(served.mails), unmailed()) == (1, 0)


def test_an_account_that_is_gone_is_no_failure(
    response: Response, writer: User, served: Mailbox
) -> None:
    tell(response, writer)
    enqueue_mails()
    writer.delete()
    work()
    assert [job.status for job in DBTaskResult.objects.all()] == [TaskResultStatus.SUCCESSFUL]


def test_a_job_whose_worker_died_is_done_again(
    response: Response, writer: User, served: Mailbox
) -> None:
    tell(response, writer)
    enqueue_mails()
    DBTaskResult.objects.get().claim("a worker that dies")
    now = timezone.now()
    assert enqueue_mails(now + timedelta(minutes=1)) == 0
    DBTaskResult.objects.update(started_at=now - DEAD)
    assert enqueue_mails() == 1
    work()
    found = DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    assert list(found) == [TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL]
    assert (len(served.mails), unmailed()) == (1, 0)


def test_a_job_leaves_to_another_worker_what_that_is_at(
    response: Response, writer: User, served: Mailbox
) -> None:
    tell(response, writer)
    mail_notices.enqueue(writer.pk)
    DBTaskResult.objects.get().claim("another worker")
    mail_notices.enqueue(writer.pk)
    work()
    assert (served.mails, unmailed(), len(waiting())) == ([], 1, 1)
    hurry()
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.SUCCESSFUL
    )
    work()
    assert (len(served.mails), unmailed(), waiting()) == (1, 0, [])


def test_finished_jobs_are_forgotten_in_time(
    response: Response, writer: User, served: Mailbox
) -> None:
    tell(response, writer)
    enqueue_mails()
    work()
    enqueue_mails(timezone.now() + KEPT - timedelta(minutes=1))
    assert DBTaskResult.objects.count() == 1
    enqueue_mails(timezone.now() + KEPT)
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.django_db(transaction=False)
def test_a_job_takes_four_queries_however_many_notices(
    count: int,
    response: Response,
    writer: User,
    served: Mailbox,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        tell(response, writer)
    context = TaskContext(task_result=mail_notices.enqueue(writer.pk))
    run: Callable[..., str] = mail_notices.call
    # Who else is at it, the person, the notices, and that they are mailed.
    with django_assert_num_queries(4):
        assert run(context, writer.pk) == f"{count} notices"
    assert len(served.mails) == 1


@pytest.mark.parametrize(("count", "queries"), [(0, 20), (1, 25), (30, 54)])
@pytest.mark.django_db(transaction=False)
def test_looking_for_work_asks_little_if_there_is_little(
    count: int,
    queries: int,
    response: Response,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Ten are of the chain: one a kind of record, and four to chain that the response began.

    One forgets PDFs that were made.
    """
    tell(response, *(make_member(response.city, Role.VIEWER) for _ in range(count)))
    with django_assert_num_queries(queries):
        assert look_for_work().mails == count


@pytest.mark.django_db(transaction=False)
def test_reminders_wait_for_the_morning(response: Response, writer: User) -> None:
    morning = datetime(2030, 5, 6, 8, tzinfo=ZoneInfo("Asia/Seoul"))
    response.works.filter(section__key="alpha").update(due_on=date(2030, 5, 13))
    assert look_for_work(morning - timedelta(minutes=1)).reminders == 0
    assert look_for_work(morning).reminders == 1
    assert look_for_work(morning).reminders == 0


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("hours", [2, 8], ids=["before it is light", "after midnight"])
def test_nobody_is_reminded_at_night(response: Response, writer: User, hours: int) -> None:
    """What was not due when the last morning came, as in a demo that starts at two o'clock."""
    morning = datetime(2030, 5, 6, 8, tzinfo=ZoneInfo("Asia/Seoul"))
    response.works.filter(section__key="alpha").update(due_on=date(2030, 5, 10))
    assert look_for_work(morning - timedelta(hours=hours, minutes=-1)).reminders == 0
    assert look_for_work(morning + timedelta(hours=5)).reminders == 1


def test_reminding_twice_mails_once(
    response: Response, writer: User, served: Mailbox, settings: Settings
) -> None:
    settings.MORNING_HOUR, settings.MAIL_DELAY = 0, 0
    assign(response, "alpha", writer)
    response.works.filter(section__key="alpha").update(due_on=timezone.localdate())
    for _ in range(3):
        call_command("remind", stdout=StringIO())
        work()
    assert [mail["To"] for mail in served.mails] == [f"Writer <{writer.email}>"]


# --- Several at once -------------------------------------------------------


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


# --- The worker as a process -----------------------------------------------


@contextmanager
def worker_of_its_own(mailbox: Mailbox) -> Iterator[subprocess.Popen[bytes]]:
    """Run the worker as script/server does, on the database of the tests."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(site.DATABASE_URL)._replace(path=f"/{name}").geturl()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--every", "0.2"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "survey_site.settings",
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


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


# --- Sealing ---------------------------------------------------------------

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


def test_a_city_that_submits_in_another_language_has_a_pdf_in_both_made() -> None:
    response = make_response()
    City.objects.update(submission_language="en")
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="글")
    written = Revision.objects.get().created_at
    assert enqueue_pdfs(written, written + QUIET) == 3
    work()
    response = Response.objects.select_related("city", "edition").get()
    snapshot = with_contacts(read_snapshot(response), response.city)
    made = [cached(response, each, rendering_key(snapshot, each)) for each in ("ko", "en", "both")]
    assert all(made)
    assert len(set(made)) == 3


def test_pdfs_are_made_before_somebody_asks() -> None:
    response = make_response()
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Text")
    written = Revision.objects.get().created_at
    assert enqueue_pdfs(written, written + QUIET / 2) == 0
    assert enqueue_pdfs(written, written + QUIET) == 2
    # Somebody else who looks makes none of those that wait.
    assert enqueue_pdfs(written, written + QUIET) == 0
    work()
    snapshot = with_contacts(read_snapshot(response), response.city)
    for language in Language.values:
        made = cached(response, language, rendering_key(snapshot, language))
        assert made
        assert made.startswith(b"%PDF")
    # There are many of them, and nobody looks them up.
    enqueue_mails(timezone.now())
    assert DBTaskResult.objects.count() == 2
    enqueue_mails(timezone.now() + timedelta(hours=2))
    assert DBTaskResult.objects.count() == 0
