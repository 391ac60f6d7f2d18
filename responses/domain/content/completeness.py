"""What each question still lacks. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from responses.characters import says_nothing
from responses.domain.edition.shapes import PartShape, QuestionShape

from .content import Content
from .kinds import KINDS


class Status(StrEnum):
    """How far an answer is; "no" and "nothing to report" are answers."""

    UNANSWERED = "unanswered"
    INCOMPLETE = "incomplete"
    ANSWERED = "answered"


def is_excused(question: QuestionShape, content: Content) -> bool:
    """Return whether "no" or "nothing to report" says it all, so that no evidence is needed."""
    return not says_nothing(content.nothing_to_report) or any(
        KINDS[part.kind].excuses(content.parts.get(part.key)) for part in question.parts
    )


def lacking(question: QuestionShape, content: Content) -> tuple[PartShape, ...]:
    """Return the parts that a complete answer would still need, in the form's order.

    A part that explains is needed only where nothing else is asked for or answered. "No"
    and "nothing to report" need no evidence.
    """
    if is_excused(question, content):
        return ()
    hard = [part for part in question.parts if not KINDS[part.kind].explains]
    given = {part.key for part in question.parts if says_something(content.parts.get(part.key))}
    needed = hard if any(part.key in given for part in hard) else question.parts
    return tuple(part for part in needed if part.key not in given)


def status(question: QuestionShape, content: Content) -> Status:
    """Return how far the answer to a question is."""
    if says_nothing(content.nothing_to_report) and not any(
        map(says_something, content.parts.values())
    ):
        return Status.UNANSWERED
    return Status.INCOMPLETE if lacking(question, content) else Status.ANSWERED


def says_something(value: Any) -> bool:
    """Return whether there is anything to read in a value, which may be older than this rule."""
    if isinstance(value, str):
        return not says_nothing(value)
    if isinstance(value, Mapping):
        return any(map(says_something, value.values()))
    return any(map(says_something, value)) if isinstance(value, list | tuple) else value is not None
