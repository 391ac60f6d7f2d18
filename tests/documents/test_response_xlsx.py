from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import translation
from django.utils.timezone import make_naive
from openpyxl import load_workbook

from responses.documents.evidence_xlsx import link_cell
from responses.documents.extract import Extract
from responses.documents.response_xlsx import response_xlsx
from responses.documents.workbooks import CARRIER, CELL_MAX, Book, LinkCell, add_sheet, saved
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.domain.talk.transcript import TranscriptRow
from responses.enums import Role
from responses.models import City
from tests.support.factories import make_member, make_response, translate, write

from .conftest import Passing
from .snapshots import saying

HEADS = [
    *("Section", "Number", "Question", "Answer"),
    *("Yes or no", "Choices", "Percentage", "Contact", "Text", "Links"),
    *("Nothing to report", "State", "Version", "Last change", "Changed by"),
]
AT = datetime(2026, 11, 14, 3, 4, tzinfo=UTC)


def book(extract: Extract) -> Any:
    with translation.override(extract.first):
        return load_workbook(BytesIO(response_xlsx(extract)))


def rows(book: Any, sheet: str) -> list[list[Any]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def snapshot(passing: Passing) -> Snapshot:
    """Return a response in two languages, with what a spreadsheet may take for a formula."""
    with passing():
        response = make_response()
        City.objects.update(submission_language="en")
        response.city.refresh_from_db()
        writer = make_member(response.city, Role.CONTRIBUTOR, "Writer")
        links = [
            {"label": '=HYPERLINK("x")', "url": "data.seoul.go.kr"},
            {"label": "Kim", "url": "not an address"},
        ]
        write(
            response,
            "a-1",
            writer,
            yes_no="yes",
            percentage="23.1",
            contact={"name": "김", "title": "과장", "email": "kim@city.kr"},
            text="=1+1",
            links=links,
        )
        write(response, "b-1", writer, text="○ 하나 www.busan.go.kr 참고")
        translate(response, "b-1", writer, text="○ One, see www.busan.go.kr")
        return read_snapshot(response)


def test_a_question_is_a_row_of_what_was_answered(snapshot: Snapshot) -> None:
    found = rows(book(Extract(snapshot, "en")), "Answers")
    assert {*HEADS, "Translation"} == set(found[0])
    said = [dict(zip(found[0], row, strict=True)) for row in found[1:]]
    assert [row["Number"] for row in said] == ["A.1", "A.2", "B.1"]
    first, _second, last = said
    assert (first["Yes or no"], first["Percentage"], first["Text"]) == ("Yes", "23.1%", "=1+1")
    assert first["Contact"] == "김\n과장\nkim@city.kr"
    assert (first["Links"], first["Answer"], first["Version"]) == (2, "Partly answered", 1)
    assert first["Translation"] == "Not translated: this is the original."
    assert last["Text"] == "○ One, see www.busan.go.kr"


def test_no_cell_is_a_formula(snapshot: Snapshot) -> None:
    made = book(Extract(snapshot, "en"))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    quoted = [cell.value for cell in cells if cell.quotePrefix]
    assert quoted == ["=1+1", '=HYPERLINK("x")']


def test_links_lead_where_they_can_and_those_in_texts_follow(snapshot: Snapshot) -> None:
    sheet = book(Extract(snapshot, "ko"))["링크"]
    found = [
        (row[1].value, row[2].value, row[-1].value, row[-1].hyperlink and row[-1].hyperlink.target)
        for row in sheet.iter_rows(min_row=2)
    ]
    assert found == [
        ("A.1", 1, "data.seoul.go.kr", "https://data.seoul.go.kr"),
        ("A.1", 2, "not an address", None),
        ("B.1", 1, "www.busan.go.kr", "https://www.busan.go.kr"),
    ]


def test_in_both_languages_the_translations_have_a_sheet(snapshot: Snapshot) -> None:
    made = book(Extract(snapshot, "both"))
    assert made.sheetnames == ["파일 정보", "답변", "번역", "링크", "파일", "논의", CARRIER]
    assert made[CARRIER].sheet_state == "veryHidden"
    of = made["답변"].cell(1, 1).value
    assert of == "영역"
    heads, *said = rows(made, "번역")
    row = dict(zip(heads, said[-1], strict=True))
    assert (row["번호"], row["글"], row["번역한 원문 버전"]) == (
        "B.1",
        "○ One, see www.busan.go.kr",
        1,
    )
    original = dict(zip(rows(made, "답변")[0], rows(made, "답변")[-1], strict=True))
    assert original["글"] == "○ 하나 www.busan.go.kr 참고"


def test_one_section_has_its_questions_links_and_discussions_alone(snapshot: Snapshot) -> None:
    said = TranscriptRow("a-1", 1, True, None, "", "Kim", AT, 1, "왜?", False, None)
    extract = Extract(snapshot, "en", "beta", said=(said, said._replace(question="b-1")))
    made = book(extract)
    assert [row[1] for row in rows(made, "Answers")[1:]] == ["B.1"]
    assert [row[1] for row in rows(made, "Links")[1:]] == ["B.1"]
    assert rows(made, "Discussions")[1:] == [
        ["B.1", 1, "Yes", None, None, make_naive(AT), "Kim", 1, "왜? [Korean]", None],
    ]


def test_each_page_says_that_it_is_not_the_sealed_one(snapshot: Snapshot) -> None:
    made = book(Extract(snapshot, "en", sealed=3))
    said = "This file is not sealed itself: it was made from what submission no. 3 says."
    shown = [sheet for sheet in made if sheet.title != CARRIER]
    assert {sheet.oddFooter.center.text for sheet in shown} == {f"{said} · &P / &N"}
    assert rows(made, "About this file")[-1] == ["About this file", said]


def test_what_no_cell_can_hold_goes_on_in_the_row_below() -> None:
    text = "\n".join(["𝄞" * 900] * 20)
    found = rows(book(Extract(saying(text=text), "en")), "Answers")
    place = found[0].index("Text")
    pieces = [row[place] for row in found[1:]]
    assert len(pieces) == 2
    assert "".join(pieces) == text
    assert [len(each.encode("utf-16-le")) // 2 <= CELL_MAX for each in pieces] == [True, True]
    assert [row[1] for row in found[1:]] == ["A.1", None]


def test_same_extract_gives_the_same_bytes(snapshot: Snapshot) -> None:
    with translation.override("ko"):
        first = response_xlsx(Extract(snapshot, "ko"))
        assert response_xlsx(replace(Extract(snapshot, "ko"))) == first


def test_cells_look_like_what_they_hold() -> None:
    link, none = LinkCell("a.kr", "https://a.kr/?a=1&b=2"), LinkCell("a", "")
    row: list[Any] = ["=text", "text", 1, AT.date(), make_naive(AT), None, link, none, ""]
    book = Book()
    add_sheet(book, "A & <B>'s", [(f"{number}", 9) for number in range(9)], [row] * 300)
    made: Any = load_workbook(BytesIO(saved(book, saying(text="Text"))))
    [sheet] = made
    second, last = (list(sheet[number]) for number in (2, 301))
    assert [each.value for each in last] == [
        *("=text", "text", 1, datetime(2026, 11, 14), make_naive(AT), None, "a.kr", "a", None),  # noqa: DTZ001 - as a workbook knows it
    ]
    assert [each.style_id for each in second] == [each.style_id for each in last]
    assert [each.quotePrefix for each in last[:2]] == [True, False]
    formats = ["General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert [each.number_format for each in last[2:5]] == formats
    assert [each.font.underline for each in last[6:8]] == ["single", None]
    assert last[6].hyperlink.target == "https://a.kr/?a=1&b=2"
    wraps = [True, True, *[None] * 4, True, True, True]
    assert [each.alignment.wrap_text for each in last] == wraps
    assert {each.alignment.vertical for each in last} == {"top"}


def test_a_text_stands_in_a_workbook_once_and_as_it_is() -> None:
    book = Book()
    texts = ["  two\n lines ", "_x0041_ and _x", "a\x0bb\ufffe", "<&>\"'", "\tx"]
    add_sheet(book, "Sheet", [("Heading", 9)], [[text] for text in texts] * 50)
    packed = saved(book, saying(text="Text"))
    made: Any = load_workbook(BytesIO(packed))
    found = [row[0] for row in made["Sheet"].iter_rows(min_row=2, values_only=True)]
    assert found == [*texts[:2], "ab", *texts[3:]] * 50
    with ZipFile(BytesIO(packed)) as parts:
        assert parts.read("xl/sharedStrings.xml").count(b"<si>") == 6


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("data.kr/[1]#a#b", "https://data.kr/%5B1%5D#a%23b"),
        ("https://data.kr/50%/목록 1", ""),
        ("https://data.kr/50%?q=목록", "https://data.kr/50%25?q=%EB%AA%A9%EB%A1%9D"),
        ("", ""),
    ],
)
def test_links_lead_where_the_strictest_programs_follow(typed: str, target: str) -> None:
    assert link_cell(typed, typed) == LinkCell(typed, target)
