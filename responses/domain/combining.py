"""A first combination of two answers that were written from the same one. Pure."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any, TypeVar

from responses.enums import PartKind

from .content import ContactValue, Content
from .questionnaire import QuestionShape

T = TypeVar("T")


def combination(question: QuestionShape, base: Content, mine: Content, theirs: Content) -> Content:
    """Return what both changes of `base` come to, as a first proposal for a person.

    What only one side changed is taken from that side. Where both changed the same part,
    links, choices and a contact's lines are united, and of anything else mine is taken.
    """
    parts: dict[str, Any] = {}
    for part in question.parts:
        key = part.key
        sides = base.parts.get(key), mine.parts.get(key), theirs.parts.get(key)
        if value := _merged(*sides):
            parts[key] = value
        if part.kind is PartKind.CHOICES and value:
            parts[key] = tuple(choice.key for choice in part.choices if choice.key in value)
    reason = _one(base.nothing_to_report, mine.nothing_to_report, theirs.nothing_to_report)
    return Content(parts, reason)


def _merged(base: Any, mine: Any, theirs: Any) -> Any:
    if isinstance(mine, ContactValue) and isinstance(theirs, ContactValue):
        before = base if isinstance(base, ContactValue) else ContactValue()
        sides = zip(astuple(before), astuple(mine), astuple(theirs), strict=True)
        return ContactValue(*(_one(*lines) for lines in sides))
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return _rows(base if isinstance(base, tuple) else (), mine, theirs)
    return _one(base, mine, theirs)


def _one(base: T, mine: T, theirs: T) -> T:
    """Return the side that changed, mine where both did, and never nothing for something."""
    if mine == base:
        return theirs
    return mine if theirs == base else mine or theirs


def _rows(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...]:
    """Return my rows without those taken out there, then those added there."""
    kept = [row for row in mine if row in theirs or row not in base]
    return (*kept, *(row for row in theirs if row not in mine and row not in base))
