"""The shape of an edition as frozen values: what is asked, in the form's order. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from responses.localized import Wording


@dataclass(frozen=True, slots=True)
class ChoiceShape:
    """One item to tick."""

    key: str
    label: Wording


@dataclass(frozen=True, slots=True)
class PartShape:
    """A kind of answer that a question asks for, by its key in `content.kinds.KINDS`.

    `choices` is empty but for kinds that take choices.
    """

    key: str
    kind: str
    label: Wording
    choices: tuple[ChoiceShape, ...]


@dataclass(frozen=True)
class QuestionShape:
    """One numbered answer slot and its parts in the form's order."""

    pk: int
    key: str
    number: str
    lead: Wording
    wording: Wording
    help: Wording
    indicators: tuple[str, ...]
    parts: tuple[PartShape, ...]

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

    def neighbours(self, section: SectionShape) -> Mapping[str, SectionShape | None]:
        """Return the sections before and after one, as "previous" and "next"."""
        place = self.sections.index(section)
        around = (None, *self.sections, None)
        return {"previous": around[place], "next": around[place + 2]}
