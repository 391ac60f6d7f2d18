"""The checks of the last days as bars to draw, and in words."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from responses.domain.checks.health import HealthDay
from responses.wording.dates import day

WIDE, HIGH = 10, 60
"""How wide a day is in the drawing, and how high the day with the most checks."""


class HealthBar(NamedTuple):
    """A day as a bar: where it begins, how high all checks are, and how high those that failed."""

    x: int
    y: int
    height: int
    failed_y: int
    failed_height: int


class HealthRow(NamedTuple):
    """A day in words and numbers."""

    day: str
    checked: int
    failed: int


class Health(NamedTuple):
    """What is drawn, `width` wide; `summary` says it, and `rows` are the days with checks."""

    bars: Sequence[HealthBar]
    width: int
    most: int
    first: str
    last: str
    summary: str
    rows: Sequence[HealthRow]


def health_of(days: Sequence[HealthDay]) -> Health | None:
    """Return what to draw of some days, oldest first; None where nothing was checked."""
    most = max((each.checked for each in days), default=0)
    if not most:
        return None
    rows = [HealthRow(day(each.day), each.checked, each.failed) for each in days if each.checked]
    last = rows[-1]
    words = {"day": last.day, "checked": last.checked, "failed": last.failed}
    return Health(
        bars=[_bar(place, each, most) for place, each in enumerate(days) if each.checked],
        width=len(days) * WIDE,
        most=most,
        first=day(days[0].day),
        last=day(days[-1].day),
        summary=_("On %(day)s %(checked)d web addresses were checked, and %(failed)d failed.")
        % words,
        rows=rows,
    )


def _bar(place: int, each: HealthDay, most: int) -> HealthBar:
    height, failed = _high(each.checked, most), _high(each.failed, most)
    return HealthBar(place * WIDE + 1, HIGH - height, height, HIGH - failed, failed)


def _high(count: int, most: int) -> int:
    """Return how high a number is; what is there is seen, however small its part is."""
    return max(round(HIGH * count / most), 2) if count else 0
