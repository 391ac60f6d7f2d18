"""Seals that are left to a worker: how one is asked for, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

# In Django 6 it is django.tasks.
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from responses.domain.auditing import Actor
from responses.domain.submissions.renderings import is_at_work
from responses.domain.submissions.sealing import Unsealed
from responses.models import Response
from responses.tasks import BUSY, LONGEST_SEALING, seal_response

SEALING = timedelta(minutes=3)
"""How long a worker surely is at a seal."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody confirmed before a seal: the text with this digest, as it was at a moment."""

    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SealJob:
    """A seal that was left to a worker: by whom and when.

    `end` is None as long as it waits or is done, then the number of the submission, or a word of
    `Unsealed`.
    """

    key: str
    person: int
    asked: datetime
    confirmed: Confirmed
    end: str | None


def leave_seal_to_worker(
    response: Response, actor: Actor, confirmed: Confirmed, long: timedelta, now: datetime
) -> str | None:
    """Have a worker seal a response as it was confirmed; return the key of the job.

    Of the one that is under way, if there is one. None if no worker is at work.
    """
    with transaction.atomic():
        # Of two who press at once the second finds the job of the first.
        mine = Response.objects.select_for_update(no_key=True).filter(pk=response.pk)
        list(mine.order_by().values_list("pk"))
        if asked := seal_under_way(response, long, now):
            return asked.key
        if not is_at_work(now):
            return None
        job = seal_response.enqueue(
            response.pk,
            [actor.person.pk, actor.address],
            [confirmed.digest, confirmed.at.isoformat()],
        )
        return str(job.id)


def seal_under_way(response: Response, long: timedelta, now: datetime) -> SealJob | None:
    """Return the seal of a response that waits or is done now, if there is one; one query.

    A PDF of the response is expected to take so `long`.
    """
    open_states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = _seals(response).filter(status__in=open_states).order_by("-enqueued_at")
    read = (_read_seal(each, long, now) for each in jobs)
    return next((each for each in read if each.end is None), None)


def read_seal(response: Response, key: str, long: timedelta, now: datetime) -> SealJob | None:
    """Return a seal of a response that was left to a worker; one query. None if it is unknown."""
    try:
        job = _seals(response).filter(pk=key).first()
    except ValidationError:  # no key of a job
        return None
    return _read_seal(job, long, now) if job else None


def _seals(response: Response) -> QuerySet[DBTaskResult[..., str]]:
    return DBTaskResult.objects.filter(
        task_path=seal_response.module_path, args_kwargs__args__0=response.pk
    )


def _read_seal(job: DBTaskResult[..., str], long: timedelta, now: datetime) -> SealJob:
    """Return a job as a value; one whose worker is gone is given back."""
    _response, (person, _address), (seen, at) = job.args_kwargs["args"]
    ends: dict[str, str | None] = {
        TaskResultStatus.SUCCESSFUL: job.return_value,
        TaskResultStatus.FAILED: Unsealed.UNFINISHED,
    }
    end = ends.get(job.status)
    if end is None and _is_lost(job, long, now) and _give_back(job, now):
        end = Unsealed.UNFINISHED
    confirmed = Confirmed(seen, datetime.fromisoformat(at))
    return SealJob(str(job.pk), person, job.enqueued_at, confirmed, end)


def _is_lost(job: DBTaskResult[..., str], long: timedelta, now: datetime) -> bool:
    """Return whether nobody will end a job: no worker takes it, or the one that did has died."""
    if job.started_at is None:
        return job.enqueued_at <= now - BUSY and not is_at_work(now)
    # The PDFs in two languages, and in both; signs of life do not tell what a worker is at.
    return bool(job.started_at <= now - min(max(SEALING, 16 * long), LONGEST_SEALING))


def _give_back(job: DBTaskResult[..., str], now: datetime) -> bool:
    """End a job, so that nobody does it any more; return False if it moved meanwhile."""
    same = DBTaskResult.objects.filter(pk=job.pk, status=job.status, started_at=job.started_at)
    told = "Given back to who asked for it."
    return bool(same.update(status=TaskResultStatus.FAILED, finished_at=now, traceback=told))
