"""Jobs of the worker, by whom or what each is for: which are under way, and which ended in vain.

The queue may lose a job: a worker that is killed leaves it unfinished for ever.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

# In Django 6 it is django.tasks.
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

DEAD = timedelta(minutes=10)
"""How long a job may take before its worker is taken for dead; one e-mail takes seconds."""
READING = timedelta(minutes=1)
"""How long a worker surely is at reading a file, which takes seconds."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
"""After how long sending is tried again: the first time, doubled each time, and at most."""
MOST_READINGS = 3
"""How often reading a file is begun: a worker can be ended meanwhile."""

_Jobs = QuerySet[DBTaskResult[..., str]]


def under_way(job: Task[..., str], key: int | None = None, *, lasts: timedelta = DEAD) -> _Jobs:
    """Return the jobs, for one row or for all, that wait or that a worker is surely at."""
    running = Q(status=TaskResultStatus.RUNNING, started_at__gt=timezone.now() - lasts)
    return _jobs(job, key).filter(Q(status=TaskResultStatus.READY) | running)


def without_job(
    job: Task[..., str], keys: Collection[int], *, lasts: timedelta = DEAD
) -> list[int]:
    """Return those of some keys for which no job is under way; one query if there are any."""
    if not keys:
        return []
    having = set(under_way(job, lasts=lasts).values_list("args_kwargs__args__0", flat=True))
    return [key for key in keys if key not in having]


def is_in_vain(job: Task[..., str], key: int) -> bool:
    """Return whether reading a file died, or failed, as often as it may be begun; one query.

    To be asked where none is under way.
    """
    ended = _jobs(job, key).exclude(status=TaskResultStatus.SUCCESSFUL)
    return ended.count() >= MOST_READINGS


def wait_after(tries: int) -> timedelta:
    """Return after how long sending is tried again that was tried so often. Pure."""
    return min(FIRST_WAIT * (1 << min(tries, 10)), LONGEST_WAIT)


def _jobs(job: Task[..., str], key: int | None) -> _Jobs:
    found = DBTaskResult.objects.filter(task_path=job.module_path)
    return found if key is None else found.filter(args_kwargs__args__0=key)
