"""One answer of a snapshot, and its translation: how far they are, and what they give. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext

from responses.characters import holds_korean
from responses.domain.content.amounts import MOST, SAME, Differing, differing
from responses.domain.content.completeness import Judgement, Settled, Status, judge
from responses.domain.content.content import Content, files_in, written
from responses.domain.content.files import FileValue
from responses.domain.content.finding import named_in, names_too_many
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import LinkValue
from responses.domain.content.outline import segments
from responses.domain.content.private import persons_numbers
from responses.domain.content.repairs import Offer, needed
from responses.domain.content.translating import (
    DUE,
    Original,
    TranslationStatus,
    behind,
    elsewhere,
    has_address_for_phrase,
    in_translation,
    judge_translation,
    lacking,
    pairs,
    seeded,
    without_phrases,
    worded,
)
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.enums import Language
from responses.fonts.printable import unprintable
from responses.localized import bracketed
from responses.validators import NAMED_MAX


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed something last, and when; `returned_by` whom, if it came in a returned file.

    Then `by` is the coordinator in whose name that was read.
    """

    by: str
    at: datetime
    returned_by: str = ""

    @property
    def who(self) -> str:
        """Who changed it, in words."""
        return (
            bracketed(self.returned_by, gettext("returned file")) if self.returned_by else self.by
        )


