"""A submission as it is offered: what is sent, whether it was, and what is for checking it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from responses.domain.content.files import TYPES
from responses.domain.submissions.attached import FOLDER, is_stored
from responses.domain.submissions.delivering import delivery_of
from responses.domain.submissions.sealing import pdf_name
from responses.enums import Language
from responses.models import Delivery, Submission, SubmissionFile
from responses.wording.files import file_words

PICTURE_ENDS = tuple(end for each in TYPES.values() if each.is_picture for end in each.ends)


class SealedPdf(NamedTuple):
    """A PDF of a submission: what it is called, where it is, and its name in the archive."""

    label: str
    href: str
    name: str


class SubmissionView(NamedTuple):
    """A submission: its PDFs, which are sent, and the others, for checking, each with its words.

    `documents` counts the files of answers of which the PDFs have no more than the name.
    """

    submission: Submission
    pdfs: tuple[SealedPdf, ...]
    others: tuple[tuple[SubmissionFile, str], ...]
    delivery: Delivery | None
    documents: int


def submission_view(city: str, edition: str, submission: Submission) -> SubmissionView:
    """Return a submission that was read with its files and its delivery."""
    # Those of answers stand with the answers, pages on a page of their own, and in the archive.
    files = {file.name: file for file in submission.files.all() if not is_stored(file.name)}
    pdfs = sealed_pdfs(city, edition, submission.number)
    names = {pdf.name for pdf in pdfs}
    return SubmissionView(
        submission,
        tuple(pdf for pdf in pdfs if pdf.name in files),
        tuple((files[name], file_words(name)) for name in sorted(files.keys() - names)),
        delivery_of(submission),
        sum(_is_document(file.name) for file in submission.files.all()),
    )


def _is_document(name: str) -> bool:
    """Return whether a file of an archive is one of an answer, and no picture."""
    return name.startswith(FOLDER) and not name.casefold().endswith(PICTURE_ENDS)


def sealed_pdfs(city: str, edition: str, number: int) -> tuple[SealedPdf, ...]:
    """Return the PDFs of a submission, one a language; they are what is sent."""
    words = _("Submission no. %(number)d, PDF (%(language)s)")
    return tuple(
        SealedPdf(
            words % {"number": number, "language": language.label},
            reverse("submission_file", args=(city, edition, number, pdf_name(language))),
            pdf_name(language),
        )
        for language in Language
    )
