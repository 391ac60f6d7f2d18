"""Tables that the database itself refuses to change: rows are added, and then stay as they are.

Migrations install the triggers. A migration that makes a table anew, as SQLite does for
most changes of columns, drops them without a word: it has to install them again.
"""

from collections.abc import Iterable

APPEND_ONLY = (
    "responses_auditrecord",
    "responses_event",
    "responses_submission",
    "responses_submissionfile",
)

_FUNCTION = """
CREATE OR REPLACE FUNCTION lgq_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = (
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION lgq_append_only()"
)
_SQLITE = (
    "CREATE TRIGGER {table}_append_only_{change} BEFORE {change} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_CHANGES = ("update", "delete")


def install(vendor: str, tables: Iterable[str] = APPEND_ONLY) -> list[str]:
    """Return the statements that make these tables append-only, for a vendor as Django names it."""
    if vendor == "postgresql":
        return [_FUNCTION, *(_POSTGRESQL.format(table=table) for table in tables)]
    return [_SQLITE.format(table=table, change=change) for table in tables for change in _CHANGES]


def remove(vendor: str, tables: Iterable[str] = APPEND_ONLY) -> list[str]:
    """Return the statements that undo `install`."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER {table}_append_only ON {table}" for table in tables]
    return [f"DROP TRIGGER {table}_append_only_{change}" for table in tables for change in _CHANGES]
