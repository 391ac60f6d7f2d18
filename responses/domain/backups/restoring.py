"""Restoring a backup: into a new database of either kind, all of it or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery

from .archive import NEWER, ArchiveHead, BackupError, StoredRow
from .opened import check, open_backup
from .tables import MADE_BY_MIGRATING, Migrations, StoredTable, applied, last, newest, tables

_ROWS, _BYTES = 100, 1024 * 1024
"""How much is written by one statement, at most; a row that is longer goes alone."""


def restore(file: Path, key: str = "") -> ArchiveHead:
    """Fill a new database with a backup; return what the backup says of itself.

    The database has no tables yet, or those of the backup's version with nothing in them.
    Raises `BackupError`, with nothing restored.
    """
    head, _found = check(file, key)
    migrations = frozenset(head.migrations)
    _make_tables(migrations)
    try:
        with transaction.atomic(), open_backup(file, key) as (_head, rows):
            _fill(tables(migrations), rows)
    except DatabaseError as error:
        raise BackupError(f"the database refuses it: {str(error).strip()}") from error
    return head


def _make_tables(migrations: Migrations) -> None:
    """Make the tables as they were when the backup was made; refuse those of another version."""
    if migrations - newest():
        raise BackupError(NEWER)
    there = applied()
    if not there:
        MigrationExecutor(connection).migrate(last(migrations))
    elif there != migrations:
        raise BackupError(
            "it was made by an older version of LGQ Desk: restore it into a new database "
            "without tables, which then gets all that is new"
        )


def _fill(known: Sequence[StoredTable], rows: Iterable[StoredRow]) -> None:
    """Write all rows into empty tables; keys are checked at the end of the transaction."""
    if filled := [each.name for each in known if _holds_something(each)]:
        raise BackupError(
            f"the database is not empty: {len(filled)} tables have rows, such as {filled[0]}"
        )
    by_name = {table.name: table for table in known}
    for name in MADE_BY_MIGRATING & by_name.keys():
        by_name[name].all().delete()
    for name, of_table in groupby(rows, lambda row: row.table):
        table = by_name[name]
        for batch in _batches(of_table, _most(table)):
            _insert(table, [table.read(row.values) for row in batch])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [table.model for table in known]
        ):
            cursor.execute(statement)


def _holds_something(table: StoredTable) -> bool:
    return table.name not in MADE_BY_MIGRATING and table.all().exists()


def _most(table: StoredTable) -> int:
    """Return how many rows one statement can carry."""
    return max(1, connection.ops.bulk_batch_size(list(table.fields), range(_ROWS)))


def _batches(rows: Iterable[StoredRow], most: int) -> Iterator[list[StoredRow]]:
    """Yield the rows in lists that are neither too many nor too long."""
    batch: list[StoredRow] = []
    size = 0
    for row in rows:
        if batch and (len(batch) == most or size + row.size > _BYTES):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += row.size
    if batch:
        yield batch


def _insert(table: StoredTable, rows: Sequence[models.Model]) -> None:
    """Insert rows to the letter: no field sets its own time, as it does for a new row."""
    query = InsertQuery(table.model)
    query.insert_values(list(table.fields), list(rows), raw=True)
    query.get_compiler(connection=connection).execute_sql()
