"""Workbooks for spreadsheet programs: the same rows give the same bytes.

A workbook bears the moment of the response's last change, not that of its making. No text in it is
taken for a formula, and none is cut: what no cell can hold goes on in the row below.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

from .spreadsheet_text import is_dangerous
from .xml_text import sayable


@dataclass(frozen=True, slots=True)
class LinkCell:
    """An address as it was typed, and where it leads, or nothing."""

    text: str
    target: str


Value = str | int | date | datetime | LinkCell | None
Column = tuple[str, int]
"""A heading with the width of its column, in characters."""

SMALL, DAY, MOMENT, NAME, WIDE = 11, 13, 18, 24, 60
"""Widths of columns."""
CELL_MAX = 32_767
"""How many UTF-16 units a cell can hold."""
CARRIER = "lgq-desk"
"""The sheet that has what a workbook carries."""
_PIECE = CELL_MAX // 2
_TARGET_MAX = 2_079
"""How long an address may be that a spreadsheet program follows."""
_FOOTER_MAX = 200
"""How long the text of a footer may be; with the numbers of pages a program takes 255."""
_OPTIONS = {"in_memory": True, "max_url_length": _TARGET_MAX}
_TEXT = {"valign": "top", "text_wrap": True}
_HEADING = {**_TEXT, "bold": True}
_LINK = {**_TEXT, "underline": 1, "font_color": "#0B3D91"}
_FIGURE = {"valign": "top"}
_DATE = {**_FIGURE, "num_format": "yyyy-mm-dd"}
_MOMENT = {**_FIGURE, "num_format": "yyyy-mm-dd hh:mm"}


class Book:
    """A workbook that is being written."""

    def __init__(self) -> None:
        self._into = BytesIO()
        self._workbook = Workbook(self._into, _OPTIONS)
        self._looks: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._said: dict[str, tuple[str, bool]] = {}

    def new_sheet(self, title: str) -> Worksheet:
        """Add a sheet behind those that are there."""
        return self._workbook.add_worksheet(title)

    def look(self, properties: dict[str, Any]) -> Format:
        """Return how cells look that have these properties, as XlsxWriter calls them."""
        key = tuple(properties.items())
        if key not in self._looks:
            self._looks[key] = self._workbook.add_format(properties)
        return self._looks[key]

    def write_text(
        self, sheet: Worksheet, row: int, column: int, text: str, properties: dict[str, Any]
    ) -> None:
        """Write a text that stays one, whatever it looks like, and when somebody edits it, too."""
        if text not in self._said:
            self._said[text] = sayable(text), is_dangerous(text)
        said, is_quoted = self._said[text]
        if is_quoted:
            properties = {**properties, "quote_prefix": True}
        if said:
            sheet.write_string(row, column, said, self.look(properties))
        else:
            sheet.write_blank(row, column, None, self.look(properties))

    def packed(self, title: str, at: datetime) -> bytes:
        """Return the bytes of the workbook, which is of a moment."""
        made_at = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        about = {"title": title, "author": "LGQ Desk", "created": made_at}
        self._workbook.set_properties(about)
        self._workbook.close()
        return self._into.getvalue()


def add_sheet(
    book: Book,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    footer: str = "",
) -> None:
    """Add a sheet of rows under their headings; `footer` stands on each page of its print."""
    sheet, last = book.new_sheet(title), 0
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        book.write_text(sheet, 0, column, heading, _HEADING)
    whole = (piece for values in rows for piece in fitting(values))
    for last, values in enumerate(whole, start=1):
        for column, value in enumerate(values):
            _write(book, sheet, last, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    if footer:
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&C{footer[:_FOOTER_MAX].replace('&', '&&')} · &P / &N")


def add_carrier(book: Book, text: str) -> None:
    """Add a sheet that no program shows, with a text that a workbook carries."""
    sheet = book.new_sheet(CARRIER)
    sheet.very_hidden()
    for row, start in enumerate(range(0, len(text), _PIECE)):
        sheet.write_string(row, 0, text[start : start + _PIECE])


def moment(at: datetime) -> datetime:
    """Return a moment as the clocks here show it; a spreadsheet knows no time zones."""
    return timezone.make_naive(at).replace(microsecond=0)


def saved(book: Book, snapshot: Snapshot) -> bytes:
    """Return the bytes of a workbook that tells of a response."""
    title = f"{localized(snapshot.city_name)} · {localized(snapshot.edition.title)}"
    return book.packed(title, snapshot.changed_at)


def fitting(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Yield a row, and below it rows of what is too long for its cells."""
    if all(not isinstance(value, str) or len(value) <= CELL_MAX // 2 for value in values):
        yield values
        return
    pieces: list[list[Value]] = [
        [*pieces_of(value)] if isinstance(value, str) else [value] for value in values
    ]
    for place in range(max(map(len, pieces))):
        yield [each[place] if place < len(each) else None for each in pieces]


def pieces_of(text: str) -> list[str]:
    """Return a text in pieces that a cell can hold, broken at the ends of lines where it can be."""
    pieces = []
    while _units(text) > CELL_MAX:
        # A character has two units at most.
        end = CELL_MAX if _units(text[:CELL_MAX]) <= CELL_MAX else CELL_MAX // 2
        end = text.rfind("\n", 1, end) + 1 or end
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _write(book: Book, sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        book.write_text(sheet, row, column, value, _TEXT)
    elif isinstance(value, LinkCell):
        leads = bool(value.target) and len(value.target) <= _TARGET_MAX
        if leads:
            sheet.write_url(row, column, value.target, string="")
        book.write_text(sheet, row, column, value.text, _LINK if leads else _TEXT)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, book.look(_MOMENT))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, book.look(_DATE))
    elif value is None:
        sheet.write_blank(row, column, None, book.look(_FIGURE))
    else:
        sheet.write_number(row, column, value, book.look(_FIGURE))
