"""Tables in a text: pasted out of other programs, shown as printed, written in cells."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings
from .steps import BUTTONS, expect_heard, listen, press, question, text
from .test_text import compose

LABEL = "How social media is used"
# What each program puts on the clipboard, as it writes it: HTML and plain text.
EXCEL = (
    """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--table
    {mso-displayed-decimal-separator:"\\.";} .xl65 {white-space:normal;}--></style></head><body>
    <!--StartFragment--><table border=0 style='border-collapse:collapse;width:216pt'>
    <col width=72><tr height=22><td class=xl65>구분</td><td>2020</td><td>비고</td><td></td></tr>
    <tr style='display:none'><td>숨김</td><td>1</td><td></td><td></td></tr>
    <tr><td class=xl65 rowspan=2>방역<br style='mso-data-placement:same-cell;'>대책</td>
    <td align=right>3,208명</td><td>설명 &quot;인용&quot;
      문장</td><td></td></tr><tr><td>12</td><td></td><td></td></tr>
    <tr><td colspan=4>합계</td></tr></table><!--EndFragment--></body></html>""",
    (
        '구분\t2020\t비고\t\r\n"방역\n대책"\t3,208명\t"설명 ""인용"" 문장"\t\r\n'
        "\t12\t\t\r\n합계\t\t\t\r\n"
    ),
    '구분\t2020\t비고\n"방역\n대책"\t3,208명\t설명 "인용" 문장\n\t12\t\n합계\t\t',
)
WORD = (
    """<html><head><title>보고</title><style>p.MsoNormal {margin:0cm}</style></head><body lang=KO>
    <p class=MsoNormal><span lang=EN-US>&#9675;&nbsp;</span>만족도 조사<o:p></o:p></p>
    <p class=MsoListParagraph style='margin-left:20pt'><![if !supportLists]><span>-<span
    style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>응답
    결과</p><table class=MsoTableGrid><tr><td><p class=MsoNormal>항목</p></td>
    <td><p class=MsoNormal>점수</p></td></tr><tr><td><p>편의</p><p>(전체)</p></td>
    <td><p align=right>78.2<o:p>&nbsp;</o:p></p></td></tr></table><p class=MsoNormal>끝.</p>
    </body>""",
    "○ 만족도 조사\n-  응답 결과\n항목\t점수\n편의\n(전체)\t78.2\n끝.",
    '○ 만족도 조사\n-   응답 결과\n항목\t점수\n"편의\n(전체)"\t78.2\n끝.',
)
HANCOM = (
    """<HTML><BODY><TABLE border="1" cellspacing="0" style='border-collapse:collapse'><TR>
    <TD colspan="2" valign="middle" style='width:100px'><P CLASS=HStyle0 STYLE='text-align:center'>
    <SPAN STYLE='font-family:"한양신명조"'>구분</SPAN></P></TD>
    <TD><P><SPAN>예산</SPAN></P></TD></TR>
    <TR><TD><P><SPAN>본청</SPAN></P></TD><TD><P>1과</P></TD><TD><P>5억 원</P></TD></TR>
    </TABLE></BODY></HTML>""",
    "구분\r\n예산\r\n본청\r\n1과\r\n5억 원\r\n",
    "구분\t\t예산\n본청\t1과\t5억 원",
)
BROWSER = (
    """<meta charset='utf-8'><h2>통계</h2><div><table><caption>2021년</caption><tbody><tr>
    <th>구</th><th style="display: none">속</th><th>수</th></tr><tr><td>
    <a href="https://a.kr">중구</a></td><td hidden>비밀</td><td onclick="go()">
    <b>1</b>0<img src="https://a.kr/x.png" alt=""></td></tr></tbody></table>
    <table><tr><td>다른</td><td>표</td></tr><tr><td>가</td><td>2</td></tr></table></div>
    <p>자료</p>""",
    "통계\n2021년\n구\t수\n중구\t10\n다른\t표\n가\t2\n\n자료",
    "통계\n2021년\n구\t수\n중구 (https://a.kr)\t10\n\n다른\t표\n가\t2\n자료",
)
LIBRE_OFFICE = ("", 'a\t"b\nc"\t\n"d ""e"""\tf\t\n', 'a\t"b\nc"\nd "e"\tf\n')
BULLETS = (
    "<table><tr><td>○ 서울</td><td>1</td></tr><tr><td>- 부산</td><td>2</td></tr></table>",
    "○ 서울\t1\n- 부산\t2",
    '"○ 서울"\t1\n- 부산\t2',
)
# Bullets and numbers that a program draws by itself, and that no text of its own has.
LISTS = (
    """<h2>통계</h2><ol start=3><li><p>조사</p><ul><li>대상<br>시민</li><li><p>○ 기간</p></li></ul>
    </li><li value="7"><b>결과</b></li></ol><ul style="list-style-type: none"><li>차례</li></ul>
    <table><tr><td>구</td><td><ol type="a"><li>가</li><li>나</li></ol></td></tr>
    <tr><td>수</td><td>1</td></tr></table><ul><li></li></ul><p>끝</p>""",
    "통계\n조사\n대상\n시민\n○ 기간\n결과\n차례\n구\t가 나\n수\t1\n끝",
    '통계\n3. 조사\n  - 대상\n시민\n  ○ 기간\n7. 결과\n차례\n구\t"a. 가\nb. 나"\n수\t1\n끝',
)
PROGRAMS = {
    "excel": EXCEL,
    "word": WORD,
    "hancom": HANCOM,
    "browser": BROWSER,
    "plain": LIBRE_OFFICE,
    "bullets": BULLETS,
    "lists": LISTS,
}
# What reads tables is fetched once a text has the caret, and is there when its import ends.
TOOLS_ARE_THERE = """async () => {
    const files = performance.getEntriesByType("resource").map(each => each.name);
    const file = files.find(each => each.includes("/paste-table"));
    return file !== undefined && Boolean(await import(file));
}"""
PASTE = """(area, [html, plain]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", plain);
    const event = { clipboardData: data, bubbles: true, cancelable: true };
    return area.dispatchEvent(new ClipboardEvent("paste", event));
}"""


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    page = visit(cast.contributor)
    page.goto(f"{SITE}social-media/")
    return page


