"""What a template needs to draw a question, and where crispy lays it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crispy_forms.layout import LayoutObject
from django.template.loader import get_template

from responses.domain.content.completeness import Status
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.domain.snapshot.snapshot import AnswerSnapshot

from .controls import Control, Problem, read_control

if TYPE_CHECKING:
    from .section import SectionForm


@dataclass(frozen=True, slots=True)
class Card:
    """One question with its controls and what is saved of it."""

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


def read_card(form: "SectionForm", key: str) -> Card:
    """Return the card of a question of `form`, by its key."""
    saved, names, typed = form.answers[key], form.names[key], key in form.typed
    reason_id = form.add_prefix(names.reason)
    return Card(
        saved=saved,
        id=form.add_prefix(key),
        controls=[_control(form, key, part) for part in saved.question.parts],
        version_name=form.add_prefix(names.version),
        version=form.sent(names.version) if typed else str(saved.version),
        nothing_name=form.add_prefix(names.nothing),
        nothing=bool(form.sent(names.nothing) if typed else saved.content.nothing_to_report),
        reason_name=reason_id,
        reason=form.sent(names.reason) if typed else saved.content.nothing_to_report,
        reason_problems=[
            Problem(reason_id, " ".join(fault.messages)) for fault in form.faults(names.reason)
        ],
    )


def _control(form: "SectionForm", key: str, part: PartShape) -> Control:
    name = form.names[key].parts[part.key]
    return read_control(
        part,
        form.add_prefix(name),
        form.shown(key, part),
        form.faults(name),
        focus=form.focus,
        preview=form.preview,
    )


class QuestionCard(LayoutObject):  # type: ignore[misc]
    """Crispy's place for one question, drawn by a template of our own.

    Crispy renders a field in half a millisecond, our templates in a tenth of that.
    """

    template = "responses/partials/_question.html"

    def __init__(self, key: str) -> None:
        self.key = key

    def render(self, form: "SectionForm", _context: object, **_options: object) -> str:
        """Return the question with its controls as HTML."""
        form.rendered_fields.update(form.names[self.key].all)
        card = read_card(form, self.key)
        context = {
            "card": card,
            "language": form.language,
            "talk": form.talk,
            "handed": form.handed.get(self.key),
        }
        return get_template(self.template).render(context)
