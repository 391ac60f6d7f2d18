"""Which section or answer a request is about: how each of their pages begins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from responses.domain.answers.refused import refused_keys, refused_texts
from responses.domain.content.content import Content
from responses.domain.content.translating import named, parted
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import Permission
from responses.domain.review.events import last_call
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.forms.answer.kinds.links import PATTERN
from responses.models import Event, RefusedText
from responses.pages.printed import PrintedAnswer, printed_section
from responses.wording.translations import into_words

from .access import ResponseAccess, response_or_404
from .closed import read_only_reason, translatable, writable


@dataclass(frozen=True)
class SectionPage:
    """A request for a page of a section that the person may see."""

    request: HttpRequest
    access: ResponseAccess
    shape: SectionShape

    @classmethod
    def of(cls, request: HttpRequest, *address: str) -> Self:
        """Return what an address names by city, edition and section, or raise 404."""
        city, edition, section = address
        access = response_or_404(request, city, edition)
        return cls(request, access, access.section(section))

    def reloaded(self) -> Self:
        """Return the same, to be read once more."""
        return replace(self, access=replace(self.access))

    @cached_property
    def section(self) -> SectionSnapshot:
        """The section as it is now."""
        return self.access.snapshot.sections_by_key[self.shape.key]

    @cached_property
    def writable(self) -> frozenset[int]:
        """The keys of the questions that the person can write now."""
        return writable(self.access, self.section)

    @cached_property
    def translatable(self) -> frozenset[int]:
        """The keys of the questions that the person can translate now."""
        return translatable(self.access, self.section)

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every page of the section shows."""
        snapshot = self.access.snapshot
        # Of the snapshot all that printed parts show, which are remembered apart from it.
        spoken = {
            "language": snapshot.language,
            "city_slug": snapshot.city_slug,
            "edition": {"code": snapshot.edition.code},
        }
        return {"snapshot": snapshot, "section": self.section, "spoken": spoken}

    def address(self, name: str, *more: str) -> str:
        """Return the address of a page of the section."""
        response = self.access.response
        return reverse(
            name, args=[response.city.slug, response.edition.code, self.shape.key, *more]
        )

    def redirect(self, name: str, *more: str) -> HttpResponse:
        """Return a reply that leads to a page of the section."""
        return redirect(self.address(name, *more))

    def render(
        self, template: str, context: Mapping[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return a page of the section."""
        return render(self.request, template, {**self.frame, **context}, status=status)


@dataclass(frozen=True)
class WritingPage(SectionPage):
    """A request for a page of a section on which answers are written."""

    def written_at(self, section: SectionShape) -> str:
        """Return the address at which a section of the same response is written."""
        response = self.access.response
        return reverse("section", args=[response.city.slug, response.edition.code, section.key])

    def called_back(self) -> Event | None:
        """Return what brought the section back to its writers; one query where something did."""
        if not self.section.is_called_back:
            return None
        return last_call(self.access.response, self.shape)

    def waiting(self) -> list[int]:
        """Return the keys of the person's refused texts in the section; one query."""
        return refused_keys(self.access.response, self.shape, self.access.user)

    def refused(self, pks: Iterable[int]) -> list[RefusedText]:
        """Return those of the person's refused texts; one query."""
        return refused_texts(self.access.response, self.access.user, pks)

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every page shows on which the section is written."""
        return {
            **super().frame,
            "closed": "" if self.writable else read_only_reason(self.access, self.section),
            "writable": self.writable,
            "translatable": self.translatable,
            "combines": bool(self.writable or self.translatable),
            "language": self.access.snapshot.language,
            "pattern": PATTERN,
        }


@dataclass(frozen=True)
class AnswerPage(SectionPage):
    """A request for a page of one answer that the person may see, or of a translation."""

    question: QuestionShape

    @classmethod
    def of(cls, request: HttpRequest, *address: str) -> Self:
        """Return what an address names by city, edition, section and question, or raise 404."""
        city, edition, section, question = address
        access = response_or_404(request, city, edition)
        asked = access.question(section, question)
        return cls(request, access, access.section(section), asked)

    @cached_property
    def answer(self) -> AnswerSnapshot:
        """The answer as it is now."""
        answers = (each for each in self.section.answers if each.question.pk == self.question.pk)
        answer = next(answers)
        return answer.translation if self.question.language and answer.translation else answer

    @property
    def other(self) -> str:
        """The key of the translation of an original, if there can be one, or the other way."""
        original, language = parted(self.question.key)
        into = self.access.snapshot.submission_language
        return original if language else named(original, into) if into else ""

    @cached_property
    def closed(self) -> str | Promise:
        """Why the person cannot write the answer, or nothing if they can."""
        return read_only_reason(self.access, self.section, self.question)

    @property
    def note(self) -> str | Promise:
        """Why the person cannot write the answer, for those in roles that write."""
        return self.closed if self.access.may(Permission.EDIT) else ""

    def printed(self, content: Content) -> PrintedAnswer:
        """Return the question as it would be printed with a content."""
        answers = (replace(self.answer, content=content),)
        return printed_section(replace(self.section, answers=answers)).answers[0]

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every page of the answer shows."""
        back = "review" if self.closed else "section"
        return {
            **super().frame,
            "question": self.question,
            "answer": self.answer,
            "from_page": back,
            "other": self.other,
            "into": into_words(self.access.snapshot),
        }
