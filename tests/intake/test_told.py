"""Questions that a file tells by their number: shortened headings, answers behind the number."""

from typing import Any

import pytest

from responses.domain.incoming.doubts import Doubt
from responses.intake.proposals import Proposed, propose
from responses.intake.reading import read_file
from tests.support.filled import EDITION, make_filled, make_lone, measure
from tests.support.shapes import edition_of

EDITION_SHAPE = edition_of(EDITION)
KNOWN = """\
I.1 귀 시의 공식 포털 주소는 무엇입니까?
https://www.jeonju.go.kr
II.1 국가나 시에 개인정보 보호를 규정한 법률이 있습니까?
예
V.3 가장 최근에 이용한 온라인 공공 서비스에 만족한 시민의 비율은 얼마입니까?
87.3%

"""


def proposed(text: str) -> Proposed:
    return propose(EDITION_SHAPE, read_file(text.encode()))


def parts_of(text: str) -> dict[str, Any]:
    return {each.question.key: dict(each.parts) for each in proposed(text).answers}


def sure_in(text: str) -> set[str]:
    return {each.question.key for each in proposed(text).answers if each.is_sure and each.parts}


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("VII.1 코로나19 전담 포털", {"vii-1"}),
        ("VII-1. 코로나19 전담 포털", {"vii-1"}),
        ("Ⅶ.1 코로나19 전담 포털", {"vii-1"}),
        ("VII. 1 코로나19 전담 포털", {"vii-1"}),
        ("7-1 코로나19 전담 포털", {"vii-1"}),
        ("○ VII.1) 코로나19 전담 포털", {"vii-1"}),
        ("VII.1 감염병 안내", set()),
    ],
)
def test_whole_number_in_the_forms_order_tells_its_question(line: str, sure: set[str]) -> None:
    text = f"{KNOWN}{line}\n아니오\n"
    said = {} if sure else {"text": "감염병 안내"}
    assert parts_of(text) == {
        "i-1": {"links": [{"label": "", "url": "https://www.jeonju.go.kr"}]},
        "ii-1": {"yes-no": "yes"},
        "v-3": {"percentage": "87.3"},
        "vii-1": {"yes-no": "no"} | said,
    }
    assert sure_in(text) == {"i-1", "ii-1", "v-3", *sure}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("VIII.2 https://data.jeonju.go.kr", {"links": ["https://data.jeonju.go.kr"]}),
        ("VIII.2 교통 신호를 이미 조정하고 있음", {"text": "교통 신호를 이미 조정하고 있음"}),
        ("VIII.2 빅데이터 분석을 교통에 활용함", {"text": "빅데이터 분석을 교통에 활용함"}),
        ("VIII.2 빅데이터\n계획 있음", {"text": "계획 있음"}),
        ("VIII.2 빅데이터", {}),
    ],
)
def test_answer_may_stand_right_behind_the_number(line: str, parts: dict[str, Any]) -> None:
    [found] = [
        each for each in proposed(f"{KNOWN}{line}\n").answers if each.question.key == "viii-2"
    ]
    read = dict(found.parts)
    if "links" in read:
        read["links"] = [row["url"] for row in read["links"]]
    assert read == parts
    # What stands behind the number may be what is asked.
    assert not (found.is_sure and found.lines) or "\n" in line


def test_yes_or_no_behind_a_number_is_sure_with_what_explains_it() -> None:
    found = proposed(f"{KNOWN}VIII.2 예. 교통 자료를 분석함\n").answers[-1]
    assert found.parts == {"yes-no": "yes", "text": "교통 자료를 분석함"}
    assert (found.is_sure, found.doubts) == (True, ())


def test_figures_behind_a_number_are_no_wording() -> None:
    text = KNOWN.replace("V.3", "IV.1 온라인 72%, 모바일 55%\nV.3")
    assert parts_of(text)["iv-1"] == {"text": "온라인 72%, 모바일 55%"}
    assert "iv-1" not in sure_in(text)


