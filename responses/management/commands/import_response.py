"""`manage.py import_response`: read a filled questionnaire, and accept what is sure of it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from responses.domain.answers.importing import (
    AcceptedAnswer,
    ImportedFile,
    ImportOutcome,
    import_answers,
)
from responses.domain.auditing import Actor
from responses.domain.edition.editions import edition_shape
from responses.domain.files.unfit import UnfitError
from responses.domain.permissions import role_in
from responses.enums import Role
from responses.intake.lines import FileText
from responses.intake.of_edition import other_edition
from responses.intake.proposals import Proposed, propose
from responses.intake.reading import BYTES_MAX, read_file
from responses.intake.refusals import UnreadableFileError
from responses.models import Edition, Response, User
from responses.wording.uploads import REFUSALS


class Command(BaseCommand):
    """Reads a file that a city filled in, and saves what it surely answers as a coordinator.

    Prints what it left, for a person to look at.
    """

    help = "Reads a filled questionnaire, such as: seoul lgq-2022 filled.txt --as NAME@CITY"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the response, the file and what to print."""
        parser.add_argument("city", help="the city's slug, such as seoul")
        parser.add_argument("edition", help="the edition's code, such as lgq-2022")
        parser.add_argument(
            "file",
            type=Path,
            help="DOCX, HWPX, XLSX, HTML, plain text (UTF-8, UTF-16, CP949), Markdown, or JSON",
        )
        parser.add_argument(
            "--as", dest="email", default="", help="the coordinator who accepts what is sure"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print the proposals as JSON")
        parser.add_argument(
            "--text", action="store_true", help="print the lines with their numbers, nothing else"
        )

    def handle(self, *, city: str, edition: str, file: Path, **options: Any) -> None:
        """Read the file and print what was asked for."""
        response = _response(city, edition)
        content = _content(file)
        text = _read(file, content)
        if options["text"]:
            for line in text.lines:
                self.stdout.write(f"{line.number}\t{line.text}")
            return
        if changed := [str(line.number) for line in text.lines if line.is_changed]:
            self.stderr.write(
                f"Tracked changes are read as accepted, in the lines {', '.join(changed)}."
            )
        proposed = propose(edition_shape(response.edition), text)
        if other := _other_edition(response, text):
            self.stderr.write(
                f"This file seems to be of {other}: only what {edition} asks, too, is read."
            )
        if options["json"]:
            self.stdout.write(json.dumps(proposed.to_json(), ensure_ascii=False))
        if options["dry_run"] or (options["json"] and not options["email"]):
            if not options["json"]:
                self._tell(proposed)
            return
        source = ImportedFile(file.name, text.reader, content, proposed.pictures)
        outcome = _accept(response, proposed, source, options["email"])
        told = self.stderr if options["json"] else self.stdout
        for said in _said(proposed, outcome):
            told.write(said)

    def _tell(self, proposed: Proposed) -> None:
        for each in (*proposed.answers, *proposed.translations):
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


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            # No more than tells that it is too much.
            return opened.read(BYTES_MAX + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _read(file: Path, content: bytes) -> FileText:
    try:
        return read_file(content)
    except UnreadableFileError as refusal:
        with translation.override(None):  # commands speak as the source does
            raise CommandError(f"{file}: {refusal.reason}") from None


def _other_edition(response: Response, text: FileText) -> str:
    """Return the code of the edition that a file is of, if clearly of another one."""
    others = map(edition_shape, Edition.objects.exclude(pk=response.edition_id))
    found = other_edition(edition_shape(response.edition), others, text)
    return found.code if found else ""


def _accept(
    response: Response, proposed: Proposed, file: ImportedFile, email: str
) -> ImportOutcome:
    """Save what is sure as that coordinator."""
    person = User.objects.filter(email=email).first()
    if person is None or role_in(person, response.city) != Role.COORDINATOR:
        raise CommandError(
            f"Name a coordinator of {response.city.slug} by --as, or write nothing by --dry-run."
        )
    accepted = [
        AcceptedAnswer(each.question, each.content, each.lines, each.is_outdated)
        for each in (*proposed.answers, *proposed.translations)
        if each.is_sure and each.content
    ]
    shape = edition_shape(response.edition)
    try:
        return import_answers(response, shape, accepted, file, actor=Actor(person))
    except UnfitError as refusal:
        with translation.override(None):
            raise CommandError(str(REFUSALS[refusal.why])) from None


def _said(proposed: Proposed, outcome: ImportOutcome) -> Iterator[str]:
    """Yield in lines what became of a file."""
    answers = (*proposed.answers, *proposed.translations)
    numbers = {each.question.key: each.question.number for each in answers}
    unsure = [each.question.key for each in answers if not each.is_sure and each.lines]
    for told, keys in (
        ("Saved", outcome.written),
        ("Kept to be merged, as the answer is another one", outcome.kept),
        ("Imported before, or answered so", outcome.known),
        ("Left, as they are unsure", unsure),
    ):
        yield f"{told}: {', '.join(numbers[key] for key in keys) or 'none'}"
    if outcome.without:
        yield f"Files that are not at hand: {', '.join(outcome.without)}"
    yield f"Lines that belong to no question: {len(proposed.not_placed)}"
