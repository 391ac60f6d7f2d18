"""A server that is killed while people write: what it acknowledged is there when it is back."""

import json
import random
import re
import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from threading import Event

import pytest

from bench.load import Browser, Chosen
from responses.domain.files.storing import CHUNK
from tests.support import PATIENCE
from tests.support.factories import PASSWORD
from tests.support.files import PDF
from tests.support.servers import (
    ANSWERS,
    BROUGHT,
    REFUSED,
    REVISIONS,
    TRANSLATED,
    Row,
    Site,
    new_site,
)
from tests.support.strategies import SIGNS

pytestmark = [pytest.mark.long, pytest.mark.race, pytest.mark.database]

ROUNDS = 20
WRITERS = 8
# One for each writer, and one that all of them write.
QUESTIONS = WRITERS + 1
URL = "/springfield/killed-2030/only/"
TRANSLATING = f"{URL}?show=both"
SAVED, FOUND, STALE = 200, 302, 409
# How often a file goes before an autosave; it takes longer than one.
UPLOADS = 0.3
NAMED, DIGEST = "SELECT content FROM responses_revision", re.compile(r"\b[0-9a-f]{64}\b")


@dataclass
class Writer:
    """A person who writes by form and autosave, and remembers what came of it."""

    email: str
    own: str
    chance: random.Random
    browser: Browser = field(default_factory=lambda: Browser(0))
    acknowledged: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    # The digests of the files that the server said it has.
    brought: list[str] = field(default_factory=list)
    number: int = 0

    def write_until(self, killed: Event) -> None:
        """Write one text after the other until the server is gone, which it may be only then."""
        try:
            while True:
                self._sit()
        except (OSError, HTTPException):
            if not killed.wait(PATIENCE):
                raise

    def _sit(self) -> None:
        """Open the page, let it save by itself some times, and press Save.

        So on the page of translations, once there is something to translate.
        """
        url = self.chance.choice([URL, URL, TRANSLATING] if self.acknowledged else [URL])
        form = self.browser.form(url, needs="person")
        fields = dict(form.fields)
        key = self.chance.choice([self.own, self.own, "q-0"])
        if url == TRANSLATING:
            key = f"{key}_en"
            if f"version-{key}" not in fields:
                return
        for _ in range(self.chance.randrange(3)):
            rows = {}
            if url == URL and self.chance.random() < UPLOADS:
                rows = self._upload(key, fields)
            if not self._autosave(key, fields | rows):
                return
        name, version = f"q-{key}--text", int(fields[f"version-{key}"])
        text = self._text()
        status, _html = self.browser.post(url, form.changed(fields | {name: text}))
        assert status in {FOUND, STALE}
        (self.acknowledged if status == FOUND else self.refused).append(
            Row(key, version + (status == FOUND), self.email, normal(text))
        )

    def _upload(self, key: str, fields: dict[str, str]) -> dict[str, str]:
        """Send a file as the script of the page does; return the fields of its row."""
        part = f"q-{key}--files"
        content = PDF + self.chance.randbytes(self.chance.randint(CHUNK, 2 * CHUNK + 1)) + PDF
        sent = [(each, fields[each]) for each in ("csrfmiddlewaretoken", "person")]
        chosen = Chosen(f"{part}--file", "plan.pdf", content)
        status, reply = self.browser.upload(f"{URL}{key}/files/", sent, chosen)
        assert status == SAVED
        row = json.loads(reply)["row"]
        assert row["digest"] == sha256(content).hexdigest()
        self.brought.append(row["digest"])
        return {f"{part}--0--{name}": value for name, value in row.items()}

    def _autosave(self, key: str, fields: dict[str, str]) -> bool:
        """Save as the script of the page does; return whether it was saved."""
        name, version = f"q-{key}--text", f"version-{key}"
        text = self._text()
        also = ("csrfmiddlewaretoken", "person", version, f"of-{key}")
        rows = [each for each in fields if each.startswith(f"q-{key}--files--")]
        sent = {each: fields[each] for each in (*also, *rows) if each in fields}
        status, reply = self.browser.post(f"{URL}{key}/save/", [*sent.items(), (name, text)])
        assert status in {SAVED, STALE}
        told = json.loads(reply)
        if status == STALE:
            self.refused.append(Row(key, int(fields[version]), self.email, normal(text)))
            return False
        fields |= {name: text, version: str(told["version"])} | dict(told["fields"] or [])
        row = Row(key, told["version"], self.email, normal(fields[name]))
        self.acknowledged.append(row)
        return True

    def _text(self) -> str:
        """Return a text that was never written before."""
        self.number += 1
        signs = "".join(self.chance.choices(SIGNS, k=self.chance.randrange(8)))
        text = f"○ {self.email} {self.number}\n{signs}."
        # A browser sends every line end as CRLF.
        return "\r\n".join(re.split(r"\r\n|\r|\n", text))


