"""Days and moments in the reader's language, on pages, in e-mails and in documents.

What is read never breaks inside a day: its spaces are no-break spaces. What stands in a field,
to be typed over, has plain ones.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, ngettext_lazy, npgettext

NO_BREAK = "\u00a0"


class _Forms(NamedTuple):
    """How a language writes a day, without its year, in short and in full, a moment and a range."""

    near_day: Callable[[date], str]
    day: Callable[[date], str]
    full_day: Callable[[date], str]
    moment: str
    period: str


# Not by Django's formats, as they cost ten times as much.
_FORMS: Mapping[str, _Forms] = {
    "ko": _Forms(
        near_day=lambda value: f"{value.month}. {value.day}.",
        day=lambda value: f"{value.year}. {value.month}. {value.day}.",
        full_day=lambda value: f"{value.year}. {value.month}. {value.day}.",
        moment="{day} {time}",
        period="{first}~{last}",
    ),
    "en": _Forms(
        near_day=lambda value: f"{value.day} {value:%b}",
        day=lambda value: f"{value.day} {value:%b} {value.year}",
        full_day=lambda value: f"{value.day} {value:%B} {value.year}",
        moment="{day}, {time}",
        period="{first} – {last}",
    ),
}
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Up to which age a moment is told as an age, in which unit and words.
_AGES = (
    (_HOUR, _MINUTE, ngettext_lazy("%(count)d minute ago", "%(count)d minutes ago", "count")),
    (_DAY, _HOUR, ngettext_lazy("%(count)d hour ago", "%(count)d hours ago", "count")),
    (7 * _DAY, _DAY, ngettext_lazy("%(count)d day ago", "%(count)d days ago", "count")),
)


def typed_day(value: date) -> str:
    """Return a date as people type it, for a field: 2026. 11. 30. or 30 Nov 2026."""
    return _forms().day(_here(value))


def day(value: date) -> str:
    """Return a date as the reader's language writes it, in one piece: 2026. 11. 30."""
    return _whole(typed_day(value))


def near_day(value: date) -> str:
    """Return a date as among days of this year, 11. 30. or 30 Nov; of another year, with it."""
    here = _here(value)
    is_now = here.year == timezone.localdate().year
    return _whole(_forms().near_day(here)) if is_now else day(value)


def period(first: date, last: date) -> str:
    """Return a range of days: 2026. 11. 3.~2026. 11. 9. or 3 Nov 2026 – 9 Nov 2026."""
    return _forms().period.format(first=day(first), last=day(last))


def full_day(value: datetime) -> str:
    """Return a moment's day as an official document writes it: 2026. 11. 30. or 30 November 2026.

    The day is that of the site's own time zone, whatever the reader's is.
    """
    here = timezone.localtime(value, timezone.get_default_timezone())
    return _whole(_forms().full_day(here))


def clock(value: datetime) -> str:
    """Return the time of day to the minute, in the site's time zone: 12:04."""
    return f"{timezone.localtime(value):%H:%M}"


def moment(value: datetime) -> str:
    """Return a moment to the minute, in the site's time zone."""
    forms, here = _forms(), timezone.localtime(value)
    return forms.moment.format(day=_whole(forms.day(here)), time=f"{here:%H:%M}")


def moments(values: Iterable[datetime]) -> list[str]:
    """Return moments of one list to the minute, and those that share theirs to the second."""
    found = list(values)
    said = list(map(moment, found))
    shared = Counter(said)
    return [
        f"{words}{timezone.localtime(value)::%S}" if shared[words] > 1 else words
        for words, value in zip(said, found, strict=True)
    ]


def iso(value: datetime) -> str:
    """Return a moment in the site's time zone as programs read it: 2026-11-30T12:04:00+09:00."""
    return timezone.localtime(value).isoformat()


def ago(value: datetime) -> str:
    """Return how long ago a moment was, or its day once that is more than a week."""
    passed = timezone.now() - value
    if passed < _MINUTE:
        return gettext("just now")
    for limit, unit, words in _AGES:
        if passed < limit:
            return words % {"count": passed // unit}
    return day(value)


def d_day(value: date) -> str:
    """Return how far a due date is, in short: D-3, 오늘, 2일 경과; 3 days left, due today."""
    left = (value - timezone.localdate()).days
    return _near(left) or ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def d_day_said(value: date) -> str:
    """Return the same as it is read aloud: 3일 남음 where D-3 stands."""
    left = (value - timezone.localdate()).days
    words = npgettext("read aloud", "%(days)s day left", "%(days)s days left", left)
    return _near(left) or words % {"days": left}


def _near(left: int) -> str:
    """Return that a due date is today or was so many days ago; nothing if it is to come."""
    if left < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    return "" if left else gettext("due today")


def overdue(value: date) -> bool:
    """Return whether a due date has passed."""
    return value < timezone.localdate()


def _forms() -> _Forms:
    return _FORMS[get_language() or "ko"]


def _whole(written: str) -> str:
    return written.replace(" ", NO_BREAK)


def _here(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value
