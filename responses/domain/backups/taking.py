"""Taking a backup: everything in the database, as of one moment, while people write."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .archive import ArchiveHead, ArchiveWriter, BackupError
from .encrypted import encrypting
from .opened import check
from .tables import applied, newest, plain, tables

SETTINGS = ("SITE_URL", "TIME_ZONE", "DEFAULT_FROM_EMAIL", "MAIL_DELAY", "MORNING_HOUR")
"""Settings that are told, as what is in the database was written under them."""

_BEGIN = {
    # Not IMMEDIATE: who reads keeps nobody from writing.
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
KEPT = 7
"""How many daily backups are kept."""
_DAILY = "lgq-{}.backup"
_UNFINISHED = ".unfinished-"
_DAY = 24 * 60 * 60


class GivenUpError(BackupError):
    """A backup was given up, as it was asked for."""


def take(
    file: Path, key: str = "", *, go_on: Callable[[], bool] = lambda: True
) -> tuple[ArchiveHead, Counter[str]]:
    """Write everything into a new file, read it again, and return what stands in it.

    That is its head, and how many rows each table has. The file is there once it is whole; `key`
    encrypts it, unless it is empty. `go_on` is asked at each row.

    Raises `BackupError` if the file is there already, or does not read as it was written, and
    `GivenUpError` once `go_on` says no.
    """
    if file.exists():
        raise BackupError("there is a file of this name already")
    with NamedTemporaryFile(dir=file.parent, prefix=_UNFINISHED, delete=False) as new:
        unfinished = Path(new.name)
        try:
            written = _write(new, key, go_on)
            new.flush()
            os.fsync(new.fileno())
            head, found = check(unfinished, key)
            if found != written:
                raise BackupError("what was written is not what was read")
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return head, found


def take_daily(
    folder: Path, today: date, key: str = "", *, go_on: Callable[[], bool] = lambda: True
) -> Path | None:
    """Take the backup of a day unless it is there; return its file, or None if it was there.

    Of those in the folder the newest `KEPT` stay. Raises what `take` does.
    """
    file = folder / _DAILY.format(today.isoformat())
    if file.exists():
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob(f"{_UNFINISHED}*"):
        # Of a program that was killed; the one of today's may be another worker's.
        if time() - left.stat().st_mtime > _DAY:
            left.unlink(missing_ok=True)
    take(file, key, go_on=go_on)
    for old in sorted(folder.glob(_DAILY.format("????-??-??")))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def _write(new: IO[bytes], key: str, go_on: Callable[[], bool]) -> Counter[str]:
    """Write everything into a file, and return how many rows each table has."""
    if not key:
        return _write_plain(new, go_on)
    with encrypting(new, key) as file:
        return _write_plain(file, go_on)


def _write_plain(file: IO[bytes], go_on: Callable[[], bool]) -> Counter[str]:
    # Said before it is so: nothing from before this time is missing.
    made_at = timezone.now().isoformat()
    with _one_moment():
        migrations = applied()
        if migrations - newest():
            raise BackupError("the database is of a newer version of LGQ Desk")
        said = {name: getattr(settings, name) for name in SETTINGS}
        with ArchiveWriter(file, ArchiveHead(made_at, sorted(migrations), said)) as archive:
            for table in tables(migrations):
                archive.table(table.name, table.columns)
                for row in table.rows():
                    if not go_on():
                        raise GivenUpError("it was given up")
                    archive.row(row, plain)
            return archive.end()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the database as it is at one moment, without a lock on anything."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
