from responses.domain.content.links import LinkValue
from responses.enums import YesNo
from responses.intake.lines import FileLine
from responses.intake.reading import read_file
from responses.intake.ticked import read_choice
from tests.support.office_files import hancom, hp, hr, ht

HEAD = """
<hh:charProperties><hh:charPr id="0"><hh:strikeout shape="NONE"/></hh:charPr>
<hh:charPr id="1"><hh:strikeout shape="SOLID"/></hh:charPr>
<hh:charPr id="2" shadeColor="#FFFF00"><hh:strikeout shape="3D"/></hh:charPr></hh:charProperties>
<hh:numberings><hh:numbering id="1">
<hh:paraHead level="1" start="1" numFormat="DIGIT">^1.</hh:paraHead>
<hh:paraHead level="2" start="1" numFormat="HANGUL_SYLLABLE">^2)</hh:paraHead></hh:numbering>
<hh:numbering id="2"><hh:paraHead level="1" start="3" numFormat="ROMAN_CAPITAL">^1.</hh:paraHead>
</hh:numbering></hh:numberings>
<hh:bullets><hh:bullet id="1" char="&#xF0A7;"/></hh:bullets>
<hh:paraProperties>
<hh:paraPr id="0"><hh:heading type="NONE" idRef="0" level="0"/></hh:paraPr>
<hh:paraPr id="1"><hh:heading type="NUMBER" idRef="1" level="0"/></hh:paraPr>
<hh:paraPr id="2"><hh:heading type="NUMBER" idRef="1" level="1"/></hh:paraPr>
<hh:paraPr id="3"><hh:heading type="BULLET" idRef="1" level="1"/></hh:paraPr>
<hh:paraPr id="4"><hh:heading type="OUTLINE" idRef="0" level="0"/></hh:paraPr>
</hh:paraProperties>
<hh:styles><hh:style id="0" name="바탕글" engName="Normal"/>
<hh:style id="1" name="제목 1" engName=""/><hh:style id="2" name="차례 1" engName="TOC 1"/>
</hh:styles>"""


def lines(*body: str) -> tuple[FileLine, ...]:
    return read_file(hancom("".join(body), HEAD)).lines


def texts(*body: str) -> list[str]:
    return [line.text for line in lines(*body)]


def field(kind: str, command: str, shown: str, inside: str = "") -> str:
    said = (
        f'<hp:parameters><hp:stringParam name="Command">{command}</hp:stringParam></hp:parameters>'
    )
    return (
        hr(f'<hp:ctrl><hp:fieldBegin type="{kind}">{said}{inside}</hp:fieldBegin></hp:ctrl>')
        + shown
        + hr("<hp:ctrl><hp:fieldEnd/></hp:ctrl>")
    )


def test_lists_have_the_numbers_that_hancom_shows() -> None:
    body = (
        hp(hr('<hp:secPr outlineShapeIDRef="2"/>') + ht("조직"), of="4"),
        hp(ht("주소"), of="1"),
        hp(ht("하나"), of="2"),
        hp(ht("둘"), of="2"),
        hp(ht("전화"), of="1"),
        hp(ht("다시"), of="2"),
        hp(ht("점"), of="3"),
        hp(ht(""), of="1"),
        hp(ht("법"), of="4"),
    )
    assert [(line.text, line.is_heading, line.blanks) for line in lines(*body)] == [
        ("III. 조직", True, 0),
        ("1. 주소", False, 0),
        ("가) 하나", False, 0),
        ("나) 둘", False, 0),
        ("2. 전화", False, 0),
        ("가) 다시", False, 0),
        ("  ▪ 점", False, 0),
        ("IV. 법", True, 1),
    ]


def test_styles_tell_headings_and_contents() -> None:
    def styled(text: str, style: int) -> str:
        return hp(ht(text)).replace("<hp:p ", f'<hp:p styleIDRef="{style}" ')

    found = lines(styled("I. 조직 3", 2), styled("I. 조직", 1), styled("글", 0))
    assert [(line.text, line.is_heading) for line in found] == [("I. 조직", True), ("글", False)]


def test_links_and_fields() -> None:
    guide = "Clickhere:set:40:Direction:wstring:4:여기 적기 HelpState:wstring:0:"
    body = (
        hp(ht("보기 "), field("HYPERLINK", "https\\://a.go.kr/?b=1\\;2;1;0;0;", ht("누리집"))),
        hp(field("HYPERLINK", "http\\://www.b.go.kr;1;0;0;", ht("www.b.go.kr"))),
        hp(field("CLICK_HERE", guide, ht("채운 글"))),
        hp(field("CLICK_HERE", guide, ht("여기 적기"))),
        hp(ht("글"), field("MEMO", "", "", f"<hp:subList>{hp(ht('메모'))}</hp:subList>")),
    )
    found = lines(*body)
    assert [(line.text, line.links, line.comments) for line in found] == [
        (
            "보기 누리집 <https://a.go.kr/?b=1;2>",
            (LinkValue("누리집", "https://a.go.kr/?b=1;2"),),
            (),
        ),
        ("www.b.go.kr", (), ()),
        ("채운 글", (), ()),
        ("글", (), ("메모",)),
    ]


