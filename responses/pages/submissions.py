"""The files of a submission as they are offered: what is sent, and what is for checking it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from responses.domain.submissions.sealing import pdf_name
from responses.enums import Language


class SealedPdf(NamedTuple):
    """A PDF of a submission: what it is called, where it is, and its name in the archive."""

    label: str
    href: str
    name: str


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
