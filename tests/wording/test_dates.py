from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from responses.enums import Language
from responses.wording import dates

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)  # 12:04 in Seoul


def plain(written: str) -> str:
    """Return what is written with its no-break spaces as spaces."""
    return written.replace("\u00a0", " ")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize(("language", "expected"), [("ko", "2026. 11. 3."), ("en", "3 Nov 2026")])
def test_day_is_written_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(dates.day(date(2026, 11, 3))) == expected
        assert dates.typed_day(date(2026, 11, 3)) == expected


def test_programs_read_a_moment_in_the_time_zone_of_the_site() -> None:
    assert dates.iso(NOW) == "2026-11-22T12:04:05+09:00"


@pytest.mark.parametrize("language", Language.values)
def test_no_day_breaks_inside_itself(language: str) -> None:
    first, last = date(2026, 11, 3), date(2025, 11, 9)
    with translation.override(language):
        for written in (
            *(dates.day(first), dates.near_day(first), dates.near_day(last)),
            *(dates.full_day(NOW), dates.clock(NOW), dates.ago(NOW - timedelta(days=30))),
        ):
            assert " " not in written, written
        assert len(dates.moment(NOW).split(" ")) == 2  # between its day and its time
        assert dates.period(last, first).split(" – ") in (
            [dates.period(last, first)],
            [dates.day(last), dates.day(first)],
        )


@pytest.mark.parametrize(
    ("language", "this_year", "last_year"),
    [("ko", "11. 3.", "2025. 11. 3."), ("en", "3 Nov", "3 Nov 2025")],
)
def test_a_near_day_leaves_out_the_year_that_is_now(
    language: str, this_year: str, last_year: str
) -> None:
    with translation.override(language):
        assert plain(dates.near_day(date(2026, 11, 3))) == this_year
        assert plain(dates.near_day(date(2025, 11, 3))) == last_year


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ko", "2026. 11. 3.~2026. 11. 9."), ("en", "3 Nov 2026 – 9 Nov 2026")],
)
def test_range_of_days_has_the_sign_of_the_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(dates.period(date(2026, 11, 3), date(2026, 11, 9))) == expected


def test_day_of_a_moment_is_that_of_the_site() -> None:
    with translation.override("ko"):
        written = dates.day(datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
        assert plain(written) == "2026. 11. 23."


@pytest.mark.parametrize(
    ("language", "expected"), [("ko", "2026. 11. 22. 12:04"), ("en", "22 Nov 2026, 12:04")]
)
def test_moment_is_told_in_the_time_of_the_site(language: str, expected: str) -> None:
    with translation.override(language):
        assert plain(dates.moment(NOW)) == expected


@pytest.mark.parametrize("language", Language.values)
def test_moments_that_share_their_minute_are_told_to_the_second(language: str) -> None:
    later, next_minute = NOW + timedelta(seconds=20), NOW + timedelta(minutes=1)
    with translation.override(language):
        told = [each.split(" ")[-1] for each in dates.moments([next_minute, later, NOW])]
    assert told == ["12:05", "12:04:25", "12:04:05"]


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=7), "15 Nov 2026"),
    ],
)
def test_ago_counts_and_then_names_the_day(passed: timedelta, expected: str) -> None:
    with translation.override("en"):
        assert plain(dates.ago(NOW - passed)) == expected


@pytest.mark.parametrize(("day", "expected"), [(21, True), (22, False), (23, False)])
def test_overdue_begins_the_day_after(day: int, *, expected: bool) -> None:
    assert dates.overdue(date(2026, 11, day)) is expected


def test_every_language_of_the_interface_writes_a_day() -> None:
    for code in Language.values:
        with translation.override(code):
            assert dates.day(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("language", "left", "shown", "said"),
    [
        ("ko", 3, "D-3", "3일 남음"),
        ("ko", 0, "오늘", "오늘"),
        ("ko", -2, "2일 경과", "2일 경과"),
        ("en", 3, "3 days left", "3 days left"),
        ("en", 1, "1 day left", "1 day left"),
        ("en", 0, "due today", "due today"),
        ("en", -1, "1 day late", "1 day late"),
    ],
)
def test_a_due_date_says_how_far_it_is_to_the_eye_and_aloud(
    language: str, left: int, shown: str, said: str
) -> None:
    due = timezone.localdate() + timedelta(days=left)
    with translation.override(language):
        assert (dates.d_day(due), dates.d_day_said(due)) == (shown, said)
