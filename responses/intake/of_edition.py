"""Of which edition a filled questionnaire is. Pure."""

import re
from collections.abc import Iterable

from responses.domain.edition.shapes import EditionShape

from .anchors import find_anchors
from .lines import FileText
from .units import UnitKind, units_of

_CLEARLY = 1.0
"""By as much more another edition must be alike: one question that only it has, as it says it."""
_AMONG_FIRST, _TITLE_MAX = 8, 120
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def other_edition(
    asked: EditionShape, others: Iterable[EditionShape], text: FileText
) -> EditionShape | None:
    """Return the edition that a file is of, where that is clearly another one than is asked for.

    That is one whose questions it has rather, or, of those that it has as well, whose year alone
    stands in its title.
    """
    own = _alike(asked, text)
    found = [(_alike(each, text), each.year in _years(text), each) for each in others]
    is_dated = asked.year in _years(text)
    for alike, has_year, each in sorted(found, key=lambda one: (one[0], one[1]), reverse=True):
        is_rather = alike >= own + _CLEARLY
        is_as_well = alike > own - _CLEARLY and has_year and not is_dated
        if alike and (is_rather or is_as_well):
            return each
    return None


def _alike(edition: EditionShape, text: FileText) -> float:
    """Return to how many questions of an edition a file has what is alike."""
    units = units_of(edition)
    anchors = find_anchors(units, text.lines).anchors
    questions = [each for each in anchors if units.units[each.unit].kind is UnitKind.QUESTION]
    return sum(each.likeness for each in questions)


def _years(text: FileText) -> set[int]:
    """Return the years in the title of a file."""
    titles = [line.text for line in text.lines[:_AMONG_FIRST] if len(line.text) <= _TITLE_MAX]
    return {int(year) for title in titles for year in _YEAR.findall(title)}
