"""How many web addresses were checked each day, and how many of these checks failed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Count, F, Func
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from responses.link_states import FINDINGS, Finding, LinkState
from responses.models import Check

DAYS = 30
"""How many days are looked back."""


@dataclass(frozen=True, slots=True)
class HealthDay:
    """One day: how many addresses were checked, and of how many a check failed."""

    day: date
    checked: int = 0
    failed: int = 0


class _Day(Func):
    """The day of a moment, as text, where clocks are so many minutes ahead.

    By functions of the databases themselves, as Django's would be called for every row.
    """

    output_field = CharField()

    def __init__(self, moment: F, minutes: int) -> None:
        super().__init__(moment, minutes=int(minutes))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        """Return what SQLite understands."""
        template = "date(%(expressions)s, '%(minutes)s minutes')"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> Any:
        """Return what PostgreSQL understands."""
        template = (
            "to_char((%(expressions)s AT TIME ZONE 'UTC') + interval '%(minutes)s minutes',"
            " 'YYYY-MM-DD')"
        )
        return self.as_sql(compiler, connection, template=template, **more)


def read_health(addresses: Collection[int], now: datetime) -> list[HealthDay]:
    """Return each day up to now on which some addresses could be checked, oldest first; one query.

    Days are those of the site's time zone. However many addresses there are, it reads some rows
    a day.
    """
    here = timezone.localtime(now, timezone.get_default_timezone())
    today, offset = here.date(), here.utcoffset() or timedelta()
    first = today - timedelta(days=DAYS - 1)
    begin = here.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    rows = Check.objects.filter(address__in=addresses, at__gte=begin, at__lte=now).order_by()
    day = _Day(F("at"), offset // timedelta(minutes=1))
    counted = rows.annotate(day=day).values_list("day", "finding")
    checked: dict[str, int] = {}
    failed: dict[str, int] = {}
    for day_, finding, count in counted.annotate(count=Count("address", distinct=True)):
        checked[day_] = checked.get(day_, 0) + count
        if FINDINGS[Finding(finding)] is LinkState.FAILING:
            failed[day_] = failed.get(day_, 0) + count
    days = [(first + timedelta(days=each)) for each in range(DAYS)]
    return [
        HealthDay(each, checked.get(each.isoformat(), 0), failed.get(each.isoformat(), 0))
        for each in days
    ]
