"""`manage.py work`: do the background work, and look regularly for what is due."""

from argparse import ArgumentParser
from time import monotonic, sleep
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from responses.tasks import look_for_work

PAUSE = 1  # s, between two looks into an empty queue


class Command(BaseCommand):
    """Runs jobs one after the other until it is told to end, and then ends the present one."""

    help = "Sends e-mails and reminders until it is ended. Several may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how often to look."""
        parser.add_argument(
            "--every",
            type=float,
            default=60,
            metavar="SECONDS",
            help="how often to look for reminders and mails that are due (default %(default)s)",
        )

    def handle(self, *, every: float, **_options: Any) -> None:
        """Work until SIGTERM or Ctrl-C."""
        worker = new_worker()
        worker.configure_signals()
        next_look = monotonic()
        while worker.running:
            close_old_connections()
            if monotonic() >= next_look:
                next_look = monotonic() + every
                look_for_work()
            # Asked first, as on SQLite the library locks the database to look into the queue.
            if DBTaskResult.objects.ready().exists():
                worker.run()
            if worker.running:
                sleep(PAUSE)


def new_worker() -> Worker:
    """Return a worker of the library that does what there is to do and comes back."""
    return Worker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
