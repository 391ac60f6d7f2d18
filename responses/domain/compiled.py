"""Queries and updates whose SQL is made once.

Django makes the SQL of a query anew each time it runs, which takes several times as long as the
database does. A question that pages or writes ask each time is a function that Django reads
once; from then on its arguments alone are sent. PostgreSQL plans it once a connection.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, wraps
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    JSONField,
    Model,
    QuerySet,
)
from django.db.models.expressions import Expression
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

from .prepared import Statement

P = ParamSpec("P")
Row = TypeVar("Row")
Built = TypeVar("Built")

_FIELDS: dict[Any, type[Field[Any, Any]]] = {
    int: BigIntegerField,
    int | None: BigIntegerField,
    str: CharField,
    date: DateField,
    datetime: DateTimeField,
    dict[str, Any]: JSONField,
}
_TYPES: Mapping[Any, str] = {
    BigIntegerField: "bigint",
    CharField: "text",
    DateField: "date",
    DateTimeField: "timestamp with time zone",
    JSONField: "jsonb",
}
"""What PostgreSQL takes an argument for."""
_KEYS: dict[Any, Callable[[int], Any]] = {
    Collection[int]: lambda number: number - 2**62,
    Collection[str]: lambda number: f"\0{number}",
}
"""Placeholders for each of some keys, which Django reads as numbers or texts at once."""
_MOST_KEYS = 64
"""How many keys a compiled query takes; with more, most of the time is the database's."""


