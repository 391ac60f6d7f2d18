"""How many questions were answered by which day, against how many were due by then. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayEnd:
    """Whether one question was completely answered when a day on which it changed ended."""

    day: date
    question: int
    answered: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many questions by the end of a day."""

    day: date
    questions: int


@dataclass(frozen=True, slots=True)
class Point:
    """Both counts by the end of a day; nobody knows yet what is `answered` on days to come."""

    day: date
    answered: int | None
    due: int


@dataclass(frozen=True)
class BurnUp:
    """How a response grows, of `total` questions.

    `answered` has every day from the start to today, `due` those days by which more are due.
    """

    total: int
    answered: tuple[Count, ...]
    due: tuple[Count, ...]

    @property
    def start(self) -> date:
        """The first day."""
        return self.answered[0].day

    @property
    def today(self) -> date:
        """The last day of which is known what was answered."""
        return self.answered[-1].day

    @property
    def end(self) -> date:
        """The last day that there is something to say of."""
        return max(self.today, self.due[-1].day) if self.due else self.today

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every day up to today, and those to come by which more are due."""
        days = [each.day for each in self.due]
        due = [0, *(each.questions for each in self.due)]
        to_come = [Count(day, 0) for day in days if day > self.today]
        return tuple(
            Point(
                each.day,
                each.questions if each.day <= self.today else None,
                due[bisect_right(days, each.day)],
            )
            for each in (*self.answered, *to_come)
        )

    @property
    def now(self) -> Point:
        """The point of today."""
        return self.points[len(self.answered) - 1]

    @property
    def due_in_all(self) -> int:
        """How many questions have a due date."""
        return self.due[-1].questions if self.due else 0

    @cached_property
    def turns(self) -> tuple[Point, ...]:
        """The points that differ from the day before them, with the first day and today."""
        pairs = zip((None, *self.points), self.points, strict=False)
        return tuple(
            point
            for before, point in pairs
            if before is None
            or point.day == self.today
            or (point.answered, point.due) != (before.answered, before.due)
        )


def burn_up(
    start: date, today: date, ends: Iterable[DayEnd], dues: Sequence[date | None]
) -> BurnUp:
    """Return how a response grew since its start.

    `ends` come in the order in which each question changed; `dues` is when each question of
    the response is due, None where it is not. What clocks that go wrong put outside of the
    days, or before what came before it, counts on the nearest day that is neither.
    """
    first = min(start, today)
    return BurnUp(len(dues), tuple(_answered(first, today, ends)), tuple(_due(dues)))


def _answered(start: date, today: date, ends: Iterable[DayEnd]) -> Iterable[Count]:
    by_day: dict[date, dict[int, bool]] = {}
    latest: dict[int, date] = {}
    for end in ends:
        day = min(max(end.day, latest.get(end.question, start)), today)
        latest[end.question] = day
        by_day.setdefault(day, {})[end.question] = end.answered
    now: dict[int, bool] = {}
    for number in range((today - start).days + 1):
        day = start + number * _DAY
        now |= by_day.get(day, _NOTHING)
        yield Count(day, sum(now.values()))


_NOTHING: Mapping[int, bool] = {}


def _due(dues: Iterable[date | None]) -> Iterable[Count]:
    days = sorted(day for day in dues if day)
    return [Count(day, bisect_right(days, day)) for day in sorted(set(days))]
