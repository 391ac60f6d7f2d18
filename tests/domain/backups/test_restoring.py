"""What is restored is what was there: every row, on either database, from any version."""

import gzip
import json
import lzma
import os
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.backups import restoring
from responses.domain.backups import tables as stored
from responses.domain.backups.archive import NEWER, BackupError
from responses.domain.backups.restoring import restore
from responses.domain.backups.taking import take
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.files.stored import stream
from responses.domain.files.storing import bring
from responses.enums import Role
from responses.link_states import Finding
from responses.models import City, Proof, RenderedDocument, Response, Submission, Upload, User
from responses.models.append_only import APPEND_ONLY
from tests.support import emptying
from tests.support.checked import note_checks
from tests.support.factories import delegate, make_city, make_member, make_submission, write
from tests.support.servers import Site
from tests.test_sealed_before import BEFORE

KEY = "a key of many letters"


def everything() -> dict[str, list[Any]]:
    """Return all rows as the database gives them."""
    return {table.name: list(table.rows()) for table in stored.tables(stored.applied())}


def lines(file: Path) -> list[Any]:
    """Return what stands in a backup, but for its first line, which tells the time, and its last.

    PostgreSQL orders the keys of JSON, so what is equal here need not be to the letter.
    """
    return [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()[1:-1]]


@pytest.fixture
def filled(response: Response, writer: User) -> Response:
    """Give a response with something of every kind of value."""
    write(response, "a-1", writer, yes_no="yes", percentage="12.5", text="○ 서울\n\t“é” \\ 1")
    write(response, "a-2", writer, text="○ Two")
    delegate(response, "a-2", writer, department="통계과", due_on=date(2030, 5, 6))
    make_submission(response)
    archive = bytes(range(256))
    RenderedDocument.objects.create(response=response, language="ko", key="k", content=archive)
    note_checks("https://a.kr/", Finding.MISSING, Finding.MISSING, last=timezone.now())
    note_link(response, digest_of("a.kr"), "a.kr", "국내 전용", actor=Actor(writer))
    Proof.objects.create(response=response, purposes={"a-1": {digest_of("a.kr"): []}})
    # Rows that set their own time, and times that other programs cut to milliseconds.
    moment = datetime(2030, 5, 6, 7, 8, 9, 123_456, tzinfo=UTC)
    Response.objects.filter(pk=response.pk).update(created_at=moment)
    return response


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["", KEY])
def test_every_row_is_restored(filled: Response, tmp_path: Path, key: str) -> None:
    file, before = tmp_path / "a.backup", everything()
    take(file, key)
    assert file.stat().st_mode & 0o777 == 0o600
    emptying.empty()
    assert not City.objects.exists()
    restore(file, key)
    assert everything() == before
    # The tables that are only added to are so again, and new rows get new keys.
    guarded = [table for table in APPEND_ONLY if before[table]]
    assert len(guarded) >= 5
    for table in guarded:
        with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 - names of ours
    cities, users = City.objects.latest("pk").pk, User.objects.latest("pk").pk
    assert make_city("new").pk > cities
    assert make_member(filled.city, Role.VIEWER, "New").pk > users


@pytest.mark.django_db(transaction=True)
def test_it_moves_to_another_machine_and_database_and_back(
    filled: Response, tmp_path: Path
) -> None:
    """The other machine has SQLite."""
    if connection.vendor == "sqlite":
        pytest.skip("From SQLite to SQLite is the test below.")
    here, back, before = tmp_path / "here.backup", tmp_path / "back.backup", everything()
    take(here)
    there = Site(tmp_path, f"sqlite:///{tmp_path / 'there.sqlite3'}")
    assert "restored as of" in there.run("-c", RESTORE, str(here))
    there.run("manage.py", "backup", str(back))
    assert lines(back) == lines(here)
    emptying.empty()
    restore(back)
    assert everything() == before


# The submission of `filled` is none that `verify_submissions` would call intact.
RESTORE = """
import sys, django
django.setup()
from pathlib import Path
from responses.domain.backups.restoring import restore
print("restored as of", restore(Path(sys.argv[1])).made_at)
"""


