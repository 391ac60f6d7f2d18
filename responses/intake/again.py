"""How lines are read that a person put to a question or left there: as at first. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import parted
from responses.domain.edition.shapes import QuestionShape

from .anchors import Anchor, matches_at, with_number
from .lines import FileLine
from .numbers import agreement, read_numbered
from .placing import said_behind
from .prompts import Slot, sort_chosen
from .ticked import read_choice
from .told import told_in
from .units import UnitKind, Units

_FEW = 4
"""How many lines a wording may be wrapped over."""
_WHOLE = 2
_ALIKE = 0.55
"""How alike a line must be that is the wording once more."""


def read_again(
    units: Units,
    question: QuestionShape,
    asked: Sequence[FileLine],
    chosen: Sequence[FileLine],
) -> Slot:
    """Return lines, in the file's order, as the answer to a question that other lines ask.

    Its own number and wording before an answer is none of it.
    """
    slot = Slot(question, 1.0)
    key, _language = parted(question.key)
    unit = next(
        (
            at
            for at, each in enumerate(units.units)
            if each.kind is UnitKind.QUESTION and each.question and each.question.key == key
        ),
        None,
    )
    said = list(chosen) if unit is None else list(_answers(units, unit, question, asked, chosen))
    sort_chosen(slot, asked, said)
    return slot


def _answers(
    units: Units,
    unit: int,
    question: QuestionShape,
    asked: Sequence[FileLine],
    chosen: Sequence[FileLine],
) -> Iterator[FileLine]:
    """Yield lines without what they say of what is asked; a lone wording stays what it is."""
    glued = _glued(units, unit, asked, chosen)
    own: Sequence[FileLine]
    anchor: Anchor | None
    for place, line in enumerate(chosen):
        below = chosen[place + 1 :]
        if glued and glued[0].number == line.number:
            own, anchor = glued[1], glued[2]
        else:
            own, anchor = [line], _alone(units, unit, line)
        rest = _behind_step(units, unit, question, line)
        if anchor is not None:
            own, _block, rest, _is_told = said_behind(question, anchor, own, below)
            if own[-1] is not line:
                continue
            if not rest and anchor.number == _WHOLE and (len(chosen) == 1 or _is_said(anchor)):
                rest = read_numbered(line.text).text.strip()
        if rest:
            yield replace(line, text=rest, blanks=0 if glued else line.blanks)
        elif anchor is None or len(chosen) == 1:
            yield line


def _glued(
    units: Units, unit: int, asked: Sequence[FileLine], chosen: Sequence[FileLine]
) -> tuple[FileLine, Sequence[FileLine], Anchor] | None:
    """Return the line in which the wording ends and the answer begins, with the lines of it."""
    numbers = {line.number for line in chosen}
    lines = sorted((*asked, *chosen), key=lambda line: line.number)
    found = [
        with_number(each, 1.0)
        for place in range(len(lines))
        for each in matches_at(units, lines, place, _FEW)
        if each.unit == unit
    ]
    best = max(found, key=lambda each: each.score, default=None)
    if best is None or best.score <= 0 or lines[best.last].number not in numbers:
        return None
    own = lines[best.first : best.last + 1]
    are_one = own[-1].number - own[0].number == len(own) - 1
    return (own[-1], own, best) if are_one else None


def _alone(units: Units, unit: int, line: FileLine) -> Anchor | None:
    """Return the question that a line says once more, by its whole number or its wording."""
    alike = [
        each
        for each in matches_at(units, [line], 0, _FEW)
        if each.unit == unit and each.likeness >= _ALIKE and (each.asks or each.number > 0)
    ]
    return alike[0] if alike else told_in(units, line, unit)


def _is_said(anchor: Anchor) -> bool:
    """Return whether nothing but a number tells a question: what stands behind it is an answer."""
    return anchor.by_number and anchor.likeness < _ALIKE and not anchor.asks


def _behind_step(units: Units, unit: int, question: QuestionShape, line: FileLine) -> str:
    """Return the yes or no behind the last steps of a question's number: `1. yes`."""
    numbered = read_numbered(line.text)
    decides = any(KINDS[part.kind].decides for part in question.parts)
    is_own = decides and agreement(numbered.code, units.units[unit].code) > 0
    text = numbered.text.strip()
    return text if is_own and read_choice(replace(line, text=text)).answer is not None else ""
