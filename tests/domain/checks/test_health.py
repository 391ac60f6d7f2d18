from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.health import HealthDay, read_health
from responses.link_states import Finding
from tests.support.checked import note_checks

pytestmark = pytest.mark.django_db

# The thirtieth of November in Korea.
NOW = datetime(2026, 11, 29, 16, tzinfo=UTC)
WORKS, MISSING = Finding.WORKS, Finding.MISSING


def test_checks_are_counted_by_day_of_the_site_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keys = [
        note_checks("a.kr", *[WORKS] * 40, MISSING, MISSING, last=NOW),
        note_checks("b.kr", WORKS, Finding.GUARDED, last=NOW - timedelta(hours=2)),
        note_checks("c.kr", Finding.SILENT, last=NOW - timedelta(days=1)),
    ]
    note_checks("d.kr", MISSING, last=NOW)
    with django_assert_num_queries(1):
        days = read_health(keys, NOW)
    assert len(days) == 30
    assert days[0] == HealthDay(date(2026, 11, 1), 1, 0)
    assert days[-3:] == [
        HealthDay(date(2026, 11, 28), 2, 0),
        HealthDay(date(2026, 11, 29), 3, 2),
        HealthDay(date(2026, 11, 30), 1, 1),
    ]
