"""What the files of a submission are, and how the response stands to it since, in words."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from responses.domain.content.files import size_words
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.archived_pages import PAGES, PAGES_AT_SEAL
from responses.domain.submissions.attached import FOLDER, MANIFEST, PAGES_FOLDER
from responses.domain.submissions.delivering import delivery_of
from responses.domain.submissions.renderings import expected
from responses.domain.submissions.sealing import (
    APPROVALS,
    ARCHIVE,
    EVIDENCE,
    FILES,
    README,
    RESPONSE,
    SCHEMA,
    SNAPSHOT,
    Reopened,
    Unsealed,
    pdf_languages,
    pdf_name,
)
from responses.enums import BOTH, Language
from responses.models import Submission

from .dates import day

_WORDS: Mapping[str, str | Promise] = {
    SNAPSHOT: _("all answers as they were sealed; times are in UTC"),
    RESPONSE: _("all answers with the seal, for programs; the PDFs can be made again from it"),
    SCHEMA: _("how response.json and snapshot.json are to be read (JSON Schema)"),
    APPROVALS: _("who signed each section, and when"),
    EVIDENCE: _("all links to evidence, as a table (UTF-8)"),
    FILES: _("all pictures and files of the answers, as a table (UTF-8)"),
    FOLDER: _("the pictures and files of the answers"),
    PAGES: _("which pages of links were kept when their sections were approved (UTF-8)"),
    PAGES_FOLDER: _("the pages of links as they were kept (WARC)"),
    PAGES_AT_SEAL: _("the pages of links as they were after the seal (WARC); not in the archive"),
    MANIFEST: _("the size and the digest (SHA-256) of each file"),
    pdf_name(BOTH): _("the response in both languages side by side, PDF"),
    README: _("what each of these files is"),
    ARCHIVE: _("the archive: all files of the submission in one"),
}
# By whether the answers differ from those of the submission.
_REOPENED = {
    True: _("Changed since submission no. %(number)s."),
    False: _("Reopened since submission no. %(number)s; its answers are the same."),
}
_SENT = _("Submission no. %(number)s, which has the same answers, was sent to the UN on %(day)s.")
_NEVER_AGAIN, _NOT_SEALED_AGAIN, _NOT_SENT_AGAIN = (
    _("So it need not be sealed or sent again."),
    _("So it need not be sealed again."),
    _("So it need not be sent again."),
)
_SAME = _("Its answers are the same as those of submission no. %(number)s.")
TOO_LARGE = _(
    "This response is too large for its PDF to be made on this server. "
    "Shorten it, or tell your administrator."
)
UNSEALED: Mapping[str, str | Promise] = {
    Unsealed.NOT_YOURS: _("%(person)s may no longer seal this response. You can seal it yourself."),
    Unsealed.TOO_LARGE: TOO_LARGE,
    Unsealed.UNFINISHED: _(
        "The files were not finished in time, perhaps because the server was restarted. "
        "Seal the response again. If this happens again, tell your administrator."
    ),
}
"""Why a worker has not sealed a response; what has changed meanwhile has words of its own."""
SEAL_AGAIN = _("What kept the response from being sealed has been settled. Seal it again.")
_WORKING = _("This is a working document, not a submission.")
_OF_SEALED = _(
    "This file is not sealed itself: it was made from what submission no. %(number)s says."
)
# Less need not be told.
_LONG = timedelta(seconds=20)
_PDFS = {pdf_name(language): language for language in Language}
IN_BOTH = _("both languages")
"""What the language of a document is called that has two columns."""


def pdf_labels(snapshot: Snapshot) -> Mapping[str, str | Promise]:
    """Return the languages in which there is a PDF of a response, and what each is called."""
    languages = pdf_languages(snapshot.submission_language)
    return {each: IN_BOTH if each == BOTH else Language(each).label for each in languages}


def file_words(name: str) -> str:
    """Return what a file of a submission is; nothing for one of a name not known here."""
    if name in _PDFS:
        return _("the response, PDF (%(language)s)") % {"language": _PDFS[name].label}
    if name.startswith(FOLDER) and name != FOLDER:
        return str(_("a file of an answer"))
    if name.startswith(PAGES_FOLDER) and name != PAGES_FOLDER:
        return str(_("the page of a link as it was kept (WARC)"))
    return str(_WORDS.get(name, ""))


def folder_words(count: int, size: int) -> str:
    """Return what the folder of an archive with the files of answers has, and how much."""
    words = ngettext(
        "the %(count)d picture or file of the answers, %(size)s",
        "the %(count)d pictures and files of the answers, %(size)s",
        count,
    )
    return words % {"count": count, "size": size_words(size)}


def pages_words(count: int) -> str:
    """Return what the folder of an archive with the pages of links has, and how many."""
    words = ngettext(
        "%(count)d page of a link as it was kept (WARC)",
        "%(count)d pages of links as they were kept (WARC)",
        count,
    )
    return words % {"count": count}


def reopened_words(after: Reopened | None) -> str:
    """Return after which submission a response was reopened and what came of it, if it was."""
    return str(_REOPENED[after.differs] % {"number": after.number}) if after else ""


def unsealed_words(sealed: int, after: Reopened | None) -> str:
    """Return that a file is not the sealed one.

    `sealed` is the number of the submission that says the same, or 0.
    """
    if sealed:
        return str(_OF_SEALED % {"number": sealed})
    return " ".join(filter(None, (reopened_words(after), str(_WORKING))))


def needless_words(after: Reopened | None, *, approved: bool, sent: Submission | None) -> str:
    """Return that a response need not be sealed again, if it is approved with the same answers.

    `sent` is the submission by which the UN has them, if one was sent.
    """
    if not after or not approved or after.differs:
        return ""
    if told := sent_words(sent):
        return f"{told} {_NEVER_AGAIN}"
    return str(_NOT_SEALED_AGAIN)


def same_words(same: Submission | None) -> str:
    """Return which earlier submission says the same, if one does.

    And where that was sent, that the same need not be sent again.
    """
    if same is None:
        return ""
    if told := sent_words(same):
        return f"{told} {_NOT_SENT_AGAIN}"
    return str(_SAME % {"number": same.number})


def sent_words(submission: Submission | None) -> str:
    """Return when a submission was sent to the UN, if it was."""
    delivery = delivery_of(submission)
    if submission is None or delivery is None:
        return ""
    return str(_SENT % {"number": submission.number, "day": day(delivery.day)})


def large_words(snapshot: Snapshot, language: str = "") -> str:
    """Return about how long a PDF of a response takes to be made, if that is long."""
    long = expected(snapshot, language)
    if long < _LONG:
        return ""
    minutes = ceil(long / timedelta(minutes=1))
    said = ngettext(
        "This response is large: making a PDF takes about %(minutes)d minute.",
        "This response is large: making a PDF takes about %(minutes)d minutes.",
        minutes,
    )
    return said % {"minutes": minutes}
