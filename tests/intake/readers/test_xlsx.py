from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill

from responses.domain.content.links import LinkValue
from responses.enums import YesNo
from responses.intake.lines import FileLine
from responses.intake.reading import read_file
from responses.intake.ticked import read_choice
from tests.support.files import picture
from tests.support.office_files import archive


def saved(book: Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def lines(book: Workbook) -> tuple[FileLine, ...]:
    return read_file(saved(book)).lines


def new_book() -> tuple[Workbook, Any]:
    book = Workbook()
    return book, book.worksheets[0]


def test_rows_of_all_sheets_that_are_shown() -> None:
    book, sheet = new_book()
    sheet.title = "I. 조직"
    sheet.append(["구분", None, "값"])
    sheet.append([None, "한 칸\n두 줄"])
    sheet["A5"] = "1."
    sheet["B5"] = "주소는 무엇입니까?"
    sheet["C5"] = "답\n둘째 줄"
    sheet["XFD6"] = "끝"
    sheet["A6"] = "처음"
    other = book.create_sheet("II. 법")
    other.append(["있음"])
    book.create_sheet("목록").sheet_state = "hidden"
    book["목록"].append(["숨김"])
    found = lines(book)
    assert [
        (line.text.replace("\t" * 21, "…"), line.is_heading, line.blanks) for line in found
    ] == [
        ("I. 조직", True, 0),
        ("구분\t\t값", False, 0),
        ("한 칸", False, 0),
        ("두 줄", False, 0),
        ("1. 주소는 무엇입니까?", False, 2),
        ("답", False, 0),
        ("둘째 줄", False, 0),
        ("처음…끝", False, 0),
        ("II. 법", True, 0),
        ("있음", False, 0),
    ]


@pytest.mark.parametrize(
    ("value", "shape", "shown"),
    [
        (0.231, "0.0%", "23.1%"),
        (0.62, "0%", "62%"),
        (12345.678, "#,##0.00", "12,345.68"),
        (0.1 + 0.2, "General", "0.3"),
        (7, "General", "7"),
        (7.4, '0"개"', "7"),
        (date(2021, 2, 15), "yyyy-mm-dd", "2021-02-15"),
        (datetime(2021, 2, 15, 9, 30), 'yyyy"년" m"월" d"일" h:mm', "2021-02-15 09:30"),  # noqa: DTZ001
        (time(9, 30), "h:mm", "09:30"),
        (True, "General", "TRUE"),
        ("=1+1 글", "@", "=1+1 글"),
        (1e300, "yyyy-mm-dd", "1e+300"),
    ],
)
def test_values_are_shown_as_excel_shows_them(value: Any, shape: str, shown: str) -> None:
    book, sheet = new_book()
    cell = sheet["A1"]
    cell.value, cell.number_format = value, shape
    if isinstance(value, str):
        cell.data_type = "s"
    assert [line.text for line in lines(book)] == [shown]


def test_formulas_are_taken_by_their_value_and_never_worked_out() -> None:
    book, sheet = new_book()
    sheet["A1"] = "=1+1"
    sheet["A2"] = '=HYPERLINK("https://a.go.kr/","누리집")'
    assert [line.text for line in lines(book)] == [
        "=1+1",
        '=HYPERLINK("https://a.go.kr/","누리집") <https://a.go.kr/>',
    ]
    content = saved(book)
    assert load_workbook(BytesIO(content), data_only=True).worksheets[0]["A1"].value is None
    # As Excel saves them: with the value that they had.
    with_values = replaced(content, b"<v></v>", b"<v>2</v>", b"<v />", b"<v>2</v>")
    assert [line.text for line in read_file(with_values).lines] == ["2", "2 <https://a.go.kr/>"]


def replaced(content: bytes, *pairs: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        members[name] = members[name].replace(old, new)
    return archive(members)


def test_links_comments_and_looks() -> None:
    book, sheet = new_book()
    sheet["A1"] = "누리집"
    sheet["A1"].hyperlink = "https://a.go.kr/"
    sheet["A1"].comment = Comment("확인", "나")
    sheet["A2"], sheet["B2"] = "예", "아니요"
    sheet["B2"].font = Font(strike=True)
    sheet["A3"], sheet["B3"] = "예", "아니요"
    sheet["A3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A4"] = CellRichText("예 / ", TextBlock(InlineFont(strike=True), "아니요"))
    found = lines(book)
    assert found[0].text == "누리집 <https://a.go.kr/>"
    assert found[0].links == (LinkValue("누리집", "https://a.go.kr/"),)
    assert found[0].comments == ("확인",)
    assert [read_choice(line).answer for line in found[1:]] == [YesNo.YES] * 3


def test_text_boxes_stand_below_the_rows_and_margins_come_last() -> None:
    book, sheet = new_book()
    sheet["A1"] = "칸"
    sheet.oddHeader.left.text = "서울시 && 구"
    sheet.oddFooter.center.text = "담당 02-1 · &P / &N"
    sheet.oddFooter.right.text = "&P"
    other = book.create_sheet("둘")
    other["A1"] = "칸 둘"
    other.oddHeader.left.text = "서울시 && 구"
    sheet.add_image(Image(BytesIO(picture())), "C3")
    shape = (
        '<sp xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><txBody>'
        "<a:p><a:r><a:t>상자 </a:t></a:r><a:r><a:t>글</a:t></a:r></a:p><a:p/></txBody></sp>"
    )
    with ZipFile(BytesIO(saved(book))) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    name = "xl/drawings/drawing1.xml"
    members[name] = members[name].replace(b"<pic>", shape.encode() + b"<pic>")
    found = read_file(archive(members)).lines
    assert [(line.text, line.is_margin) for line in found] == [
        (sheet.title, False),
        ("칸", False),
        ("상자 글", False),
        ("둘", False),
        ("칸 둘", False),
        ("서울시 & 구", True),
        ("담당 02-1", True),
    ]
