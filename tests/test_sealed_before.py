"""What was sealed with the code of 7c40dc0 is read, migrated and verified as it was then.

`sealed_before.sqlite3.xz` is the database that that code wrote: the demo, sealed without its
PDFs, and Springfield's response with every kind of part, a refused text and a reason for having
nothing to report, sealed whole. It is never to be made again.
"""

import json
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from responses.documents.package import build
from responses.domain.content.content import Content
from responses.domain.digests import digest
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.submissions.sealing import Prepared, Seal, digest_of
from tests.support.servers import Site

BEFORE = Path(__file__).with_name("sealed_before.sqlite3.xz")


# Nobody had a deputy.
DEPUTY = """
INSERT INTO responses_deputy (city_id, person_id, deputy_id, first_day, last_day)
SELECT city.id, person.id, deputy.id, '2026-01-01', '2099-12-31'
FROM responses_city city, responses_user person, responses_user deputy
WHERE city.slug = 'seoul' AND person.email = 'reviewer1@seoul.example'
AND deputy.email = 'reviewer2@seoul.example'
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("before") / "db.sqlite3"
    path.write_bytes(lzma.decompress(BEFORE.read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(DEPUTY).rowcount == 1
        connection.commit()
    return path


@pytest.fixture(scope="module")
def migrated(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("now") / "db.sqlite3"
    path.write_bytes(database.read_bytes())
    manage(path, "migrate")
    return path


def manage(path: Path, *arguments: str) -> str:
    return Site(path.parent, f"sqlite:///{path}").run("manage.py", *arguments)


def rows(path: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def submissions(path: Path) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Yield the text, its digest and the files of each submission."""
    query = "SELECT snapshot, digest, archive, archive_digest FROM responses_submission ORDER BY id"
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(query).fetchall()
    for text, known, archive, archive_digest in found:
        assert digest_of(archive) == archive_digest
        with ZipFile(BytesIO(archive)) as pack:
            yield text, known, {name: pack.read(name) for name in pack.namelist()}


def test_verify_submissions_finds_them_intact(migrated: Path) -> None:
    assert manage(migrated, "verify_submissions") == (
        "seoul lgq-2022 no. 1: intact\nspringfield test-2030 no. 1: intact\n"
    )


def test_migrating_changes_neither_what_is_answered_nor_what_is_sealed(
    database: Path, migrated: Path
) -> None:
    for table in ("answer", "revision", "refusedtext", "submission", "submissionfile", "event"):
        known = rows(database, f"SELECT name FROM pragma_table_info('responses_{table}')")  # noqa: S608 - our own names
        columns = ", ".join(name for (name,) in known)
        query = f"SELECT {columns} FROM responses_{table} ORDER BY id"  # noqa: S608 - as above
        before = rows(database, query)
        assert before
        assert rows(migrated, query) == before


def test_the_text_reads_back_to_the_byte(database: Path) -> None:
    for text, known, files in submissions(database):
        snapshot = read_text(text)
        assert snapshot_text(snapshot) == text == files["snapshot.json"].decode()
        assert digest_of(text.encode()) == known
        approvals = json.loads(files["approvals.json"])
        assert [section.digest for section in snapshot.sections] == [
            approval["digest"] for approval in approvals
        ]


def test_files_made_anew_of_the_text_are_to_the_byte_as_they_were(database: Path) -> None:
    for text, _known, files in submissions(database):
        manifest = json.loads(files["manifest.json"])
        said = {field.name: manifest[field.name] for field in fields(Seal) if field.name != "head"}
        assert "head" not in manifest
        said["sealed_at"] = datetime.fromisoformat(said["sealed_at"])
        made = build(Prepared(text, Seal(**said))).files
        # A PDF depends on the program that sets it, too.
        for name in ("snapshot.json", "approvals.json", "evidence.csv"):
            assert made[name] == files[name]


def test_answers_read_back_to_the_byte(database: Path) -> None:
    tables = ("answer", "revision", "refusedtext")
    query = " UNION ALL ".join(f"SELECT content FROM responses_{table}" for table in tables)  # noqa: S608
    stored = [json.loads(content) for (content,) in rows(database, query)]
    assert len(stored) == 41
    for plain in stored:
        again = Content.from_json(plain).to_json()
        assert again == plain
        assert digest(again) == digest(plain)


def test_the_response_says_now_what_was_sealed_then(migrated: Path) -> None:
    script = (
        "from responses.domain.snapshot.plain import snapshot_text\n"
        "from responses.domain.snapshot.snapshot import read_snapshot\n"
        "from responses.models import Submission\n"
        "for submission in Submission.objects.order_by('pk'):\n"
        "    text = snapshot_text(read_snapshot(submission.response))\n"
        "    print(text == submission.snapshot)\n"
    )
    assert manage(migrated, "shell", "--no-imports", "--command", script) == "True\nTrue\n"


VISIT = """
from django.test import Client
from responses.models import Delegation, Deputy, SectionWork, User
for each in Delegation.objects.all():
    print(each.question.key, each.department, *(person.email for person in each.people.all()))
print(*(f"{each.deputy.email} for {each.person.email}" for each in Deputy.objects.all()))
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(email="coordinator@seoul.example"))
pages = ["", "dashboard/", "assignment/", "submissions/"]
pages += [f"{work.section.key}/review/" for work in SectionWork.objects.filter(response__city=1)]
print(*(client.get(f"/seoul/lgq-2022/{page}").status_code for page in pages))
print(client.get("/seoul/deputies/").status_code)
client.force_login(User.objects.get(email="writer2@seoul.example"))
print(client.get("/seoul/lgq-2022/strategy/").status_code)
"""


def test_what_was_given_out_then_is_served_now(
    database: Path, migrated: Path, tmp_path: Path
) -> None:
    """Who has what, who signs for whom and what is signed stay, and their pages can be read."""
    path = tmp_path / "db.sqlite3"
    path.write_bytes(migrated.read_bytes())
    site = Site(path.parent, f"sqlite:///{path}")
    shell = ("manage.py", "shell", "--no-imports", "--command", VISIT)
    told = site.run(*shell, settings="tests.settings").splitlines()
    assert told[0] == "iii-1 스마트도시담당관 writer2@seoul.example"
    assert told[1] == "reviewer2@seoul.example for reviewer1@seoul.example"
    assert " ".join(told[2:]).split() == ["200"] * 14
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    assert set(rows(path, triggers)) > set(rows(database, triggers)) > set()
    assert manage(path, "verify_submissions").count("intact") == 2
