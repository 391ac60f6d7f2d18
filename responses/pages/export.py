"""The formats in which a response can be taken out, as a page offers them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import ARCHIVE
from responses.enums import Language
from responses.localized import bracketed
from responses.models import Submission
from responses.wording.files import pdf_labels

from .hrefs import href_of
from .submissions import sealed_pdfs


class ExportButton(NamedTuple):
    """A file to take: what it is called, and where it is; whether it is of a submission."""

    label: str
    href: str
    is_sealed: bool = False


class Export(NamedTuple):
    """A format: its key, by which its picture is drawn, what it is called and is good for.

    It has `buttons`, or is sent from the address `action` by section and language; `note` says
    that such a file is not the sealed one.
    """

    key: str
    title: str
    words: str
    buttons: tuple[ExportButton, ...] = ()
    action: str = ""
    note: str = ""


_TO_WORK_ON = (
    (
        "docx",
        gettext_lazy("Word document (DOCX)"),
        gettext_lazy(
            "To work on in Word or LibreOffice: headings, lists, tables, links and figures; boxes "
            "and answers are fields."
        ),
    ),
    (
        "hwpx",
        gettext_lazy("Hancom document (HWPX)"),
        gettext_lazy("To work on in Hancom Office: headings, lists, tables, links and pictures."),
    ),
    (
        "xlsx",
        gettext_lazy("Workbook (XLSX)"),
        gettext_lazy(
            "To work on in a spreadsheet program: a row a question, and sheets of links, files and "
            "discussions."
        ),
    ),
    (
        "md",
        gettext_lazy("Text (Markdown)"),
        gettext_lazy(
            "To work on in any editor: questions as headings, answers with their bullets, tables "
            "and links."
        ),
    ),
)
"""The formats of `response.KEY` to work on: how each is called and what it is good for."""


def exports(snapshot: Snapshot, sealed: Submission | None) -> Iterator[Export]:
    """Yield the formats; while a response stands as it was `sealed`, with the sealed files."""
    yield _pdf(snapshot, sealed)
    note = _("Made now: not a file of the submission.") if sealed else ""
    for key, title, words in _TO_WORK_ON:
        action = _href(snapshot, f"response.{key}")
        yield Export(key, str(title), str(words), action=action, note=note)
    yield Export(
        "evidence",
        _("Table of evidence"),
        _(
            "All addresses with their question and label, as typed and as linked. Files in both "
            "languages have headings in Korean and English, and each label beside its translation."
        ),
        tuple(_tables(snapshot, sealed)),
        note=_("Files in one language and XLSX files are made now: not files of the submission.")
        if sealed
        else "",
    )
    yield Export(
        "json",
        _("Data (JSON)"),
        _(
            "For programs and archives: everything in both languages. The PDFs can be made again "
            "from it alone."
        ),
        (_file(snapshot, sealed, "response.json", "JSON"),),
    )
    if sealed:
        yield Export(
            "zip",
            _("Archive (ZIP)"),
            _("All files of the submission in one. The city keeps it."),
            (_archive(snapshot, sealed),),
        )


def _pdf(snapshot: Snapshot, sealed: Submission | None) -> Export:
    place = (snapshot.city_slug, snapshot.edition.code)
    label = _("PDF in %(language)s (working document)")
    working = (
        ExportButton(
            label % {"language": name}, f"{href_of('response_pdf', *place)}?language={code}"
        )
        for code, name in pdf_labels(snapshot).items()
    )
    found = (
        (ExportButton(each.label, each.href, True) for each in sealed_pdfs(*place, sealed.number))
        if sealed
        else working
    )
    words = (
        _("To read, to print and to send to the UN.")
        if sealed
        else _(
            "To read and to print. Sealing makes the one that is sent to the UN. A single section "
            "is printed by the browser, from its review page."
        )
    )
    return Export("pdf", "PDF", words, tuple(found))


def _tables(snapshot: Snapshot, sealed: Submission | None) -> Iterator[ExportButton]:
    """Yield the tables of evidence in all languages, and in each alone."""
    for name, label in (("evidence.csv", "CSV"), ("evidence.xlsx", "XLSX")):
        is_sealed = name == "evidence.csv"
        both = bracketed(label, _("in both languages"))
        yield _file(snapshot, sealed if is_sealed else None, name, both)
        for code in Language.values:
            words = bracketed(label, Language(code).label)
            yield ExportButton(words, f"{_href(snapshot, name)}?language={code}")


def _file(snapshot: Snapshot, sealed: Submission | None, name: str, label: str) -> ExportButton:
    """Return the way to a file that submissions have, too."""
    if not sealed:
        return ExportButton(label, _href(snapshot, name))
    words = _("Submission no. %(number)d, %(file)s") % {"number": sealed.number, "file": label}
    return ExportButton(words, _href(snapshot, name), True)


def _archive(snapshot: Snapshot, sealed: Submission) -> ExportButton:
    place = (snapshot.city_slug, snapshot.edition.code, sealed.number, ARCHIVE)
    words = _("Submission no. %(number)d, %(file)s") % {"number": sealed.number, "file": "ZIP"}
    return ExportButton(words, href_of("submission_file", *place), True)


def _href(snapshot: Snapshot, name: str) -> str:
    return href_of("export_file", snapshot.city_slug, snapshot.edition.code, name)
