"""DOCX, as Word shows it with all changes accepted: its own walk through the XML. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from responses.intake.lines import FileText

from .archive import Archive, Related
from .docx_fields import CONTENTS, RING, form_value, url_of
from .docx_margins import margins_of
from .docx_repeats import without_repeats
from .docx_styles import (
    BODY_LEVEL,
    NO_STYLE,
    Numbering,
    RunStyle,
    Styles,
    W,
    attribute,
    in_signs,
    is_on,
)
from .docx_styles import run_style as run_style_of
from .numerals import ringed
from .ours import Ours
from .rich import Looks, RichText, TableCell, TableRows, file_lines, held, in_margins, span_of

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_FIELDS_MAX = 50

_BLOCKS = frozenset({W + "p", W + "tbl", W + "sdt"})
_DROPPED = frozenset({W + "del", W + "moveFrom"})
_TAKEN = frozenset({W + "ins", W + "moveTo"})
_AROUND = frozenset({W + "smartTag", W + "customXml", W + "dir", W + "bdo", W + "sdtContent"})
_WRITTEN: Mapping[str, str] = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}


@dataclass(slots=True)
class _FieldCode:
    """A field that has begun: its code, and whether what follows is what it shows."""

    form: Any
    code: str = ""
    is_shown: bool = False
    is_contents: bool = False
    url: str = ""
    link: int = 0


@dataclass(slots=True)
class _Writing:
    """A paragraph while it is read: what it says, how it looks, what comes after it."""

    paragraph: RichText
    style: RunStyle = NO_STYLE
    url: str = ""
    link: int = 0
    after: list[RichText] = field(default_factory=list)


def read(archive: Archive, main: str) -> FileText:
    """Return the lines of a document whose text is that member."""
    document = _Document(archive, main)
    lines = file_lines(document.read())
    return document.ours.told(FileText("docx", lines))


class _Document:
    """Walks through a document."""

    def __init__(self, archive: Archive, main: str) -> None:
        related = archive.related(main)
        self.archive = archive
        self.main = without_repeats(archive.xml(main))
        self.urls = _urls(related)
        self.urls_in: dict[str, Mapping[str, str]] = {}
        self.margins = margins_of(archive, self.main, related)
        others = {
            each.kind: archive.xml(each.target)
            for each in related.values()
            if each.kind in {"styles", "numbering", "comments", "footnotes", "endnotes"}
        }
        self.styles = Styles(others.get("styles"))
        self.numbering = Numbering(others.get("numbering"), self.styles)
        self.comments = _by_id(others.get("comments"))
        self.notes = {
            W + f"{each.kind[:-1]}Reference": (each.target, _by_id(others.get(each.kind)))
            for each in related.values()
            if each.kind in {"footnotes", "endnotes"}
        }
        self.noted = 0
        self.links = 0
        self.fields: list[_FieldCode] = []
        self.carried: RichText | None = None
        carriers = (each.target for each in related.values() if each.kind == "customXml")
        self.ours = Ours(archive).find(carriers)
        # A program that has kept no tag has perhaps kept the bookmarks.
        self.is_tagged = not self.ours or next(self.main.iter(W + "tag"), None) is not None

    def read(self) -> Iterator[RichText]:
        """Yield the paragraphs of the document."""
        yield from self._blocks(self.main.find(W + "body"))
        if self.carried:
            yield self.carried
        self.carried, self.ours.mark = None, ""
        beside = ((name, self.archive.xml(name)) for name in self.margins)
        yield from in_margins(each for name, root in beside for each in self._apart(root, name))

    def _apart(self, parent: Any, name: str = "") -> list[RichText]:
        """Return the paragraphs of what stands beside the text, perhaps in a member of its own.

        That says itself where its links lead.
        """
        if name and name not in self.urls_in:
            self.urls_in[name] = _urls(self.archive.related(name))
        fields, self.fields, urls = self.fields, [], self.urls
        self.urls = self.urls_in.get(name, urls)
        found = held(self._blocks(parent))
        self.fields, self.urls = fields, urls
        return found

    # --- paragraphs and tables

    def _blocks(self, parent: Any) -> Iterator[RichText]:
        for child in _inside(parent, _BLOCKS):
            if child.tag == W + "sdt":
                yield from self._marked(child)
            else:
                yield from self._table(child) if child.tag == W + "tbl" else self._paragraph(child)

    def _marked(self, control: Any) -> Iterator[RichText]:
        """Yield the paragraphs of a content control; in a document of ours its tag is a mark."""
        properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
        if content is None or _is_unfilled(properties):
            return
        before, self.ours.mark = self.ours.mark, self._tag(properties) or self.ours.mark
        yield from self._blocks(content)
        self.ours.mark = before

    def _tag(self, properties: Any) -> str:
        if not self.ours or properties is None:
            return ""
        return attribute(properties.find(W + "tag"))

    def _table(self, table: Any) -> Iterator[RichText]:
        rows = TableRows()
        for row in _inside(table, {W + "tr"}):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            before = None if properties is None else properties.find(W + "gridBefore")
            left = () if before is None else (TableCell(width=span_of(attribute(before))),)
            yield from rows.read(chain(left, map(self._cell, _inside(row, {W + "tc"}))))

    def _cell(self, cell: Any) -> TableCell:
        merged, span = (cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "gridSpan"))
        is_deleted = cell.find(f"{W}tcPr/{W}cellDel") is not None
        # What goes on from the cell above shows nothing of its own.
        is_shown = not is_deleted and (merged is None or attribute(merged) == "restart")
        width = 1 if span is None else span_of(attribute(span))
        return TableCell(held(self._blocks(cell)) if is_shown else (), width)

    def _paragraph(self, element: Any) -> Iterator[RichText]:
        properties = element.find(W + "pPr")
        style = attribute(properties.find(W + "pStyle")) if properties is not None else ""
        style = style or self.styles.usual
        writing = _Writing(self.carried or RichText(mark=self.ours.mark), self.styles.run(style))
        self.carried = None
        self._runs(element, writing)
        # A field whose code has no end would hide all that follows.
        self.fields = [each for each in self.fields if each.is_shown]
        paragraph = writing.paragraph
        own, outline, mark = (
            (None, None, None)
            if properties is None
            else (
                properties.find(W + "numPr"),
                properties.find(W + "outlineLvl"),
                properties.find(W + "rPr"),
            )
        )
        if mark is not None and mark.find(W + "del") is not None:
            # Its end was deleted: the next paragraph goes on in it.
            paragraph.is_changed = True
            self.carried = paragraph
            yield from writing.after
            return
        paragraph.is_changed |= mark is not None and mark.find(W + "ins") is not None
        if paragraph.text.strip():
            label = self.numbering.label(own, style)
            if label:
                paragraph.begin_with(label)
        paragraph.is_heading = (
            int(attribute(outline) or BODY_LEVEL) < BODY_LEVEL
            if outline is not None
            else self.styles.is_heading(style)
        )
        if self.styles.is_contents(style):
            return
        self.ours.hear(paragraph)
        if paragraph.mark and (level := self.styles.list_level(style)):
            # What is set in by its style was set in by blanks when it was typed.
            paragraph.begin_with("  " * (level - 1))
        if paragraph.pieces or paragraph.comments or not writing.after:
            yield paragraph
        yield from writing.after

    # --- runs of text

    def _runs(self, parent: Any, writing: _Writing) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, writing)
            elif tag in _IN_LINE:
                _IN_LINE[tag](self, child, writing)
            elif tag in _DROPPED:
                writing.paragraph.is_changed = True
            elif tag in _TAKEN:
                writing.paragraph.is_changed = True
                self._runs(child, writing)
            elif tag in _AROUND:
                self._runs(child, writing)

    def hyperlink(self, element: Any, writing: _Writing) -> None:
        url, place = self.urls.get(element.get(_R + "id", ""), ""), attribute(element, "anchor")
        self._linked(element, f"{url}#{place}" if url and place else url, writing)

    def simple_field(self, element: Any, writing: _Writing) -> None:
        code = attribute(element, "instr")
        if not CONTENTS.match(code):
            self._linked(element, url_of(code), writing)

    def _linked(self, element: Any, url: str, writing: _Writing) -> None:
        """Read what one link has under it."""
        before = writing.url, writing.link
        if url:
            self.links += 1
            writing.url, writing.link = url, self.links
        self._runs(element, writing)
        writing.url, writing.link = before

    def control(self, element: Any, writing: _Writing) -> None:
        """Read a content control: a box, or what it holds unless that only asks to be replaced."""
        properties = element.find(W + "sdtPr")
        box = None if properties is None else properties.find(_W14 + "checkbox")
        if box is not None:
            checked = box.find(_W14 + "checked")
            for begun in element.iter(W + "bookmarkStart"):
                self.bookmark(begun, writing)
            writing.paragraph.mark = self._tag(properties) or writing.paragraph.mark
            is_ticked = checked is not None and checked.get(_W14 + "val") in {"1", "true", "on"}
            self._put("☑" if is_ticked else "☐", writing)
        elif not _is_unfilled(properties):
            content = element.find(W + "sdtContent")
            if content is not None:
                self._runs(content, writing)

    def bookmark(self, element: Any, writing: _Writing) -> None:
        """Begin or end what stands under a mark, where bookmarks alone tell."""
        is_mark = not self.is_tagged and self.ours.turn(attribute(element, "name"))
        if is_mark and not writing.paragraph.pieces:
            writing.paragraph.mark = self.ours.mark

    def ruby(self, element: Any, writing: _Writing) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self._runs(base, writing)

    def formula(self, element: Any, writing: _Writing) -> None:
        self._put("".join(each.text or "" for each in element.iter(_M + "t")), writing)

    def _run(self, run: Any, writing: _Writing) -> None:
        properties = run.find(W + "rPr")
        style = writing.style
        if properties is not None:
            of_style = self.styles.run(attribute(properties.find(W + "rStyle")))
            style = run_style_of(properties).over(of_style.over(style))
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child, writing)
            elif tag == W + "instrText":
                if self.fields and not self.fields[-1].is_shown:
                    self.fields[-1].code += child.text or ""
            elif style.is_hidden:
                continue
            elif tag == W + "t":
                text = child.text or ""
                self._put(in_signs(text, style.font) if style.font else text, writing, style)
            elif tag in _WRITTEN:
                self._put(_WRITTEN[tag], writing, style)
            elif tag in _IN_RUN:
                _IN_RUN[tag](self, child, writing)

    def _put(self, text: str, writing: _Writing, style: RunStyle = NO_STYLE) -> None:
        if not all(each.is_shown and not each.is_contents for each in self.fields):
            return
        url, link = writing.url, writing.link
        for each in self.fields:
            if each.url:
                url, link = each.url, each.link
        looks = Looks(url, link, bool(style.is_struck), bool(style.is_highlighted))
        writing.paragraph.put(text, looks)

    def sign(self, element: Any, writing: _Writing) -> None:
        code = attribute(element, "char")
        if re.fullmatch("[0-9A-Fa-f]{1,5}", code):
            self._put(in_signs(chr(int(code, 16)), attribute(element, "font")), writing)

    def drawing(self, element: Any, writing: _Writing) -> None:
        """Read the text boxes of a drawing, each once, to stand after the paragraph."""
        for box in _boxes(element):
            writing.after += self._apart(box)

    def comment(self, element: Any, writing: _Writing) -> None:
        comment = self.comments.pop(attribute(element, "id"), None)
        if comment is not None:
            said = " ".join(filter(None, map(_plain, comment.iter(W + "p"))))
            author = attribute(comment, "author")
            writing.paragraph.comments.append(f"{author}: {said}" if author else said)

    def note(self, element: Any, writing: _Writing) -> None:
        """Read a note at the foot or the end, to stand after its paragraph."""
        # Each is read once, however often a file that is made to do so refers to it.
        name, notes = self.notes.get(element.tag, ("", {}))
        note = notes.pop(attribute(element, "id"), None)
        if note is None:
            return
        self.noted += 1
        self._put(f" [{self.noted}]", writing)
        mark = f"[{self.noted}] "
        said = [each for each in self._apart(note, name) if each.text.strip()]
        if said:
            said[0].begin_with(mark)
        writing.after += said

    # --- fields

    def _field(self, element: Any, writing: _Writing) -> None:
        kind = attribute(element, "fldCharType")
        if len(self.fields) > _FIELDS_MAX:
            raise ValueError("no fields are in one another so deep")
        if kind == "begin":
            self.fields.append(_FieldCode(element.find(W + "ffData")))
        elif kind == "separate" and self.fields:
            self._show(self.fields[-1])
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if ended.form is not None:
                self._put(form_value(ended.form), writing)
            elif ring := RING.search(ended.code):
                self._put(ringed(ring["text"]), writing)

    def _show(self, begun: _FieldCode) -> None:
        """Begin with what a field shows."""
        begun.is_shown = not RING.search(begun.code)
        begun.is_contents = bool(CONTENTS.match(begun.code))
        begun.url = url_of(begun.code)
        if begun.url:
            self.links += 1
            begun.link = self.links


_Take = Callable[[_Document, Any, _Writing], None]
_IN_LINE: Mapping[str, _Take] = {
    W + "hyperlink": _Document.hyperlink,
    W + "fldSimple": _Document.simple_field,
    W + "sdt": _Document.control,
    W + "bookmarkStart": _Document.bookmark,
    _M + "oMath": _Document.formula,
    _M + "oMathPara": _Document.formula,
    _MC + "AlternateContent": _Document.drawing,
}
_IN_RUN: Mapping[str, _Take] = {
    W + "sym": _Document.sign,
    W + "drawing": _Document.drawing,
    W + "pict": _Document.drawing,
    W + "object": _Document.drawing,
    _MC + "AlternateContent": _Document.drawing,
    W + "commentReference": _Document.comment,
    W + "footnoteReference": _Document.note,
    W + "endnoteReference": _Document.note,
    W + "ruby": _Document.ruby,
}


def _inside(parent: Any, wanted: Collection[str]) -> Iterator[Any]:
    """Yield the children of some names, also out of what is put around them."""
    for child in parent:
        tag = child.tag
        if tag in wanted:
            yield child
        elif tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None and not _is_unfilled(child.find(W + "sdtPr")):
                yield from _inside(content, wanted)
        elif tag in _TAKEN or tag in _AROUND:
            yield from _inside(child, wanted)


def _is_unfilled(properties: Any) -> bool:
    """Return whether a content control shows what is to be replaced, or a table of contents."""
    if properties is None:
        return False
    gallery = attribute(properties.find(f"{W}docPartObj/{W}docPartGallery"))
    return bool(is_on(properties.find(W + "showingPlcHdr"))) or gallery == "Table of Contents"


def _boxes(parent: Any) -> Iterator[Any]:
    """Yield the text boxes in a drawing; a box in a box is that one's."""
    for child in parent:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag != _MC + "Fallback" or parent.find(_MC + "Choice") is None:
            yield from _boxes(child)


def _urls(related: Mapping[str, Related]) -> Mapping[str, str]:
    """Return where links lead, by their keys."""
    return {
        key: each.target
        for key, each in related.items()
        if each.is_outside and each.kind == "hyperlink"
    }


def _by_id(root: Any) -> dict[str, Any]:
    """Return the comments or notes of a file by their keys."""
    return {} if root is None else {attribute(each, "id"): each for each in root}


def _plain(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(W + "t")).strip()
