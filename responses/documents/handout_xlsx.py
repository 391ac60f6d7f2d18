"""Questions to be filled in as a workbook: the blanks stand in one column, all else is locked.

A hidden column has the tag of the blank beside it, so that it is known wherever its row goes; a
hidden sheet says which handout it is. A text that no cell can hold goes on in the row below.
"""

from collections import defaultdict
from itertools import count
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from responses.domain.content.kind import BOXES
from responses.domain.handouts.blanks import Blank
from responses.models import Handout

from .handout_frame import FramedPart, FramedQuestion, HandoutFrame
from .workbooks import Book, pieces_of

ABOUT = "LGQ"
"""What the hidden sheet is called."""
_TAG, _LABEL, _BLANK = 0, 1, 2
_LABEL_WIDTH, _BLANK_WIDTH = 36, 90
_LARGE = {"bold": True, "font_size": 14}
_CELL = {"valign": "top", "text_wrap": True}
_HEAD = {**_CELL, "bold": True}
_QUESTION = {**_HEAD, "bg_color": "#EDEDED"}
_FILLED_IN = {
    **_CELL,
    "bg_color": "#FFFFFF",
    "border": 1,
    "border_color": "#8C8C8C",
    "num_format": "@",
    "locked": False,
}


def handout_xlsx(handout: Handout, framed: HandoutFrame) -> bytes:
    """Return the workbook."""
    book = Book()
    _SheetWriter(book, book.new_sheet(_("Answers"))).write(framed)
    about = book.new_sheet(ABOUT)
    about.very_hidden()
    for row, pair in enumerate(framed.about.items()):
        for column, text in enumerate(pair):
            book.write_text(about, row, column, text, {})
    return book.packed(framed.title, handout.at)


class _SheetWriter:
    """Writes the sheet that is filled in, row by row."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.rows = count()
        self.choices: dict[tuple[str, ...], list[int]] = defaultdict(list)
        """Rows of the blanks that are chosen from the same options."""

    def write(self, framed: HandoutFrame) -> None:
        """Write all of it, and lock what is no blank."""
        sheet = self.sheet
        self._line(framed.title, _LARGE)
        for line in framed.instruction:
            self._line(line)
        for question in framed.questions:
            self._question(question)
        for options, rows in self.choices.items():
            self._choose(options, rows)
        sheet.set_column(_TAG, _TAG, None, None, {"hidden": True})
        sheet.set_column(_LABEL, _LABEL, _LABEL_WIDTH)
        sheet.set_column(_BLANK, _BLANK, _BLANK_WIDTH)
        # Who needs more room takes it.
        sheet.protect("", {"format_rows": True, "format_columns": True})
        sheet.fit_to_pages(1, 0)

    def _question(self, question: FramedQuestion) -> None:
        next(self.rows)
        if question.section:
            self._line(question.section, _LARGE)
        row = next(self.rows)
        self._cell(row, _LABEL, question.number, _QUESTION)
        self._cell(row, _BLANK, question.wording, _QUESTION)
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
            self._cell(next(self.rows), _LABEL, framed.label, _HEAD)
        for blank in framed.blanks:
            self._blank(blank, blank.slot.label if named else framed.label)

    def _blank(self, blank: Blank, label: str) -> None:
        options = BOXES if blank.slot.box else blank.slot.options
        for piece in pieces_of(blank.slot.text):
            row = next(self.rows)
            self._cell(row, _TAG, blank.tag)
            self._cell(row, _LABEL, label)
            self._cell(row, _BLANK, piece, _FILLED_IN)
            if options:
                self.choices[options].append(row)

    def _choose(self, options: tuple[str, ...], rows: list[int]) -> None:
        """Offer a list to choose from in the blanks of these rows."""
        first, *others = rows
        offered = {
            "validate": "list",
            "source": list(options),
            "other_cells": [[row, _BLANK, row, _BLANK] for row in others],
            # What is typed instead is read, too.
            "show_error": False,
        }
        self.sheet.data_validation(first, _BLANK, first, _BLANK, offered)

    def _line(self, text: str, look: dict[str, Any] | None = None) -> None:
        self._cell(next(self.rows), _LABEL, text, look or {})

    def _cell(self, row: int, column: int, text: str, look: dict[str, Any] = _CELL) -> None:
        self.book.write_text(self.sheet, row, column, text, look)
