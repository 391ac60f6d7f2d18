"""Which indicators have evidence, as tables for spreadsheet programs."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from responses.domain.content.links import fault, href
from responses.domain.coverage.coverage import CoveredIndicator
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized
from responses.pages.services import AVAILABLE
from responses.wording.coverage import COVERAGES
from responses.wording.indicators import criterion_name

from .spreadsheet_text import BOM, csv_line
from .workbooks import NAME, SMALL, WIDE, LinkCell, Value, add_sheet, new_book, saved


def coverage_csv(snapshot: Snapshot, found: Iterable[CoveredIndicator]) -> bytes:
    """Return the table in the language of who reads it, in UTF-8 with a BOM."""
    rows = [[head for head, _width in _columns()], *_rows(snapshot, found)]
    return (BOM + "".join(map(csv_line, rows))).encode()


def coverage_xlsx(snapshot: Snapshot, found: Iterable[CoveredIndicator]) -> bytes:
    """Return the same as a workbook."""
    book = new_book()
    rows: list[list[Value]] = [[*row[:-1], _link(row[-1])] for row in _rows(snapshot, found)]
    add_sheet(book, _("Coverage"), _columns(), rows)
    return saved(book, snapshot)


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Criterion"), NAME),
        (_("Code"), SMALL),
        (_("Indicator"), WIDE),
        (_("State"), NAME),
        (_("Where"), SMALL),
        (_("Department"), NAME),
        (_("On the city's sites"), NAME),
        (_("Note"), NAME),
        (_("State of the link"), NAME),
        (_("Address"), WIDE),
    ]


def _rows(snapshot: Snapshot, found: Iterable[CoveredIndicator]) -> Iterator[list[str]]:
    """Yield a row an address that is named, or one where none is."""
    for each in found:
        shape = each.indicator
        begin = [criterion_name(shape.criterion), shape.code, localized(shape.meaning)]
        begin.append(str(COVERAGES[each.coverage].label))
        rows = [
            [
                cited.evidence.question.number,
                cited.evidence.section.department,
                "",
                "",
                str(cited.status.state.label),
                cited.evidence.url,
            ]
            for cited in each.links
        ]
        if each.service is not None:
            of_it = each.service
            state = str(each.service_status.state.label) if each.service_status else ""
            available = str(AVAILABLE.get(of_it.available, ""))
            rows.append([_("Services"), of_it.department, available, of_it.note, state, of_it.url])
        yield from (
            begin + row for row in rows or [[_numbers(snapshot, each.questions), *5 * [""]]]
        )


def _numbers(snapshot: Snapshot, keys: Sequence[str]) -> str:
    return ", ".join(snapshot.answers_by_key[key].question.number for key in keys)


def _link(url: str) -> LinkCell:
    return LinkCell(url, "" if not url or fault(url) else href(url))
