"""Tables of offices, a row a question, in whatever order their columns stand."""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from responses.domain.incoming.doubts import Doubt
from responses.intake.lines import FileLine
from responses.intake.proposals import Proposed, propose
from responses.intake.reading import read_file
from responses.intake.stored import read_lines, refill_from, stored_lines
from tests.support.filled import EDITION, places
from tests.support.office_files import hancom, hp, hr, ht, p, r, word
from tests.support.shapes import edition_of

SHAPE = edition_of(EDITION)
HEAD = ("연번", "문항번호", "질문", "답변", "근거(URL)", "비고")
ROWS = (
    ("1", "VI.1", "소셜 미디어 활용", "카카오톡, 유튜브 운영\n- 인스타그램", "https://a.kr/x", ""),
    ("2", "V.3", "만족도", "92.4%", "", "2025년 조사"),
    ("3", "III.1", "전자정부 전략", "예, 사이버보안, 지속가능발전목표", "", ""),
    ("4", "IV.2", "귀 시는 전자정부 서비스의 이용 통계를 수집합니까?", "아니오", "", ""),
    ("5", "I.1", "", "", "누리집 https://www.jeonju.go.kr", ""),
    ("6", "IX.9", "없는 문항", "무엇", "", ""),
)
ANSWERS = {
    "i-1": {"links": [{"label": "누리집", "url": "https://www.jeonju.go.kr"}]},
    "iii-1": {"yes-no": "yes", "choices": ["sdgs", "cybersecurity"]},
    "iv-2": {"yes-no": "no"},
    "v-3": {"percentage": "92.4", "text": "2025년 조사"},
    "vi-1": {
        "text": "카카오톡, 유튜브 운영\n- 인스타그램",
        "links": [{"label": "", "url": "https://a.kr/x"}],
    },
}


def answers(found: Proposed) -> dict[str, Any]:
    return {each.question.key: dict(each.parts) for each in found.answers}


def as_docx(rows: Sequence[Sequence[str]]) -> bytes:
    def cell(text: str) -> str:
        return f"<w:tc>{''.join(p(r(line)) for line in text.split(chr(10)))}</w:tc>"

    made = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return word(f"<w:tbl>{made}</w:tbl>")


def as_hwpx(rows: Sequence[Sequence[str]]) -> bytes:
    def cell(text: str) -> str:
        lines = "".join(hp(ht(line)) for line in text.split("\n"))
        return f"<hp:tc><hp:subList>{lines}</hp:subList></hp:tc>"

    made = "".join(f"<hp:tr>{''.join(map(cell, row))}</hp:tr>" for row in rows)
    return hancom(hp(hr(f"<hp:tbl>{made}</hp:tbl>")))


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_text(rows: Sequence[Sequence[str]], sign: str = "\t") -> bytes:
    quoted = [
        [f'"{text}"' if "\n" in text or sign in text else text for text in row] for row in rows
    ]
    return "\n".join(sign.join(row) for row in quoted).encode("cp949")


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    return as_text(rows, ",")


def as_html(rows: Sequence[Sequence[str]]) -> bytes:
    made = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows
    ).replace("\n", "<br>")
    return f"<html><body><table>{made}</table></body></html>".encode()


Merged = Sequence[Sequence[tuple[str, int, int]]]
"""The cells of rows, each with over how many columns and rows it goes."""


def merged_docx(rows: Merged) -> bytes:
    """Return a table as Word saves it: a cell goes on below as one without text."""
    made = ""
    above: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells, column = "", 0
        waiting = list(row)
        while waiting or column in above:
            if column in above:
                (width, more), text, kind = above.pop(column), "", '<w:vMerge w:val="continue"/>'
            else:
                text, width, height = waiting.pop(0)
                more, kind = height, '<w:vMerge w:val="restart"/>' if height > 1 else ""
            if more > 1:
                above[column] = (width, more - 1)
            span = f'<w:gridSpan w:val="{width}"/>'
            cells += f"<w:tc><w:tcPr>{span}{kind}</w:tcPr>{p(r(text))}</w:tc>"
            column += width
        made += f"<w:tr>{cells}</w:tr>"
    return word(f"<w:tbl>{made}</w:tbl>")


