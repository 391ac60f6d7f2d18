"""XLSX: the rows of its sheets, as Excel shows their values. Pure.

Formulas are taken by the value that they had when the file was saved; none is ever worked out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from responses.domain.snapshot.carried import Marked
from responses.intake.lines import FileText
from responses.intake.refusals import OWN_WORKBOOK, TOO_LONG, UnreadableFileError

from .archive import Archive, Related
from .ours import Ours
from .rich import PLAIN, Looks, RichText, TableCell, TableRows, file_lines, held, in_margins
from .xlsx_margins import boxes_of, margins_of

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CARRIER = "lgq-desk"
_ABOUT, _CREATOR = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}creator"
_LINK = re.compile(r'HYPERLINK\(\s*"(?P<url>(?:[^"]|"")+)"', re.IGNORECASE)
_CELL = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})")
_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_GAP_MAX, _FEW = 20, 2
_TEXT_MAX, _FORMAT_MAX, _DIGITS_MAX = 32_767, 200, 7
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT: Mapping[int, str] = {9: "0%", 10: "0.00%", 3: "#,##0", 4: "#,##0.00", 2: "0.00"}
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - Excel knows no zones
_DAYS_MAX = 2_900_000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Format:
    """How the cells of one style are shown."""

    number: int = 0
    code: str = ""
    struck: bool = False
    highlighted: bool = False


@dataclass(slots=True)
class _Book:
    """What all sheets share."""

    strings: list[RichText]
    formats: list[_Format]
    first_day: datetime
    links: int = 0


@dataclass(slots=True)
class _Beside:
    """What a sheet has beside its cells: addresses and remarks, by the cells' names."""

    urls: dict[str, str] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)


def read(archive: Archive, main: str) -> FileText:
    """Return the lines of a workbook, whose list of sheets is that member."""
    ours = Ours(archive)
    lines = file_lines(_paragraphs(archive, main, ours))
    return ours.told(FileText("xlsx", lines))


def _paragraphs(archive: Archive, main: str, ours: Ours) -> Iterator[RichText]:
    root, related = archive.xml(main), archive.related(main)
    book = _shared(archive, root, related)
    named = [
        (each, related[each.get(_R + "id", "")].target)
        for each in root.iter(_S + "sheet")
        if each.get(_R + "id") in related
    ]
    if _is_own(archive):
        carriers = (target for each, target in named if each.get("name") == _CARRIER)
        if not any(ours.take(_column_of(archive.xml(target), book)) for target in carriers):
            # Its columns tell how far answers are, which no questionnaire does.
            raise UnreadableFileError(OWN_WORKBOOK)
    sheets = [
        (each.get("name", ""), target)
        for each, target in named
        if each.get("state", "visible") == "visible"
    ]
    margins: list[RichText] = []
    for name, target in sheets:
        sheet = archive.xml(target)
        if sheet is None:
            continue
        if len(sheets) > 1:
            yield RichText([(name, PLAIN)], is_heading=True)
        drawn = archive.related(target)
        beside = _beside(archive, drawn, sheet)
        if ours:
            yield from _our_rows(name, sheet, beside, book, ours)
        else:
            yield from _rows(sheet, beside, book)
        yield from boxes_of(archive, drawn)
        margins += held(margins_of(sheet))
    yield from in_margins(margins)


def _column_of(sheet: Any, book: _Book) -> str:
    """Return the text that stands in the one column of a sheet, in pieces."""
    return "".join(_cell(each, "", _Beside(), book).text for each in _children(sheet, "c"))


def _our_rows(
    name: str, sheet: Any, beside: _Beside, book: _Book, ours: Ours
) -> Iterator[RichText]:
    """Yield the rows of a workbook of ours: what is of no answer, and what is, mark by mark."""
    last = ""
    for row in _children(sheet, "row"):
        cells = [(cell[0].text if cell else "") for cell in _row(row, beside, book)]
        last, marks = ours.columns.marks(name, cells, last)
        ours.said += [Marked(*each) for each in zip(marks, cells, strict=True) if all(each)]
        rest = [text for mark, text in zip(marks, cells, strict=True) if not mark]
        yield RichText([("\t".join(" ".join(text.split()) for text in rest), PLAIN)])
        for mark, found in groupby(zip(marks, cells, strict=True), lambda each: each[0]):
            texts = [text for _mark, text in found if text]
            if mark and texts:
                yield RichText([(": ".join(texts), PLAIN)], mark=mark)


