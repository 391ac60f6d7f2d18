"""What differs between two versions of an answer, as marked pieces of text. Pure."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from responses.enums import PartKind, YesNo
from responses.localized import localized

from .alignment import changes
from .content import ContactValue, Content
from .questionnaire import PartShape, QuestionShape
from .row_merging import matched

NOTHING_TO_REPORT = "nothing_to_report"
_WORTH_SKIPPING = 3


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one mark."""

    mark: Mark
    text: str

    @property
    def lines(self) -> int:
        """How many lines the text is."""
        return self.text.removesuffix("\n").count("\n") + 1


Row = tuple[Piece, ...]


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of two texts: those not deleted give `after`, those not inserted `before`.

    Lines are compared first and words only within lines that differ, so that long texts
    stay quick.
    """
    pieces = _by_line(_lines(before), _lines(after))
    return tuple(
        Piece(mark, "".join(piece.text for piece in run))
        for mark, run in groupby(pieces, key=lambda piece: piece.mark)
    )


def abridged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the same text in pieces, unchanged lines far from any change marked as skipped."""
    last = len(pieces) - 1
    return tuple(
        short
        for place, piece in enumerate(pieces)
        for short in _abridged(piece, after=place > 0, before=place < last)
    )


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


def _abridged(piece: Piece, *, after: bool, before: bool) -> Iterator[Piece]:
    """Yield a piece, which stands after a change or before one, with what can be skipped apart."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", piece.text) if piece.mark is Mark.SAME else []
    # Beside a change stand the rest of its own line and one whole line.
    start, end = 2 * after, len(lines) - 2 * before
    if end - start < _WORTH_SKIPPING:
        yield piece
        return
    for mark, part in (
        (Mark.SAME, lines[:start]),
        (Mark.SKIPPED, lines[start:end]),
        (Mark.SAME, lines[end:]),
    ):
        if part:
            yield Piece(mark, "".join(part))


def _by_line(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for old, new in _runs(before, after):
        if old and new and old != new:
            yield from _by_word("".join(old), "".join(new))
        else:
            yield from _marked(old, new)


def _by_word(before: str, after: str) -> Iterator[Piece]:
    for old, new in _runs(_words(before), _words(after)):
        yield from _marked(old, new)


def _marked(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if old == new:
        yield from (Piece(Mark.SAME, text) for text in new)
        return
    yield from (Piece(Mark.DELETED, text) for text in old)
    yield from (Piece(Mark.INSERTED, text) for text in new)


def _runs(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield both sequences in runs that are by turns alike and different."""
    place = new_place = 0
    for start, end, new_start, new_end in changes(before, after):
        yield before[place:start], after[new_place:new_start]
        yield before[start:end], after[new_start:new_end]
        place, new_place = end, new_end
    yield before[place:], after[new_place:]


def _lines(text: str) -> list[str]:
    """Return the lines of a text and, on their own, their ends."""
    return re.findall(r"[^\n]+|\n", text)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the white space before it."""
    return re.findall(r"\s*\S+|\s+", text)


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
