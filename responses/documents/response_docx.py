"""A response, or one section, as a Word document (DOCX), to be worked on.

Boxes and texts are content controls, whose tags name the part and the choice, so that a program
finds them again. A marker is the first word of its paragraph, as it was typed: what is read back
is the text that was written. The same `Extract` gives the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count, groupby
from typing import TypeGuard

from django.utils.translation import gettext as _

from responses.domain.content.kinds.links import PrintedLink
from responses.domain.content.outline import Item, ItemList, Paragraph, Table
from responses.domain.content.ticks import Tick
from responses.domain.snapshot.carried import PartRef, bookmarks_of
from responses.localized import localized
from responses.pages.printed import PrintedFile

from .blocks import (
    LANGUAGE,
    QUESTION,
    SECTION,
    TITLE,
    Aside,
    Block,
    Bold,
    Boxes,
    FileList,
    Heading,
    LinkList,
    Pairs,
    Passage,
    Points,
    Unanswered,
    carried,
    owners,
    passages,
    titles,
)
from .extract import Extract
from .pictures import Pictures, fitted
from .table_widths import column_widths
from .word import LEVELS, TEXT_WIDTH, Relation, docx, link_to, picture_of, said_in
from .xml_text import Span, spans, strict, xml

TAG_MAX = 64
"""How long a tag of a content control may be in Word."""
_HEADINGS = {TITLE: "Title", SECTION: "Heading1", QUESTION: "Heading2", LANGUAGE: "Heading3"}
_SIGNS = {True: "☑", False: "☐"}
_SYMBOLS = (
    '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/>'
)
_HEAD = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'
_ELEMENTS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_CONTENTS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    ' TOC \\o "1-1" \\n \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_EM_OF_CELL = 180  # twips: 9 points, see the style of cells
_TWIP, _PIXEL = 635, 9525  # in English metric units
_WIDEST, _HIGHEST = TEXT_WIDTH * _TWIP, 200 * 36_000


def response_docx(extract: Extract) -> bytes:
    """Return the document, in the active language beside the answers."""
    snapshot, given = extract.snapshot, list(passages(extract))
    writer = _Writer(extract.first, Pictures(extract.figures), owners(extract))
    body = "".join(writer.body(given))
    return docx(
        body,
        writer.relations,
        writer.pictures.stored,
        title=" · ".join(titles(extract)),
        header=(localized(snapshot.city_name), localized(snapshot.edition.title)),
        note=extract.note,
        language=extract.first,
        at=snapshot.changed_at,
        carried=carried(extract, writer.marks, list(said_in(body))),
    )


def tag(name: str) -> str:
    """Return a name as it can be the tag of a control; one that is too long ends in its digest."""
    if len(name) <= TAG_MAX:
        return name
    return f"{name[: TAG_MAX - 13]}~{sha256(name.encode()).hexdigest()[:12]}"


@dataclass(slots=True)
class _Writer:
    """What a document refers to so far; `own` is the language in which nothing has to say it.

    `owners` say of which part each name of a passage is, and `marks` so of the tags.
    """

    own: str
    pictures: Pictures
    owners: Mapping[str, PartRef]
    marks: dict[str, PartRef] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    keys: dict[Relation, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    language: str = ""

    def body(self, given: Sequence[Passage]) -> Iterator[str]:
        """Yield the paragraphs, tables and controls."""
        sections = [block for block in (each.block for each in given) if _is_section(block)]
        contents = self._contents(sections) if len(sections) > 1 else ""
        first = sections[0] if sections else None
        for (name, language), group in groupby(given, lambda each: (each.field, each.language)):
            self.language = "" if language == self.own else language
            blocks = [each.block for each in group]
            inside = "".join(
                (contents if block is first else "") + self._block(block, name) for block in blocks
            )
            is_bare = not name or isinstance(blocks[0], Boxes | Unanswered)
            yield inside if is_bare else self._part(name, inside)

    def _part(self, name: str, inside: str, kind: str = "") -> str:
        """Return the control of a part of an answer, with bookmarks where it begins and ends.

        LibreOffice 7 keeps the bookmarks and no tag, and writes the first paragraph of a control
        several times: that one is empty.
        """
        begin, end = self._bookmarks(tag(name))
        rest = inside.removesuffix("</w:p>")
        return self._control(name, f"{_paragraph(begin, 'Gap')}{rest}{end}</w:p>", kind)

    def _bookmarks(self, mark: str) -> Iterator[str]:
        """Yield the bookmarks where what stands under a mark begins, and where it ends."""
        for name in bookmarks_of(mark):
            key = next(self.numbers)
            yield f'<w:bookmarkStart w:id="{key}" w:name="{name}"/><w:bookmarkEnd w:id="{key}"/>'

    def _control(self, name: str, inside: str, kind: str = "", choice: str = "") -> str:
        mark = tag(f"{name}.{choice}" if choice else name)
        self.marks[mark] = self.owners[name]
        key = xml(mark)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{key}"/><w:tag w:val="{key}"/>'
            f'<w:id w:val="{next(self.numbers)}"/>{kind}</w:sdtPr>'
            f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        )

    def _contents(self, sections: Sequence[Heading]) -> str:
        """Return a list of the sections, which is what Word finds if it is asked to renew it."""
        lines = [
            f'<w:hyperlink w:anchor="{_bookmark(each)}" w:history="1">{self._run(each.text)}'
            "</w:hyperlink>"
            for each in sections
        ]
        lines[0], lines[-1] = _CONTENTS + lines[0], lines[-1] + _END
        head = _paragraph(self._run(_("Contents")), "Contents")
        return head + "".join(_paragraph(each, "TOC1") for each in lines)

    def _block(self, block: Block, name: str) -> str:  # noqa: C901, PLR0911 - a row a block
        match block:
            case Heading():
                return self._heading(block)
            case Bold(text=text):
                return self._text(text, "Subtitle" if block.is_title else "Bold")
            case Aside(text=text):
                return self._text(text, "Aside")
            case Unanswered():
                return self._unanswered(block, name)
            case Boxes(ticks=ticks):
                return "".join(self._box(each, name) for each in ticks)
            case FileList(files=files):
                return "".join(map(self._file, files))
            case LinkList(links=links):
                return "".join(map(self._labelled, links))
            case Pairs(pairs=pairs):
                return "".join(self._text(f"{label}: {text}") for label, text in pairs)
            case Points(texts=texts):
                return "".join(map(self._text, texts))
            case Table():
                return self._table(block)
            case ItemList(items=items):
                return "".join(self._item(each, 1) for each in items)
            case Paragraph(text=text):
                return self._text(text, "" if name else "Lead")

    def _heading(self, heading: Heading) -> str:
        inside = self._run(heading.text)
        if _is_section(heading):
            number = next(self.numbers)
            inside = (
                f'<w:bookmarkStart w:id="{number}" w:name="{_bookmark(heading)}"/>{inside}'
                f'<w:bookmarkEnd w:id="{number}"/>'
            )
        return _paragraph(inside, _HEADINGS[heading.level])

    def _unanswered(self, block: Unanswered, name: str) -> str:
        words = self._run(block.words, '<w:rStyle w:val="Placeholder"/>')
        label = self._text(block.label, "Bold") if block.label else ""
        if block.ticks:
            boxes = "".join(self._box(each, name) for each in block.ticks)
            return label + _paragraph(words) + boxes
        return label + self._part(name, _paragraph(words), "<w:showingPlcHdr/>")

    def _box(self, tick: Tick, name: str) -> str:
        sign = f"<w:r><w:rPr>{_SYMBOLS}</w:rPr><w:t>{_SIGNS[tick.ticked]}</w:t></w:r>"
        kind = (
            f'<w14:checkbox><w14:checked w14:val="{int(tick.ticked)}"/>'
            '<w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox>'
        )
        said = self._run(f" {tick.label}", '<w:rStyle w:val="Ticked"/>' if tick.ticked else "")
        begin, end = self._bookmarks(tag(f"{name}.{tick.key}"))
        control = self._control(name, sign, kind, tick.key)
        return _paragraph(f"{begin}{control}{end}{said}", "Box")

    def _labelled(self, link: PrintedLink) -> str:
        label = self._run(f"{link.label}: ") if link.label else ""
        address = Span(link.address, strict(link.target))
        return _paragraph(label + self._span(address), "List1")

    def _file(self, printed: PrintedFile) -> str:
        file = printed.file
        said = f"{printed.name} · {file.type.label} · {printed.size}\nSHA-256 {file.facts.digest}"
        drawn = self._picture(printed) if printed.number else ""
        if not drawn:
            alternative = printed.alternative if printed.number else ""
            words = dict.fromkeys(filter(None, (file.caption, alternative)))
            return "".join(map(self._text, words)) + self._text(said)
        figure = _("Figure %(number)s") % {"number": printed.number}
        caption = self._run(f"{figure} ", "<w:b/><w:bCs/>") + self._spans(file.caption)
        return drawn + _paragraph(caption, "Caption")

    def _picture(self, printed: PrintedFile) -> str:
        """Return the drawing of a picture as large as it is, or as the page lets it be."""
        facts = printed.file.facts
        name = self.pictures.name_of(facts.digest)
        if not name:
            return ""
        width, height = fitted(facts, _PIXEL, _WIDEST, _HIGHEST)
        size = f'cx="{width}" cy="{height}"'
        number, words = next(self.numbers), xml(printed.alternative)
        named = f'id="{number}" name="{xml(printed.number)}" descr="{words}"'
        drawing = (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {size}/><wp:docPr {named}/><wp:cNvGraphicFramePr>"
            '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f"<pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{self._related(picture_of(name))}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            "</w:drawing></w:r>"
        )
        return _paragraph(drawing, "Figure")

    def _item(self, item: Item, level: int) -> str:
        deeper = min(level + 1, LEVELS)
        below = "".join(
            "".join(self._item(each, deeper) for each in child.items)
            if isinstance(child, ItemList)
            else self._block(child, "")
            for child in item.children
        )
        return self._text(f"{item.marker} {item.text}", f"List{level}") + below

    def _table(self, table: Table) -> str:
        widths = column_widths((table.head, *table.rows), TEXT_WIDTH, _EM_OF_CELL)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        sides = ['<w:jc w:val="right"/>' if is_figure else "" for is_figure in table.figures]
        head = "".join(
            self._cell(text, width, "", _HEAD)
            for text, width in zip(table.head, widths, strict=True)
        )
        rows = "".join(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            + "".join(map(self._cell, row, widths, sides))
            + "</w:tr>"
            for row in table.rows
        )
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>'
            f"{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/>"
            f"<w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>{_paragraph('', 'Gap')}"
        )

    def _cell(self, text: str, width: int, side: str, shade: str = "") -> str:
        inside = self._run(text, "<w:b/><w:bCs/>") if shade else self._spans(text)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{_paragraph(inside, 'Cell', side)}</w:tc>"
        )

    def _text(self, text: str, style: str = "") -> str:
        return _paragraph(self._spans(text), style)

    def _spans(self, text: str) -> str:
        return "".join(map(self._span, spans(text)))

    def _span(self, span: Span) -> str:
        if not span.target:
            return self._run(span.text)
        relation = self._related(link_to(span.target))
        inside = self._run(span.text, '<w:rStyle w:val="Hyperlink"/>')
        return f'<w:hyperlink r:id="{relation}" w:history="1">{inside}</w:hyperlink>'

    def _related(self, relation: Relation) -> str:
        key = self.keys.setdefault(relation, f"rId{len(self.keys) + 1}")
        self.relations[key] = relation
        return key

    def _run(self, text: str, letters: str = "") -> str:
        lang = f'<w:lang w:val="{xml(self.language)}"/>' if self.language else ""
        said = f"<w:rPr>{letters}{lang}</w:rPr>" if letters or lang else ""
        return f'<w:r>{said}<w:t xml:space="preserve">{_words(text)}</w:t></w:r>'


def _is_section(block: Block) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and block.level == SECTION


def _bookmark(section: Heading) -> str:
    return f"section_{sha256(section.key.encode()).hexdigest()[:16]}"


def _words(text: str) -> str:
    said = xml(text).replace("\r", "")
    for sign, element in _ELEMENTS.items():
        said = said.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return said


def _paragraph(inside: str, style: str = "", side: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{side}</w:pPr>{inside}</w:p>"
