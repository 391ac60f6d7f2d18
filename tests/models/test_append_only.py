"""What the database itself refuses, whoever asks."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction

from responses.domain.answers.opening import AnswerRef
from responses.domain.chaining import chain_records
from responses.domain.content.content import canonical
from responses.domain.talk.talking import Said, decline, start
from responses.link_states import Finding
from responses.models import Response, User
from responses.models.append_only import APPEND_ONLY
from tests.support.checked import note_checks
from tests.support.factories import find, make_submission, write

pytestmark = pytest.mark.django_db

PLACE = AnswerRef("springfield", "test-2030", "beta", "b-1")

COLUMNS = {
    "responses_auditrecord": "subject",
    "responses_event": "comment",
    "responses_submission": "digest",
    "responses_submissionfile": "name",
    "responses_revision": "source",
    "responses_remark": "text",
    "responses_check": "detail",
    "responses_chainentry": "digest",
}
CHANGES = [
    "UPDATE {table} SET {column} = 'x'",
    "UPDATE {table} SET id = id + 1000",
    "DELETE FROM {table}",
]
# What one kind of database alone can do.
WAYS = {
    "sqlite": [
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "UPDATE OR REPLACE {table} SET {column} = 'x'",
        "INSERT INTO {table} SELECT * FROM {table} WHERE 1 ON CONFLICT DO UPDATE SET id = -id",
    ],
    "postgresql": [
        "TRUNCATE {table} CASCADE",
        "TRUNCATE responses_response, responses_city CASCADE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET {column} = 'x'",
    ],
}


@pytest.fixture
def rows(response: Response, writer: User) -> None:
    """Make rows in every table: an answer and a remark, approvals of everything, a submission."""
    write(response, "b-1", writer, text="One")
    start(writer, PLACE, Said("So?"))
    make_submission(response)
    note_checks("a.kr", Finding.WORKS, last=datetime(2026, 11, 29, tzinfo=UTC))
    chain_records()


def test_every_append_only_table_is_tried() -> None:
    assert set(COLUMNS) == set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_are_neither_changed_nor_deleted_nor_replaced(rows: None, table: str) -> None:
    before = content(table)
    for way in [*CHANGES, *WAYS[connection.vendor]]:
        assert refused(way.format(table=table, column=COLUMNS[table])), way
    assert before
    assert content(table) == before


@pytest.mark.parametrize(
    ("table", "key"),
    [(table, key) for table, guarded in APPEND_ONLY.items() for key in guarded.keys],
)
def test_no_row_takes_the_place_of_one_that_is_the_same_by_another_key(
    rows: None, table: str, key: tuple[str, ...]
) -> None:
    """Its `id` is new, so SQLite would delete the old row."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name from above
        names = [column[0] for column in cursor.description if column[0] != "id"]
    columns = ", ".join(names)
    assert set(key) <= set(names)
    assert refused(f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608


def test_a_suggestion_is_settled_once(response: Response, writer: User, coordinator: User) -> None:
    suggested = canonical(find(response, "b-1")[1], {"text": "○ Suggested"})
    thread = start(coordinator, PLACE, Said("Better?", 0, suggested))
    decline(writer, PLACE, thread.remarks.get().pk, Said("No."))
    remark = thread.remarks.earliest("pk")
    assert remark.declined_by == writer
    for change in ("accepted_version = 1", "declined_by_id = NULL"):
        assert refused(f"UPDATE responses_remark SET {change} WHERE id = {remark.pk}")  # noqa: S608


def refused(statement: str) -> bool:
    """Return whether the database refuses a statement as the table is append-only."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement)
        except Error as error:
            return "append-only" in str(error)
    return False


def content(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - a name from above
        return list(cursor.fetchall())
