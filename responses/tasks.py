"""Background work, and how it is found again.

The queue may lose a job: a worker that is killed leaves it unfinished for ever, and nothing
tries again what has failed. So jobs are made from what is due, by `enqueue_mails`, which may be
called at any time, by anybody and often; and at most one job a person is under way.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

# In Django 6 it is django.tasks.
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from responses.documents.cached import offered_pdf, read_pdf
from responses.documents.drawing import TooLargeError
from responses.domain.chaining import chain_records
from responses.domain.notices.due_mail import due_people, morning, notices_to_mail
from responses.domain.notices.notices import mailed
from responses.domain.once import forget_old
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import due, expected, is_at_work
from responses.domain.telling.deputizing import tell_deputies
from responses.domain.telling.reminders import remind
from responses.enums import Language
from responses.forms.account import PasswordMailForm
from responses.mails import notices_mail, password_mail
from responses.models import Response, User

logger = logging.getLogger(__name__)

DEAD = timedelta(minutes=10)
"""How long a job may take before its worker is taken for dead; one e-mail takes seconds."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
"""After how long sending is tried again: the first time, doubled each time, and at most."""

MOST_TRIES = 10
"""How often a link for a password is tried again; after some hours nobody waits for it."""

BEHIND, URGENT = -10, 5
"""The priorities of PDFs: behind all mails, and before those of notices where somebody waits."""

AHEAD = timedelta(minutes=1)
"""How long a PDF may take that nobody has asked for."""

BUSY, MAKING = timedelta(seconds=15), timedelta(minutes=1)
"""How long a PDF that somebody asked for may wait for a worker; how long one surely is at it."""

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
    if _under_way(person).exclude(pk=job).filter(status=TaskResultStatus.RUNNING).exists():
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
        wait = _longer(tries)
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
    snapshot = with_contacts(read_snapshot(found), found.city)
    offered = offered_pdf(found, snapshot, language)
    if offered.sealed:
        return "sealed as it stands"
    if not asked and expected(snapshot) > AHEAD:
        return "too large to be made before somebody asks"
    return f"{len(read_pdf(found, snapshot, language, offered))} bytes"


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
    reminders = 0 if is_night else remind(today)
    found = Found(reminders + tell_deputies(today), enqueue_mails(now))
    chain_records()
    return found


def enqueue_mails(now: datetime | None = None) -> int:
    """Enqueue a job for everybody whom an e-mail is due to and who has none; return how many."""
    now = now or timezone.now()
    _tidy(now)
    due = due_people(now)
    if not due:
        return 0
    with transaction.atomic():
        _lock(due)
        having = set(_under_way().values_list("args_kwargs__args__0", flat=True))
        lacking = [person for person in due if person not in having]
        for person in lacking:
            mail_notices.enqueue(person)
    return len(lacking)


def enqueue_pdfs(since: datetime, now: datetime) -> int:
    """Enqueue the PDFs that became due after `since`, in each language; return how many.

    One that is being made has perhaps begun too early, so only those that wait are not doubled.
    """
    wanted = {(response, language) for response in due(since, now) for language in Language.values}
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
    # A worker that makes a large one gives no sign meanwhile.
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
    wait = _longer(tries)
    with transaction.atomic():
        _lock([person])
        if not _under_way(person).exclude(pk=job).filter(status=TaskResultStatus.READY).exists():
            mail_notices.using(run_after=timezone.now() + wait).enqueue(person, tries + 1)
    return wait


def _longer(tries: int) -> timedelta:
    """Return after how long sending is tried again."""
    return min(FIRST_WAIT * (1 << min(tries, 10)), LONGEST_WAIT)


def _lock(people: list[int]) -> None:
    """Let nobody else enqueue jobs for these people until the end of the transaction."""
    found = User.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(found.order_by("pk").values_list("pk"))


def _under_way(person: int | None = None) -> QuerySet[DBTaskResult[..., str]]:
    """Return the jobs that wait or run, of one person or all."""
    running = Q(status=TaskResultStatus.RUNNING, started_at__gt=timezone.now() - DEAD)
    found = DBTaskResult.objects.filter(task_path=mail_notices.module_path)
    found = found.filter(Q(status=TaskResultStatus.READY) | running)
    return found if person is None else found.filter(args_kwargs__args__0=person)


def _tidy(now: datetime) -> None:
    """Note which jobs have died with their workers, and forget what was finished long ago."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    dead = list(running.filter(started_at__lte=now - DEAD))
    if dead:
        running.filter(pk__in=[each.pk for each in dead]).update(
            status=TaskResultStatus.FAILED, finished_at=now, traceback="Its worker has died."
        )
    for each in dead:
        # Nothing else knows that it is due.
        if each.task_path == mail_password.module_path:
            mail_password.enqueue(*each.args_kwargs["args"])
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    # One is made at each pause of writing.
    made = DBTaskResult.objects.filter(
        task_path=make_pdf.module_path, status=TaskResultStatus.SUCCESSFUL
    )
    made.filter(finished_at__lt=now - KEPT_PDFS).delete()
