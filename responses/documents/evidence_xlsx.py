"""The table of all evidence as a workbook."""

from django.utils.translation import gettext as _

from responses.domain.content.links import fault, href
from responses.domain.snapshot.evidence import evidence

from .evidence_csv import (
    HEADS,
    LABEL,
    heads,
    indicator_heads,
    indicators,
    label_in,
    state_heads,
    states,
    title,
    translated_label,
    with_translation,
)
from .extract import Extract
from .workbooks import SMALL, WIDE, Book, LinkCell, add_sheet, saved
from .xml_text import strict

_WIDTHS = (30, SMALL, SMALL, WIDE, WIDE, WIDE)


def evidence_xlsx(extract: Extract) -> bytes:
    """Return the table with the same rows and heads as in CSV."""
    snapshot = extract.snapshot
    language = extract.only
    into = "" if language else snapshot.submission_language
    columns = list(zip(heads(snapshot, language), _WIDTHS, strict=True))
    if label := translated_label(snapshot, into):
        columns.insert(HEADS.index(LABEL) + 1, (label, WIDE))
    tell = states(snapshot, language)
    proves = indicators(snapshot, language, extract.chosen)
    columns += [(head, WIDE) for head in indicator_heads(snapshot, language, extract.chosen)]
    columns += zip(state_heads(snapshot, language), (SMALL, SMALL, WIDE, WIDE), strict=False)
    rows = (
        [
            *with_translation(
                (
                    title(each.section, snapshot, into, language),
                    *(each.question.number, each.number),
                    *(label_in(each, snapshot, language), each.url),
                    link_cell(href(each.url), each.url),
                ),
                each.translated if into else None,
            ),
            *proves(each),
            *tell(each.url),
        ]
        for each in evidence(snapshot.sections)
    )
    book = Book()
    add_sheet(book, _("Evidence"), columns, rows, footer=extract.note)
    return saved(book, snapshot)


def link_cell(said: str, url: str) -> LinkCell:
    """Return a cell that leads to where an address does, if it leads anywhere."""
    return LinkCell(said, "" if fault(url) else strict(url))
