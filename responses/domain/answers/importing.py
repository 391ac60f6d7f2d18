"""Accepts answers that were read from a file; the one writer of `Import`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from responses.characters import one_line
from responses.domain.auditing import Actor, record
from responses.domain.content.content import EMPTY, Content, files_in
from responses.domain.content.files import NAME_MAX
from responses.domain.content.translating import elsewhere, parted, placed, wording
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.files.storing import store_imported
from responses.enums import AuditKind, Source
from responses.models import Answer, Import, Response, StoredFile

from .drafting import save_answers
from .imported_files import bring_imported
from .writes import Outcome, Write


@dataclass(frozen=True, slots=True)
class AcceptedAnswer:
    """What is to be the answer to a question, with the lines of the file that it came from.

    Or to the question that asks for a translation; that `is_outdated` if its original has changed.
    `original` is what the file has as that, where it is not accepted along with it.
    """

    question: QuestionShape
    content: Content
    lines: tuple[int, ...]
    is_outdated: bool = False
    original: Content | None = None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The file that answers come from: its name, its type as its reader calls it, its bytes.

    `pictures` are the bytes of files that its answers name, by digest, as far as it has them.
    """

    name: str
    type: str
    content: bytes
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

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
    who imported them to merge. The others were `known`: imported before, or answered so. Of files
    that the response does not have and the file neither, it tells the names.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    known: tuple[str, ...]
    without: tuple[str, ...] = ()


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

    Translations are saved after their originals, if the city submits in their language. All start
    from no answer: where there is one, what was read is kept as a refused text. What was imported
    from the same lines before is not imported again, so that the same file twice changes nothing.
    Raises `NotAllowedError` as `save_answers` does, and `UnfitError` where there is no room for
    the file.
    """
    before = _imported(response, file.digest)
    languages = {"", response.city.submission_language}
    accepted = [each for each in accepted if each.question.language in languages]
    fresh = [each for each in accepted if (each.question.key, each.lines) not in before]
    fresh, without = _with_files(response, fresh, file, actor)
    outcomes = _save(response, edition, fresh, actor)
    found = {each.question.key: outcome for each, outcome in outcomes}
    written = [key for key, outcome in found.items() if outcome.changed]
    kept = [key for key, outcome in found.items() if outcome.refused]
    if written or kept:
        _record(response, file, [each for each, _ in outcomes], found, actor)
    changed = {*written, *kept}
    known = [each.question.key for each in accepted if each.question.key not in changed]
    return ImportOutcome(tuple(written), tuple(kept), tuple(known), without)


def _with_files(
    response: Response,
    accepted: Sequence[AcceptedAnswer],
    file: ImportedFile | KeptFile,
    actor: Actor,
) -> tuple[list[AcceptedAnswer], tuple[str, ...]]:
    """Return answers with those of their files that there are, and the names of the others."""
    named = [named for each in accepted for named in files_in(each.question, each.content)]
    wanted = {each.facts for each in named}
    # Those of a file that is stored were brought as it was read.
    pictures = file.pictures if isinstance(file, ImportedFile) else {}
    files = bring_imported(response, wanted, pictures, author=actor.person)
    found: list[AcceptedAnswer] = []
    without: list[str] = []
    for each in accepted:
        content, lost = files.fitting(each.question, each.content)
        found.append(replace(each, content=content))
        without += [file.name for file in lost]
    return found, tuple(without)


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
    """Save answers section by section, in the form's order, and then their translations."""
    by_key = {each.question.place: each for each in accepted}
    languages = sorted({each.question.language for each in accepted})
    found: list[tuple[AcceptedAnswer, Outcome]] = []
    for section in edition.sections:
        for language in languages:
            places = ((question.pk, language) for question in section.questions)
            own = [by_key[place] for place in places if place in by_key]
            if not own:
                continue
            if language:
                writes = _translations(response, edition, own, by_key)
            else:
                writes = [Write(each.question, each.content, 0) for each in own]
            outcomes = save_answers(
                response, section, writes, author=actor.person, source=Source.IMPORT
            )
            found += zip(own, outcomes, strict=True)
    return found


def _translations(
    response: Response,
    edition: EditionShape,
    translations: Sequence[AcceptedAnswer],
    accepted: Mapping[tuple[int, str], AcceptedAnswer],
) -> list[Write]:
    """Return translations as they are to be saved, of the version whose words are the file's.

    Of any other they are of none that is known, which makes them outdated. Their phrases stand at
    the places of this original, not of that in the file.
    """
    answers = Answer.objects.filter(
        response=response, language="", question__in=[each.question.pk for each in translations]
    )
    now = {each.question_id: each for each in answers}
    writes: list[Write] = []
    for each in translations:
        answer, along = now.get(each.question.pk), accepted.get((each.question.pk, ""))
        original = along.content if along else each.original
        question = edition.questions_by_key[parted(each.question.key)[0]]
        said = Content.from_json(answer.content) if answer else EMPTY
        content = placed(question, said, elsewhere(question, original or EMPTY, said, each.content))
        same = original is not None and wording(question, said) == wording(question, original)
        of = answer.version if answer and same and not each.is_outdated else None
        writes.append(Write(each.question, content, 0, translates=of))
    return writes


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