def test_one_of_an_older_version_is_restored_and_brought_up_to_date(tmp_path: Path) -> None:
    """Its submissions are intact to the byte, and to the microsecond."""
    database, file = tmp_path / "before.sqlite3", tmp_path / "old.backup"
    database.write_bytes(lzma.decompress(BEFORE.read_bytes()))
    Site(tmp_path, f"sqlite:///{database}").run("manage.py", "backup", str(file))
    now = Site(tmp_path, f"sqlite:///{tmp_path / 'now.sqlite3'}")
    told = now.run("manage.py", "restore", str(file)).splitlines()
    assert told[0].startswith(f"{file}: restored as of ")
    assert told[1:] == [
        "Records that differ from the chain: 0.",
        "seoul lgq-2022 no. 1: intact",
        "springfield test-2030 no. 1: intact",
    ]
    with closing(sqlite3.connect(tmp_path / "now.sqlite3")) as connected:
        had = connected.execute("SELECT app, name FROM django_migrations").fetchall()
    assert set(had) == stored.newest()


@pytest.mark.django_db(transaction=True)
def test_a_filled_database_is_left_alone(filled: Response, tmp_path: Path) -> None:
    take(tmp_path / "a.backup")
    before = everything()
    with pytest.raises(BackupError, match=r"not empty.* such as responses_address"):
        restore(tmp_path / "a.backup")
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_newer_and_an_older_one_are_refused(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(tmp_path / "a.backup")
    emptying.empty()
    applied, newest = stored.applied(), stored.newest()
    monkeypatch.setattr(restoring, "newest", lambda: newest - {("responses", "0019_consents")})
    with pytest.raises(BackupError, match=NEWER):
        restore(tmp_path / "a.backup")
    monkeypatch.setattr(restoring, "newest", lambda: newest)
    monkeypatch.setattr(restoring, "applied", lambda: applied | {("responses", "0099_new")})
    with pytest.raises(BackupError, match="older version"):
        restore(tmp_path / "a.backup")
    assert not City.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_database_refuses_restores_nothing(filled: Response, tmp_path: Path) -> None:
    """An answer of a response that is not there: what was true of no database is not made true."""
    file = tmp_path / "a.backup"
    take(file)
    emptying.empty()
    kept = stored.StoredTable.read

    def read(table: stored.StoredTable, plain: Any) -> Any:
        row = kept(table, plain)
        if table.name == "responses_answer":
            row.response_id = 10**6  # type: ignore[attr-defined]
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored.StoredTable, "read", read)
        with pytest.raises(BackupError, match="the database refuses it"):
            restore(file)
    assert not City.objects.exists()
    restore(file)
    assert City.objects.exists()


SIZE, FILES = 512 * 1024, 24


@pytest.mark.django_db(transaction=True)
def test_neither_takes_more_memory_than_a_few_rows(
    response: Response, coordinator: User, tmp_path: Path
) -> None:
    for number in range(1, FILES + 1):
        content = os.urandom(SIZE)
        Submission.objects.create(
            response=response,
            number=number,
            sealed_at=datetime(2030, 5, 6, tzinfo=UTC),
            sealed_by=coordinator,
            snapshot="{}",
            archive=content,
        )
    file = tmp_path / "a.backup"
    stored.tables(stored.applied())
    assert peak(lambda: take(file)) < FILES / 2 * SIZE
    emptying.empty()
    assert peak(lambda: restore(file)) < FILES / 2 * SIZE
    assert bytes(Submission.objects.get(number=FILES).archive) == content


@pytest.mark.django_db(transaction=True)
def test_files_of_answers_are_restored_in_the_memory_of_a_few_pieces(
    response: Response, writer: User, tmp_path: Path
) -> None:
    content = b"a,b\n" + b"1,2\n" * (3 * 1024 * 1024)
    facts = bring(response, BytesIO(content), author=writer, named=())
    file = tmp_path / "a.backup"
    stored.tables(stored.applied())
    assert peak(lambda: take(file)) < len(content) / 2
    emptying.empty()
    assert peak(lambda: restore(file)) < len(content) / 2
    assert b"".join(stream(facts.digest)) == content
    [upload] = Upload.objects.all()
    assert (upload.file_id, upload.by.email) == (facts.digest, writer.email)


def peak(act: Callable[[], object]) -> int:
    """Return how much memory something takes at most, in bytes."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
