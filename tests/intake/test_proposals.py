import json
import re
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from django.utils.translation import override

from responses.domain.incoming.doubts import Doubt
from responses.intake.proposals import Proposed, propose
from responses.intake.reading import read_file
from tests.support.filled import EDITION, make_filled, measure, places
from tests.support.shapes import edition_of

EDITION_SHAPE = edition_of(EDITION)
# A questionnaire that a city handed in; it is no part of the product, and lies beside a checkout.
SEEDS = [
    parent / "shared" / "seed" / "seoul-2022.txt" for parent in Path(__file__).resolve().parents
]
SEED = next((path for path in SEEDS if path.exists()), None)
# Where its lines belong, by their numbers in the file, blank ones counted.
SEED_LINES: dict[str, list[tuple[int, int]]] = {
    "headings": [(n, n) for n in (5, 7, 44, 50, 123, 150, 211, 230, 253)],
    "wording": [
        *((n, n) for n in (9, 15, 17, 24, 28, 32, 42, 48, 52, 54, 80, 82, 84, 102, 104, 125, 140)),
        *((n, n) for n in (142, 146, 152, 154, 156, 206, 213, 232, 233, 239, 255, 258, 260, 262)),
        *((264, 264), (56, 78)),
    ],
    "i-1": [(11, 13)],
    "i-2-1": [(19, 22)],
    "i-2-2": [(26, 26)],
    "i-2-3": [(30, 30)],
    "i-3": [(34, 40)],
    "ii-1": [(46, 46)],
    "iii-3": [(86, 100)],
    "iii-5": [(106, 121)],
    "iv-1": [(127, 138)],
    "iv-2": [(144, 144)],
    "iv-3": [(148, 148)],
    "v-2": [(158, 204)],
    "v-3": [(208, 209)],
    "vi-1": [(215, 228)],
    "vii-1": [(235, 237)],
    "vii-2": [(241, 251)],
    "viii-2": [(266, 279)],
}


def proposed(text: str) -> Proposed:
    return propose(EDITION_SHAPE, read_file(text.encode()))


def placed(text: str) -> dict[str, Any]:
    return {row["question"]: row for row in proposed(text).to_json()["placed"]}


FILLED = """\
지방정부 전자정부 설문 응답

<I. 조직 구조>

1. 귀 시의 공식 포털 주소는 무엇입니까?

- 시 누리집(한국어) : <https://www.seoul.go.kr/>
 - 2020. 12월부터 여러 언어로 번역
- 다언어 누리집:

http://world.seoul.go.kr/main/

2. 다음 서비스를 제공하는 포털의 주소를 적어 주십시오.

1) 전자 서비스 (정의: 온라인 서비스의 목록을 볼 수 있는 포털)

- 응답소(<https://eungdapso.seoul.go.kr/>)를 통해 모든 민원을 접수
2) 전자 시민참여 포털
- 스마트서울맵(map.seoul.go.kr), 엠보팅(mvoting.seoul.go.kr),

3. 귀 시에 최고정보책임자(CIO) 또는 이에 준하는 직위가 있습니까? 국가 CIO와 어떻게 협력합니까?

○ 이름 : 홍길동
직위 : 스마트도시기획관
소속기관 : 서울시청
이메일 주소: hong@seoul.example
○ 국가 CIO와 어떻게 협력합니까? 작성필요

〈II. 법적 구조〉

1. 국가나 시에 정보 접근 또는 개인정보 보호에 관한 법률이 있습니까? - 네
1-1) 법률이 있다면 귀 시에 어떻게 적용합니까?

〈V. 사용자 만족도〉

1. 전자정부 서비스에 대한 시민 만족도를 측정합니까?
네 아니요
2. 시민 만족도를 조사한 결과를 온라인에 공개합니까?
예( ) 아니요(√)
- 해마다 조사
1. 지난 일 년 동안 누리집을 이용한 적이 있습니까?
'www.city.go.kr' 주소를 직접 입력\t14.2
3. 가장 최근에 이용한 온라인 서비스에 만족한 시민의 비율은?
- 매우 만족 23.1 %, 만족 62.3%

<VIII. 스마트시티와 신기술>
1. 신기술에 관한 구체적인 시 전략이 있습니까?
(예 : 인공지능, 5G)
a. 있다면 링크, 추가 설명 등 부탁
2. 의사결정 과정에 빅데이터 분석을 활용할 계획입니까?
Yes.
https://map.seoul.go.kr/smgis2?searchWord=%25EC%25BD%2594
https://bigdata.seoul.go.kr/noti?sch_text=¤tPage=1
"""


