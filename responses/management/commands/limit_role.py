"""`manage.py limit_role NAME`: let a role of PostgreSQL run the product without owning a table."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from responses.models.product_role import limit_role, quoted


class Command(BaseCommand):
    """Makes the role if there is none, and grants it what the product does; no more."""

    help = (
        "Lets a role of PostgreSQL run the product without owning its tables, so that it cannot "
        "lift what keeps records from being changed. Run it as the owner, after every migrate."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the role."""
        parser.add_argument("name", help="such as lgq_app; it is made if there is none")

    def handle(self, *, name: str, **_options: Any) -> None:
        """Make the role and grant; run again, it grants anew."""
        if connection.vendor != "postgresql":
            raise CommandError("SQLite knows no roles: who can write its file can do everything.")
        try:
            made = limit_role(name)
        except ValueError:
            raise CommandError(f"{name} owns the tables. Name another role.") from None
        self.stdout.write(f"{name} can run the product and owns none of its tables.")
        if made:
            self.stdout.write(f"Give it a password: ALTER ROLE {quoted(name)} PASSWORD '…'")
