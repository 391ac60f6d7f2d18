"""`manage.py import_response`: read a filled questionnaire, and accept what is sure of it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from responses.domain.answers.importing import (
    AcceptedAnswer,
    ImportedFile,
    ImportOutcome,
    import_answers,
)
from responses.domain.auditing import Actor
from responses.domain.content.kinds import KINDS
from responses.domain.edition.editions import edition_shape
from responses.domain.files.unfit import UnfitError
from responses.domain.permissions import role_in
from responses.enums import Language, Role
from responses.intake.lines import FileText
from responses.intake.of_edition import other_edition
from responses.intake.proposals import Proposed, ProposedAnswer, propose
from responses.intake.reading import BYTES_MAX, read_file
from responses.intake.refusals import UnreadableFileError
from responses.management.found import found_response
from responses.models import Edition, Response, User
from responses.wording.addresses import public
from responses.wording.imported import (
    changed_words,
    form_words,
    kept_words,
    known_words,
    left_lines,
    missing_words,
    other_edition_words,
    proposal_words,
    saved_words,
    unsure_words,
)
from responses.wording.uploads import REFUSALS


class Command(BaseCommand):
    """Reads a file that a city filled in, and saves what it surely answers as a coordinator.

    Prints in the city's language where each answer stands in the file, what it left, and where a
    person settles that.
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
        response = found_response(city, edition)
        content = _content(file)
        text = _read(file, content)
        if options["text"]:
            for line in text.lines:
                self.stdout.write(f"{line.number}\t{line.text}")
            return
        with translation.override(response.city.language):
            self._import(response, file, content, text, options)

    def _import(
        self,
        response: Response,
        file: Path,
        content: bytes,
        text: FileText,
        options: dict[str, Any],
    ) -> None:
        """Accept what is sure, unless nothing is to be written, and print what was read."""
        if changed := [line.number for line in text.lines if line.is_changed]:
            self.stderr.write(changed_words(changed))
        proposed = propose(edition_shape(response.edition), text)
        if other := _other_edition(response, text):
            self.stderr.write(other_edition_words(other, response.edition.code))
        if options["json"]:
            self.stdout.write(json.dumps(proposed.to_json(), ensure_ascii=False))
        told = self.stderr if options["json"] else self.stdout
        outcome = None
        if not options["dry_run"] and (options["email"] or not options["json"]):
            source = ImportedFile(file.name, text.reader, content, proposed.pictures)
            outcome = _accept(response, proposed, source, options["email"])
        if outcome or not options["json"]:
            for said in _said(response, text, proposed, outcome):
                told.write(said)


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


def _said(
    response: Response, text: FileText, proposed: Proposed, outcome: ImportOutcome | None
) -> Iterator[str]:
    """Yield in lines what was read of a file, and what became of it."""
    answers = (*proposed.answers, *proposed.translations)
    numbers = {each.question.key: _number(each) for each in answers}
    for each in answers:
        yield proposal_words(
            numbers[each.question.key],
            certainty=each.certainty,
            is_sure=each.is_sure,
            lines=each.lines,
            parts=[
                str(KINDS[asked.kind].label)
                for asked in each.question.parts
                if asked.key in each.parts
            ],
        )
    if outcome:
        yield saved_words(numbers[key] for key in outcome.written)
        yield kept_words(numbers[key] for key in outcome.kept)
        yield known_words(numbers[key] for key in outcome.known)
    unsure = [numbers[each.question.key] for each in answers if not each.is_sure]
    address = reverse("imports", args=(response.city.slug, response.edition.code))
    yield from unsure_words(unsure, public(address))
    if outcome and outcome.without:
        yield missing_words(outcome.without)
    yield form_words(len(proposed.wording), len(proposed.headings))
    texts = {line.number: line.text for line in text.lines}
    yield from left_lines([(number, texts[number]) for number in proposed.not_placed])


def _number(answer: ProposedAnswer) -> str:
    """Return the number of a question, with its language where a translation is asked for."""
    number, language = answer.question.number, answer.question.language
    return f"{number} ({Language(language).label})" if language else number