def test_what_stands_in_a_file_is_proposed_part_by_part() -> None:
    parts = {key: row["parts"] for key, row in placed(FILLED).items()}
    assert parts == {
        "i-1": {
            "text": " - 2020. 12월부터 여러 언어로 번역",
            "links": [
                {"label": "시 누리집(한국어)", "url": "https://www.seoul.go.kr/"},
                {"label": "다언어 누리집", "url": "http://world.seoul.go.kr/main/"},
            ],
        },
        "i-2-1": {
            "text": "- 응답소(<https://eungdapso.seoul.go.kr/>)를 통해 모든 민원을 접수",
            "links": [{"label": "응답소", "url": "https://eungdapso.seoul.go.kr/"}],
        },
        "i-2-2": {
            "links": [
                {"label": "스마트서울맵", "url": "map.seoul.go.kr"},
                {"label": "엠보팅", "url": "mvoting.seoul.go.kr"},
            ]
        },
        "i-3": {
            "contact": {
                "name": "홍길동",
                "title": "스마트도시기획관",
                "agency": "서울시청",
                "email": "hong@seoul.example",
            }
        },
        "ii-1": {"yes-no": "yes"},
        "ii-1-1": {},
        "v-1": {},
        "v-2": {
            "yes-no": "no",
            "text": "- 해마다 조사\n1. 지난 일 년 동안 누리집을 이용한 적이 있습니까?\n"
            "'www.city.go.kr' 주소를 직접 입력\t14.2",
        },
        "v-3": {"text": "- 매우 만족 23.1 %, 만족 62.3%"},
        "viii-1": {},
        "viii-1-a": {},
        "viii-2": {
            "yes-no": "yes",
            "links": [
                {"label": "", "url": "https://map.seoul.go.kr/smgis2?searchWord=%25EC%25BD%2594"},
                {"label": "", "url": "https://bigdata.seoul.go.kr/noti?sch_text=¤tPage=1"},
            ],
        },
    }


def test_each_line_is_in_one_place_and_the_form_is_told_from_the_answers() -> None:
    found = proposed(FILLED)
    lines = [line for line in FILLED.splitlines() if line.strip()]
    assert sorted(places(found.to_json())) == list(range(1, len(lines) + 1))
    assert [lines[number - 1] for number in found.headings] == [
        "지방정부 전자정부 설문 응답",
        "<I. 조직 구조>",
        "〈II. 법적 구조〉",
        "〈V. 사용자 만족도〉",
        "<VIII. 스마트시티와 신기술>",
    ]
    assert found.not_placed == ()
    wording = {lines[number - 1] for number in found.wording}
    assert {
        "네 아니요",
        "(예 : 인공지능, 5G)",
        "○ 국가 CIO와 어떻게 협력합니까? 작성필요",
    } <= wording
    assert not {line for line in wording if line.startswith("1. 지난 일 년")}


def test_what_is_not_clear_is_unsure() -> None:
    sure = {each.question.key: each.is_sure for each in proposed(FILLED).answers}
    assert {key for key, is_sure in sure.items() if not is_sure} == {
        # Something in it asks as a question does.
        "v-2",
        # Told by its number alone.
        "viii-1-a",
    }


def test_what_no_part_takes_is_left_and_unsure() -> None:
    text = "III. 전략 및 이행\n\n2. 귀 시는 디지털 정부에 쓰는 전용 예산을 두고 있습니까?\n\n"
    [found] = proposed(f"{text}☑ 예 ☐ 아니요\n약 3.2%\n").answers
    assert (found.parts, found.left) == ({"yes-no": "yes", "percentage": "3.2"}, ())
    assert found.is_sure
    [found] = proposed(f"{text}예\n약 3.2%\n스마트도시기획관이 따로 편성함\n").answers
    assert (found.parts, found.left) == ({"yes-no": "yes", "percentage": "3.2"}, (5,))
    assert not found.is_sure