@dataclass(frozen=True)
class AnswerSnapshot:
    """One question with its answer; `version` is 0 where nothing was ever answered.

    `settled` says what makes this follow-up needless, if anything does. `language` is in which it
    is said, where that is not the one in which its city works.
    """

    question: QuestionShape
    content: Content
    version: int
    changed: LastChange | None
    settled: Settled | None = None
    translation: "TranslationSnapshot | None" = None
    language: str = ""

    @property
    def entered(self) -> Content:
        """What a form shows of it at first."""
        return self.content

    @property
    def questions(self) -> tuple[QuestionShape, ...]:
        """The question, and the one that asks for its translation, if any does."""
        return (self.question, self.translation.question) if self.translation else (self.question,)

    @cached_property
    def translated(self) -> "AnswerSnapshot":
        """The same answer in the words of its translation, if it has one."""
        translation = self.translation
        if translation is None or not translation.version:
            return self
        language = "" if translation.lacking else translation.question.language
        return replace(self, content=translation.result, language=language)

    @cached_property
    def judgement(self) -> Judgement:
        """How far the answer is, and what it still needs; for words, ask `at_odds`."""
        return judge(self.question, self.content, self.settled)

    @property
    def status(self) -> Status:
        """How far the answer is."""
        return self.judgement.status

    @property
    def lacking(self) -> tuple[PartShape, ...]:
        """The parts that a complete answer would still need."""
        return self.judgement.lacking

    @property
    def at_odds(self) -> tuple[str, ...]:
        """What in the answer does not fit, in words of who reads it now.

        Its "no", the number of a person in what is to be read by many, or too many addresses.
        """
        # Judged anew, as a snapshot is remembered and its readers have two languages.
        is_at_odds = bool(self.judgement.at_odds)
        found = judge(self.question, self.content, self.settled).at_odds if is_at_odds else ()
        return (*found, *self._persons_words, *self._addresses_words)

    @property
    def _persons_words(self) -> tuple[str, ...]:
        """That it has telephone numbers of persons, in words of who reads it now."""
        if not self.persons_numbers:
            return ()
        words = gettext("Telephone numbers of persons, which the UN will read: %(numbers)s.")
        return (words % {"numbers": ", ".join(self.persons_numbers)},)

    @property
    def _addresses_words(self) -> tuple[str, ...]:
        """That not all addresses in its texts are followed, in words of who reads it now."""
        if not any(map(names_too_many, self.texts)):
            return ()
        words = gettext("Only the first %(count)s addresses in a text are checked and listed.")
        return (words % {"count": NAMED_MAX},)

    @cached_property
    def persons_numbers(self) -> tuple[str, ...]:
        """The telephone numbers of persons anywhere in it, in the order of its parts."""
        said = self.content.parts
        # A database may keep parts in an order of its own.
        parts = {part.key: said[part.key] for part in self.question.parts if part.key in said}
        return persons_numbers(written(replace(self.content, parts=parts)))

    @cached_property
    def unprintable(self) -> tuple[str, ...]:
        """The characters in it that no font of our documents has, each once."""
        return unprintable("\n".join(written(self.content)))

    @cached_property
    def links(self) -> tuple[LinkValue, ...]:
        """All evidence links of the answer, in order."""
        parts = self.content.parts
        return tuple(
            link
            for part in self.question.parts
            if part.key in parts
            for link in KINDS[part.kind].evidence(parts[part.key])
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that explain it, in order."""
        parts = self.content.parts
        return tuple(
            text
            for part in self.question.parts
            if part.key in parts and KINDS[part.kind].explains
            for text, *_place in KINDS[part.kind].phrases(parts[part.key])
        )

    @cached_property
    def urls_in_texts(self) -> tuple[str, ...]:
        """The addresses that stand first in its texts, each once, as they were typed."""
        return tuple(dict.fromkeys(url for text in self.texts for url in named_in(text)))

    @cached_property
    def repairs(self) -> tuple[tuple[str, Offer], ...]:
        """The addresses in it that do not lead where they should, with what is offered for each."""
        texts = (value for value in self.content.parts.values() if isinstance(value, str))
        return needed((link.url for link in self.links), texts)

    @property
    def files(self) -> list[FileValue]:
        """All pictures and other files of the answer, in order."""
        return files_in(self.question, self.content)


@dataclass(frozen=True)
class TranslationSnapshot(AnswerSnapshot):
    """The words of an answer in the language in which it is submitted.

    `of` is the version of the original that it was made from.
    """

    original: Original = field(kw_only=True)
    of: int = field(default=0, kw_only=True)

    @cached_property
    def translation_status(self) -> TranslationStatus:
        """How far the translation is."""
        question, original = self.original.question, self.original.content
        return judge_translation(question, original, self.content, outdated=self.has_old_texts)

    @property
    def is_due(self) -> bool:
        """Whether something of it is left to translate, or to look at again."""
        return self.translation_status in DUE

    @property
    def is_needed(self) -> bool:
        """Whether the original has words."""
        return self.translation_status is not TranslationStatus.NEEDLESS

    @property
    def may_come_first(self) -> bool:
        """Whether the original says nothing yet, of a question that asks for texts."""
        original = self.original
        return not original.content and bool(worded(original.question).parts)

    @property
    def is_outdated(self) -> bool:
        """Whether the words of the original have changed since it was translated."""
        return self.has_old_texts or bool(self.behind)

    @property
    def has_old_texts(self) -> bool:
        """Whether texts of the original, or its reason, have changed since it was translated."""
        return bool(self.version) and self.of < self.original.words_version

    @cached_property
    def behind(self) -> Mapping[str, Mapping[str, tuple[str, str]]]:
        """The phrases of which earlier words are translated; see `translating.behind`."""
        return behind(self.original.question, self.original.content, self.content)

    @cached_property
    def judgement(self) -> Judgement:
        """The same, as for any answer."""
        if not self.original.content:
            return Judgement(Status.UNANSWERED, ())
        return Judgement(_STATUSES[self.translation_status], self.lacking)

    @property
    def at_odds(self) -> tuple[str, ...]:
        """What its translator may have overlooked, in words of who reads it now."""
        in_korean, lacks_tables, has_address = self._overlooked
        found = {
            gettext("The translation still has Korean in it."): in_korean,
            gettext("The original has a table that the translation does not have."): lacks_tables,
            gettext(
                "A web address stands where a name, such as that of a link, is to be translated. "
                "Addresses themselves stay as they are."
            ): has_address,
        }
        amounts = self._differing
        figures = (
            (gettext("Figures of the original that the translation lacks:"), amounts.lacking),
            (gettext("Figures that only the translation has:"), amounts.added),
        )
        return (
            *(words for words, is_so in found.items() if is_so),
            *(f"{words} {', '.join(those)}." for words, those in figures if those),
            *self._persons_words,
        )

    @property
    def is_done_but_korean(self) -> bool:
        """Whether all is translated, and Korean is left in it, which may be meant."""
        return self.translation_status is TranslationStatus.TRANSLATED and self._overlooked[0]

    @cached_property
    def _differing(self) -> Differing:
        """Which figures of the original the translation lacks, and which it alone has.

        What is behind its original is asked about as a whole.
        """
        if self.is_outdated:
            return SAME
        found = [
            differing(*each)
            for each in pairs(self.original.question, self.original.content, self.content)
        ]
        return Differing(
            tuple(dict.fromkeys(text for each in found for text in each.lacking))[:MOST],
            tuple(dict.fromkeys(text for each in found for text in each.added))[:MOST],
        )

    @cached_property
    def _overlooked(self) -> tuple[bool, bool, bool]:
        """Whether a translation into another language has Korean, and whether it lacks a table.

        And whether a short phrase in it has become an address.
        """
        question, original = self.original.question, self.original.content
        said = without_phrases(question, self.content)
        texts = [part.key for part in worded(question).parts if part.key in said.parts]
        return (
            self.question.language != Language.KO and in_korean(said),
            any(_tables(said, key) < _tables(original, key) for key in texts),
            has_address_for_phrase(self.original.question, self.content),
        )

    @property
    def lacking(self) -> tuple[PartShape, ...]:
        """The parts of the original of which some words are not translated."""
        question, original = self.original.question, self.original.content
        return lacking(question, original, self.content)

    @property
    def entered(self) -> Content:
        """What a form shows: a line for each phrase of the original."""
        return seeded(self.original.question, self.original.content, self.content)

    @property
    def alone(self) -> Content:
        """The translation as one of `original.content.alone`."""
        original = self.original.content
        return elsewhere(self.original.question, original, original.alone, self.content)

    @property
    def result(self) -> Content:
        """The answer in this language; what is not translated stays as it is."""
        return in_translation(self.original.question, self.original.content, self.content)


def _tables(content: Content, key: str) -> int:
    """Return how many tables a text has."""
    return sum(not isinstance(each, str) for each in segments(str(content.parts.get(key, ""))))


def in_korean(content: Content) -> bool:
    """Return whether a content says anything in Korean letters."""
    return any(map(holds_korean, written(content)))


_STATUSES: Mapping[TranslationStatus, Status] = {
    TranslationStatus.NEEDLESS: Status.ANSWERED,
    TranslationStatus.UNTRANSLATED: Status.UNANSWERED,
    TranslationStatus.PARTLY: Status.INCOMPLETE,
    TranslationStatus.PARTLY_OUTDATED: Status.INCOMPLETE,
    TranslationStatus.OUTDATED: Status.INCOMPLETE,
    TranslationStatus.TRANSLATED: Status.ANSWERED,
}
