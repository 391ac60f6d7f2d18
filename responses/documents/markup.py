"""A snapshot as the HTML that is printed, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Reopened, Seal
from responses.enums import BOTH
from responses.pages.beside import Beside, beside
from responses.pages.originals import with_original
from responses.pages.printed import (
    SHORT_DIGEST,
    PrintedSection,
    printed_contact,
    printed_section,
)
from responses.wording.dates import full_day
from responses.wording.files import reopened_words
from responses.wording.originals import addresses_note, translation_words
from responses.wording.statuses import response_status

from .addresses import printed_addresses
from .checked_links import checked_links
from .columns import SectionInColumns, in_columns
from .services import printed_services

TEMPLATE = "documents/response.html"


@dataclass(frozen=True, slots=True)
class PrintedSeal:
    """A seal, its day and person, and a QR code of the address to verify it at, as SVG."""

    seal: Seal
    on: str
    by: str
    code: SafeString


def response_html(
    snapshot: Snapshot, language: str, seal: Seal | None = None, after: Reopened | None = None
) -> str:
    """Return the whole response as one HTML page in `language`, under a seal if given.

    In `BOTH` the answers stand in two columns; the rest is in the language of the city.
    `after` says after which submission it was reopened, if it was.
    """
    first, other = _languages(snapshot, language)
    with translation.override(first):
        said = {"after": reopened_words(after)}
        return render_to_string(TEMPLATE, _context(snapshot, first, other, seal) | said)


def _languages(snapshot: Snapshot, language: str) -> tuple[str, str]:
    """Return in which language a document is, and the one that stands beside it, if one does."""
    return (snapshot.language, snapshot.submission_language) if language == BOTH else (language, "")


def _context(snapshot: Snapshot, language: str, other: str, seal: Seal | None) -> dict[str, Any]:
    glossary = snapshot.glossary_in(language)
    contact, as_written = printed_contact(snapshot, glossary), printed_contact(snapshot)
    shown = printed_contact(snapshot, glossary, partial(with_original, glossary=glossary))
    sections, columns = _sections(snapshot, language, glossary, in_both=bool(other))
    addresses = printed_addresses(snapshot, *filter(None, (language, other)))
    kept = any(glossary.keeps(text) for each in addresses for text in (each.whole, each.typed))
    checked, services = checked_links(snapshot, language), printed_services(snapshot, glossary)
    sealer = (seal.account, seal.sealed_by) if seal else None
    read = snapshot.in_language(language)
    said = Beside() if other else beside(read, glossary, sealer)
    before, between, after = _("Page {page} of {pages}").format(page="\0", pages="\0").split("\0")
    return {
        "is_document": True,
        "snapshot": snapshot,
        "language": language,
        "date": full_day(seal.sealed_at if seal else snapshot.changed_at),
        "changed_at": snapshot.changed_at.isoformat(timespec="seconds"),
        "status": _("Sealed") if seal else response_status(snapshot),
        "seal": _printed_seal(seal, glossary) if seal else None,
        "digest": seal.digest if seal else snapshot.digest,
        "short_digest": (seal.digest if seal else snapshot.digest)[:SHORT_DIGEST],
        "glossary": glossary,
        # What they were put together of is escaped, and what stands between is ours. Spaces between
        # tags would be removed before printing.
        "unit": mark_safe(shown.unit),  # noqa: S308 - see above
        "people": mark_safe(shown.person.replace("> <", ">&nbsp;<")),  # noqa: S308 - see above
        "unit_language": snapshot.language if contact.unit == as_written.unit else language,
        "person_language": snapshot.language if contact.person == as_written.person else language,
        "other": other,
        "sections": sections,
        "in_columns": columns,
        "addresses": addresses,
        "checked_links": checked,
        "services": services,
        "addresses_note": addresses_note(glossary) if kept else "",
        "services_note": addresses_note(glossary)
        if any(map(glossary.keeps, said.addresses))
        else "",
        "translations": _translation_words(snapshot, other or language, said),
        "page_words": {"before": before, "between": between, "after": after},
    }


def _sections(
    snapshot: Snapshot, language: str, glossary: Glossary, *, in_both: bool
) -> tuple[Sequence[PrintedSection], Sequence[SectionInColumns]]:
    """Return the sections in a language and, if they are to stand in two columns, in both."""
    if in_both:
        both = in_columns(snapshot)
        return [each.section for each in both], both
    read = snapshot.in_language(language).sections
    return [printed_section(each, glossary) for each in read], ()


def _translation_words(snapshot: Snapshot, language: str, said: Beside) -> str:
    """Return what the cover says of translations, of a document that has them in a language."""
    sections, glossary = snapshot.in_language(language).sections, snapshot.glossary_in(language)
    return translation_words(sections, glossary, *said)


def _printed_seal(seal: Seal, glossary: Glossary) -> PrintedSeal:
    code = segno.make(seal.address, error="m", micro=False)
    # Whoever does not see it is told its title.
    drawing = code.svg_inline(
        border=0,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        title=_("QR code of the address below"),
    )
    # The library draws squares from digits alone, and escapes the title.
    svg = mark_safe(drawing)  # noqa: S308 - see above
    by = glossary.name(seal.account, seal.sealed_by)
    return PrintedSeal(seal, full_day(seal.sealed_at), by, svg)
