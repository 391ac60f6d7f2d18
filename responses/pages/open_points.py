"""What is still open in a section that is to be signed: answers and threads, with their places."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from responses.domain.progress.progress import Open
from responses.domain.snapshot.section import SectionSnapshot

from .cautions import Caution, Known, SectionPlace, cautions
from .gaps import Gap, gaps, untranslated


class OpenTalk(NamedTuple):
    """A question with open threads, some of which sealing may have to wait for."""

    number: str
    href: str
    open: Open


class Unmet(NamedTuple):
    """The questions that a request names and that are as they were, and what is said of them."""

    words: str
    gaps: tuple[Gap, ...]


class OpenPoints(NamedTuple):
    """What of a request is not met; the questions not fully answered, and with open threads.

    And those that are not fully translated, of a city that submits in another language, and what
    is to be looked at all the same.
    """

    unmet: Unmet | None
    gaps: tuple[Gap, ...]
    talks: tuple[OpenTalk, ...]
    translations: tuple[Gap, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def required(self) -> list[OpenTalk]:
        """Those with threads that sealing has to wait for."""
        return [each for each in self.talks if each.open.required]

    @property
    def other(self) -> list[OpenTalk]:
        """Those with threads that sealing need not wait for."""
        return [each for each in self.talks if each.open.other]

    @property
    def open(self) -> Open:
        """How many threads are open in all."""
        return sum((each.open for each in self.talks), Open())


def open_points(
    section: SectionSnapshot,
    talk: Mapping[str, Open],
    unmet: Unmet | None,
    known: Known,
    *,
    reading: str,
    translating: str,
    talk_of: Callable[[str], str],
) -> OpenPoints:
    """Return what is open, in the form's order; `known` is what is known beside the answers.

    `reading` is the page on which the section is read, `translating` that on which it is
    translated, and `talk_of` gives that of a question's talk. Translations that are reviewed
    afterwards are not missing yet, and threads about them keep nobody from anything.
    """
    return OpenPoints(
        unmet,
        gaps(section, reading),
        tuple(
            OpenTalk(question.number, talk_of(question.key), talk[question.key])
            for answer in section.answers
            for question in answer.questions
            if question.key in talk and not (question.language and section.originals_alone)
        ),
        () if section.originals_alone else untranslated(section, translating),
        cautions([SectionPlace(section, reading, translating)], known),
    )
