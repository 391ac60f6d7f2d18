"""Three-way merges: what two changes of one text, set or value come to together. Pure.

Where both sides changed the same place differently, that is an overlap: mine is taken there,
or theirs where mine says nothing. Where both only added there, lines or sentences of one line,
both stand there, theirs first; that is an overlap, too, which a person looks at.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntFlag
from typing import NamedTuple, TypeVar

from .alignment import Change, changes

T = TypeVar("T")

Lines = Sequence[str]


class Overlap(IntFlag):
    """How two changes meet: both changed the same place, or both added there; true if they do."""

    NONE = 0
    CHANGED = 1
    ADDED = 2


@dataclass(frozen=True, slots=True)
class Merged:
    """The lines of a merged text, and which of them stand where both sides changed the same.

    And which stand where both sides `added` something else.
    """

    lines: tuple[str, ...]
    overlaps: tuple[range, ...]
    added: tuple[range, ...] = ()


def merge_value(base: T, mine: T, theirs: T) -> tuple[T, bool]:
    """Return the side that changed, and whether both did, differently."""
    if mine in (base, theirs):
        return theirs, False
    return (mine, False) if theirs == base else (mine or theirs, True)


def merge_set(base: AbstractSet[T], mine: AbstractSet[T], theirs: AbstractSet[T]) -> set[T]:
    """Return what either side added or kept, without what either took out."""
    return {*(mine & theirs), *(mine - base), *(theirs - base)}


def merge_text(base: str, mine: str, theirs: str, *, both: bool = False) -> tuple[str, Overlap]:
    """Return a text merged by line, and whether both changed the same lines, or added there.

    `both` is as for `merge`.
    """
    sides = (text.split("\n") if text else [] for text in (base, mine, theirs))
    merged = merge(*sides, both=both)
    overlap = Overlap.CHANGED if merged.overlaps else Overlap.NONE
    return "\n".join(merged.lines), overlap | (Overlap.ADDED if merged.added else Overlap.NONE)


def merge(base: Lines, mine: Lines, theirs: Lines, *, both: bool = False) -> Merged:
    """Return lines with the changes of both sides.

    Lines that follow one another do not overlap, and what both changed alike is taken once.
    What both added at one place, or to one line, stands there, theirs before mine and what is
    alike once. Where both changed the same lines, mine is taken; with `both`, theirs and mine
    stand there too, line by line, and nothing overlaps.
    """
    lines: list[str] = []
    found: dict[Overlap, list[range]] = {each: [] for each in (Overlap.CHANGED, Overlap.ADDED)}
    place = 0
    for group in _groups(_edits(base, mine), _edits(base, theirs)):
        lines += base[place : group.start]
        settled, overlap = _settled(base, group, both=both)
        if overlap:
            found[overlap].append(range(len(lines), len(lines) + len(settled)))
        lines += settled
        place = group.end
    lines += base[place:]
    return Merged(tuple(lines), tuple(found[Overlap.CHANGED]), tuple(found[Overlap.ADDED]))


class _Edit(NamedTuple):
    """Lines `start` to `end` of the base became others; none, or in place of none."""

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Edits that touch the same lines of the base, directly or by way of others."""

    start: int
    end: int
    mine: list[_Edit]
    theirs: list[_Edit]

    def touches(self, edit: _Edit) -> bool:
        """Whether an edit that begins no earlier changes the same lines, or adds at one place."""
        adds_here = self.start == self.end == edit.start == edit.end
        return edit.start < self.end or adds_here


def _groups(mine: Iterable[_Edit], theirs: Iterable[_Edit]) -> Iterator[_Group]:
    """Yield the edits of both sides in order, those of the same place together."""
    marked = [(edit, True) for edit in mine] + [(edit, False) for edit in theirs]
    group: _Group | None = None
    for edit, is_mine in sorted(marked, key=lambda each: each[0][:2]):
        if group is None or not group.touches(edit):
            if group:
                yield group
            group = _Group(edit.start, edit.end, [], [])
        group.end = max(group.end, edit.end)
        (group.mine if is_mine else group.theirs).append(edit)
    if group:
        yield group


def _settled(base: Lines, group: _Group, *, both: bool) -> tuple[Lines, Overlap]:
    """Return what the lines of a group come to, and whether its two sides overlap."""
    mine, theirs = (_applied(base, edits, group) for edits in (group.mine, group.theirs))
    if not group.mine or mine == theirs:
        return theirs, Overlap.NONE
    if not group.theirs:
        return mine, Overlap.NONE
    if group.start == group.end and _one_has_all(mine, theirs):
        return max(mine, theirs, key=_amount), Overlap.NONE
    if both or group.start == group.end:
        united = _united(mine, theirs)
        is_plain = both or united in (mine, theirs)
        return united, Overlap.NONE if is_plain else Overlap.ADDED
    if (line := _with_both_additions(base[group.start : group.end], mine, theirs)) is not None:
        return [line], Overlap.ADDED
    return (mine if _say(mine) else theirs), Overlap.CHANGED


