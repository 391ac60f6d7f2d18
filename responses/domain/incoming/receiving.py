"""Takes in filled questionnaires, and what people decide of them; the one writer of `IncomingFile`.

Whoever decides locks the file first, then what its answers lock: of several coordinators at once
each finds what the others did.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from responses.characters import one_line
from responses.domain.answers.importing import AcceptedAnswer, KeptFile, import_answers
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.content.content import Content
from responses.domain.content.files import NAME_MAX
from responses.domain.content.translating import find_question, parted
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.files.storing import store_imported
from responses.domain.talk.talking import Said, start
from responses.models import IncomingFile, Response
from responses.validators import TEXT_MAX

from .placed import ACCEPTED, Decision, FileProposal, PlacedLines, Refill, moved, reading

UNREAD = "unread"
"""The type of a stored file of which only its reader knows more."""
# What no database takes, though JSON may have it.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of proposals that were accepted, by the keys of their questions.

    Some were `written`, some `kept` to be merged, as there is another answer or the section is
    closed; others the answer `known`, or were imported before. What had `changed` since the
    person saw it was left as it is. Of files that were nowhere to be had, `without` has the names.
    """

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@transaction.atomic
def receive(response: Response, name: str, given: IO[bytes], *, actor: Actor) -> IncomingFile:
    """Store a filled questionnaire, which is still to be read, and return it.

    Of the same file twice that is the one that is there. Raises `UnfitError`.
    """
    file = store_imported(response, given, UNREAD)
    found, _is_new = IncomingFile.objects.get_or_create(
        response=response,
        file=file,
        defaults={
            "name": kept_name(name),
            "by": actor.person,
            "at": timezone.now(),
        },
    )
    return found


def kept_name(name: str) -> str:
    """Return a file's name as it is kept."""
    return one_line(_UNSTORABLE.sub("", name))[:NAME_MAX] or "-"


def keep_read(
    pk: int, lines: Sequence[Mapping[str, Any]], placed: PlacedLines, edition: str
) -> bool:
    """Keep what was read of a file, by its key, unless somebody has by now; return whether it was.

    `lines` are in JSON form; `edition` is the code of the other edition that the file is of, or
    empty.
    """
    unread = IncomingFile.objects.filter(pk=pk, lines__isnull=True)
    values = {"lines": _storable(lines), "placed": _storable(placed.to_json())}
    return bool(unread.update(**values, edition=edition, refusal=""))


def keep_refusal(pk: int, reason: str) -> None:
    """Keep why a file cannot be read, by the name of the reason."""
    IncomingFile.objects.filter(pk=pk, lines__isnull=True).update(refusal=reason)


def remove(response: Response, pk: int) -> bool:
    """Remove a file from which nothing was imported; return whether it was removed."""
    with transaction.atomic():
        found = IncomingFile.objects.select_for_update().filter(response=response, pk=pk).first()
        if found is None or (found.placed and _is_used(found.placed)):
            return False
        IncomingFile.objects.filter(pk=found.pk).delete()
        return True


def _is_used(placed: Mapping[str, Any]) -> bool:
    proposals = PlacedLines.from_json(placed).proposals.values()
    return any(each.decision in ACCEPTED for each in proposals)


@transaction.atomic
def accept(
    response: Response, pk: int, seen: Mapping[str, str], *, actor: Actor, wanted: Content | None
) -> Accepted:
    """Make proposals the answers, as the person saw them, by the keys of their questions.

    With `wanted` that one proposal, edited so. Where another answer is, or the section is closed,
    it is kept as the person's refused text. Comments at their lines become threads. Raises
    `LookupError` where there is no such file, and as `import_answers` does.
    """
    found, edition, placed = _locked(response, pk)
    asked = [placed.of(key) for key in seen if _is_asked(edition, placed, key)]
    fresh = [each for each in asked if each.is_open and each.seen == seen[each.question]]
    accepted = [
        AcceptedAnswer(
            question,
            reading(question, each.said).content if wanted is None else wanted,
            each.lines,
            each.is_outdated,
            _original(edition, placed, question),
        )
        for each in fresh
        for question in [find_question(edition, each.question)]
    ]
    accepted = [each for each in accepted if each.content]
    file = KeptFile(found.name, found.file)
    outcome = import_answers(response, edition, accepted, file, actor=actor)
    decided = {
        **dict.fromkeys(outcome.written, Decision.WRITTEN),
        **dict.fromkeys(outcome.kept, Decision.KEPT),
        **dict.fromkeys(outcome.known, Decision.KNOWN),
    }
    proposals = [replace(placed.of(key), decision=to) for key, to in decided.items()]
    proposals = [_talked(found, edition, each, actor) for each in proposals]
    _keep(found, placed.having(*proposals))
    # A second press, or another coordinator, may have accepted the same.
    same = {each.question for each in asked if each.decision in ACCEPTED}
    changed = tuple(key for key in seen if key not in decided and key not in same)
    known = outcome.known + tuple(key for key in seen if key in same)
    return Accepted(outcome.written, outcome.kept, known, changed, outcome.without)


