"""The field in which somebody says a day, in the reader's form, and how what is typed is read.

A browser's own field for days shows them in the language of the browser, not in that of the page.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from responses.wording.dates import NO_BREAK, day, typed_day

_shown = lazy(day, str)
DAY_UNREADABLE = format_lazy(
    _("Enter a date, such as {day} or 2026-12-31."), day=_shown(date(2026, 12, 31))
)
DAY_FAR = _("Enter a date in the years 2000 to 2999.")
# Days that every database and time zone knows.
FIRST_YEAR, LAST_YEAR = 2000, 2999
RECENT = timedelta(days=30)
"""How long ago a day without its year is still taken for that of this year."""
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# As people write a day in Korea, as browsers and machines do, and in the two ways of English.
# What could be read as one day or another, such as 11/12/2026, is none.
_FORMS = tuple(
    re.compile(rf"\s*{form}\s*", re.ASCII)
    for form in (
        r"(?P<year>\d{4})\s*[-./]\s*(?P<month>\d{1,2})\s*[-./]\s*(?P<day>\d{1,2})\s*\.?",
        r"(?P<year>\d{4})\s*년\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*(?P<name>[A-Za-z]{3,9})\.?,?\s*(?P<year>\d{4})",
        r"(?P<name>[A-Za-z]{3,9})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s*(?P<year>\d{4})",
        # Without a year, as pages show a near day. Numbers are month and day, as in Korea and
        # as with a year before them; the page says in full which day was read.
        r"(?P<month>\d{1,2})\s*[-./]\s*(?P<day>\d{1,2})\s*\.?",
        r"(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*(?P<name>[A-Za-z]{3,9})\.?",
        r"(?P<name>[A-Za-z]{3,9})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    )
)
_SHOWN = re.compile(r"\b(?:\d{4}\. ?\d{1,2}\. ?\d{1,2}\.?|\d{1,2} [A-Z][a-z]{2} \d{4})", re.ASCII)


def read_day(text: str) -> date | None:
    """Return the day that is typed, or None if there is none; refuse what is no day.

    Without a year it is the next such day from today on; one of this year that is past by no
    more than `RECENT` stays of this year.
    """
    if not text.strip():
        return None
    text = text.replace(NO_BREAK, " ")  # as in a day that was copied from a page
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _day_of(found.groupdict())
    raise ValidationError(DAY_UNREADABLE)


def with_days_as_kept(text: str) -> str:
    """Return a text with each day in it that is written as on a page as records keep it."""
    return _SHOWN.sub(_kept, text.replace(NO_BREAK, " "))


def _kept(found: re.Match[str]) -> str:
    try:
        return str(read_day(found[0]))
    except ValidationError:
        return found[0]


def _day_of(said: dict[str, str]) -> date:
    month = int(said["month"]) if "month" in said else next(_months(said["name"]), 0)
    found = (
        _date(int(said["year"]), month, int(said["day"]))
        if "year" in said
        else _next(month, int(said["day"]))
    )
    if found is None:
        raise ValidationError(DAY_UNREADABLE)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValidationError(DAY_FAR)
    return found


def _next(month: int, day_of_month: int) -> date | None:
    """Return the next day of a month and number, or the last one if it was a short while ago."""
    today = timezone.localdate()
    days = (_date(year, month, day_of_month) for year in (today.year, today.year + 1))
    return next((each for each in days if each and each >= today - RECENT), None)


def _date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def _months(name: str) -> Iterator[int]:
    """Yield which month begins so, from 1."""
    beginning = name.lower()
    return (place for place, each in enumerate(_MONTHS, start=1) if each.startswith(beginning))


class DayField(forms.DateField):
    """Asks for a day; scripts offer a calendar beside it."""

    widget = forms.TextInput(attrs={"data-day": _("Choose from a calendar"), "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        """Return the day that was typed."""
        return value if value is None or isinstance(value, date) else read_day(str(value))

    def prepare_value(self, value: Any) -> Any:
        """Return a day in the reader's form, and what was typed as it was."""
        return typed_day(value) if isinstance(value, date) else value


def day_field(label: Any, **options: Any) -> DayField:
    """Return a field for a day."""
    return DayField(label=label, **options)
