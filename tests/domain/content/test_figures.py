"""What a figure in a table is, as Korean and English write them."""

from time import perf_counter

import pytest

from responses.domain.content.figures import are_figures, columns_of_figures, is_figure

FIGURES = (
    # Thousands, decimals, signs
    *("0", "7", "3,208", "1 234 567", "78.2", "0.5", "-3.5", "−3.5", "–3.5", "+2", "±3.1", "△3.2"),
    *("▲ 1,200", "(1,234)", "３，２０８", "1\u00a0234"),
    # Percent and units
    *("61.2%", "61.2 %", "61.2％", "3.1%p", "±3.1%p", "2.5%포인트", "23.1퍼센트", "23.1 per cent"),
    *("3,208명", "3,208 명", "12건", "25개", "5개소", "78.2점", "2회", "1위"),
    *("1억 2천만 원", "100만원", "1조 2,000억 원", "3백만 원", "₩1,000", "$5", "US$ 1.2 million"),
    *("KRW 3,000", "12 million", "1.2bn", "5 people", "1 person", "300 cases", "78.2 points"),
    *("24시간", "3개월", "2020년", "5 years", "605.2㎢", "12km", "36.5℃", "30 km2"),
    # About, ranges, shares, two at once
    *(
        "약 3만 명",
        "최대 300명",
        "about 300",
        "up to 5",
        "~20%",
        "≥ 5",
        "10~20%",
        "10%～20%",
        "3-5",
    ),
    *("10 – 20", "10 to 20", "12/24", "78.2 (3위)", "3,208명(61.2%)", "3,208\n(61.2%)"),
)
OTHERS = (
    *(
        "",
        " ",
        "-",
        "서울",
        "n/a",
        "1. 서울",
        "1) 서울",
        "2020년 조사",
        "2단계 구축",
        "제1회",
        "3호선",
    ),
    *(
        "02-120",
        "010-1234-5678",
        "007",
        "2020. 3. 1.",
        "2013.9.1",
        "2020-03",
        "10:30",
        "12,34",
        "1,2,3",
    ),
    *(
        "5 offices opened",
        "No. 5",
        "COVID-19",
        "4차 산업혁명",
        "1/4분기",
        "v1.2",
        "3 × 4",
        "(서울)",
    ),
    *("1" * 61, "서울 3,208명", "3,208명 참여", "a1", "5G", "10%의", "http://1.kr"),
)


@pytest.mark.parametrize("cell", FIGURES)
def test_a_figure_is_a_number_with_what_it_counts(cell: str) -> None:
    assert is_figure(cell)


@pytest.mark.parametrize("cell", OTHERS)
def test_no_other_cell_is_a_figure(cell: str) -> None:
    assert not is_figure(cell)


def test_a_column_is_of_figures_where_all_that_is_said_in_it_is() -> None:
    assert are_figures(["1", "-", "", "N/A", "해당 없음", "2명"])
    assert not are_figures(["1", "서울"])
    assert not are_figures(["-", ""])
    assert not are_figures([])


def test_the_head_of_a_column_says_nothing_of_its_figures() -> None:
    rows = [("구분", "2020", "비고"), ("응답", "3,208명", "전화"), ("만족", "78.2점", "1")]

    assert columns_of_figures(rows) == (False, True, False)
    assert columns_of_figures(rows[:1]) == (False, False, False)


def test_a_cell_is_read_in_no_time() -> None:
    started = perf_counter()
    for piece in ("1 ", "1,111 ", "1 천 ", "약 ", "1~", "(1", "1 000", "1 people "):
        for end in ("", "x", ")"):
            is_figure((piece * 60)[:59] + end)
    assert perf_counter() - started < 0.5
