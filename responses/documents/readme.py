"""The file of an archive that says, in each language, what the other files are."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import MANIFEST, SNAPSHOT, Seal, pdf_name
from responses.enums import Language

TEMPLATE = "documents/readme.txt"
APPROVALS, EVIDENCE = "approvals.json", "evidence.csv"
_BETWEEN = f"\n{'-' * 60}\n\n"


def languages_of(snapshot: Snapshot) -> list[str]:
    """Return the languages of what is said in all of them, the city's first."""
    return sorted(Language.values, key=lambda each: each != snapshot.language)


def readme(snapshot: Snapshot, seal: Seal) -> bytes:
    """Return the text in all languages, the city's first, as every editor of text opens it."""
    text = _BETWEEN.join(_in(language, snapshot, seal) for language in languages_of(snapshot))
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _in(language: str, snapshot: Snapshot, seal: Seal) -> str:
    with translation.override(language):
        return render_to_string(TEMPLATE, _context(snapshot, seal)).strip() + "\n"


def _context(snapshot: Snapshot, seal: Seal) -> dict[str, Any]:
    return {
        "snapshot": snapshot,
        "seal": seal,
        # By the zone that the seal names, so that another site makes the same file of it.
        "when": f"{seal.sealed_at.replace(tzinfo=None).isoformat(' ', 'minutes')} "
        f"({seal.sealed_at.tzname()})",
        "sent": [
            (pdf_name(each), _("the response, PDF (%(language)s)") % {"language": each.label})
            for each in Language
        ],
        "others": [
            (SNAPSHOT, _("all answers as they were sealed; times are in UTC")),
            (APPROVALS, _("who signed each section, and when")),
            (EVIDENCE, _("all links to evidence, as a table (UTF-8)")),
            (MANIFEST, _("the size and the digest (SHA-256) of each file")),
        ],
    }
