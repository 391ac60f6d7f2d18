"""`manage.py remind`: tells people of what is due, and mails what waits to be mailed.

For the worker's schedule, or cron: once a day is enough, often does no harm.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from responses.domain.reminding import remind


class Command(BaseCommand):
    """Reminds of due dates as of today; what was told before is not told again."""

    help = "Tells people of what is due in 7 days, tomorrow, or overdue; nobody twice."

    def handle(self, **_options: Any) -> None:
        """Remind, and say of how much."""
        self.stdout.write(f"New reminders: {remind(timezone.localdate())}")