@pytest.mark.parametrize(
    "line",
    [
        # Out of the form's order.
        "III.2 예산",
        # As another edition may ask.
        "VII.1 귀 시는 도서관을 몇 곳 운영합니까?",
    ],
)
def test_what_may_be_another_question_makes_what_it_stands_in_unsure(line: str) -> None:
    text = f"{KNOWN}{line}\n아니오\n"
    assert set(parts_of(text)) == {"i-1", "ii-1", "v-3"}
    assert sure_in(text) == {"i-1", "ii-1"}


def test_short_headings_that_the_questions_say_tell_how_a_file_is_numbered() -> None:
    text = (
        "3-1. 전자정부 전략\n예\n3-2. 예산\n예(3.5%)\n4-1. 온라인·모바일 비율\n72%\n"
        "5-1. 만족도 조사: 예\n4.2 점 만점\n7-1. 코로나19 전담 포털\t예\n"
    )
    found = parts_of(text)
    assert found == {
        "iii-1": {"yes-no": "yes"},
        "iii-2": {"yes-no": "yes", "percentage": "3.5"},
        "iv-1": {"percentage": "72"},
        "v-1": {"yes-no": "yes"},
        "vii-1": {"yes-no": "yes"},
    }


def test_whole_number_of_a_question_is_no_heading() -> None:
    # The title of its section, and the answer behind it.
    found = proposed("V.1 사용자 만족도: 예\n")
    assert (found.headings, found.answers, found.not_placed) == ((), (), (1,))


def test_numbers_of_a_file_that_are_not_known_to_be_ours_only_make_unsure() -> None:
    asked = "귀 시의 공식 포털 주소는 무엇입니까?"
    text = f"{asked}\nhttps://www.jeonju.go.kr\n\nVII.1 코로나 포털\n없음\n"
    assert set(parts_of(text)) == {"i-1"}
    assert sure_in(text) == set()


@pytest.mark.parametrize(
    "line", ["III.2 참조", "3.5 % 늘어남", "3.5 점으로 오름", "II.1의 답변과 같음"]
)
def test_what_only_looks_like_a_number_of_ours_is_part_of_the_answer(line: str) -> None:
    text = KNOWN + "VI.1 시민과의 소통을 위하여 소셜 미디어를 어떻게 활용합니까?\n"
    assert parts_of(f"{text}{line}\n")["vi-1"] == {"text": line}
    assert "vi-1" in sure_in(f"{text}{line}\n")


def test_question_without_an_answer_whose_wording_may_hold_it_is_unsure() -> None:
    found = proposed(f"{KNOWN}VIII.2 의사결정 빅데이터 분석 활용 계획 수립\n")
    [last] = [each for each in found.answers if each.question.key == "viii-2"]
    assert (last.parts, last.is_sure) == ({}, False)


@pytest.mark.parametrize(
    ("answer", "parts"),
    [
        ("예, https://a.kr/x", {"yes-no": "yes", "links": [("", "https://a.kr/x")]}),
        ("있음: https://a.kr/x", {"yes-no": "yes", "links": [("", "https://a.kr/x")]}),
        ("예: https://a.kr/x", {"yes-no": "yes", "links": [("", "https://a.kr/x")]}),
        ("예\n근거: https://a.kr/x", {"yes-no": "yes", "links": [("", "https://a.kr/x")]}),
        ("예\n - 출처 : data.go.kr/x", {"yes-no": "yes", "links": [("", "data.go.kr/x")]}),
        (
            "예\n안내 페이지 운영\nhttps://a.kr/x",
            {"yes-no": "yes", "text": "안내 페이지 운영", "links": [("", "https://a.kr/x")]},
        ),
        (
            "예\n코로나19 안내 페이지\nhttps://a.kr/x",
            {"yes-no": "yes", "links": [("코로나19 안내 페이지", "https://a.kr/x")]},
        ),
    ],
)
def test_words_before_an_address_are_neither_its_name_nor_text(
    answer: str, parts: dict[str, Any]
) -> None:
    asked = "VII.1 코로나19를 전담하는 지방정부 포털이나 시 포털 안의 전용 섹션이 있습니까?"
    read = parts_of(f"{asked}\n{answer}\n")["vii-1"]
    read["links"] = [(row["label"], row["url"]) for row in read["links"]]
    assert read == parts


