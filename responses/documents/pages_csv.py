"""All links as a table, each with the page that was kept of it, or why none was."""

from collections.abc import Callable, Iterable, Sequence
from csv import writer
from functools import partial
from io import StringIO

from django.utils.translation import gettext_lazy as _

from responses.domain.kept.kept import KeptFacts
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.archived_pages import PageOfLink
from responses.link_states import KeptBody
from responses.wording.kept import why_not_kept

from .evidence_csv import HEADS, in_all, title, translated_label, with_translation
from .spreadsheet_text import safe

_HEADS = (
    _("Kept"),
    _("Last address"),
    _("Status"),
    _("Type"),
    _("Body"),
    _("Bytes"),
    _("SHA-256 of the body"),
    _("File"),
    _("SHA-256 of the file"),
)


def pages_csv(snapshot: Snapshot, links: Sequence[PageOfLink], told: Callable[[str], str]) -> bytes:
    """Return the table as a spreadsheet opens it; `told` says a moment as the archive does.

    Labels stand there in both languages, if the city submits in another.
    """
    table = StringIO()
    rows = writer(table)
    into = snapshot.submission_language
    heads = [in_all(snapshot, partial(str, each)) for each in (*HEADS[:-1], *_HEADS)]
    rows.writerow(with_translation(heads, translated_label(snapshot, into)))
    for link, page, name in links:
        place = (
            title(link.section, snapshot, into),
            link.question.number,
            link.number,
        )
        said = (link.label, link.url, *_said(snapshot, page, told), name, page.file)
        cells = [*place, *map(safe, map(str, said))]
        rows.writerow(with_translation(cells, safe(link.translated) if into else None))
    return table.getvalue().encode("utf-8-sig")


def _said(snapshot: Snapshot, page: KeptFacts, told: Callable[[str], str]) -> Iterable[str | int]:
    if not page.is_kept or page.at is None:
        return (in_all(snapshot, partial(_why, page)), *[""] * 6)
    body = in_all(snapshot, lambda: str(KeptBody(page.body).label))
    at = told(page.at.isoformat())
    return (at, page.final_url, page.status, page.type, body, page.size, page.body_digest)


def _why(page: KeptFacts) -> str:
    return _("Not kept: %(why)s") % {"why": why_not_kept(page.state, page.finding)}
