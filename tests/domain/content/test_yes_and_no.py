"""What says yes or no in a field of its own, in whatever words, and what says neither."""

import pytest

from responses.domain.content.kinds import KINDS
from responses.domain.content.yes_and_no import said_alone
from responses.enums import YesNo
from tests.support.shapes import make_part

YES = (
    *(
        "네",
        "넵",
        "예",
        "예.",
        " 예 ",
        "네, 있습니다",
        "있음",
        "해당",
        "해당됨",
        "O",
        "o",
        "○",
        "Ｏ",
        "〇",
    ),
    *("Yes", "YES!", "y", "Y", "V", "✓", "☑", "예(O)", "yes / 예", "그렇습니다."),
)
NO = (
    *(
        "아니요",
        "아니오",
        "아뇨",
        "아니오.",
        "없음",
        "해당 없음",
        "해당없음",
        "해당 사항 없음",
        "해당사항없음",
    ),
    *("미해당", "X", "x", "×", "✗", "No", "n", "N", "아니요, 없습니다", "아님", "아니요(X)"),
)
NEITHER = (
    *(
        "",
        " ",
        "네?",
        "예 아니요",
        "O / X",
        "예, 2021년부터 운영",
        "네이버",
        "없음에도",
        "일부",
        "검토 중",
    ),
    *("3.5%", "not yet", "nowhere", "해당 부서 확인", "예" * 40, "-", "○ 예 ○ 아니요", "xx", "ok2"),
)


@pytest.mark.parametrize(
    ("texts", "answer"), [(YES, YesNo.YES), (NO, YesNo.NO), (NEITHER, None)], ids=str
)
def test_a_field_that_says_nothing_else(texts: tuple[str, ...], answer: YesNo | None) -> None:
    assert {text: said_alone(text) for text in texts} == dict.fromkeys(texts, answer)


def test_a_file_that_was_filled_in_is_read_by_the_same_words() -> None:
    kind, part = KINDS["yes_no"], make_part("yes_no")
    assert kind.read(part, kind.from_slots(part, {"": "네"})) == "yes"
    assert kind.read(part, kind.from_slots(part, {"": "해당 없음"})) == "no"
