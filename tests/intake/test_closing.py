"""`끝.`, which Korean offices close with: in one place, and in no answer."""

import pytest

from responses.intake.closing import without_closing
from responses.intake.lines import numbered
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from tests.support.filled import EDITION
from tests.support.shapes import edition_of


@pytest.mark.parametrize(
    ("last", "rest", "closing"),
    [
        ("끝.", None, (2,)),
        ("끝", None, (2,)),
        ("- 끝 -", None, (2,)),
        ("이상.", None, (2,)),
        ("끝.\n- 3 -", None, (2,)),
        ("교통 분야  끝.", "교통 분야", ()),
        ("교통 자료를 분석함. 끝.", "교통 자료를 분석함.", ()),
        # What only looks like it.
        ("만족 90% 이상", "만족 90% 이상", ()),
        ("사업은 올해 끝.", "사업은 올해 끝.", ()),
        ("이상 없음", "이상 없음", ()),
    ],
)
def test_word_that_closes_a_file_is_left_out(
    last: str, rest: str | None, closing: tuple[int, ...]
) -> None:
    kept, found = without_closing(numbered(["한 줄", *last.split("\n")]))
    assert found == closing
    assert [line.text for line in kept if line.number == 2] == ([] if rest is None else [rest])


def test_line_that_closes_a_file_is_a_heading() -> None:
    found = propose(edition_of(EDITION), read_file("VIII.2 예\n교통·환경 분야\n\n끝.\n".encode()))
    assert found.to_json()["headings"] == [3]
    assert [each.lines for each in found.answers] == [(1, 2)]
    assert found.answers[0].parts == {"yes-no": "yes", "text": "교통·환경 분야"}


def test_nothing_closes_an_empty_file() -> None:
    assert without_closing([]) == ([], ())