@pytest.fixture
def box(page: Page) -> Locator:
    box = text(page, LABEL)
    focus(box)
    listen(page)
    return box


def focus(box: Locator) -> None:
    """Focus a text, and wait until what reads tables has come."""
    box.focus()
    box.page.wait_for_function(TOOLS_ARE_THERE)


def paste(box: Locator, html: str, plain: str) -> bool:
    """Paste into a text; return whether it is left to the browser."""
    return bool(box.evaluate(PASTE, [html, plain]))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_pasted_table_becomes_clean_rows_in_one_step(
    page: Page, box: Locator, program: str
) -> None:
    html, plain, expected = PROGRAMS[program]
    page.keyboard.type("○ first")
    assert not paste(box, html, plain)
    own_line = "" if expected.startswith(("○", "통계")) else "\n"
    expect(box).to_have_value(f"○ first{own_line}{expected}")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("○ first")
    page.keyboard.press("Control+Shift+z")
    expect(box).to_have_value(f"○ first{own_line}{expected}")


def test_what_has_no_table_is_pasted_as_ever(page: Page, box: Locator) -> None:
    for html, plain in (
        ("<p>서울</p>", "서울"),
        ("<table><tr><td>서울</td></tr><tr><td>부산</td></tr></table>", "서울\n부산"),
        ("", "가\t나\n다\t라"),
    ):
        assert paste(box, html, plain)


def test_a_sign_of_a_symbol_font_is_pasted_as_it_is_saved(page: Page, box: Locator) -> None:
    assert not paste(box, "", "\uf06d first\n\uf0a7 second")
    expect(box).to_have_value("❍ first\n▪ second")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("")


