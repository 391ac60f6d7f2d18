"""A response, or one section, as blocks, of which each format that is worked on has its writer.

What a kind of part says comes as blocks that each writer knows, whatever the kind. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from responses.domain.content.kinds import KINDS
from responses.domain.content.kinds.links import PrintedLink
from responses.domain.content.outline import ItemList, Paragraph, Table, outline
from responses.domain.content.rows import PrintedRows
from responses.domain.content.ticks import Tick
from responses.domain.content.translating import named
from responses.domain.edition.shapes import QuestionShape
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.carried import REASON, Marked, PartRef, carried_text
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import Language
from responses.localized import localized
from responses.pages.printed import (
    PrintedAnswer,
    PrintedFile,
    PrintedPart,
    PrintedSection,
    printed_section,
)
from responses.wording.dates import full_day
from responses.wording.statuses import how_far, response_status

from .extract import Extract

TITLE, SECTION, QUESTION, LANGUAGE = 1, 2, 3, 4
"""The levels of headings, from outer to inner."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level; that of a section has its key."""

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bold:
    """A line that names what follows, or below the title the edition."""

    text: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """What helps to read the rest: a definition, or what kind of file this is."""

    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts, each under its label."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Items with boxes."""

    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class LinkList:
    """Links with their labels."""

    links: tuple[PrintedLink, ...]


