import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content.outline import (
    DEPTH_MAX,
    Item,
    ItemList,
    Node,
    Paragraph,
    Table,
    TextLine,
    outline,
    segments,
)

DEMO = json.loads((Path(__file__).parents[3] / "fixtures" / "demo.json").read_text("utf-8"))
DEMO_TEXTS = [
    answer["parts"]["text"]
    for response in DEMO["responses"]
    for answer in response["answers"].values()
    if "text" in answer["parts"]
]

# Lines and how they are read, in the browser too: tests/js/bullets.test.js.
BULLETS = json.loads((Path(__file__).parents[2] / "bullets.json").read_text("utf-8"))

# Texts and their tables; in the browser: tests/js/tables.test.js.
TABLES = json.loads((Path(__file__).parents[2] / "tables.json").read_text("utf-8"))

MARKED_LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", " ", "  ", "    ", "\t", "　"]),
    st.sampled_from([*"□○-·•*※①―ㅇ", "1.", "가.", "1)", "가)", "(1)", "(가)", "**", "", "<b>"]),
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(["", "서울", "a b", "2020", "하나\t둘", "\t둘", "○○구"]),
)


SPREADSHEETS = {
    '구분\t내용\t비고\n"방역\n대책"\t"설명 ""인용"" 문장"\t-\n다음\t"여러 줄\n둘째 줄"\t끝': [
        (
            "table",
            ("구분", "내용", "비고"),
            ("방역\n대책", '설명 "인용" 문장', "-"),
            ("다음", "여러 줄\n둘째 줄", "끝"),
        )
    ],
    '□ 표\n"가\n\n나"\t1\n□ 끝': ["□ 표", ("table", ("가\n\n나", "1")), "□ 끝"],
    '가\t"- 나\n- 다"\n라\t마\n\n끝': [("table", ("가", "- 나\n- 다"), ("라", "마")), ("p", "끝")],
    '가\t""""\n"나"\t다': [("table", ("가", '"'), ('"나"', "다"))],
}
QUOTES = (
    '"첫 줄\n둘째 줄"',
    '"첫 줄\n둘째 줄"이라고\t했다',
    '가\t"나"\n다\t"라"',
    '가\t"나" 또는 "다"\n라\t마',
    '가\t"나\n다\t라"',
    '- 가\t"나\n다"',
    '가\t""\n나\t""',
    '5" 화면\t7"\n9"\t10"',
)