def merged_hwpx(rows: Merged) -> bytes:
    def cell(text: str, width: int, height: int) -> str:
        span = f'<hp:cellSpan colSpan="{width}" rowSpan="{height}"/>'
        return f"<hp:tc><hp:subList>{hp(ht(text))}</hp:subList>{span}</hp:tc>"

    made = "".join(f"<hp:tr>{''.join(cell(*each) for each in row)}</hp:tr>" for row in rows)
    return hancom(hp(hr(f"<hp:tbl>{made}</hp:tbl>")))


def merged_html(rows: Merged) -> bytes:
    def cell(text: str, width: int, height: int) -> str:
        return f'<td colspan="{width}" rowspan="{height}">{escape(text)}</td>'

    made = "".join(f"<tr>{''.join(cell(*each) for each in row)}</tr>" for row in rows)
    return f"<html><body><table>{made}</table></body></html>".encode()


@pytest.mark.parametrize("made", [merged_docx, merged_hwpx, merged_html])
def test_merged_cells_shift_no_column(made: Any) -> None:
    rows = [
        [("구분", 1, 1), ("번호", 1, 1), ("질문", 2, 1), ("답변", 1, 1), ("근거", 1, 1)],
        [("II. 법적 구조", 1, 2), ("1", 1, 1), ("정보 접근 법률", 2, 1), ("예", 2, 1)],
        [("1-1)", 1, 1), ("어떻게 적용", 1, 1), ("설명", 1, 1), ("조례로 적용", 2, 1)],
        [("III. 전략 및 이행", 1, 3), ("2", 1, 1), ("전용 예산", 2, 1), ("예 2.4%", 2, 1)],
        [("3", 1, 2), ("예산 공개", 2, 2), ("예", 1, 1), ("https://a.kr/1", 1, 1)],
        [("누리집에 공개", 1, 1), ("https://a.kr/2", 1, 1)],
    ]
    file = read_file(made(rows))
    found = propose(SHAPE, file)
    assert answers(found) == {
        "ii-1": {"yes-no": "yes"},
        "ii-1-1": {"text": "조례로 적용"},
        "iii-2": {"yes-no": "yes", "percentage": "2.4"},
        "iii-3": {
            "yes-no": "yes",
            "text": "누리집에 공개",
            "links": [{"label": "", "url": f"https://a.kr/{each}"} for each in (1, 2)],
        },
    }
    assert (found.wording, found.not_placed) == ((1,), ())


@pytest.mark.parametrize(
    "head",
    [
        "번호\t질문\t답변\n\t\t여부\t내용\tURL",
        "번호\t질문\t답변",
        "번호\t질문\t예\t아니요\t답변",
        "번호\t질문\t답변\t\t근거\n\t\t예\t아니요",
    ],
    ids=["two lines", "too short", "yes and no", "yes and no below"],
)
def test_head_of_merged_cells_names_all_that_is_below(head: str) -> None:
    apart = "아니요" in head
    yes, no = ("○\t\t공개", "\tV\t") if apart else ("예\t공개\thttps://a.kr/1", "아니요\t\t")
    rows = f"III.3\t예산 현황 공개\t{yes}\nIII.4\t녹색 경제 디지털 사업\t{no}"
    found = propose(SHAPE, read_file(f"{head}\n{rows}\n".encode()))
    links = {} if apart else {"links": [{"label": "", "url": "https://a.kr/1"}]}
    assert answers(found) == {
        "iii-3": {"yes-no": "yes", "text": "공개", **links},
        "iii-4": {"yes-no": "no"},
    }
    assert found.not_placed == ()


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [
        *(
            ("O", "X", "yes"),
            ("X", "O", "no"),
            ("", "V", "no"),
            ("□", "■", "no"),
            ("●", "○", "yes"),
        ),
        *(
            ("( )", "(v)", "no"),
            ("√", "", "yes"),
            ("X", "", None),
            ("V", "V", None),
            ("", "", None),
        ),
    ],
)
def test_sign_in_a_column_ticks_what_its_head_says(yes: str, no: str, answer: str | None) -> None:
    for head in ("번호\t질문\t예\t아니오", "No.\tQuestion\tYes\tNo"):
        rows = f"II.1\t정보 접근 법률\t{yes}\t{no}\nIII.3\t예산 현황 공개\tO\t"
        found = propose(SHAPE, read_file(f"{head}\n{rows}\n".encode()))
        assert answers(found)["ii-1"].get("yes-no") == answer
        assert found.answers[0].is_sure == (answer is not None or not yes + no)


