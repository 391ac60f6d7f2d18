"""A request for one answer, as the pages of its history and of its talk begin."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.http import HttpRequest
from django.utils.functional import Promise

from responses.domain.content.content import Content
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import Permission
from responses.domain.snapshot.snapshot import AnswerSnapshot, SectionSnapshot
from responses.pages.printed import PrintedAnswer, printed_section

from .access import ResponseAccess, response_or_404
from .closed import why_closed


@dataclass(frozen=True)
class AnswerPlace:
    """A request for one answer that the person may see."""

    request: HttpRequest
    access: ResponseAccess
    shape: SectionShape
    question: QuestionShape

    @classmethod
    def of(cls, request: HttpRequest, city: str, edition: str, section: str, question: str) -> Self:
        """Return the place that an address names, or raise 404."""
        access = response_or_404(request, city, edition)
        return cls(request, access, access.section(section), access.question(section, question))

    def afresh(self) -> Self:
        """Return the same place, to be read once more."""
        return replace(self, access=replace(self.access))

    @cached_property
    def part(self) -> SectionSnapshot:
        """The section as it is now."""
        return self.access.snapshot.sections_by_key[self.shape.key]

    @cached_property
    def answer(self) -> AnswerSnapshot:
        """The answer as it is now."""
        return next(each for each in self.part.answers if each.question == self.question)

    @cached_property
    def closed(self) -> str | Promise:
        """Why the person cannot write the answer, or nothing if they can."""
        return why_closed(self.access, self.part, self.question)

    @property
    def note(self) -> str | Promise:
        """Why the person cannot write the answer, for those in roles that write."""
        return self.closed if self.access.may(Permission.EDIT) else ""

    def printed(self, content: Content) -> PrintedAnswer:
        """Return the question as it would be printed with a content."""
        answers = (replace(self.answer, content=content),)
        return printed_section(replace(self.part, answers=answers)).answers[0]

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every page of the answer shows."""
        return {
            "snapshot": self.access.snapshot,
            "part": self.part,
            "question": self.question,
            "answer": self.answer,
        }