def cells(archive: Archive, main: str) -> Iterator[list[str]]:
    """Yield the rows of all sheets of a workbook, hidden ones too, as texts by column."""
    root, related = archive.xml(main), archive.related(main)
    book = _shared(archive, root, related)
    for each in root.iter(_S + "sheet"):
        found = related.get(each.get(_R + "id", ""))
        for row in _children(archive.xml(found.target) if found else None, "row"):
            shown = _row(row, _Beside(), book)
            yield ["".join(cell.text for cell in paragraphs) for paragraphs in shown]


def beside_cells(archive: Archive, main: str) -> Iterator[tuple[str, str]]:
    """Yield what is remarked on cells and drawn on sheets, with the text that begins the row."""
    root, related = archive.xml(main), archive.related(main)
    book = _shared(archive, root, related)
    for each in root.iter(_S + "sheet"):
        found = related.get(each.get(_R + "id", ""))
        sheet = archive.xml(found.target) if found else None
        if found is None or sheet is None:
            continue
        drawn = archive.related(found.target)
        remarks = _beside(archive, drawn, sheet).comments
        first = {
            row.get("r", ""): next((cell[0].text for cell in shown if cell), "")
            for row in _children(sheet, "row")
            for shown in [_row(row, _Beside(), book)]
        }
        for name, said in remarks.items():
            place = _CELL.fullmatch(name)
            yield from ((first.get(place["row"] if place else "", ""), text) for text in said)
        yield from (("", box.text) for box in boxes_of(archive, drawn))


def _shared(archive: Archive, root: Any, related: Mapping[str, Related]) -> _Book:
    """Return what all sheets of a workbook share."""
    shared = {each.kind: each.target for each in related.values()}
    properties = root.find(_S + "workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    return _Book(
        held(map(_said, _children(archive.xml(shared.get("sharedStrings", "")), "si"))),
        list(_formats(archive.xml(shared.get("styles", "")))),
        _FIRST_DAY_1904 if is_1904 else _FIRST_DAY,
    )


def _is_own(archive: Archive) -> bool:
    """Return whether a workbook names this product as the program that made it."""
    creator = archive.xml(_ABOUT).find(_CREATOR) if _ABOUT in archive.names else None
    return creator is not None and creator.text == "LGQ Desk"


def _children(root: Any, name: str) -> Iterable[Any]:
    return () if root is None else root.iter(_S + name)


# --- what stands in cells


def _rows(sheet: Any, beside: _Beside, book: _Book) -> Iterator[RichText]:
    before = 0
    rows = TableRows()
    for row in _children(sheet, "row"):
        number = _whole(row.get("r"), before + 1)
        yield from (RichText() for _ in range(min(number - before - 1, _FEW)))
        before = number
        paragraphs = rows.read(map(TableCell, _row(row, beside, book)))
        yield from paragraphs or [RichText()]


def _row(row: Any, beside: _Beside, book: _Book) -> Iterator[list[RichText]]:
    """Yield the cells of a row, a few empty ones between them where some are left out."""
    at = 0
    for cell in row.iter(_S + "c"):
        name = cell.get("r", "")
        place = _column(name) or at + 1
        yield from ([] for _ in range(min(place - at - 1, _GAP_MAX)))
        at = max(at, place)
        yield [_cell(cell, name, beside, book)]


def _cell(cell: Any, name: str, beside: _Beside, book: _Book) -> RichText:
    formula = (cell.findtext(_S + "f") or "")[:_TEXT_MAX]
    style = _at(book.formats, cell.get("s")) or _Format()
    paragraph = _value(cell, style, book)
    if formula and not paragraph.text:
        # It was saved by a program that works nothing out: better its formula than nothing.
        paragraph.put(f"={formula}")
    link = _LINK.search(formula)
    url = link["url"].replace('""', '"') if link else beside.urls.get(name, "")
    if url:
        book.links += 1
    made = RichText(comments=beside.comments.pop(name, []))
    for text, looks in paragraph.pieces:
        struck, marked = looks.struck or style.struck, looks.highlighted or style.highlighted
        made.put(text, Looks(url, book.links if url else 0, struck, marked))
    if url and not made.pieces:
        made.put(url)
    return made


def _value(cell: Any, style: _Format, book: _Book) -> RichText:
    """Return what a cell shows."""
    kind, value = cell.get("t", "n"), cell.findtext(_S + "v") or ""
    if kind == "inlineStr":
        inside = cell.find(_S + "is")
        return RichText() if inside is None else _said(inside)
    if kind == "s":
        return _at(book.strings, value) or RichText()
    shown = value
    if kind == "b":
        shown = "TRUE" if value == "1" else "FALSE"
    elif kind == "n" and value:
        shown = _figure(value, style, book.first_day)
    elif kind == "str":
        shown = _plain(value)
    return RichText([(shown, PLAIN)] if shown else [])