def _with_both_additions(base: Lines, mine: Lines, theirs: Lines) -> str | None:
    """Return a line with what each side added to it, theirs before mine; None if one did not."""
    if not len(base) == len(mine) == len(theirs) == 1 or not base[0].strip():
        return None
    [line] = base
    ours, other = _addition(line, mine[0]), _addition(line, theirs[0])
    if ours is None or other is None:
        return None
    (at, words), (there, their_words) = ours, other
    if at != there:
        (first, before), (last, after) = sorted([ours, other])
        return f"{line[:first]}{before}{line[first:last]}{after}{line[last:]}"
    return f"{line[:at]}{_joined(their_words, words)}{line[at:]}"


_ENDS = frozenset(".!?。…)」』”’]")
"""Signs after which a sentence can begin without a blank."""


def _addition(line: str, side: str) -> tuple[int, str] | None:
    """Return where whole words were put into a line, and which; None if it changed otherwise."""
    more = len(side) - len(line)
    if more <= 0:
        return None
    first = _alike_at_start(line, side)
    last = len(line) - _alike_at_start(line[::-1], side[::-1])
    for at in range(first, last - 1, -1):
        before, begin, end = line[at - 1 : at], side[at], side[at + more - 1]
        begins = not before.strip() or begin.isspace() or before in _ENDS
        ends = not line[at : at + 1].strip() or end.isspace()
        if begins and ends:
            return at, side[at : at + more]
    return None


def _alike_at_start(one: str, other: str) -> int:
    """Return with how many of the same letters two lines begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _joined(theirs: str, mine: str) -> str:
    """Return two additions at one place, with a blank between them, or once where one has both."""
    if theirs.startswith(mine) or mine.startswith(theirs):
        return max(theirs, mine, key=len)
    blank = "" if theirs[-1:].isspace() or mine[:1].isspace() else " "
    return f"{theirs}{blank}{mine}"


def _united(mine: Lines, theirs: Lines) -> list[str]:
    """Return the lines of both, a line that goes on with another one in place of it."""
    lines: list[str] = []
    place = 0
    for start, end, start_of_mine, end_of_mine in _changes_either_way(theirs, mine):
        here, there = theirs[start:end], mine[start_of_mine:end_of_mine]
        lines += theirs[place:start]
        lines += _without_beginnings(here, there, equal=True)
        lines += _without_beginnings(there, here, equal=False)
        place = end
    return [*lines, *theirs[place:]]


def _changes_either_way(one: Lines, other: Lines) -> Iterator[Change]:
    """Yield the changes from one to the other, so that the way back is the same pairs swapped."""
    if list(one) <= list(other):
        yield from changes(one, other)
    else:
        for start, end, new_start, new_end in changes(other, one):
            yield Change(new_start, new_end, start, end)


def _without_beginnings(lines: Lines, others: Lines, *, equal: bool) -> list[str]:
    """Return the lines with which no other begins; one that is `equal` may count as beginning."""
    ordered = sorted(others)
    find = bisect_left if equal else bisect_right
    # What begins with a line comes right after it in order.
    after = ((line, find(ordered, line)) for line in lines)
    return [
        line
        for line, place in after
        if place == len(ordered) or not ordered[place].startswith(line)
    ]


def _applied(base: Lines, edits: Sequence[_Edit], group: _Group) -> list[str]:
    lines: list[str] = []
    place = group.start
    for edit in edits:
        lines += [*base[place : edit.start], *edit.lines]
        place = edit.end
    return [*lines, *base[place : group.end]]


def _one_has_all(mine: Lines, theirs: Lines) -> bool:
    """Return whether one side added all that the other did, so that nobody is overruled."""
    apart = list(_changes_either_way(mine, theirs))
    only_mine = any(_say(mine[each.start : each.end]) for each in apart)
    only_theirs = any(_say(theirs[each.new_start : each.new_end]) for each in apart)
    return not (only_mine and only_theirs)


def _amount(lines: Lines) -> tuple[int, int]:
    return sum(_say([line]) for line in lines), len(lines)


def _say(lines: Lines) -> bool:
    return any(line.strip() for line in lines)


def _edits(base: Lines, side: Lines) -> Iterator[_Edit]:
    """Yield what a side changed, by single lines where it can be told which became which."""
    for start, end, new_start, new_end in changes(base, side):
        yield from _by_line(start, base[start:end], side[new_start:new_end])


def _by_line(start: int, old: Lines, new: Lines) -> Iterator[_Edit]:
    """Yield the edits that make some lines others; an edited line is like what it was."""
    here, there = deque(old), deque(new)
    after: list[_Edit] = []
    while len(here) != len(there) and here and there and alike(here[0], there[0]):
        yield _Edit(start, start + 1, (there.popleft(),))
        here.popleft()
        start += 1
    while len(here) != len(there) and here and there and alike(here[-1], there[-1]):
        end = start + len(here)
        after.append(_Edit(end - 1, end, (there.pop(),)))
        here.pop()
    if not there or len(here) == len(there):
        now = list(there)
        for at in range(len(here)):
            yield _Edit(start + at, start + at + 1, tuple(now[at : at + 1]))
    else:
        yield _Edit(start, start + len(here), tuple(there))
    yield from reversed(after)


def alike(one: str, other: str) -> bool:
    """Return whether two lines share half or more of their pairs of letters."""
    here, there = _letter_pairs(one), _letter_pairs(other)
    return 4 * len(here & there) >= max(len(here) + len(there), 1)


def _letter_pairs(line: str) -> set[str]:
    return {line[place : place + 2] for place in range(len(line) - 1)}
