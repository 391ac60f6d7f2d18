"""How far a response is as a workbook for spreadsheet programs, in the active language.

The same progress gives the same bytes.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from responses.domain.progress.progress import Progress, ProgressFilter, SectionProgress
from responses.domain.snapshot.answer import AnswerSnapshot, LastChange
from responses.domain.snapshot.section import SectionSnapshot
from responses.localized import localized
from responses.wording.statuses import how_far, state_name
from responses.wording.translations import count_translated

from .workbooks import (
    DAY,
    MOMENT,
    NAME,
    SMALL,
    WIDE,
    Book,
    Column,
    Value,
    add_sheet,
    moment,
    saved,
)


def workbook(progress: Progress, asked: ProgressFilter) -> bytes:
    """Return the sections that are asked for, their questions, and the burn-up of them all."""
    book = Book()
    into = progress.snapshot.submission_language
    of_section, of_question = _translation_columns() if into else ((), ())
    columns = (*_section_columns(), *of_section)
    add_sheet(book, _("Sections"), columns, _section_rows(progress, asked))
    columns = (*_question_columns(), *of_question)
    add_sheet(book, _("Questions"), columns, _question_rows(progress, asked))
    add_sheet(book, _("Burn-up"), _burn_up_columns(), _burn_up_rows(progress))
    return saved(book, progress.snapshot)


def _section_columns() -> Sequence[Column]:
    return (
        (_("Number"), SMALL),
        (_("Section"), 40),
        (_("Department"), NAME),
        (_("Contributors"), NAME),
        (_("State"), DAY),
        (_("State changed on"), MOMENT),
        (pgettext("a number of steps", "Signed"), SMALL),
        (_("Total steps"), DAY),
        (_("Waiting for"), NAME),
        (_("Answered"), SMALL),
        (_("Questions"), SMALL),
        (_("Links"), SMALL),
        (_("Files"), SMALL),
        (_("Open threads"), DAY),
        (_("Of these, must be resolved before sealing"), NAME),
        (_("Due on"), DAY),
        (_("Days late"), SMALL),
        (_("Last change"), MOMENT),
        (_("Changed by"), NAME),
    )


def _section_rows(progress: Progress, asked: ProgressFilter) -> Iterable[Sequence[Value]]:
    return map(_section_row, progress.sections_matching(asked))


def _section_row(each: SectionProgress) -> Sequence[Value]:
    section, line = each.section, each.line
    return (
        section.section.number,
        localized(section.section.title),
        section.department,
        ", ".join(each.contributors) or _("No writer assigned"),
        state_name(section.state, untouched=section.untouched),
        moment(section.state_since),
        line.signed,
        line.steps,
        _waits_for(each),
        section.answered,
        len(section.answers),
        section.link_count,
        section.file_count,
        each.open.threads,
        each.open.required,
        section.due_on,
        each.days_late,
        *_change(section.changed),
        *_translated(each),
    )


def _translation_columns() -> tuple[Sequence[Column], Sequence[Column]]:
    """Return what a section and a question have besides where answers are translated."""
    of_section = (
        (_("Open threads about translations"), DAY),
        (_("Answers with text"), SMALL),
        (_("Of these, translated"), SMALL),
        (_("Translations outdated"), SMALL),
        (_("Translations with Korean in them"), SMALL),
        (_("Translators"), NAME),
        (_("Translation due on"), DAY),
    )
    return of_section, ((_("Translation"), 20),)


def _translated(each: SectionProgress) -> Sequence[Value]:
    """Return how many answers are to be translated and are, by whom and when, if any may be."""
    section = each.section
    if not any(answer.translation for answer in section.answers):
        return ()
    who = ", ".join(each.translators)
    done, total, outdated, in_korean = count_translated(section.translations)
    figures = total, done, outdated, in_korean
    return each.open.translations, *figures, who, each.translated_by


def _waits_for(each: SectionProgress) -> str:
    return each.line.who or (_("a reviewer") if each.line.waits_for else "")


def _question_columns() -> Sequence[Column]:
    return (
        (_("Section"), SMALL),
        (_("Number"), SMALL),
        (_("Question"), WIDE),
        (_("Answer"), 20),
        (_("Version"), SMALL),
        (_("Links"), SMALL),
        (_("Files"), SMALL),
        (_("Last change"), MOMENT),
        (_("Changed by"), NAME),
        (_("Delegated to"), NAME),
        (_("People"), NAME),
        (_("Due on"), DAY),
    )


def _question_rows(progress: Progress, asked: ProgressFilter) -> Iterable[Sequence[Value]]:
    """Return the questions of the sections, and of those handed over, that are asked for."""
    sections = {each.section.section.key for each in progress.sections_matching(asked)}
    handed = {each.answer.question.key for each in progress.handed_matching(asked)}
    return (
        _question_row(progress, section, answer)
        for section in progress.snapshot.sections
        for answer in section.answers
        if section.section.key in sections or answer.question.key in handed
    )


def _question_row(
    progress: Progress, section: SectionSnapshot, answer: AnswerSnapshot
) -> Sequence[Value]:
    handed = progress.handed_by_key.get(answer.question.key)
    return (
        section.section.number,
        answer.question.number,
        localized(answer.question.wording),
        how_far(answer),
        answer.version,
        len(answer.links),
        len(answer.files),
        *_change(answer.changed),
        handed.department if handed else "",
        ", ".join(handed.people) if handed else "",
        progress.due_on(section, answer),
        *([how_far(answer.translation)] if answer.translation else ()),
    )


def _burn_up_columns() -> Sequence[Column]:
    return ((_("Day"), DAY), (_("Answered"), SMALL), (_("Due by that day"), DAY))


def _burn_up_rows(progress: Progress) -> Iterable[Sequence[Value]]:
    return ((point.day, point.answered, point.due) for point in progress.burn_up.points)


def _change(change: LastChange | None) -> tuple[Value, Value]:
    return (moment(change.at), change.who) if change else (None, None)
