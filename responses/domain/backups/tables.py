"""Which tables a backup holds, and how one row of them stands in it.

All is read off the migrations that a database has had, never off the models of today: a backup
fits its database whichever version of the program makes it, and one of last year is restored
into the tables of last year before these are migrated.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from .archive import BackupError

Migrations = frozenset[tuple[str, str]]
"""Which migrations a database has had: each an application and a name."""

_LEFT_OUT = {"django_session"}
"""Who is signed in: on another machine nobody is, and a stolen backup opens no session."""
MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}
"""Tables that hold something as soon as they are there."""

_PLAIN: Mapping[type, Callable[[Any], str]] = {
    # To the microsecond, and in UTC, as Django reads it.
    datetime: datetime.isoformat,
    date: date.isoformat,
    UUID: str,
    bytes: lambda value: b64encode(value).decode(),
    memoryview: lambda value: b64encode(value).decode(),
}
"""How a value that JSON does not know stands in it; the field of its column reads it back."""

_ROWS_AT_ONCE = 100
"""How many rows are held in memory while a table is read."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table with its columns, in the order in which a row of a backup has them."""

    name: str
    model: type[models.Model]
    fields: tuple[models.Field[Any, Any], ...]

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [field.column for field in self.fields]

    def all(self) -> models.QuerySet[models.Model]:
        """Return all rows."""
        return models.QuerySet(self.model)

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield all rows, a few in memory at a time; files stand in some, and come one by one."""
        files = any(isinstance(field, models.BinaryField) for field in self.fields)
        names = (field.attname for field in self.fields)
        found = self.all().order_by("pk")
        return found.values_list(*names).iterator(chunk_size=1 if files else _ROWS_AT_ONCE)

    def read(self, plain: Sequence[Any]) -> models.Model:
        """Return the row that stands in a backup; raise `BackupError` if it is none."""
        try:
            values = {
                field.attname: field.to_python(value)
                for field, value in zip(self.fields, plain, strict=True)
            }
        except Exception as error:
            raise BackupError(f"a row of {self.name} cannot be read") from error
        return self.model(**values)


def plain(value: Any) -> str:
    """Return how a value stands in JSON; for `json.dumps`."""
    return _PLAIN[type(value)](value)


def applied() -> Migrations:
    """Return which migrations the database has had."""
    return frozenset(MigrationLoader(connection).applied_migrations)


@cache
def newest() -> Migrations:
    """Return all migrations of this version of the program."""
    return frozenset(MigrationLoader(None).disk_migrations)


@cache
def tables(migrations: Migrations) -> tuple[StoredTable, ...]:
    """Return the tables that a backup holds of a database that has had these migrations."""
    # A loader that asks no database, whose migrations may be others.
    state = MigrationLoader(None).project_state(last(migrations))
    found = (
        StoredTable(about.db_table, about.model, tuple(about.local_concrete_fields))
        for model in state.apps.get_models(include_auto_created=True)
        if (about := model._meta).managed and about.db_table not in _LEFT_OUT  # noqa: SLF001 - a public name
    )
    return tuple(sorted(found, key=lambda table: table.name))


def last(migrations: Migrations) -> list[tuple[str, str]]:
    """Return those of some migrations that no other one of their application follows."""
    nodes = MigrationLoader(None).graph.node_map

    def is_followed(app: str, name: str) -> bool:
        children = {child.key for child in nodes[app, name].children}
        return any(key in migrations and key[0] == app for key in children)

    return sorted(each for each in migrations if not is_followed(*each))
