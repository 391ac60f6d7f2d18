"""The day of a moment in the site's time zone, as a database finds it."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import TruncDate
from django.utils import timezone

_MINUTE = timedelta(minutes=1)


class LocalDay(TruncDate):
    """A moment's day, by SQLite's own functions where they can tell it.

    Django has SQLite call a Python function for each row, which takes ten times as long as all
    the rest. SQLite knows no time zones, but the offset of one that never changes is a number.
    """

    def as_sqlite(
        self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, Any]:
        """Return the SQL for SQLite, which has moments as text, in UTC."""
        minutes = only_offset(timezone.get_current_timezone())
        if minutes is None:
            return self.as_sql(compiler, connection, **more)
        moment, params = compiler.compile(self.lhs)
        # To the second, as SQLite rounds fractions of one.
        return f"date(substr({moment}, 1, 19), %s)", [*params, f"{minutes:+d} minutes"]


@cache
def only_offset(zone: tzinfo) -> int | None:
    """Return by how many minutes a time zone is ahead of UTC, or None if that changes.

    It is looked at in each month of the years in which people can have used the product.
    """
    moments = (
        datetime(year, month, 1, tzinfo=UTC) for year in range(2020, 2040) for month in range(1, 13)
    )
    offsets = {at.astimezone(zone).utcoffset() for at in moments}
    [offset, *others] = offsets
    return None if others or offset is None or offset % _MINUTE else offset // _MINUTE
