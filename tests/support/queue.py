"""Jobs of the queue: what is told, who works, and what waits."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from responses.domain.notices.notices import notify
from responses.management.commands.work import new_worker
from responses.models import Notice, Response, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import (
    find,
)
from tests.support.mail_server import Mailbox

ROOT = Path(__file__).resolve().parents[2]
Act = Callable[[], Any]


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


def unmailed() -> int:
    return Notice.objects.filter(mailed_at__isnull=True).count()


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
