"""What the database itself refuses, whoever asks."""

import pytest
from django.db import Error, connection, transaction

from responses.models import Response
from responses.models.append_only import APPEND_ONLY
from tests.support.factories import make_submission

pytestmark = pytest.mark.django_db

COLUMNS = {
    "responses_auditrecord": "subject",
    "responses_event": "comment",
    "responses_submission": "digest",
    "responses_submissionfile": "name",
}


@pytest.fixture
def rows(response: Response) -> None:
    """Make rows in every table: the events of approving everything, and a submission."""
    make_submission(response)


def test_every_append_only_table_is_tried() -> None:
    assert set(COLUMNS) == set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_rows_are_neither_changed_nor_deleted(rows: None, table: str, change: str) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(Error, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(change.format(table, COLUMNS[table]))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS[table]} FROM {table}")  # noqa: S608 - a name from above
        found = cursor.fetchall()
    assert found
    assert ("x",) not in found
