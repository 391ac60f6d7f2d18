"""A first combination of two answers that were written from the same one. Pure."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from responses.domain.comparing.merging import Overlap, merge_value
from responses.domain.edition.shapes import PartShape, QuestionShape

from .changes import NOTHING_TO_REPORT
from .content import Content
from .kinds import KINDS


@dataclass(frozen=True, slots=True)
class Combination:
    """What two changes come to, and the keys of the parts in which they overlap.

    Those that are `full` cannot hold both, and overlap, too. In those that are `added` both
    sides wrote more at the same place, and all of it stands there. The reason for having nothing
    to report is under `NOTHING_TO_REPORT`.
    """

    content: Content
    overlaps: frozenset[str]
    full: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()

    @property
    def meets(self) -> bool:
        """Whether both changed the same place, or both wrote there, so that a person decides."""
        return bool(self.overlaps or self.added)


def combination(
    question: QuestionShape, base: Content, mine: Content, theirs: Content
) -> Content | None:
    """Return what two changes of one person come to, losing no line of either; see `combined`.

    None where a part cannot hold both: only a person can say what may go.
    """
    both = combined(question, base, mine, theirs, both=True)
    return None if both.full else both.content


def combined(
    question: QuestionShape, base: Content, mine: Content, theirs: Content, *, both: bool = False
) -> Combination:
    """Return what both changes of `base` come to, as a first proposal for a person.

    Texts are merged by line, links by row, choices by item and contacts by line. Where both
    changed the same, mine is taken, but never nothing for something; with `both`, lines of a
    text that both changed stand there both. What both only added to a text stands there both,
    in any case. Mine is also taken where both together would be more than a part can hold.
    """
    parts: dict[str, Any] = {}
    overlaps: set[str] = set()
    full: set[str] = set()
    added: set[str] = set()
    for part in question.parts:
        key = part.key
        sides = base.parts.get(key), mine.parts.get(key), theirs.parts.get(key)
        value, overlap = KINDS[part.kind].merge(part, *sides, both)
        if value not in sides and not _holds(part, value):
            value, overlap = mine.parts.get(key), Overlap.CHANGED
            full.add(key)
        if value is not None:
            parts[key] = value
        if Overlap.CHANGED & overlap:
            overlaps.add(key)
        if Overlap.ADDED & overlap:
            added.add(key)
    reasons = base.nothing_to_report, mine.nothing_to_report, theirs.nothing_to_report
    reason, is_overlap = merge_value(*reasons)
    if is_overlap:
        overlaps.add(NOTHING_TO_REPORT)
    sets = [frozenset(each) for each in (overlaps, full, added)]
    return Combination(Content(parts, reason), *sets)


def _holds(part: PartShape, value: Any) -> bool:
    """Return whether a part can hold a value."""
    try:
        KINDS[part.kind].read(part, value)
    except ValidationError:
        return False
    return True
