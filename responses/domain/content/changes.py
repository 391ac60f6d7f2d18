"""What differs between two answers to one question, by part and by row. Pure."""

from collections.abc import Mapping

from responses.domain.edition.shapes import PartShape, QuestionShape

from .content import Content
from .kind import Pairs
from .kinds import KINDS
from .marked import Marked, marked

NOTHING_TO_REPORT = "nothing_to_report"

Row = tuple[Marked, ...]


def changed_parts(
    question: QuestionShape, before: Content, after: Content
) -> Mapping[str, tuple[Marked, ...]]:
    """Return the pieces of each part that differs, by part key, in the form's order.

    A changed reason for having nothing to report is under `NOTHING_TO_REPORT`.
    """
    # Most values are the same, and putting them in words takes longer than finding that out.
    texts = {
        part.key: (_text(part, before), _text(part, after))
        for part in question.parts
        if before.parts.get(part.key) != after.parts.get(part.key)
    } | {NOTHING_TO_REPORT: (before.nothing_to_report, after.nothing_to_report)}
    return {key: marked(*pair) for key, pair in texts.items() if pair[0] != pair[1]}


def marked_rows(
    question: QuestionShape, key: str, before: Content, after: Content
) -> tuple[Row, ...]:
    """Return each row of a part in pieces, those taken out among those that are left.

    A part that is no list is one row, and so is the reason under `NOTHING_TO_REPORT`.
    """
    if key == NOTHING_TO_REPORT:
        pairs: Pairs = [(before.nothing_to_report, after.nothing_to_report)]
    else:
        pairs = _pairs(question.parts_by_key[key], before, after)
    return tuple(marked(*pair) for pair in pairs if any(pair))


def _pairs(part: PartShape, before: Content, after: Content) -> Pairs:
    rows = KINDS[part.kind].pairs
    if rows is None:
        return [(_text(part, before), _text(part, after))]
    return rows(part, before.parts.get(part.key), after.parts.get(part.key))


def _text(part: PartShape, content: Content) -> str:
    value = content.parts.get(part.key)
    return "" if value is None else "\n".join(KINDS[part.kind].words(part, value))