@dataclass(frozen=True, slots=True)
class FileList:
    """Pictures and other files."""

    files: tuple[PrintedFile, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Texts, each a point."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """That a part is not answered, with its label, if it has one, and the boxes to tick."""

    label: str
    words: str
    ticks: tuple[Tick, ...] = ()


Block = (
    Heading
    | Bold
    | Aside
    | Pairs
    | Boxes
    | LinkList
    | FileList
    | Points
    | Unanswered
    | Paragraph
    | ItemList
    | Table
)


class Passage(NamedTuple):
    """A block, the language that it is in, and the part of a question that says it, if one does.

    That is named `QUESTION.PART` by their keys, of an answer beside another one with `@LANGUAGE`
    behind them.
    """

    block: Block
    language: str
    field: str = ""


def passages(extract: Extract, *, every_name: bool = False) -> Iterator[Passage]:
    """Yield the blocks, in order; the words beside the answers are in the active language.

    `every_name` is whether the writer has the names of pictures, too, of which words say something.
    """
    for block in _head(extract, extract.translation_words(every_name=every_name)):
        yield Passage(block, extract.first)
    glossaries = [extract.snapshot.glossary_in(each) for each in extract.languages]
    sections = [
        [_printed(each, language, glossary) for each in extract.sections(language)]
        for language, glossary in zip(extract.languages, glossaries, strict=True)
    ]
    for each in zip(*sections, strict=True):
        yield from _section(extract, each)


def _printed(section: SectionSnapshot, language: str, glossary: Glossary) -> PrintedSection:
    with translation.override(language):
        return printed_section(section, glossary)


def titles(extract: Extract) -> tuple[str, str]:
    """Return the names of the city and of the edition, in each language."""
    snapshot = extract.snapshot
    return _in_each(extract, snapshot.city_name), _in_each(extract, snapshot.edition.title)


def _head(extract: Extract, translated: str) -> Iterator[Block]:
    snapshot = extract.snapshot
    city, edition = titles(extract)
    yield Heading(TITLE, city)
    yield Bold(edition, is_title=True)
    yield Aside(extract.note)
    yield Pairs(
        (
            (_("Status"), response_status(snapshot)),
            (_("Last change"), full_day(snapshot.changed_at)),
            (_("Digest of the content"), snapshot.digest),
            *([(_("Translation"), translated)] if translated else []),
        )
    )


def _in_each(extract: Extract, wording: Any) -> str:
    return " / ".join(dict.fromkeys(localized(wording, each) for each in extract.languages))


def _section(extract: Extract, sections: tuple[PrintedSection, ...]) -> Iterator[Passage]:
    shape = sections[0].work.section
    title = f"{shape.number}. {_in_each(extract, shape.title)}"
    yield Passage(Heading(SECTION, title, shape.key), extract.first)
    for answers in zip(*(each.answers for each in sections), strict=True):
        question = answers[0].answer.question
        for place, language in enumerate(extract.languages):
            for block in _asked(question, language, is_first=not place):
                yield Passage(block, language)
        for language, printed in zip(extract.languages, answers, strict=True):
            if len(answers) > 1:
                yield Passage(Heading(LANGUAGE, str(Language(language).label)), extract.first)
            with translation.override(language):
                said = list(_said(printed, _behind(extract, language)))
            for block, field in said:
                yield Passage(block, language, field)


def field_of(answer: AnswerSnapshot, key: str, behind: str) -> str:
    """Return the name of a part of an answer; see `Passage`."""
    return f"{answer.question.key}.{key}{behind}"


def owners(extract: Extract) -> Mapping[str, PartRef]:
    """Return of which part each name is that a passage can have."""
    own = extract.snapshot.language
    return {
        field_of(answer, key, _behind(extract, language)): PartRef(
            named(answer.question.key, "" if language == own else language), key
        )
        for language in extract.languages
        for section in extract.sections(language)
        for answer in section.answers
        for key in (*answer.question.parts_by_key, REASON)
    }


def carried(extract: Extract, marks: Mapping[str, PartRef], said: Sequence[Marked]) -> str:
    """Return what a file of blocks carries, in which that is said."""
    sections = {each: extract.sections(each) for each in extract.languages}
    return carried_text(extract.snapshot, sections, marks.items(), said)


def _behind(extract: Extract, language: str) -> str:
    return "" if language == extract.first else f"@{language}"


def _asked(question: QuestionShape, language: str, *, is_first: bool) -> Iterator[Block]:
    wording = localized(question.wording, language)
    if is_first:
        if question.lead:
            yield Paragraph(localized(question.lead, language))
        yield Heading(QUESTION, f"{question.number} {wording}")
    else:
        yield Bold(wording)
    if question.help:
        yield Aside(localized(question.help, language))


def _said(printed: PrintedAnswer, behind: str) -> Iterator[tuple[Block, str]]:
    """Yield what an answer says, each block with the part that says it."""
    answer = printed.answer
    if answer.settled:
        yield Paragraph(how_far(answer)), ""
    if printed.note:
        yield Aside(printed.note), ""
    if reason := answer.content.nothing_to_report:
        yield Paragraph(f"{_('Nothing to report:')} {reason}"), field_of(answer, REASON, behind)
    for told in printed.parts:
        field = field_of(answer, told.key, behind)
        label = localized(told.label) if told.labelled else ""
        if not told.answered:
            yield Unanswered(label, _("— not answered —"), _ticks(told.shown)), field
            continue
        if label:
            yield Bold(label), ""
        for block in _answered(printed, told):
            yield block, field


def _answered(printed: PrintedAnswer, told: PrintedPart) -> Iterable[Block]:
    answer = printed.answer
    shape = answer.question.parts_by_key[told.key]
    kind = KINDS[shape.kind]
    if kind.explains:
        return outline(told.shown)
    return [_block(told.shown, kind.words(shape, answer.content.parts[told.key]))]


def _block(shown: Any, words: Iterable[str]) -> Block:
    """Return what is no text: boxes, links, files, a table, or words."""
    match shown:
        case [Tick(), *_others]:
            return Boxes(tuple(shown))
        case [PrintedLink(), *_others]:
            return LinkList(tuple(shown))
        case [PrintedFile(), *_others]:
            return FileList(tuple(shown))
        case PrintedRows(head=head, rows=rows):
            return Table(head, rows)
        case [(str(), str()), *_others]:
            return Pairs(tuple(shown))
        case _:
            return Points(tuple(words))


def _ticks(shown: Any) -> tuple[Tick, ...]:
    match shown:
        case [Tick(), *_others]:
            return tuple(shown)
        case _:
            return ()
