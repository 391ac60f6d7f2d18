"""A response, or one section, as a workbook in the active language, to be worked on.

A row a question, and sheets of its links, files and discussions; of one in both languages, of the
translations, too. The same `Extract` gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from responses.domain.content.content import files_in
from responses.domain.content.kind import PartValue
from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import named
from responses.domain.edition.shapes import PartShape
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.answer import AnswerSnapshot, LastChange
from responses.domain.snapshot.carried import (
    REASON,
    Columns,
    Marked,
    PartRef,
    carried_text,
    cell_mark,
)
from responses.domain.snapshot.evidence import evidence
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.talk.transcript import TranscriptRow
from responses.enums import BOTH, YesNo
from responses.localized import bracketed, localized
from responses.wording.names import section_name
from responses.wording.originals import answer_note, as_original, translation_words
from responses.wording.statuses import how_far, response_status, state_name
from responses.wording.translations import into_words

from .evidence_xlsx import link_cell
from .extract import Extract
from .workbooks import (
    DAY,
    MOMENT,
    NAME,
    SMALL,
    WIDE,
    Book,
    Column,
    LinkCell,
    Value,
    add_carrier,
    add_sheet,
    fitting,
    moment,
    saved,
)

_TITLE = 30
# Kinds whose values are words or figures need less room than texts.
_ANSWER, _TEXT = 24, 80


class _BookSheet(NamedTuple):
    """A sheet; of what is read back, `holds` says by column which kind of part is in it.

    The column with the number of the question holds "#", or "#en" where it is a translation.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    holds: Sequence[str] = ()


def response_xlsx(extract: Extract) -> bytes:
    """Return the workbook."""
    sheets = _sheets(extract)
    book = Book()
    for each in sheets:
        add_sheet(book, each.title, each.columns, each.rows, footer=extract.note)
    add_carrier(book, _carried(extract, sheets))
    return saved(book, extract.snapshot)


def _sheets(extract: Extract) -> Sequence[_BookSheet]:
    snapshot, sections = extract.snapshot, extract.sections(extract.first)
    own = "" if extract.first == snapshot.language else extract.first
    originals = extract.sections(snapshot.language)
    glossary = snapshot.glossary_in(extract.first)
    answers = _answer_columns(snapshot, glossary), [*_answers(extract, sections)]
    sheets = [
        _BookSheet(_("About this file"), _about_columns(), [*_about(extract)]),
        _BookSheet(_("Answers"), *answers, _what_holds(snapshot, own)),
    ]
    if len(extract.languages) > 1:
        columns: Sequence[Column] = (*_what_columns(snapshot), *_translation_columns())
        other = _what_holds(snapshot, extract.languages[-1])
        sheets.append(_BookSheet(_("Translations"), columns, [*_translations(extract)], other))
    return [
        *sheets,
        _BookSheet(
            _("Links"),
            _link_columns(extract),
            [*_links(extract, originals)],
            # Of a file in another language alone they are not what is read back.
            () if own else _link_holds(snapshot),
        ),
        _BookSheet(_("Files"), _file_columns(), [*_files(sections, glossary)]),
        _BookSheet(
            pgettext("what people say", "Discussions"),
            _said_columns(),
            [*_said(extract, sections)],
        ),
    ]


def _what_holds(snapshot: Snapshot, language: str) -> Sequence[str]:
    kinds = ("" if _is_counted(kind) else kind for kind in _kinds(snapshot))
    return ("", f"#{language}", "", "", *kinds, REASON)


def _link_holds(snapshot: Snapshot) -> Sequence[str]:
    counted = next((f"{kind}*" for kind in _kinds(snapshot) if _is_counted(kind)), "")
    translated = ("",) if into_words(snapshot) else ()
    return ("", "#", "", counted, *translated, counted)


def _carried(extract: Extract, sheets: Sequence[_BookSheet]) -> str:
    """Return what a workbook carries, so that it can be read back."""
    found = {each: extract.sections(each) for each in extract.languages}
    answers = [answer for section in found[extract.first] for answer in section.answers]
    keys = {answer.question.number: answer.question.key for answer in answers}
    beside: dict[str, list[str]] = {}
    for each in evidence(extract.sections(extract.snapshot.language)):
        if each.in_text:
            beside.setdefault(keys[each.question.number], []).append(each.url)
    columns = Columns({each.title: each.holds for each in sheets if each.holds}, keys, beside)
    said = [marked for each in sheets for marked in _said_in_cells(each, columns)]
    return carried_text(extract.snapshot, found, _owners(extract, found), said, columns)


def _owners(
    extract: Extract, found: Mapping[str, Sequence[SectionSnapshot]]
) -> Iterator[tuple[str, PartRef]]:
    for language, sections in found.items():
        translated = "" if language == extract.snapshot.language else language
        for answer in (answer for section in sections for answer in section.answers):
            key = named(answer.question.key, translated)
            yield cell_mark(key, REASON), PartRef(key, REASON)
            for part in answer.question.parts:
                yield cell_mark(key, part.kind), PartRef(key, part.key)


