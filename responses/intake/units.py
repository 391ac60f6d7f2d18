"""What of an edition a line of a file can be: a heading, what stands before questions, a question.

Pure. In all languages of the edition, in the form's order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.localized import Wording

from .likeness import Wordings
from .numbers import Code, read_code


class UnitKind(StrEnum):
    """What a unit is."""

    HEADING = "heading"
    LEAD = "lead"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing of an edition that stands in a filled file at most once.

    `question` is that which a lead stands before; None of a heading.
    """

    kind: UnitKind
    section: SectionShape
    question: QuestionShape | None
    code: Code
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """The units of an edition, and what to compare lines with: of which unit each wording is.

    What only helps to answer a question may stand below it, and is no question itself.
    """

    units: tuple[Unit, ...]
    texts: Wordings
    of: tuple[int, ...]
    helps: Wordings


def units_of(edition: EditionShape) -> Units:
    """Return the units of an edition, ready to compare lines with."""
    units = tuple(_units(edition))
    texts = [(place, text) for place, unit in enumerate(units) for text in unit.wordings]
    helps = [text for each in edition.questions_by_key.values() for text in texts_of(each.help)]
    return Units(
        units,
        Wordings([text for _, text in texts]),
        tuple(place for place, _ in texts),
        Wordings(helps),
    )


def _units(edition: EditionShape) -> Iterator[Unit]:
    for place, section in enumerate(edition.sections, start=1):
        yield Unit(UnitKind.HEADING, section, None, (place,), texts_of(section.title))
        for question in section.questions:
            code = (place, *_steps_below(section, question))
            if question.lead:
                leads = texts_of(question.lead)
                yield Unit(UnitKind.LEAD, section, question, code[:-1], leads)
            yield Unit(UnitKind.QUESTION, section, question, code, tuple(_asked(question)))


def _steps_below(section: SectionShape, question: QuestionShape) -> Code:
    """Return a question's number without that of its section, which it may begin with."""
    own = question.number.removeprefix(section.number)
    return read_code(own) if own != question.number else read_code(question.number)


def _asked(question: QuestionShape) -> Iterator[str]:
    """Yield what a file may say of a question: its wording, its help after it, its lead before."""
    for language, wording in question.wording.items():
        yield wording
        if said := question.help.get(language, ""):
            yield f"{wording} {said}"
        if lead := question.lead.get(language, ""):
            yield f"{lead} {wording}"


def texts_of(wording: Wording) -> tuple[str, ...]:
    """Return a wording in each language that it has."""
    return tuple(text for text in wording.values() if text)
