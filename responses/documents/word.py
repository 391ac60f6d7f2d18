"""The parts of a Word document that are the same in each: styles, settings, page, package. Pure.

The package is written whole here: what a library's template brings, such as its fonts and its 160
styles of another country's offices, nobody would want to edit.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import NamedTuple

from responses.domain.snapshot.carried import NAMESPACE, Marked

from .xml_text import DECLARATION, carrier, packed, xml

LEVELS = 8
"""How many levels of lists have a style."""
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
"""A4, in twentieths of a point."""
TOP, SIDE, BOTTOM, MARGIN_TEXT = 1134, 1134, 1134, 567
"""The margins: 20 mm around, as Korean offices have them, and 10 mm to the texts in them."""
TEXT_WIDTH = PAGE_WIDTH - 2 * SIDE

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' mc:Ignorable="w14"'
)
_FONT = (
    '<w:rFonts w:ascii="Malgun Gothic" w:hAnsi="Malgun Gothic" w:eastAsia="맑은 고딕"'
    ' w:cs="Malgun Gothic"/>'
)
_ACCENT, _GREY, _LINK, _LINE = "1F3864", "595959", "0B3D91", "8C8C8C"


class Style(NamedTuple):
    """A style of paragraphs: its key and name, what it says of them, of letters, what follows."""

    key: str
    name: str
    paragraph: str = ""
    letters: str = ""
    then: str = "Normal"


def _spacing(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _size(half_points: int, colour: str = "", *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{weight}{ink}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _outlined(level: int, spacing: str, *, new_page: bool = False) -> str:
    page = "<w:pageBreakBefore/>" if new_page else ""
    line = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="{_LINE}"/></w:pBdr>'
        if new_page
        else ""
    )
    return f'<w:keepNext/><w:keepLines/>{page}{line}{spacing}<w:outlineLvl w:val="{level}"/>'


_BORDER = f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="{_LINE}"/></w:pBdr>'
_TO_THE_RIGHT = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
STYLES = (
    Style("Title", "Title", _spacing(1800, 120), _size(52, _ACCENT, bold=True)),
    Style("Subtitle", "Subtitle", _spacing(0, 480), _size(28, bold=True)),
    Style(
        "Heading1",
        "heading 1",
        _outlined(0, _spacing(0, 240), new_page=True),
        _size(36, _ACCENT, bold=True),
    ),
    Style("Heading2", "heading 2", _outlined(1, _spacing(360, 80)), _size(23, bold=True)),
    Style("Heading3", "heading 3", _outlined(2, _spacing(200, 60)), _size(20, _ACCENT, bold=True)),
    Style("Bold", "Label", f"<w:keepNext/>{_spacing(140, 40)}", _size(20, bold=True)),
    Style(
        "Aside",
        "Definition",
        f'{_BORDER}{_spacing(40, 100)}<w:ind w:left="200"/>',
        _size(17, _GREY),
    ),
    Style("Lead", "Lead", f"<w:keepNext/>{_spacing(240, 80)}"),
    Style("Box", "Box", f'{_spacing(0, 30)}<w:ind w:left="480" w:hanging="340"/>'),
    Style(
        "Blank",
        "Blank",
        "<w:pBdr>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{_LINE}"/>'
            for side in ("top", "left", "bottom", "right")
        )
        + f'</w:pBdr>{_spacing(0, 0)}<w:ind w:left="120" w:right="120"/>',
        then="Blank",
    ),
    # It stands before a part and after a table: what begins below it takes its heading along.
    Style("Gap", "Gap", f"<w:keepNext/>{_spacing(0, 0, 120)}", _size(8)),
    Style("Figure", "Figure", f'<w:keepNext/>{_spacing(120, 60)}<w:jc w:val="center"/>'),
    Style("Caption", "caption", f'{_spacing(0, 160)}<w:jc w:val="center"/>', _size(18)),
    Style("Cell", "Cell", _spacing(20, 20), _size(18)),
    Style("Contents", "Contents", _spacing(480, 120), _size(24, bold=True)),
    Style("TOC1", "toc 1", _spacing(0, 80)),
    Style("Header", "header", f"{_TO_THE_RIGHT}{_spacing(0, 0)}", _size(16, _GREY)),
    Style("Footer", "footer", f"{_TO_THE_RIGHT}{_spacing(0, 0)}", _size(16, _GREY)),
    *(
        Style(
            f"List{level}",
            f"Answer list {level}",
            f'{_spacing(0, 40)}<w:ind w:left="{300 + 280 * level}" w:hanging="300"/>',
            then=f"List{level}",
        )
        for level in range(1, LEVELS + 1)
    ),
)
"""The styles of paragraphs. Those of lists number nothing: each marker stands as it was typed."""


_TOKEN = re.compile(
    r"<(?P<ends>/?)w:(?P<name>p|t|br|tab|sdt|tag|showingPlcHdr)\b(?P<more>[^>]*)>(?P<text>[^<]*)"
)
_SAYS = {"br": "\n", "tab": "\t"}
_VALUE = re.compile('w:val="([^"]*)"')


def said_in(body: str) -> Iterator[Marked]:
    """Yield what the paragraphs of a body say, in order, each under the tag of its control.

    A control that only asks to be filled in says nothing.
    """
    tags: list[str] = []
    texts: list[str] = []
    own, hidden, is_inside = "", 0, False
    for found in _TOKEN.finditer(body):
        match found["name"], bool(found["ends"]):
            case "p", False:
                own, texts, is_inside = "", [], True
            case "p", True:
                is_inside = False
                if not hidden:
                    yield Marked(own or (tags[-1] if tags else ""), unescape("".join(texts)))
            case "sdt", False:
                tags.append(tags[-1] if tags else "")
            case "sdt", True:
                tags.pop()
                hidden = hidden if len(tags) >= hidden else 0
            case "tag", _:
                value = _VALUE.search(found["more"])
                tags[-1] = unescape(value[1]) if value else ""
                own = own or (tags[-1] if is_inside else "")
            case "showingPlcHdr", _:
                hidden = hidden or len(tags)
            case name, ends:
                texts.append("" if ends else _SAYS.get(name, "") + found["text"])


def document(body: str) -> str:
    """Return the main part of a document."""
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{SIDE}" w:bottom="{BOTTOM}" w:left="{SIDE}"'
        f' w:header="{MARGIN_TEXT}" w:footer="{MARGIN_TEXT}" w:gutter="0"/></w:sectPr>'
    )
    return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}{page}</w:body></w:document>"


def _styles(language: str) -> str:
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONT}{_size(20)}"
        f'<w:lang w:val="{xml(language)}" w:eastAsia="ko-KR"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_spacing(0, 80, 276)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="Letters">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="Plain"><w:name w:val="Normal Table"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:rPr><w:color w:val="{_LINK}"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Placeholder"><w:name w:val="Placeholder Text"/>'
        f'<w:rPr><w:color w:val="{_GREY}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Ticked"><w:name w:val="Ticked"/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="Plain"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + '</w:tblBorders><w:tblCellMar><w:left w:w="90" w:type="dxa"/>'
        '<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    others = "".join(
        f'<w:style w:type="paragraph" w:styleId="{each.key}"><w:name w:val="{each.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{each.then}"/><w:qFormat/>'
        f"<w:pPr>{each.paragraph}</w:pPr><w:rPr>{each.letters}</w:rPr></w:style>"
        for each in STYLES
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{normal}{others}</w:styles>"


_SETTINGS = (
    f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
    '<w:defaultTabStop w:val="400"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def _field(code: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _margin(element: str, left: str, right: str) -> str:
    key = "Header" if element == "hdr" else "Footer"
    return (
        f'{DECLARATION}<w:{element} {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{key}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{left}</w:t></w:r><w:r><w:tab/></w:r>{right}</w:p>'
        f"</w:{element}>"
    )


class Relation(NamedTuple):
    """What a document refers to: a picture of the package, or an address."""

    kind: str
    target: str
    is_outside: bool = False


def docx(
    body: str,
    relations: Mapping[str, Relation],
    pictures: Mapping[str, bytes],
    *,
    title: str,
    header: tuple[str, str],
    note: str,
    language: str,
    at: datetime,
    carried: str = "",
    about: Mapping[str, str] | None = None,
) -> bytes:
    """Return a document of a body; `header` and `note` stand on each page.

    It carries a text that it does not show, if that is given.

    `relations` are by their ids, `pictures` by their names, which end in png or jpeg. What it says
    `about` itself are properties of it, which stay when it is saved.
    """
    pages = f'{_field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}'
    named = f'<w:r><w:t xml:space="preserve">{xml(header[1])}</w:t></w:r>'
    return packed(
        {
            "[Content_Types].xml": _types(custom=bool(about)),
            "_rels/.rels": _related({**_ROOT, **(_CUSTOM if about else {})}),
            "docProps/core.xml": _core(xml(title), language, at),
            "docProps/app.xml": _APP,
            **({"docProps/custom.xml": _custom(about)} if about else {}),
            "word/document.xml": document(body),
            "word/_rels/document.xml.rels": _related(
                {**_FIXED, **relations, **({"rIdCarried": _TO_CARRIED} if carried else {})}
            ),
            "word/styles.xml": _styles(language),
            "word/settings.xml": _SETTINGS,
            "word/header1.xml": _margin("hdr", xml(header[0]), named),
            "word/footer1.xml": _margin("ftr", xml(note), pages),
            **{f"word/media/{name}": content for name, content in pictures.items()},
            **(_carried(carried) if carried else {}),
        }
    )


def _carried(text: str) -> Mapping[str, str]:
    """Return the parts that have what a document carries, as Word keeps such when it saves."""
    kind = f"{_R}/customXmlProps"
    return {
        "customXml/item1.xml": carrier(text),
        "customXml/itemProps1.xml": _CARRIED,
        "customXml/_rels/item1.xml.rels": _related({"rId1": Relation(kind, "itemProps1.xml")}),
    }


_ROOT = {
    "rId1": Relation(f"{_R}/officeDocument", "word/document.xml"),
    "rId2": Relation(
        f"{_PACKAGE}/relationships/metadata/core-properties",
        "docProps/core.xml",
    ),
    "rId3": Relation(f"{_R}/extended-properties", "docProps/app.xml"),
}
_CUSTOM = {"rId4": Relation(f"{_R}/custom-properties", "docProps/custom.xml")}
_FIXED = {
    "rIdStyles": Relation(f"{_R}/styles", "styles.xml"),
    "rIdSettings": Relation(f"{_R}/settings", "settings.xml"),
    "rIdHeader": Relation(f"{_R}/header", "header1.xml"),
    "rIdFooter": Relation(f"{_R}/footer", "footer1.xml"),
}

_TO_CARRIED = Relation(f"{_R}/customXml", "../customXml/item1.xml")
_CARRIED = (
    f'{DECLARATION}<ds:datastoreItem ds:itemID="{{6B0B3F0E-6C35-4B60-9B0E-0D3C5A2B1E47}}"'
    ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def link_to(target: str) -> Relation:
    """Return the relation to an address."""
    return Relation(f"{_R}/hyperlink", target, is_outside=True)


def picture_of(name: str) -> Relation:
    """Return the relation to a picture of the package."""
    return Relation(f"{_R}/image", f"media/{name}")


_OUTSIDE = ' TargetMode="External"'


def _related(relations: Mapping[str, Relation]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{relation.kind}" Target="{xml(relation.target)}"'
        f"{_OUTSIDE if relation.is_outside else ''}/>"
        for key, relation in relations.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


_TYPES = (
    f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="jpeg" ContentType="image/jpeg"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType="{kind}+xml"/>'
        for name, kind in {
            "word/document.xml": f"{_WML}.document.main",
            "word/styles.xml": f"{_WML}.styles",
            "word/settings.xml": f"{_WML}.settings",
            "word/header1.xml": f"{_WML}.header",
            "word/footer1.xml": f"{_WML}.footer",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
            "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties",
            "customXml/itemProps1.xml": (
                "application/vnd.openxmlformats-officedocument.customXmlProperties"
            ),
        }.items()
    )
    + "</Types>"
)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def _types(*, custom: bool) -> str:
    more = f'<Override PartName="/docProps/custom.xml" ContentType="{_CUSTOM_TYPE}"/>'
    return _TYPES.replace("</Types>", f"{more}</Types>") if custom else _TYPES


def _custom(about: Mapping[str, str]) -> str:
    """Return properties of a document that are none of every document; keys begin at 2."""
    each = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}"'
        f' name="{xml(name)}"><vt:lpwstr>{xml(said)}</vt:lpwstr></property>'
        for number, (name, said) in enumerate(about.items(), start=2)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        f'{DECLARATION}<Properties xmlns="{office}/custom-properties"'
        f' xmlns:vt="{office}/docPropsVTypes">{each}</Properties>'
    )


_APP = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>LGQ Desk</Application></Properties>'
)


def _core(title: str, language: str, at: datetime) -> str:
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>LGQ Desk</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<dc:language>{xml(language)}</dc:language></cp:coreProperties>"
    )
