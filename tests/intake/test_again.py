"""Lines that stay or come by a person's hand are read as they were at first."""

from collections.abc import Collection
from typing import Any

import pytest

from responses.domain.incoming.placed import PlacedLines, moved
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.intake.stored import placed_of, refill_from
from tests.support.filled import EDITION, make_filled
from tests.support.shapes import edition_of

EDITION_SHAPE = edition_of(EDITION)
SHORT = """\
I.1 귀 시의 공식 포털 주소는 무엇입니까?
https://www.jeonju.go.kr
IV.1 온라인 모바일 비율
72%
IV.2 이용 통계 수집: 예
월별 통계를 공개함
가족관계증명서 참고
V.3 만족 시민 비율 92.4% (시민 조사)
다른 줄
VII.1 코로나19 전담 포털
☑ 예
☐ 아니요
안내 페이지를 운영함
VIII.2 빅데이터 분석을 활용할 계획입니까? - 예
교통 신호를 조정함
"""


def read(text: str) -> tuple[PlacedLines, Any]:
    lines = read_file(text.encode()).lines
    placed = placed_of(propose(EDITION_SHAPE, read_file(text.encode())))
    return placed, refill_from(EDITION_SHAPE, lines)


def without(placed: PlacedLines, refill: Any, gone: Collection[int]) -> PlacedLines:
    return moved(placed, EDITION_SHAPE, gone, "", refill)


def test_answers_read_again_say_what_they_said_at_first() -> None:
    many = 0
    for seed in range(12):
        placed, refill = read(make_filled(seed).text)
        for each in placed.proposals.values():
            if each.lines:
                question = EDITION_SHAPE.questions_by_key[each.question]
                again = refill(question, each.lines, each.wording)
                assert (again.parts, again.left) == (each.said.parts, each.said.left)
                many += 1
    assert many == 193


@pytest.mark.parametrize(
    ("question", "gone", "parts"),
    [
        ("iv-2", {7}, {"yes-no": "yes", "text": "월별 통계를 공개함"}),
        ("iv-2", {6, 7}, {"yes-no": "yes"}),
        ("v-3", {9}, {"percentage": "92.4", "text": "만족 시민 비율 92.4% (시민 조사)"}),
        ("vii-1", {13}, {"yes-no": "yes"}),
        ("viii-2", {15}, {"yes-no": "yes"}),
    ],
)
def test_what_was_recognised_stays_when_other_lines_leave(
    question: str, gone: set[int], parts: dict[str, Any]
) -> None:
    placed, refill = read(SHORT)
    assert gone < {*placed.of(question).lines}, placed
    assert without(placed, refill, gone).of(question).said.parts == parts


@pytest.mark.parametrize(
    ("line", "question", "parts"),
    [
        ("II.1 예", "ii-1", {"yes-no": "yes"}),
        ("Ⅱ-1. 아니오", "ii-1", {"yes-no": "no"}),
        ("1. 예", "ii-1", {"yes-no": "yes"}),
        ("IV.3 ☐ 예 ☑ 아니요", "iv-3", {"yes-no": "no"}),
        ("II.1-1) 개인정보 보호법을 적용", "ii-1-1", {"text": "개인정보 보호법을 적용"}),
        ("VII.2 백신 예약 알림 서비스", "vii-2", {"text": "백신 예약 알림 서비스"}),
        ("III.4 디지털 사업", "vi-1", {"text": "III.4 디지털 사업"}),
        # A list's number, and an answer that only speaks of what is asked.
        ("1) 첫째 사업", "vii-2", {"text": "1) 첫째 사업"}),
        ("VII.2 참고", "vii-2", {"text": "VII.2 참고"}),
    ],
)
def test_line_that_begins_with_the_number_of_its_question_loses_it(
    line: str, question: str, parts: dict[str, Any]
) -> None:
    _placed, refill = read(f"{line}\n")
    said = refill(EDITION_SHAPE.questions_by_key[question], (1,), ())
    assert said.parts == parts


def test_wording_that_is_moved_with_an_answer_is_none_of_it() -> None:
    asked = "시민 만족도를 조사한 결과를 온라인에 공개합니까?"
    _placed, refill = read(f"{asked}\n예\n해마다 공개함\n")
    question = EDITION_SHAPE.questions_by_key["v-2"]
    assert refill(question, (1, 2, 3), ()).parts == {"yes-no": "yes", "text": "해마다 공개함"}
    # Alone it is all that there is.
    assert refill(question, (1,), ()).parts == {"text": asked}
