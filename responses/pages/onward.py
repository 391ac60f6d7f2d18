"""The way to the next question that a person has not completely answered, or translated, yet."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from responses.domain.edition.shapes import SectionShape
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import WRITABLE

Left = Callable[[SectionSnapshot], Iterable[AnswerSnapshot]]


class Onward(NamedTuple):
    """Addresses of the first such question of a section, and of the others; empty if none is.

    `section` is the number of the section that `elsewhere` is in.
    """

    here: str
    elsewhere: str
    section: str = ""


def unanswered(section: SectionSnapshot) -> Iterable[AnswerSnapshot]:
    """Return the answers of a section that still lack something."""
    return section.open_answers


def untranslated(section: SectionSnapshot) -> Iterable[AnswerSnapshot]:
    """Return the translations of a section that lack something, or are to be looked at again."""
    translations = (answer.translation for answer in section.answers)
    return (each for each in translations if each and each.is_due)


def onward(
    snapshot: Snapshot,
    section: SectionShape,
    mine: Collection[int],
    href: Callable[[SectionShape], str],
    left: Left = unanswered,
) -> Onward:
    """Return the way on from a section: within it, and to those after it, then those before it.

    `mine` are the keys of the questions that the person may write, `href` gives the page
    on which a section is written, and `left` what is left to do in one.
    """
    place = snapshot.edition.sections.index(section)
    here, *others = (*snapshot.sections[place:], *snapshot.sections[:place])
    elsewhere = (
        (f"{href(each.section)}{question}", each.section.number)
        for each in others
        if (question := _first(each, mine, left))
    )
    return Onward(_first(here, mine, left), *next(elsewhere, ("", "")))


def _first(section: SectionSnapshot, mine: Collection[int], left: Left) -> str:
    """Return the first such question of a section as the fragment of an address, or nothing."""
    is_open = section.takes_translations if left is untranslated else section.state in WRITABLE
    if not is_open:
        return ""
    keys = (each.question.key for each in left(section) if each.question.pk in mine)
    return next((f"#{key}" for key in keys), "")
