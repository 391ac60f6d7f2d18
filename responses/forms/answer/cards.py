"""What a template needs to draw a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from responses.domain.content.completeness import Status
from responses.domain.edition.shapes import QuestionShape
from responses.domain.glossary.finding import Found
from responses.domain.snapshot.answer import AnswerSnapshot

from .aids import SameWords
from .controls import Control
from .entry import Problem


@dataclass(frozen=True, slots=True)
class Card:
    """One question with its controls and what is saved of it.

    `of` is the version of the original that a translation is read beside, as `version` is its own.
    `reason_terms` are those of the glossary in the original's reason to report nothing,
    `reason_same` is where another answer gives the same one, and `reason_has_focus` is whether the
    cursor is to be in the field of that. `unsaved` is whether the controls show what is not saved,
    so that its status is not of them.
    """

    saved: AnswerSnapshot
    id: str
    controls: Sequence[Control]
    version_name: str
    version: str
    nothing_name: str
    nothing: bool
    reason_name: str
    reason: str
    reason_problems: Sequence[Problem]
    of_name: str
    of: str
    unsaved: bool
    reason_has_focus: bool
    reason_terms: Found
    reason_same: SameWords | None = None

    @property
    def question(self) -> QuestionShape:
        """The question it asks."""
        return self.saved.question

    @property
    def status(self) -> Status:
        """How far the saved answer is."""
        return self.saved.status

    @property
    def problems(self) -> list[Problem]:
        """Every fault, in the order of the controls."""
        own = [problem for control in self.controls for problem in control.problems]
        return [*own, *self.reason_problems]
