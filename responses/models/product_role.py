"""What a role of PostgreSQL may do that runs the product and owns none of its tables."""

from collections.abc import Iterator

from django.db import connection, transaction

from .append_only import APPEND_ONLY

_GRANTED = "SELECT, INSERT, UPDATE, DELETE"


def owned_tables() -> int:
    """Return how many tables whose records nobody may change are owned by who is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() "
            "AND tablename = ANY(%s) AND pg_has_role(tableowner, 'USAGE')",
            [list(APPEND_ONLY)],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def limit_role(name: str) -> bool:
    """Let a role do what the product does and no more; return whether it had to be made.

    Raises `ValueError` if it is the one that is connected.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_user")
        schema, owner = cursor.fetchone()
        if name == owner:
            raise ValueError(name)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if made := cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {quoted(name)} LOGIN")
        for statement in _grants(name, schema):
            cursor.execute(statement)
    return made


def _grants(name: str, schema: str) -> Iterator[str]:
    """Yield what takes all rights from a role and gives it those that it needs."""
    role, within = quoted(name), quoted(schema)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {within} FROM {role}"
    yield f"GRANT USAGE ON SCHEMA {within} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {within} TO {role}"
    for table in connection.introspection.table_names():
        guarded = APPEND_ONLY.get(table)
        yield f"GRANT {'SELECT, INSERT' if guarded else _GRANTED} ON {quoted(table)} TO {role}"
        if guarded and guarded.settled:
            columns = ", ".join(map(quoted, guarded.settled))
            yield f"GRANT UPDATE ({columns}) ON {quoted(table)} TO {role}"


def quoted(name: str) -> str:
    """Return a name as PostgreSQL reads it, whatever is in it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
