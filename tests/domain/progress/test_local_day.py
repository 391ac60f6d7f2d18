"""Tests of the day of a moment, as a database finds it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models.functions import TruncDate
from django.utils import timezone

from responses.domain.progress.local_day import LocalDay, only_offset
from responses.models import User

MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [
        ("Asia/Seoul", 540),
        ("Asia/Kathmandu", 345),
        ("America/Bogota", -300),
        ("UTC", 0),
        ("America/New_York", None),
        ("Australia/Lord_Howe", None),
    ],
)
def test_offset_is_that_of_a_zone_that_never_changes_it(zone: str, minutes: int | None) -> None:
    assert only_offset(ZoneInfo(zone)) == minutes


@pytest.mark.django_db
@pytest.mark.parametrize(
    "zone", ["Asia/Seoul", "Asia/Kathmandu", "America/Bogota", "America/New_York", "UTC"]
)
def test_day_is_that_of_the_zone_to_the_microsecond(zone: str) -> None:
    here = ZoneInfo(zone)
    midnights = [datetime(2026, month, 1, tzinfo=here).astimezone(UTC) for month in (1, 3, 7)]
    moments = [at + step for at in midnights for step in (-MICROSECOND, timedelta(), MICROSECOND)]
    User.objects.bulk_create(
        User(email=f"{number}@city.example", date_joined=at) for number, at in enumerate(moments)
    )
    with timezone.override(here):
        found = User.objects.order_by("date_joined").annotate(
            day=LocalDay("date_joined"), known=TruncDate("date_joined")
        )
        days = list(found.values_list("day", "known"))
        sql = str(found.query)
    assert [day for day, _known in days] == [at.astimezone(here).date() for at in moments]
    assert all(day == known for day, known in days)
    # A Python function for each row is left to zones that need it.
    if connection.vendor == "sqlite":
        assert sql.count("django_datetime_cast_date") == 1 + (zone == "America/New_York")
