import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.documents.typesetting import typeset

JOINER, BREAK = "\u2060", "\u200b"
PAGE = '<!DOCTYPE html><html lang="ko"><head><title>{0}</title></head><body>{1}</body></html>'
# Longer than a line, so that it has to be broken somewhere.
LONG = "서울특별시는 데이터에 근거한 과학적 의사결정으로 정책과 서비스의 품질을 높이고 있습니다."


def everything(_character: str) -> bool:
    return True


def body_of(text: str) -> str:
    """Return what becomes of a text in the body of a page."""
    html = typeset(PAGE.format("Title", f"<p>{text}</p>"), everything)
    return html.partition("<p>")[2].partition("</p>")[0]


def without_signs(text: str) -> str:
    return text.replace(JOINER, "").replace(BREAK, "")


def test_typeset_keeps_korean_words_of_a_long_text_whole() -> None:
    text = body_of(LONG)
    assert without_signs(text) == LONG
    assert text.startswith(JOINER.join("서울특별시는") + " " + JOINER.join("데이터에") + " ")


def test_typeset_joins_digits_letters_and_points_to_the_korean_around_them() -> None:
    text = body_of(f"{LONG} 130개 SNS를 주택·경제 abc (2021)")
    assert text.endswith(
        f" 130{JOINER}개 SNS{JOINER}를 {JOINER.join('주택·')}{JOINER.join('경제')} abc (2021)"
    )


def test_typeset_leaves_a_text_that_fits_on_a_line() -> None:
    assert (
        body_of("서울특별시 공식 홈페이지: 한국어로 운영")
        == "서울특별시 공식 홈페이지: 한국어로 운영"
    )


def test_typeset_lets_a_word_without_end_break_anywhere() -> None:
    assert body_of("x" * 100) == BREAK.join("x" * 100)
    assert body_of("&lt;" * 40) == BREAK.join(["&lt;"] * 40)


def test_typeset_leaves_the_title_and_the_tags_alone() -> None:
    html = typeset(PAGE.format(LONG, f'<h2 data-title="{LONG}">{LONG}</h2>'), everything)
    assert f"<title>{LONG}</title>" in html
    assert f'data-title="{LONG}"' in html


@pytest.mark.parametrize(("columns", "longest"), [(1, 22), (3, 18), (9, 5), (30, 1)])
def test_typeset_breaks_words_that_are_wider_than_the_column(columns: int, longest: int) -> None:
    word = "정보시스템담당관실과학적의사결정"
    head = f'<th scope="col">{word}</th>' * columns
    row = f"<td>{word}</td>" * columns
    html = typeset(PAGE.format("", f"<table><tr>{head}</tr><tr>{row}</tr></table>"), everything)
    cells = re.findall(r"<(?:td|th)[^>]*>([^<]*)", html)
    assert [without_signs(cell) for cell in cells] == [word] * 2 * columns
    pieces = {len(without_signs(piece)) for cell in cells for piece in cell.split(BREAK)}
    assert max(pieces) == min(longest, len(word))


def test_typeset_keeps_latin_words_and_dates_whole_that_have_room_in_a_column() -> None:
    cells = ["Division", "2021-02-15", "satisfaction", "정보시스템과"]
    figures = '<th scope="col" class="outline-figure">Participants</th>' * 2
    head, row = '<th scope="col">a</th>' * 6, "".join(f"<td>{cell}</td>" for cell in cells)
    figure = '<td class="outline-figure">1234567890123</td>'
    html = typeset(
        PAGE.format("", f"<table><tr>{head}{figures}</tr><tr>{row}{figure}</tr></table>"),
        everything,
    ).replace(JOINER, "|")
    broken = [cell.split(BREAK) for cell in re.findall(r"<td[^>]*>([^<]*)", html)]
    assert broken == [
        ["Division"],
        ["2021-02-15"],
        ["satisfacti", "on"],
        ["정|보|시|스|템|과"],
        ["1234567890", "123"],
    ]


def test_typeset_shows_the_code_point_of_what_no_font_has() -> None:
    html = typeset(PAGE.format("a🎉", "<p>b🎉가</p>"), lambda character: character != "🎉")
    assert "<title>a[U+1F389]</title>" in html
    assert "<p>b[U+1F389]가</p>" in html


def test_typeset_asks_no_font_for_what_is_invisible() -> None:
    text = "a\u200db\ufe0fc\u00a0d\u200e\u034f\U000e0100"
    html = typeset(PAGE.format("", f"<p>{text}</p>"), lambda _character: False)
    assert f"<p>{text}</p>" in html


def test_typeset_leaves_out_what_nobody_sees_where_it_would_be_drawn() -> None:
    text = "a\ufff9\ufffa\ufffbb\U00013430\u180f\U0001bca0\U00016fe4 co\xadop 협\xad력\xad a\xad"
    html = typeset(PAGE.format("", f"<p>{text}</p>"), lambda sign: sign in "협력")
    assert "<p>ab co\xadop 협력 a</p>" in html.replace(JOINER, "")


def test_typeset_shows_the_code_points_of_marks_that_no_font_has() -> None:
    html = typeset(PAGE.format("", "<p>ที่</p>"), lambda _character: False)
    assert "<p>[U+0E17][U+0E35][U+0E48]</p>" in html


def test_typeset_shows_what_would_turn_the_text_around() -> None:
    assert body_of("a\u202eb\u202dc") == "a[U+202E]b[U+202D]c"


def test_typeset_takes_the_ends_of_lines_of_other_systems_for_space() -> None:
    assert body_of("a\u2028b\u2029c") == "a\nb\nc"


def test_typeset_drops_boxes_that_show_nothing() -> None:
    html = typeset(
        PAGE.format(
            "",
            '<div lang="ko">\n  <ul>\n    <li><span class="outline-marker">○</span> 가</li>'
            '\n    <li lang="en">a</li></ul></div>',
        ),
        everything,
    )
    assert html.partition("<body>")[2] == (
        '<div><ul><li>○ 가</li><li lang="en">a</li></ul></div></body></html>'
    )
    assert html.startswith('<!DOCTYPE html><html lang="ko">')


@given(
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"),
            exclude_characters="<>&\xad\u2028\u2029\u202d\u202e\u200b\u2060",
        )
    ).filter(lambda text: not text.isspace())
)
def test_typeset_only_ever_adds_invisible_signs(text: str) -> None:
    assert without_signs(body_of(text)) == text


def test_typeset_keeps_words_beside_a_link_whole_and_lets_its_address_break() -> None:
    address = "https://www.seoul.go.kr/" + "a" * 40
    link = f'<a href="{address}" rel="noopener noreferrer">{address}</a>'
    text = body_of(f"자세히는 {link}를 참고")
    assert without_signs(text) == f"자세히는 {link}를 참고"
    assert text.startswith(JOINER.join("자세히는") + f' <a href="{address}" rel')
    assert text.endswith(f"a</a>{JOINER}를 " + JOINER.join("참고"))
    assert BREAK.join("a" * 40) in text


def test_typeset_changes_nothing_of_the_list_of_addresses() -> None:
    row = f'<section class="addresses" id="addresses"><li>{LONG} {"x" * 90}</li></section>'
    seal = '<section class="seal" id="seal">'
    page = PAGE.format("Title", f"<p>{LONG}</p>{row}{seal}{LONG}</section>")
    html = typeset(page, everything)
    assert row in html
    assert html.count(LONG) == 1
    assert without_signs(html) == page
