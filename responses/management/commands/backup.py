"""`manage.py backup FILE`: everything in the database in one file, while people write."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from responses.domain.backups.archive import BackupError
from responses.domain.backups.taking import take


class Command(BaseCommand):
    """Takes a backup and reads it again; exits 1, and leaves no file, if something is wrong."""

    help = "Writes everything in the database to a file, encrypted if BACKUP_KEY is set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="a new file, such as lgq.backup")

    def handle(self, *, file: Path, **_options: Any) -> None:
        """Take the backup and say how much stands in it."""
        try:
            head, rows = take(file, settings.BACKUP_KEY)
            size = file.stat().st_size
        except BackupError as error:
            raise CommandError(f"{file}: {error}.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        how = "encrypted" if settings.BACKUP_KEY else "not encrypted"
        self.stdout.write(
            f"{file}: {rows.total():,} rows as of {head.made_at}, {size:,} bytes, {how}; read again"
        )