@pytest.mark.parametrize("made", [merged_docx, merged_hwpx, merged_html])
def test_rows_beside_a_merged_question_name_what_they_say(made: Any) -> None:
    asked = "III.2 귀 시는 디지털 정부에 쓰는 전용 예산을 두고 있습니까?"
    published = "III.3 귀 시는 시 포털에 예산 현황을 공개합니까?"
    rows = [
        [(published, 1, 3), ("공개 여부", 1, 1), ("예", 1, 1)],
        [("설명", 1, 1), ("재정포털에서 공개", 1, 1)],
        [("링크", 1, 1), ("https://a.kr/1", 1, 1)],
        [(asked, 1, 2), ("예산 여부", 1, 1), ("예", 1, 1)],
        [("비율", 1, 1), ("2.4%", 1, 1)],
    ]
    found = propose(SHAPE, read_file(made(rows)))
    assert answers(found) == {
        "iii-2": {"yes-no": "yes", "percentage": "2.4"},
        "iii-3": {
            "yes-no": "yes",
            "text": "재정포털에서 공개",
            "links": [{"label": "", "url": "https://a.kr/1"}],
        },
    }
    assert all(each.is_sure for each in found.answers)


def test_a_table_in_an_answer_keeps_its_first_column() -> None:
    said = "예\n설명\t재정포털\n누리집\t예산서"
    found = propose(SHAPE, read_file(f"III.3 예산 현황을 공개합니까?\n{said}\n".encode()))
    assert answers(found) == {"iii-3": {"yes-no": "yes", "text": "설명\t재정포털\n누리집\t예산서"}}