def test_the_address_of_a_linked_word_stays_behind_it(page: Page, box: Locator) -> None:
    link = '<a href="https://pf.kakao.com/_x">채널</a>'
    assert not paste(box, f"<p>자세히: <b>{link}</b>, 문의</p>", "자세히: 채널, 문의")
    expect(box).to_have_value("자세히: 채널 (https://pf.kakao.com/_x), 문의")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("")
    # Words that show their address are pasted as ever.
    assert paste(box, '<a href="https://www.a.kr/">www.a.kr</a>', "www.a.kr")
    cells = f"<table><tr><td>가</td><td>{link}</td></tr><tr><td>나</td><td>2</td></tr></table>"
    assert not paste(box, cells, "가\t채널\n나\t2")
    expect(box).to_have_value("가\t채널 (https://pf.kakao.com/_x)\n나\t2")


def test_a_pasted_table_is_saved_and_shown_as_printed(page: Page, box: Locator) -> None:
    paste(box, *EXCEL[:2])
    expect_heard(page, "A table is pasted: 4 rows, 3 columns.")
    card = question(page, "VI.1")
    table = card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(4)
    figures = table.locator(".outline-figure")
    expect(figures).to_have_text(["2020", "3,208명", "12", ""])
    expect(figures.first).to_have_css("text-align", "right")
    expect(card.get_by_text(re.compile("Saved at"))).to_be_visible()
    page.reload()
    expect(box).to_have_value(EXCEL[2])
    press(card, "preview")
    expect(table.get_by_role("row")).to_have_count(4)


def test_a_text_with_a_table_is_shown_as_printed_until_that_is_closed(
    page: Page, box: Locator
) -> None:
    card = question(page, "VI.1")
    page.keyboard.type("○ first")
    expect(card.get_by_role("button", name=BUTTONS["close the preview"])).to_have_count(0)
    paste(box, *EXCEL[:2])
    table = card.get_by_role("table")
    expect(table).to_be_visible()
    press(card, "close the preview")
    expect(table).to_have_count(0)
    box.focus()
    page.keyboard.type(" more")
    page.wait_for_timeout(600)
    expect(table).to_have_count(0)


# --- The editor under the text --------------------------------------------------------------------

TABLE = "○ first\n구분\t2020\n서울\t10\n○ last"
EDITOR = "Cells of the table"


def cells(page: Page) -> list[list[str]]:
    """Return what the fields of the editor say, row by row."""
    rows = page.get_by_role("group", name=EDITOR).get_by_role("row").all()
    return [[field.input_value() for field in row.get_by_role("textbox").all()] for row in rows]


def caret_at(box: Locator, words: str) -> None:
    """Put the caret before these words of a text."""
    box.focus()
    box.evaluate("(area, at) => area.setSelectionRange(at, at)", box.input_value().index(words))


def open_editor(page: Page, box: Locator, value: str, at: str) -> None:
    """Write a text, put the caret before some words of it, and edit the table there."""
    box.fill(value)
    caret_at(box, at)
    question(page, "VI.1").get_by_role("button", name="Edit the table").click()
    expect(page.get_by_role("group", name=EDITOR).locator(":focus")).to_be_visible()


def focused(page: Page) -> Locator:
    """Return what has the focus."""
    return page.locator(":focus")


def test_the_table_at_the_caret_is_edited_in_cells(page: Page, box: Locator) -> None:
    box.fill(TABLE)
    caret_at(box, "first")
    card = question(page, "VI.1")
    expect(card.get_by_role("button", name="Insert a table")).to_be_visible()
    open_editor(page, box, TABLE, "10")
    expect(focused(page)).to_have_accessible_name("Row 2, column 2: 2020")
    assert cells(page) == [["구분", "2020"], ["서울", "10"]]
    page.keyboard.press("Control+a")
    page.keyboard.type("1,000명")
    expect(box).to_have_value("○ first\n구분\t2020\n서울\t1,000명\n○ last")
    expect(focused(page)).to_have_accessible_name("Row 2, column 2: 2020")
    printed = card.get_by_role("group", name="Table", exact=True)
    expect(printed.get_by_role("cell", name="1,000명")).to_have_class("outline-figure")
    expect(card.get_by_text(re.compile("Saved at"))).to_be_visible()


