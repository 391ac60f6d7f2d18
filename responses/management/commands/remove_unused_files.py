"""`manage.py remove_unused_files`: removes files that nothing has named for thirty days.

For cron where `manage.py work` does not run, which does the same each day.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from responses.domain.files.storing import remove_unused
from responses.domain.kept.keeping import let_pages_go


class Command(BaseCommand):
    """Removes files that no revision, refused text or submission has named for thirty days."""

    help = "Removes pictures and files that nothing has named for thirty days."

    def handle(self, **_options: Any) -> None:
        """Remove them, and say how many there were."""
        let_pages_go(timezone.now())
        self.stdout.write(f"Files removed: {remove_unused(timezone.now())}")
