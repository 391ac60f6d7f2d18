from typing import Any

import pytest

from responses.domain.content.links import LinkValue
from responses.enums import YesNo
from responses.intake.lines import FileLine
from responses.intake.reading import read_file
from responses.intake.ticked import read_choice
from tests.support.office_files import NAMESPACES, archive, fields, p, r, relations, word

STYLES = f"""<w:styles {NAMESPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="절"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="l"><w:name w:val="목록"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="gone"><w:name w:val="gone"/>
<w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="out"><w:name w:val="out"/>
<w:rPr><w:strike/></w:rPr></w:style>
</w:styles>"""


ENCODED = "https://a.go.kr/?%ED%95%9C=%C2%A4"


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


BULLET = "\uf0b7"
WINGDINGS = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
NUMBERING = f"""<w:numbering {NAMESPACES}>
<w:abstractNum w:abstractNumId="0">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%1.%2")}
{level(2, "ganada", "%3)")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{level(0, "bullet", BULLET)}
{level(1, "bullet", "o", WINGDINGS)}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"""


def lines(body: str, **others: Any) -> tuple[FileLine, ...]:
    return read_file(word(body, **others)).lines


def texts(body: str, **others: Any) -> list[str]:
    return [line.text for line in lines(body, **others)]


def item(text: str, of: int, at: int) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


def test_lists_have_the_numbers_that_word_shows() -> None:
    body = (
        item("조직", 1, 0)
        + item("주소", 1, 1)
        + item("전화", 1, 1)
        + p(r("사이"))
        + item("상세", 1, 2)
        + item("법", 1, 0)
        + item("법률", 1, 1)
        + item("점", 2, 0)
        + item("칸", 2, 1)
        + item("새로", 3, 0)
        + p(r("양식"), '<w:pStyle w:val="l"/>')
        + p(r("빠진 번호"), '<w:pStyle w:val="l"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + item("", 1, 0)
        + item("끝", 1, 0)
    )
    assert texts(body, numbering=NUMBERING, styles=STYLES) == [
        "I. 조직",
        "I.1 주소",
        "I.2 전화",
        "사이",
        "가) 상세",
        "II. 법",
        "II.1 법률",
        "• 점",
        "  □ 칸",
        "VII. 새로",
        "VII.1 양식",
        "빠진 번호",
        "VIII. 끝",
    ]


def test_links_in_all_three_ways() -> None:
    body = (
        p(f'<w:hyperlink r:id="a">{r("시 ")}{r("누리집")}</w:hyperlink>{r(", www.b.go.kr")}')
        + p(fields(' HYPERLINK "https://c.go.kr/" \\l "d" ', r("필드")))
        + p(f'<w:fldSimple w:instr=" HYPERLINK https://e.go.kr/ ">{r("간단")}</w:fldSimple>')
        + p(f'<w:hyperlink r:id="a">{r("www.a.go.kr/")}</w:hyperlink>')
        + p(f'<w:hyperlink r:id="h">{r("https://a.go.kr/?한=¤")}</w:hyperlink>')
        + p(f'<w:hyperlink w:anchor="x">{r("안")}</w:hyperlink>')
        + p(f'<w:hyperlink r:id="s">{r("스크립트")}</w:hyperlink>')
    )
    found = lines(
        body, links={"a": "http://www.a.go.kr/", "s": "javascript:alert(1)", "h": ENCODED}
    )
    assert [line.text for line in found] == [
        "시 누리집 <http://www.a.go.kr/>, www.b.go.kr",
        "필드 <https://c.go.kr/#d>",
        "간단 <https://e.go.kr/>",
        "www.a.go.kr/",
        "https://a.go.kr/?한=¤",
        "안",
        "스크립트",
    ]
    assert found[0].links == (
        LinkValue("시 누리집", "http://www.a.go.kr/"),
        LinkValue("", "www.b.go.kr"),
    )
    assert found[1].links == (LinkValue("필드", "https://c.go.kr/#d"),)
    assert found[3].links == ()


def cell(*inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inside) or p('')}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_tables_are_rows_or_a_form() -> None:
    body = (
        table(
            cell(p(r("구분"))) + cell(p(r("값"))) + cell(p(r("비고"))),
            cell(p(r("가"))) + cell() + cell(p(r("다"))),
            cell(p(r("나")), properties="<w:vMerge w:val='restart'/>") + cell(p(r("1"))),
            cell(p(r("가려짐")), properties="<w:vMerge/>") + cell(p(r("2"))),
        )
        + table(cell(p(r("한 칸")), p(r("여러 줄"))))
        + table(cell(p(r("1."))) + cell(p(r("주소는 무엇입니까?"))) + cell(p(r("답"))))
        + table(cell(p(r("법"))) + cell(p(r("첫 줄")), p(r("둘째 줄"))))
        + table(cell(p(r("속"))) + cell(table(cell(p(r("표"))) + cell(p(r("안"))))))
        + f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell(p(r('싼 줄')))}</w:tr></w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p(r('지운 줄')))}</w:tr></w:tbl>"
    )
    assert texts(body) == [
        "구분\t값\t비고",
        "가\t\t다",
        "나\t1",
        "2",
        "한 칸",
        "여러 줄",
        "1. 주소는 무엇입니까?",
        "답",
        "법",
        "첫 줄",
        "둘째 줄",
        "속\t표\t안",
        "싼 줄",
    ]


