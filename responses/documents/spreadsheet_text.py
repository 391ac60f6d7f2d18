"""Text in the cells of a spreadsheet, where it must never be taken for a formula. Pure."""

from collections.abc import Iterable
from csv import writer
from io import StringIO

from responses.characters import FORMULA_SIGNS

BOM = "\ufeff"
"""By which spreadsheet programs know that a text is in UTF-8; it stands before the first line."""


def safe(text: str) -> str:
    """Return a text as a cell shows it; one that looks like a formula gets an apostrophe."""
    return f"'{text}" if is_dangerous(text) else text


def is_dangerous(text: str) -> bool:
    """Return whether a text looks like a formula or a command."""
    return text.startswith(FORMULA_SIGNS)


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of a table in CSV."""
    table = StringIO()
    writer(table).writerow(map(safe, cells))
    return table.getvalue()
