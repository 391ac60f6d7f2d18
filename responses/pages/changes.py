"""What differs between two contents of one answer, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.comparing.differences import Piece
from responses.domain.content.changes import NOTHING_TO_REPORT, changed_parts
from responses.domain.content.content import Content
from responses.domain.edition.shapes import QuestionShape
from responses.localized import localized


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part that two contents say differently, in marked pieces."""

    label: str | Promise
    pieces: Sequence[Piece]


def changes(question: QuestionShape, before: Content, after: Content) -> list[ChangedPart]:
    """Return what differs between two contents, in the form's order."""
    labels: Mapping[str, str | Promise] = {
        part.key: localized(part.label) for part in question.parts
    } | {NOTHING_TO_REPORT: _("Nothing to report")}
    found = changed_parts(question, before, after)
    return [ChangedPart(labels[key], pieces) for key, pieces in found.items()]