def test_tab_stays_in_the_table_and_escape_leads_back(page: Page, box: Locator) -> None:
    open_editor(page, box, TABLE, "구분")
    names = []
    for _ in range(17):
        names.append(focused(page).evaluate("each => each.ariaLabel || each.textContent"))
        page.keyboard.press("Tab")
    assert names[:6] == [
        "Heading of column 1",
        "Heading of column 2",
        "Row 2, column 1: 구분",
        "Row 2, column 2: 2020",
        # A new one; behind it there is none as long as it says nothing.
        "Row 3, column 1: 구분",
        "Row 3, column 2: 2020",
    ]
    assert (names[6], names[15], names[16]) == (
        "Row: add one below",
        "Close the table",
        "Heading of column 1",
    )
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(focused(page)).to_have_text("Close the table")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_value(TABLE)
    expect(page.get_by_role("group", name=EDITOR)).to_have_count(0)
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()


def test_tab_behind_the_last_cell_goes_on_in_a_new_row(page: Page, box: Locator) -> None:
    open_editor(page, box, TABLE, "10")
    page.keyboard.press("Tab")
    expect_heard(page, "Row 3 is added.")
    page.keyboard.type("부산")
    page.keyboard.press("Tab")
    page.keyboard.type("20")
    expect(box).to_have_value("○ first\n구분\t2020\n서울\t10\n부산\t20\n○ last")


