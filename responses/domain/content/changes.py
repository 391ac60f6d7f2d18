"""What differs between two answers to one question, by part and by row. Pure."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, astuple
from typing import Any

from responses.domain.comparing.differences import Piece, differences
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.enums import PartKind, YesNo
from responses.localized import localized

from .content import ContactValue, Content
from .rows import matched

NOTHING_TO_REPORT = "nothing_to_report"

Row = tuple[Piece, ...]


def changed_parts(
    question: QuestionShape, before: Content, after: Content
) -> Mapping[str, tuple[Piece, ...]]:
    """Return the pieces of each part that differs, by part key, in the form's order.

    A changed reason for having nothing to report is under `NOTHING_TO_REPORT`.
    """
    texts = {part.key: (_text(part, before), _text(part, after)) for part in question.parts} | {
        NOTHING_TO_REPORT: (before.nothing_to_report, after.nothing_to_report)
    }
    return {key: differences(*pair) for key, pair in texts.items() if pair[0] != pair[1]}


def marked_rows(
    question: QuestionShape, key: str, before: Content, after: Content
) -> tuple[Row, ...]:
    """Return each row of a part in pieces, those taken out among those that are left.

    Links, choices and the lines of a contact are rows; any other part, and the reason under
    `NOTHING_TO_REPORT`, is one.
    """
    if key == NOTHING_TO_REPORT:
        pairs: _Pairs = [(before.nothing_to_report, after.nothing_to_report)]
    else:
        part = question.parts_by_key[key]
        pairs = _ROWS.get(part.kind, _whole)(part, before.parts.get(key), after.parts.get(key))
    return tuple(differences(*pair) for pair in pairs if any(pair))


def _text(part: PartShape, content: Content) -> str:
    return _said(part, content.parts.get(part.key))


def _said(part: PartShape, value: Any) -> str:
    return "\n".join(_LINES[part.kind](part, value)) if value else ""


def _yes_no(_part: PartShape, value: Any) -> Iterable[str]:
    return [str(YesNo(value).label)]


def _choices(part: PartShape, value: Any) -> Iterable[str]:
    return [localized(choice.label) for choice in part.choices if choice.key in value]


def _percentage(_part: PartShape, value: Any) -> Iterable[str]:
    return [f"{value}%"]


def _contact(_part: PartShape, value: Any) -> Iterable[str]:
    return [line for line in asdict(value).values() if line]


def _as_typed(_part: PartShape, value: Any) -> Iterable[str]:
    return [value]


def _links(_part: PartShape, value: Any) -> Iterable[str]:
    return [f"{link.label} {link.url}".strip() for link in value]


_LINES: Mapping[PartKind, Callable[[PartShape, Any], Iterable[str]]] = {
    PartKind.YES_NO: _yes_no,
    PartKind.CHOICES: _choices,
    PartKind.PERCENTAGE: _percentage,
    PartKind.CONTACT: _contact,
    PartKind.TEXT: _as_typed,
    PartKind.LINKS: _links,
}


_Pairs = Iterable[tuple[str, str]]


def _whole(part: PartShape, before: Any, after: Any) -> _Pairs:
    return [(_said(part, before), _said(part, after))]


def _ticks(part: PartShape, before: Any, after: Any) -> _Pairs:
    for choice in part.choices:
        label = localized(choice.label)
        yield (
            label if choice.key in (before or ()) else "",
            label if choice.key in (after or ()) else "",
        )


def _contact_lines(_part: PartShape, before: Any, after: Any) -> _Pairs:
    return zip(*(astuple(side or ContactValue()) for side in (before, after)), strict=True)


def _link_rows(_part: PartShape, before: Any, after: Any) -> _Pairs:
    """Yield the rows as they are now, each taken out before the one that followed it."""
    old, new = (
        [f"{row.label}\n{row.url}".strip() for row in side or ()] for side in (before, after)
    )
    became = matched(before or (), after or ())
    was = {place: earlier for earlier, place in became.items()}
    gone = deque(place for place in range(len(old)) if place not in became)
    for place, row in enumerate(new):
        while place in was and gone and gone[0] < was[place]:
            yield old[gone.popleft()], ""
        yield old[was[place]] if place in was else "", row
    for place in gone:
        yield old[place], ""


_ROWS: Mapping[PartKind, Callable[[PartShape, Any, Any], _Pairs]] = {
    PartKind.CHOICES: _ticks,
    PartKind.CONTACT: _contact_lines,
    PartKind.LINKS: _link_rows,
}
