"""HTML: a page that a browser or an office saved, or a piece that was copied. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from responses.intake.lines import FileText
from responses.intake.refusals import TOO_LONG, UnreadableFileError

from .numerals import numeral
from .rich import (
    HELD_MAX,
    PLAIN,
    Looks,
    RichText,
    TableCell,
    TableRows,
    file_lines,
    span_of,
)

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*){0,20}<(?:!doctype html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_COPIED = re.compile(
    r"\s*(?:Version:\d\.\d\s+StartHTML:\d|<meta [^>]*charset|<!--StartFragment)", re.IGNORECASE
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
    *("html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul"),
}
_SKIPPED = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "svg", "math", "object", "iframe"),
        *("audio", "video", "canvas", "title"),
    }
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_KEPT = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_MARKED = re.compile(
    r"background(?:-color)?\s*:\s*(?:yellow|#ff0\b|#ffff00|rgb\(255,\s*255,\s*0\))|"
    r"mso-highlight\s*:\s*(?!none)\w",
    re.IGNORECASE,
)
_STYLE_MAX = 2_000
_COUNT = re.compile(r"[0-9]{1,6}")
_NUMERALS: Mapping[str, str] = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_TICKS = frozenset({"checkbox", "radio"})
_TYPED = frozenset({"", "text", "url", "email", "number", "tel", "date", "search"})


@dataclass(slots=True)
class _PageWriting:
    """What was read so far: paragraphs, and the one that is being written."""

    paragraphs: list[RichText] = field(default_factory=list)
    paragraph: RichText = field(default_factory=RichText)
    is_kept: bool = False
    is_blank: bool = True

    def end(self) -> None:
        """End a paragraph, if one has begun."""
        if len(self.paragraphs) > HELD_MAX:
            raise UnreadableFileError(TOO_LONG)
        if self.paragraph.pieces:
            self.paragraphs.append(self.paragraph)
        self.paragraph = RichText()
        self.is_blank = True

    def put(self, text: str, looks: Looks) -> None:
        """Write on; blanks and line ends of the source are one blank."""
        if not self.is_kept:
            text = _BLANKS.sub(" ", text)
            if self.is_blank:
                text = text.lstrip(" ")
        if text:
            self.is_blank = text.endswith((" ", "\n"))
            self.paragraph.put(text, looks)


def is_html(text: str) -> bool:
    """Return whether a text is a page, or was copied from one."""
    return bool(_PAGE.match(text) or _COPIED.match(text))


def read(text: str) -> FileText | None:
    """Return the lines of a page."""
    begin = text.find("<")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text[max(0, begin) :].encode("utf-8", "replace"), parser)
    is_cut = any(each.level_name == "FATAL" for each in parser.error_log)
    if root is None or is_cut:
        # What stands behind what was too deep or too long was not read.
        return None
    page = _HtmlPage()
    page.children(root, PLAIN)
    page.writing.end()
    return FileText("html", file_lines(page.writing.paragraphs))


class _HtmlPage:
    """Walks through a page."""

    def __init__(self) -> None:
        self.writing = _PageWriting()
        self.links = 0
        self.counts: dict[Any, int] = {}

    def children(self, parent: Any, looks: Looks) -> None:
        """Read the text of an element and of what is in it."""
        self.writing.put(parent.text or "", looks)
        for child in parent:
            if isinstance(child.tag, str):
                self._element(child, looks)
            self.writing.put(child.tail or "", looks)

    def _element(self, element: Any, looks: Looks) -> None:
        tag = element.tag
        style = element.get("style", "")[:_STYLE_MAX]
        if tag in _SKIPPED or element.get("hidden") is not None or _HIDDEN.search(style):
            return
        if tag in {"s", "strike", "del"} or _STRUCK.search(style):
            looks = replace(looks, struck=True)
        if tag == "mark" or _MARKED.search(style):
            looks = replace(looks, highlighted=True)
        if tag == "br":
            self.writing.put("", looks)
            self.writing.paragraph.put("\n", looks)
            self.writing.is_blank = True
        elif tag == "table":
            self._table(element, looks)
        elif tag in {"input", "select", "textarea"}:
            self._field(element, looks)
        elif tag == "a" and element.get("href"):
            self.links += 1
            self.children(element, replace(looks, url=element.get("href"), link=self.links))
        elif tag in _BLOCKS:
            self._block(element, looks)
        else:
            self.children(element, looks)

    def _block(self, element: Any, looks: Looks) -> None:
        writing = self.writing
        writing.end()
        begun = len(writing.paragraphs)
        if element.tag == "li":
            writing.paragraph.put(self._label(element), looks)
        is_kept = element.tag == "pre" or bool(_KEPT.search(element.get("style", "")[:_STYLE_MAX]))
        before, writing.is_kept = writing.is_kept, writing.is_kept or is_kept
        self.children(element, looks)
        writing.is_kept = before
        if element.tag == "p" and not writing.paragraph.pieces and len(writing.paragraphs) == begun:
            writing.paragraphs.append(RichText())
        writing.end()
        for each in writing.paragraphs[begun:] if element.tag in _HEADINGS else ():
            each.is_heading = True

    def _label(self, item: Any) -> str:
        """Return what stands before an item of a list."""
        parent = item.getparent()
        if parent.tag != "ol":
            return "- "
        begin = parent.get("start", "1")
        said = item.get("value", "")
        number = self.counts.get(parent, int(begin) - 1 if _COUNT.fullmatch(begin) else 0) + 1
        number = int(said) if _COUNT.fullmatch(said) else number
        self.counts[parent] = number
        return f"{numeral(number, _NUMERALS.get(parent.get('type', ''), 'decimal'))}. "

    def _table(self, table: Any, looks: Looks) -> None:
        self.writing.end()
        rows = TableRows()
        for row in _rows(table):
            cells: list[TableCell] = []
            for cell in row:
                if cell.tag in {"td", "th"}:
                    outer, self.writing = self.writing, _PageWriting()
                    self.children(cell, looks)
                    self.writing.end()
                    spans = (span_of(cell.get(name)) for name in ("colspan", "rowspan"))
                    cells.append(TableCell(self.writing.paragraphs, *spans))
                    self.writing = outer
            self.writing.paragraphs += rows.read(cells)

    def _field(self, element: Any, looks: Looks) -> None:
        """Read what is ticked, chosen or typed in a form."""
        kind = element.get("type", "").lower()
        if element.tag == "textarea":
            self.writing.paragraph.put(element.text or "", looks)
        elif element.tag == "select":
            chosen = [each for each in element.iter("option") if each.get("selected") is not None]
            self.writing.put(" ".join("".join(each.itertext()) for each in chosen), looks)
        elif kind in _TICKS:
            self.writing.put("☑ " if element.get("checked") is not None else "☐ ", looks)
        elif kind in _TYPED:
            self.writing.put(element.get("value", ""), looks)


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, and not of tables in it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)
