"""`manage.py restore FILE`: fill a new database with a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from responses.domain.backups.archive import ArchiveHead, BackupError
from responses.domain.backups.opened import check
from responses.domain.backups.restoring import restore
from responses.domain.chaining import chain_records


class Command(BaseCommand):
    """Restores a backup and verifies all records in it; exits 1 if something is wrong."""

    help = "Fills a new database, of SQLite or PostgreSQL, with what `backup` has written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether it is only to be read."""
        parser.add_argument("file", type=Path, help="a file that `backup` has written")
        parser.add_argument(
            "--check", action="store_true", help="only read it, and say whether it is whole"
        )

    def handle(self, *, file: Path, **options: Any) -> None:
        """Restore it, bring its tables up to date, verify it, and say what differs here."""
        try:
            if options["check"]:
                head, rows = check(file, settings.BACKUP_KEY)
                self.stdout.write(f"{file}: whole, {rows.total():,} rows as of {head.made_at}")
                return
            head = restore(file, settings.BACKUP_KEY)
        except BackupError as error:
            raise CommandError(f"{file}: {error}.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        self.stdout.write(f"{file}: restored as of {head.made_at}")
        call_command("migrate", verbosity=0)
        self._tell_settings(head)
        # What waited for its place in the chain when the backup was made, or was older than it.
        while chain_records():
            pass
        call_command("verify_records", stdout=self.stdout)

    def _tell_settings(self, head: ArchiveHead) -> None:
        for name, before in head.settings.items():
            if before != (now := getattr(settings, name, None)):
                self.stdout.write(f"{name} was {before} there, and is {now} here")
