"""Workbooks for spreadsheet programs: the same rows give the same bytes.

A workbook bears the moment of the response's last change, not that of its making. No text in it is
taken for a formula, and none is cut: what no cell can hold goes on in the row below.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

from .excel import Book, Look, Sheet, days, empty, figure, package
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
_TARGET_MAX = 2_079
"""How long an address may be that a spreadsheet program follows."""
CREATOR = "LGQ Desk"
"""The program that a workbook of ours says that it was made by."""


def new_book() -> Book:
    """Return a workbook without a sheet."""
    return Book()


def add_sheet(
    book: Book,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    footer: str = "",
) -> None:
    """Add a sheet of rows under their headings; `footer` stands on each page of its print."""
    sheet = Sheet(title, [width for _heading, width in columns], footer)
    sheet.add([_text(book, heading, Look.HEADING) for heading, _width in columns])
    for values in rows:
        for piece in fitting(values):
            sheet.add([_cell(book, sheet, *each) for each in enumerate(piece)])
    book.sheets.append(sheet)


def add_carrier(book: Book, text: str) -> None:
    """Add a sheet that no program shows, with a text that a workbook carries."""
    sheet = Sheet(CARRIER, is_hidden=True)
    for start in range(0, len(text), _PIECE):
        sheet.add([book.text(text[start : start + _PIECE])])
    book.sheets.append(sheet)


def moment(at: datetime) -> datetime:
    """Return a moment as the clocks here show it; a spreadsheet knows no time zones."""
    return timezone.make_naive(at).replace(microsecond=0)


def saved(book: Book, snapshot: Snapshot) -> bytes:
    """Return the bytes of a workbook that tells of a response."""
    title = f"{localized(snapshot.city_name)} · {localized(snapshot.edition.title)}"
    return package(book, title=title, creator=CREATOR, at=snapshot.changed_at)


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


def _cell(book: Book, sheet: Sheet, column: int, value: Value) -> str:
    """Return a value as a cell of the row that a sheet gets next."""
    if isinstance(value, str):
        return _text(book, value)
    if isinstance(value, LinkCell):
        leads = bool(value.target) and len(value.target) <= _TARGET_MAX
        if leads:
            sheet.link(column, value.target)
        return _text(book, value.text, Look.LINK if leads else Look.TEXT)
    if isinstance(value, datetime):
        return figure(days(value), Look.MOMENT)
    if isinstance(value, date):
        return figure(days(datetime.combine(value, time())), Look.DATE)
    return empty() if value is None else figure(value)


def _text(book: Book, text: str, look: Look = Look.TEXT) -> str:
    """Return a text as a cell that stays one, whatever it looks like."""
    return book.text(text, look, is_quoted=is_dangerous(text))
