from datetime import date

from django.utils import translation

from responses.domain.checks.health import HealthDay
from responses.pages.health import HealthBar, HealthRow, health_of

FIRST, SECOND, THIRD = (date(2026, 11, each) for each in (1, 2, 3))


def test_days_become_bars_and_words() -> None:
    days = [HealthDay(FIRST, 4, 1), HealthDay(SECOND), HealthDay(THIRD, 200, 1)]
    with translation.override("en"):
        found = health_of(days)
    assert found
    assert found.bars == [HealthBar(1, 58, 2, 58, 2), HealthBar(21, 0, 60, 58, 2)]
    assert found.summary.replace("\xa0", " ") == (
        "On 3 Nov 2026 200 web addresses were checked, and 1 failed."
    )
    assert [each[1:] for each in found.rows] == [(4, 1), (200, 1)]
    assert isinstance(found.rows[0], HealthRow)
    assert (found.width, found.most) == (30, 200)


def test_nothing_is_drawn_where_nothing_was_checked() -> None:
    assert health_of([HealthDay(FIRST), HealthDay(SECOND)]) is None
