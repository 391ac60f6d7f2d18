"""`manage.py verify_submissions`: whether what was sealed is still to the byte as it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from responses.domain.submissions.verifying import faults
from responses.models import Submission


class Command(BaseCommand):
    """Checks every submission against its digests; exits 1 if one is not intact."""

    help = "Checks that every sealed submission is to the byte as it was sealed."

    def handle(self, **_options: Any) -> None:
        """Tell of each submission whether it is intact, and what is wrong if it is not."""
        broken = 0
        submissions = Submission.objects.select_related("response__city", "response__edition")
        for submission in submissions.iterator(chunk_size=1):
            found = list(faults(submission))
            broken += bool(found)
            city, edition = submission.response.city.slug, submission.response.edition.code
            name = f"{city} {edition} no. {submission.number}"
            self.stdout.write(f"{name}: {'; '.join(found) or 'intact'}")
        if broken:
            raise CommandError(f"Submissions that differ from what was sealed: {broken}.")
