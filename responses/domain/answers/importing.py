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
from responses.models import Import, Response

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
    file: ImportedFile,
    *,
    actor: Actor,
) -> ImportOutcome:
    """Save answers that were read from a file, through the door, and keep the file with them.

    They start from no answer: where there is one, what was read is kept as a refused text. What
    was imported before is not imported again, so that the same file twice changes nothing. Raises
    `NotAllowedError` as `save_answers` does, and `UnfitError` where there is no room for the file.
    """
    before = _imported(response, sha256(file.content).hexdigest())
    fresh = [each for each in accepted if each.question.key not in before]
    outcomes = _save(response, edition, fresh, actor)
    found = {each.question.key: outcome for each, outcome in outcomes}
    written = [key for key, outcome in found.items() if outcome.changed]
    kept = [key for key, outcome in found.items() if outcome.refused]
    if written or kept:
        _record(response, file, [each for each, _ in outcomes], found, actor)
    changed = {*written, *kept}
    known = [each.question.key for each in accepted if each.question.key not in changed]
    return ImportOutcome(tuple(written), tuple(kept), tuple(known))


def _imported(response: Response, digest: str) -> set[str]:
    """Return the keys of the questions whose answers were imported from a file; one query."""
    before = Import.objects.filter(response=response, file=digest)
    return {key for answers in before.values_list("answers", flat=True) for key in answers}


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
    file: ImportedFile,
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
        file=store_imported(response, BytesIO(file.content), file.type),
        name=name,
        answers=answers,
        by=actor.person,
        at=timezone.now(),
    )
    record(AuditKind.IMPORTED, actor, response.city, lambda: f"{response.edition.code} · {name}")
