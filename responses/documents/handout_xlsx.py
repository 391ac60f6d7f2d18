"""Questions to be filled in as a workbook: the blanks stand in one column, all else is locked.

A hidden column has the tag of the blank beside it, so that it is known wherever its row goes; a
hidden sheet says which handout it is. A text that no cell can hold goes on in the row below.
"""

from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from responses.domain.content.kind import BOXES
from responses.domain.handouts.blanks import Blank
from responses.models import Handout

from .excel import LIKE_ESCAPED
from .handout_frame import FramedPart, FramedQuestion, HandoutFrame
from .spreadsheet_text import is_dangerous
from .workbooks import CREATOR, pieces_of
from .xml_text import packed

ABOUT = "LGQ"
"""What the hidden sheet is called."""
_TAG, _LABEL, _BLANK = 1, 2, 3
_LABEL_WIDTH, _BLANK_WIDTH = 36, 90
_LINE = Side(style="thin", color="8C8C8C")
_FRAMED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WHITE, _GREY = PatternFill("solid", fgColor="FFFFFF"), PatternFill("solid", fgColor="EDEDED")
_PLAIN, _BOLD, _LARGE = Font(), Font(bold=True), Font(bold=True, size=14)
_AS_TEXT = "@"


def handout_xlsx(handout: Handout, framed: HandoutFrame) -> bytes:
    """Return the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_("Answers"))
    _SheetWriter(sheet).write(framed)
    about = book.create_sheet(ABOUT)
    about.sheet_state = "veryHidden"
    for row, pair in enumerate(framed.about.items(), start=1):
        for column, text in enumerate(pair, start=1):
            _write(about.cell(row, column), text)
    return _packed(book, framed.title, handout.at)


def _packed(book: Workbook, title: str, at: datetime) -> bytes:
    """Return the bytes of a workbook that is of a moment."""
    book.properties.creator, book.properties.title = CREATOR, title
    made_at = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = made_at
    # Not by `Workbook.save`, which writes the time of saving.
    made = BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    with ZipFile(made) as parts:
        return packed({name: parts.read(name) for name in parts.namelist()})


def _write(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays one, whatever it looks like."""
    cell.value = LIKE_ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    # So that it stays one when somebody edits it, too.
    cell.quotePrefix = is_dangerous(text)


class _SheetWriter:
    """Writes the sheet that is filled in, row by row."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.rows = count(1)
        self.lists: dict[tuple[str, ...], DataValidation] = {}

    def write(self, framed: HandoutFrame) -> None:
        """Write all of it, and lock what is no blank."""
        sheet = self.sheet
        self._line(framed.title, font=_LARGE)
        for line in framed.instruction:
            self._line(line)
        for question in framed.questions:
            self._question(question)
        sheet.column_dimensions["A"].hidden = True
        sheet.column_dimensions["B"].width = _LABEL_WIDTH
        sheet.column_dimensions["C"].width = _BLANK_WIDTH
        sheet.protection.sheet = True
        # Who needs more room takes it.
        sheet.protection.formatRows = sheet.protection.formatColumns = False
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _question(self, question: FramedQuestion) -> None:
        next(self.rows)
        if question.section:
            self._line(question.section, font=_LARGE)
        row = next(self.rows)
        self._cell(row, _LABEL, question.number, font=_BOLD, fill=_GREY)
        self._cell(row, _BLANK, question.wording, font=_BOLD, fill=_GREY)
        if question.help:
            self._cell(next(self.rows), _BLANK, question.help)
        for each in question.parts:
            self._part(each)

    def _part(self, framed: FramedPart) -> None:
        for words in framed.words:
            row = next(self.rows)
            self._cell(row, _LABEL, framed.label)
            self._cell(row, _BLANK, words)
        named = any(blank.slot.label for blank in framed.blanks)
        if named:
            self._cell(next(self.rows), _LABEL, framed.label, font=_BOLD)
        for blank in framed.blanks:
            self._blank(blank, blank.slot.label if named else framed.label)

    def _blank(self, blank: Blank, label: str) -> None:
        for piece in pieces_of(blank.slot.text):
            row = next(self.rows)
            self._cell(row, _TAG, blank.tag)
            self._cell(row, _LABEL, label)
            self._cell(row, _BLANK, piece, fill=_WHITE)
            cell = self.sheet.cell(row, _BLANK)
            cell.border, cell.number_format = _FRAMED, _AS_TEXT
            cell.protection = Protection(locked=False)
            options = BOXES if blank.slot.box else blank.slot.options
            if options:
                self._choice(options).add(cell)

    def _choice(self, options: tuple[str, ...]) -> DataValidation:
        """Return the list that such a blank is chosen from; one for all of a sheet."""
        if options not in self.lists:
            made = DataValidation("list", formula1=f'"{",".join(options)}"', allow_blank=True)
            # What is typed instead is read, too.
            made.showErrorMessage = False
            self.sheet.add_data_validation(made)
            self.lists[options] = made
        return self.lists[options]

    def _line(self, text: str, *, font: Font = _PLAIN) -> None:
        cell = self.sheet.cell(next(self.rows), _LABEL)
        _write(cell, text)
        cell.font = font

    def _cell(
        self,
        row: int,
        column: int,
        text: str,
        *,
        font: Font = _PLAIN,
        fill: PatternFill | None = None,
    ) -> None:
        cell = self.sheet.cell(row, column)
        _write(cell, text)
        cell.font = font
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if fill:
            cell.fill = fill
