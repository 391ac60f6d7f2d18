"""Three-way merges: what two changes of one text, set or value come to together. Pure.

Where both sides changed the same place differently, that is an overlap: mine is taken there,
or theirs where mine says nothing.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from .alignment import Change, changes

T = TypeVar("T")

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """The lines of a merged text, and which of them stand where both sides changed the same."""

    lines: tuple[str, ...]
    overlaps: tuple[range, ...]


def merge_value(base: T, mine: T, theirs: T) -> tuple[T, bool]:
    """Return the side that changed, and whether both did, differently."""
    if mine in (base, theirs):
        return theirs, False
    return (mine, False) if theirs == base else (mine or theirs, True)


def merge_set(base: AbstractSet[T], mine: AbstractSet[T], theirs: AbstractSet[T]) -> set[T]:
    """Return what either side added or kept, without what either took out."""
    return {*(mine & theirs), *(mine - base), *(theirs - base)}


def merge_text(base: str, mine: str, theirs: str, *, both: bool = False) -> tuple[str, bool]:
    """Return a text merged by line, and whether both changed the same lines differently.

    `both` is as for `merge`.
    """
    sides = (text.split("\n") if text else [] for text in (base, mine, theirs))
    merged = merge(*sides, both=both)
    return "\n".join(merged.lines), bool(merged.overlaps)


def merge(base: Lines, mine: Lines, theirs: Lines, *, both: bool = False) -> Merged:
    """Return lines with the changes of both sides.

    Lines that follow one another do not overlap, and what both changed alike is taken once.
    What both added at one place stands there, theirs above mine and what is alike once. Where
    both changed the same lines, mine is taken; with `both`, theirs and mine stand there too,
    and nothing overlaps.
    """
    lines: list[str] = []
    overlaps: list[range] = []
    place = 0
    for group in _groups(_edits(base, mine), _edits(base, theirs)):
        lines += base[place : group.start]
        settled, overlap = _settled(base, group, both=both)
        if overlap:
            overlaps.append(range(len(lines), len(lines) + len(settled)))
        lines += settled
        place = group.end
    return Merged((*lines, *base[place:]), tuple(overlaps))


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


def _settled(base: Lines, group: _Group, *, both: bool) -> tuple[Lines, bool]:
    """Return what the lines of a group come to, and whether its two sides overlap."""
    mine, theirs = (_applied(base, edits, group) for edits in (group.mine, group.theirs))
    if not group.mine or mine == theirs:
        return theirs, False
    if not group.theirs:
        return mine, False
    if group.start == group.end and _one_has_all(mine, theirs):
        return max(mine, theirs, key=_amount), False
    if both or group.start == group.end:
        return _united(mine, theirs), False
    return (mine if _say(mine) else theirs), True


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
