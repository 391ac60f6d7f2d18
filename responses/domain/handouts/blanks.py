"""A question as the blanks of a form, and its answer as they were filled in. Pure.

A blank that says what it said before keeps the answer's own value, whatever a format can hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from responses.characters import normalise_text
from responses.domain.content.changes import NOTHING_TO_REPORT
from responses.domain.content.content import Content
from responses.domain.content.kind import FormSlot, PartValue
from responses.domain.content.kinds import KINDS
from responses.domain.content.values import read_line
from responses.domain.edition.shapes import PartShape, QuestionShape


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a file to be filled in: by which `tag` it is known there, and its slot."""

    tag: str
    slot: FormSlot


@dataclass(frozen=True, slots=True)
class ReturnedAnswer:
    """What a returned file answers to a question; `left` are texts that no part could take.

    `others` are lines that somebody wrote there outside its blanks.
    """

    question: QuestionShape
    content: Content
    left: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def part_blanks(question: QuestionShape, part: PartShape, content: Content) -> list[Blank]:
    """Return the blanks of a part; none of a kind that is not filled in outside."""
    name = f"{question.key}.{part.key}"
    return [
        Blank(f"{name}.{slot.key}" if slot.key else name, slot)
        for slot in KINDS[part.kind].slots(part, content.parts.get(part.key))
    ]


def reason_blank(question: QuestionShape, content: Content) -> Blank:
    """Return the blank for why there is nothing to report."""
    tag = f"{question.key}.{NOTHING_TO_REPORT or '-'}"
    return Blank(tag, FormSlot(NOTHING_TO_REPORT, "", content.nothing_to_report))


def returned_answer(
    question: QuestionShape,
    handed: Content,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> ReturnedAnswer:
    """Return what a file says now, by what its blanks said `before` and say `after`.

    A blank that is gone was not changed. What a part cannot take is left, and its value kept.
    """
    parts: dict[str, PartValue] = {}
    left: list[str] = []
    for part in question.parts:
        value = handed.parts.get(part.key)
        blanks = part_blanks(question, part, handed)
        changed = _changed(blanks, before, after)
        if changed:
            try:
                value, refused = _sound(part, _read(part, blanks, changed), value)
                left += refused
            except ValidationError:
                left += [text for text in changed.values() if text.strip()]
        if value is not None:
            parts[part.key] = value
    reason, blank = handed.nothing_to_report, reason_blank(question, handed)
    for text in _changed([blank], before, after).values():
        try:
            reason = read_line(text)
        except ValidationError:
            left.append(text)
    return ReturnedAnswer(question, Content(parts, reason), tuple(left))


def _sound(
    part: PartShape, value: PartValue | None, handed: PartValue | None
) -> tuple[PartValue | None, list[str]]:
    """Return a value without its new rows that answer nothing, and what those say."""
    amiss = [row for row in KINDS[part.kind].amiss(value) if row not in (handed or ())]
    if not amiss:
        return value, []
    rows = [row for row in value or () if row not in amiss]
    return rows or None, [" ".join(filter(None, row.values())) for row in amiss]


def _changed(
    blanks: Sequence[Blank], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """Return what stands in the blanks that say something else, by their tags."""
    return {
        blank.tag: after[blank.tag]
        for blank in blanks
        if blank.tag in after
        and normalise_text(after[blank.tag]) != normalise_text(before.get(blank.tag, ""))
    }


def _read(part: PartShape, blanks: Sequence[Blank], changed: Mapping[str, str]) -> Any:
    slots = {each.slot.key: changed.get(each.tag, each.slot.text) for each in blanks}
    kind = KINDS[part.kind]
    return kind.read(part, kind.from_slots(part, slots))
