"""What is said of pasted lines that cannot be taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

NAMED = 30
"""How many bad lines are named; of more, their number."""
_SHOWN = 60
"""How much of a line that cannot be read is quoted."""

Why = str | Promise


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken, by its number from 1, in short; and all its faults."""

    number: int
    text: str
    whys: tuple[Why, ...]


def bad_line(number: int, text: str, *whys: Why) -> BadLine:
    """Return a line that cannot be taken, quoted in short."""
    return BadLine(number, Truncator(text).chars(_SHOWN), whys)


def said_of_lines(bad: Sequence[BadLine]) -> list[str]:
    """Return what is said of some lines that cannot be taken; of many, of the first."""
    words = _("Line %(number)d, “%(text)s”: %(whys)s")
    said = [
        words % {"number": each.number, "text": each.text, "whys": " ".join(map(str, each.whys))}
        for each in bad[:NAMED]
    ]
    if (more := len(bad) - NAMED) > 0:
        said.append(_("%(number)d more lines cannot be read.") % {"number": more})
    return said
