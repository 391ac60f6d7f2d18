"""`manage.py verify_records`: whether any record was changed, removed or added past the product."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from responses.domain.chaining import chain_faults


class Command(BaseCommand):
    """Follows the chain of every city; exits 1 if anything differs."""

    help = (
        "Checks that audit, events, revisions, remarks and submissions are as they were chained, "
        "and all that verify_submissions checks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the heads that were noted down."""
        parser.add_argument(
            "heads",
            nargs="*",
            help="digests noted down from the audit page or a manifest: each must be in a chain",
        )

    def handle(self, *, heads: Sequence[str], **_options: Any) -> None:
        """Tell what is wrong, and then of submissions and responses."""
        found = 0
        for fault in chain_faults(heads):
            found += 1
            self.stdout.write(fault)
        self.stdout.write(f"Records that differ from the chain: {found}.")
        call_command("verify_submissions", stdout=self.stdout)
        if found:
            raise CommandError(f"Records that differ from the chain: {found}.")