def _said(element: Any) -> RichText:
    """Return a text in pieces, without how it is read aloud."""
    paragraph = RichText()
    for child in element:
        if child.tag == _S + "t":
            paragraph.put(_plain(child.text or ""))
        elif child.tag == _S + "r":
            strike = child.find(f"{_S}rPr/{_S}strike")
            struck = strike is not None and strike.get("val", "1") not in {"0", "false"}
            paragraph.put(_plain(child.findtext(_S + "t") or ""), Looks(struck=struck))
    if sum(len(text) for text, _looks in paragraph.pieces) > 2 * _TEXT_MAX:
        # No cell of Excel has as much.
        raise UnreadableFileError(TOO_LONG)
    return paragraph


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _figure(value: str, style: _Format, first_day: datetime) -> str:
    """Return a number as its format shows it: a share, a day, with its decimals, or as it is."""
    try:
        number = float(value)
    except ValueError:
        return value
    code = _SIGNS.sub("", style.code or _PERCENT.get(style.number, "")).partition(";")[0].lower()
    if style.number in _DATES or re.search("[ymdhs]", code.replace("general", "")):
        return _moment(number, first_day) or _general(number)
    decimals = len(code.partition(".")[2].rstrip("% ")) if "." in code else 0
    if code.rstrip().endswith("%"):
        return f"{number * 100:.{min(decimals, 15)}f}%"
    if re.fullmatch(r"[#0,.? ]+", code) and "0" in code:
        return f"{number:{',' if ',' in code else ''}.{min(decimals, 15)}f}"
    return _general(number)


def _general(number: float) -> str:
    return f"{number:.15g}"


def _moment(number: float, first_day: datetime) -> str:
    """Return a day, with its time unless that is midnight; a time alone, of no day."""
    if not 0 <= number < _DAYS_MAX:
        return ""
    moment = first_day + timedelta(seconds=round(number * _DAY))
    time = f"{moment:%H:%M}" if number % 1 else ""
    day = f"{moment:%Y-%m-%d}" if number >= 1 or not time else ""
    return f"{day} {time}".strip()


# --- what cells look like, and what stands beside them


def _formats(styles: Any) -> Iterator[_Format]:
    codes = {
        _whole(each.get("numFmtId")): each.get("formatCode", "")[:_FORMAT_MAX]
        for each in _children(styles, "numFmt")
    }
    if styles is None:
        return
    fonts = [_is_struck(each) for each in styles.iterfind(f"{_S}fonts/{_S}font")]
    fills = [_is_marked(each) for each in styles.iterfind(f"{_S}fills/{_S}fill")]
    for each in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = _whole(each.get("numFmtId"))
        yield _Format(
            number,
            codes.get(number, ""),
            bool(_at(fonts, each.get("fontId"))),
            bool(_at(fills, each.get("fillId"))),
        )


def _is_struck(font: Any) -> bool:
    strike = font.find(_S + "strike")
    return strike is not None and strike.get("val", "1") not in {"0", "false"}


def _is_marked(fill: Any) -> bool:
    """Return whether cells are filled with yellow, as they are marked by hand."""
    colour = fill.find(f"{_S}patternFill/{_S}fgColor")
    return colour is not None and colour.get("rgb", "").upper().endswith("FFFF00")


def _beside(archive: Archive, related: Mapping[str, Related], sheet: Any) -> _Beside:
    beside = _Beside()
    for each in _children(sheet, "hyperlink"):
        found = related.get(each.get(_R + "id", ""))
        if found and found.is_outside:
            place = each.get("location", "")
            beside.urls[each.get("ref", "").partition(":")[0]] = (
                f"{found.target}#{place}" if place else found.target
            )
    threads = [each for each in related.values() if each.kind == "threadedComment"]
    for each in threads or [each for each in related.values() if each.kind == "comments"]:
        for remark in _remarks(archive.xml(each.target)):
            said = "".join(text.text or "" for text in remark.iter("{*}t", "{*}text")).strip()
            if said:
                beside.comments.setdefault(remark.get("ref", ""), []).append(said)
    return beside


def _remarks(root: Any) -> Iterable[Any]:
    return () if root is None else root.iter("{*}comment", "{*}threadedComment")


def _at(values: list[Any], place: str | None) -> Any:
    """Return the value at a place; None where there is none."""
    at = _whole(place)
    return values[at] if at < len(values) else None


def _whole(said: str | None, usual: int = 0) -> int:
    is_one = said is not None and said.isascii() and said.isdecimal() and len(said) <= _DIGITS_MAX
    return int(said or "") if is_one else usual


def _column(name: str) -> int:
    """Return the number of a cell's column from 1; 0 of no cell's name."""
    found = _CELL.fullmatch(name)
    column = 0
    for letter in found["column"] if found else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
