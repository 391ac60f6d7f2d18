"""The parts of a Hancom document (HWPX) that are the same in each: styles, page, package. Pure.

All of it is ours. Its styles number nothing, as those of Hancom's own outline would.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from .pictures import types_of
from .xml_text import DECLARATION, carrier, packed, xml

LEVELS = 8
"""How many levels of lists have a style."""
PAGE_WIDTH, PAGE_HEIGHT, SIDE, TOP, MARGIN_TEXT = 59528, 84188, 5669, 2835, 2835
"""A4, 20 mm around, of which above and below half are for the texts in the margins."""
TEXT_WIDTH = PAGE_WIDTH - 2 * SIDE

_HML, _NEWER = "http://www.hancom.co.kr/hwpml/2011", "http://www.hancom.co.kr/hwpml/2016"
# Hancom asks for all of them, whichever are used.
NAMESPACES = " ".join(
    f'xmlns:{key}="{name}"'
    for key, name in {
        "ha": f"{_HML}/app",
        "hp": f"{_HML}/paragraph",
        "hp10": f"{_NEWER}/paragraph",
        "hs": f"{_HML}/section",
        "hc": f"{_HML}/core",
        "hh": f"{_HML}/head",
        "hhs": f"{_HML}/history",
        "hm": f"{_HML}/master-page",
        "hpf": "http://www.hancom.co.kr/schema/2011/hpf",
        "dc": "http://purl.org/dc/elements/1.1/",
        "opf": "http://www.idpf.org/2007/opf/",
        "ooxmlchart": f"{_NEWER}/ooxmlchart",
        "hwpunitchar": f"{_NEWER}/HwpUnitChar",
        "epub": "http://www.idpf.org/2007/ops",
        "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
    }.items()
)
CARRIED = "META-INF/answers.xml"
"""Where a document has what it carries; no program but this one knows of it."""
NOTHING: Mapping[str, bytes] = {}
_PLAIN, _GRID, _SHADED = 1, 2, 3
GRID, SHADED = _GRID, _SHADED
"""The ids of the borders of cells, and of those of a head."""
_INK, _ACCENT, _GREY, _LINK = "#000000", "#1F3864", "#595959", "#0B3D91"
_SCRIPTS = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")


class Letters(NamedTuple):
    """How letters look: their height in hundredths of a point, and their ink."""

    height: int
    colour: str = _INK
    bold: bool = False
    underlined: bool = False


class HancomStyle(NamedTuple):
    """A style of paragraphs: its name, its letters, and its room in hundredths of a point."""

    name: str
    letters: Letters
    before: int = 0
    after: int = 400
    left: int = 0
    hanging: int = 0
    align: str = "LEFT"
    keeps: bool = False
    new_page: bool = False


_BODY, _CELL, _BOLD = Letters(1000), Letters(900), Letters(1000, bold=True)
STYLES: Mapping[str, HancomStyle] = {
    "": HancomStyle("바탕글", _BODY),
    "Title": HancomStyle("LGQ 표제", Letters(2600, _ACCENT, bold=True), 8000, 600),
    "Subtitle": HancomStyle("LGQ 부제", Letters(1400, bold=True), 0, 2400),
    "Section": HancomStyle(
        "LGQ 영역", Letters(1800, _ACCENT, bold=True), 0, 1200, keeps=True, new_page=True
    ),
    "Question": HancomStyle("LGQ 문항", Letters(1150, bold=True), 1800, 400, keeps=True),
    "Language": HancomStyle("LGQ 언어", Letters(1000, _ACCENT, bold=True), 1000, 300, keeps=True),
    "Bold": HancomStyle("LGQ 항목", _BOLD, 700, 200, keeps=True),
    "Aside": HancomStyle("LGQ 설명", Letters(850, _GREY), 200, 500, 1000),
    "Box": HancomStyle("LGQ 선택", _BODY, 0, 150, 2400, 1700),
    "Cell": HancomStyle("LGQ 칸", _CELL, 0, 0),
    "Figure": HancomStyle("LGQ 칸 수치", _CELL, 0, 0, align="RIGHT"),
    "Picture": HancomStyle("LGQ 그림", _BODY, 600, 300, align="CENTER", keeps=True),
    "Caption": HancomStyle("LGQ 그림 설명", _CELL, 0, 800, align="CENTER"),
    "Head": HancomStyle("LGQ 칸 제목", Letters(900, bold=True), 0, 0),
    "Margin": HancomStyle("LGQ 여백", Letters(800, _GREY), 0, 0),
    **{
        f"List{level}": HancomStyle(f"LGQ 목록 {level}", _BODY, 0, 200, 1500 + 1400 * level, 1500)
        for level in range(1, LEVELS + 1)
    },
}
"""The styles of paragraphs by their keys."""
LINK = Letters(1000, _LINK, underlined=True)
_LETTERS = tuple(
    dict.fromkeys([*(each.letters for each in STYLES.values()), LINK, _BOLD, Letters(1000, _GREY)])
)
_PLACES = {key: place for place, key in enumerate(STYLES)}


def letters_id(letters: Letters) -> int:
    """Return the id of how letters look."""
    return _LETTERS.index(letters)


def style_ids(key: str) -> tuple[int, int]:
    """Return the ids of a style, which its paragraphs bear too, and of its letters."""
    return _PLACES[key], letters_id(STYLES[key].letters)


def _of_scripts(element: str, value: int) -> str:
    values = " ".join(f'{script}="{value}"' for script in _SCRIPTS)
    return f"<hh:{element} {values}/>"


def _letters(number: int, letters: Letters) -> str:
    underline = "BOTTOM" if letters.underlined else "NONE"
    return (
        f'<hh:charPr id="{number}" height="{letters.height}" textColor="{letters.colour}"'
        ' shadeColor="none" useFontSpace="0" useKerning="0" symMark="NONE"'
        f' borderFillIDRef="{_PLAIN}">'
        + _of_scripts("fontRef", 0)
        + _of_scripts("ratio", 100)
        + _of_scripts("spacing", 0)
        + _of_scripts("relSz", 100)
        + _of_scripts("offset", 0)
        + ("<hh:bold/>" if letters.bold else "")
        + f'<hh:underline type="{underline}" shape="SOLID" color="{letters.colour}"/>'
        '<hh:strikeout shape="NONE" color="#000000"/><hh:outline type="NONE"/>'
        '<hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>'
    )


def _paragraph(number: int, style: HancomStyle) -> str:
    margins = {
        "intent": -style.hanging,
        "left": style.left,
        "right": 0,
        "prev": style.before,
        "next": style.after,
    }
    return (
        f'<hh:paraPr id="{number}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="0"'
        ' suppressLineNumbers="0" checked="0">'
        f'<hh:align horizontal="{style.align}" vertical="BASELINE"/>'
        '<hh:heading type="NONE" idRef="0" level="0"/>'
        '<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="KEEP_WORD"'
        f' widowOrphan="1" keepWithNext="{int(style.keeps)}" keepLines="0"'
        f' pageBreakBefore="{int(style.new_page)}" lineWrap="BREAK"/>'
        '<hh:autoSpacing eAsianEng="0" eAsianNum="0"/><hh:margin>'
        + "".join(f'<hc:{key} value="{value}" unit="HWPUNIT"/>' for key, value in margins.items())
        + '</hh:margin><hh:lineSpacing type="PERCENT" value="150" unit="HWPUNIT"/>'
        f'<hh:border borderFillIDRef="{_PLAIN}" offsetLeft="0" offsetRight="0" offsetTop="0"'
        ' offsetBottom="0" connect="0" ignoreMargin="0"/></hh:paraPr>'
    )


def _border(number: int, line: str, fill: str = "") -> str:
    sides = "".join(
        f'<hh:{side}Border type="{line}" width="0.12 mm" color="#8C8C8C"/>'
        for side in ("left", "right", "top", "bottom")
    )
    brush = (
        f'<hc:fillBrush><hc:winBrush faceColor="{fill}" hatchColor="#999999" alpha="0"/>'
        "</hc:fillBrush>"
        if fill
        else ""
    )
    return (
        f'<hh:borderFill id="{number}" threeD="0" shadow="0" centerLine="NONE"'
        ' breakCellSeparateLine="0"><hh:slash type="NONE" Crooked="0" isCounter="0"/>'
        f'<hh:backSlash type="NONE" Crooked="0" isCounter="0"/>{sides}'
        f'<hh:diagonal type="NONE" width="0.1 mm" color="#000000"/>{brush}</hh:borderFill>'
    )


def _listed(element: str, each: list[str]) -> str:
    return f'<hh:{element} itemCnt="{len(each)}">{"".join(each)}</hh:{element}>'


def _header(pictures: Mapping[str, bytes]) -> str:
    fonts = [
        f'<hh:fontface lang="{script.upper()}" fontCnt="1">'
        '<hh:font id="0" face="맑은 고딕" type="TTF" isEmbedded="0"/></hh:fontface>'
        for script in _SCRIPTS
    ]
    borders = [
        _border(_PLAIN, "NONE"),
        _border(_GRID, "SOLID"),
        _border(_SHADED, "SOLID", "#EDEDED"),
    ]
    styles = [
        f'<hh:style id="{number}" type="PARA" name="{each.name}" engName="{key or "Normal"}"'
        f' paraPrIDRef="{number}" charPrIDRef="{letters_id(each.letters)}"'
        f' nextStyleIDRef="{number if key.startswith("List") else 0}" langID="1042" lockForm="0"/>'
        for number, (key, each) in enumerate(STYLES.items())
    ]
    shown = [
        f'<hh:binItem id="{number}" Type="Embedding" BinData="{name}"'
        f' Format="{name.rpartition(".")[2]}"/>'
        for number, name in enumerate(pictures)
    ]
    tabs = '<hh:tabPr id="0" autoTabLeft="0" autoTabRight="1"/>'
    return (
        f'{DECLARATION}<hh:head {NAMESPACES} version="1.4" secCnt="1">'
        '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/>'
        "<hh:refList>"
        + _listed("fontfaces", fonts)
        + _listed("borderFills", borders)
        + _listed("charProperties", [_letters(*each) for each in enumerate(_LETTERS)])
        + _listed("tabProperties", [tabs])
        + _listed("paraProperties", [_paragraph(*each) for each in enumerate(STYLES.values())])
        + _listed("styles", styles)
        + (_listed("binDataList", shown) if shown else "")
        + '</hh:refList><hh:compatibleDocument targetProgram="HWP201X">'
        "<hh:layoutCompatibility/></hh:compatibleDocument><hh:docOption>"
        '<hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption>'
        '<hh:trackchageConfig flags="56"/></hh:head>'
    )


def _notes(element: str, place: str) -> str:
    return (
        f'<hp:{element}><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")"'
        ' supscript="0"/><hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/>'
        '<hp:noteSpacing betweenNotes="283" belowLine="567" aboveLine="850"/>'
        f'<hp:numbering type="CONTINUOUS" newNum="1"/><hp:placement place="{place}"'
        f' beneathText="0"/></hp:{element}>'
    )


_PAGE = (
    '<hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000"'
    ' outlineShapeIDRef="0" memoShapeIDRef="0" textVerticalWidthHead="0" masterPageCnt="0">'
    '<hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/>'
    '<hp:startNum pageStartsOn="BOTH" page="0" pic="0" tbl="0" equation="0"/>'
    '<hp:visibility hideFirstHeader="0" hideFirstFooter="0" hideFirstMasterPage="0"'
    ' border="SHOW_ALL" fill="SHOW_ALL" hideFirstPageNum="0" hideFirstEmptyLine="0"'
    ' showLineNumber="0"/>'
    '<hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/>'
    f'<hp:pagePr landscape="WIDELY" width="{PAGE_WIDTH}" height="{PAGE_HEIGHT}"'
    f' gutterType="LEFT_ONLY"><hp:margin header="{MARGIN_TEXT}" footer="{MARGIN_TEXT}" gutter="0"'
    f' left="{SIDE}" right="{SIDE}" top="{TOP}" bottom="{TOP}"/></hp:pagePr>'
    + _notes("footNotePr", "EACH_COLUMN")
    + _notes("endNotePr", "END_OF_DOCUMENT")
    + "".join(
        f'<hp:pageBorderFill type="{pages}" borderFillIDRef="{_PLAIN}" textBorder="PAPER"'
        ' headerInside="0" footerInside="0" fillArea="PAPER">'
        '<hp:offset left="1417" right="1417" top="1417" bottom="1417"/></hp:pageBorderFill>'
        for pages in ("BOTH", "EVEN", "ODD")
    )
    + '</hp:secPr><hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1"'
    ' sameGap="0"/></hp:ctrl>'
)


def run(inside: str, letters: int) -> str:
    """Return a run of what stands in a paragraph."""
    return f'<hp:run charPrIDRef="{letters}">{inside}</hp:run>'


def paragraph(inside: str, style: str = "", number: int = 0) -> str:
    """Return a paragraph of runs."""
    place, _letters_of = style_ids(style)
    return (
        f'<hp:p id="{number}" paraPrIDRef="{place}" styleIDRef="{place}" pageBreak="0"'
        f' columnBreak="0" merged="0">{inside}</hp:p>'
    )


def sub_list(inside: str, align: str = "CENTER") -> str:
    """Return paragraphs that stand in a cell or a margin."""
    return (
        '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK"'
        f' vertAlign="{align}" linkListIDRef="0" linkListNextIDRef="0" textWidth="{TEXT_WIDTH}"'
        f' textHeight="{MARGIN_TEXT}" hasTextRef="0" hasNumRef="0">{inside}</hp:subList>'
    )


def _margin(element: str, words: str) -> str:
    letters = style_ids("Margin")[1]
    said = paragraph(run(f"<hp:t>{xml(words)}</hp:t>", letters), "Margin")
    # What stands below keeps off the text above it.
    gap = "" if element == "header" else paragraph(run("<hp:t/>", letters), "Margin")
    within = sub_list(gap + said, "TOP" if element == "header" else "BOTTOM")
    return f'<hp:ctrl><hp:{element} id="1" applyPageType="BOTH">{within}</hp:{element}></hp:ctrl>'


_NUMBERS = '<hp:ctrl><hp:pageNum pos="BOTTOM_RIGHT" formatType="DIGIT" sideChar="-"/></hp:ctrl>'


def stem(name: str) -> str:
    """Return how a document refers to a picture of that name."""
    return name.partition(".")[0]


def hwpx(
    body: str,
    *,
    title: str,
    header: str,
    note: str,
    language: str,
    at: datetime,
    pictures: Mapping[str, bytes] = NOTHING,
    carried: str = "",
) -> bytes:
    """Return a document of a body; `header` and `note` stand on each page.

    It shows pictures, by their names, and carries a text that it does not show, if one is given.
    """
    letters = style_ids("")[1]
    margins = _margin("header", header) + _margin("footer", note) + _NUMBERS
    beginning = paragraph(run(_PAGE, letters) + run(f"{margins}<hp:t/>", letters))
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": _VERSION,
            "META-INF/container.xml": _CONTAINER,
            "META-INF/manifest.xml": _MANIFEST,
            "Contents/content.hpf": _content(xml(title), xml(language), moment, pictures),
            "Contents/header.xml": _header(pictures),
            "Contents/section0.xml": (
                f"{DECLARATION}<hs:sec {NAMESPACES}>{beginning}{body}</hs:sec>"
            ),
            "settings.xml": _SETTINGS,
            "Preview/PrvText.txt": f"{title}\r\n{note}",
            **{f"BinData/{name}": content for name, content in pictures.items()},
            **({CARRIED: carrier(carried)} if carried else {}),
        }
    )


_VERSION = (
    f'{DECLARATION}<hv:HCFVersion xmlns:hv="{_HML}/version" tagetApplication="WORDPROCESSOR"'
    ' major="5" minor="1" micro="0" buildNumber="1" os="1" xmlVersion="1.4"'
    ' application="LGQ Desk" appVersion="1"/>'
)
_CONTAINER = (
    f'{DECLARATION}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<ocf:rootfiles><ocf:rootfile full-path="Contents/content.hpf"'
    ' media-type="application/hwpml-package+xml"/></ocf:rootfiles></ocf:container>'
)
_MANIFEST = (
    f'{DECLARATION}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
_SETTINGS = (
    f'{DECLARATION}<ha:HWPApplicationSetting xmlns:ha="{_HML}/app">'
    '<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>'
)


def _content(title: str, language: str, moment: str, pictures: Mapping[str, bytes]) -> str:
    parts = {
        "header": "Contents/header.xml",
        "section0": "Contents/section0.xml",
        "settings": "settings.xml",
        "version": "version.xml",
    }
    items = "".join(
        f'<opf:item id="{key}" href="{name}" media-type="application/xml"/>'
        for key, name in parts.items()
    ) + "".join(
        f'<opf:item id="{stem(name)}" href="BinData/{name}" media-type="{kind}" isEmbeded="1"/>'
        for name, kind in types_of(pictures).items()
    )
    return (
        f'{DECLARATION}<opf:package xmlns:opf="http://www.idpf.org/2007/opf/" version=""'
        f' unique-identifier="" id=""><opf:metadata><opf:title>{title}</opf:title>'
        f"<opf:language>{language}</opf:language>"
        '<opf:meta name="creator" content="text">LGQ Desk</opf:meta>'
        f'<opf:meta name="CreatedDate" content="text">{moment}</opf:meta>'
        f'<opf:meta name="ModifiedDate" content="text">{moment}</opf:meta>'
        f"</opf:metadata><opf:manifest>{items}</opf:manifest>"
        '<opf:spine><opf:itemref idref="header" linear="yes"/>'
        '<opf:itemref idref="section0" linear="yes"/></opf:spine></opf:package>'
    )
