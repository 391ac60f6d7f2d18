"""The databases: SQLite in a file, and a PostgreSQL that lives only as long as the run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "lgq"


class Database(Protocol):
    """A place for databases of one kind."""

    @property
    def label(self) -> str:
        """Its name in the report."""

    def url(self, name: str) -> str:
        """Return the DATABASE_URL of a database."""

    def copy(self, name: str, copy: str) -> None:
        """Make a copy of a database that nobody uses at the moment."""


@dataclass(frozen=True, slots=True)
class SQLite:
    """Databases that are files of one folder."""

    folder: Path
    label: str = "SQLite"

    def url(self, name: str) -> str:
        """Return the DATABASE_URL of a database."""
        return f"sqlite:///{self._file(name)}"

    def copy(self, name: str, copy: str) -> None:
        """Copy a file, with what its write-ahead log still holds."""
        source, target = sqlite3.connect(self._file(name)), sqlite3.connect(self._file(copy))
        source.backup(target)
        source.close()
        target.close()

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """Databases of one server, reached by the Unix socket in its folder."""

    folder: Path
    label: str = "PostgreSQL"

    def url(self, name: str) -> str:
        """Return the DATABASE_URL of a database."""
        return f"postgres://bench@/{name}?host={self.folder}"

    def create(self, name: str) -> None:
        """Make an empty database."""
        self._run("createdb", "-h", str(self.folder), "-U", "bench", name)

    def copy(self, name: str, copy: str) -> None:
        """Make a database with another one as its template."""
        self._run("createdb", "-h", str(self.folder), "-U", "bench", "-T", name, copy)

    def start(self) -> None:
        """Make the server's folder and start it, with PostgreSQL's own settings."""
        data, sockets = self.folder / "data", f"-k {self.folder} -c listen_addresses=''"
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            *("initdb", "--username=bench", "--auth=trust", "--encoding=UTF8"),
            *("--locale=C.UTF-8", "--no-sync", "-D", str(data)),
        )
        log = str(self.folder / "log")
        self._run(
            "pg_ctl", "start", "--silent", "--wait", "-D", str(data), "-l", log, "-o", sockets
        )

    def stop(self) -> None:
        """End the server at once, if it runs."""
        data = self.folder / "data"
        if (data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--silent", "-m", "immediate", "-D", str(data))

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of its programs, as the user postgres if we are root, which it refuses."""
        who = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        subprocess.run(
            [*who, str(programs() / program), *arguments],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )


def programs() -> Path:
    """Return the folder of the newest PostgreSQL's programs.

    Raises `FileNotFoundError` if none is installed; script/setup --test installs it.
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed; script/setup --test installs it.")
    return found[-1]


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgreSQL]:
    """Run a PostgreSQL server with one empty database in a folder to be made."""
    server = PostgreSQL(folder)
    try:
        server.start()
        server.create(NAME)
        yield server
    finally:
        server.stop()


@contextmanager
def sqlite(folder: Path) -> Iterator[SQLite]:
    """Keep SQLite files in a folder to be made."""
    folder.mkdir()
    yield SQLite(folder)
