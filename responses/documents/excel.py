"""The package of a workbook: how cells look, what stands in them, and what belongs together. Pure.

It is written whole here, as those of Word and Hancom are: a library that can change any workbook
takes five times as long for a cell, and the largest responses have a hundred thousand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from string import ascii_uppercase
from typing import NamedTuple

from responses.enums import complete

from .xml_text import DECLARATION, packed, xml

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = "xl/workbook.xml"
# A program would take them for the sign of that number.
LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""The beginning of what a program would take for the sign of that number."""
# Excel counts its days from here.
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
_DAY = 86_400
_LANDSCAPE = '<pageSetup orientation="landscape" fitToHeight="0"/>'
_HIDDEN, _CHOSEN, _WRAPS = ' state="veryHidden"', ' tabSelected="1"', ' wrapText="1"'
COLUMNS = [*ascii_uppercase, *(f"A{letter}" for letter in ascii_uppercase)]
"""What columns are called."""


class Look(IntEnum):
    """How a cell looks: its place among the looks of a workbook, of which the first is of none."""

    TEXT = 1
    HEADING = 2
    LINK = 3
    FIGURE = 4
    DATE = 5
    MOMENT = 6


class _Facts(NamedTuple):
    """What a look comes to: the places of its font and of its format, and whether text wraps."""

    font: int = 0
    format: int = 0
    wraps: bool = True


_BOLD, _LINKED = 1, 2
_SIZE = '<sz val="11"/>'
_FONTS = ("{}", "<b/>{}", '<u/>{}<color rgb="FF0B3D91"/>')
_DATE, _MOMENT = 164, 165
_FORMATS = {_DATE: "yyyy-mm-dd", _MOMENT: "yyyy-mm-dd hh:mm"}
_LOOKS = complete(
    Look,
    {
        Look.TEXT: _Facts(),
        Look.HEADING: _Facts(font=_BOLD),
        Look.LINK: _Facts(font=_LINKED),
        Look.FIGURE: _Facts(wraps=False),
        Look.DATE: _Facts(format=_DATE, wraps=False),
        Look.MOMENT: _Facts(format=_MOMENT, wraps=False),
    },
)
# Behind them are the same again, of which a text stays one when somebody edits it.
_QUOTED = len(_LOOKS)


