"""The burn-up of a response as lines to draw: days and numbers become positions in percent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from responses.domain.progress.burn_up import BurnUp, Count

# Where the plot lies in the drawing, in percent; around it is room for what is written.
LEFT, TOP, WIDTH, HEIGHT = 10, 12, 87, 74
# Between two lines across there are at least so many questions.
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)
_LINES = 4
# Nearer to an edge than this, in parts of the width, text would stand beyond it.
_EDGE = 0.3


class Position(NamedTuple):
    """A position in the drawing, both in percent, as SVG writes it."""

    x: str
    y: str


class GridLine(NamedTuple):
    """A line across at a number of questions."""

    y: str
    text: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: two paths in a plot of 100 by 100, and positions in the drawing around it.

    `anchor` is to which side of its line the word for today stands; `due_end` is missing where
    nothing has a due date.
    """

    answered: str
    due: str
    lines: tuple[GridLine, ...]
    answered_end: Position
    due_end: Position | None
    anchor: str


def chart_of(burn_up: BurnUp) -> Chart:
    """Return what to draw of a burn-up."""
    scale = _Scale(burn_up.start, burn_up.end, burn_up.total)
    due = _due(burn_up)
    today = scale.across(burn_up.today)
    return Chart(
        answered=scale.path(burn_up.answered),
        due=scale.path(due),
        lines=tuple(
            GridLine(scale.position(burn_up.start, n).y, n) for n in _across(burn_up.total)
        ),
        answered_end=scale.position(*_last(burn_up.answered)),
        due_end=scale.position(*_last(due)) if due else None,
        anchor="start" if today < _EDGE else "end" if today > 1 - _EDGE else "middle",
    )


def _last(counts: tuple[Count, ...]) -> tuple[date, int]:
    return counts[-1].day, counts[-1].questions


def _due(burn_up: BurnUp) -> tuple[Count, ...]:
    """Return what is due from the first day to the last, as a line has no gaps."""
    if not burn_up.due:
        return ()
    before = [count.questions for count in burn_up.due if count.day <= burn_up.start]
    inside = [count for count in burn_up.due if count.day > burn_up.start]
    first = Count(burn_up.start, before[-1] if before else 0)
    last = Count(burn_up.end, burn_up.due[-1].questions)
    return (first, *inside, last)


def _across(total: int) -> Iterable[int]:
    """Return the numbers at which lines go across: round ones, and the total."""
    step = next((step for step in _STEPS if total / step <= _LINES), max(total, 1))
    return (*range(0, total - step // 2, step), total)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How days and numbers become positions; one day alone is as wide as a step to the next."""

    start: date
    end: date
    total: int

    def across(self, day: date) -> float:
        """Return how far a day is from the first, in parts of the width."""
        return (day - self.start).days / max((self.end - self.start).days, 1)

    def down(self, questions: int) -> float:
        """Return how far a number is from the top, in parts of the height."""
        return 1 - questions / max(self.total, 1)

    def position(self, day: date, questions: int) -> Position:
        """Return a position in the drawing."""
        x, y = LEFT + WIDTH * self.across(day), TOP + HEIGHT * self.down(questions)
        return Position(f"{_short(x)}%", f"{_short(y)}%")

    def path(self, counts: Iterable[Count]) -> str:
        """Return a line of steps through counts, in a plot of 100 by 100."""
        path, height = "", ""
        for count in counts:
            x = _short(100 * self.across(count.day))
            y = _short(100 * self.down(count.questions))
            path += f"H{x}V{y}" if path and y != height else f"H{x}" if path else f"M{x} {y}"
            height = y
        return path


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