ORDERS = [(0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (5, 3, 1, 4, 0, 2)]


@pytest.mark.parametrize("order", ORDERS, ids=["as it is", "without 연번", "other order"])
@pytest.mark.parametrize("made", [as_docx, as_hwpx, as_xlsx, as_text, as_csv, as_html])
def test_table_is_read_whatever_file_it_is_in(made: Any, order: Sequence[int]) -> None:
    rows = [[row[at] for at in order] for row in (HEAD, *ROWS)]
    file = read_file(made(rows))
    found = propose(SHAPE, file)
    assert answers(found) == ANSWERS
    texts = {line.number: line.text for line in file.lines}
    assert [texts[number].split() for number in found.wording] == [" ".join(rows[0]).split()]
    assert [texts[number] for number in found.not_placed] == ["\t".join(rows[-1]).rstrip()]
    assert sorted(places(found.to_json())) == [line.number for line in file.lines]
    doubts = {each.question.key: each.doubts for each in found.answers if each.doubts}
    assert doubts == {"v-3": (Doubt.COLUMN,)}


@pytest.mark.parametrize(
    ("text", "read", "doubts"),
    [
        (
            (
                "Question No.\tQuestion\tAnswer\tEvidence\nV.2\tResults online\tNo\t\n"
                "VIII.2\tBig data\tYes, traffic lights\thttps://a.kr\n"
            ),
            {
                "v-2": {"yes-no": "no"},
                "viii-2": {
                    "yes-no": "yes",
                    "text": "traffic lights",
                    "links": [{"label": "", "url": "https://a.kr"}],
                },
            },
            {},
        ),
        # No head, and no numbers; a number of another question; sections in a column of their own.
        (
            "1\tV.2\t결과 공개\t아니오\n2\tV.3\t만족도\t92.4%\n",
            {"v-2": {"yes-no": "no"}, "v-3": {"percentage": "92.4"}},
            {},
        ),
        (
            "질문\t답변\n귀 시는 시 포털에 예산 현황을 공개합니까?\t예\n",
            {"iii-3": {"yes-no": "yes"}},
            {"iii-3": (Doubt.NO_NUMBER,)},
        ),
        (
            "질문\t답변\n귀 시는 시 포털에 예산 현황을 공개합니까?\t예\n없는 문항\t무엇\n",
            {"iii-3": {"yes-no": "yes"}},
            {"iii-3": (Doubt.NO_NUMBER,)},
        ),
        (
            "번호\t질문\t답변\nIII.1\t귀 시는 시 포털에 예산 현황을 공개합니까?\t예\n",
            {"iii-3": {"yes-no": "yes"}},
            {"iii-3": (Doubt.OTHER_NUMBER,)},
        ),
        (
            "영역\t번호\t답변\t담당\nIV\t2\t아니오\t\n\t3\t예\t정보화팀\n",
            {"iv-2": {"yes-no": "no"}, "iv-3": {"yes-no": "yes", "text": "담당: 정보화팀"}},
            {"iv-3": (Doubt.COLUMN,)},
        ),
    ],
)
def test_columns_tell_which_question_a_row_is_of(
    text: str, read: dict[str, Any], doubts: dict[str, Any]
) -> None:
    found = propose(SHAPE, read_file(text.encode()))
    assert answers(found) == read
    assert {each.question.key: each.doubts for each in found.answers if each.doubts} == doubts


def test_table_of_something_else_stays_part_of_the_answer_it_stands_in() -> None:
    survey = "문항\t응답\n누리집을 이용한 적이 있습니까\t72명\n무엇이 불편합니까\t14명"
    asked = "V.2 전자정부 서비스 시민 만족도를 조사한 결과를 온라인에 공개합니까?\n예\n"
    found = propose(SHAPE, read_file(f"{asked}{survey}\n".encode()))
    assert answers(found) == {"v-2": {"yes-no": "yes", "text": survey}}


def test_lines_below_a_table_belong_to_no_row() -> None:
    found = propose(SHAPE, read_file("번호\t답변\nV.2\t아니오\n\n담당자 김전주\n".encode()))
    assert (answers(found), found.not_placed) == ({"v-2": {"yes-no": "no"}}, (3,))


def test_row_that_a_person_moves_says_its_answer_alone() -> None:
    lines = [
        FileLine(1, "문항번호\t질문\t답변\t근거"),
        FileLine(2, "V.2\t결과 공개\t아니오\thttps://a.kr"),
        FileLine(3, "V.3\t만족도\t92.4%"),
    ]
    refill = refill_from(SHAPE, lines)
    said = refill(SHAPE.questions_by_key["iii-3"], [2], ())
    assert said.parts == {"yes-no": "no", "links": [{"label": "", "url": "https://a.kr"}]}


def _nested_in_word() -> bytes:
    def cell(inside: str) -> str:
        return f"<w:tc>{inside}</w:tc>"

    def rows(*texts: Sequence[str]) -> str:
        made = (f"<w:tr>{''.join(cell(p(r(text))) for text in row)}</w:tr>" for row in texts)
        return f"<w:tbl>{''.join(made)}</w:tbl>"

    answer = p(r("연도별로")) + rows(("", "2021", "2022"), ("만족", "90%", "92%")) + p("")
    first = "".join(cell(p(r(text))) for text in HEAD)
    row = cell(p(r("1"))) + cell(p(r("VI.1"))) + cell(p("")) + cell(answer) + cell(p("")) + cell("")
    return word(f"<w:tbl><w:tr>{first}</w:tr><w:tr>{row}</w:tr></w:tbl>")


def _nested_in_hancom() -> bytes:
    def cell(*inside: str) -> str:
        return f"<hp:tc><hp:subList>{''.join(inside)}</hp:subList></hp:tc>"

    def rows(*texts: Sequence[str]) -> str:
        made = (f"<hp:tr>{''.join(cell(hp(ht(text))) for text in row)}</hp:tr>" for row in texts)
        return hp(hr(f"<hp:tbl>{''.join(made)}</hp:tbl>"))

    answer = hp(ht("연도별로")), rows(("", "2021", "2022"), ("만족", "90%", "92%"))
    first = "".join(cell(hp(ht(text))) for text in HEAD)
    row = cell(hp(ht("1"))) + cell(hp(ht("VI.1"))) + cell() + cell(*answer) + cell() + cell()
    return hancom(hp(hr(f"<hp:tbl><hp:tr>{first}</hp:tr><hp:tr>{row}</hp:tr></hp:tbl>")))


@pytest.mark.parametrize("content", [_nested_in_word(), _nested_in_hancom()])
def test_a_table_in_a_cell_keeps_its_columns(content: bytes) -> None:
    said = {"text": "연도별로\n\t2021\t2022\n만족\t90%\t92%"}
    text = read_file(content)
    assert [line.text for line in text.lines][1:] == [
        "1\tVI.1\t\t연도별로",
        "\t\t\t\t2021\t2022",
        "\t\t\t만족\t90%\t92%",
    ]
    found = propose(SHAPE, text)
    assert answers(found) == {"vi-1": said}
    # Read again after a person moved its lines, and stored in between.
    question = SHAPE.questions_by_key["vi-1"]
    stored = read_lines(stored_lines(text.lines))
    assert refill_from(SHAPE, stored)(question, found.answers[0].lines, ()).parts == said
