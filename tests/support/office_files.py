"""Filled questionnaires as Word, Hancom Office, Excel and browsers save them, made of XML."""

from collections.abc import Iterable, Mapping
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx
from openpyxl import Workbook

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HANCOM = "http://www.hancom.co.kr/hwpml/2011"
HWPX_NAMES = (
    f'xmlns:hp="{HANCOM}/paragraph" xmlns:hs="{HANCOM}/section" xmlns:hh="{HANCOM}/head" '
    f'xmlns:opf="http://www.idpf.org/2007/opf/"'
)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of some members."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return made.getvalue()


def relations(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return what a member refers to: key, kind, and where; an address is outside."""
    outside = ' TargetMode="External"'
    said = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{escape(target)}"'
        f"{outside if ':' in target else ''}/>"
        for key, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}">{said}</Relationships>'


def word(body: str, links: Mapping[str, str] | None = None, **others: str) -> bytes:
    """Return a DOCX of some XML; `others` are styles, numbering, comments, footnotes."""
    rows = [(key, "hyperlink", url) for key, url in (links or {}).items()]
    rows += [(f"o{name}", name, f"{name}.xml") for name in others]
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations([("d", "officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": relations(rows),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": content for name, content in others.items()},
        }
    )


def p(inside: str, properties: str = "") -> str:
    """Return a paragraph of Word's."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of Word's."""
    said = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{said}</w:r>"


def fields(code: str, shown: str, form: str = "") -> str:
    """Return a field of Word's in runs."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def hancom(body: str, head: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an HWPX of some XML."""
    return archive(
        {
            "mimetype": "application/hwp+zip",
            "META-INF/manifest.xml": manifest,
            "Contents/content.hpf": (
                f"<opf:package {HWPX_NAMES}><opf:manifest>"
                '<opf:item id="header" href="Contents/header.xml"/>'
                '<opf:item id="section0" href="Contents/section0.xml"/></opf:manifest>'
                '<opf:spine><opf:itemref idref="header"/><opf:itemref idref="section0"/>'
                "</opf:spine></opf:package>"
            ),
            "Contents/header.xml": f"<hh:head {HWPX_NAMES}>{head}</hh:head>",
            "Contents/section0.xml": f"<hs:sec {HWPX_NAMES}>{body}</hs:sec>",
        }
    )


def hp(*runs: str, of: str = "0") -> str:
    """Return a paragraph of Hancom's."""
    return f'<hp:p paraPrIDRef="{of}">{"".join(runs)}</hp:p>'


def hr(inside: str, of: str = "0") -> str:
    """Return a run of Hancom's."""
    return f'<hp:run charPrIDRef="{of}">{inside}</hp:run>'


def ht(text: str, of: str = "0") -> str:
    """Return a run of Hancom's that has text."""
    return hr(f"<hp:t>{escape(text)}</hp:t>", of)


def as_word(text: str) -> bytes:
    """Return a plain text as Word saves it, by python-docx."""
    made, document = BytesIO(), docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


def as_hancom(text: str) -> bytes:
    """Return a plain text as Hancom Office saves it."""
    tabbed = (escape(line).replace("\t", "<hp:tab/>") for line in text.split("\n"))
    return hancom("".join(hp(hr(f"<hp:t>{line}</hp:t>")) for line in tabbed))


def as_excel(text: str) -> bytes:
    """Return a plain text as it stands in a sheet: a row a line, a cell a tab."""
    made, book = BytesIO(), Workbook()
    sheet = book.worksheets[0]
    for at, line in enumerate(text.split("\n"), start=1):
        for column, value in enumerate(line.split("\t"), start=1):
            if value:
                sheet.cell(at, column, value).data_type = "s"
    book.save(made)
    return made.getvalue()


def as_page(text: str) -> bytes:
    """Return a plain text as a page that Word saved; its blanks are kept."""
    lines = (escape(line) or "&nbsp;" for line in text.split("\n"))
    said = "\n".join(f'<p class="MsoNormal" style="white-space:pre">{line}</p>' for line in lines)
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{said}</body></html>".encode()
