"""How long to wait, as people read it."""

from datetime import timedelta

import pytest

from responses.wording.waiting import held_words, wait_words


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "There were too many tries. Try again in 1 second."),
        (59.1, "There were too many tries. Try again in 60 seconds."),
        (61, "There were too many tries. Try again in 2 minutes."),
        (900, "There were too many tries. Try again in 15 minutes."),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_wait_is_never_said_too_short(seconds: float, expected: str) -> None:
    assert wait_words(timedelta(seconds=seconds)) == expected


@pytest.mark.usefixtures("english")
def test_held_tries_are_counted_in_words() -> None:
    assert held_words(1) == "tried 1 more time during the wait"
    assert held_words(7) == "tried 7 more times during the wait"
