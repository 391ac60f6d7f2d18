"""A section as a reviewer reads it: as printed, with what changed since the last review marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from responses.domain.content.changes import NOTHING_TO_REPORT, changed_parts
from responses.domain.content.content import Content
from responses.domain.content.marked import Marked
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.localized import Wording

from .printed import PrintedAnswer, PrintedPart, printed_answers

Changes = Mapping[str, tuple[Marked, ...]]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part as it will be printed or, if `pieces` are given, with its changes marked."""

    label: Wording
    printed: PrintedPart | None
    pieces: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An answer as it is read; `changed` whether it says something else than at the last review."""

    answer: AnswerSnapshot
    parts: tuple[ReadPart, ...]
    reason: tuple[Marked, ...]
    changed: bool


def read_answers(
    section: SectionSnapshot, before: Mapping[str, Content], *, marked: bool
) -> list[ReadAnswer]:
    """Return the answers of a section, compared with what they said `before`, by question."""
    changes = {
        key: changed_parts(answer.question, before[key], answer.content)
        for answer in section.answers
        if (key := answer.question.key) in before
    }
    return [
        _read(printed, changes.get(printed.answer.question.key, {}), marked=marked)
        for printed in printed_answers(section.answers)
    ]


def read_translations(section: SectionSnapshot) -> Mapping[str, PrintedAnswer]:
    """Return the answers of a section as they are translated, as a signature covers, by question.

    None where the signatures are of the originals alone, or nothing is translated.
    """
    if section.originals_alone:
        return {}
    answers = [
        each.translated for each in section.answers if each.translation and each.translation.version
    ]
    return {each.answer.question.key: each for each in printed_answers(answers)}


def _read(printed: PrintedAnswer, changes: Changes, *, marked: bool) -> ReadAnswer:
    shown = changes if marked else {}
    return ReadAnswer(
        answer=printed.answer,
        parts=tuple(_parts(printed, shown)),
        reason=shown.get(NOTHING_TO_REPORT, ()),
        changed=bool(changes),
    )


def _parts(printed: PrintedAnswer, changes: Changes) -> Iterator[ReadPart]:
    """Yield the parts in the form's order: those that changed marked, the others as printed."""
    by_key = {each.key: each for each in printed.parts}
    for part in printed.answer.question.parts:
        if part.key in changes:
            yield ReadPart(part.label, None, changes[part.key])
        elif part.key in by_key:
            yield ReadPart(part.label, by_key[part.key])
