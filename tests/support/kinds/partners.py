"""A repeated group of fields: partners, each with a country and a year."""

from django.core.exceptions import ValidationError

from responses.domain.content.rows import RowsOf, kind_of_rows
from responses.domain.content.values import Field, read_line
from responses.forms.answer.rows import entry_of_rows


def _read_year(text: str) -> str:
    year = read_line(text)
    if year and not (year.isdecimal() and len(year) == len("2026")):
        raise ValidationError("Enter a year, such as 2026.")
    return year


ROWS = RowsOf(
    fields=(
        Field("partner", "Partner"),
        Field("country", "Country"),
        Field("since", "Since", _read_year),
    ),
    known_by=("partner",),
)

KIND = kind_of_rows(ROWS, label="Partners")
ENTRY = entry_of_rows(ROWS)
