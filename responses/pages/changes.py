"""What differs between two contents of one answer, as pages show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.content.changes import NOTHING_TO_REPORT, changed_parts
from responses.domain.content.content import Content
from responses.domain.content.marked import Marked, abridged_marked
from responses.domain.edition.shapes import QuestionShape
from responses.domain.snapshot.snapshot import Snapshot
from responses.localized import localized

_NOTHING = _("Nothing to report")


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part that two contents say differently, in marked pieces."""

    label: str | Promise
    pieces: Sequence[Marked]


def changes(question: QuestionShape, before: Content, after: Content) -> list[ChangedPart]:
    """Return what differs between two contents, in the form's order."""
    found = changed_parts(question, before, after)
    return [ChangedPart(_label(question, key), pieces) for key, pieces in found.items()]


def _label(question: QuestionShape, key: str) -> str | Promise:
    return _NOTHING if key == NOTHING_TO_REPORT else localized(question.parts_by_key[key].label)


def abridged_changes(question: QuestionShape, before: Content, after: Content) -> list[ChangedPart]:
    """Return what differs between two contents, without the most of what stayed the same."""
    found = changes(question, before, after)
    return [replace(change, pieces=abridged_marked(change.pieces)) for change in found]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question that two snapshots answer differently, and how."""

    question: QuestionShape
    parts: Sequence[ChangedPart]


def changed_answers(before: Snapshot, after: Snapshot) -> Iterator[ChangedAnswer]:
    """Yield the questions that two snapshots of one response answer differently."""
    then = {
        answer.question.key: answer.content
        for section in before.sections
        for answer in section.answers
    }
    for section in after.sections:
        for answer in section.answers:
            question = answer.question
            if parts := changes(question, then[question.key], answer.content):
                yield ChangedAnswer(question, parts)
