"""The sittings in which an answer was written, and what each changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from responses.domain.answers.revisions import Sitting
from responses.domain.content.content import Content
from responses.domain.edition.shapes import QuestionShape

from .changes import ChangedPart, abridged_changes


@dataclass(frozen=True, slots=True)
class ReadSitting:
    """A sitting and what the answer said differently at its end than before it."""

    sitting: Sitting
    changes: Sequence[ChangedPart]


def read_sitting(
    sitting: Sitting, question: QuestionShape, contents: Mapping[int, Content]
) -> ReadSitting:
    """Return a sitting with what it changed; `contents` are by version."""
    before, after = contents[sitting.before], contents[sitting.last.version]
    return ReadSitting(sitting, abridged_changes(question, before, after))
