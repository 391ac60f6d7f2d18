"""HWPX, as Hancom Office shows it with all changes accepted: its own walk through the XML. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from responses.characters import with_signs
from responses.intake.lines import FileText
from responses.intake.refusals import PROTECTED, UnreadableFileError
from responses.validators import TEXT_MAX

from .archive import Archive
from .hwpx_styles import (
    LEVELS,
    HancomHeading,
    all_in,
    heading_of,
    is_named,
    list_of,
    looks_of,
    name_of,
)
from .numerals import numeral, ringed
from .ours import Ours
from .rich import Looks, RichText, TableCell, TableRows, file_lines, held, in_margins, span_of

_MANIFEST, _LIST, _HEAD = "META-INF/manifest.xml", "Contents/content.hpf", "Contents/header.xml"
_CARRIED, _MARK = "META-INF/answers.xml", "lgq."
"""Where a document of ours has what it carries, and how the names of its bookmarks begin."""
_TITLE = re.compile(r"제목|개요|title|heading|outline|section", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:차례|목차) ?\d|toc ?\d|contents$", re.IGNORECASE)
_STEP = re.compile(r"\^(\d{1,2})")
_ESCAPED = re.compile(r"\\(.)")
_ENDS = re.compile(r"(?<!\\);")
_GUIDE = re.compile(r"Direction:wstring:\d+:(?P<text>.*?)(?: HelpState:|$)", re.DOTALL)
_FIELDS_MAX = 50
_SHOWN = frozenset(
    {
        *("rect", "ellipse", "polygon", "curve", "arc", "container", "line", "textart"),
        *("connectLine", "pic", "ole", "chart", "video", "unknownObject"),
    }
)
"""What may have text in it, or a caption below it."""
_MARGINS = ("header", "footer", "master")
_MASTER = re.compile(r"Contents/masterpage\d{1,4}\.xml", re.IGNORECASE)
"""Where a document has what stands behind the text of its pages."""
_ALTERNATIVES = frozenset({"switch", "case", "default"})
_WRITTEN: Mapping[str, str] = {
    "tab": "\t",
    "lineBreak": "\n",
    "nbSpace": " ",
    "fwSpace": " ",
    "hyphen": "-",
}


@dataclass(slots=True)
class _Mark:
    """A field that has begun, and where in the paragraph."""

    kind: str
    command: str
    guide: str
    at: int


@dataclass(slots=True)
class _Sheet:
    """A paragraph while it is read: what it says, what comes after it."""

    paragraph: RichText = field(default_factory=RichText)
    after: list[RichText] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)


def read(archive: Archive, _main: str) -> FileText:
    """Return the lines of a document. Raises `UnreadableFileError` for one with a password."""
    manifest = archive.xml(_MANIFEST)
    if any(True for _ in all_in(manifest, "encryption-data")):
        raise UnreadableFileError(PROTECTED)
    paper = _Paper(archive)
    lines = file_lines(paper.read())
    return paper.ours.told(FileText("hwpx", lines))


class _Paper:
    """Walks through a document."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        head = archive.xml(_HEAD)
        self.looks = {each.get("id"): looks_of(each) for each in all_in(head, "charPr")}
        self.headings = {
            each.get("id"): heading
            for each in all_in(head, "paraPr")
            if (heading := heading_of(each)) is not None
        }
        styles = {each.get("id"): each for each in all_in(head, "style")}
        self.titles = {key for key, each in styles.items() if is_named(each, _TITLE)}
        self.contents = {key for key, each in styles.items() if is_named(each, _CONTENTS)}
        self.lists = {
            (kind, each.get("id")): list_of(each)
            for kind in ("numbering", "bullet")
            for each in all_in(head, kind)
        }
        self.counts: dict[str, list[int]] = {}
        self.outline = ""
        self.links = 0
        self.noted = 0
        self.deleting = 0
        self.margins: dict[str, list[RichText]] = {}
        self.ours = Ours(archive).find([_CARRIED])

    def read(self) -> Iterator[RichText]:
        """Yield the paragraphs of all sections, and then those of the margins of their pages."""
        for name in self._sections():
            for each in self.archive.xml(name):
                if name_of(each) == "p":
                    yield from self._paragraph(each)
        self.ours.mark = ""
        for name in sorted(filter(_MASTER.fullmatch, self.archive.names)):
            self._margin(self.archive.xml(name), "master")
        found = (self.margins.get(where, ()) for where in _MARGINS)
        yield from in_margins(chain.from_iterable(found))

    def _sections(self) -> list[str]:
        """Return the members that are sections, in the order of the document."""
        root, names = self.archive.xml(_LIST), self.archive.names
        items = {each.get("id"): each.get("href", "") for each in all_in(root, "item")}
        spine = [items.get(each.get("idref"), "") for each in all_in(root, "itemref")]
        found = [
            name
            for said in spine
            if "section" in said.rpartition("/")[2]
            for name in [said if said in names else f"Contents/{said.rpartition('/')[2]}"]
            if name in names
        ]
        return found or sorted(name for name in names if re.search(r"section\d+\.xml$", name))

    # --- paragraphs and tables

    def _paragraphs(self, parent: Any) -> Iterator[RichText]:
        """Yield the paragraphs of what holds some: a cell, a text box, a note."""
        for child in parent:
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name in {"subList", "drawText", "caption"}:
                yield from self._paragraphs(child)

    def _paragraph(self, element: Any) -> Iterator[RichText]:
        sheet = _Sheet()
        self._runs(element, sheet)
        paragraph = sheet.paragraph
        paragraph.mark = self.ours.mark
        self.ours.hear(paragraph)
        style = element.get("styleIDRef")
        if style in self.contents:
            return
        paragraph.is_heading = style in self.titles
        heading = self.headings.get(element.get("paraPrIDRef"))
        if heading and paragraph.text.strip():
            paragraph.is_heading |= heading.kind == "OUTLINE"
            if label := self._label(heading):
                paragraph.begin_with(label)
        if paragraph.pieces or paragraph.comments or not sheet.after:
            yield paragraph
        yield from sheet.after

    def _label(self, heading: HancomHeading) -> str:
        """Return what stands before a paragraph of a list."""
        indent = "  " * heading.level
        if heading.kind == "BULLET":
            found = self.lists.get(("bullet", heading.list))
            sign = with_signs(found.bullet) if found else ""
            return f"{indent}{sign if sign.strip() and sign.isprintable() else '•'} "
        key = self.outline if heading.kind == "OUTLINE" else heading.list
        found = self.lists.get(("numbering", key))
        if found is None:
            return ""
        levels = found.levels
        counts = self.counts.setdefault(f"{heading.kind}{key}", [0] * LEVELS)
        own = levels.get(heading.level)
        if own is None or heading.level >= LEVELS:
            return ""
        for level in range(heading.level + 1):
            start = levels[level].start if level in levels else 1
            if level == heading.level:
                counts[level] = counts[level] + 1 if counts[level] else start
            elif not counts[level]:
                counts[level] = start
        counts[heading.level + 1 :] = [0] * (LEVELS - heading.level - 1)

        def written(step: re.Match[str]) -> str:
            at = int(step[1]) - 1
            if not 0 <= at <= heading.level:
                return ""
            return numeral(counts[at], levels[at].format if at in levels else "")

        text = _STEP.sub(written, own.text).strip()
        return f"{text} " if text else ""

    def table(self, element: Any, sheet: _Sheet) -> None:
        """Read a table, to stand after its paragraph."""
        rows = TableRows()
        for child in element:
            if name_of(child) == "caption":
                sheet.after += held(self._paragraphs(child))
            elif name_of(child) == "tr":
                cells = (self._cell(each) for each in child if name_of(each) == "tc")
                sheet.after += held(rows.read(cells))

    def _cell(self, element: Any) -> TableCell:
        span = next((each for each in element if name_of(each) == "cellSpan"), None)
        width, height = (
            1 if span is None else span_of(span.get(name)) for name in ("colSpan", "rowSpan")
        )
        return TableCell(self._paragraphs(element), width, height)

    def drawing(self, element: Any, sheet: _Sheet) -> None:
        """Read the text in a drawing, to stand after its paragraph."""
        for child in element:
            if name_of(child) in {"drawText", "caption"}:
                sheet.after += held(self._paragraphs(child))
            elif name_of(child) in _SHOWN:
                self.drawing(child, sheet)

    # --- runs of text

    def _runs(self, parent: Any, sheet: _Sheet) -> None:
        for child in parent:
            name = name_of(child)
            if name == "run":
                looks = self.looks.get(child.get("charPrIDRef"), Looks())
                for each in child:
                    self._piece(each, looks, sheet)
            elif name in _ALTERNATIVES:
                self._runs(child if name != "switch" else child[:1], sheet)

    def _piece(self, element: Any, looks: Looks, sheet: _Sheet) -> None:
        name = name_of(element)
        if name == "t":
            self._text(element, looks, sheet)
        elif name in _IN_RUN:
            _IN_RUN[name](self, element, sheet)
        elif name in _SHOWN:
            self.drawing(element, sheet)
        elif name == "secPr":
            self.outline = element.get("outlineShapeIDRef", "")
        elif name in _ALTERNATIVES:
            for each in element[:1] if name == "switch" else element:
                self._piece(each, looks, sheet)

    def _text(self, element: Any, looks: Looks, sheet: _Sheet) -> None:
        paragraph = sheet.paragraph
        marked = False
        if not self.deleting:
            paragraph.put(element.text or "", looks)
        for child in element:
            name = name_of(child)
            if name in {"deleteBegin", "deleteEnd"}:
                paragraph.is_changed = True
                self.deleting = max(0, self.deleting + (1 if name == "deleteBegin" else -1))
            elif name in {"insertBegin", "insertEnd"}:
                paragraph.is_changed = True
            elif name in {"markpenBegin", "markpenEnd"}:
                marked = name == "markpenBegin"
            elif not self.deleting:
                paragraph.put(_WRITTEN.get(name, ""), looks)
            if not self.deleting:
                seen = Looks(struck=looks.struck, highlighted=looks.highlighted or marked)
                paragraph.put(child.tail or "", seen)

    def control(self, element: Any, sheet: _Sheet) -> None:
        """Read what a paragraph has beside its text: fields, notes, memos."""
        for child in element:
            name = name_of(child)
            if name == "fieldBegin":
                self._begin(child, sheet)
            elif name == "fieldEnd" and sheet.marks:
                self._end(sheet.marks.pop(), sheet.paragraph)
            elif name in {"footNote", "endNote"}:
                self._note(child, sheet)
            elif name == "hiddenComment":
                self._remark(child, sheet)
            elif name in _MARGINS:
                self._margin(child, name)
            elif name == "bookmark" and self.ours:
                said = child.get("name", "")
                if said.startswith(_MARK):
                    self.ours.mark = said.removeprefix(_MARK)

    def _begin(self, element: Any, sheet: _Sheet) -> None:
        kind = element.get("type", "")
        if kind == "MEMO":
            self._remark(element, sheet)
        said = {
            each.get("name"): each.text or ""
            for each in element.iter("{*}stringParam")
            if each.get("name") in {"Command", "Path", "Direction"}
        }
        command = said.get("Command", "") or element.get("command", "")
        guide = _GUIDE.search(command[:TEXT_MAX])
        if len(sheet.marks) > _FIELDS_MAX:
            raise ValueError("no fields are in one another so deep")
        sheet.marks.append(
            _Mark(
                kind,
                said.get("Path", "") or command,
                said.get("Direction", "") or (guide["text"] if guide else ""),
                len(sheet.paragraph.pieces),
            )
        )

    def _end(self, begun: _Mark, paragraph: RichText) -> None:
        inside = paragraph.pieces[begun.at :]
        if begun.kind == "HYPERLINK":
            self.links += 1
            url = _ESCAPED.sub(r"\1", _ENDS.split(begun.command)[0])
            paragraph.pieces[begun.at :] = [
                (text, Looks(url, self.links, looks.struck, looks.highlighted))
                for text, looks in inside
            ]
        elif begun.kind == "CLICK_HERE":
            said = "".join(text for text, _looks in inside).strip()
            if said and said == begun.guide.strip():
                # Nobody has clicked there.
                del paragraph.pieces[begun.at :]

    def _remark(self, element: Any, sheet: _Sheet) -> None:
        said = (each.text.strip() for each in self._paragraphs(element))
        if comment := " ".join(filter(None, said)):
            sheet.paragraph.comments.append(comment)

    def _note(self, element: Any, sheet: _Sheet) -> None:
        """Read a note at the foot or the end, to stand after its paragraph."""
        self.noted += 1
        mark = f"[{self.noted}]"
        said = [each for each in self._paragraphs(element) if each.text.strip()]
        sheet.paragraph.put(f" {mark}")
        if said:
            said[0].begin_with(f"{mark} ")
        sheet.after += said

    def _margin(self, element: Any, where: str) -> None:
        """Read what stands in the margins of pages, to come after all else."""
        before, self.ours.mark = self.ours.mark, ""
        self.margins.setdefault(where, []).extend(held(self._paragraphs(element)))
        self.ours.mark = before

    # --- what is filled in

    def box(self, element: Any, sheet: _Sheet) -> None:
        """Read a box to tick, with its words."""
        ticked = element.get("value") == "CHECKED"
        words = element.get("caption", "")
        sheet.paragraph.put(f"{'☑' if ticked else '☐'} {words}".rstrip() + " ")

    def chosen(self, element: Any, sheet: _Sheet) -> None:
        """Read what is chosen of a list."""
        sheet.paragraph.put(element.get("selectedValue", ""))

    def typed(self, element: Any, sheet: _Sheet) -> None:
        """Read what is typed in a field."""
        sheet.paragraph.put("".join(each.text or "" for each in all_in(element, "text")))

    def ringed(self, element: Any, sheet: _Sheet) -> None:
        """Read signs that stand on one another, as a ring around a word does."""
        text = element.get("composeText", "")
        is_ringed = "CIRCLE" in element.get("circleType", "") or text[:1] in "○◯〇"
        text = text.lstrip("○◯〇")
        sheet.paragraph.put(ringed(text) if is_ringed else with_signs(text))

    def above(self, element: Any, sheet: _Sheet) -> None:
        """Read a word that has others above it."""
        sheet.paragraph.put("".join(each.text or "" for each in all_in(element, "mainText")))

    def formula(self, element: Any, sheet: _Sheet) -> None:
        """Read a formula as its script."""
        sheet.paragraph.put("".join(each.text or "" for each in all_in(element, "script")))
        self.drawing(element, sheet)


_IN_RUN: Mapping[str, Callable[[_Paper, Any, _Sheet], None]] = {
    "ctrl": _Paper.control,
    "tbl": _Paper.table,
    "checkBtn": _Paper.box,
    "radioBtn": _Paper.box,
    "comboBox": _Paper.chosen,
    "listBox": _Paper.chosen,
    "edit": _Paper.typed,
    "compose": _Paper.ringed,
    "dutmal": _Paper.above,
    "equation": _Paper.formula,
}
