"""A period from month to month: two fields that are merged each for itself."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from responses.domain.content.lines import kind_of_lines
from responses.domain.content.values import Field, read_fields, read_line
from responses.domain.edition.shapes import PartShape
from responses.forms.answer.lines import entry_of_lines

_MONTH = re.compile(r"(\d{4})\s*[-./년]\s*(0?[1-9]|1[0-2])\s*[월.]?")


def _read_month(text: str) -> str:
    line = read_line(text)
    if line and not _MONTH.fullmatch(line):
        raise ValidationError("Enter a month, such as 2026-03.")
    return _MONTH.sub(lambda found: f"{found[1]}-{int(found[2]):02}", line)


FIELDS = (
    Field("since", "Since", _read_month, words=False),
    Field("until", "Until", _read_month, required=False, words=False),
)


def _read(_part: PartShape, typed: Any) -> dict[str, str] | None:
    months = read_fields(FIELDS, typed)
    if months["until"] and months["until"] < months["since"]:
        raise ValidationError("It ends before it begins.", params={"field": "until"})
    return months if any(months.values()) else None


KIND = kind_of_lines(FIELDS, label="Period", read=_read)
ENTRY = entry_of_lines(FIELDS)