@pytest.mark.parametrize(
    ("said", "answer"), [("O", "yes"), ("넵", "yes"), ("해당 없음", "no"), ("X", "no"), ("N", "no")]
)
def test_a_yes_or_no_is_read_in_the_words_of_a_field(said: str, answer: str) -> None:
    text = "III. 전략 및 이행\n\n2. 귀 시는 디지털 정부에 쓰는 전용 예산을 두고 있습니까?\n\n"
    [found] = proposed(f"{text}{said}\n3.2%\n").answers
    assert found.parts == {"yes-no": answer, "percentage": "3.2"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("예, 총 예산 대비 약 2.4%", ()),
        ("예 2.4% (2025년 기준)", (2,)),
        ("예, 2.4%(추정)", (2,)),
        ("2.4% 예", (2,)),
    ],
)
def test_what_stands_beside_a_share_is_told(said: str, left: tuple[int, ...]) -> None:
    (answer,) = proposed(
        f"III.2 귀 시는 디지털 정부에 쓰는 전용 예산을 두고 있습니까?\n{said}\n"
    ).answers
    assert (answer.parts["percentage"], answer.left, answer.is_sure) == ("2.4", left, not left)


def test_a_yes_in_brackets_may_be_an_example() -> None:
    (answer,) = proposed("III.3 귀 시는 시 포털에 예산 현황을 공개합니까?\n(예) 재정포털\n").answers
    assert (dict(answer.parts), answer.is_sure) == ({}, False)


@pytest.mark.parametrize("bullet", ["○", "o", "✓", "-"])
def test_a_bullet_alone_is_no_yes(bullet: str) -> None:
    text = "III. 전략 및 이행\n\n2. 귀 시는 디지털 정부에 쓰는 전용 예산을 두고 있습니까?\n\n"
    [found] = proposed(f"{text}{bullet}\n3.2%\n").answers
    assert "yes-no" not in found.parts


def test_what_reaches_a_person_is_unsure_unless_the_question_asks_for_one() -> None:
    text = (
        "IV. 온라인 서비스 사용\n\n2. 귀 시는 전자정부 서비스의 이용 통계를 수집합니까?\n\n수집함\n"
    )
    [found] = proposed(text).answers
    assert found.is_sure
    [found] = proposed(f"{text}담당자: 보건소 홍길동 063-000-0000\n").answers
    assert (found.is_sure, found.doubts) == (False, (Doubt.PERSON,))
    assert str(found.content.parts["text"]).endswith("063-000-0000")


@pytest.mark.parametrize(
    ("last", "doubts"),
    [
        ("기타 사항: 담당자 이영희 054-270-0000", (Doubt.PERSON,)),
        ("비고: 담당자 이영희", (Doubt.PERSON,)),
        ("※ 문의: 054-270-0000", (Doubt.PERSON,)),
        ("Remarks: Jane Doe, jane@example.org", (Doubt.PERSON,)),
        ("참고: 2021년에 조사함", ()),
        ("교육 대상: 담당자 120명", ()),
    ],
)
def test_a_labelled_line_apart_that_names_a_person_is_unsure(
    last: str, doubts: tuple[Doubt, ...]
) -> None:
    asked = "V.3 가장 최근에 이용한 온라인 공공 서비스에 만족한 시민의 비율은 얼마입니까?"
    [found] = proposed(f"{asked}\n\n약 87.5%\n\n{last}\n").answers
    assert (found.question.key, found.is_sure, found.doubts) == ("v-3", not doubts, doubts)
    # The figure that was read is not said once more.
    assert dict(found.content.parts) == {"percentage": "87.5", "text": last}


def test_what_cannot_be_an_answer_is_told_and_unsure() -> None:
    long = "가나다라 " * 5_000
    text = (
        f"IV. 온라인 서비스 사용\n\n2. 귀 시는 전자정부 서비스의 이용 통계를 수집합니까?\n\n{long}"
    )
    with override("en"):
        [found] = proposed(text).answers
    assert found.faults == {"text": ["This is 24,999 characters long; at most 20,000 are allowed."]}
    assert (found.is_sure, found.content.parts) == (False, {})
    assert found.parts["text"].strip() == long.strip()


