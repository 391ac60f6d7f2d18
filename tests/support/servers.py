"""The product under gunicorn with a database of its own, and what that database holds."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connection

from bench import servers
from bench.site import NEUTRAL
from tests.support import migrated

ROOT = Path(__file__).resolve().parents[2]
PRODUCT, STATIC = "survey_site.settings", "bench.static"

# The key of a translation has its language behind it.
REVISIONS = """
    SELECT rtrim(question.key || '_' || answer.language, '_'),
        revision.version, person.email, revision.content
    FROM responses_revision revision
    JOIN responses_answer answer ON answer.id = revision.answer_id
    JOIN responses_question question ON question.id = answer.question_id
    JOIN responses_user person ON person.id = revision.author_id
    ORDER BY 1, revision.version
"""
ANSWERS = """
    SELECT rtrim(question.key || '_' || answer.language, '_'),
        answer.version, person.email, answer.content
    FROM responses_answer answer
    JOIN responses_question question ON question.id = answer.question_id
    JOIN responses_user person ON person.id = answer.updated_by_id
"""
REFUSED = """
    SELECT rtrim(question.key || '_' || refused.language, '_'),
        refused.base_version, person.email, refused.content
    FROM responses_refusedtext refused
    JOIN responses_question question ON question.id = refused.question_id
    JOIN responses_user person ON person.id = refused.author_id
"""
# Of which version of its original each translation is, by the key of that.
TRANSLATED = """
    SELECT question.key, answer.translates, person.email, answer.content
    FROM responses_answer answer
    JOIN responses_question question ON question.id = answer.question_id
    JOIN responses_user person ON person.id = answer.updated_by_id
    WHERE answer.language <> ''
"""
# What is stored of each file, a piece a row in order, and how large it should be; see `Site.files`.
FILES = """
    SELECT file.digest, file.size, chunk.content
    FROM responses_storedfile file
    LEFT JOIN responses_filechunk chunk ON chunk.file_id = file.digest
    ORDER BY file.digest, chunk.number
"""
BROUGHT = """
    SELECT upload.file_id, person.email
    FROM responses_upload upload
    JOIN responses_user person ON person.id = upload.by_id
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An answer, a revision or a refused text of a question for text."""

    key: str
    version: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """A data folder and a database, apart from those of the tests."""

    folder: Path
    url: str

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment in which the product runs there, with its own settings."""
        own = {"MODE": "local", "DATA_DIR": str(self.folder), "DATABASE_URL": self.url}
        return {**os.environ, **NEUTRAL, **own}

    def run(self, *command: str, settings: str = PRODUCT) -> str:
        """Run a Python program there and return what it prints."""
        return subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": settings},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    @contextmanager
    def running(self) -> Iterator[servers.Server]:
        """Serve it as script/server does, until it is killed or no longer needed."""
        with servers.running(PRODUCT, self.environment, self.folder / "log") as server:
            yield server

    def rows(self, query: str) -> list[Row]:
        """Return the answers that a query finds."""
        return [
            Row(key, version, author, _text(content))
            for key, version, author, content in self.found(query)
        ]

    def files(self) -> Mapping[str, tuple[str, bool]]:
        """Return the digest of what is stored under each digest, and whether it is all of it."""
        sizes, read = dict[str, int](), dict[str, bytes]()
        for digest, size, content in self.found(FILES):
            sizes[digest] = size
            read[digest] = read.get(digest, b"") + bytes(content or b"")
        return {
            digest: (sha256(content).hexdigest(), len(content) == sizes[digest])
            for digest, content in read.items()
        }

    def found(self, query: str) -> list[Any]:
        """Return what a query finds, by a connection of its own and without Django."""
        with closing(_connected(urlsplit(self.url).path[1:])) as database:
            cursor = database.cursor()
            cursor.execute(query)
            return list(cursor.fetchall())


@contextmanager
def served(folder: Path, log: IO[bytes] | None = None) -> Iterator[int]:
    """Serve the product without a database, by one process, and give the port.

    What it complains of is in a `log`, if there is one.
    """
    environ = os.environ | {"MODE": "local", "DATA_DIR": str(folder)}
    environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-m", "gunicorn", "survey_site.wsgi"]
    options = ["--workers=1", "--threads=4", "--no-control-socket"]
    options.append(f"--log-level={'warning' if log else 'critical'}")
    kind = "--worker-class=survey_site.workers.PatientWorker"
    # Whoever connects before it is up waits at the door.
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door:
        bound = f"--bind=fd://{door.fileno()}"
        with subprocess.Popen(  # noqa: S603 - our own
            [*command, bound, kind, *options],
            cwd=ROOT,
            env=environ,
            pass_fds=[door.fileno()],
            stderr=log,
        ) as server:
            try:
                yield door.getsockname()[1]
            finally:
                server.terminate()


@contextmanager
def new_site(folder: Path) -> Iterator[Site]:
    """Give a site with all tables, on the kind of database that the tests run on."""
    with _new_database(folder) as url:
        site = Site(folder, url)
        # Pages look up the names of static files; compressing these takes half a minute.
        site.run("manage.py", "collectstatic", "--no-input", "--verbosity=0", settings=STATIC)
        yield site


@contextmanager
def _new_database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{shutil.copyfile(migrated.FILE, folder / 'killed.sqlite3')}"
        return
    name = f"killed_{os.getpid()}"
    with _administration() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.NAME}")
    try:
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    finally:
        with _administration() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _administration() -> Iterator[Any]:
    with closing(_connected("postgres")) as database:
        database.autocommit = True
        yield database.cursor()


def _connected(name: str) -> Any:
    """Connect to a file, or to a database of the server that the tests run on."""
    if connection.vendor == "sqlite":
        return sqlite3.connect(name)
    given = connection.get_connection_params()
    known = ("host", "port", "user", "password")
    return psycopg2.connect(dbname=name, **{key: given[key] for key in known if key in given})


def _text(content: Any) -> str:
    """Return the text of a stored content, which SQLite gives as JSON."""
    plain = json.loads(content) if isinstance(content, str) else content
    return str(plain["parts"].get("text", ""))
