"""`manage.py check_links`: asks now whether the pages that answers link to are there."""

import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from responses.domain.checks.named import by_digest, read_namings
from responses.domain.checks.recording import ask_for, count_due, register
from responses.domain.kept.keeping import place_pages
from responses.domain.telling.failing_links import tell_of_namings
from responses.evidence.checking import Checker, OfflineError, Tally, asking_as_set
from responses.link_states import LinkState
from responses.models import City


class Command(BaseCommand):
    """Checks the addresses that are due, until none is; several may run at once."""

    help = (
        "Checks the web addresses that answers name and that nobody has checked for a day. It "
        "connects to other sites, which CHECK_LINKS has to allow."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which addresses are checked."""
        parser.add_argument("--city", metavar="SLUG", help="only those of one city")
        parser.add_argument(
            "--all", action="store_true", help="those checked within the last day, too"
        )

    def handle(self, *, city: str | None, **options: Any) -> None:
        """Check, and say how addresses stand."""
        if not settings.CHECK_LINKS:
            raise CommandError("Set CHECK_LINKS=true to allow connections to other sites.")
        only = self._registered(city, is_all=options["all"])
        tally, ended = Tally(), threading.Event()
        try:
            Checker(asking_as_set(ended), ended).run(tally, only=only)
        except OfflineError:
            raise CommandError("No site is reached at all. Is this machine online?") from None
        finally:
            ended.set()
        self.stdout.write(_said(tally))
        if left := count_due(timezone.now(), only):
            self.stdout.write(f"Left for later, as their sites want to be left alone: {left}")

    def _registered(self, slug: str | None, *, is_all: bool) -> set[str] | None:
        """Note the addresses of a city or of all; return the digests to go by, None for all."""
        city = City.objects.filter(slug=slug).first() if slug else None
        if slug and city is None:
            raise CommandError(f"There is no city {slug}.")
        namings = list(read_namings(city))
        targets = by_digest(namings)
        register(targets, timezone.now())
        tell_of_namings(namings)
        place_pages(timezone.now())
        only = set(targets) if city else None
        if is_all:
            ask_for(only, timezone.now())
        return only


def _said(tally: Tally) -> str:
    """Return in a line what was found."""
    found = tally.checked
    counts = ", ".join(f"{state} {found[state]}" for state in LinkState if state in found)
    return f"Checked: {sum(found.values())}" + (f" ({counts})" if counts else "")
