"""`manage.py generate_load`: fill a database with very many cities, to measure the product with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from responses.domain.load.generating import Amount, LoadRefusedError, generate

SAID_EACH = 20


class Command(BaseCommand):
    """Makes a load once; exits 1 with one line, and nothing changed, where there is one already."""

    help = (
        "Adds cities whose people answered several editions, with revisions, threads, notices, "
        "events and audit, all chained: to measure the product with. DEMO_PASSWORD sets the "
        "password of their accounts; without one, and with --in-production, nobody can sign in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much there is to be."""
        usual = Amount()
        parser.add_argument("--cities", type=int, default=usual.cities, metavar="N")
        parser.add_argument("--editions", type=int, default=usual.editions, metavar="N")
        parser.add_argument("--revisions", type=int, default=usual.revisions, metavar="N")
        parser.add_argument(
            "--in-production", action="store_true", help="do so with MODE=production, too"
        )

    def handle(
        self, *, cities: int, editions: int, revisions: int, in_production: bool, **_options: Any
    ) -> None:
        """Make it, and say now and then how far it is."""
        if settings.SECURE and not in_production:
            raise CommandError(
                "With MODE=production this needs --in-production: what it adds stays there."
            )
        if min(cities, editions, revisions) < 1:
            raise CommandError("There is at least one city, one edition and one revision.")
        password = None if settings.SECURE else settings.DEMO_PASSWORD or None
        try:
            for number, _city in enumerate(
                generate(Amount(cities, editions, revisions), password), 1
            ):
                if number % SAID_EACH == 0 or number == cities:
                    self.stdout.write(f"{number} of {cities} cities")
        except LoadRefusedError as refusal:
            raise CommandError(str(refusal)) from None
