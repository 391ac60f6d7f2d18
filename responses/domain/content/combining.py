"""A first combination of two answers that were written from the same one. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from responses.domain.comparing.merging import merge_set, merge_text, merge_value
from responses.domain.content.changes import NOTHING_TO_REPORT
from responses.domain.content.rows import merge_rows
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.enums import PartKind
from responses.validators import LINKS_MAX, TEXT_MAX

from .content import ContactValue, Content


@dataclass(frozen=True, slots=True)
class Combination:
    """What two changes come to, and the keys of the parts in which they overlap.

    The reason for having nothing to report is under `NOTHING_TO_REPORT`.
    """

    content: Content
    overlaps: frozenset[str]


def combination(question: QuestionShape, base: Content, mine: Content, theirs: Content) -> Content:
    """Return what two changes of one person come to, losing no line of either; see `combined`."""
    return combined(question, base, mine, theirs, both=True).content


def combined(
    question: QuestionShape, base: Content, mine: Content, theirs: Content, *, both: bool = False
) -> Combination:
    """Return what both changes of `base` come to, as a first proposal for a person.

    Texts are merged by line, links by row, choices by item and contacts by line. Where both
    changed the same, mine is taken, but never nothing for something; with `both`, lines of a
    text that both changed stand there both. Mine is also taken where both together would be
    more than a part can hold; that is an overlap.
    """
    parts: dict[str, Any] = {}
    overlaps: set[str] = set()
    for part in question.parts:
        key = part.key
        sides = base.parts.get(key), mine.parts.get(key), theirs.parts.get(key)
        value, overlap = _MERGE[part.kind](part, *sides, both)
        if value:
            parts[key] = value
        if overlap:
            overlaps.add(key)
    reasons = base.nothing_to_report, mine.nothing_to_report, theirs.nothing_to_report
    reason, overlap = merge_value(*reasons)
    if overlap:
        overlaps.add(NOTHING_TO_REPORT)
    return Combination(Content(parts, reason), frozenset(overlaps))


_Merged = tuple[Any, bool]


def _value(_part: PartShape, base: Any, mine: Any, theirs: Any, _both: object) -> _Merged:
    return merge_value(base, mine, theirs)


def _text(_part: PartShape, base: Any, mine: Any, theirs: Any, both: Any) -> _Merged:
    text, overlap = merge_text(base or "", mine or "", theirs or "", both=both)
    if len(text) > TEXT_MAX:
        return mine, True
    return text if text.strip() else None, overlap


def _links(_part: PartShape, base: Any, mine: Any, theirs: Any, _both: object) -> _Merged:
    rows, overlap = merge_rows(base or (), mine or (), theirs or ())
    return (mine, True) if len(rows) > LINKS_MAX else (rows, overlap)


def _choices(part: PartShape, base: Any, mine: Any, theirs: Any, _both: object) -> _Merged:
    ticked = merge_set(*(frozenset(keys or ()) for keys in (base, mine, theirs)))
    return tuple(choice.key for choice in part.choices if choice.key in ticked), False


def _contact(_part: PartShape, base: Any, mine: Any, theirs: Any, _both: object) -> _Merged:
    sides = (astuple(side or ContactValue()) for side in (base, mine, theirs))
    lines = [merge_value(*values) for values in zip(*sides, strict=True)]
    contact = ContactValue(*(line for line, _overlap in lines))
    return contact if any(astuple(contact)) else None, any(overlap for _line, overlap in lines)


_MERGE: Mapping[PartKind, Callable[[PartShape, Any, Any, Any, bool], _Merged]] = {
    PartKind.YES_NO: _value,
    PartKind.CHOICES: _choices,
    PartKind.PERCENTAGE: _value,
    PartKind.CONTACT: _contact,
    PartKind.TEXT: _text,
    PartKind.LINKS: _links,
}
