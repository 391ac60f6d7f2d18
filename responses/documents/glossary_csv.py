"""A city's glossary as a table for spreadsheet programs, which reads back as it was."""

from collections.abc import Iterable

from responses.enums import Language
from responses.models import City, Term

from .spreadsheet_text import BOM, csv_line


def glossary_csv(city: City, terms: Iterable[Term]) -> bytes:
    """Return the table in UTF-8 with a BOM, under the names of its two languages."""
    head = [str(Language(each).label) for each in (city.language, city.submission_language)]
    rows = [head, *([each.original, each.translation] for each in terms)]
    return (BOM + "".join(map(csv_line, rows))).encode()
