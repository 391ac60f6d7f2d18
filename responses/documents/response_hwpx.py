"""A response, or one section, as a Hancom document (HWPX), to be worked on.

Boxes are the signs that Korean forms have, ☑ and ☐, and a marker is the first word of its
paragraph, as it was typed. Bookmarks name the parts of the answers, so that a program finds them
again. The same `Extract` gives the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import gettext as _

from responses.domain.content.kinds.links import PrintedLink
from responses.domain.content.outline import Item, ItemList, Paragraph, Table
from responses.domain.content.ticks import Tick
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
from .hancom import (
    GRID,
    LEVELS,
    LINK,
    SHADED,
    TEXT_WIDTH,
    hwpx,
    letters_id,
    paragraph,
    run,
    style_ids,
    sub_list,
)
from .hancom_pieces import PIXEL, marked, picture, said_in
from .pictures import Pictures, fitted
from .table_widths import column_widths, most_lines
from .xml_text import Span, spans, strict, xml

_HEADINGS = {TITLE: "Title", SECTION: "Section", QUESTION: "Question", LANGUAGE: "Language"}
_SIGNS = {True: "☑", False: "☐"}
_ELEMENTS = {"\n": "<hp:lineBreak/>", "\t": '<hp:tab width="4000" leader="0" type="1"/>'}
_ROW_HEIGHT, _LINE_HEIGHT = 1700, 1350
"""How high a row of one line is, and each further line."""
_EM_OF_CELL = 900  # hundredths of a point, see the style of cells
_HIGHEST = 200 * 283
"""How high a picture is at most: 200 mm."""
_IN_COMMAND = re.compile(r"([:;?\\])")


def response_hwpx(extract: Extract) -> bytes:
    """Return the document, in the active language beside the answers."""
    snapshot = extract.snapshot
    writer = _Hancom(Pictures(extract.figures))
    body = "".join(writer.body(list(passages(extract))))
    names = (localized(snapshot.city_name), localized(snapshot.edition.title))
    return hwpx(
        body,
        title=" · ".join(titles(extract)),
        header=" · ".join(names),
        note=extract.note,
        language=extract.first,
        at=snapshot.changed_at,
        pictures=writer.pictures.stored,
        carried=carried(extract, owners(extract), list(said_in(body))),
    )


@dataclass(slots=True)
class _Hancom:
    """Gives what a document names a number, and has its pictures."""

    pictures: Pictures
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def body(self, given: Sequence[Passage]) -> Iterator[str]:
        """Yield the paragraphs and tables; a part of an answer stands under its mark."""
        blocks = [each.block for each in given]
        sections = [each for each in blocks if isinstance(each, Heading) and each.level == SECTION]
        mark = ""
        for block, _language, name in given:
            if len(sections) > 1 and block is sections[0]:
                yield self._text(_("Contents"), "Question")
                for each in sections:
                    yield self._text(each.text)
            before, written = self._label(block), self._block(block)
            if before:
                yield marked(before, "") if mark else before
                mark = ""
            yield marked(written, name) if name != mark else written
            mark = name

    def _label(self, block: Block) -> str:
        """Return what stands before a block and is no part of an answer."""
        match block:
            case Unanswered(label=str(label)) if label:
                return self._text(label, "Bold")
            case _:
                return ""

    def _block(self, block: Block) -> str:  # noqa: C901, PLR0911 - a row a block
        match block:
            case Heading(level=level, text=text):
                return self._plain(text, _HEADINGS[level])
            case Bold(text=text):
                return self._text(text, "Subtitle" if block.is_title else "Bold")
            case Aside(text=text):
                return self._text(text, "Aside")
            case Unanswered():
                return self._text(block.words) + "".join(map(self._box, block.ticks))
            case Boxes(ticks=ticks):
                return "".join(map(self._box, ticks))
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
                return self._text(text)

    def _box(self, tick: Tick) -> str:
        return self._plain(f"{_SIGNS[tick.ticked]} {tick.label}", "Box")

    def _labelled(self, link: PrintedLink) -> str:
        letters = style_ids("List1")[1]
        label = run(_words(f"{link.label}: "), letters) if link.label else ""
        address = self._span(Span(link.address, strict(link.target)), letters)
        return self._paragraph(label + address, "List1")

    def _file(self, printed: PrintedFile) -> str:
        file = printed.file
        figure = _("Figure %(number)s") % {"number": printed.number} if printed.number else ""
        alternative = printed.alternative if printed.number else ""
        named = " ".join(filter(None, (figure, file.caption)))
        if name := self.pictures.name_of(file.facts.digest) if printed.number else "":
            size = fitted(file.facts, PIXEL, TEXT_WIDTH, _HIGHEST)
            own = self.pictures.pixels_of(name)
            drawn = picture(name, size, own, alternative, next(self.numbers))
            letters = style_ids("Picture")[1]
            return self._paragraph(run(drawn, letters), "Picture") + self._text(named, "Caption")
        said = f"{printed.name} · {file.type.label} · {printed.size}"
        lines = dict.fromkeys(
            filter(None, (named, alternative, said, f"SHA-256 {file.facts.digest}"))
        )
        return self._text("\n".join(lines))

    def _item(self, item: Item, level: int) -> str:
        deeper = min(level + 1, LEVELS)
        below = "".join(
            "".join(self._item(each, deeper) for each in child.items)
            if isinstance(child, ItemList)
            else self._block(child)
            for child in item.children
        )
        return self._text(f"{item.marker} {item.text}", f"List{level}") + below

    def _table(self, table: Table) -> str:
        styles = ["Figure" if is_figure else "Cell" for is_figure in table.figures]
        heads = ["Head"] * len(styles)
        widths = column_widths((table.head, *table.rows), TEXT_WIDTH, _EM_OF_CELL)
        heights = [_height(row, widths) for row in (table.head, *table.rows)]
        rows = "".join(
            self._row(row, number, styles if number else heads, (widths, heights[number]))
            for number, row in enumerate((table.head, *table.rows))
        )
        count_of = len(table.rows) + 1
        drawn = (
            f'<hp:tbl id="{next(self.numbers)}" zOrder="0" numberingType="TABLE"'
            ' textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None"'
            f' pageBreak="CELL" repeatHeader="1" rowCnt="{count_of}" colCnt="{len(styles)}"'
            f' cellSpacing="0" borderFillIDRef="{GRID}" noAdjust="0">'
            f'<hp:sz width="{TEXT_WIDTH}" widthRelTo="ABSOLUTE" height="{sum(heights)}"'
            ' heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="0" affectLSpacing="0"'
            ' flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA"'
            ' horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
            '<hp:outMargin left="0" right="0" top="283" bottom="283"/>'
            f'<hp:inMargin left="300" right="300" top="141" bottom="141"/>{rows}</hp:tbl><hp:t/>'
        )
        return self._paragraph(run(drawn, style_ids("")[1]), "")

    def _row(
        self,
        row: Sequence[str],
        number: int,
        styles: Sequence[str],
        sizes: tuple[Sequence[int], int],
    ) -> str:
        widths, height = sizes
        border = GRID if number else SHADED
        cells = "".join(
            f'<hp:tc name="" header="{int(not number)}" hasMargin="0" protect="0" editable="0"'
            f' dirty="0" borderFillIDRef="{border}">{sub_list(self._text(text, style))}'
            f'<hp:cellAddr colAddr="{column}" rowAddr="{number}"/>'
            f'<hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{width}"'
            f' height="{height}"/>'
            '<hp:cellMargin left="300" right="300" top="141" bottom="141"/></hp:tc>'
            for column, (text, style, width) in enumerate(zip(row, styles, widths, strict=True))
        )
        return f"<hp:tr>{cells}</hp:tr>"

    def _text(self, text: str, style: str = "") -> str:
        letters = style_ids(style)[1]
        inside = "".join(self._span(each, letters) for each in spans(text))
        return self._paragraph(inside or run("<hp:t/>", letters), style)

    def _plain(self, text: str, style: str) -> str:
        return self._paragraph(run(_words(text), style_ids(style)[1]), style)

    def _paragraph(self, inside: str, style: str) -> str:
        return paragraph(inside, style, next(self.numbers))

    def _span(self, span: Span, letters: int) -> str:
        if not span.target:
            return run(_words(span.text), letters)
        number = next(self.numbers)
        command = xml(_IN_COMMAND.sub(r"\\\1", span.target))
        texts = {
            "Command": f"{command};1;0;0;",
            "Path": xml(span.target),
            "Category": "HWPHYPERLINK_TYPE_URL",
            "TargetType": "HWPHYPERLINK_TARGET_BOOKMARK",
            "DocOpenType": "HWPHYPERLINK_JUMP_CURRENTTAB",
        }
        said = "".join(
            f'<hp:stringParam name="{key}">{text}</hp:stringParam>' for key, text in texts.items()
        )
        begin = (
            f'<hp:ctrl><hp:fieldBegin id="{number}" type="HYPERLINK" name="" editable="0"'
            f' dirty="0" zorder="-1" fieldid="{number}"><hp:parameters cnt="6" name="">'
            f'<hp:integerParam name="Prop">0</hp:integerParam>{said}</hp:parameters>'
            "</hp:fieldBegin></hp:ctrl>"
        )
        end = f'<hp:ctrl><hp:fieldEnd beginIDRef="{number}" fieldid="{number}"/></hp:ctrl>'
        return run(begin, letters) + run(_words(span.text), letters_id(LINK)) + run(end, letters)


def _height(row: Sequence[str], widths: Sequence[int]) -> int:
    """Return how high a row of cells is."""
    lines = most_lines([*zip(row, widths, strict=True)], _EM_OF_CELL)
    return _ROW_HEIGHT + _LINE_HEIGHT * (lines - 1)


def _words(text: str) -> str:
    said = xml(text).replace("\r", "")
    for sign, element in _ELEMENTS.items():
        said = said.replace(sign, element)
    return f"<hp:t>{said}</hp:t>"