@dataclass(slots=True)
class Sheet:
    """A sheet: its rows as they are written, of how many columns, and where its links lead."""

    title: str
    widths: Sequence[int] = ()
    footer: str = ""
    is_hidden: bool = False
    columns: int = 1
    rows: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Names of cells, each with where it leads."""

    def add(self, cells: Sequence[str]) -> None:
        """Add a row of cells; each is all that a cell says behind its name."""
        number = len(self.rows) + 1
        named = (f'<c r="{COLUMNS[place]}{number}"{cell}' for place, cell in enumerate(cells))
        self.rows.append(f'<row r="{number}">{"".join(named)}</row>')
        self.columns = max(self.columns, len(cells))

    def link(self, column: int, target: str) -> None:
        """Have a cell of the row that is added next lead somewhere."""
        self.links.append((f"{COLUMNS[column]}{len(self.rows) + 1}", target))


@dataclass(slots=True)
class Book:
    """A workbook: its sheets, and the texts of their cells, each once."""

    sheets: list[Sheet] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)

    def text(self, said: str, look: Look = Look.TEXT, *, is_quoted: bool = False) -> str:
        """Return a cell with a text."""
        style = look + _QUOTED * is_quoted
        if not said:
            return f' s="{style}"/>'
        place = self.texts.setdefault(said, len(self.texts))
        return f' s="{style}" t="s"><v>{place}</v></c>'


def empty(look: Look = Look.FIGURE) -> str:
    """Return a cell with nothing in it."""
    return f' s="{look:d}"/>'


def figure(number: float, look: Look = Look.FIGURE) -> str:
    """Return a cell with a number, which may stand for a day or a moment."""
    return f' s="{look:d}"><v>{number!r}</v></c>'


def days(moment: datetime) -> float:
    """Return a moment of no zone as the number that stands for it."""
    since = moment - _FIRST_DAY
    return since.days + since.seconds / _DAY


def package(book: Book, *, title: str, creator: str, at: datetime) -> bytes:
    """Return the bytes of a workbook that is of a moment."""
    sheets = dict(enumerate(book.sheets, start=1))
    parts = {
        "[Content_Types].xml": _types(sheets),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{_R}/officeDocument", _HEAD),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _about(title, creator, at),
        _HEAD: _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *((f"rId{n}", f"{_R}/worksheet", f"worksheets/sheet{n}.xml") for n in sheets),
                (f"rId{len(sheets) + 1}", f"{_R}/styles", "styles.xml"),
                (f"rId{len(sheets) + 2}", f"{_R}/sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _styles(),
        "xl/sharedStrings.xml": _texts(book),
    }
    for number, sheet in sheets.items():
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, is_first=number == 1)
        if sheet.links:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _leads(sheet)
    return packed(parts)


def _types(sheets: Mapping[int, Sheet]) -> str:
    named = {
        _HEAD: f"{_SML}.sheet.main+xml",
        "xl/styles.xml": f"{_SML}.styles+xml",
        "xl/sharedStrings.xml": f"{_SML}.sharedStrings+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"xl/worksheets/sheet{number}.xml": f"{_SML}.worksheet+xml" for number in sheets},
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in named.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(related: Sequence[tuple[str, str, str]], mode: str = "") -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{xml(target)}"{mode}/>'
        for key, kind, target in related
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _leads(sheet: Sheet) -> str:
    links = enumerate(sheet.links, start=1)
    related = [(f"rId{number}", f"{_R}/hyperlink", target) for number, (_cell, target) in links]
    return _relations(related, ' TargetMode="External"')


def _about(title: str, creator: str, at: datetime) -> str:
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml(title)}</dc:title><dc:creator>{xml(creator)}</dc:creator>{times}"
        "</cp:coreProperties>"
    )


def _workbook(sheets: Mapping[int, Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{xml(sheet.title)}" sheetId="{number}"{_HIDDEN * sheet.is_hidden}'
        f' r:id="rId{number}"/>'
        for number, sheet in sheets.items()
    )
    names = "".join(name for number, sheet in sheets.items() for name in _names(number - 1, sheet))
    named = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{listed}</sheets>{named}</workbook>"
    )


def _names(place: int, sheet: Sheet) -> Iterator[str]:
    """Yield what a sheet calls parts of itself: what is filtered, and the row that is repeated."""
    if sheet.is_hidden:
        return
    called = "'" + sheet.title.replace("'", "''") + "'"
    area = f"$A$1:${COLUMNS[sheet.columns - 1]}${len(sheet.rows)}"
    name = f'<definedName name="_xlnm.{{}}" localSheetId="{place}"{{}}>{xml(called)}!{{}}'
    yield name.format("_FilterDatabase", ' hidden="1"', f"{area}</definedName>")
    if sheet.footer:
        yield name.format("Print_Titles", "", "$1:$1</definedName>")


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in _FORMATS.items()
    )
    fonts = "".join(
        f'<font>{each.format(_SIZE)}<name val="Calibri"/><family val="2"/></font>'
        for each in _FONTS
    )
    looks = "".join(
        f'<xf numFmtId="{look.format}" fontId="{look.font}" fillId="0" borderId="0" xfId="0"'
        f'{quoted} applyNumberFormat="1" applyFont="1" applyAlignment="1">'
        f'<alignment vertical="top"{_WRAPS * look.wraps}/></xf>'
        for quoted in ("", ' quotePrefix="1"')
        for look in _LOOKS.values()
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{1 + 2 * len(_LOOKS)}">'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _texts(book: Book) -> str:
    said = "".join(
        f'<si><t xml:space="preserve">{xml(LIKE_ESCAPED.sub("_x005F_", text))}</t></si>'
        for text in book.texts
    )
    return f'{DECLARATION}<sst xmlns="{_MAIN}" uniqueCount="{len(book.texts)}">{said}</sst>'


def _sheet(sheet: Sheet, *, is_first: bool) -> str:
    """Return the part of a sheet; its first row stays in view and repeats in print, its links lead.

    Only the cells of a hidden one are said.
    """
    rows = f"<sheetData>{''.join(sheet.rows)}</sheetData>"
    begin = f'{DECLARATION}<worksheet xmlns="{_MAIN}" xmlns:r="{_R}">'
    if sheet.is_hidden:
        return f"{begin}{rows}</worksheet>"
    area = f"A1:{COLUMNS[sheet.columns - 1]}{len(sheet.rows)}"
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    links = "".join(
        f'<hyperlink ref="{cell}" r:id="rId{number}"/>'
        for number, (cell, _target) in enumerate(sheet.links, start=1)
    )
    linked = f"<hyperlinks>{links}</hyperlinks>" if links else ""
    fits, page = _print(sheet.footer)
    return (
        f'{begin}{fits}<dimension ref="{area}"/><sheetViews>'
        f'<sheetView{_CHOSEN * is_first} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>{rows}'
        f'<autoFilter ref="{area}"/>{linked}'
        '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
        f"{page}</worksheet>"
    )


def _print(footer: str) -> tuple[str, str]:
    """Return what stands at both ends of a sheet so that its pages are numbered under a text."""
    if not footer:
        return "", ""
    said = f"&C{footer.replace('&', '&&')} · &P / &N"
    return (
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f"{_LANDSCAPE}<headerFooter><oddFooter>{xml(said)}</oddFooter></headerFooter>",
    )
