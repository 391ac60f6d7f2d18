"""Words that a response says in several answers, and how they are translated there. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from responses.domain.content.translating import pairs, words_in

from .answer import TranslationSnapshot


class Elsewhere(NamedTuple):
    """How some words are translated in one answer, by the number of its question."""

    number: str
    text: str


Repeated = Mapping[str, Sequence[Elsewhere]]
"""Words that several answers say, with their translations, the newest first, if there are any."""


def find_repeated(translations: Iterable[TranslationSnapshot]) -> Repeated:
    """Return the words that several answers say, each word for word, and how they are translated.

    What is behind its original is not offered, as it has to be looked at itself.
    """
    known = [*translations]
    said = Counter(
        words for each in known for words in words_in(each.original.question, each.original.content)
    )
    found: dict[str, list[Elsewhere]] = {words: [] for words, many in said.items() if many > 1}
    if not found:
        return {}
    for each in sorted(known, key=_changed, reverse=True):
        for words, text in _translated(each).items():
            if words in found:
                found[words].append(Elsewhere(each.original.question.number, text))
    return found


def _changed(translation: TranslationSnapshot) -> float:
    return translation.changed.at.timestamp() if translation.changed else 0.0


def _translated(translation: TranslationSnapshot) -> Mapping[str, str]:
    if translation.is_outdated:
        return {}
    original = translation.original
    return dict(pairs(original.question, original.content, translation.content))
