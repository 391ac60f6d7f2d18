"""The way to the next question that a person has not completely answered yet."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from responses.domain.edition.shapes import SectionShape
from responses.domain.snapshot.snapshot import SectionSnapshot, Snapshot
from responses.enums import WRITABLE


class Onward(NamedTuple):
    """Addresses of the first such question of a section, and of the others; empty if none is.

    `section` is the number of the section that `elsewhere` is in.
    """

    here: str
    elsewhere: str
    section: str = ""


def onward(
    snapshot: Snapshot,
    section: SectionShape,
    mine: Collection[int],
    href: Callable[[SectionShape], str],
) -> Onward:
    """Return the way on from a section: within it, and to those after it, then those before it.

    `mine` are the keys of the questions that the person may write, and `href` gives the page
    on which a section is written.
    """
    place = snapshot.edition.sections.index(section)
    here, *others = (*snapshot.sections[place:], *snapshot.sections[:place])
    elsewhere = (
        (f"{href(each.section)}{question}", each.section.number)
        for each in others
        if (question := _first(each, mine))
    )
    return Onward(_first(here, mine), *next(elsewhere, ("", "")))


def _first(section: SectionSnapshot, mine: Collection[int]) -> str:
    """Return the first such question of a section as the fragment of an address, or nothing."""
    if section.state not in WRITABLE:
        return ""
    keys = (each.question.key for each in section.open_answers if each.question.pk in mine)
    return next((f"#{key}" for key in keys), "")
