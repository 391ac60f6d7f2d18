"""Questions to be filled in as a Hancom document: its blanks are cells that have names.

Those are the tags of the blanks; which handout it is stands in such cells at the end. Lines of a
text are paragraphs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from django.utils.translation import gettext as _

from responses.domain.handouts.blanks import Blank
from responses.models import Handout

from .hancom import GRID, SHADED, TEXT_WIDTH, hwpx, paragraph, run, style_ids, sub_list
from .handout_frame import FramedPart, FramedQuestion, HandoutFrame
from .table_widths import most_lines
from .xml_text import xml

_ROW_HEIGHT, _LINE_HEIGHT, _EM = 1700, 1350, 900
"""How high a row of one line is, and each further line; the letters of a cell."""
_LABEL_WIDTH, _BOX_WIDTH = TEXT_WIDTH * 3 // 10, TEXT_WIDTH // 12
_ELEMENTS = {"\n": "<hp:lineBreak/>", "\t": '<hp:tab width="4000" leader="0" type="1"/>'}


class _NamedCell(NamedTuple):
    """A cell: its text, its width, and of a blank the name that it has."""

    text: str
    width: int
    name: str = ""


def handout_hwpx(handout: Handout, framed: HandoutFrame) -> bytes:
    """Return the document."""
    return hwpx(
        "".join(_HancomForm().of(framed)),
        title=framed.title,
        header=" · ".join(framed.names),
        note=_("A file to fill in"),
        language=handout.language,
        at=handout.at,
    )


@dataclass(slots=True)
class _HancomForm:
    """Writes the paragraphs and tables, each with a number of its own."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def of(self, framed: HandoutFrame) -> Iterator[str]:
        """Yield all of the document."""
        yield self._text(framed.title, "Question")
        for line in framed.instruction:
            yield self._text(line)
        for question in framed.questions:
            yield from self._question(question)
        yield self._text(
            _("For the program that reads this file. Please leave it as it is."), "Bold"
        )
        yield self._table(
            [
                [_NamedCell(key, _LABEL_WIDTH), _NamedCell(said, TEXT_WIDTH - _LABEL_WIDTH, key)]
                for key, said in framed.about.items()
            ]
        )

    def _question(self, question: FramedQuestion) -> Iterator[str]:
        if question.section:
            yield self._text(question.section, "Question")
        yield self._text(f"{question.number} {question.wording}", "Question")
        if question.help:
            yield self._text(question.help, "Aside")
        for part in question.parts:
            yield from self._part(part)

    def _part(self, framed: FramedPart) -> Iterator[str]:
        yield self._text(framed.label, "Bold")
        for words in framed.words:
            yield self._text(words)
        if framed.blanks:
            yield self._table([_row(blank) for blank in framed.blanks])

    def _table(self, rows: Sequence[Sequence[_NamedCell]]) -> str:
        columns = max(map(len, rows))
        heights = [_height(row) for row in rows]
        drawn = "".join(
            "<hp:tr>"
            + "".join(self._cell(cell, (column, number), height) for column, cell in enumerate(row))
            + "</hp:tr>"
            for number, (row, height) in enumerate(zip(rows, heights, strict=True))
        )
        table = (
            f'<hp:tbl id="{next(self.numbers)}" zOrder="0" numberingType="TABLE"'
            ' textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None"'
            f' pageBreak="CELL" repeatHeader="0" rowCnt="{len(rows)}" colCnt="{columns}"'
            f' cellSpacing="0" borderFillIDRef="{GRID}" noAdjust="0">'
            f'<hp:sz width="{TEXT_WIDTH}" widthRelTo="ABSOLUTE" height="{sum(heights)}"'
            ' heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="0" affectLSpacing="0"'
            ' flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA"'
            ' horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
            '<hp:outMargin left="0" right="0" top="283" bottom="283"/>'
            f'<hp:inMargin left="300" right="300" top="141" bottom="141"/>{drawn}</hp:tbl><hp:t/>'
        )
        return paragraph(run(table, style_ids("")[1]), "", next(self.numbers))

    def _cell(self, cell: _NamedCell, place: tuple[int, int], height: int) -> str:
        column, row = place
        border = GRID if cell.name else SHADED
        lines = "".join(self._text(line, "Cell") for line in cell.text.split("\n"))
        return (
            f'<hp:tc name="{xml(cell.name)}" header="0" hasMargin="0" protect="0"'
            f' editable="{int(bool(cell.name))}" dirty="0" borderFillIDRef="{border}">'
            f'{sub_list(lines)}<hp:cellAddr colAddr="{column}" rowAddr="{row}"/>'
            f'<hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{cell.width}"'
            f' height="{height}"/>'
            '<hp:cellMargin left="300" right="300" top="141" bottom="141"/></hp:tc>'
        )

    def _text(self, text: str, style: str = "") -> str:
        said = xml(text).replace("\r", "")
        for sign, element in _ELEMENTS.items():
            said = said.replace(sign, element)
        inside = run(f"<hp:t>{said}</hp:t>", style_ids(style)[1])
        return paragraph(inside, style, next(self.numbers))


def _height(row: Sequence[_NamedCell]) -> int:
    """Return how high a row is: some programs make none higher for what stands in it."""
    lines = most_lines([(cell.text, cell.width) for cell in row], _EM)
    return _ROW_HEIGHT + _LINE_HEIGHT * (lines - 1)


def _row(blank: Blank) -> list[_NamedCell]:
    """Return the cells of a blank: a box before its label, any other behind it."""
    slot = blank.slot
    if slot.box:
        label = _NamedCell(slot.label, TEXT_WIDTH - _BOX_WIDTH)
        return [_NamedCell(slot.text, _BOX_WIDTH, blank.tag), label]
    if not slot.label:
        return [_NamedCell(slot.text, TEXT_WIDTH, blank.tag)]
    label = _NamedCell(slot.label, _LABEL_WIDTH)
    return [label, _NamedCell(slot.text, TEXT_WIDTH - _LABEL_WIDTH, blank.tag)]