def compiled(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Return a function that runs the queryset that `build` makes, for each call's arguments.

    Arguments are given by position, and are numbers, texts, dates, times, JSON as `dict[str, Any]`
    or, as `Collection[int]` or `Collection[str]`, keys, as the annotations say; none is None.
    `build` is called with placeholders for them, so it may only pass them on to the queryset, and
    nothing in it may depend on the time or on who asks. Raises `TypeError` if a time is part of
    the query all the same, or if something is prefetched.
    """
    return _made_once(build, _Query, list)


@dataclass(frozen=True, slots=True)
class Unread(Generic[Row]):
    """Rows as the database gave them: of one query, equal `values` are read as equal rows.

    To read them takes longer than to fetch them, and to compare them next to nothing.
    """

    values: Sequence[tuple[Any, ...]]
    read: Callable[[], list[Row]]


def compiled_unread(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, Unread[Row]]:
    """Return a function that fetches the rows of a queryset, for whoever may know them already.

    As `compiled` does; no argument is keys.
    """
    return _made_once(build, _UnreadQuery, _never)


def _never(_queryset: QuerySet[Any, Any]) -> Any:
    raise TypeError("a query whose rows are left unread takes no keys")


@dataclass(frozen=True, slots=True)
class Update:
    """Which rows are to be changed, and what each of some fields becomes."""

    rows: QuerySet[Any, Any]
    values: Mapping[str, Any]

    def run(self) -> int:
        """Change them as any queryset does."""
        return self.rows.update(**self.values)


def compiled_update(build: Callable[P, Update]) -> Callable[P, int]:
    """Return a function that makes the change that `build` says; it returns how many rows changed.

    As `compiled` does.
    """
    return _made_once(build, _Update, Update.run)


def compiled_insert(build: Callable[P, Model]) -> Callable[P, None]:
    """Return a function that writes the row which `build` makes, without asking for its key.

    As `compiled` does, but a number whose annotation says so may be None. What the row leaves out
    has its default, which may not depend on the time.
    """
    return _made_once(build, _Insert, Model.save)


def _made_once(
    build: Callable[P, Built], make: "type[_Sql]", at_once: Callable[[Built], Any]
) -> Callable[P, Any]:
    """Return a function that makes the SQL for its arguments, unless it has; then runs it.

    What cannot be made once is run `at_once`.
    """
    kinds = [kind for name, kind in get_type_hints(build).items() if name != "return"]

    @cache
    def made(_vendor: str, sizes: tuple[int, ...]) -> _Sql:
        return make(build, kinds, sizes)

    @wraps(build)
    def run(*arguments: P.args, **named: P.kwargs) -> Any:
        if named or (None in arguments and not _may_lack(arguments, kinds)):
            raise TypeError(f"{build.__qualname__}: arguments have a position and a value")
        given: list[Any] = list(arguments)
        sizes = []
        for at, kind in enumerate(kinds):
            if kind in _KEYS:
                if not 0 < len(given[at]) <= _MOST_KEYS:
                    return at_once(build(*arguments, **named))
                given[at] = _filled_up(given[at])
                sizes.append(len(given[at]))
        database = connections[DEFAULT_DB_ALIAS]
        return made(database.vendor, tuple(sizes)).run(database, given)

    return run


def _may_lack(arguments: Sequence[Any], kinds: Sequence[Any]) -> bool:
    """Return whether each argument that is None may be, by its kind."""
    pairs = zip(arguments, kinds, strict=True)
    return all(kind == int | None for each, kind in pairs if each is None)


def _filled_up(keys: Collection[Any]) -> Sequence[Any]:
    """Return keys as one of few numbers of them: the last one stands for those that lack."""
    found = list(keys)
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))


class _Given(Expression):
    """Stands for the argument at a position."""

    def __init__(self, position: int, kind: Any) -> None:
        super().__init__(output_field=_FIELDS[kind]())
        self.position = position

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """Return a placeholder, for which the expression itself is the value for now."""
        return "%s", [self]


class _Sql(ABC):
    """The SQL of what is built, for one kind of database and these numbers of keys."""

    def __init__(
        self, build: Callable[..., Any], kinds: Sequence[Any], sizes: Sequence[int]
    ) -> None:
        left, first = list(sizes), 0
        self.keys: dict[Any, tuple[int, int]] = {}
        placeholders: list[Any] = []
        for at, kind in enumerate(kinds):
            if kind not in _KEYS:
                placeholders.append(_Given(at, kind))
                continue
            keys = [*map(_KEYS[kind], range(first, first := first + left.pop(0)))]
            placeholders.append(keys)
            self.keys |= {each: (at, index) for index, each in enumerate(keys)}
        self.compiler = self.compiler_of(build(*placeholders))
        self.sql, params = self.statement()
        if any(map(_is_time, params)):
            raise TypeError(f"{build.__qualname__}: a time is an argument")
        self.params = list(params)
        self.given = [
            (at, param.position, param.output_field)
            for at, param in enumerate(params)
            if isinstance(param, _Given)
        ]
        self.given_keys = [
            (at, *self.keys[param])
            for at, param in enumerate(params)
            if isinstance(param, int | str) and param in self.keys
        ]
        arguments = [(at, position, _TYPES[type(field)]) for at, position, field in self.given]
        keys_given = [
            (at, tuple(place), "text" if isinstance(self.params[at], str) else "bigint")
            for at, *place in self.given_keys
        ]
        self.prepared = Statement(self.sql, self.params, [*arguments, *keys_given])

    @abstractmethod
    def compiler_of(self, built: Any) -> Any:
        """Return what makes the SQL."""

    def statement(self) -> tuple[str, Sequence[Any]]:
        """Return the SQL, and what is sent with it or stands for that."""
        sql, params = self.compiler.as_sql()
        return sql, params

    @abstractmethod
    def run(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> Any:
        """Run it for these arguments; one query."""

    def sent(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> tuple[Any, ...]:
        """Return what is sent with the SQL for these arguments."""
        values = self.params.copy()
        for at, position, field in self.given:
            values[at] = field.get_db_prep_value(arguments[position], database)
        for at, position, index in self.given_keys:
            values[at] = arguments[position][index]
        return tuple(values)


class _Query(_Sql):
    """The SQL of a queryset."""

    def __init__(
        self, build: Callable[..., Any], kinds: Sequence[Any], sizes: Sequence[int]
    ) -> None:
        super().__init__(build, kinds, sizes)
        if self.queryset._prefetch_related_lookups:  # noqa: SLF001 - as its own iteration does
            raise TypeError(f"{build.__qualname__}: what is prefetched takes other queries")
        count = self.compiler.col_count
        converters = self.compiler.get_converters(
            [each[0] for each in self.compiler.select[:count]]
        )
        self.converters = [(at, *each) for at, each in converters.items()]
        # Columns that only the order needs stand behind those that are asked for.
        self.count = count if self.compiler.has_extra_select else None

    def compiler_of(self, built: QuerySet[Any, Any]) -> Any:
        """Keep the queryset, for its rows."""
        self.queryset: Any = built
        return built.query.get_compiler(DEFAULT_DB_ALIAS)

    def run(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> Any:
        """Return the rows for these arguments; one query."""
        return self.read(database, self.fetched(database, arguments))

    def fetched(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> Sequence[Any]:
        """Return the rows as the database gives them; one query.

        Raises `TransactionManagementError` if it locks rows and is not in a transaction.
        """
        if self.queryset.query.select_for_update and database.get_autocommit():
            raise TransactionManagementError("rows are locked in a transaction alone")
        with database.cursor() as cursor:
            self.prepared.run(database, cursor, self.sent(database, arguments))
            rows: Sequence[Any] = cursor.fetchall()
        return rows

    def read(self, database: BaseDatabaseWrapper, rows: Sequence[Any]) -> list[Any]:
        """Return such rows as the queryset does."""
        found = _ReadRows(self, database, rows)
        return list(self.queryset._iterable_class(found))  # noqa: SLF001 - as its own iteration does


class _UnreadQuery(_Query):
    """The SQL of a queryset whose rows are perhaps known."""

    def run(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> Unread[Any]:
        """Return the rows for these arguments as they are; one query."""
        rows = self.fetched(database, arguments)
        return Unread(rows, lambda: self.read(database, rows))


class _ReadRows:
    """The rows of one run.

    To what Django makes objects or values of them with, it is the queryset, its query and its
    compiler in one.
    """

    def __init__(self, made: _Query, database: BaseDatabaseWrapper, rows: Sequence[Any]) -> None:
        self._made, self._database, self._rows = made, database, rows
        self.query, self.db = self, database.alias

    def get_compiler(self, *_: Any, **__: Any) -> "_ReadRows":
        """Return what has the rows."""
        return self

    def execute_sql(self, *_: Any, **__: Any) -> None:
        """Do nothing, as the rows are there."""

    def results_iter(self, *_: Any, tuple_expected: bool = False, **__: Any) -> Iterator[Any]:
        """Return the rows, each value as its field has it."""
        rows = self._converted()
        return map(tuple, rows) if tuple_expected else rows

    def _converted(self) -> Iterator[list[Any]]:
        converters, database, count = self._made.converters, self._database, self._made.count
        for found in self._rows:
            row = list(found[:count])
            for at, convert_each, column in converters:
                for convert in convert_each:
                    row[at] = convert(row[at], column, database)
            yield row

    def __getattr__(self, name: str) -> Any:
        """Return what only the compiler, the query or the queryset has."""
        made = self._made
        for each in (made.compiler, made.queryset.query, made.queryset):
            if hasattr(each, name):
                return getattr(each, name)
        raise AttributeError(name)


class _Update(_Sql):
    """The SQL of an update."""

    def compiler_of(self, built: Update) -> Any:
        """Return that of the rows as an update."""
        query: Any = built.rows.query.chain(UpdateQuery)
        query.add_update_values(dict(built.values))
        return query.get_compiler(DEFAULT_DB_ALIAS)

    def run(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> int:
        """Change the rows for these arguments, and return how many; one query."""
        with database.cursor() as cursor:
            self.prepared.run(database, cursor, self.sent(database, arguments))
            return int(cursor.rowcount)


class _Insert(_Sql):
    """The SQL of a row to be written."""

    def compiler_of(self, built: Model) -> Any:
        """Return that of the row, all of whose values are there."""
        query: Any = InsertQuery(type(built))
        known = built._meta.local_concrete_fields  # noqa: SLF001 - a public interface
        fields = [each for each in known if not each.primary_key]
        query.insert_values(fields, [built], raw=True)
        return query.get_compiler(DEFAULT_DB_ALIAS)

    def statement(self) -> tuple[str, Sequence[Any]]:
        """Return the one statement there is."""
        ((sql, params),) = self.compiler.as_sql()
        return sql, params

    def run(self, database: BaseDatabaseWrapper, arguments: Sequence[Any]) -> None:
        """Write the row for these arguments; one query."""
        with database.cursor() as cursor:
            self.prepared.run(database, cursor, self.sent(database, arguments))


def _is_time(value: Any) -> bool:
    """Return whether a parameter is a day or a time, which SQLite has as text."""
    with suppress(ValueError):
        return isinstance(value, date) or bool(date.fromisoformat(str(value)[:10]))
    return False
