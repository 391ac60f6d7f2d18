"""Mails on their way: by the queue and the worker of the product, to a mail server of the tests."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from responses.documents.pdf import rendering_key
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import QUIET, cached
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Language, Role
from responses.jobs import DEAD
from responses.models import City, Notice, Response, Revision, User
from responses.notice_kinds import MailChoice, NoticeKind
from responses.tasks import (
    KEPT,
    enqueue_mails,
    enqueue_pdfs,
    look_for_work,
    mail_notices,
    mail_password,
)
from tests.support.factories import (
    assign,
    find,
    make_member,
    make_response,
    write,
)
from tests.support.mail_server import Mailbox, part, serving, subject_of
from tests.support.queue import hurry, tell, unmailed, waiting, work

# The worker closes connections, which it may do only between transactions.
pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = "connection refused"
FAILURES = {
    REFUSED: None,
    "451": "451 4.3.0 Try again later",
    "550": "550 5.7.1 Not from you",
    "421": "421 4.3.2 Going down",
}


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
    run: Any = mail_notices.call
    # Who else is at it, the person, the notices, and that they are mailed.
    with django_assert_num_queries(4):
        assert run(context, writer.pk) == f"{count} notices"
    assert len(served.mails) == 1


@pytest.mark.parametrize(("count", "queries"), [(0, 21), (1, 26), (30, 55)])
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