def texts(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield every text of a tree in order."""
    for node in nodes:
        match node:
            case Paragraph(text):
                yield text
            case Table(head, rows):
                for row in (head, *rows):
                    yield from row
            case ItemList(items):
                for item in items:
                    yield from (item.marker, item.text)
                    yield from texts(item.children)


def sketch(nodes: Iterable[Node]) -> list[object]:
    """Return a tree as nested lists: an item's text, followed by the list of what is below it."""
    found: list[object] = []
    for node in nodes:
        match node:
            case Paragraph(text):
                found.append(("p", text))
            case Table(head, rows):
                found.append(("table", head, *rows))
            case ItemList(items):
                for item in items:
                    found.append(f"{item.marker} {item.text}")
                    if item.children:
                        found.append(sketch(item.children))
    return found


def visible(text: str) -> str:
    return "".join(text.split())


def depth(nodes: Iterable[Node]) -> int:
    items = [item for node in nodes if isinstance(node, ItemList) for item in node.items]
    return 1 + max(depth(item.children) for item in items) if items else 0


@given(st.text() | st.lists(MARKED_LINES, max_size=30).map("\n".join))
def test_outline_loses_nothing_and_adds_nothing(text: str) -> None:
    text = text.replace('"', "“")
    assert visible("".join(texts(outline(text)))) == visible(text)


@given(st.text('가 "\t\n-1.') | st.lists(MARKED_LINES | st.just('"'), max_size=30).map("\n".join))
def test_outline_takes_no_more_than_quotes(text: str) -> None:
    read = visible("".join(texts(outline(text))))
    assert read.replace('"', "") == visible(text).replace('"', "")


CELLS = st.text('가나,"\n', min_size=1, max_size=6).map(str.strip).filter(bool)


def copied(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as a spreadsheet copies them."""
    said = StringIO()
    csv.writer(said, "excel-tab", lineterminator="\n").writerows(rows)
    return said.getvalue()


@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=2, max_size=5))
)
def test_a_table_out_of_a_spreadsheet_is_that_table(rows: list[tuple[str, ...]]) -> None:
    assert outline(copied(rows)) == (Table(rows[0], tuple(rows[1:])),)


@pytest.mark.parametrize("text", SPREADSHEETS)
def test_outline_reads_cells_with_line_breaks_and_quotes(text: str) -> None:
    assert sketch(outline(text)) == SPREADSHEETS[text]


@pytest.mark.parametrize("text", QUOTES)
def test_outline_leaves_quotes_that_no_spreadsheet_put(text: str) -> None:
    assert visible("".join(texts(outline(text)))) == visible(text)


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case["text"][:20])
def test_tables_are_read_as_they_are_while_typed(case: dict[str, Any]) -> None:
    tables = [each for each in segments(case["text"]) if not isinstance(each, str)]
    assert [[list(row) for row in table] for table in tables] == case["tables"]


def test_a_row_of_one_cell_stays_in_its_table() -> None:
    text = "○ 조사\n구분\t2020\t2021\n합계\t\t\n- 서울\t1\t2\n- 부산\t3"
    assert sketch(outline(text)) == [
        "○ 조사",
        ("table", ("구분", "2020", "2021"), ("합계", "", ""), ("- 서울", "1", "2")),
        "- 부산\t3",
    ]


def test_outline_takes_no_time_for_quotes() -> None:
    started = perf_counter()
    for piece in ('"\n', '""\n', '"""\n', '"x\n""x\n', '\t"', '\t""x', '"\t'):
        outline(piece * (20_000 // len(piece)))
    assert perf_counter() - started < 3


@pytest.mark.parametrize("text", DEMO_TEXTS)
def test_outline_keeps_each_line_of_the_demo(text: str) -> None:
    assert visible("".join(texts(outline(text)))) == visible(text)


def test_outline_nests_by_indentation() -> None:
    text = "□ 가\n  ○ 나\n    - 다\n    ※ 라\n  ○ 마\n□ 바\n※ 사"
    assert sketch(outline(text)) == [
        "□ 가",
        ["○ 나", ["- 다", "※ 라"], "○ 마"],
        "□ 바",
        "※ 사",
    ]


def test_outline_nests_unindented_text_by_marker() -> None:
    text = "□ 가\n○ 나\n- 다\n· 라\n- 마\n○ 바\n□ 사"
    assert sketch(outline(text)) == [
        "□ 가",
        ["○ 나", ["- 다", ["· 라"], "- 마"], "○ 바"],
        "□ 사",
    ]


def test_outline_lets_indentation_win_over_the_marker() -> None:
    assert sketch(outline("- 가\n  ○ 나\n- 다\n○ 라")) == ["- 가", ["○ 나"], "- 다", "○ 라"]


def test_outline_takes_a_dedent_to_between_for_the_same_level() -> None:
    assert sketch(outline("□ 가\n    - 나\n  - 다\n - 라")) == ["□ 가", ["- 나", "- 다", "- 라"]]


def test_outline_nests_numbers_and_bullets_in_order_of_appearance() -> None:
    text = "1. 가\n- 나\n1) 다\n- 라\n2. 마\n가. 바"
    assert sketch(outline(text)) == ["1. 가", ["- 나", ["1) 다"], "- 라"], "2. 마", ["가. 바"]]


def test_outline_keeps_a_note_on_the_level_of_what_it_remarks_on() -> None:
    text = "□ 가\n○ 나\n※ 다\n○ 라\n※ 마\n※ 바"
    assert sketch(outline(text)) == ["□ 가", ["○ 나", "※ 다", "○ 라", "※ 마", "※ 바"]]
    [listing] = outline("※ 가\n- 나")
    assert isinstance(listing, ItemList)
    assert [item.is_note for item in listing.items] == [True, False]


@pytest.mark.parametrize(
    "marker",
    [
        *"□■▣❑❒◇◆❖ㅁ○◯◦●❍◎ㅇ-–—―－▶▷►▸‣➢✓✔·•∙・*▪ㆍ※",
        "1.",
        "12.",
        "가.",
        "1)",
        "12)",
        "가)",
        "(1)",
        "(가)",
        "①",
        "⑳",
        "㉮",
    ],
)
def test_outline_keeps_markers_and_numbers_as_typed(marker: str) -> None:
    assert outline(f"{marker} 서울") == (ItemList((Item(marker, "서울"),)),)


@pytest.mark.parametrize(
    "line",
    [
        "*****개 실국**",
        "*서울*",
        "**중요**",
        "<웅녀웅남을 찾습니다>",
        "〈집콕 쓰레기는 내 손으로〉",
        "○○구 주민센터",
        "□□시",
        "-3.5% 감소",
        "---",
        "2021. 2. 15. ~ 2. 21.",
        "1.5배",
        "가.나",
        "1-1) 적용",
        "-",
        "□",
        "1.",
        "# 제목",
        "> 인용",
        "https://www.seoul.go.kr/",
    ],
)
def test_outline_takes_for_plain_text_what_only_resembles_a_bullet(line: str) -> None:
    assert outline(line) == (Paragraph(line),)


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("○서울", "○", "서울"),
        ("□2022년", "□", "2022년"),
        ("-서울", "-", "서울"),
        ("①서울", "①", "서울"),
        ("1)서울", "1)", "서울"),
        ("※「조례」", "※", "「조례」"),
        ("- ※ 서울", "-", "※ 서울"),
        ("○ ○○구", "○", "○○구"),
        ("•\t서울", "•", "서울"),
        ("* 서울*", "*", "서울*"),
    ],
)
def test_outline_knows_markers_with_and_without_a_space(line: str, marker: str, text: str) -> None:
    assert outline(line) == (ItemList((Item(marker, text),)),)


@pytest.mark.parametrize("row", BULLETS, ids=[row["line"] for row in BULLETS])
def test_a_line_is_read_as_browsers_read_it(row: dict[str, Any]) -> None:
    line = TextLine.read(row["line"])
    found: dict[str, Any] = {"line": row["line"], "marker": line.marker or None}
    if line.marker:
        found |= {"level": list(line.level), "text": line.text}
    assert found == row


def test_outline_separates_paragraphs_at_blank_lines() -> None:
    assert outline("가\n나\n\n \t\n다") == (Paragraph("가\n나"), Paragraph("다"))


def test_outline_continues_an_item_with_deeper_unmarked_lines() -> None:
    text = "○ 가\n  나\n  - 다\n  라\n\n  마\n바"
    assert sketch(outline(text)) == [
        "○ 가\n나",
        ["- 다", ("p", "라"), ("p", "마")],
        ("p", "바"),
    ]


def test_outline_reads_lines_with_tabs_as_a_table() -> None:
    text = "□ 조사\n번호\t 분야 \t조사\n14\t홍보\n13\t\t시정\t끝\n□ 다음"
    assert sketch(outline(text)) == [
        "□ 조사",
        (
            "table",
            ("번호", "분야", "조사", ""),
            ("14", "홍보", "", ""),
            ("13", "", "시정", "끝"),
        ),
        "□ 다음",
    ]


def test_outline_puts_an_indented_table_under_its_item() -> None:
    assert sketch(outline("○ 조사\n\t가\t나\n\t다\t라\n○ 다음")) == [
        "○ 조사",
        [("table", ("가", "나"), ("다", "라"))],
        "○ 다음",
    ]


def test_outline_keeps_an_empty_first_heading_of_a_table() -> None:
    assert outline("\t2020\t2021\n서울\t1\t2") == (
        Table(("", "2020", "2021"), (("서울", "1", "2"),)),
    )


def test_outline_makes_no_table_of_bullets_and_of_a_single_line() -> None:
    assert sketch(outline("- 가\t1\n- 나\t2")) == ["- 가\t1", "- 나\t2"]
    assert outline("가\t나") == (Paragraph("가\t나"),)


def test_outline_makes_a_table_of_numbered_lines_with_tabs() -> None:
    assert outline("1. 서울\t10\n2. 부산\t20") == (Table(("1. 서울", "10"), (("2. 부산", "20"),)),)


def test_outline_of_nothing_is_empty() -> None:
    assert outline("") == ()
    assert outline(" \n\t\n") == ()


def test_outline_limits_the_depth() -> None:
    text = "\n".join(" " * level + "- 가" for level in range(200))
    assert depth(outline(text)) == DEPTH_MAX
    assert visible("".join(texts(outline(text)))) == visible(text)


@pytest.mark.parametrize(
    "unit", ["가", "- ", " ", "\t", "1.", "- 가\n", "가\n", "가\t나\n", "(가", "\n", "  가\n"]
)
def test_outline_reads_a_hundred_thousand_characters(unit: str) -> None:
    # Anything worse than linear would take hours.
    text = (unit * 100_000)[:100_000]
    assert visible("".join(texts(outline(text)))) == visible(text)
