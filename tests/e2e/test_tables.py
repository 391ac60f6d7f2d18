"""Tables in a text: pasted out of other programs, shown as printed, written in cells."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import BUTTONS, press, question, text

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
    <th>구</th><th>수</th></tr><tr><td><a href="https://a.kr">중구</a></td><td onclick="go()">
    <b>1</b>0<img src="https://a.kr/x.png" alt=""></td></tr></tbody></table>
    <table><tr><td>다른</td><td>표</td></tr><tr><td>가</td><td>2</td></tr></table></div>
    <p>자료</p>""",
    "통계\n2021년\n구\t수\n중구\t10\n다른\t표\n가\t2\n\n자료",
    "통계\n2021년\n구\t수\n중구\t10\n\n다른\t표\n가\t2\n자료",
)
LIBRE_OFFICE = ("", 'a\t"b\nc"\t\n"d ""e"""\tf\t\n', 'a\t"b\nc"\nd "e"\tf\n')
PROGRAMS = {
    "excel": EXCEL,
    "word": WORD,
    "hancom": HANCOM,
    "browser": BROWSER,
    "plain": LIBRE_OFFICE,
}
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
    box.focus()
    return box


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


def test_a_pasted_table_is_saved_and_shown_as_printed(page: Page, box: Locator) -> None:
    paste(box, *EXCEL[:2])
    expect(page.locator("#announcement")).to_have_text("A table is pasted: 4 rows, 3 columns.")
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