def test_changes_are_read_as_accepted_and_told() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    body = (
        p(r("그대로"))
        + p(
            r("앞 ")
            + f"<w:ins>{r('넣음')}</w:ins><w:del><w:r><w:delText>뺌</w:delText></w:r></w:del>"
        )
        + p(r("이어지는 "), mark)
        + p(r("줄"))
        + p(f"<w:moveFrom>{r('옮긴 것')}</w:moveFrom>")
        + p(f"<w:moveTo>{r('옮긴 것')}</w:moveTo>")
    )
    assert [(line.text, line.is_changed) for line in lines(body)] == [
        ("그대로", False),
        ("앞 넣음", True),
        ("이어지는 줄", True),
        ("옮긴 것", True),
    ]


def test_remarks_and_notes_stand_by_what_they_are_of() -> None:
    comments = (
        f'<w:comments {NAMESPACES}><w:comment w:id="1" w:author="나">{p(r("확인"))}'
        f"{p(r('바랍니다'))}</w:comment></w:comments>"
    )
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p(r("각주"))}</w:footnote></w:footnotes>'
    )
    body = (
        p(r("글") + '<w:r><w:commentReference w:id="1"/></w:r>')
        + p(r("주석 단 글") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p(r("끝") + '<w:r><w:footnoteReference w:id="9"/></w:r>')
    )
    found = lines(body, comments=comments, footnotes=notes)
    assert [(line.text, line.comments) for line in found] == [
        ("글", ("나: 확인 바랍니다",)),
        ("주석 단 글 [1]", ()),
        ("[1] 각주", ()),
        ("끝", ()),
    ]


def test_margins_come_last_and_once_and_links_lead_where_their_own_member_says() -> None:
    def margin(kind: str, inside: str) -> str:
        return f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>"

    def shown(kind: str, of: str, key: str) -> str:
        return f'<w:{kind}Reference w:type="{of}" r:id="{key}"/>'

    link = f'<w:hyperlink r:id="L">{r("누리집")}</w:hyperlink>'
    note = f'<w:footnote w:id="2">{p(r("근거 ") + link)}</w:footnote>'
    references = [
        ("default", "D", "header1", margin("hdr", p(r("서울시")))),
        ("first", "F", "header2", margin("hdr", p(r("첫 쪽")))),
        ("even", "E", "header3", margin("hdr", p(r("짝수 쪽")))),
        ("default", "P", "footer1", margin("ftr", p(r("- 1 -")) + p(link))),
    ]
    kinds = {key: "footer" if key == "P" else "header" for _of, key, _name, _inside in references}
    section = "".join(shown(kinds[key], of, key) for of, key, _name, _inside in references)
    body = (
        p(link + '<w:r><w:footnoteReference w:id="2"/></w:r>', f"<w:sectPr>{section}</w:sectPr>")
        + p(r("글"))
        + f"<w:sectPr>{section}</w:sectPr>"
    )

    def written(sectioned: str, **more: str) -> list[tuple[str, bool]]:
        rows = [("L", "hyperlink", "https://main.go.kr/"), ("N", "footnotes", "footnotes.xml")]
        rows += [(key, kinds[key], f"{name}.xml") for _of, key, name, _inside in references]
        rows += [("S", "settings", "settings.xml")] if more else []
        members = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations([("d", "officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": relations(rows),
            "word/document.xml": (
                f"<w:document {NAMESPACES}><w:body>{sectioned}</w:body></w:document>"
            ),
            "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>",
            "word/_rels/footnotes.xml.rels": relations([("L", "hyperlink", "https://note.go.kr/")]),
            "word/_rels/footer1.xml.rels": relations([("L", "hyperlink", "https://foot.go.kr/")]),
            **{f"word/{name}.xml": inside for _of, _key, name, inside in references},
            **{f"word/{name}.xml": inside for name, inside in more.items()},
        }
        return [(line.text, line.is_margin) for line in read_file(archive(members)).lines]

    text = [
        ("누리집 <https://main.go.kr/> [1]", False),
        ("[1] 근거 누리집 <https://note.go.kr/>", False),
        ("글", False),
    ]
    foot = [("- 1 -", True), ("누리집 <https://foot.go.kr/>", True)]
    assert written(body) == [*text, ("서울시", True), *foot]
    apart = body.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    even = f"<w:settings {NAMESPACES}><w:evenAndOddHeaders/></w:settings>"
    heads = [("서울시", True), ("첫 쪽", True), ("짝수 쪽", True)]
    assert written(apart, settings=even) == [*text, *heads, *foot]


def checkbox(*, on: bool) -> str:
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{r('x')}</w:sdtContent></w:sdt>"
    )


def legacy(*, on: bool) -> str:
    checked = "<w:checked/>" if on else ""
    form = f'<w:ffData><w:checkBox><w:default w:val="0"/>{checked}</w:checkBox></w:ffData>'
    return fields(" FORMCHECKBOX ", "", form)


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def wings(text: str) -> str:
    return r(text, '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')


HIGHLIGHT, BORDER = '<w:highlight w:val="yellow"/>', '<w:bdr w:val="single"/>'
NO_SHADE = '<w:shd w:val="clear" w:fill="auto"/><w:highlight w:val="none"/>'


@pytest.mark.parametrize(
    "inside",
    [
        checkbox(on=True) + r(" 예 ") + checkbox(on=False) + r(" 아니요"),
        legacy(on=True) + r(" 예 ") + legacy(on=False) + r(" 아니요"),
        sym("Wingdings", "F0FE") + r(" 예 ") + sym("Wingdings", "F0A8") + r(" 아니요"),
        sym("Wingdings 2", "F052") + r(" 예 ") + sym("Wingdings 2", "F0A3") + r(" 아니요"),
        wings("\xfe") + r(" 예 ") + wings("o") + r(" 아니요"),
        wings("\uf0fe") + r(" 예 ") + wings("\uf06f") + r(" 아니요"),
        r("☑ 예  ☐ 아니요"),
        r("■ 예  □ 아니요"),
        r("예(√)  아니요( )"),
        r("예 (v) / 아니요 ( )"),
        r("예", HIGHLIGHT) + r(" / 아니요", NO_SHADE),
        r("예", BORDER) + r(" / 아니요"),
        r("예 / ") + r("아니요", "<w:strike/>"),
        r("예 / ") + r("아니요", '<w:rStyle w:val="out"/>'),
        r("예", '<w:strike w:val="0"/>') + r(" / ") + r("아니요", "<w:dstrike/>"),
        fields(" EQ \\o\\ac(○,예) ", r("")) + r(" 아니요"),
    ],
)
def test_a_yes_is_read_however_it_is_marked(inside: str) -> None:
    [line] = lines(p(inside), styles=STYLES)
    assert read_choice(line).answer == YesNo.YES


def test_what_is_filled_in_is_read_and_what_only_asks_for_it_is_not() -> None:
    listed = '<w:listEntry w:val="서울"/><w:listEntry w:val="부산"/>'
    form = f'<w:ffData><w:ddList><w:result w:val="1"/>{listed}</w:ddList></w:ffData>'
    asks = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    typed = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('채운 글')}</w:sdtContent></w:sdt>"
    body = (
        p(asks.format(r("여기를 누르십시오")))
        + asks.format(p(r("여기도")))
        + p(typed)
        + p(fields(" FORMTEXT ", r("양식 글"), "<w:ffData><w:textInput/></w:ffData>"))
        + p(fields(" FORMDROPDOWN ", "", form))
    )
    assert texts(body) == ["채운 글", "양식 글", "부산"]


def test_what_word_hides_or_makes_itself_is_left_out() -> None:
    box = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    )
    body = (
        p(r("숨김", "<w:vanish/>") + r("보임") + r("숨김", '<w:rStyle w:val="gone"/>'))
        + f"{box}</w:sdtPr><w:sdtContent>{p(r('차례'))}</w:sdtContent></w:sdt>"
        + p(r("1. 조직\t3"), '<w:pStyle w:val="t"/>')
        + p(fields(' TOC \\o "1-3" ', r("차례 줄")))
        + p(fields(" PAGE ", r("7")) + r("쪽"))
    )
    assert texts(body, styles=STYLES) == ["보임", "7쪽"]


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    inside = f"<w:txbxContent>{p(r('상자'))}</w:txbxContent>"
    nested = f"<wps:txbx><w:txbxContent>{p(r('겉') + f'<w:r><w:pict>{inside}</w:pict></w:r>')}"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    body = p(both + r("밖")) + p(
        f"<w:r><w:drawing>{nested}</w:txbxContent></wps:txbx></w:drawing></w:r>"
    )
    assert texts(body) == ["밖", "상자", "겉", "상자"]


