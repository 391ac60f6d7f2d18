"""`manage.py import_response`: read a filled questionnaire, and say what it proposes to answer."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from responses.domain.edition.editions import edition_shape
from responses.intake.lines import FileText
from responses.intake.proposals import Proposed, propose
from responses.intake.reading import BYTES_MAX, UnreadableFileError, read_file
from responses.models import Response


class Command(BaseCommand):
    """Reads a file that a city filled in, and prints where each of its lines belongs."""

    help = "Reads a filled questionnaire, such as: seoul lgq-2022 filled.txt --dry-run --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the response, the file and what to print."""
        parser.add_argument("city", help="the city's slug, such as seoul")
        parser.add_argument("edition", help="the edition's code, such as lgq-2022")
        parser.add_argument("file", type=Path, help="plain text (UTF-8, UTF-16, CP949) or Markdown")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print the proposals as JSON")
        parser.add_argument(
            "--text", action="store_true", help="print the lines with their numbers, nothing else"
        )

    def handle(self, *, city: str, edition: str, file: Path, **options: Any) -> None:
        """Read the file and print what was asked for."""
        response = _response(city, edition)
        text = _read(file)
        if options["text"]:
            for line in text.lines:
                self.stdout.write(f"{line.number}\t{line.text}")
            return
        proposed = propose(edition_shape(response.edition), text)
        if options["json"]:
            self.stdout.write(json.dumps(proposed.to_json(), ensure_ascii=False))
        else:
            self._tell(proposed)

    def _tell(self, proposed: Proposed) -> None:
        for each in proposed.proposals:
            sure = "sure" if each.is_sure else "unsure"
            parts = ", ".join(each.parts) or "no answer"
            self.stdout.write(f"{each.question.number:<8} {each.certainty:.2f} {sure:<7} {parts}")
        self.stdout.write(
            f"Lines that belong to no question: {len(proposed.not_placed)}; "
            f"wording: {len(proposed.wording)}, headings: {len(proposed.headings)}"
        )


def _response(city: str, edition: str) -> Response:
    responses = Response.objects.select_related("city", "edition")
    found = responses.filter(city__slug=city, edition__code=edition).first()
    if found is None:
        there = " ".join(f"'{one.city.slug} {one.edition.code}'" for one in responses) or "none"
        raise CommandError(f"'{city} {edition}' is not a response. Responses: {there}.")
    return found


def _read(file: Path) -> FileText:
    try:
        with file.open("rb") as opened:
            # No more than tells that it is too much.
            content = opened.read(BYTES_MAX + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        return read_file(content)
    except UnreadableFileError as refusal:
        with translation.override(None):  # commands speak as the source does
            raise CommandError(f"{file}: {refusal.reason}") from None
