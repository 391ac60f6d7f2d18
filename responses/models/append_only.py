"""Tables that the database itself refuses to change: rows are added, and then stay as they are.

Migrations install the triggers. A migration that makes a table anew, as SQLite does for
most changes of columns, drops them without a word: it has to install them again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Guarded:
    """What keeps a table from being changed.

    `keys` are the columns beside `id` by which rows are one of a kind: SQLite's INSERT OR REPLACE
    deletes what has the same ones, without asking triggers of deleting. `fixed` columns are never
    changed, and `settled` ones once, where there was nothing; without any, none is ever changed.
    """

    keys: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


APPEND_ONLY: Mapping[str, Guarded] = {
    "responses_auditrecord": Guarded(),
    "responses_event": Guarded(),
    "responses_submission": Guarded(keys=(("response_id", "number"),)),
    "responses_submissionfile": Guarded(keys=(("submission_id", "name"),)),
    "responses_revision": Guarded(keys=(("answer_id", "version"),)),
    "responses_remark": Guarded(
        fixed=(
            *("id", "thread_id", "author_id", "text", "version", "suggestion", "translates"),
            "created_at",
        ),
        settled=("accepted_version", "declined_by_id"),
    ),
    "responses_check": Guarded(),
    "responses_chainentry": Guarded(keys=(("city_id", "number"), ("kind", "record"))),
}

_FUNCTION = """
CREATE OR REPLACE FUNCTION lgq_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = (
    "CREATE TRIGGER {name} BEFORE {change} ON {table} {when}EXECUTE FUNCTION lgq_append_only()"
)
_SQLITE = (
    "CREATE TRIGGER {name} BEFORE {change} ON {table} {when}"
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)


def install(
    vendor: str, tables: Iterable[str] = APPEND_ONLY, *, later: Collection[str] = ()
) -> list[str]:
    """Return the statements that make these tables append-only, for a vendor as Django names it.

    `later` are columns that the tables do not have yet.
    """
    made = [
        _create(vendor, table, *trigger)
        for table in tables
        for trigger in _triggers(vendor, table, later)
    ]
    return [_FUNCTION, *made] if vendor == "postgresql" else made


def remove(vendor: str, tables: Iterable[str] = APPEND_ONLY) -> list[str]:
    """Return the statements that undo `install`, as it is now and as it was at first."""
    of = " ON {table}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {table}_append_only{name}{of.format(table=table)}"
        for table in tables
        for name in dict.fromkeys(["", *(name for name, *_rest in _triggers(vendor, table))])
    ]


def _create(vendor: str, table: str, name: str, change: str, when: str) -> str:
    form = _POSTGRESQL if vendor == "postgresql" else _SQLITE
    return form.format(name=f"{table}_append_only{name}", change=change, table=table, when=when)


def _triggers(
    vendor: str, table: str, later: Collection[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Yield of each trigger of a table the end of its name, what it refuses, and when."""
    guarded, row = APPEND_ONLY[table], "FOR EACH ROW "
    guarded = replace(guarded, fixed=tuple(each for each in guarded.fixed if each not in later))
    fixed = f" OF {', '.join(guarded.fixed)}" if guarded.fixed else ""
    yield "_update", f"UPDATE{fixed}", row
    yield "_delete", "DELETE", row
    if guarded.settled:
        was = " OR ".join(f"OLD.{column} IS NOT NULL" for column in guarded.settled)
        yield "_settled", f"UPDATE OF {', '.join(guarded.settled)}", f"{row}WHEN ({was}) "
    if vendor == "postgresql":
        yield "_truncate", "TRUNCATE", "FOR EACH STATEMENT "
        return
    there = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(map(_same, key))})"  # noqa: S608 - names of ours
        for key in (("id",), *guarded.keys)
    )
    yield "_insert", "INSERT", f"{row}WHEN {there} "


def _same(column: str) -> str:
    return f"{column} = NEW.{column}"
