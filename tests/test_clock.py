"""The clock that tests have (see tests/conftest.py)."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.utils import timezone

LONG_AGO = datetime(2020, 2, 29, 23, 59, tzinfo=UTC)
MOMENT = timedelta(seconds=30)


def test_a_test_can_set_its_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LONG_AGO)
    assert timezone.now() == LONG_AGO


@pytest.mark.real_clock
def test_the_next_has_the_time_of_day_again() -> None:
    assert abs(timezone.now() - datetime.now(UTC)) < MOMENT


def test_the_next_begins_at_noon() -> None:
    now = timezone.localtime()
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    assert timedelta() <= now - noon < MOMENT


def test_migrations_name_no_clock_of_a_test() -> None:
    """Whoever reads them first: they would lack a change of the default of `date_joined`."""
    migration = import_module("django.contrib.auth.migrations.0001_initial").Migration
    user = next(made for made in migration.operations if made.name == "User")
    assert dict(user.fields)["date_joined"].default.__qualname__ == "now"
