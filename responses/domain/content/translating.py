"""An answer in another language: what of it is translated, how far that is, and what it comes to.

A translation is an answer of its own to a question of its own, which asks for the words of the
original alone: a text for a text, and a line for each short phrase, such as the label of a link.
Ticks, figures and addresses exist once, in the original. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from django.conf import settings

from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape

from .content import Content
from .kinds import KINDS

# No key of an edition has it, so that no question and no other translation is called alike.
_MARK = "_"


class TranslationStatus(StrEnum):
    """How far a translation is; NEEDLESS where the original has no words."""

    NEEDLESS = "needless"
    UNTRANSLATED = "untranslated"
    PARTLY = "partly"
    PARTLY_OUTDATED = "partly_outdated"
    OUTDATED = "outdated"
    TRANSLATED = "translated"


DUE = frozenset(TranslationStatus) - {TranslationStatus.NEEDLESS, TranslationStatus.TRANSLATED}
"""Those in which something is left to translate, or to look at again."""


class Original(NamedTuple):
    """What a translation is of: the answer as it is now, and the version of its words."""

    question: QuestionShape
    content: Content
    version: int = 0
    words_version: int = 0


def translated(question: QuestionShape, language: str) -> QuestionShape:
    """Return the question that asks for the words of another's answer in a language.

    The same one each time, as of a question.
    """
    if language not in question.translations:
        parts = (
            replace(part, kind=kind, choices=(), required=None)
            for part in question.parts
            if (kind := KINDS[part.kind].translated)
        )
        question.translations[language] = replace(
            question,
            key=named(question.key, language),
            # So that no message and no heading takes it for the original.
            number=numbered(question.number, language),
            parts=tuple(parts),
            follows=None,
            language=language,
        )
    return question.translations[language]


def parted(key: str) -> tuple[str, str]:
    """Return the key of the original that a key names, and the language, empty of an original."""
    original, _mark, language = key.partition(_MARK)
    return original, language


def named(key: str, language: str) -> str:
    """Return the key of the question that asks for an answer in a language; see `parted`."""
    return f"{key}{_MARK}{language}" if language else key


def numbered(number: str, language: str) -> str:
    """Return the number of a question, and of one that asks for an answer in a language."""
    return f"{number} {language.upper()}" if language else number


def find_question(edition: EditionShape, key: str) -> QuestionShape:
    """Return what an address names: a question, or one that asks for a translation.

    Raises `KeyError` if there is none, or if it is of no language of the product.
    """
    original, language = parted(key)
    question = edition.questions_by_key[original]
    if original == key:
        return question
    if language not in dict(settings.LANGUAGES):
        raise KeyError(key)
    return translated(question, language)


def wording(question: QuestionShape, content: Content) -> Sequence[object]:
    """Return what in an answer a translation of it would have to follow, to be compared.

    Short phrases are left out: a changed one has no translation until it gets one.
    """
    texts = (content.parts.get(part.key) for part in worded(question).parts)
    return (*texts, content.nothing_to_report)


def worded(question: QuestionShape) -> QuestionShape:
    """Return the question with those parts alone whose change outdates a translation."""
    texts = (part for part in question.parts if KINDS[part.kind].translated == part.kind)
    return replace(question, parts=tuple(texts))


def judge_translation(
    question: QuestionShape, original: Content, translation: Content, *, outdated: bool
) -> TranslationStatus:
    """Return how far a translation is; `outdated` where the original has changed since."""
    wanted = [*_pairs(question, original, translation)]
    if not wanted:
        return TranslationStatus.NEEDLESS
    if not any(text for _phrase, text in wanted):
        return TranslationStatus.UNTRANSLATED
    if not all(text for _phrase, text in wanted):
        return TranslationStatus.PARTLY_OUTDATED if outdated else TranslationStatus.PARTLY
    return TranslationStatus.OUTDATED if outdated else TranslationStatus.TRANSLATED


def lacking(
    question: QuestionShape, original: Content, translation: Content
) -> tuple[PartShape, ...]:
    """Return the parts of the original of which some words are not translated."""
    return tuple(
        part
        for part in question.parts
        if any(not text for _phrase, text in _of_part(part, original, translation))
    )


def seeded(question: QuestionShape, original: Content, translation: Content) -> Content:
    """Return a translation as it is to be entered: with a row for each phrase of the original.

    Phrases that the original no longer has come last.
    """
    parts = dict(translation.parts)
    for part in question.parts:
        if KINDS[part.kind].translated not in {"", part.kind}:
            said = dict(_of_part(part, original, translation))
            rows: Iterable[Any] = translation.parts.get(part.key, ())
            said |= {row["of"]: row["text"] for row in rows}
            if said:
                parts[part.key] = [{"of": phrase, "text": text} for phrase, text in said.items()]
    return replace(translation, parts=parts)


def without_phrases(question: QuestionShape, translation: Content) -> Content:
    """Return what a translation itself says: of short phrases the translations alone."""
    parts = dict(translation.parts)
    for part in question.parts:
        rows: Any = parts.get(part.key)
        if rows and KINDS[part.kind].translated != part.kind:
            parts[part.key] = [{**row, "of": ""} for row in rows]
    return replace(translation, parts=parts)


def in_translation(question: QuestionShape, original: Content, translation: Content) -> Content:
    """Return an answer in the words of its translation; what has none stays as it is."""
    parts = {}
    for part in question.parts:
        if (value := original.parts.get(part.key)) is not None:
            said = dict(_of_part(part, original, translation))
            parts[part.key] = KINDS[part.kind].rephrased(value, _say(said))
    reason = original.nothing_to_report and (
        translation.nothing_to_report or original.nothing_to_report
    )
    return Content(parts, reason)


def _say(said: Mapping[str, str]) -> Callable[[str], str]:
    return lambda phrase: said.get(phrase) or phrase


def _pairs(
    question: QuestionShape, original: Content, translation: Content
) -> Iterator[tuple[str, str]]:
    """Yield each phrase of the original with its translation, perhaps empty."""
    for part in question.parts:
        yield from _of_part(part, original, translation)
    if original.nothing_to_report:
        yield original.nothing_to_report, translation.nothing_to_report


def _of_part(part: PartShape, original: Content, translation: Content) -> Iterator[tuple[str, str]]:
    kind, value = KINDS[part.kind], original.parts.get(part.key)
    if value is None or not kind.translated:
        return
    given: Any = translation.parts.get(part.key)
    if kind.translated == part.kind:
        yield from ((phrase, given or "") for phrase in kind.phrases(value))
        return
    said = {row["of"]: row["text"] for row in given or ()}
    yield from ((phrase, said.get(phrase, "")) for phrase in dict.fromkeys(kind.phrases(value)))
