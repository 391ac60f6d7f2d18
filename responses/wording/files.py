"""What the files of a submission are, and how the response stands to it since, in words."""

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
    Reopened,
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
# By whether the answers differ from those of the submission.
_REOPENED = {
    True: _("Changed since submission no. %(number)s."),
    False: _("Reopened since submission no. %(number)s; its answers are the same."),
}
# Of a response that says what was sealed, by whether that was sent.
_NEEDLESS = {
    True: _("So it need not be sealed or sent again."),
    False: _("So it need not be sealed again."),
}
_PDFS = {pdf_name(language): language for language in Language}


def file_words(name: str) -> str:
    """Return what a file of a submission is; nothing for one of a name not known here."""
    if name in _PDFS:
        return _("the response, PDF (%(language)s)") % {"language": _PDFS[name].label}
    return str(_WORDS.get(name, ""))


def reopened_words(after: Reopened | None) -> str:
    """Return after which submission a response was reopened and what came of it, if it was."""
    return str(_REOPENED[after.differs] % {"number": after.number}) if after else ""


def needless_words(after: Reopened | None, *, approved: bool, sent: bool) -> str:
    """Return that a response need not be sealed again, if it is approved with the same answers.

    `sent` says whether that submission was.
    """
    return str(_NEEDLESS[sent]) if after and approved and not after.differs else ""
