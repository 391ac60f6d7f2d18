"""How far a response is as a workbook for spreadsheet programs, in the active language.

The same progress gives the same bytes: the workbook bears the moment of the response's last
change, not that of its making.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from responses.domain.progress.progress import Progress, ProgressFilter, SectionProgress
from responses.domain.snapshot.snapshot import AnswerSnapshot, LastChange, SectionSnapshot, Snapshot
from responses.localized import localized
from responses.wording.statuses import how_far, state_name

from .spreadsheet_text import is_dangerous

Value = str | int | date | datetime | None
# A heading with the width of its column, in characters.
Column = tuple[str, int]

# The oldest time that a ZIP file can tell, as a workbook is one.
_TIME = (1980, 1, 1, 0, 0, 0)
_FORMATS: Mapping[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
_SMALL, _DAY, _MOMENT, _NAME, _WIDE = 11, 13, 18, 24, 60


def workbook(progress: Progress, asked: ProgressFilter) -> bytes:
    """Return the sections that are asked for, their questions, and the burn-up of them all."""
    book = Workbook()
    book.remove(book.worksheets[0])
    into = progress.snapshot.submission_language
    of_section, of_question = _translation_columns() if into else ((), ())
    columns = (*_section_columns(), *of_section)
    _sheet(book, _("Sections"), columns, _section_rows(progress, asked))
    columns = (*_question_columns(), *of_question)
    _sheet(book, _("Questions"), columns, _question_rows(progress, asked))
    _sheet(book, _("Burn-up"), _burn_up_columns(), _burn_up_rows(progress))
    return _saved(book, progress.snapshot)


def _section_columns() -> Sequence[Column]:
    return (
        (_("Number"), _SMALL),
        (_("Section"), 40),
        (_("Department"), _NAME),
        (_("Contributors"), _NAME),
        (_("State"), _DAY),
        (_("State changed on"), _MOMENT),
        (pgettext("a number of steps", "Signed"), _SMALL),
        (_("Total steps"), _DAY),
        (_("Waiting for"), _NAME),
        (_("Answered"), _SMALL),
        (_("Questions"), _SMALL),
        (_("Links"), _SMALL),
        (_("Open threads"), _DAY),
        (_("Of these, must be resolved before sealing"), _NAME),
        (_("Due on"), _DAY),
        (_("Days late"), _SMALL),
        (_("Last change"), _MOMENT),
        (_("Changed by"), _NAME),
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
        _moment(section.state_since),
        line.signed,
        line.steps,
        _waits_for(each),
        section.answered,
        len(section.answers),
        section.link_count,
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
        (_("To translate"), _SMALL),
        (_("Translated"), _SMALL),
        (_("Translators"), _NAME),
        (_("Translation due on"), _DAY),
    )
    return of_section, ((_("Translation"), 20),)


def _translated(each: SectionProgress) -> Sequence[Value]:
    """Return how many answers are to be translated and are, by whom and when, if any may be."""
    section = each.section
    if not any(answer.translation for answer in section.answers):
        return ()
    who = ", ".join(each.translators)
    return len(section.translations), section.translated, who, each.translated_by if who else None


def _waits_for(each: SectionProgress) -> str:
    return each.line.who or (_("a reviewer") if each.line.waits_for else "")


def _question_columns() -> Sequence[Column]:
    return (
        (_("Section"), _SMALL),
        (_("Number"), _SMALL),
        (_("Question"), _WIDE),
        (_("Answer"), 20),
        (_("Version"), _SMALL),
        (_("Links"), _SMALL),
        (_("Last change"), _MOMENT),
        (_("Changed by"), _NAME),
        (_("Delegated to"), _NAME),
        (_("People"), _NAME),
        (_("Due on"), _DAY),
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
        *_change(answer.changed),
        handed.department if handed else "",
        ", ".join(handed.people) if handed else "",
        progress.due_on(section, answer),
        *([how_far(answer.translation)] if answer.translation else ()),
    )


def _burn_up_columns() -> Sequence[Column]:
    return ((_("Day"), _DAY), (_("Answered"), _SMALL), (_("Due by that day"), _DAY))


def _burn_up_rows(progress: Progress) -> Iterable[Sequence[Value]]:
    return ((point.day, point.answered, point.due) for point in progress.burn_up.points)


def _change(change: LastChange | None) -> tuple[Value, Value]:
    return (_moment(change.at), change.by) if change else (None, None)


def _moment(at: datetime) -> datetime:
    """Return a moment as the clocks here show it; a spreadsheet knows no time zones."""
    return timezone.make_naive(at).replace(microsecond=0)


def _sheet(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    sheet = book.create_sheet(title)
    _write(sheet, 1, [heading for heading, _width in columns])
    for number, values in enumerate(rows, start=2):
        _write(sheet, number, values)
    for number, (_heading, width) in enumerate(columns, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Worksheet, row: int, values: Sequence[Value]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            _write_text(cell, value)
        else:
            cell.value = value
            cell.number_format = _FORMATS.get(type(value), cell.number_format)
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays one, whatever it looks like."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    # So that it stays one when somebody edits it, too.
    cell.quotePrefix = is_dangerous(text)


def _saved(book: Workbook, snapshot: Snapshot) -> bytes:
    book.properties.creator = "LGQ Desk"
    book.properties.title = f"{localized(snapshot.city_name)} · {localized(snapshot.edition.title)}"
    changed_at = snapshot.changed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = changed_at
    # Not by `Workbook.save`, which writes the time of saving.
    made, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    with ZipFile(made) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as pack:
        for name in parts.namelist():
            entry = ZipInfo(name, _TIME)
            entry.compress_type = ZIP_DEFLATED
            pack.writestr(entry, parts.read(name))
    return packed.getvalue()