@pytest.mark.parametrize("boxes", ["☑☐", "■□", "√ ", "●○"])
def test_ticked_choices_are_taken(boxes: str) -> None:
    [section] = [each for each in EDITION["sections"] if each["key"] == "strategy"]
    question = section["questions"][0]
    choices = question["parts"][1]["choices"]
    ticked = {"sdgs", "cybersecurity", "mobile-government"}
    lines = [
        f"{boxes[each['key'] not in ticked]} {each['label']['ko']}".strip() for each in choices
    ]
    text = "\n".join(["III. 전략 및 이행", "", f"1. {question['wording']['ko']}", *lines])
    [found] = proposed(text).answers
    assert found.parts == {"choices": ["sdgs", "cybersecurity", "mobile-government"]}
    assert [number - 2 for number in found.lines] == [3, 13, 14]


def test_nothing_is_known_of_another_text() -> None:
    found = proposed("회의록\n\n1. 다음 회의는 화요일입니다.\n2. 점심은 각자 먹습니다.\n")
    assert found.to_json() == {
        "placed": [],
        "wording": [],
        "headings": [],
        "not_placed": [1, 2, 3],
    }


def test_questionnaires_of_all_kinds_are_read() -> None:
    measured = measure(range(40), proposed)
    assert measured.share >= 0.985
    assert measured.links_found >= 0.985 * measured.links
    # What is wrong says that it is unsure.
    assert (measured.surely_astray, measured.yes_no_wrong) == (0, 0)
    assert measured.surely_wrong <= 0.001 * measured.lines
    assert measured.yes_no_read >= 0.99 * measured.yes_no


ASKED = "1. 공식 포털 사이트(주소)는 무엇입니까?\n"


@pytest.mark.parametrize(
    "address", ["https://a.kr/b", "근거: https://a.kr/b", "▶ 근거: https://a.kr/b"]
)
def test_the_last_row_of_a_table_is_no_name_of_the_address_below(address: str) -> None:
    table = "구분\t비율\n만족\t62.3%\n불만\t5%"
    parts = placed(f"{ASKED}{table}\n{address}\n")["i-1"]["parts"]
    assert [row["url"] for row in parts["links"]] == ["https://a.kr/b"]
    assert table in parts["text"]
    assert "불만" not in parts["links"][0]["label"]


@pytest.mark.parametrize(
    "answer",
    [
        "가나 다라(www.a.kr), " * 140_000,
        ("가나 다라(www.a.kr), " * 900 + "\n") * 150,
        "\t" * 2_900_000 + "x",
        (" " * 900 + "-\n") * 3_000,
        ("예" + " " * 900 + "x\n") * 3_000,
        "가" + " \t" * 1_400_000 + "12%",
        ("(" * 1_000 + "\n") * 2_900,
        "- 서울시 서비스는 시민에게 제공되며 https://a.kr/x?y=1 에서 확인\n" * 19_000,
    ],
    ids=["one line", "many links", "tabs", "blanks", "yes and blanks", "far", "brackets", "lines"],
)
def test_what_is_hard_to_read_takes_no_longer(answer: str) -> None:
    begun = process_time()
    found = proposed(ASKED + answer)
    assert [each.question.key for each in found.answers] == ["i-1"]
    assert process_time() - begun < 8


SIGNS = "□■☑☐○-·<>〈〉()[]:;,.?\t\n\r\x0b“”'*#|%&¤→Ⅷ①가힣ㄱa1９ \u3000\u200b\u0301\U0001f600"


