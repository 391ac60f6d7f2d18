"""Background work, and how it is found again.

The queue may lose a job: a worker that is killed leaves it unfinished for ever, and nothing
tries again what has failed. So jobs are made from what is due, by `enqueue_mails`, which may be
called at any time, by anybody and often; and at most one job a person is under way.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

# In Django 6 it is django.tasks.
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from responses.documents import package
from responses.documents.cached import offered_pdf, read_pdf
from responses.documents.drawing import SECONDS, TooLargeError
from responses.domain.auditing import Actor
from responses.domain.chaining import chain_records
from responses.domain.notices.due_mail import due_people, morning, notices_to_mail
from responses.domain.notices.notices import mailed
from responses.domain.once import forget_old
from responses.domain.progress.reminding import remind_of_services
from responses.domain.snapshot.failing import with_beside
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions import sealing
from responses.domain.submissions.renderings import due, expected, is_at_work
from responses.domain.submissions.sealing import SealRefusedError, Unsealed, pdf_languages
from responses.domain.telling.deputizing import tell_deputies
from responses.domain.telling.handed_out import tell_missed
from responses.domain.telling.reminders import remind
from responses.forms.account import PasswordMailForm
from responses.handout_tasks import enqueue_handouts
from responses.jobs import DEAD, under_way, wait_after, without_job
from responses.mails import notices_mail, password_mail
from responses.models import Response, User
from responses.wording.addresses import digest_address

logger = logging.getLogger(__name__)

MOST_TRIES = 10
"""How often a link for a password is tried again; after some hours nobody waits for it."""

BEHIND, URGENT = -10, 5
"""The priorities of PDFs: behind all mails, and before those of notices where somebody waits."""

AHEAD = timedelta(minutes=1)
"""How long a PDF may take that nobody has asked for."""

BUSY, MAKING = timedelta(seconds=15), timedelta(minutes=1)
"""How long a PDF that somebody asked for may wait for a worker; how long one surely is at it."""

LONGEST_SEALING = timedelta(seconds=3 * SECONDS) + MAKING
"""How long a worker is at a seal at most: it makes three PDFs."""

KEPT, KEPT_PDFS = timedelta(days=14), timedelta(hours=1)
"""How long it can be looked up in the administration what came of a job, and of a PDF made."""


@task(takes_context=True)
def mail_notices(context: TaskContext, person: int, tries: int = 0) -> str:
    """Send a person one e-mail with all they have not been mailed yet; return what came of it.

    Does nothing if there is nothing to tell. What cannot be sent is tried again later, and so
    is what another worker is at: of two jobs for one person that both run, each that began
    later sees the other.
    """
    job = context.task_result.id
    others = under_way(mail_notices, person).exclude(pk=job)
    if others.filter(status=TaskResultStatus.RUNNING).exists():
        _put_off(person, tries, job)
        return "another worker is at it"
    try:
        sent = _send(person)
    except OSError as error:  # of the network, or what the mail server says (an SMTPException)
        wait = _put_off(person, tries, job)
        logger.warning("No mail to person %d, again in %s: %s", person, wait, error)
        return f"put off: {error}"
    except Exception:  # a fault of ours, which the worker logs
        _put_off(person, tries, job)
        raise
    return f"{sent} notices"


@task(priority=10)
def mail_password(email: str, language: str, tries: int = 0) -> str:
    """Send a link that sets a password to who has an account of this address; return what came.

    Somebody waits for it, so it goes before what can wait. What cannot be sent is tried again.
    """
    people = list(PasswordMailForm().get_users(email))
    try:
        for person in people:
            password_mail(person, language).send()
    except OSError as error:
        wait = wait_after(tries)
        if tries >= MOST_TRIES:
            raise
        later = mail_password.using(run_after=timezone.now() + wait)
        later.enqueue(email, language, tries + 1)
        logger.warning("No link for a password, again in %s: %s", wait, error)
        return f"put off: {error}"
    return f"{len(people)} links"


@task(priority=BEHIND)
def make_pdf(response: int, language: str, *, asked: bool = False) -> str:
    """Make the PDF of a response as it stands now, unless it is there; return what came of it.

    A large one, which would hold up mails, is made only if somebody asked for it.
    """
    found = Response.objects.select_related("city", "edition").filter(pk=response).first()
    if found is None:
        return "no response"
    snapshot = with_beside(read_snapshot(found), found)
    offered = offered_pdf(found, snapshot, language)
    if offered.sealed:
        return "sealed as it stands"
    if not asked and expected(snapshot, language) > AHEAD:
        return "too large to be made before somebody asks"
    return f"{len(read_pdf(found, snapshot, language, offered))} bytes"


class GivenBackError(Exception):
    """A job was given back to who asked for it while it was still being done."""


@task(takes_context=True, priority=URGENT)
def seal_response(
    context: TaskContext, response: int, asked_by: list[Any], confirmed: list[str]
) -> str:
    """Seal a response as somebody confirmed it; return the number, or a word of `Unsealed`.

    `asked_by` has the values of the Actor, `confirmed` those of a `sealing_jobs.Confirmed`. What
    comes too late, or was given back, is not done.
    """
    job = context.task_result
    found = Response.objects.select_related("city", "edition").filter(pk=response).first()
    person, address = asked_by
    coordinator = User.objects.filter(pk=person).first()
    is_late = job.enqueued_at is None or job.enqueued_at <= timezone.now() - DEAD
    if found is None or coordinator is None or is_late:
        return Unsealed.UNFINISHED
    actor = Actor(coordinator, address)
    chain_records()
    try:
        prepared = sealing.prepare(found, actor=actor, address=digest_address(), seen=confirmed[0])
        made = package.build(prepared)
        with _unless_given_back(job.id):
            sealing.seal(
                found,
                prepared,
                files=made.files,
                archive=made.archive,
                archive_digest=made.digest,
                actor=actor,
            )
    except SealRefusedError as refusal:
        is_lost = refusal.reason == sealing.NOT_YOURS
        return Unsealed.NOT_YOURS if is_lost else Unsealed.REFUSED
    except TooLargeError:
        return Unsealed.TOO_LARGE
    except GivenBackError:
        return Unsealed.UNFINISHED
    return str(prepared.seal.number)


@dataclass(frozen=True, slots=True)
class Found:
    """What there was to do: notices that remind, and mails that now wait to be sent."""

    reminders: int
    mails: int


def look_for_work(now: datetime | None = None) -> Found:
    """Remind of what is due and tell deputies, as of this morning, and enqueue the mails that are.

    Nobody is reminded at night: what no morning before told of waits for the next.
    At last chain what was recorded since somebody looked.
    Safe to be called at any time, and by several at once.
    """
    now = now or timezone.now()
    forget_old(now)
    today = morning(now).date()
    is_night = today != timezone.localdate(now, timezone.get_default_timezone())
    enqueue_handouts()
    reminders = 0 if is_night else sum(tell(today) for tell in _EACH_MORNING)
    found = Found(reminders + tell_deputies(today), enqueue_mails(now))
    chain_records()
    return found


_EACH_MORNING = (remind, remind_of_services, tell_missed)


def enqueue_mails(now: datetime | None = None) -> int:
    """Enqueue a job for everybody whom an e-mail is due to and who has none; return how many."""
    now = now or timezone.now()
    _tidy(now)
    due = due_people(now)
    if not due:
        return 0
    with transaction.atomic():
        _lock(due)
        lacking = without_job(mail_notices, due)
        for person in lacking:
            mail_notices.enqueue(person)
    return len(lacking)


def enqueue_pdfs(since: datetime, now: datetime) -> int:
    """Enqueue the PDFs that became due after `since`, in each language and both; return how many.

    One that is being made has perhaps begun too early, so only those that wait are not doubled.
    """
    found = Response.objects.filter(pk__in=due(since, now)).order_by("pk")
    wanted = {
        (response, language)
        for response, submits_in in found.values_list("pk", "city__submission_language")
        for language in pdf_languages(submits_in)
    }
    if not wanted:
        return 0
    waiting = DBTaskResult.objects.filter(
        task_path=make_pdf.module_path, status=TaskResultStatus.READY
    ).values_list("args_kwargs__args", flat=True)
    lacking = sorted(wanted - {tuple(each) for each in waiting})
    for response, language in lacking:
        make_pdf.enqueue(response, language)
    return len(lacking)


class Left(Enum):
    """What came of leaving a PDF to a worker: it is made, one is at it, or nobody is there."""

    MADE = auto()
    WAITS = auto()
    TOO_LARGE = auto()
    NOT = auto()


def leave_to_worker(
    response: int, language: str, long: timedelta, asked: datetime, now: datetime
) -> Left:
    """Have a PDF that somebody asked for at a moment made by a worker, unless one has since.

    Nobody is there if no worker is at work, if it has others to do for too long, or has failed
    at this one, which is expected to take so `long`. To be asked again as long as somebody waits.
    """
    jobs = DBTaskResult.objects.filter(
        task_path=make_pdf.module_path,
        args_kwargs__args__0=response,
        args_kwargs__args__1=language,
        enqueued_at__gt=now - DEAD,
    )
    done = jobs.filter(status=TaskResultStatus.SUCCESSFUL, started_at__gte=asked)
    if done.exists():
        return Left.MADE
    # A worker gives signs of life meanwhile, but not which PDF it is at.
    making = now - max(MAKING, 4 * long)
    if jobs.filter(status=TaskResultStatus.RUNNING, started_at__gt=making).exists():
        return Left.WAITS
    urgent = jobs.filter(priority=URGENT).order_by("-enqueued_at").first()
    if urgent and urgent.exception_class_path.endswith(TooLargeError.__qualname__):
        return Left.TOO_LARGE
    if not is_at_work(now):
        return Left.NOT
    if urgent is None or urgent.status == TaskResultStatus.SUCCESSFUL:
        make_pdf.using(priority=URGENT).enqueue(response, language, asked=True)
        return Left.WAITS
    waits = urgent.status == TaskResultStatus.READY and urgent.enqueued_at > now - BUSY
    return Left.WAITS if waits else Left.NOT


@contextmanager
def _unless_given_back(job: str) -> Iterator[None]:
    """Do something in a transaction in which a job cannot be given back.

    Raises `GivenBackError` if it was.
    """
    with transaction.atomic():
        mine: QuerySet[Any] = DBTaskResult.objects.select_for_update().filter(pk=job)
        if not list(mine.filter(status=TaskResultStatus.RUNNING).order_by().values_list("pk")):
            raise GivenBackError
        yield


def _send(person: int) -> int:
    """Mail a person what waits for them; return how many notices.

    They are noted as mailed once the mail server has taken them. If the worker dies between
    the two they are mailed again, with the same Message-ID, rather than never.
    """
    reader = User.objects.filter(pk=person).first()
    notices = notices_to_mail(reader, timezone.now()) if reader else []
    if reader and notices:
        notices_mail(reader, notices).send()
        mailed(reader, [notice.pk for notice in notices], timezone.now())
    return len(notices)


def _put_off(person: int, tries: int, job: str) -> timedelta:
    """Enqueue a job to come after this one, unless there is one already; return how much later."""
    wait = wait_after(tries)
    with transaction.atomic():
        _lock([person])
        others = under_way(mail_notices, person).exclude(pk=job)
        if not others.filter(status=TaskResultStatus.READY).exists():
            mail_notices.using(run_after=timezone.now() + wait).enqueue(person, tries + 1)
    return wait


def _lock(people: list[int]) -> None:
    """Let nobody else enqueue jobs for these people until the end of the transaction."""
    found = User.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(found.order_by("pk").values_list("pk"))


def give_back(job: DBTaskResult[..., Any]) -> None:
    """Have a job done that its worker has left unfinished, and that counts as failed by now.

    All else is found again by what is due, and a seal by who asked for it.
    """
    if job.task_path == mail_password.module_path:
        mail_password.enqueue(*job.args_kwargs["args"])


def _tidy(now: datetime) -> None:
    """Note which jobs have died with their workers, and forget what was finished long ago."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    seals = Q(task_path=seal_response.module_path, started_at__gt=now - LONGEST_SEALING)
    dead = list(running.filter(started_at__lte=now - DEAD).exclude(seals))
    if dead:
        running.filter(pk__in=[each.pk for each in dead]).update(
            status=TaskResultStatus.FAILED, finished_at=now, traceback="Its worker has died."
        )
    for each in dead:
        give_back(each)
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    # One is made at each pause of writing.
    made = DBTaskResult.objects.filter(
        task_path=make_pdf.module_path, status=TaskResultStatus.SUCCESSFUL
    )
    made.filter(finished_at__lt=now - KEPT_PDFS).delete()
