"""The shape of an edition as frozen values: what is asked, in the form's order. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from responses.enums import ORIGINAL
from responses.localized import Wording


@dataclass(frozen=True, slots=True)
class ChoiceShape:
    """One item to tick."""

    key: str
    label: Wording


@dataclass(frozen=True, slots=True)
class IndicatorShape:
    """What a city is judged by; a code can stand under two criteria, and means another there."""

    criterion: str
    code: str
    meaning: Wording

    @property
    def key(self) -> str:
        """How a question names it."""
        return f"{self.criterion}/{self.code}"


@dataclass(frozen=True, slots=True)
class PartShape:
    """A kind of answer that a question asks for, by its key in `content.kinds.KINDS`.

    `choices` is empty but for kinds that take choices. `required` says whether a complete
    answer needs it; None leaves that to its kind (`content.completeness.is_required`).
    """

    key: str
    kind: str
    label: Wording
    choices: tuple[ChoiceShape, ...]
    required: bool | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """What a follow-up ("if so …") waits for: the key of a question, and what that has to say."""

    question: str
    answer: str


@dataclass(frozen=True)
class QuestionShape:
    """One numbered answer slot and its parts in the form's order; `follows` if a follow-up.

    `proves` are those of its `indicators` that its edition says the meaning of.

    With a `language`, it asks for the words of its answer in that one: see `content.translating`.
    """

    pk: int
    key: str
    number: str
    lead: Wording
    wording: Wording
    help: Wording
    indicators: tuple[str, ...]
    parts: tuple[PartShape, ...]
    follows: Follows | None = None
    language: str = ORIGINAL
    proves: tuple[IndicatorShape, ...] = field(default=(), compare=False)

    @property
    def place(self) -> tuple[int, str]:
        """By what its answer is known among those of a response: its key, and its language."""
        return self.pk, self.language

    @cached_property
    def translations(self) -> dict[str, "QuestionShape"]:
        """The questions that ask for a translation of its answer, by language, once made."""
        return {}

    @cached_property
    def parts_by_key(self) -> Mapping[str, PartShape]:
        """The parts, found by their keys."""
        return {part.key: part for part in self.parts}


@dataclass(frozen=True)
class SectionShape:
    """One section and its questions in the form's order."""

    pk: int
    key: str
    number: str
    title: Wording
    questions: tuple[QuestionShape, ...]


@dataclass(frozen=True)
class EditionShape:
    """A whole edition."""

    code: str
    year: int
    title: Wording
    digest: str
    sections: tuple[SectionShape, ...]
    indicators: tuple[IndicatorShape, ...] = field(default=(), compare=False)

    @cached_property
    def sections_by_key(self) -> Mapping[str, SectionShape]:
        """The sections, found by their keys."""
        return {section.key: section for section in self.sections}

    @cached_property
    def questions_by_key(self) -> Mapping[str, QuestionShape]:
        """All questions, found by their keys."""
        return {
            question.key: question for section in self.sections for question in section.questions
        }

    @cached_property
    def followers(self) -> Mapping[str, tuple[QuestionShape, ...]]:
        """The follow-ups of a question, and theirs, by its key, where it has any."""
        found: dict[str, tuple[QuestionShape, ...]] = {}
        for question in self.questions_by_key.values():
            for parent in self.parents(question):
                found[parent.key] = (*found.get(parent.key, ()), question)
        return found

    def parents(self, question: QuestionShape) -> Iterator[QuestionShape]:
        """Yield the question that a follow-up follows, the one that that follows, and so on."""
        while question.follows:
            question = self.questions_by_key[question.follows.question]
            yield question

    def neighbours(self, section: SectionShape) -> Mapping[str, SectionShape | None]:
        """Return the sections before and after one, as "previous" and "next"."""
        place = self.sections.index(section)
        around = (None, *self.sections, None)
        return {"previous": around[place], "next": around[place + 2]}
