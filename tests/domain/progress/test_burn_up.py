from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from responses.domain.progress.burn_up import BurnUp, Count, DayEnd, Point, burn_up

START, TODAY = date(2030, 5, 1), date(2030, 5, 5)
DAY = timedelta(days=1)

days = st.dates(START - 9 * DAY, TODAY + 9 * DAY)
questions = st.integers(1, 6)
changes = st.lists(st.builds(DayEnd, days, questions, st.booleans()))
dues = st.lists(st.none() | days, min_size=6, max_size=6)


def may(day: int) -> date:
    return date(2030, 5, day)


def drawn(ends: list[DayEnd], due: list[date | None] | None = None) -> BurnUp:
    return burn_up(START, TODAY, ends, due or [None, None, None])


def test_burn_up_counts_each_day_what_was_answered_by_its_end() -> None:
    ends = [
        DayEnd(may(2), 1, answered=True),
        DayEnd(may(2), 2, answered=False),
        DayEnd(may(4), 2, answered=True),
        DayEnd(may(5), 1, answered=False),
    ]
    assert [count.questions for count in drawn(ends).answered] == [0, 1, 1, 2, 1]


def test_burn_up_takes_the_last_of_what_is_told_of_one_day() -> None:
    ends = [DayEnd(may(2), 1, answered=True), DayEnd(may(2), 1, answered=False)]
    assert drawn(ends).answered[-1] == Count(TODAY, 0)


def test_burn_up_counts_what_is_outside_of_its_days_on_the_nearest() -> None:
    ends = [DayEnd(date(1999, 1, 1), 1, answered=True), DayEnd(date(2999, 1, 1), 2, answered=True)]
    assert [count.questions for count in drawn(ends).answered] == [1, 1, 1, 1, 2]


def test_burn_up_believes_the_order_rather_than_the_clock() -> None:
    ends = [DayEnd(may(4), 1, answered=True), DayEnd(may(2), 1, answered=False)]
    assert [count.questions for count in drawn(ends).answered] == [0, 0, 0, 0, 0]
    ends = [DayEnd(may(4), 1, answered=False), DayEnd(may(2), 1, answered=True)]
    assert [count.questions for count in drawn(ends).answered] == [0, 0, 0, 1, 1]


def test_burn_up_that_starts_after_today_has_today_alone() -> None:
    assert burn_up(TODAY + DAY, TODAY, [], [None]) == BurnUp(1, (Count(TODAY, 0),), ())


def test_burn_up_adds_up_what_is_due() -> None:
    drawn_up = drawn([], [may(9), None, may(3), may(9)])
    assert (drawn_up.total, drawn_up.due) == (4, (Count(may(3), 1), Count(may(9), 3)))
    assert (drawn_up.start, drawn_up.today, drawn_up.end) == (START, TODAY, may(9))


def test_burn_up_without_due_dates_ends_today() -> None:
    assert (drawn([]).due, drawn([]).end) == ((), TODAY)


def test_points_do_not_know_what_will_be_answered() -> None:
    drawn_up = drawn([DayEnd(may(1), 1, answered=True)], [may(3), may(3), may(7)])
    assert drawn_up.points == (
        Point(may(1), 1, 0),
        Point(may(2), 1, 0),
        Point(may(3), 1, 2),
        Point(may(4), 1, 2),
        Point(may(5), 1, 2),
        Point(may(7), None, 3),
    )


def test_burn_up_knows_where_it_is_now() -> None:
    drawn_up = drawn([DayEnd(may(1), 1, answered=True)], [may(3), may(3), may(7)])
    assert (drawn_up.now, drawn_up.due_in_all) == (Point(TODAY, 1, 2), 3)
    assert (drawn([]).now, drawn([]).due_in_all) == (Point(TODAY, 0, 0), 0)


def test_turns_leave_out_days_like_the_day_before() -> None:
    drawn_up = drawn([DayEnd(may(1), 1, answered=True)], [may(3), may(3), may(7)])
    assert [turn.day for turn in drawn_up.turns] == [may(1), may(3), may(5), may(7)]


def test_points_count_what_was_due_before_the_start() -> None:
    assert drawn([], [date(2030, 4, 1)]).points[0] == Point(START, 0, 1)


@given(changes, dues)
def test_burn_up_stays_between_nothing_and_all(ends: list[DayEnd], due: list[date | None]) -> None:
    drawn_up = burn_up(START, TODAY, ends, due)
    assert [count.day for count in drawn_up.answered] == [START + n * DAY for n in range(5)]
    assert all(0 <= count.questions <= drawn_up.total for count in drawn_up.answered)
    assert all(0 < count.questions <= drawn_up.total for count in drawn_up.due)
    assert all(0 <= point.due <= drawn_up.total for point in drawn_up.points)
    grown = [point.due for point in drawn_up.points]
    assert grown == sorted(grown)


@given(changes, dues)
def test_burn_up_ends_with_what_was_told_last_of_each_question(
    ends: list[DayEnd], due: list[date | None]
) -> None:
    now = {end.question: end.answered for end in ends}
    assert burn_up(START, TODAY, ends, due).answered[-1] == Count(TODAY, sum(now.values()))