def normal(text: str) -> str:
    """Return a text as it is to be stored."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


@pytest.fixture
def site(tmp_path: Path, django_db_setup: None) -> Iterator[Site]:
    with new_site(tmp_path) as site:
        yield site


def test_what_a_killed_server_acknowledged_is_there(site: Site) -> None:
    emails = json.loads(site.run("-m", "tests.support.populate", str(WRITERS), str(QUESTIONS)))
    writers = [
        Writer(email, f"q-{number}", seeded(number)) for number, email in enumerate(emails, start=1)
    ]
    chance = seeded(0)
    for number in range(ROUNDS):
        write_and_kill(site, writers, chance, first=number == 0)
        assert_nothing_is_lost(site, writers)
        assert_files_are_whole(site, writers)
    acknowledged = [row for writer in writers for row in writer.acknowledged]
    assert len({row.author for row in acknowledged}) == WRITERS
    assert len([row for row in acknowledged if row.key.endswith("_en")]) > ROUNDS
    assert sum(len(writer.brought) for writer in writers) > ROUNDS


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - nothing is kept secret with it


def write_and_kill(
    site: Site, writers: list[Writer], chance: random.Random, *, first: bool
) -> None:
    """Start the server, let everybody write, and kill it at some moment in the middle of that."""
    killed = Event()
    with site.running() as server, ThreadPoolExecutor(WRITERS) as threads:
        for writer in writers:
            writer.browser.port = server.port
        if first:
            list(threads.map(lambda each: each.browser.sign_in(each.email, PASSWORD), writers))
        before = done(writers)
        writing = [threads.submit(writer.write_until, killed) for writer in writers]
        wanted = before + chance.randint(1, 40)
        deadline = time.monotonic() + PATIENCE
        while done(writers) < wanted and time.monotonic() < deadline:
            if any(each.done() for each in writing):
                break
            time.sleep(0.001)
        # Somewhere within the writes that are under way now.
        time.sleep(chance.uniform(0, 0.03))
        server.kill()
        killed.set()
        for each in writing:
            each.result(PATIENCE)
    assert done(writers) >= wanted


def done(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) + len(writer.brought) for writer in writers)


def assert_nothing_is_lost(site: Site, writers: list[Writer]) -> None:
    """Every acknowledged write is a revision, every refused one is kept, nothing is half done."""
    # Read first: a transaction of a killed client may still end by itself on PostgreSQL.
    translated = site.rows(TRANSLATED)
    answers = {row.key: row for row in site.rows(ANSWERS)}
    revisions, refused = site.rows(REVISIONS), site.rows(REFUSED)
    missing = [row for each in writers for row in each.acknowledged if row not in set(revisions)]
    assert missing == []
    assert [row for each in writers for row in each.refused if row not in set(refused)] == []
    # One that came before its original is of version 0.
    versions = {key: answer.version for key, answer in answers.items()}
    assert [row for row in translated if not 0 <= row.version <= versions.get(row.key, 0)] == []
    for key, answer in answers.items():
        rows = [row for row in revisions if row.key == key]
        assert [row.version for row in rows][: answer.version] == list(range(1, answer.version + 1))
        assert rows[answer.version - 1] == answer


def assert_files_are_whole(site: Site, writers: list[Writer]) -> None:
    """What was acknowledged is there with all its bytes, and nothing is there without them."""
    named = {digest for (digests,) in site.found(NAMED) for digest in DIGEST.findall(str(digests))}
    brought, files = set(map(tuple, site.found(BROUGHT))), site.files()
    assert {digest: (digest, True) for digest in files} == files
    assert {(each, writer.email) for writer in writers for each in writer.brought} <= brought
    assert {digest for digest, _email in brought} <= files.keys()
    assert named <= files.keys()