@pytest.mark.parametrize("answer", ["예, https://a.kr", "예\nhttps://a.kr", "있음: https://a.kr"])
def test_yes_before_an_address_is_no_name_where_no_yes_is_asked_for(answer: str) -> None:
    read = parts_of(f"I.2-1) 전자 서비스 포털\n{answer}\n")["i-2-1"]
    assert read == {"links": [{"label": "", "url": "https://a.kr"}]}


def test_figure_with_another_one_in_brackets_is_read_and_looked_at() -> None:
    asked = "IV.1 온라인과 모바일로 이용할 수 있는 서비스의 비율은 얼마입니까?\n"
    [found] = proposed(f"{asked}답: 72.5% (모바일 55%)\n").answers
    assert found.parts == {"percentage": "72.5", "text": "72.5% (모바일 55%)"}
    assert not found.is_sure


SHORTENED = [seed for seed in range(500) if make_filled(seed).traits["short"]]


def test_shortened_questionnaires_are_read() -> None:
    measured = measure(SHORTENED, proposed)
    assert len(SHORTENED) == 27
    assert measured.share >= 0.985
    assert measured.surely_astray == 0
    assert measured.surely_wrong <= 0.001 * measured.lines
    assert measured.links_found >= 0.985 * measured.links


def test_numbers_and_answers_alone_are_read() -> None:
    measured = measure(range(40), proposed, make_lone)
    assert measured.lines == 1475
    assert measured.share >= 0.89
    assert measured.surely_wrong == 0
    assert measured.yes_no_read == measured.yes_no == 468


def test_number_and_answer_in_one_line_are_a_question_of_their_own() -> None:
    text = (
        "I.1 공식 포털 주소\nhttps://www.jeonju.go.kr\nIV.2 이용 통계 수집: 예\n"
        "IV.3 ☑ 예 ☐ 아니요\n지난해 월별 통계\nV.3 만족 시민 비율 92.4%\n"
        # Out of the form's order, and what follows it.
        "II.1 예\nII.1-1) 개인정보 보호 조례를 적용\n"
    )
    assert parts_of(text) == {
        "i-1": {"links": [{"label": "", "url": "https://www.jeonju.go.kr"}]},
        "iv-2": {"yes-no": "yes"},
        "iv-3": {"yes-no": "yes", "text": "지난해 월별 통계"},
        "v-3": {"percentage": "92.4", "text": "만족 시민 비율 92.4%"},
        "ii-1": {"yes-no": "yes"},
        "ii-1-1": {"text": "개인정보 보호 조례를 적용"},
    }
    assert sure_in(text) == {"i-1", "iv-2", "iv-3"}


def test_file_of_such_lines_alone_is_proposed() -> None:
    lines = "VII.1 예\nVII.2 백신 예약 알림 서비스\nVIII.1a 스마트시티 기본계획(2024~2028)\n"
    found = propose(EDITION_SHAPE, read_file(lines.encode("cp949")))
    assert {each.question.key: dict(each.parts) for each in found.answers} == {
        "vii-1": {"yes-no": "yes"},
        "vii-2": {"text": "백신 예약 알림 서비스"},
        "viii-1-a": {"text": "스마트시티 기본계획(2024~2028)"},
    }
    # A yes is what VII.1 asks for; a text may be a title.
    assert [each.question.key for each in found.answers if each.is_sure] == ["vii-1"]


NOTED = """\
전주시 답변서

IV.3 ☑ 예 ☐ 아니요
V.2 아니오
V.3 92.4%
VI.1 시민과의 소통을 위해 카카오톡과 유튜브를 운영
VII.1 예
VII.1 포털 https://corona.jeonju.go.kr
VII.2 백신 예약 알림 서비스
- 재택치료 앱
VIII.1a 스마트시티 기본계획(2024~2028)
https://smart.jeonju.go.kr
VIII.2 빅데이터: 교통·환경 분야  끝.
"""


