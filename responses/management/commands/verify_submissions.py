"""`manage.py verify_submissions`: whether what was sealed is as it was, and what was signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from responses.domain.submissions.proving import response_faults
from responses.domain.submissions.verifying import faults
from responses.models import Response, Submission


class Command(BaseCommand):
    """Checks every submission and what every response rests on; exits 1 if anything differs."""

    help = (
        "Checks that every sealed submission is to the byte as it was sealed, and that answers, "
        "revisions, events, signatures and kept pages agree."
    )

    def handle(self, **_options: Any) -> None:
        """Tell of each submission whether it is intact, and of each response what is wrong."""
        broken = differing = 0
        submissions = Submission.objects.select_related("response__city", "response__edition")
        for submission in submissions.iterator(chunk_size=1):
            found = list(faults(submission))
            broken += bool(found)
            name = f"{_name(submission.response)} no. {submission.number}"
            self.stdout.write(f"{name}: {'; '.join(found) or 'intact'}")
        responses = Response.objects.select_related("city", "edition").order_by("pk")
        for response in responses.iterator(chunk_size=100):
            found = list(response_faults(response))
            differing += bool(found)
            for fault in found:
                self.stdout.write(f"{_name(response)}: {fault}")
        if broken or differing:
            raise CommandError(
                f"Submissions that differ from what was sealed: {broken}. "
                f"Responses that differ from their records: {differing}."
            )


def _name(response: Response) -> str:
    return f"{response.city.slug} {response.edition.code}"
