from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.progress.burn_up import BurnUp, Count, burn_up
from responses.pages.chart import chart_of

START = date(2030, 5, 1)
DAY = timedelta(days=1)


def may(day: int) -> date:
    return date(2030, 5, day)


def test_chart_draws_steps_from_the_first_day_to_the_last() -> None:
    answered = (Count(may(1), 0), Count(may(2), 1), Count(may(3), 1))
    chart = chart_of(BurnUp(4, answered, (Count(may(4), 2), Count(may(5), 4))))
    assert chart.answered == "M0 100H25V75H50"
    assert chart.due == "M0 100H75V50H100V0H100"
    assert chart.answered_end == ("53.5%", "67.5%")
    assert chart.due_end == ("97%", "12%")


def test_chart_begins_with_what_was_due_before() -> None:
    chart = chart_of(BurnUp(4, (Count(may(2), 0), Count(may(3), 2)), (Count(may(1), 3),)))
    assert chart.due == "M0 25H100"
    assert chart.due_end == ("97%", "30.5%")


def test_chart_without_due_dates_has_one_line() -> None:
    chart = chart_of(BurnUp(4, (Count(may(1), 0), Count(may(2), 2)), ()))
    assert (chart.due, chart.due_end) == ("", None)


def test_chart_of_one_day_alone_is_a_point() -> None:
    chart = chart_of(BurnUp(2, (Count(may(1), 1),), ()))
    assert (chart.answered, chart.answered_end) == ("M0 50", ("10%", "49%"))


@pytest.mark.parametrize(
    ("total", "numbers"),
    [
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (8, [0, 2, 4, 6, 8]),
        (24, [0, 10, 24]),
        (40, [0, 10, 20, 30, 40]),
        (99, [0, 25, 50, 75, 99]),
        (100_000, [0, 100_000]),
    ],
)
def test_lines_across_are_few_and_round_up_to_the_total(total: int, numbers: list[int]) -> None:
    lines = chart_of(BurnUp(total, (Count(START, 0),), ())).lines
    assert [line.text for line in lines] == numbers
    assert (lines[0].y, lines[-1].y) == ("86%", "12%")


@pytest.mark.parametrize(("today", "anchor"), [(1, "start"), (6, "middle"), (11, "end")])
def test_todays_word_stays_inside_the_drawing(today: int, anchor: str) -> None:
    drawn = burn_up(may(1), may(today), [], [may(11)])
    assert chart_of(drawn).anchor == anchor


@given(
    st.integers(0, 400),
    st.lists(st.none() | st.dates(START - 9 * DAY, START + 400 * DAY), min_size=1, max_size=9),
)
def test_chart_stays_in_its_plot(days: int, dues: list[date | None]) -> None:
    chart = chart_of(burn_up(START, START + days * DAY, [], dues))
    for path in filter(None, (chart.answered, chart.due)):
        numbers = path.replace("M", " ").replace("H", " ").replace("V", " ").split()
        assert all(0 <= float(number) <= 100 for number in numbers)
    ends = [chart.answered_end, *([chart.due_end] if chart.due_end else [])]
    assert all(10 <= float(end.x.rstrip("%")) <= 97 for end in ends)
    assert all(12 <= float(end.y.rstrip("%")) <= 86 for end in ends)
