"""Questions to be filled in as a Word document: its blanks are content controls.

Their tags are those of the blanks, and nobody deletes them by mistake; which handout it is stands
in the document's own properties. Lines of a text are paragraphs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import gettext as _

from responses.domain.content.kind import BOXES
from responses.domain.handouts.blanks import Blank
from responses.models import Handout

from .handout_frame import FramedPart, FramedQuestion, HandoutFrame
from .word import TEXT_WIDTH, docx
from .xml_text import xml

_LABEL_WIDTH = TEXT_WIDTH * 3 // 10
_LOCKED = '<w:lock w:val="sdtLocked"/>'
_CHECKBOX = (
    '<w14:checkbox><w14:checked w14:val="{ticked}"/>'
    '<w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox>'
)
_SYMBOLS = (
    '<w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol"'
    ' w:eastAsia="Segoe UI Symbol"/></w:rPr>'
)
_ELEMENTS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def handout_docx(handout: Handout, framed: HandoutFrame) -> bytes:
    """Return the document."""
    return docx(
        "".join(_WordForm().of(framed)),
        {},
        {},
        title=framed.title,
        header=framed.names,
        note=_("A file to fill in"),
        language=handout.language,
        at=handout.at,
        about=framed.about,
    )


@dataclass(slots=True)
class _WordForm:
    """Writes the paragraphs and controls, each with a number of its own."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def of(self, framed: HandoutFrame) -> Iterator[str]:
        """Yield all of the document."""
        yield _paragraph(_run(framed.title), "Heading2")
        for line in framed.instruction:
            yield _paragraph(_run(line))
        for question in framed.questions:
            yield from self._question(question)

    def _question(self, question: FramedQuestion) -> Iterator[str]:
        if question.section:
            yield _paragraph(_run(question.section), "Contents")
        yield _paragraph(_run(f"{question.number} {question.wording}"), "Heading2")
        if question.help:
            yield _paragraph(_run(question.help), "Aside")
        for part in question.parts:
            yield from self._part(part)

    def _part(self, framed: FramedPart) -> Iterator[str]:
        yield _paragraph(_run(framed.label), "Bold")
        for words in framed.words:
            yield _paragraph(_run(words))
        for blank in framed.blanks:
            if blank.slot.box:
                yield self._box(blank)
        labelled = [each for each in framed.blanks if each.slot.label and not each.slot.box]
        if labelled:
            yield self._table(labelled)
        for blank in framed.blanks:
            if not blank.slot.label:
                yield self._field(blank)

    def _field(self, blank: Blank) -> str:
        """Return a blank of any number of lines."""
        lines = blank.slot.text.split("\n")
        return self._control(blank, "".join(_paragraph(_run(line), "Blank") for line in lines))

    def _box(self, blank: Blank) -> str:
        ticked = int(blank.slot.text == BOXES[1])
        sign = f"<w:r>{_SYMBOLS}<w:t>{BOXES[ticked]}</w:t></w:r>"
        control = self._control(blank, sign, _CHECKBOX.format(ticked=ticked))
        return _paragraph(control + _run(f" {blank.slot.label}"), "Box")

    def _table(self, blanks: list[Blank]) -> str:
        widths = (_LABEL_WIDTH, TEXT_WIDTH - _LABEL_WIDTH)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            + _cell(_run(blank.slot.label), widths[0])
            + _cell(self._control(blank, _run(blank.slot.text), "<w:text/>"), widths[1])
            + "</w:tr>"
            for blank in blanks
        )
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_paragraph('', 'Gap')}"
        )

    def _control(self, blank: Blank, inside: str, kind: str = "") -> str:
        tag = xml(blank.tag)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/>'
            f'<w:id w:val="{next(self.numbers)}"/>{_LOCKED}{kind}</w:sdtPr>'
            f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        )


def _cell(inside: str, width: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(inside, 'Cell')}</w:tc>"
    )


def _run(text: str) -> str:
    said = xml(text)
    for sign, element in _ELEMENTS.items():
        said = said.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return f'<w:r><w:t xml:space="preserve">{said}</w:t></w:r>'


def _paragraph(inside: str, style: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{inside}</w:p>"
