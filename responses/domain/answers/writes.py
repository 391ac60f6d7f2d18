"""What somebody wants an answer to say, and what became of that, as values."""

from dataclasses import dataclass

from responses.domain.content.content import Content
from responses.domain.edition.shapes import QuestionShape
from responses.enums import Refusal
from responses.models import RefusedText


@dataclass(frozen=True, slots=True)
class Write:
    """Content that somebody wants to be the answer to a question.

    `base_version` is the version it started from: 0 where nothing was answered yet, None
    where the sender did not say. That is refused, as is a version that never was.
    `continues` is the key of the author's refused text that this one goes on from, if any:
    should it be refused too, it takes the place of that one. A translation `translates` a version
    of the original, the one that its author had before them.
    """

    question: QuestionShape
    content: Content
    base_version: int | None
    continues: int | None = None
    translates: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a write; `refusal` says why it was refused, or is None if it was not.

    `version` is the answer's version afterwards and `changed` whether this write raised it.
    `refused` is the text kept of a refused write, or None if the answer says the same anyway.
    `combined` is what the answer says now where an autosave was not refused and yet the answer
    says something else: it met its author's own later revisions, or had nothing to change.
    """

    question: QuestionShape
    version: int
    changed: bool = False
    refusal: Refusal | None = None
    refused: RefusedText | None = None
    combined: Content | None = None
