"""Audit records as a table for spreadsheet programs, line by line."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from responses.enums import AuditKind
from responses.models import AuditRecord
from responses.pages.audit import BETWEEN, with_edition_named
from responses.wording.waiting import held_words

from .spreadsheet_text import BOM, csv_line


def lines(
    records: Iterable[AuditRecord], editions: Collection[str], called: Mapping[int, str]
) -> Iterator[bytes]:
    """Return the table in UTF-8 with a BOM, its words in the language of the moment of calling.

    `editions` are the codes of those that the city answers, which are named as on the page; all
    else of a subject is as it was recorded. Who has a namesake is `called` so, by their key.
    """
    kinds = {kind: str(label) for kind, label in AuditKind.choices}
    head = (_("Time"), _("Action"), _("Person"), _("E-mail address"), _("Subject"), _("IP address"))
    return _lines(head, kinds, records, editions, called)


def _lines(
    head: Iterable[str],
    kinds: dict[str, str],
    records: Iterable[AuditRecord],
    editions: Collection[str],
    called: Mapping[int, str],
) -> Iterator[bytes]:
    yield (BOM + csv_line(head)).encode()
    for each in records:
        person = each.person
        who = (called.get(person.pk, str(person)), person.email) if person else ("", "")
        at = timezone.localtime(each.at).isoformat(timespec="seconds")
        held = getattr(each, "held", None)
        said = with_edition_named(each.subject, editions)
        subject = f"{said}{BETWEEN}{held_words(held)}" if held else said
        yield csv_line((at, kinds[each.kind], *who, subject, each.address or "")).encode()