def _said_in_cells(sheet: _BookSheet, columns: Columns) -> Iterator[Marked]:
    """Yield what the marked cells of a sheet say."""
    key = ""
    for values in (piece for row in sheet.rows for piece in fitting(row)):
        texts = [_text_of(value) for value in values]
        key, marks = columns.marks(sheet.title, texts, key)
        yield from (Marked(*each) for each in zip(marks, texts, strict=True) if all(each))


def _text_of(value: Value) -> str:
    return value.text if isinstance(value, LinkCell) else str(value or "")


def _about(extract: Extract) -> Iterable[Sequence[Value]]:
    snapshot = extract.snapshot
    yield _("City"), localized(snapshot.city_name)
    yield _("Questionnaire"), localized(snapshot.edition.title)
    if extract.section:
        yield _("Section"), section_name(snapshot.sections_by_key[extract.section].section)
    yield _("Status"), response_status(snapshot)
    yield _("Last change"), moment(snapshot.changed_at)
    yield _("Digest of the content"), snapshot.digest
    sections, glossary = extract.sections(extract.languages[-1]), extract.glossary
    answers = (answer for each in sections for answer in each.answers)
    people = [each.changed.by for each in answers if each.changed]
    people += [name for each in extract.said for name in (each.by, each.resolved_by)]
    names = map(extract.person, people) if extract.language != BOTH else ()
    if words := translation_words(sections, glossary, names, every_name=True):
        yield _("Translation"), words
    yield _("About this file"), extract.note


def _about_columns() -> Sequence[Column]:
    return ((_("About this file"), _TITLE), ("", _TEXT))


