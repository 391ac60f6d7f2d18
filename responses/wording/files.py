"""What the files of a submission are, in words, by their names in the archive."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.submissions.sealing import (
    APPROVALS,
    ARCHIVE,
    EVIDENCE,
    MANIFEST,
    README,
    SNAPSHOT,
    pdf_name,
)
from responses.enums import Language

_WORDS: Mapping[str, str | Promise] = {
    SNAPSHOT: _("all answers as they were sealed; times are in UTC"),
    APPROVALS: _("who signed each section, and when"),
    EVIDENCE: _("all links to evidence, as a table (UTF-8)"),
    MANIFEST: _("the size and the digest (SHA-256) of each file"),
    README: _("what each of these files is"),
    ARCHIVE: _("the archive: all files of the submission in one"),
}
_PDFS = {pdf_name(language): language for language in Language}


def file_words(name: str) -> str:
    """Return what a file of a submission is; nothing for one of a name not known here."""
    if name in _PDFS:
        return _("the response, PDF (%(language)s)") % {"language": _PDFS[name].label}
    return str(_WORDS.get(name, ""))
