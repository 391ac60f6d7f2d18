"""`manage.py work`: do the background work, and look regularly for what is due."""

import logging
import signal
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from responses.documents.drawing import meanwhile
from responses.domain.backups.taking import GivenUpError, take_daily
from responses.domain.chaining import chain_records
from responses.domain.files.storing import remove_unused
from responses.domain.kept.keeping import let_pages_go
from responses.domain.submissions.renderings import BEAT, beat, rest
from responses.evidence.checking import checking_meanwhile
from responses.tasks import enqueue_pdfs, give_back, look_for_work

logger = logging.getLogger(__name__)

CHAINING = 5  # s, between two looks for records that are to be chained
PAUSE = 1  # s, between two looks into an empty queue
GRACE = 1  # s, how long the present job may still take once the worker is told to end
MISSED = timedelta(minutes=10)
"""How long ago a worker that starts looks back for PDFs that nobody has made meanwhile."""
HOUR = 60 * 60  # s, between two looks whether there is a backup of today
DAY = 24 * HOUR  # s, between two looks for files that nothing names any more


class Command(BaseCommand):
    """Runs jobs one after the other until it is told to end, and then gives back what is long."""

    help = (
        "Sends e-mails and reminders, makes PDFs before somebody asks for them, seals, and checks "
        "links if CHECK_LINKS is set, until it is ended. Several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how often to look."""
        parser.add_argument(
            "--every",
            type=float,
            default=60,
            metavar="SECONDS",
            help="how often to look for reminders and mails that are due (default %(default)s)",
        )
        parser.add_argument(
            "--backups",
            type=Path,
            metavar="FOLDER",
            help="take a backup a day into this folder, and keep the newest seven",
        )

    def handle(self, *, every: float, backups: Path | None = None, **_options: Any) -> None:
        """Work until SIGTERM or Ctrl-C."""
        worker = new_worker()
        worker.configure_signals()
        try:
            with checking_meanwhile():
                self._work(worker, every, backups)
        finally:
            rest()

    def _work(self, worker: "PromptWorker", every: float, backups: Path | None) -> None:
        next_look = next_backup = next_beat = next_chaining = next_tidying = monotonic()
        seen = timezone.now() - MISSED
        while worker.running:
            close_old_connections()
            if monotonic() >= next_beat:
                next_beat = monotonic() + BEAT.total_seconds()
                beat(timezone.now())
            if monotonic() >= next_look:
                next_look = monotonic() + every
                look_for_work()
            if monotonic() >= next_chaining:
                next_chaining = monotonic() + CHAINING
                chain_records()
            if monotonic() >= next_tidying:
                next_tidying = monotonic() + DAY
                tidy()
            if backups and monotonic() >= next_backup:
                next_backup = monotonic() + HOUR
                back_up(backups, worker)
            seen, before = timezone.now(), seen
            enqueue_pdfs(before, seen)
            # Asked first, as on SQLite the library locks the database to look into the queue.
            if DBTaskResult.objects.ready().exists():
                # A long PDF takes minutes, in which nobody is to take the worker for dead.
                with meanwhile(BEAT, lambda: beat(timezone.now())):
                    worker.run()
            if worker.running:
                sleep(PAUSE)


class TooLongError(BaseException):
    """The present job takes too long for a worker that is told to end."""


class PromptWorker(Worker):
    """A worker that ends within moments: a job that takes longer is given back.

    A mail server that is silent and a large PDF would keep it for minutes, and who ends the
    product, or the machine, does not wait for that.
    """

    def configure_signals(self) -> None:
        """Listen to the end of the grace, too."""
        super().configure_signals()
        signal.signal(signal.SIGALRM, self._give_up)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End at once, or after the present job, or after a moment."""
        if self.running_task:
            signal.setitimer(signal.ITIMER_REAL, GRACE)
        super().shutdown(signum, frame)

    def _give_up(self, _signum: int, _frame: FrameType | None) -> None:
        if self.running_task:
            raise TooLongError

    def run_task(self, job: "DBTaskResult[..., Any]") -> None:
        """Do a job; one that is given up has failed to the library, and is given back."""
        super().run_task(job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if job.exception_class_path.endswith(TooLongError.__qualname__):
            give_back(job)


def tidy() -> None:
    """Remove files that nothing names any more; what is wrong with it holds up nothing else."""
    try:
        let_pages_go(timezone.now())
        remove_unused(timezone.now())
    except Exception:
        logger.exception("No files could be removed")


def back_up(folder: Path, worker: PromptWorker) -> None:
    """Take today's backup unless it is there; what is wrong with it holds up nothing else."""
    try:
        new = take_daily(
            folder, timezone.localdate(), settings.BACKUP_KEY, go_on=lambda: worker.running
        )
    except GivenUpError:
        return  # the worker ends; the next one takes it
    except Exception:
        logger.exception("No backup could be taken into %s", folder)
    else:
        if new:
            logger.info("Backup taken: %s", new)


def new_worker() -> PromptWorker:
    """Return a worker of the library that does what there is to do and comes back."""
    return PromptWorker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
