"""Which indicators have evidence, as tables for spreadsheet programs.

In the language of who reads them; of a city that submits in another than its own, in both: what
differs stands one behind the other, the city's first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from responses.domain.coverage.coverage import CoveredIndicator
from responses.domain.snapshot.services import AVAILABLE
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized
from responses.wording.coverage import COVERAGES
from responses.wording.indicators import criterion_name

from .evidence_xlsx import link_cell
from .spreadsheet_text import BOM, csv_line
from .workbooks import NAME, SMALL, WIDE, Book, Value, add_sheet, saved


def coverage_csv(snapshot: Snapshot, found: Sequence[CoveredIndicator]) -> bytes:
    """Return the table in UTF-8 with a BOM."""
    rows = [[head for head, _width in _columns(snapshot)], *_rows(snapshot, found)]
    return (BOM + "".join(map(csv_line, rows))).encode()


def coverage_xlsx(snapshot: Snapshot, found: Sequence[CoveredIndicator]) -> bytes:
    """Return the same as a workbook."""
    book = Book()
    told = _rows(snapshot, found)
    # Most are for several indicators.
    links = {url: link_cell(url, url) for url in dict.fromkeys(row[-1] for row in told)}
    rows: Iterator[list[Value]] = ([*row[:-1], links[row[-1]]] for row in told)
    add_sheet(book, _("Coverage"), _columns(snapshot), rows)
    return saved(book, snapshot)


def _languages(snapshot: Snapshot) -> Sequence[str]:
    other = snapshot.submission_language
    return (snapshot.language, other) if other else (get_language() or snapshot.language,)


def _in_all(snapshot: Snapshot, tell: Callable[[str], Iterable[Sequence[str]]]) -> list[list[str]]:
    """Return rows in all languages of a table, cell by cell."""
    told = []
    for language in _languages(snapshot):
        with override(language):
            told.append([*tell(language)])
    return [
        [" / ".join(dict.fromkeys(filter(None, cells))) for cells in zip(*rows, strict=True)]
        for rows in zip(*told, strict=True)
    ]


def _columns(snapshot: Snapshot) -> list[tuple[str, int]]:
    heads = _in_all(snapshot, lambda _language: [[head for head, _width in _own_columns()]])[0]
    return [(head, width) for head, (_head, width) in zip(heads, _own_columns(), strict=True)]


def _own_columns() -> list[tuple[str, int]]:
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


def _rows(snapshot: Snapshot, found: Sequence[CoveredIndicator]) -> list[list[str]]:
    return _in_all(snapshot, lambda language: _own_rows(snapshot, found, language))


def _own_rows(
    snapshot: Snapshot, found: Iterable[CoveredIndicator], language: str
) -> Iterator[list[str]]:
    """Yield a row an address that is named, or one where none is, in a language."""
    term = snapshot.glossary.into(language).term
    for each in found:
        shape = each.indicator
        begin = [criterion_name(shape.criterion), shape.code, localized(shape.meaning)]
        begin.append(str(COVERAGES[each.coverage].label))
        rows = [
            [
                cited.evidence.question.number,
                term(cited.evidence.section.department),
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
            said = (term(of_it.department), available, term(of_it.note))
            rows.append([_("Services"), *said, state, of_it.url])
        yield from (
            begin + row for row in rows or [[_numbers(snapshot, each.questions), *5 * [""]]]
        )


def _numbers(snapshot: Snapshot, keys: Sequence[str]) -> str:
    return ", ".join(snapshot.answers_by_key[key].question.number for key in keys)
