"""All tables, which the first process of a run makes and everyone else copies.

To run the migrations takes as long as hundreds of tests.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from pytest_django import DjangoDbBlocker

# The workers of pytest-xdist have one run in common.
NAME = f"migrated_{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
FILE = Path(settings.DATA_DIR) / f"{NAME}.sqlite3"


@contextmanager
def once(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let databases of tests be copies of the one that was made first."""
    create = BaseDatabaseCreation.create_test_db
    made: list[str] = []

    def create_test_db(self: Any, *arguments: Any, **options: Any) -> str:
        with _alone():
            _clear(self)
            if _is_there():
                with _copying(self):
                    return create(self, *arguments, **options)
            made.append(create(self, *arguments, **options))
            self.connection.close()
            _keep(self, made[-1])
            return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "create_test_db", create_test_db)
        yield
    if made:
        with blocker.unblock():
            _forget()


def _clear(creation: Any) -> None:
    """Remove what a run that was killed left beside its database: SQLite would put it into ours."""
    if connection.vendor == "sqlite":
        for side in ("-wal", "-shm"):
            Path(f"{creation._get_test_db_name()}{side}").unlink(missing_ok=True)


def _is_there() -> bool:
    if connection.vendor == "sqlite":
        return FILE.exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


@contextmanager
def _copying(creation: Any) -> Iterator[None]:
    """Have Django find all tables in the database that it creates."""
    test, empty = creation.connection.settings_dict["TEST"], creation._create_test_db

    def copied(*arguments: Any, **options: Any) -> str:
        path: str = empty(*arguments, **options)
        shutil.copyfile(FILE, path)
        return path

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(test, "MIGRATE", False)
        patch.setitem(test, "TEMPLATE", NAME)
        if connection.vendor == "sqlite":
            patch.setattr(creation, "_create_test_db", copied)
        yield


def _keep(creation: Any, database: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(database, FILE)
        return
    with creation.connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE {database}")


def _forget() -> None:
    """Leave nothing behind; who comes now makes the tables anew."""
    if connection.vendor == "sqlite":
        FILE.unlink()
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME}")


@contextmanager
def _alone() -> Iterator[None]:
    with FILE.with_name("migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
