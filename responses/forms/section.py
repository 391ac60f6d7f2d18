"""One form for the questions of a section, read into writes for `domain.drafting`."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responses.domain.answers.writes import Write
from responses.domain.assignment.assignment import Handing
from responses.domain.content.content import Content, LinkValue, canonical
from responses.domain.content.links import fault
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.domain.snapshot.snapshot import AnswerSnapshot
from responses.enums import PartKind
from responses.validators import parse_number

from .cards import Card, QuestionCard, read_card
from .controls import Problem
from .widgets import LinksInput, Names, as_plain, as_typed, part_field

REASON_MISSING = _("Enter the reason why there is nothing to report.")
REASON_UNTICKED = _("Tick “Nothing to report”, or remove the reason.")
URL_MISSING = _("Enter the address of this link, or remove the row.")
NO_ADDRESS_IN_LINES = _("These lines contain no web address. Correct or delete them.")


class SectionForm(forms.Form):
    """The answers to some questions, each with the version it started from.

    Shows what was typed for the questions in `data` and `answers` for the others. After
    `is_valid`, whatever it returned, `writes` has each answer that was sent without fault.
    """

    rendered_fields: set[str]  # kept by crispy
    talk: Mapping[str, int]  # how many threads are open, by question; shown beside each
    handed: Mapping[str, Handing]  # to whom questions are handed over; shown beside each

    def __init__(
        self,
        answers: Sequence[AnswerSnapshot],
        data: Mapping[str, Any] | None = None,
        *,
        prefix: str | None = None,
        language: str = "",
        focus: str = "",
        preview: str = "",
        partial: bool = False,
    ) -> None:
        """Take answers in the form's order, and the language in which they are written.

        `focus` is the id of a control to put the cursor in, and `preview` names a text that
        is shown as it will be printed too. A `partial` form writes the sound parts of a
        faulty answer too, and leaves its faulty ones as they are saved.
        """
        super().__init__(data, prefix=prefix)
        self.answers = {answer.question.key: answer for answer in answers}
        self.names = {key: Names.of(answer.question) for key, answer in self.answers.items()}
        self.typed = {key for key in self.answers if self.is_bound and self._was_sent(key)}
        self.language = language
        self.focus = focus
        self.preview = preview
        self.partial = partial
        self.talk = {}
        self.handed = {}
        self.writes: list[Write] = []
        for answer in answers:
            self._add_fields(answer.question)
        self.helper = FormHelper()
        self.helper.template = "responses/partials/_cards.html"
        self.helper.layout = Layout(*(QuestionCard(key) for key in self.answers))

    @property
    def cards(self) -> list[Card]:
        """What a template needs to draw each question."""
        return [read_card(self, key) for key in self.answers]

    @property
    def problems(self) -> list[tuple[Card, Problem]]:
        """Every fault, in the form's order, with the card it is on, once validated."""
        if not self._is_validated or not self.errors:
            return []
        return [(card, problem) for card in self.cards for problem in card.problems]

    def clean(self) -> None:
        """Make a write of each question that was sent and has no fault."""
        for key in self.answers:
            if key in self.typed:
                self._clean_question(key)

    def settle(self, answers: Sequence[AnswerSnapshot]) -> None:
        """Show the answers as they are after saving, except where what was typed has a fault."""
        now = {answer.question.key: answer for answer in answers}
        self.answers = {key: now[key] for key in self.answers}
        self.typed = {key for key in self.typed if self._has_fault(key)}

    def shown(self, key: str, part: PartShape) -> Any:
        """Return what the control of a part has to show, in the form its widget reads."""
        name = self.names[key].parts[part.key]
        if key in self.typed:
            widget = self.fields[name].widget
            return widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return as_typed(part, self.answers[key].content)

    def sent(self, name: str) -> str:
        """Return a single value as it was sent, by its name without prefix."""
        value: str = self.data.get(self.add_prefix(name), "")
        return value

    def faults(self, name: str) -> list[ValidationError]:
        """Return what is wrong with a field, by its name without prefix, once validated."""
        if not self._is_validated or name not in self.errors:
            return []
        return self.errors[name].as_data()

    @property
    def _is_validated(self) -> bool:
        return self._errors is not None  # type: ignore[attr-defined]

    def _was_sent(self, key: str) -> bool:
        names = self.names[key]
        own = {self.add_prefix(name) for name in names.all}
        rows = tuple(f"{self.add_prefix(name)}--" for name in names.parts.values())
        return any(name in own or name.startswith(rows) for name in self.data)

    def _add_fields(self, question: QuestionShape) -> None:
        names = self.names[question.key]
        for part in question.parts:
            self.fields[names.parts[part.key]] = part_field(part)
        self.fields[names.reason] = forms.Field(required=False)

    def _has_fault(self, key: str) -> bool:
        return any(name in self.errors for name in self.names[key].all)

    def _clean_question(self, key: str) -> None:
        question, names = self.answers[key].question, self.names[key]
        values = {part.key: self.cleaned_data[names.parts[part.key]] for part in question.parts}
        for part in question.parts:
            if part.kind is PartKind.LINKS:
                self._clean_links(question, part, values[part.key])
        reason = self._clean_reason(key)
        content: Content | None = None
        try:
            content = canonical(
                question, {part: as_plain(value) for part, value in values.items()}, reason
            )
        except ValidationError as faulty:
            self._add_faults(names, faulty)
        if self._has_fault(key):
            content = self._without_faults(key, values, reason)
        if content is not None:
            self.writes.append(Write(question, content, parse_number(self.sent(names.version))))

    def _without_faults(self, key: str, values: Mapping[str, Any], reason: str) -> Content | None:
        """Return an answer with its faulty parts as they are saved, or None.

        None unless the form is partial and what is saved is what the page started from.
        """
        saved, names = self.answers[key], self.names[key]
        if not self.partial or parse_number(self.sent(names.version)) != saved.version:
            return None
        parts = {
            part: saved.content.parts.get(part)
            if names.parts[part] in self.errors
            else as_plain(value)
            for part, value in values.items()
        }
        if names.reason in self.errors:
            reason = saved.content.nothing_to_report
        return canonical(saved.question, parts, reason)

    def _add_faults(self, names: Names, faulty: ValidationError) -> None:
        """Put what `canonical` found at the fields, where no closer fault stands already."""
        for part, faults in faulty.error_dict.items():
            name = names.parts.get(part, names.reason)
            if name not in self.errors:
                self.add_error(name, ValidationError(faults))

    def _clean_reason(self, key: str) -> str:
        """Return the reason if its box is ticked; a new one beside an empty box is not lost."""
        names = self.names[key]
        reason = self.sent(names.reason)
        if self.sent(names.nothing):
            if not reason.strip():
                self.add_error(names.reason, REASON_MISSING)
            return reason
        if reason.strip() not in {"", self.answers[key].content.nothing_to_report}:
            self.add_error(names.reason, REASON_UNTICKED)
        return ""

    def _clean_links(self, question: QuestionShape, part: PartShape, typed: LinksInput) -> None:
        """Add an error a faulty row; its parameter `row` says which."""
        faults = [
            ValidationError(message, params={"row": number})
            for number, row in enumerate(typed.rows)
            if (message := _row_fault(question, part, row))
        ]
        if typed.rest.strip():
            faults.append(ValidationError(NO_ADDRESS_IN_LINES, params={"row": None}))
        if faults:
            self.add_error(self.names[question.key].parts[part.key], ValidationError(faults))


def _row_fault(question: QuestionShape, part: PartShape, row: LinkValue) -> str:
    """Return what is wrong with one row of links, or an empty string."""
    url = row.url.strip()
    if not url:
        return str(URL_MISSING) if row.label.strip() else ""
    try:
        canonical(question, {part.key: [row]})
    except ValidationError as faulty:
        return faulty.messages[0]
    return str(fault(url) or "")
