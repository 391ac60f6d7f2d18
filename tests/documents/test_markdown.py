import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.documents.markdown import address, block, escaped, inline, table
from responses.domain.content.outline import outline

# What a backslash takes its meaning from, as CommonMark lists it.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*****개 실국**", r"\*\*\*\*\*개 실국\*\*"),
        ("<b> & [x](y) `z` | ~~a~~ #1 $2$", r"\<b\> \& \[x\](y) \`z\` \| \~\~a\~\~ \#1 \$2\$"),
        ("snake_case \\ 끝", r"snake\_case \\ 끝"),
    ],
)
def test_no_sign_is_markup(text: str, said: str) -> None:
    assert escaped(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. 하나", r"1\. 하나"),
        ("2022. 11. 14.", r"2022\. 11. 14."),
        ("10) 하나", r"10\) 하나"),
        ("- 하나", r"\- 하나"),
        ("+ 하나", r"\+ 하나"),
        ("===", r"\==="),
        ("---", r"\---"),
        ("- 하나\n둘\n3. 셋", "\\- 하나\\\n둘\\\n3\\. 셋"),
        ("1.5배", "1.5배"),
        ("-3.5%", "-3.5%"),
    ],
)
def test_no_line_begins_a_list_or_a_heading(text: str, said: str) -> None:
    assert inline(text) == said


@given(st.text(st.characters(min_codepoint=32, exclude_characters="./@"), max_size=60))
def test_what_is_read_is_what_was_typed(text: str) -> None:
    assert unescape(_ESCAPE.sub(r"\1", escaped(text)).replace("&", "&amp;")) == text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://www.seoul.go.kr/a_b", "<https://www.seoul.go.kr/a_b>"),
        ("www.seoul.go.kr", "[www.seoul.go.kr](<https://www.seoul.go.kr>)"),
        (
            "https://서울.한국/가_나",
            r"[https://서울.한국/가\_나](<https://%EC%84%9C%EC%9A%B8.%ED%95%9C%EA%B5%AD/%EA%B0%80_%EB%82%98>)",
        ),
        ("https://a.kr/?a|b", r"[https://a.kr/?a\|b](<https://a.kr/?a%7Cb>)"),
        ("not an address", "not an address"),
        ("ftp://a.kr/_", r"ftp://a.kr/\_"),
    ],
)
def test_an_address_is_a_link_that_reads_as_typed(url: str, said: str) -> None:
    assert address(url) == said


def test_addresses_in_texts_are_links() -> None:
    said = inline("자세한 내용은 https://www.busan.go.kr/open 에서(www.busan.go.kr) 확인")
    assert said == (
        "자세한 내용은 <https://www.busan.go.kr/open> 에서"
        "([www.busan.go.kr](<https://www.busan.go.kr>)) 확인"
    )


def test_bullets_stay_as_they_were_and_levels_are_lists() -> None:
    text = "앞말\n□ 하나\n  ○ 둘\n    이어서\n  - 셋\n1. 넷"
    assert list(map(block, outline(text))) == [
        "앞말",
        "- □ 하나\n  - ○ 둘\\\n    이어서\n    - 셋\n  - 1\\. 넷",
    ]


def test_table_has_its_figures_at_the_right() -> None:
    text = "구분\t비율\n만족|불만\t23.1%\n보통\t10%"
    assert list(map(block, outline(text))) == [
        "| 구분 | 비율 |\n| --- | ---: |\n| 만족\\|불만 | 23.1% |\n| 보통 | 10% |"
    ]


def test_cell_with_a_line_break_stays_in_its_row() -> None:
    assert table(("a", "b"), [("1\n2", "=3")]) == "| a | b |\n| --- | --- |\n| 1<br>2 | =3 |"
