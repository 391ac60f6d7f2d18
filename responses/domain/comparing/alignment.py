"""What has to change in one sequence to get another: by difflib, but in bounded time. Pure.

Difflib alone takes minutes for some texts of ordinary length, such as one of which every other
line was edited. So long sequences are first cut at what both have once, or equally often.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

# Up to so many pairs of items, difflib is quick whatever the items are.
_SMALL = 4096
# How often what is left between two cuts is cut again, each round of which looks at every item
# once. What people edit takes two or three, and six at most; what takes more is shown as changed.
_ROUNDS = 8

Items = Sequence[Hashable]
Pair = tuple[int, int]


class Change(NamedTuple):
    """Items `start` to `end` of the first sequence are `new_start` to `new_end` of the other."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(before: Items, after: Items) -> Iterator[Change]:
    """Yield what differs, in order; between two changes both have the same items."""
    ends = (len(before), len(after))
    for last, following in pairwise([(-1, -1), *_matches(before, after), ends]):
        change = Change(last[0] + 1, following[0], last[1] + 1, following[1])
        if change.start < change.end or change.new_start < change.new_end:
            yield change


def _matches(before: Items, after: Items) -> list[Pair]:
    """Return the places of items that both have, rising in both."""
    found: list[Pair] = []
    spans = [Change(0, len(before), 0, len(after))]
    for _round in range(_ROUNDS):
        spans = [left for span in spans for left in _cut(before, after, span, found)]
    return sorted(found)


def _cut(before: Items, after: Items, span: Change, found: list[Pair]) -> Iterator[Change]:
    """Yield what is left to compare of a span; what is found in it is added to what is found."""
    span = _trimmed(before, after, span, found)
    old, new = before[span.start : span.end], after[span.new_start : span.new_end]
    small = len(old) * len(new) <= _SMALL
    pairs = [
        (span.start + place, span.new_start + new_place)
        for place, new_place in (_by_difflib if small else _anchors)(old, new)
    ]
    found += pairs
    if pairs and not small:
        yield from _between(span, pairs)


def _trimmed(before: Items, after: Items, span: Change, found: list[Pair]) -> Change:
    """Return a span without what both begin and end with, which is added to what is found."""
    start, end, new_start, new_end = span
    while start < end and new_start < new_end and before[start] == after[new_start]:
        found.append((start, new_start))
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and before[end - 1] == after[new_end - 1]:
        end, new_end = end - 1, new_end - 1
        found.append((end, new_end))
    return Change(start, end, new_start, new_end)


def _between(span: Change, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield what is left of a span before, between and after items that were matched."""
    borders = [(span.start - 1, span.new_start - 1), *pairs, (span.end, span.new_end)]
    for (start, new_start), (end, new_end) in pairwise(borders):
        if start + 1 < end and new_start + 1 < new_end:
            yield Change(start + 1, end, new_start + 1, new_end)


def _by_difflib(old: Items, new: Items) -> list[Pair]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(a + step, b + step) for a, b, size in blocks for step in range(size)]


_Places = Mapping[Hashable, list[int]]
_RARE_FIRST: tuple[Callable[[list[int], list[int]], bool], ...] = (
    lambda old, new: len(old) == len(new) == 1,
    lambda old, new: len(old) == len(new),
    lambda _old, _new: True,
)


def _anchors(old: Items, new: Items) -> list[Pair]:
    """Match what stands once in both or, where nothing does, what stands more often."""
    here, there = _places(old), _places(new)
    for fits in _RARE_FIRST:
        pairs = [
            pair
            for item, places in here.items()
            if item in there and fits(places, there[item])
            for pair in zip(places, there[item], strict=False)
        ]
        if pairs:
            return _rising(sorted(pairs))
    return []


def _places(items: Items) -> _Places:
    places = defaultdict(list)
    for place, item in enumerate(items):
        places[item].append(place)
    return places


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest run of pairs, sorted by the first, that rises in the second too."""
    ends: list[int] = []  # the smallest second at which a run of each length ends
    last: list[int] = []  # the pair that does
    before: list[int | None] = []
    for number, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [number]
    run: list[Pair] = []
    place = last[-1] if last else None
    while place is not None:
        run.append(pairs[place])
        place = before[place]
    return run[::-1]
