import pytest

from responses.wording.incoming import left_words, line_ranges, lines_words

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([3], "3"), ([3, 4, 5, 8], "3–5, 8"), ([1, 3, 4], "1, 3–4")],
)
def test_line_ranges_are_as_short_as_they_can_be_said(numbers: list[int], words: str) -> None:
    assert line_ranges(numbers) == words


def test_lines_are_said_in_words() -> None:
    assert (lines_words([7]), lines_words([7, 8])) == ("line 7", "lines 7–8")
    assert left_words(1) == "1 line of the file is in no answer."
    assert left_words(0).startswith("Every line of the file is in a proposal")
