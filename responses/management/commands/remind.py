"""`manage.py remind`: tells people of what is due, and enqueues the mails that are.

For cron where `manage.py work` does not run, which does the same.
"""

from typing import Any

from django.core.management.base import BaseCommand

from responses.tasks import look_for_work


class Command(BaseCommand):
    """Looks for what is to be told as of this morning; what was told before is not told again."""

    help = "Tells people of what is due, and enqueues mails; nobody twice, however often it runs."

    def handle(self, **_options: Any) -> None:
        """Look, and say how much there was."""
        found = look_for_work()
        self.stdout.write(f"New reminders: {found.reminders}, mails to send: {found.mails}")
