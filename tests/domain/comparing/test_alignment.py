"""What has to change in one sequence to get another, found in bounded time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.comparing.alignment import Change, changes

LINES = st.lists(st.sampled_from("abc○ "), max_size=40)


def applied(before: list[str], after: list[str]) -> list[str]:
    result = list(before)
    for start, end, new_start, new_end in reversed(list(changes(before, after))):
        result[start:end] = after[new_start:new_end]
    return result


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("ab", "ab", []),
        ("", "ab", [(0, 0, 0, 2)]),
        ("ab", "", [(0, 2, 0, 0)]),
        ("abc", "axc", [(1, 2, 1, 2)]),
        ("abcd", "bcxd", [(0, 1, 0, 0), (3, 3, 2, 3)]),
    ],
)
def test_changes_are_what_differs(before: str, after: str, expected: list[Change]) -> None:
    assert list(changes(before, after)) == expected


@given(LINES, LINES)
def test_changes_make_the_one_the_other(before: list[str], after: list[str]) -> None:
    assert applied(before, after) == after


@given(LINES, LINES, st.integers(70, 90))
def test_changes_of_long_sequences_make_the_one_the_other(
    before: list[str], after: list[str], size: int
) -> None:
    # So long that they are cut at what both have, at first at what stands once.
    head, tail = [*"xyz", *(["r"] * size), *before], ["s", *"zyx", *(["r"] * size), *after, "t"]

    assert applied(head, tail) == tail


def test_changes_of_a_long_sequence_leave_what_stayed() -> None:
    before = [f"line {number % 700}" for number in range(2000)]
    after = [*before[:500], "new", *before[501:1500], *before[1510:]]

    assert list(changes(before, after)) == [(500, 501, 500, 501), (1500, 1510, 1500, 1500)]


NASTY = {
    "every other edited": (
        [f"{n if n % 2 else -n}" for n in range(4000)],
        [*map(str, range(4000))],
    ),
    "every other edited, the rest repeated": (
        [f"{n % 80 if n % 2 else -n}" for n in range(4000)],
        [f"{n % 80 if n % 2 else n}" for n in range(4000)],
    ),
    "two lines by turns": (["a", "b"] * 5000, ["a", "a", "b"] * 3000),
    "one line": (["a"] * 10_000, ["b", *["a"] * 9000, "b"]),
    "reversed": ([*map(str, range(5000))], [*map(str, range(5000, 0, -1))]),
}


@pytest.mark.parametrize("texts", NASTY.values(), ids=NASTY)
def test_changes_of_nasty_sequences_are_found(texts: tuple[list[str], list[str]]) -> None:
    """Difflib needs from 1 second to some minutes for the first two; these take 0.2 at most."""
    before, after = texts
    made, place = [], 0
    for start, end, new_start, new_end in changes(before, after):
        made += [*before[place:start], *after[new_start:new_end]]
        place = end
    assert [*made, *before[place:]] == after
