"""What a section still lacks, in words, with the way to each question."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from responses.domain.content.completeness import Status
from responses.domain.snapshot.snapshot import AnswerSnapshot, SectionSnapshot
from responses.localized import localized


class Gap(NamedTuple):
    """A question that is not completely answered."""

    number: str
    wording: str
    href: str
    lacks: str


def gaps(section: SectionSnapshot, href: str) -> tuple[Gap, ...]:
    """Return the section's gaps in the form's order; `href` is a page that shows its questions."""
    return tuple(
        Gap(
            number=answer.question.number,
            wording=localized(answer.question.wording),
            href=f"{href}#{answer.question.key}",
            lacks=_lacks(answer),
        )
        for answer in section.open_answers
    )


def _lacks(answer: AnswerSnapshot) -> str:
    if answer.status is Status.UNANSWERED:
        return _("not answered")
    labels = ", ".join(localized(part.label) for part in answer.lacking)
    return _("missing: %(parts)s") % {"parts": labels}
