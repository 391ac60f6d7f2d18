"""Workbooks for spreadsheet programs: the same rows give the same bytes.

A workbook bears the moment of the response's last change, not that of its making. No text in it is
taken for a formula, and none is cut: what no cell can hold goes on in the row below.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

from .spreadsheet_text import is_dangerous


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
# A program would take them for the sign of that number.
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TARGET_MAX = 2_079
"""How long an address may be that a spreadsheet program follows."""
# The oldest time that a ZIP file can tell, as a workbook is one.
_TIME = (1980, 1, 1, 0, 0, 0)
_FORMATS: Mapping[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
_Look = tuple[type, bool]
"""Of which type a cell's value is, and whether it leads somewhere."""
_BOLD, _LINK = Font(bold=True), Font(underline="single", color="0B3D91")


def new_book() -> Workbook:
    """Return a workbook without a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_sheet(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    footer: str = "",
) -> None:
    """Add a sheet of rows under their headings; `footer` stands on each page of its print."""
    sheet = book.create_sheet(title)
    looks: dict[_Look, Any] = {}
    _write(sheet, 1, [heading for heading, _width in columns], looks)
    whole = (piece for values in rows for piece in fitting(values))
    for number, values in enumerate(whole, start=2):
        _write(sheet, number, values, looks)
    for number, (_heading, width) in enumerate(columns, start=1):
        sheet.cell(1, number).font = _BOLD
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    if footer:
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.oddFooter.center.text = f"{footer.replace('&', '&&')} · &P / &N"


def add_carrier(book: Workbook, text: str) -> None:
    """Add a sheet that no program shows, with a text that a workbook carries."""
    sheet = book.create_sheet(CARRIER)
    sheet.sheet_state = "veryHidden"
    for number, start in enumerate(range(0, len(text), _PIECE), start=1):
        sheet.cell(number, 1).value = text[start : start + _PIECE]
        sheet.cell(number, 1).data_type = "s"


def moment(at: datetime) -> datetime:
    """Return a moment as the clocks here show it; a spreadsheet knows no time zones."""
    return timezone.make_naive(at).replace(microsecond=0)


def saved(book: Workbook, snapshot: Snapshot) -> bytes:
    """Return the bytes of a workbook that tells of a response."""
    title = f"{localized(snapshot.city_name)} · {localized(snapshot.edition.title)}"
    return packed_book(book, title, snapshot.changed_at)


def packed_book(book: Workbook, title: str, at: datetime) -> bytes:
    """Return the bytes of a workbook that is of a moment."""
    book.properties.creator, book.properties.title = "LGQ Desk", title
    made_at = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = made_at
    # Not by `Workbook.save`, which writes the time of saving.
    made, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(made, "w")).save()
    with ZipFile(made) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as pack:
        for name in parts.namelist():
            entry = ZipInfo(name, _TIME)
            entry.compress_type = ZIP_DEFLATED
            pack.writestr(entry, parts.read(name))
    return packed.getvalue()


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


def _write(sheet: Worksheet, row: int, values: Sequence[Value], looks: dict[_Look, Any]) -> None:
    """Write a row; `looks` are those of the sheet's cells so far, by what these hold."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            _dress(cell, (str, False), looks)
            write_text(cell, value)
        elif isinstance(value, LinkCell):
            _write_link(cell, value, looks)
        else:
            cell.value = value
            _dress(cell, (type(value), False), looks)


def _write_link(cell: Cell | MergedCell, link: LinkCell, looks: dict[_Look, Any]) -> None:
    leads = isinstance(cell, Cell) and bool(link.target) and len(link.target) <= _TARGET_MAX
    _dress(cell, (str, leads), looks)
    if isinstance(cell, Cell) and leads:
        cell.hyperlink = link.target
    write_text(cell, link.text)


def _dress(cell: Any, look: _Look, looks: dict[_Look, Any]) -> None:
    """Have a cell look as others that hold the same.

    Three times as quick as to say for each how it looks, which openpyxl compares with all it knows.
    """
    if look in looks:
        cell._style = copy(looks[look])  # noqa: SLF001 - as openpyxl copies cells itself
        return
    kind, leads = look
    cell.number_format = _FORMATS.get(kind, cell.number_format)
    cell.alignment = Alignment(vertical="top", wrap_text=kind is str)
    if leads:
        cell.font = _LINK
    looks[look] = copy(cell._style)  # noqa: SLF001 - see above


def write_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays one, whatever it looks like."""
    cell.value = _LIKE_ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    # So that it stays one when somebody edits it, too.
    cell.quotePrefix = is_dangerous(text)