def mutated(text: str, chance: Random) -> str:
    """Return a text with signs put in, taken out and repeated by chance."""
    signs = list(text)
    for _ in range(chance.choice((5, 50, 300))):
        at = chance.randrange(len(signs) - 1)
        end = at + chance.choice((1, 40, 400))
        match chance.randrange(3):
            case 0:
                signs[at:at] = [chance.choice(SIGNS)] * (end - at)
            case 1:
                signs[at:at] = signs[at:end]
            case _ if end < len(signs) // 2:
                del signs[at:end]
    return "".join(signs)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_text_is_each_line_has_one_place(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    content = mutated(make_filled(seed).text, chance).encode(chance.choice(("utf-8", "utf-16")))
    file = read_file(content)
    found = propose(EDITION_SHAPE, file)
    assert sorted(places(found.to_json())) == [line.number for line in file.lines]


def test_a_questionnaire_is_found_in_a_very_long_file() -> None:
    # As every one of these lines is rather like a question, most of them have to be left out.
    asked = [each.wording["ko"] for each in EDITION_SHAPE.questions_by_key.values()]
    among = [f"○ {text[: 20 + n % 40]} {n}" for n, text in enumerate(asked * 180)]
    answered = [
        f"{each.number} {each.wording['ko']}\n답변 {each.number}입니다."
        for each in EDITION_SHAPE.questions_by_key.values()
    ]
    begun = process_time()
    found = proposed("\n".join(["머리말", *answered, "", *among]))
    assert (len(among), process_time() - begun < 6) == (4_320, True)
    assert sum(1 for each in found.answers if each.lines) == 24
    first = found.answers[0]
    assert (first.question.number, first.certainty >= 0.75) == ("I.1", True)


WORD = re.compile(r"\w+")


@pytest.mark.parametrize("seed", range(8))
def test_no_word_of_an_answer_is_lost(seed: int) -> None:
    made = make_filled(seed)
    lines = [line for line in made.text.splitlines() if line.strip()]
    for each in proposed(made.text).answers:
        said = json.dumps(dict(each.parts), ensure_ascii=False).replace(r"\t", " ")
        said = said.replace(r"\n", " ")
        for number in {*each.lines} - {*each.left}:
            words = set(WORD.findall(lines[number - 1])) - set(WORD.findall(said))
            # What a yes and a tick say, a label of a field, and the wording that a yes is glued to.
            kept = {choice.key for part in each.question.parts for choice in part.choices}
            if each.parts.keys() & {"yes-no", "contact"} or kept:
                continue
            assert not words, lines[number - 1]


@pytest.mark.skipif(SEED is None, reason="needs shared/seed beside the checkout")
def test_the_questionnaire_of_a_city_is_read_whole() -> None:
    assert SEED
    begun = process_time()
    text = SEED.read_text("utf-8")
    found = proposed(text)
    used = process_time() - begun
    lines = text.split("\n")
    numbers = [at for at, line in enumerate(lines, start=1) if line.strip()]
    right = {
        number: place
        for place, spans in SEED_LINES.items()
        for first, last in spans
        for number in range(first, last + 1)
    }
    read = places(found.to_json())
    assert {numbers[number - 1]: place for number, place in read.items()} == {
        number: right[number] for number in numbers
    }
    assert len(found.answers) == 24
    links = [row["url"] for each in found.answers for row in each.parts.get("links", ())]
    assert len([each for each in links if "://" in each]) == 41
    assert len([each for each in links if "://" not in each]) == 14
    yes_no = {each.question.key: each.parts.get("yes-no") for each in found.answers}
    assert {key: said for key, said in yes_no.items() if said} == {"ii-1": "yes"}
    assert used < 1


@pytest.mark.parametrize(
    ("boxes", "answer"),
    [
        ("☐ 예\n☑ 아니요", "no"),
        ("☑ 예\n\n☐ 아니요", "yes"),
        ("□ 예\n■ 아니요", "no"),
        ("( ) 예\n(v) 아니요", "no"),
        ("☐ 예\n☐ 아니요", None),
        ("— 답변 없음 —\n☐ 예\n☐ 아니요", None),
    ],
)
def test_a_box_a_line_is_read_as_boxes_beside_each_other(boxes: str, answer: str | None) -> None:
    asked = "V. 사용자 만족도\n\n2. 시민 만족도를 조사한 결과를 온라인에 공개합니까?\n"
    text = f"{asked}{boxes}\n- 해마다 조사\n"
    row = placed(text)["v-2"]
    assert row["parts"].pop("yes-no", None) == answer
    assert list(row["parts"].values()) == ["- 해마다 조사"]
    count = len([line for line in text.split("\n") if line.strip()])
    printed = proposed(text).to_json()
    numbers = [number for each in printed["placed"] for number in each["lines"]]
    rest = [*printed["wording"], *printed["headings"], *printed["not_placed"]]
    assert sorted([*numbers, *rest]) == list(range(1, count + 1))


def test_a_figure_that_stands_alone_is_the_percentage_among_others() -> None:
    asked = "V. 사용자 만족도\n\n3. 가장 최근에 이용한 온라인 서비스에 만족한 시민의 비율은?\n"
    parts = placed(f"{asked}85.4%\n- 매우 만족 23.1%, 만족 62.3%\n")["v-3"]["parts"]
    assert parts == {"percentage": "85.4", "text": "- 매우 만족 23.1%, 만족 62.3%"}