def test_what_stands_behind_a_number_is_in_the_answer_unless_it_is_clearly_asked() -> None:
    found = propose(EDITION_SHAPE, read_file(NOTED.encode()))
    plan = {"label": "스마트시티 기본계획(2024~2028)", "url": "https://smart.jeonju.go.kr"}
    assert {each.question.key: dict(each.parts) for each in found.answers} == {
        "iv-3": {"yes-no": "yes"},
        "v-2": {"yes-no": "no"},
        "v-3": {"percentage": "92.4"},
        "vi-1": {"text": "시민과의 소통을 위해 카카오톡과 유튜브를 운영"},
        # Two lines with one number.
        "vii-1": {
            "yes-no": "yes",
            "links": [{"label": "포털", "url": "https://corona.jeonju.go.kr"}],
        },
        "vii-2": {"text": "백신 예약 알림 서비스\n- 재택치료 앱"},
        "viii-1-a": {"links": [plan]},
        "viii-2": {"text": "교통·환경 분야"},
    }
    assert (found.wording, found.not_placed) == ((), (1,))


def test_why_an_answer_is_not_sure_is_told() -> None:
    found = propose(EDITION_SHAPE, read_file(NOTED.encode()))
    assert {each.question.key: each.doubts for each in found.answers} == {
        "iv-3": (),
        "v-2": (),
        "v-3": (),
        "vi-1": (Doubt.NUMBER_ALONE, Doubt.TITLE),
        "vii-1": (Doubt.NUMBER_ALONE, Doubt.TITLE, Doubt.SEVERAL, Doubt.NAMED),
        "vii-2": (Doubt.NUMBER_ALONE, Doubt.TITLE),
        "viii-1-a": (Doubt.NUMBER_ALONE, Doubt.TITLE, Doubt.NAMED),
        "viii-2": (Doubt.NUMBER_ALONE, Doubt.TITLE),
    }
    assert all(each.is_sure is not bool(each.doubts) for each in found.answers)


def test_whatever_is_not_sure_says_why() -> None:
    many = 0
    for seed in range(0, 12, 2):
        for text in (make_filled(seed).text, make_lone(seed).text):
            unsure = [
                each
                for each in proposed(text).answers
                if not each.is_sure and not each.left and not each.faults
            ]
            assert all(each.doubts for each in unsure)
            many += len(unsure)
    assert many > 20


@pytest.mark.parametrize(
    "text",
    [
        # Roman numbers of something else.
        "I.1 도서관\nI.7 박물관\nII.1 체육관\nII.4 공원\n",
        "VII.1 귀 시는 도서관을 몇 곳 운영합니까?\n3\nVII.2 예산\n3\nII.1 조례\n",
        "II.1 예산\nIV.2 예정\n",
    ],
)
def test_numbers_that_may_be_of_anything_tell_nothing(text: str) -> None:
    assert parts_of(text) == {}


@pytest.mark.parametrize(
    ("answer", "sure"),
    [
        ("예\n탄소중립 데이터 플랫폼 구축(2025) https://data.jeonju.go.kr", set()),
        ("예\n여러 플랫폼을 구축함\n플랫폼 https://data.jeonju.go.kr", {"iii-4"}),
        ("예\nhttps://data.jeonju.go.kr", {"iii-4"}),
        ("아니오\n플랫폼 https://data.jeonju.go.kr", {"iii-4"}),
    ],
)
def test_words_that_may_be_the_description_that_is_required_are_looked_at(
    answer: str, sure: set[str]
) -> None:
    asked = "III.4 귀 시에서 지속가능성이나 녹색 경제에 중점을 둔 디지털 사업을 시행하고 있습니까?"
    assert sure_in(f"{asked}\n{answer}\n") == sure
