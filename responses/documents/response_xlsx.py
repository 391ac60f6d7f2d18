"""A response, or one section, as a workbook in the active language, to be worked on.

A row a question, and sheets of its links, files and discussions; of one in both languages, of the
translations, too. The same `Extract` gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from responses.domain.content.content import files_in
from responses.domain.content.kinds import KINDS
from responses.domain.snapshot.snapshot import (
    AnswerSnapshot,
    LastChange,
    SectionSnapshot,
    Snapshot,
)
from responses.domain.talk.transcript import TranscriptRow
from responses.enums import YesNo
from responses.localized import bracketed, localized
from responses.wording.names import section_name
from responses.wording.statuses import how_far, response_status, state_name
from responses.wording.translations import into_words

from .evidence_csv import evidence
from .evidence_xlsx import link_cell
from .extract import Extract
from .workbooks import (
    DAY,
    MOMENT,
    NAME,
    SMALL,
    WIDE,
    Column,
    Value,
    add_sheet,
    moment,
    new_book,
    saved,
)

_TITLE = 30
# Kinds whose values are words or figures need less room than texts.
_ANSWER, _TEXT = 24, 80


def response_xlsx(extract: Extract) -> bytes:
    """Return the workbook."""
    snapshot, sections = extract.snapshot, extract.sections(extract.first)
    sheets: list[tuple[str, Sequence[Column], Iterable[Sequence[Value]]]] = [
        (_("About this file"), _about_columns(), _about(extract)),
        (_("Answers"), _answer_columns(snapshot), _answers(snapshot, sections)),
    ]
    if len(extract.languages) > 1:
        columns: Sequence[Column] = (*_what_columns(snapshot), *_translation_columns())
        sheets.append((_("Translations"), columns, _translations(extract)))
    sheets += [
        (
            _("Links"),
            _link_columns(snapshot),
            _links(snapshot, extract.sections(snapshot.language)),
        ),
        (_("Files"), _file_columns(), _files(sections)),
        (pgettext("what people say", "Discussions"), _said_columns(), _said(extract, sections)),
    ]
    book = new_book()
    for title, columns, rows in sheets:
        add_sheet(book, title, columns, rows, footer=extract.note)
    return saved(book, snapshot)


def _about(extract: Extract) -> Iterable[Sequence[Value]]:
    snapshot = extract.snapshot
    yield _("City"), localized(snapshot.city_name)
    yield _("Questionnaire"), localized(snapshot.edition.title)
    if extract.section:
        yield _("Section"), section_name(snapshot.sections_by_key[extract.section].section)
    yield _("Status"), response_status(snapshot)
    yield _("Last change"), moment(snapshot.changed_at)
    yield _("Digest of the content"), snapshot.digest
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


def _answer_columns(snapshot: Snapshot) -> Sequence[Column]:
    return (
        *_what_columns(snapshot),
        (_("State"), DAY),
        (_("Version"), SMALL),
        (_("Last change"), MOMENT),
        (_("Changed by"), NAME),
    )


def _answers(snapshot: Snapshot, sections: Iterable[SectionSnapshot]) -> Iterator[Sequence[Value]]:
    for section in sections:
        state = state_name(section.state, untouched=section.untouched, reopened=section.reopened)
        for answer in section.answers:
            how = how_far(answer)
            changed = (answer.version, *_change(answer.changed))
            yield *_said_in(snapshot, section, answer, how), state, *changed


def _said_in(
    snapshot: Snapshot, section: SectionSnapshot, answer: AnswerSnapshot, how: str
) -> Iterator[Value]:
    question = answer.question
    yield section_name(section.section)
    yield question.number
    yield localized(question.wording)
    yield how
    for kind in _kinds(snapshot):
        yield _cell(answer, kind)
    yield answer.content.nothing_to_report


def _cell(answer: AnswerSnapshot, kind: str) -> Value:
    """Return what an answer says to its parts of a kind, and of links, which have a sheet, none."""
    given = answer.content.parts
    parts = [each for each in answer.question.parts if each.kind == kind and each.key in given]
    if not parts:
        return None
    if _is_counted(kind):
        return sum(len(KINDS[kind].evidence(given[part.key])) for part in parts)
    said = ["\n".join(KINDS[kind].words(part, given[part.key])) for part in parts]
    if len(parts) == 1:
        return said[0]
    labels = (localized(part.label) for part in parts)
    return "\n".join(f"{label}: {words}" for label, words in zip(labels, said, strict=True))


def _is_counted(kind: str) -> bool:
    return KINDS[kind].gives_evidence


def _change(change: LastChange | None) -> tuple[Value, Value]:
    return (moment(change.at), change.by) if change else (None, None)


def _translation_columns() -> Sequence[Column]:
    return (
        (_("Version"), SMALL),
        (_("Translated from version"), SMALL),
        (_("Last change"), MOMENT),
        (_("Changed by"), NAME),
    )


def _translations(extract: Extract) -> Iterator[Sequence[Value]]:
    """Yield the answers in the submission language, and what of them is known as translations."""
    snapshot, language = extract.snapshot, extract.languages[-1]
    originals = extract.sections(snapshot.language)
    for section, original in zip(extract.sections(language), originals, strict=True):
        for answer, other in zip(section.answers, original.answers, strict=True):
            found = other.translation
            how = how_far(found) if found else ""
            with translation.override(language):
                said = tuple(_said_in(snapshot, section, answer, how))
            of = (found.version, found.of, *_change(found.changed)) if found else ()
            yield *said, *of


def _link_columns(snapshot: Snapshot) -> Sequence[Column]:
    into = into_words(snapshot)
    return (
        (_("Section"), _TITLE),
        (_("Question"), SMALL),
        (_("Number"), SMALL),
        (_("Label"), WIDE),
        *(((bracketed(_("Label"), into), WIDE),) if into else ()),
        (_("Address"), _TEXT),
    )


def _links(snapshot: Snapshot, sections: Iterable[SectionSnapshot]) -> Iterator[Sequence[Value]]:
    for each in evidence(sections):
        translated = (each.translated,) if snapshot.submission_language else ()
        place = (section_name(each.section.section), each.question, each.number)
        yield *place, each.label, *translated, link_cell(each.url, each.url)


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


def _files(sections: Iterable[SectionSnapshot]) -> Iterator[Sequence[Value]]:
    for section in sections:
        for answer in section.answers:
            for number, file in enumerate(files_in(answer.question, answer.content), start=1):
                words = (file.name, file.caption, file.alternative, file.type.label)
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
    numbers = {
        answer.question.key: answer.question.number
        for section in sections
        for answer in section.answers
    }
    for each in extract.said:
        if each.question in numbers:
            yield (
                numbers[each.question],
                each.thread,
                str(YesNo.YES.label) if each.required else None,
                moment(each.resolved_at) if each.resolved_at else None,
                each.resolved_by,
                moment(each.at),
                each.by,
                each.version,
                each.text,
                _suggestion(each),
            )


def _suggestion(said: TranscriptRow) -> str:
    if said.accepted:
        return _("accepted as version %(version)s") % {"version": said.accepted}
    return _("suggested") if said.suggests else ""
