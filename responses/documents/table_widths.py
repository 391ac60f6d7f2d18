"""How wide the columns of a table are, and how many lines its cells have. Pure.

For files whose programs do not find that out.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil

_WIDE, _NARROW, _USUAL = 1.0, 0.66, 0.54
"""How many ems a sign of Hangul takes, and any other, about, in bold, too; and as most are."""

_AROUND = 1.5
"""The margins of a cell, in ems."""

_LINES_MAX = 40
_LONGEST = 24.0
"""What a cell has in one line, in ems, counts up to here: longer ones take more lines."""


def column_widths(rows: Sequence[Sequence[str]], width: int, em: int) -> list[int]:
    """Return the widths of the columns of `rows`, which are equally long: together `width`.

    Each column has room for its longest word, as far as all have, and a share of what is left by
    how much stands in it. `em` is the size of letters.
    """
    columns = list(zip(*rows, strict=True))
    words = [max(map(_ems, " ".join(cells).split()), default=0.0) + _AROUND for cells in columns]
    wholes = [min(max(map(_ems, cells)), _LONGEST) + _AROUND for cells in columns]
    spare = width / em - sum(words)
    if spare > 0:
        shares = [max(whole - word, 0.0) + 0.1 for whole, word in zip(wholes, words, strict=True)]
        words = [
            word + spare * share / sum(shares) for word, share in zip(words, shares, strict=True)
        ]
    ends = [round(width * each / sum(words)) for each in accumulate(words, initial=0.0)]
    return [end - start for start, end in pairwise(ends)]


def most_lines(cells: Sequence[tuple[str, int]], em: int) -> int:
    """Return how many lines the longest of some cells has, about, each given with its width.

    Not more than a page has.
    """
    found = max((_lines(text, width / em - _AROUND) for text, width in cells), default=1)
    return min(found, _LINES_MAX)


def _lines(text: str, room: float) -> int:
    return sum(max(1, ceil(_ems(line, _USUAL) / max(room, 1.0))) for line in text.split("\n"))


def _ems(text: str, narrow: float = _NARROW) -> float:
    return sum(_WIDE if sign > "\u1100" else narrow for sign in text)
