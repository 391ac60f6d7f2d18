"""Tables in compared texts: which rows, columns and cells are taken for the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.comparing.differences import Mark, Piece, differences
from responses.domain.content.marked import (
    Marked,
    MarkedRow,
    MarkedTable,
    abridged_marked,
    marked,
)

SIGNS = {Mark.SAME: "{}", Mark.INSERTED: "+{}+", Mark.DELETED: "-{}-", Mark.SKIPPED: "({})"}


def row(shown: MarkedRow) -> str:
    if shown.skipped:
        return f"…{shown.skipped}"
    return "|".join("".join(text(piece) for piece in cell.pieces) for cell in shown.cells)


def text(piece: Marked) -> str:
    if isinstance(piece, MarkedTable):
        return "\n".join(map(row, (piece.head, *piece.rows)))
    return SIGNS[piece.mark].format(piece.text)


def shown(before: str, after: str) -> list[str]:
    return [text(piece) for piece in marked(before, after)]


TABLE = "구분\t2021\t2022\n서울\t10\t20\n부산\t30\t40"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (TABLE.replace("40", "41"), "구분|2021|2022\n서울|10|20\n부산|30|-40-+41+"),
        (f"{TABLE}\n대구\t5\t6", "구분|2021|2022\n서울|10|20\n부산|30|40\n+대구+|+5+|+6+"),
        (TABLE.replace("서울\t10\t20\n", ""), "구분|2021|2022\n-서울-|-10-|-20-\n부산|30|40"),
        (
            "구분\t2020\t2021\t2022\n서울\t1\t10\t20\n부산\t\t30\t44",
            "구분|+2020+|2021|2022\n서울|+1+|10|20\n부산||30|-40-+44+",
        ),
        (TABLE.replace("구분", "시"), "-구분-+시+|2021|2022\n서울|10|20\n부산|30|40"),
    ],
)
def test_a_table_is_compared_cell_by_cell(after: str, expected: str) -> None:
    assert shown(TABLE, after) == [expected]


def test_text_around_a_table_is_compared_as_text() -> None:
    before, after = f"□ 처음\n{TABLE}\n□ 끝", f"□ 처음은\n{TABLE}\n□ 끝"
    assert shown(before, after) == [
        *("□", "- 처음-", "+ 처음은+"),
        "구분|2021|2022\n서울|10|20\n부산|30|40",
        "□ 끝",
    ]


def test_a_table_that_is_new_stands_where_it_is_put_in() -> None:
    inserted = "+구분+|+2021+|+2022+\n+서울+|+10+|+20+\n+부산+|+30+|+40+"
    assert shown("", f"가\n{TABLE}\n나") == ["+가+", inserted, "+나+"]
    assert shown("가\n나", f"가\n{TABLE}\n나") == ["가\n", inserted, "나"]
    assert [each.replace("-", "+") for each in shown(f"가\n{TABLE}\n나", "가\n나")] == [
        *("가\n", inserted, "나"),
    ]


def test_two_tables_are_known_by_their_heads() -> None:
    other = "항목\t값\n하나\t1"
    assert shown(f"{TABLE}\n\n{other}", other.replace("1", "2"))[-1] == "항목|값\n하나|-1-+2+"


def test_one_line_with_a_tab_is_no_table() -> None:
    assert marked("가\t나", "가\t다") == differences("가\t나", "가\t다")


def test_rows_that_stayed_are_left_out_and_so_are_tables() -> None:
    rows = [f"{number}\t{number}" for number in range(12)]
    before = "\n".join(["구분\t값", *rows])
    after = before.replace("6\t6", "6\t7")
    assert [text(each) for each in abridged_marked(marked(before, after))] == [
        "구분|값\n…5\n5|5\n6|-6-+7+\n7|7\n…4"
    ]
    added = abridged_marked(marked(before, f"{before}\n\n끝"))
    assert isinstance(added[0], Piece)
    assert (added[0].mark, added[0].lines) == (Mark.SKIPPED, 13)


LINES = st.lists(st.sampled_from(["가\t나", "가\t다\t라", "□ 글", "", "\t", "다\t"]), max_size=8)


@given(LINES, LINES)
def test_both_texts_can_be_read_from_the_pieces(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)

    def said(without: Mark) -> str:
        return "".join(
            piece.text
            for each in marked(before, after)
            for piece in (
                [each]
                if isinstance(each, Piece)
                else [
                    piece
                    for line in (each.head, *each.rows)
                    for cell in line.cells
                    for piece in cell.pieces
                ]
            )
            if piece.mark is not without
        )

    def plain(text: str) -> str:
        return "".join(text.split())

    assert plain(said(Mark.INSERTED)) == plain(before)
    assert plain(said(Mark.DELETED)) == plain(after)


def test_tables_of_very_many_cells_are_compared_by_line() -> None:
    few, many = ("a\tb\n" * rows for rows in (900, 1_100))

    assert [type(each) for each in marked(few, few.replace("b", "c", 1))] == [MarkedTable]
    found = marked(many, many.replace("b", "c", 1))
    assert [each for each in found if isinstance(each, MarkedTable)] == []


def test_a_column_of_figures_is_known_as_such_in_both_states() -> None:
    after = TABLE.replace("\t2022", "\t비고").replace("\t20\n", "\t전화\n")
    for one, other, expected in (
        (TABLE, TABLE.replace("40", "41"), (False, True, True)),
        (TABLE, after, (False, True, False)),
        (TABLE, "", (False, True, True)),
    ):
        [table] = marked(one, other)
        assert isinstance(table, MarkedTable)
        assert table.figures == expected
