from django.utils import translation

from responses.wording.saving import lines_left_out, saved_times


def test_numbers_are_said_in_each_language() -> None:
    with translation.override("en"):
        assert [saved_times(1), saved_times(2)] == ["Saved 1 time", "Saved 2 times"]
        assert [lines_left_out(1), lines_left_out(3)] == [
            "1 unchanged line left out",
            "3 unchanged lines left out",
        ]
    with translation.override("ko"):
        assert (saved_times(2), lines_left_out(3)) == ("2회 저장", "변경되지 않은 3줄 생략")