def test_headings_breaks_signs_and_blanks() -> None:
    body = (
        p(r("조직"), '<w:pStyle w:val="own"/>')
        + p(r("본문 제목"), '<w:outlineLvl w:val="1"/>')
        + p("")
        + p("<w:r><w:t>한 줄</w:t><w:br/><w:t>두</w:t><w:noBreakHyphen/><w:t>줄</w:t></w:r>")
        + p("<w:r><w:t>\uf02b1 점 \uf0b7</w:t></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>")
        + p(
            "<w:r><w:ruby><w:rt><w:r><w:t>서</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>西</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>"
        )
    ).replace("\uf02b1", "\U000f02b1")
    assert [(line.text, line.is_heading, line.blanks) for line in lines(body, styles=STYLES)] == [
        ("조직", True, 0),
        ("본문 제목", True, 0),
        ("한 줄", False, 1),
        ("두-줄", False, 0),
        ("① 점 •x=1", False, 0),
        ("西", False, 0),
    ]


def test_symbols_are_read_by_their_font() -> None:
    greek = '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'
    typed = f"<w:r>{greek}<w:t>\uf0a3\uf0b3\uf06d\uf0aem</w:t></w:r>"
    found = texts(p(typed) + p(sym("Symbol", "F053") + sym("Wingdings", "F06E")))
    assert found == ["≤≥μ→μ", "Σ■"]


def test_strict_files_are_read_as_well() -> None:
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f"<w:document {NAMESPACES}><w:body>{p(r('엄격'))}</w:body></w:document>"
    content = archive(
        {
            "_rels/.rels": relations([("d", "officeDocument", "word/document2.xml")]),
            "word/document2.xml": body.replace(usual, strict),
        }
    )
    assert [line.text for line in read_file(content).lines] == ["엄격"]
