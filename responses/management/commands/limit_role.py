"""`manage.py limit_role NAME`: let a role of PostgreSQL run the product without owning a table."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from responses.models.append_only import APPEND_ONLY

_GRANTED = "SELECT, INSERT, UPDATE, DELETE"


class Command(BaseCommand):
    """Makes the role if there is none, and grants it what the product does; no more."""

    help = (
        "Lets a role of PostgreSQL run the product without owning its tables, so that it cannot "
        "lift what keeps records from being changed. Run it as the owner, after every migrate."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the role."""
        parser.add_argument("name", help="such as lgq_app; it is made if there is none")

    @transaction.atomic
    def handle(self, *, name: str, **_options: Any) -> None:
        """Make the role and grant; run again, it grants anew."""
        if connection.vendor != "postgresql":
            raise CommandError("SQLite knows no roles: who can write its file can do everything.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema(), current_user")
            schema, owner = cursor.fetchone()
            if name == owner:
                raise CommandError(f"{name} owns the tables. Name another role.")
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            if made := cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {_quoted(name)} LOGIN")
            for statement in _grants(name, schema):
                cursor.execute(statement)
        self.stdout.write(f"{name} can run the product and owns none of its tables.")
        if made:
            self.stdout.write(f"Give it a password: ALTER ROLE {_quoted(name)} PASSWORD '…'")


def _grants(name: str, schema: str) -> Iterator[str]:
    """Yield what takes all rights from a role and gives it those that it needs."""
    role, within = _quoted(name), _quoted(schema)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {within} FROM {role}"
    yield f"GRANT USAGE ON SCHEMA {within} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {within} TO {role}"
    for table in connection.introspection.table_names():
        guarded = APPEND_ONLY.get(table)
        yield f"GRANT {'SELECT, INSERT' if guarded else _GRANTED} ON {_quoted(table)} TO {role}"
        if guarded and guarded.settled:
            columns = ", ".join(map(_quoted, guarded.settled))
            yield f"GRANT UPDATE ({columns}) ON {_quoted(table)} TO {role}"


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
