import pytest

from responses.domain.coverage.purposes import changed


@pytest.mark.parametrize(
    ("now", "before", "after", "result"),
    [
        ("ab", "ab", "a", "a"),
        ("ab", "ab", "abc", "abc"),
        ("a", "ab", "abc", "ac"),  # another unticked b meanwhile
        ("abd", "ab", "a", "ad"),  # and added d
        ("", "a", "", ""),
    ],
)
def test_changed_keeps_what_both_changed(now: str, before: str, after: str, result: str) -> None:
    assert changed(now, before, after) == set(result)
