"""What helps to translate: the terms of the glossary, and the same words in another answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from responses.domain.digests import digest
from responses.domain.glossary.finding import Finder, Found, finder
from responses.domain.glossary.glossary import Terms
from responses.domain.snapshot.answer import AnswerSnapshot, TranslationSnapshot
from responses.domain.snapshot.repeated import Repeated


class SameWords(NamedTuple):
    """Words that another answer says, too: how they are translated there, and its number.

    Both are empty as long as they are translated nowhere else. `key` is the same of all places
    that say them.
    """

    key: str
    number: str = ""
    text: str = ""


FindSame = Callable[[str], SameWords | None]


def says_it_alone(_words: str) -> SameWords | None:
    """Return no other answer."""
    return None


@dataclass(frozen=True)
class Aids:
    """What stands beside the fields of translations: terms of the city, and what is `repeated`."""

    terms: Terms = field(default_factory=dict)
    repeated: Repeated = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The digest of all of it."""
        return digest([[*self.terms.items()], [*self.repeated.items()]])

    def find(self, text: str) -> Found:
        """Return the terms in a text."""
        return self._finder(text) if text else ()

    @cached_property
    def _finder(self) -> Finder:
        # Made once there is a text to find them in.
        return finder(self.terms)

    def same(self, answer: AnswerSnapshot) -> FindSame:
        """Return what finds the words of a translation's original in another answer."""
        if not self.repeated or not isinstance(answer, TranslationSnapshot):
            return says_it_alone
        return lambda words: self._same(words, answer.original.question.number)

    def _same(self, words: str, number: str) -> SameWords | None:
        # What the glossary has in whole is offered by it.
        if words not in self.repeated or words in self.terms:
            return None
        others = (each for each in self.repeated[words] if each.number != number)
        return SameWords(digest(words), *next(others, ()))


NO_AIDS = Aids()
"""Nothing, as beside an original."""