def test_rows_and_columns_are_added_removed_and_moved(page: Page, box: Locator) -> None:
    open_editor(page, box, "구분\t2020\n서울\t10\n부산\t20", "10")

    def do(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    do("Row: move down")
    expect(box).to_have_value("구분\t2020\n부산\t20\n서울\t10")
    expect_heard(page, "It is row 3 now.")
    expect(page.get_by_role("button", name="Row: move down")).to_be_focused()
    do("Row: move down")
    do("Column: move left")
    expect(box).to_have_value("2020\t구분\n20\t부산\n10\t서울")
    do("Column: add one to the right")
    page.keyboard.type("비고")
    page.keyboard.press("Enter")
    page.keyboard.type("끝")
    expect(box).to_have_value("2020\t\t구분\n20\t\t부산\n10\t비고\t서울\n\t끝\t")
    do("Row: remove")
    expect_heard(page, "Row 4 is removed. Ctrl+Z brings it back.")
    do("Column: remove")
    expect(box).to_have_value("2020\t구분\n20\t부산\n10\t서울")
    do("Add a heading row on top")
    page.keyboard.type("값")
    expect(box).to_have_value("값\t\n2020\t구분\n20\t부산\n10\t서울")
    expect(focused(page)).to_have_accessible_name("Heading of column 1")


def test_keys_move_rows_and_columns_and_break_lines(page: Page, box: Locator) -> None:
    open_editor(page, box, "구분\t2020\n서울\t10\n부산\t20", "10")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowLeft")
    expect(box).to_have_value("2020\t구분\n20\t부산\n10\t서울")
    expect(focused(page)).to_have_accessible_name("Row 3, column 1: 2020")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type('"명"')
    expect(box).to_have_value('2020\t구분\n20\t부산\n"10\n""명"""\t서울')
    page.keyboard.press("Alt+F10")
    expect(focused(page)).to_have_accessible_name("Row: add one below")


def test_undo_takes_back_what_was_done_in_the_cells(page: Page, box: Locator) -> None:
    open_editor(page, box, TABLE, "10")
    page.keyboard.type("3")
    expect(box).to_have_value(TABLE.replace("10", "103"))
    page.keyboard.press("Shift+Tab")
    page.get_by_role("button", name="Row: remove", exact=True).click()
    expect(box).to_have_value("○ first\n구분\t2020\n○ last")
    page.keyboard.press("Control+z")
    expect(box).to_have_value(TABLE.replace("10", "103"))
    page.keyboard.press("Control+z")
    expect(box).to_have_value(TABLE)
    assert cells(page) == [["구분", "2020"], ["서울", "10"]]
    page.keyboard.press("Control+z")
    expect(box).to_have_value(TABLE)
    page.keyboard.press("Control+Shift+z")
    expect(box).to_have_value(TABLE.replace("10", "103"))
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.press("Control+z")
    expect(box).to_have_value(TABLE)


def test_a_new_table_stands_on_lines_of_its_own(page: Page, box: Locator) -> None:
    box.fill("○ first\n○ last")
    caret_at(box, "irst")
    insert = question(page, "VI.1").get_by_role("button", name="Insert a table")
    insert.click()
    expect(page.get_by_role("group", name=EDITOR).locator(":focus")).to_be_visible()
    assert cells(page) == [["", "", ""]] * 3
    expect(box).to_have_value("○ first\n○ last")
    for words in ("구분", "2020", "", "서울", "10"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    expect(box).to_have_value("○ first\n구분\t2020\n서울\t10\n○ last")
    for _ in range(5):
        page.keyboard.press("Control+z")
    expect(box).to_have_value("○ first\n○ last")
    assert cells(page) == [["", "", ""]] * 3
    page.keyboard.press("Escape")
    expect(box).to_have_value("○ first\n○ last")


def test_a_syllable_in_a_cell_is_composed_undisturbed(page: Page, box: Locator) -> None:
    open_editor(page, box, TABLE, "10")
    input_method = page.context.new_cdp_session(page)
    page.keyboard.press("Control+a")
    compose(input_method, "ㅎ", "하", "한")
    page.wait_for_timeout(500)
    expect(box).to_have_value(TABLE)
    input_method.send("Input.insertText", {"text": "한"})
    expect(box).to_have_value(TABLE.replace("10", "한"))
    compose(input_method, "ㄱ", "그", "글")
    expect(focused(page)).to_have_value("한글")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(box).to_have_value(TABLE.replace("10", "한글"))


def test_what_is_typed_in_a_cell_is_saved_when_the_page_is_left(page: Page, box: Locator) -> None:
    open_editor(page, box, TABLE, "10")
    page.keyboard.type("3")
    page.keyboard.press("Control+s")
    expect_heard(page, "Everything is saved.")
    page.keyboard.type("4")
    page.goto(f"{SITE}social-media/")
    expect(box).to_have_value(TABLE.replace("10", "1034"))


def test_what_is_pasted_into_a_cell_fills_those_beside_it(page: Page, box: Locator) -> None:
    open_editor(page, box, "구분\t2020\n서울\t10", "10")
    assert not paste(focused(page), "", "1\t2\r\n3\t4\r\n")
    expect(box).to_have_value("구분\t2020\t\n서울\t1\t2\n\t3\t4")
    assert paste(focused(page), "", "words")


def test_the_editor_follows_a_text_that_is_changed_above_it(page: Page, box: Locator) -> None:
    open_editor(page, box, TABLE, "10")
    caret_at(box, "first")
    page.keyboard.type("very ")
    page.get_by_role("textbox", name="Row 2, column 1").fill("부산")
    expect(box).to_have_value("○ very first\n구분\t2020\n부산\t10\n○ last")
    box.fill("○ none")
    expect(page.get_by_role("group", name=EDITOR)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_is_accessible_and_scrolls_inside_itself(
    visit: Opener, cast: Cast, width: int, scheme: str
) -> None:
    page = visit(cast.contributor, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{SITE}social-media/")
    box = text(page, LABEL)
    wide = "\n".join("\t".join(f"{row}-{column}" for column in range(12)) for row in range(3))
    open_editor(page, box, wide, "1-5")
    expect(question(page, "VI.1").get_by_role("table")).to_have_count(2)
    assert shortcomings(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    for _ in range(12):
        page.keyboard.press("Tab")
    expect(focused(page)).to_be_in_viewport()