def _kinds(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the kinds of parts of the edition that stand in the rows, by what each is called."""
    parts = (part for each in snapshot.edition.questions_by_key.values() for part in each.parts)
    return {part.kind: str(KINDS[part.kind].label) for part in parts}


def _what_columns(snapshot: Snapshot) -> Sequence[Column]:
    widths = {
        kind: _TEXT if KINDS[kind].explains else SMALL if _is_counted(kind) else _ANSWER
        for kind in _kinds(snapshot)
    }
    return (
        (_("Section"), _TITLE),
        (_("Number"), SMALL),
        (_("Question"), WIDE),
        (_("Answer"), 20),
        *((label, widths[kind]) for kind, label in _kinds(snapshot).items()),
        (_("Nothing to report"), _ANSWER),
    )


def _answer_columns(snapshot: Snapshot, glossary: Glossary) -> Sequence[Column]:
    return (
        *_what_columns(snapshot),
        (_("State"), DAY),
        (_("Version"), SMALL),
        (_("Last change"), MOMENT),
        (_("Changed by"), NAME),
        *(((_("Translation"), WIDE),) if glossary.original else ()),
    )


def _answers(extract: Extract, sections: Iterable[SectionSnapshot]) -> Iterator[Sequence[Value]]:
    snapshot, glossary = extract.snapshot, extract.snapshot.glossary_in(extract.first)
    for section in sections:
        state = state_name(section.state, untouched=section.untouched, reopened=section.reopened)
        for answer in section.answers:
            said = _said_in(snapshot, section, answer, how_far(answer), glossary)
            changed = (answer.version, *_change(answer.changed, extract))
            noted = (answer_note(answer, glossary),) if glossary.original else ()
            yield *said, state, *changed, *noted


def _said_in(
    snapshot: Snapshot,
    section: SectionSnapshot,
    answer: AnswerSnapshot,
    how: str,
    glossary: Glossary,
) -> Iterator[Value]:
    question = answer.question
    yield section_name(section.section)
    yield question.number
    yield localized(question.wording)
    yield how
    for kind in _kinds(snapshot):
        yield _cell(answer, kind, glossary)
    yield answer.content.nothing_to_report


def _cell(answer: AnswerSnapshot, kind: str, glossary: Glossary) -> Value:
    """Return what an answer says to its parts of a kind, and of links, which have a sheet, none."""
    given = answer.content.parts
    parts = [each for each in answer.question.parts if each.kind == kind and each.key in given]
    if not parts:
        return None
    if _is_counted(kind):
        return sum(len(KINDS[kind].evidence(given[part.key])) for part in parts)
    said = ["\n".join(_words(part, given[part.key], glossary)) for part in parts]
    if len(parts) == 1:
        return said[0]
    labels = (localized(part.label) for part in parts)
    return "\n".join(f"{label}: {words}" for label, words in zip(labels, said, strict=True))


def _words(part: PartShape, value: PartValue, glossary: Glossary) -> Iterator[str]:
    """Yield what a value says, the names of its files marked where they are in the original."""
    kind = KINDS[part.kind]
    names = [file.name for file in kind.files(value)]
    for words, name in zip_longest(kind.words(part, value), names, fillvalue=""):
        rest = words.removeprefix(name)
        yield words if rest == words else as_original(name, glossary) + rest


def _is_counted(kind: str) -> bool:
    return KINDS[kind].gives_evidence


def _change(change: LastChange | None, extract: Extract) -> tuple[Value, Value]:
    if not change:
        return None, None
    # Who returned a file is no person of the city: they have no name in Latin letters.
    who = change.who if change.returned_by else extract.person(change.by)
    return moment(change.at), as_original(who, extract.snapshot.glossary_in(extract.first))


def _person(name: str, extract: Extract) -> str:
    """Return who wrote something, in the language of the file, and marked if that is not."""
    return as_original(extract.person(name), extract.snapshot.glossary_in(extract.first))


def _translation_columns() -> Sequence[Column]:
    return (
        (_("Version"), SMALL),
        (_("Translated from version"), SMALL),
        (_("Last change"), MOMENT),
        (_("Changed by"), NAME),
        (_("Translation"), WIDE),
    )


def _translations(extract: Extract) -> Iterator[Sequence[Value]]:
    """Yield the answers in the submission language, and what of them is known as translations."""
    snapshot, language = extract.snapshot, extract.languages[-1]
    glossary = snapshot.glossary_in(language)
    originals = extract.sections(snapshot.language)
    for section, original in zip(extract.sections(language), originals, strict=True):
        for answer, other in zip(section.answers, original.answers, strict=True):
            found = other.translation
            how = how_far(found) if found else ""
            with translation.override(language):
                said = tuple(_said_in(snapshot, section, answer, how, glossary))
                note = answer_note(answer, glossary)
            of = (found.version, found.of, *_change(found.changed, extract)) if found else ()
            yield *said, *of, note


def _link_columns(extract: Extract) -> Sequence[Column]:
    into = "" if _is_in_other(extract) else into_words(extract.snapshot)
    return (
        (_("Section"), _TITLE),
        (_("Question"), SMALL),
        (_("Number"), SMALL),
        (_("Label"), WIDE),
        *(((bracketed(_("Label"), into), WIDE),) if into else ()),
        (_("Address"), _TEXT),
    )


def _links(extract: Extract, sections: Iterable[SectionSnapshot]) -> Iterator[Sequence[Value]]:
    snapshot = extract.snapshot
    glossary = snapshot.glossary_in(snapshot.submission_language)
    for each in evidence(sections):
        translated = (as_original(each.translated, glossary),) if glossary.language else ()
        labels = translated if _is_in_other(extract) else (each.label, *translated)
        place = (section_name(each.section.section), each.question.number, each.number)
        yield *place, *labels, link_cell(each.url, each.url)


def _is_in_other(extract: Extract) -> bool:
    """Return whether all of a file is in the language in which the city submits."""
    snapshot = extract.snapshot
    return extract.first != snapshot.language and extract.first == snapshot.submission_language


def _file_columns() -> Sequence[Column]:
    return (
        (_("Question"), SMALL),
        (_("Number"), SMALL),
        (_("Name of the file"), _TITLE),
        (_("Caption"), WIDE),
        (_("Alternative text"), WIDE),
        (_("Type"), SMALL),
        (_("Bytes"), SMALL),
        ("SHA-256", WIDE),
    )


def _files(sections: Iterable[SectionSnapshot], glossary: Glossary) -> Iterator[Sequence[Value]]:
    for section in sections:
        for answer in section.answers:
            for number, file in enumerate(files_in(answer.question, answer.content), start=1):
                name = as_original(file.name, glossary)
                words = (name, file.caption, file.alternative, file.type.label)
                yield answer.question.number, number, *words, file.facts.size, file.facts.digest


def _said_columns() -> Sequence[Column]:
    return (
        (_("Question"), SMALL),
        (pgettext("a column", "Discussion"), SMALL),
        (_("Must be resolved before sealing"), NAME),
        (_("Resolved on"), MOMENT),
        (_("Resolved by"), NAME),
        (_("Written on"), MOMENT),
        (_("Written by"), NAME),
        (_("About version"), SMALL),
        (_("Text"), _TEXT),
        (_("Suggestion"), NAME),
    )


def _said(extract: Extract, sections: Iterable[SectionSnapshot]) -> Iterator[Sequence[Value]]:
    glossary = extract.snapshot.glossary_in(extract.first)
    numbers = {
        question.key: question.number
        for section in sections
        for answer in section.answers
        for question in answer.questions
    }
    for each in extract.said:
        if each.question in numbers:
            yield (
                numbers[each.question],
                each.thread,
                str(YesNo.YES.label) if each.required else None,
                moment(each.resolved_at) if each.resolved_at else None,
                _person(each.resolved_by, extract),
                moment(each.at),
                _person(each.by, extract),
                each.version,
                as_original(each.text, glossary),
                _suggestion(each),
            )


def _suggestion(said: TranscriptRow) -> str:
    if said.accepted:
        return _("accepted as version %(version)s") % {"version": said.accepted}
    return _("suggested") if said.suggests else ""
