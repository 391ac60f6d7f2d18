"""Accepts answers that were read from a file; the one writer of `Import`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from responses.characters import one_line
from responses.domain.auditing import Actor, record
from responses.domain.content.content import Content
from responses.domain.content.files import NAME_MAX
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.files.storing import store_imported
from responses.enums import AuditKind, Source
from responses.models import Import, Response, StoredFile

from .drafting import save_answers
from .writes import Outcome, Write


@dataclass(frozen=True, slots=True)
class AcceptedAnswer:
    """What is to be the answer to a question, with the lines of the file that it came from."""

    question: QuestionShape
    content: Content
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The file that answers come from: its name, its type as its reader calls it, its bytes."""

    name: str
    type: str
    content: bytes

    @property
    def digest(self) -> str:
        """By what the file is known."""
        return sha256(self.content).hexdigest()

    def stored(self, response: Response) -> StoredFile:
        """Store the file, and return it; raises `UnfitError`."""
        return store_imported(response, BytesIO(self.content), self.type)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The same of a file that is stored already: its name, and as it is stored."""

    name: str
    file: StoredFile

    @property
    def digest(self) -> str:
        """By what the file is known."""
        return self.file.digest

    def stored(self, _response: Response) -> StoredFile:
        """Return the file."""
        return self.file


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of the answers, by the keys of their questions, in the form's order.

    Some were `written`; some were `kept`, as there is another answer or the section is closed, for
    who imported them to merge. The others were `known`: imported before, or answered so.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    known: tuple[str, ...]


@transaction.atomic
def import_answers(
    response: Response,
    edition: EditionShape,
    accepted: Sequence[AcceptedAnswer],
    file: ImportedFile | KeptFile,
    *,
    actor: Actor,
) -> ImportOutcome:
    """Save answers that were read from a file, through the door, and keep the file with them.

    They start from no answer: where there is one, what was read is kept as a refused text. What
    was imported from the same lines before is not imported again, so that the same file twice
    changes nothing. Raises
    `NotAllowedError` as `save_answers` does, and `UnfitError` where there is no room for the file.
    """
    before = _imported(response, file.digest)
    fresh = [each for each in accepted if (each.question.key, each.lines) not in before]
    outcomes = _save(response, edition, fresh, actor)
    found = {each.question.key: outcome for each, outcome in outcomes}
    written = [key for key, outcome in found.items() if outcome.changed]
    kept = [key for key, outcome in found.items() if outcome.refused]
    if written or kept:
        _record(response, file, [each for each, _ in outcomes], found, actor)
    changed = {*written, *kept}
    known = [each.question.key for each in accepted if each.question.key not in changed]
    return ImportOutcome(tuple(written), tuple(kept), tuple(known))


def _imported(response: Response, digest: str) -> set[tuple[str, tuple[int, ...]]]:
    """Return the questions whose answers were imported from a file, with the lines; one query."""
    before = Import.objects.filter(response=response, file=digest)
    return {
        (key, tuple(said["lines"]))
        for answers in before.values_list("answers", flat=True)
        for key, said in answers.items()
    }


def _save(
    response: Response, edition: EditionShape, accepted: Sequence[AcceptedAnswer], actor: Actor
) -> list[tuple[AcceptedAnswer, Outcome]]:
    by_key = {each.question.key: each for each in accepted}
    found: list[tuple[AcceptedAnswer, Outcome]] = []
    for section in edition.sections:
        own = [by_key[each.key] for each in section.questions if each.key in by_key]
        if own:
            writes = [Write(each.question, each.content, base_version=0) for each in own]
            outcomes = save_answers(
                response, section, writes, author=actor.person, source=Source.IMPORT
            )
            found += zip(own, outcomes, strict=True)
    return found


def _record(
    response: Response,
    file: ImportedFile | KeptFile,
    accepted: Sequence[AcceptedAnswer],
    outcomes: Mapping[str, Outcome],
    actor: Actor,
) -> None:
    """Keep the file, and write which of its lines became which answers."""
    name = one_line(file.name)[:NAME_MAX]
    answers: dict[str, Any] = {}
    for each in accepted:
        outcome = outcomes[each.question.key]
        if outcome.changed or outcome.refused:
            version = outcome.version if outcome.changed else None
            answers[each.question.key] = {"lines": list(each.lines), "version": version}
    Import.objects.create(
        response=response,
        file=file.stored(response),
        name=name,
        answers=answers,
        by=actor.person,
        at=timezone.now(),
    )
    record(AuditKind.IMPORTED, actor, response.city, lambda: f"{response.edition.code} · {name}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version of an answer came from: a file, by its name and digest, and its lines."""

    name: str
    digest: str
    lines: tuple[int, ...]


def read_origins(response: Response, question: QuestionShape) -> Mapping[int, Origin]:
    """Return by the versions of an answer which files they were imported from; one query."""
    rows = Import.objects.filter(response=response, answers__has_key=question.key).order_by("pk")
    found = rows.values_list("name", "file_id", "answers")
    return {
        said["version"]: Origin(name, digest, tuple(said["lines"]))
        for name, digest, answers in found
        for said in [answers[question.key]]
        if said["version"] is not None
    }


def kept_import(response: Response, digest: str) -> Import | None:
    """Return the last import from a file that answers came from, or None; one query."""
    rows = Import.objects.filter(response=response, file=digest).select_related("file")
    return rows.order_by("-pk").first()
