"""A three-way merge of rows of links, in which an edited row stays the row it was. Pure."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence

from responses.domain.comparing.merging import merge_value
from responses.domain.content.content import LinkValue

Rows = Sequence[LinkValue]

# A row of the base is known by its place there, an added one by who added it and where.
_Id = int | tuple[str, int]
_Known = Mapping[_Id, LinkValue]
_Key = Callable[[LinkValue], Hashable]

_BY_ADDRESS: tuple[_Key, ...] = (lambda row: row, lambda row: row.url or None)
_BY_LABEL_TOO: tuple[_Key, ...] = (*_BY_ADDRESS, lambda row: row.label or None)
_NO_ROW = LinkValue("", "")


def matched(before: Rows, after: Rows) -> Mapping[int, int]:
    """Return which row became which, by place: it kept its address or, failing that, its label."""
    pairs = _matched(dict(enumerate(before)), dict(enumerate(after)), _BY_LABEL_TOO)
    return {old: new for old, new in pairs.items() if isinstance(old, int) and isinstance(new, int)}


def merge_rows(base: Rows, mine: Rows, theirs: Rows) -> tuple[tuple[LinkValue, ...], bool]:
    """Return rows with the changes of both sides, and whether both changed a row differently.

    What either side added stays, and what either took out goes unless the other edited it. A
    row's label and its address are merged each for itself.
    """
    before: _Known = dict(enumerate(base))
    here, there = _known("mine", base, mine), _known("theirs", base, theirs)
    twice = {new: old for old, new in _matched(_added(here), _added(there), _BY_ADDRESS).items()}
    there = {twice.get(ident, ident): row for ident, row in there.items()}
    merged: dict[_Id, LinkValue] = {}
    overlap = False
    for ident in {**before, **here, **there}:
        row, both = _merge_row(before.get(ident), here.get(ident), there.get(ident))
        overlap |= both
        if row:
            merged[ident] = row
    lead, other = (there, here) if _in_order(here) and not _in_order(there) else (here, there)
    return tuple(merged[ident] for ident in _ordered(lead, other, merged)), overlap


def _merge_row(
    base: LinkValue | None, mine: LinkValue | None, theirs: LinkValue | None
) -> tuple[LinkValue | None, bool]:
    if mine is None or theirs is None:
        return merge_value(base, mine, theirs)
    base = base or _NO_ROW
    label, labels = merge_value(base.label, mine.label, theirs.label)
    url, urls = merge_value(base.url, mine.url, theirs.url)
    return LinkValue(label, url), labels or urls


def _known(side: str, base: Rows, rows: Rows) -> _Known:
    """Return a side's rows in order, each by the row of the base that it is, if it is one."""
    was = {new: old for old, new in matched(base, rows).items()}
    return {was.get(place, (side, place)): row for place, row in enumerate(rows)}


def _added(rows: _Known) -> _Known:
    return {ident: row for ident, row in rows.items() if not isinstance(ident, int)}


def _in_order(rows: _Known) -> bool:
    """Return whether the rows of the base stand in their old order."""
    places = [ident for ident in rows if isinstance(ident, int)]
    return places == sorted(places)


def _ordered(lead: _Known, other: _Known, merged: _Known) -> list[_Id]:
    """Return the merged rows in the order of one side, each other where it follows in the other."""
    order = [ident for ident in lead if ident in merged]
    placed = set(order)
    at = 0
    for ident in other:
        if ident in placed:
            at = order.index(ident) + 1
        elif ident in merged:
            while at < len(order) and order[at] not in other:
                at += 1  # what both added at one place stays apart
            order.insert(at, ident)
            at += 1
    return order


def _matched(before: _Known, after: _Known, keys: Sequence[_Key]) -> dict[_Id, _Id]:
    """Pair rows by the first key that they share, those of equal keys in order."""
    pairs: dict[_Id, _Id] = {}
    for key in keys:
        taken = set(pairs.values())
        waiting: dict[Hashable, deque[_Id]] = defaultdict(deque)
        for ident, row in after.items():
            if ident not in taken:
                waiting[key(row)].append(ident)
        for ident, row in before.items():
            if ident not in pairs and key(row) is not None and waiting[key(row)]:
                pairs[ident] = waiting[key(row)].popleft()
    return pairs
