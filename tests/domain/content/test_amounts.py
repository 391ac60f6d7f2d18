"""Figures that differ between a text and its translation: what is told, and what never is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from responses.domain.content.amounts import SAME, Differing, differing

FIXTURES = Path(__file__).parents[3] / "fixtures"

TOLD = (
    ("이용률 3.5%", "35% of use", ("3.5%",), ("35%",)),
    ("이용률 92.4%", "92.4 per cent, 4.2% more", (), ("4.2%",)),
    ("2021년 120건", "2021: 102 cases", ("120",), ("102",)),
    ("2020년 도입", "introduced in 2021", ("2020",), ("2021",)),
    ("2020. 3. 2. 개시", "since 2 March 2021", ("2020",), ("2021",)),
    ("3,500명", "3,050 people", ("3,500",), ("3,050",)),
    ("예산 12억 원", "KRW 12 billion", ("12억",), ("12 billion",)),
    ("3억 5천만 원", "KRW 35 million", ("3억 5천만",), ("35 million",)),
    ("25개 자치구", "15 districts", ("25",), ("15",)),
    ("시민 1,234,567명", "1.32 million citizens", ("1,234,567",), ("1.32 million",)),
    ("이용자 300만 명", "300,000 users", ("300만",), ("300,000",)),
    ("설문 응답 1,200건\t45%", "1,200 replies\t54%", ("45%",), ("54%",)),
    ("웹사이트 130개", "its websites", ("130",), ()),
)
USUAL = (
    ("25개 자치구", "twenty-five districts"),
    ("약 1,200만 명", "about 12 million people"),
    ("3억 5천만 원", "KRW 350 million"),
    ("1조 2,345억 원", "KRW 1.2345 trillion"),
    ("1,500억원", "150 billion won"),
    ("30만 건", "300,000 cases"),
    ("2만 3,456명", "23,456 people"),
    ("1천2백 명", "1,200 people"),
    ("5천여 건", "over 5,000 cases"),
    ("1,234백만원", "KRW 1,234 million"),
    ("백만 명", "one million people"),
    ("천만 시민", "10 million citizens"),
    ("1,234,567명", "1.23 million"),
    ("2021. 3. 5.", "5 March 2021"),
    ("2021. 3.", "March 2021"),
    ("2021.12.31.", "December 31, 2021"),
    ("2021-03-05", "5 Mar 2021"),
    ("'21년 12월 31일", "31 December 2021"),
    ("3월 말 기준", "as of 31 March"),
    ("3. 5.(금)~4. 10.(토)", "from Friday 5 March to 10 April"),
    ("2019~2021", "2019–21"),
    ("’19~’21년", "2019 to 2021"),
    ("2018년 1월 2,518명", "2,518 in January 2018"),
    ("올해 120건", "120 cases in 2021"),
    ("2021년에는 120건", "120 cases this year"),
    ("09:00~18:00", "9 a.m. to 6 p.m."),
    ("오전 9시부터 오후 6시까지", "from 9:00 to 18:00"),
    ("24시간 365일", "around the clock"),
    ("연중 운영", "open 365 days a year"),
    ("100% 공개", "published in full"),
    ("절반", "50%"),
    ("92.4퍼센트", "92.4 per cent"),
    ("5%", "five percent"),
    ("두 곳, 3개 언어", "2 places, three languages"),
    ("제12회 대회", "the 12th contest"),
    ("21세기", "the twenty-first century, the 21st century"),
    ("제15조제2항", "Article 15 (2)"),
    ("코로나19", "the coronavirus"),
    ("감염병", "COVID-19"),
    ("605㎢", "605 km²"),
    ("㎡당 1,000원", "KRW 1,000 (USD 0.75) a square metre"),
    ("만 65세 이상", "65 or older"),
    ("02-120, 02)2133-0000", "+82-2-120, +82-2-2133-0000"),
    ("다산콜 120", "Dasan Call 120"),
    ("https://www.seoul.go.kr/news/12345", "on the website"),
    ("1인당 20,000원", "20,000 won each"),
    ("２０２１년 １２０건", "120 cases in 2021"),
    ("민선 7기, 4차 산업혁명", "the seventh term, the Fourth Industrial Revolution"),
    ("세종대로 110", "110 Sejong-daero"),
    ("FY2021 예산", "the budget of 2021"),
    ("10~20%", "10 to 20 percent"),
    ("", ""),
    ("글", "text"),
)


@pytest.mark.parametrize(("original", "translation", "lacking", "added"), TOLD)
def test_a_figure_that_differs_is_told(
    original: str, translation: str, lacking: tuple[str, ...], added: tuple[str, ...]
) -> None:
    assert differing(original, translation) == Differing(lacking, added)


def test_usual_translations_of_a_figure_are_none_of_them() -> None:
    told = {pair: found for pair in USUAL if (found := differing(*pair)) != SAME}
    assert told == {}


def test_what_has_more_figures_than_anybody_compares_is_not_told_of() -> None:
    assert differing("1,234건 " * 400, "1,235 " * 400) == Differing(("1,234",), ("1,235",))
    assert differing("1,234건 " * 600, "1,235 " * 600) == SAME


def test_no_translation_of_the_demo_is_told_of() -> None:
    pairs = list(_demo())
    assert len(pairs) == 58
    assert {pair: found for pair in pairs if (found := differing(*pair)) != SAME} == {}


def _demo() -> Iterator[tuple[str, str]]:
    demo = json.loads((FIXTURES / "demo.json").read_text())
    for response in demo["responses"]:
        for answer in response["answers"].values():
            for key, said in answer.get("translation", {}).get("parts", {}).items():
                if isinstance(said, str):
                    yield answer["parts"][key], said
                else:
                    yield from ((row["of"], row["text"]) for row in said)