def _is_asked(edition: EditionShape, placed: PlacedLines, key: str) -> bool:
    """Return whether a key is of a question, or of a translation that the file proposes."""
    return key in edition.questions_by_key or key in placed.proposals


def _original(
    edition: EditionShape, placed: PlacedLines, question: QuestionShape
) -> Content | None:
    """Return what the file has as the original of a translation, or None."""
    key, language = parted(question.key)
    if not language or key not in placed.proposals:
        return None
    return reading(edition.questions_by_key[key], placed.of(key).said).content


def _talked(
    found: IncomingFile, edition: EditionShape, proposal: FileProposal, actor: Actor
) -> FileProposal:
    """Start a thread of each comment at the lines of a proposal, unless there is one already."""
    lines: list[dict[str, Any]] = found.lines or []
    said = [
        (number, comment)
        for number in sorted({*proposal.lines, *proposal.wording} - {*proposal.told})
        for comment in lines[number - 1].get("comments", ())
    ]
    if not said:
        return proposal
    response, key = found.response, proposal.question
    question = edition.questions_by_key[parted(key)[0]]
    section = next(each for each in edition.sections if question in each.questions)
    place = AnswerRef(response.city.slug, response.edition.code, section.key, key)
    with translation.override(response.city.language):
        words = _("Comment in “%(file)s”, line %(number)d: %(text)s")
        texts = [words % {"file": found.name, "number": at, "text": text} for at, text in said]
    for text in texts:
        start(actor.person, place, Said(Truncator(text).chars(TEXT_MAX)))
    return replace(proposal, told=tuple(sorted({*proposal.told, *(at for at, _text in said)})))


@transaction.atomic
def reject(response: Response, pk: int, question: str) -> bool:
    """Reject what is proposed to a question; return False if it is decided already."""
    return _decide(response, pk, question, Decision.OPEN, Decision.REJECTED)


@transaction.atomic
def take_back(response: Response, pk: int, question: str) -> bool:
    """Take back that a proposal was rejected; return False if it is not rejected."""
    return _decide(response, pk, question, Decision.REJECTED, Decision.OPEN)


def _decide(response: Response, pk: int, question: str, of: Decision, to: Decision) -> bool:
    found, _edition, placed = _locked(response, pk)
    proposal = placed.of(question)
    if proposal.decision is not of or not proposal.lines:
        return False
    _keep(found, placed.having(replace(proposal, decision=to)))
    return True


@transaction.atomic
def move(response: Response, pk: int, numbers: Collection[int], to: str, refill: Refill) -> bool:
    """Put lines to the answer to a question, by its key, or with an empty one to none.

    Returns False where nothing moved. Raises `LookupError` for no such file or question.
    """
    found, edition, placed = _locked(response, pk)
    if to and not _is_asked(edition, placed, to):
        raise LookupError(to)
    after = moved(placed, edition, numbers, to, refill)
    if after == placed:
        return False
    _keep(found, after)
    return True


@transaction.atomic
def finish(response: Response, pk: int, at: datetime | None) -> PlacedLines:
    """Note that a file is done with, or with no time that it is not; return where all stands."""
    found, _edition, placed = _locked(response, pk)
    if (found.finished_at is None) is not (at is None):
        IncomingFile.objects.filter(pk=found.pk).update(finished_at=at)
    return placed


def _locked(response: Response, pk: int) -> tuple[IncomingFile, EditionShape, PlacedLines]:
    """Lock a file that was read until the transaction ends, or raise `LookupError`."""
    rows = IncomingFile.objects.select_for_update(of=("self",)).filter(response=response, pk=pk)
    found = rows.select_related("file").filter(placed__isnull=False).order_by().first()
    if found is None or found.placed is None:
        raise LookupError(pk)
    found.response = response
    return found, edition_shape(response.edition), PlacedLines.from_json(found.placed)


def _keep(found: IncomingFile, placed: PlacedLines) -> None:
    IncomingFile.objects.filter(pk=found.pk).update(placed=_storable(placed.to_json()))


def _storable(value: Any) -> Any:
    """Return plain values without the signs that no database takes."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {_storable(key): _storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value
