import pytest

from responses.domain.content.links import LinkValue
from responses.enums import YesNo
from responses.intake.lines import FileLine
from responses.intake.readers.html import is_html
from responses.intake.reading import read_file
from responses.intake.ticked import read_choice

PAGE = """<!DOCTYPE html>
<html><head><title>제목</title><style>p { color: red }</style></head><body>
<h1>I. <b>조직</b>
 구조</h1>
<p>1. 주소는
   무엇입니까?</p><p>&nbsp;</p>
<div>- <a href="https://a.go.kr/">시 누리집</a>, www.b.go.kr<br>둘째 <i>줄</i></div>
<ol start="3" type="A"><li>하나</li><li>둘<ul><li>안</li></ul></li></ol>
<table><tr><th>구분</th><th>값</th></tr><tr><td>가</td><td><p>1</p></td></tr></table>
<script>alert("1")</script><p hidden>숨김</p><p style="display: none">숨김</p>
<form><label><input type="checkbox" checked> 예</label> <label><input type="radio">아니요</label>
<select><option>서울<option selected>부산</select> <input value="적음"><textarea>긴
글</textarea></form>
<pre>그대로
  둘째</pre>
<p>끝<!-- 주석 --></p>
</body></html>"""


def lines(page: str) -> tuple[FileLine, ...]:
    read = read_file(page.encode())
    assert read.reader == "html"
    return read.lines


def test_a_page_is_read_as_it_is_shown() -> None:
    found = lines(PAGE)
    assert [line.text for line in found] == [
        "I. 조직 구조",
        "1. 주소는 무엇입니까?",
        "- 시 누리집 <https://a.go.kr/>, www.b.go.kr",
        "둘째 줄",
        "C. 하나",
        "D. 둘",
        "- 안",
        "구분\t값",
        "가\t1",
        "☑ 예 ☐ 아니요 부산 적음긴",
        "글",
        "그대로",
        "  둘째",
        "끝",
    ]
    assert [line.number for line in found if line.is_heading] == [1]
    assert [line.blanks for line in found[:4]] == [0, 0, 1, 0]
    assert found[2].links == (
        LinkValue("시 누리집", "https://a.go.kr/"),
        LinkValue("", "www.b.go.kr"),
    )


@pytest.mark.parametrize(
    "inside",
    [
        "예 / <s>아니요</s>",
        "예 / <span style='text-decoration:line-through'>아니요</span>",
        "<mark>예</mark> / 아니요",
        "<span style='background:yellow;mso-highlight:yellow'>예</span> / 아니요",
    ],
)
def test_a_yes_is_read_however_it_is_marked(inside: str) -> None:
    [line] = lines(f"<html><body><p>{inside}</p></body></html>")
    assert read_choice(line).answer == YesNo.YES


def test_what_was_copied_is_told_from_text_with_tags() -> None:
    copied = (
        "Version:0.9\r\nStartHTML:00000097\r\nEndHTML:00000170\r\n"
        "<html><body><!--StartFragment--><p>복사</p><!--EndFragment--></body></html>"
    )
    assert [line.text for line in lines(copied)] == ["복사"]
    assert is_html('<meta http-equiv="content-type" content="text/html; charset=utf-8"><p>a')
    assert is_html("<!-- saved --> <!DOCTYPE HTML>")
    assert not is_html("1. <b>질문</b>\n<답>")
    assert not is_html("<!-- -->" * 5_000 + "x")
