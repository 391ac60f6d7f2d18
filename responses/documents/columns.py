"""A section in two languages: beside each question, and each part of its answer, its translation.

Each side is printed in its own language, as the document in that language has it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils import translation

from responses.domain.content.outline import Table, outline
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.pages.printed import PrintedAnswer, PrintedPart, PrintedSection, printed_section

MOST_COLUMNS = 4
"""How many columns a table may have that stands in a column of a page."""


class Side(NamedTuple):
    """An answer in one language, with the glossary of the document in it."""

    language: str
    glossary: Glossary
    printed: PrintedAnswer


class PartSide(NamedTuple):
    """A part of an answer in one language, with the glossary of the document in it."""

    language: str
    glossary: Glossary
    printed: PrintedPart


class PartInColumns(NamedTuple):
    """A part in two languages; one that `is_wide` has no room in a column, and stands across."""

    sides: Sequence[PartSide]
    is_wide: bool


class AnswerInColumns(NamedTuple):
    """An answer in two languages, and its parts; `is_told_of` is whether more is said before."""

    sides: tuple[Side, Side]
    parts: Sequence[PartInColumns]
    is_told_of: bool


class SectionInColumns(NamedTuple):
    """A section as it is printed in the first of two languages, and its answers in both."""

    section: PrintedSection
    answers: Sequence[AnswerInColumns]


def in_columns(snapshot: Snapshot) -> Sequence[SectionInColumns]:
    """Return the sections in the language of the city and, beside it, in that of the submission."""
    languages = (snapshot.language, snapshot.submission_language)
    first, second = (_Language(each, snapshot.glossary_in(each)) for each in languages)
    translated = snapshot.in_language(second.code).sections
    return [
        _section_in_columns(_printed(one, first), _printed(other, second), (first, second))
        for one, other in zip(snapshot.sections, translated, strict=True)
    ]


class _Language(NamedTuple):
    code: str
    glossary: Glossary


def _section_in_columns(
    first: PrintedSection, second: PrintedSection, languages: tuple[_Language, _Language]
) -> SectionInColumns:
    pairs = zip(first.answers, second.answers, strict=True)
    left, right = languages
    return SectionInColumns(
        first, [_beside(Side(*left, one), Side(*right, other)) for one, other in pairs]
    )


def _printed(section: SectionSnapshot, language: _Language) -> PrintedSection:
    with translation.override(language.code):
        return printed_section(section, language.glossary)


def _beside(ours: Side, theirs: Side) -> AnswerInColumns:
    sides = (
        [PartSide(side.language, side.glossary, each) for each in side.printed.parts]
        for side in (ours, theirs)
    )
    pairs = zip(*sides, strict=True)
    answer = ours.printed.answer
    noted = ours.printed.note or theirs.printed.note
    return AnswerInColumns(
        (ours, theirs),
        [PartInColumns(pair, any(_is_wide(each.printed) for each in pair)) for pair in pairs],
        bool(answer.settled or noted or answer.content.nothing_to_report),
    )


def _is_wide(printed: PrintedPart) -> bool:
    """Return whether a text has a table of many columns."""
    blocks = outline(printed.shown) if isinstance(printed.shown, str) else ()
    return any(isinstance(each, Table) and len(each.head) > MOST_COLUMNS for each in blocks)
