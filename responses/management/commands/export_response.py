"""`manage.py export_response`: write a response to a file, as the page's buttons give it."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from responses.documents.cached import offered_pdf, read_pdf
from responses.documents.drawing import TooLargeError
from responses.documents.exports import FORMATS as FILES
from responses.documents.exports import content_of, offered, wanted
from responses.domain.auditing import record_export
from responses.domain.snapshot.failing import with_beside
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.domain.submissions.sealing import pdf_languages
from responses.enums import BOTH, Language
from responses.management.found import found_response
from responses.models import Response
from responses.wording.files import TOO_LARGE, large_words

PDF = "pdf"
FORMATS: Mapping[str, str] = {
    "json": "response.json",
    "docx": "response.docx",
    "hwpx": "response.hwpx",
    "xlsx": "response.xlsx",
    "md": "response.md",
    "evidence-csv": "evidence.csv",
    "evidence-xlsx": "evidence.xlsx",
}
"""The formats beside PDF, and what the page calls their files."""
*_SOME, _LAST = (key for key, name in FORMATS.items() if FILES[name].varies)
_ONE_SECTION = f"A file of one section is --format {', '.join(_SOME)} or {_LAST}."


def _pdf(response: Response, snapshot: Snapshot, language: str) -> tuple[str, bytes]:
    offered = offered_pdf(response, snapshot, language)
    return offered.name, read_pdf(response, snapshot, language, offered)


def _file(
    response: Response, snapshot: Snapshot, name: str, language: str, section: str
) -> tuple[str, bytes]:
    """Return the name of a file in the audit, and its content."""
    if section and not FILES[name].varies:
        raise CommandError(_ONE_SECTION)
    file = wanted(snapshot, name, language, section, otherwise=snapshot.language)
    if file is None:
        raise CommandError(f"The edition has no section '{section}'.")
    given = offered(response, snapshot, file)
    return given.name, content_of(response, snapshot, file, given)


class Command(BaseCommand):
    """Writes a city's response to an edition to a file, in one format and language."""

    help = "Writes a city's response to a file, such as: seoul lgq-2022 --output seoul.pdf"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the response, the format, the language and the file."""
        parser.add_argument("city", help="the city's slug, such as seoul")
        parser.add_argument("edition", help="the edition's code, such as lgq-2022")
        parser.add_argument("--format", choices=[PDF, *FORMATS], default=PDF)
        parser.add_argument(
            "--section", default="", metavar="KEY", help="one section: docx, hwpx, xlsx and md"
        )
        parser.add_argument(
            "--language",
            choices=[*Language.values, BOTH],
            help="by default the city's working language, of a table both; "
            "both: that and its submission language",
        )
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(
        self, *, city: str, edition: str, output: Path, language: str | None, **options: Any
    ) -> None:
        """Write the file and say how large it is; beforehand, if it takes long, how long."""
        response = found_response(city, edition)
        snapshot = with_beside(read_snapshot(response), response)
        asked, language = language or "", language or snapshot.language
        if language not in pdf_languages(snapshot.submission_language):
            raise CommandError(f"{city} submits in no other language than the one it works in.")
        with translation.override(None):  # commands speak as the source does
            large, too_large = large_words(snapshot, language), str(TOO_LARGE)
        if large and options["format"] == PDF:
            self.stderr.write(large)
        section = options["section"]
        try:
            if options["format"] == PDF:
                if section:
                    raise CommandError(_ONE_SECTION)
                name, content = _pdf(response, snapshot, language)
            else:
                file = FORMATS[options["format"]]
                name, content = _file(response, snapshot, file, asked, section)
        except TooLargeError:
            raise CommandError(too_large) from None
        except KeyError:
            raise CommandError("The submission has no PDF in both languages.") from None
        try:
            with transaction.atomic():
                record_export(response.city, name, actor=None)
                output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(content):,} bytes")
