"""Statements that PostgreSQL plans once a connection, where planning takes longer than running."""

from collections.abc import Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_names = count(1)
# Which statements each connection knows. They outlive a rollback, and end with the connection.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Statement:
    """A statement whose parameters are the same each time but for those that are given.

    `given` has the place of each such parameter with what is put in, by which equal ones are
    known, and its type to PostgreSQL.
    """

    def __init__(
        self, sql: str, params: Sequence[Any], given: Sequence[tuple[int, Any, str]]
    ) -> None:
        self.sql = sql
        self._params, self._given = params, given
        self._numbers: dict[Any, int] = {}
        self._types: list[str] = []
        self._places: list[int] = []
        for place, key, kind in given:
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers) + 1
                self._types.append(kind)
                self._places.append(place)
        self._name = f"lgq_{next(_names)}"

    def run(self, database: BaseDatabaseWrapper, cursor: CursorWrapper, params: Any) -> None:
        """Run it with all its parameters; one query."""
        if database.vendor == "postgresql":
            cursor.cursor = _Preparing(cursor.cursor, self)
        cursor.execute(self.sql, params)

    def execute(self, cursor: Any, params: Sequence[Any]) -> None:
        """Run it by a cursor of psycopg, once the connection knows it."""
        known = _known.setdefault(cursor.connection, set())
        if self._name not in known:
            types = f" ({', '.join(self._types)})" if self._types else ""
            cursor.execute(f"PREPARE {self._name}{types} AS {self._planned(cursor)}")
            known.add(self._name)
        values = [params[place] for place in self._places]
        placed = f" ({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"EXECUTE {self._name}{placed}", values or None)

    def _planned(self, cursor: Any) -> str:
        """Return it with a number for each parameter that is given, and what the others are."""
        from psycopg2.extensions import AsIs  # noqa: PLC0415 - only where PostgreSQL is

        params = list(self._params)
        for place, key, _kind in self._given:
            params[place] = AsIs(f"${self._numbers[key]}")
        said: bytes = cursor.mogrify(self.sql, params)
        return said.decode()


class _Preparing:
    """A cursor of psycopg that runs one statement as it is prepared, and tells of the whole."""

    def __init__(self, cursor: Any, statement: Statement) -> None:
        self._cursor, self._statement = cursor, statement
        self._run: tuple[str, Sequence[Any]] | None = None

    @property
    def query(self) -> bytes | None:
        """The statement that was run as it reads, for who counts queries; made when asked for."""
        return self._cursor.mogrify(*self._run) if self._run else None

    def execute(self, sql: str, params: Sequence[Any]) -> None:
        """Run the statement."""
        self._run = sql, params
        self._statement.execute(self._cursor, params)

    def __iter__(self) -> Any:
        return iter(self._cursor)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
