"""A backup is of one moment: all that was acknowledged before is in it, and nothing by halves."""

import os
from collections.abc import Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from time import time
from typing import Any

import pytest
from django.db import connections

from responses.domain.backups import taking
from responses.domain.backups.archive import BackupError
from responses.domain.backups.opened import open_backup
from responses.domain.backups.taking import KEPT, GivenUpError, take, take_daily
from responses.enums import Role
from responses.models import Response, User
from tests.support import PATIENCE
from tests.support.factories import (
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
    write,
)
from tests.support.mail_server import eventually

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, WRITERS = 10, 8
Saved = tuple[str, int]
"""The key of a question and a version of its answer."""


def many_questions() -> Response:
    """Make a response with a question for each writer."""
    text = {"key": "text", "kind": "text", "label": wording("text")}
    definition = make_definition()
    definition["sections"][0]["questions"] = [
        {"key": f"q-{n}", "number": f"Q.{n}", "wording": wording(f"Q {n}"), "parts": [text]}
        for n in range(WRITERS)
    ]
    return make_response(edition=make_edition(definition))


@contextmanager
def writing(response: Response) -> Iterator[list[Saved]]:
    """Let eight write until the block ends; give what was acknowledged so far."""
    people = [make_member(response.city, Role.CONTRIBUTOR, f"W {n}") for n in range(WRITERS)]
    acknowledged: list[Saved] = []
    ended = Event()

    def write_on(person: User, key: str) -> None:
        try:
            while not ended.is_set():
                outcome = write(response, key, person, text=f"○ {len(acknowledged)}")
                acknowledged.append((key, outcome.version))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        doing = [pool.submit(write_on, each, f"q-{n}") for n, each in enumerate(people)]
        try:
            yield acknowledged
        finally:
            ended.set()
        for each in doing:
            each.result(PATIENCE)


def saved_in(file: Path) -> tuple[set[Saved], list[str]]:
    """Return what a backup has by its revisions, and the answers that differ from their last."""
    found: dict[str, list[dict[str, Any]]] = {}
    with open_backup(file, "") as (_head, rows):
        for row in rows:
            told = dict(zip(row.columns, row.values, strict=True))
            found.setdefault(row.table, []).append(told)
    keys = {each["id"]: each["key"] for each in found["responses_question"]}
    answers = {each["id"]: each for each in found["responses_answer"]}
    there: dict[Saved, Any] = {
        (keys[answers[each["answer_id"]]["question_id"]], each["version"]): each["content"]
        for each in found["responses_revision"]
    }
    newest = dict(sorted(there))
    return set(there), [
        key
        for each in answers.values()
        if (key := keys[each["question_id"]])
        and (each["version"], each["content"]) != (newest[key], there[key, newest[key]])
    ]


def has(found: Sized, wanted: int) -> bool:
    return len(found) >= wanted


@pytest.mark.race
def test_nothing_that_was_acknowledged_before_is_missing(tmp_path: Path) -> None:
    response = many_questions()
    with writing(response) as acknowledged:
        for number in range(ROUNDS):
            wanted = len(acknowledged) + 2 * WRITERS
            assert eventually(partial(has, acknowledged, wanted))
            before = set(acknowledged)
            file = tmp_path / f"{number}.backup"
            take(file)
            there, torn = saved_in(file)
            assert before - there == set()
            assert torn == []
    assert len(acknowledged) > ROUNDS * 2 * WRITERS


@pytest.mark.race
def test_nobody_waits_for_a_backup(response: Response, writer: User, tmp_path: Path) -> None:
    """A write in the midst of it is acknowledged, and not in it."""
    written: list[int] = []

    def go_on() -> bool:
        if not written:
            with ThreadPoolExecutor(1) as pool:
                outcome = pool.submit(write, response, "a-2", writer, text="○ Meanwhile")
                written.append(outcome.result(PATIENCE).version)
                pool.submit(connections.close_all).result(PATIENCE)
        return True

    take(tmp_path / "a.backup", go_on=go_on)
    assert written == [1]
    with open_backup(tmp_path / "a.backup", "") as (_head, rows):
        assert "responses_answer" not in {row.table for row in rows}


def test_what_is_given_up_or_fails_leaves_no_file(
    response: Response, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GivenUpError):
        take(tmp_path / "a.backup", go_on=lambda: False)
    monkeypatch.setattr(taking, "check", lambda *_args: (None, {}))
    with pytest.raises(BackupError, match="not what was read"):
        take(tmp_path / "a.backup")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.backup").write_text("older")
    with pytest.raises(BackupError, match="already"):
        take(tmp_path / "a.backup")
    assert (tmp_path / "a.backup").read_text() == "older"


def test_one_a_day_is_taken_and_seven_are_kept(tmp_path: Path) -> None:
    folder, first = tmp_path / "backups", date(2030, 5, 6)
    days = [first + timedelta(days=number) for number in range(KEPT + 2)]
    for day in days:
        file = take_daily(folder, day)
        assert file == folder / f"lgq-{day}.backup"
        assert take_daily(folder, day) is None
        # What is not ours stays, and so does what another one is at; a killed one's goes.
        (folder / "lgq-before-the-move.backup").touch()
    assert sorted(each.name for each in folder.iterdir()) == [
        *(f"lgq-{day}.backup" for day in days[-KEPT:]),
        "lgq-before-the-move.backup",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_one_left_is_removed_a_day_later(tmp_path: Path) -> None:
    new, old = tmp_path / ".unfinished-new", tmp_path / ".unfinished-old"
    for each in (new, old):
        each.touch()
    os.utime(old, (time() - 90_000, time() - 90_000))
    take_daily(tmp_path, date(2030, 5, 6))
    assert (new.exists(), old.exists()) == (True, False)