def test_changes_are_read_as_accepted_and_told() -> None:
    inside = (
        "남음<hp:deleteBegin/>지움<hp:deleteEnd/> <hp:insertBegin/>넣음<hp:insertEnd/>"
        "<hp:lineBreak/>다음<hp:tab/>칸"
    )
    over = (
        hp(hr("<hp:t>앞<hp:deleteBegin/>뺌</hp:t>")),
        hp(hr("<hp:t>뺌<hp:deleteEnd/>뒤</hp:t>")),
    )
    found = lines(hp(hr(f"<hp:t>{inside}</hp:t>")), *over, hp(ht("그대로")))
    assert [(line.text, line.is_changed) for line in found] == [
        ("남음 넣음", True),
        ("다음\t칸", False),
        ("앞", True),
        ("뒤", True),
        ("그대로", False),
    ]


def test_a_yes_is_read_however_it_is_marked() -> None:
    def box(caption: str, value: str) -> str:
        return hr(f'<hp:checkBtn caption="{caption}" value="{value}"/>')

    marked = "<hp:markpenBegin/>예<hp:markpenEnd/> / 아니요"
    ring = '<hp:compose circleType="SHAPE_CIRCLE" composeText="예"/>'
    found = lines(
        hp(box("예", "CHECKED"), box("아니요", "UNCHECKED")),
        hp(ht("예", "2"), ht(" / 아니요")),
        hp(ht("예 / "), ht("아니요", "1")),
        hp(hr(f"<hp:t>{marked}</hp:t>")),
        hp(hr(ring), ht("아니요")),
        hp(ht("■ 예  □ 아니요")),
    )
    assert [read_choice(line).answer for line in found] == [YesNo.YES] * 6
    assert found[0].text == "☑ 예 ☐ 아니요"


def test_tables_boxes_notes_and_what_is_filled_in() -> None:
    def cell(text: str) -> str:
        return f"<hp:tc><hp:subList>{hp(ht(text))}</hp:subList></hp:tc>"

    rows = f"<hp:tr>{cell('구분')}{cell('값')}</hp:tr><hp:tr>{cell('')}{cell('한 칸')}</hp:tr>"
    caption = f"<hp:caption><hp:subList>{hp(ht('표 1'))}</hp:subList></hp:caption>"
    inner = f"<hp:drawText><hp:subList>{hp(ht('상자'))}</hp:subList></hp:drawText>"
    nested = f"<hp:container><hp:rect>{inner}</hp:rect><hp:rect>{inner}</hp:rect></hp:container>"
    note = (
        f"<hp:ctrl><hp:footNote><hp:subList>{hp(ht('각주'))}</hp:subList></hp:footNote></hp:ctrl>"
    )
    shown = (f"<hp:{name}>{caption}</hp:{name}>" for name in ("pic", "ole", "equation"))
    head = f"<hp:ctrl><hp:header><hp:subList>{hp(ht('머리말'))}</hp:subList></hp:header></hp:ctrl>"
    assert texts(
        hp(hr(f"<hp:tbl>{rows}{caption}</hp:tbl>")),
        hp(hr(nested), ht("밖")),
        hp(*map(hr, shown)),
        hp(ht("주석"), hr(note), hr(head)),
        hp(
            hr('<hp:comboBox selectedValue="서울"/>'),
            hr("<hp:edit><hp:text>적음</hp:text></hp:edit>"),
        ),
        hp(
            hr(
                "<hp:switch><hp:case><hp:t>하나</hp:t></hp:case><hp:default><hp:t>둘</hp:t></hp:default></hp:switch>"
            )
        ),
        hp(hr('<hp:compose circleType="SHAPE_CIRCLE" composeText="3"/>'), ht("항")),
    ) == [
        *("구분\t값", "한 칸", "표 1", "밖", "상자", "상자", *["표 1"] * 3, "주석 [1]", "[1] 각주"),
        *("서울적음", "하나", "③항", "머리말"),
    ]


def test_margins_come_last_and_once_and_are_of_no_part_of_ours() -> None:
    def margin(kind: str, *said: str) -> str:
        inside = "".join(hp(ht(each)) for each in said)
        return hr(f"<hp:ctrl><hp:{kind}><hp:subList>{inside}</hp:subList></hp:{kind}></hp:ctrl>")

    found = lines(
        hp(margin("footer", "- 1 -", "담당 02-1"), margin("header", "서울"), ht("하나")),
        hp(margin("header", "서울", ""), ht("둘")),
    )
    assert [(line.text, line.is_margin) for line in found] == [
        ("하나", False),
        ("둘", False),
        ("서울", True),
        ("- 1 -", True),
        ("담당 02-1", True),
    ]
