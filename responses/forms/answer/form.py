"""One form for the questions of a section, read into writes for `domain.answers.drafting`."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line, says_nothing
from responses.domain.answers.writes import Write
from responses.domain.content.content import Content, canonical
from responses.domain.edition.shapes import EditionShape, PartShape, QuestionShape
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.validators import parse_number
from responses.wording.statuses import need

from .aids import NO_AIDS, Aids
from .buttons import apply_button, insert_term, links_beside
from .cards import Card
from .controls import Control, problem_of, read_control
from .drawn import QuestionCard
from .entry import ButtonResult, Data, Entry, LinksBeside, Problem
from .kinds import ENTRIES
from .translation import kept_beside, newest, original_of, said_first, translated_of
from .undos import sent_undos, undos_after, undos_of
from .widgets import Names, as_fields, part_field

REASON_MISSING = _("Enter the reason why there is nothing to report.")
REASON_UNTICKED = _("Tick “Nothing to report”, or remove the reason.")


class LeftLines(NamedTuple):
    """Lines typed for a question, by its key and number, of which no value could be made."""

    key: str
    number: str
    text: str


class SectionForm(forms.Form):
    """The answers to some questions, each with the version it started from.

    Shows what was typed for the questions in `data` and `answers` for the others. After
    `is_valid`, whatever it returned, `writes` has each answer that was sent without fault.
    """

    rendered_fields: set[str]  # kept by crispy

    def __init__(
        self,
        answers: Sequence[AnswerSnapshot],
        data: Mapping[str, Any] | None = None,
        *,
        prefix: str | None = None,
        language: str = "",
        button: str = "",
        partial: bool = False,
        leaves_rest: bool = False,
        edition: EditionShape | None = None,
        confirmed: str = "",
        aids: Aids = NO_AIDS,
        refused: Mapping[str, ValidationError] | None = None,
    ) -> None:
        """Take answers in the form's order, and the language in which they are written.

        `button` is what a button sent with the data, such as `remove q-i-1--links 2`; the form
        then shows what that comes to. A `partial` form writes the sound parts of a
        faulty answer too, and leaves its faulty ones as they are saved. Pasted lines that no
        value can be made of are a fault, unless the form `leaves_rest`: then the others are
        written, and whoever shows the page goes on to show those lines. Whoever shows it gives
        the `edition` too, so that follow-ups can name what they follow. The translation that is
        `confirmed`, by its key, is still right, though its original has changed; beside each stand
        `aids`. `refused` says by the name of a part, as it is
        sent, why a file that was chosen for it is not taken.
        """
        super().__init__(data, prefix=prefix)
        self.answers = {answer.question.key: answer for answer in answers}
        self.names = {key: Names.of(answer.question) for key, answer in self.answers.items()}
        self.focus = self.preview = ""
        self.undos = sent_undos(data)
        if button:
            self.data, self.focus, self.preview, undo = self._after(button)
            self.undos = undos_after(self.undos, button, undo)
        # What was sent in each part, by its name, as far as it has been read.
        self.read: dict[str, Any] = {}
        self.typed = {key for key in self.answers if self.is_bound and self._was_sent(key)}
        self.language = language
        self.partial = partial
        self.leaves_rest = leaves_rest
        self.edition = edition
        self.confirmed = confirmed
        self.aids = aids
        self.refused = refused or {}
        self.rest: dict[str, dict[str, str]] = {}
        self.settled: set[str] = set()
        self.writes: list[Write] = []
        for answer in answers:
            self._add_fields(answer.question)
        self.helper = FormHelper()
        self.helper.template = "responses/partials/_cards.html"
        self.helper.layout = Layout(*(QuestionCard(key) for key in self.answers))

    @property
    def cards(self) -> list[Card]:
        """What a template needs to draw each question."""
        return [self.card(key) for key in self.answers]

    def card(self, key: str) -> Card:
        """Return the card of a question, by its key."""
        saved, names, typed = self.answers[key], self.names[key], key in self.typed
        reason_id = self.add_prefix(names.reason)
        return Card(
            saved=saved,
            id=self.add_prefix(key),
            controls=[self._control(key, part) for part in saved.question.parts],
            version_name=self.add_prefix(names.version),
            version=self.sent(names.version) if typed else str(saved.version),
            nothing_name=self.add_prefix(names.nothing),
            nothing=bool(self.sent(names.nothing) if typed else saved.content.nothing_to_report),
            reason_name=reason_id,
            reason=self.sent(names.reason) if typed else saved.content.nothing_to_report,
            reason_problems=[
                Problem(reason_id, " ".join(fault.messages)) for fault in self.faults(names.reason)
            ],
            of_name=self.add_prefix(names.original),
            of=self.sent(names.original) if typed else newest(saved),
            reason_has_focus=bool(self.focus) and self.focus == reason_id,
            reason_terms=self.aids.find(said_first(saved).nothing_to_report),
            reason_same=self.aids.same(saved)(said_first(saved).nothing_to_report),
            unsaved=typed and key not in self.settled,
        )

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

    def judge_against(self, answers: Sequence[AnswerSnapshot]) -> None:
        """Judge once more what was sent, beside these answers; nothing is read again.

        What was sound beside answers that say nothing is the same beside any, and needs none.
        """
        self.answers = {answer.question.key: answer for answer in answers}
        self.rest, self.writes = {}, []
        self.full_clean()

    def settle(self, answers: Sequence[AnswerSnapshot]) -> None:
        """Show the answers as they are after saving, except where what was typed has a fault.

        Lines that were left stay beside the answer.
        """
        now = {answer.question.key: answer for answer in answers}
        self.answers = {key: now[key] for key in self.answers}
        faulty = {key for key in self.typed if self._has_fault(key)}
        self.settled = left = self.rest.keys() - faulty
        for key in left:
            self.data = self._renewed(key)
            self.read.clear()
            self.focus = next(iter(self.rest[key]))
        self.typed = faulty | left

    @property
    def left(self) -> list[LeftLines]:
        """The lines that were left, by questions."""
        return [
            LeftLines(key, self.answers[key].question.number, "\n".join(texts.values()))
            for key, texts in self.rest.items()
        ]

    @property
    def notes(self) -> list[str]:
        """The controls with lines that were left, by their ids."""
        return [target for targets in self.rest.values() for target in targets]

    def shown(self, key: str, part: PartShape) -> Any:
        """Return what the control of a part has to show, as it is typed."""
        name, entry = self.names[key].parts[part.key], ENTRIES[part.kind]
        if key in self.typed:
            return self.fields[name].widget.value_from_datadict(
                self.data, self.files, self.add_prefix(name)
            )
        return entry.typed(self.answers[key].entered.parts.get(part.key))

    def sent(self, name: str) -> str:
        """Return a single value as it was sent, by its name without prefix."""
        value: str = self.data.get(self.add_prefix(name), "")
        return value

    def faults(self, name: str) -> list[ValidationError]:
        """Return what is wrong with a field, by its name without prefix, once validated."""
        if not self._is_validated:
            # A button has nothing judged; but a file that was sent with it is taken or not.
            return [self.refused[sent]] if (sent := self.add_prefix(name)) in self.refused else []
        return self.errors[name].as_data() if name in self.errors else []

    @property
    def _is_validated(self) -> bool:
        return self._errors is not None  # type: ignore[attr-defined]

    def _control(self, key: str, part: PartShape) -> Control:
        name, question = self.names[key].parts[part.key], self.answers[key].question
        parent = next(self.edition.parents(question), None) if self.edition else None
        said = original_of(self.answers[key], part)
        is_needless = bool(said_first(self.answers[key])) and said is None
        return read_control(
            part,
            self.add_prefix(name),
            self.shown(key, part),
            self.faults(name),
            focus=self.focus,
            preview=self.preview,
            need=gettext("Nothing to translate") if is_needless else need(question, part, parent),
            undos=undos_of(self.undos, self.add_prefix(name)),
            original=said,
            find=self.aids.find,
            same=self.aids.same(self.answers[key]),
            has_links=links_beside(self._parts_of(key)) is not None,
        )

    def _after(self, button: str) -> ButtonResult:
        """Return what a button comes to."""
        if put := insert_term(cast("Data", self.data), button, self._takes_terms):
            return put
        parts: dict[str, PartShape] = {}
        beside: dict[str, LinksBeside] = {}
        for key in self.answers:
            own = self._parts_of(key)
            parts |= own
            if found := links_beside(own):
                beside |= dict.fromkeys(own, found)
        return apply_button(parts, cast("Data", self.data), button, beside)

    def _takes_terms(self, name: str) -> bool:
        """Return whether a field is one of the words of a translation."""
        names = (self.names[key] for key, each in self.answers.items() if each.question.language)
        return any(
            name == self.add_prefix(own.reason)
            or any(
                name == sent or (name.startswith(f"{sent}--") and name.endswith("--text"))
                for sent in map(self.add_prefix, own.parts.values())
            )
            for own in names
        )

    def _parts_of(self, key: str) -> dict[str, PartShape]:
        """Return the parts of a question, by the names of their fields."""
        names = self.names[key].parts
        return {self.add_prefix(names[part.key]): part for part in self.answers[key].question.parts}

    def _was_sent(self, key: str) -> bool:
        return any(self._is_of(key, name) for name in self.data)

    def _is_of(self, key: str, name: str) -> bool:
        """Return whether a field that was sent is of a question."""
        names = self.names[key]
        own = {self.add_prefix(name) for name in names.all}
        rows = tuple(f"{self.add_prefix(name)}--" for name in names.parts.values())
        return name in own or name.startswith(rows)

    def _renewed(self, key: str) -> Data:
        """Return what was sent, but of one question what is saved now, and what was left of it."""
        answer, sent = self.answers[key], cast("Data", self.data)
        data: Data = MultiValueDict(
            {name: texts for name, texts in sent.lists() if not self._is_of(key, name)}
        )
        for name, text in as_fields(answer.question, answer.content):
            data.appendlist(self.add_prefix(name), text)
        data[self.add_prefix(self.names[key].version)] = str(answer.version)
        for name, text in self.rest[key].items():
            data[name] = text
        return data

    def _add_fields(self, question: QuestionShape) -> None:
        names = self.names[question.key]
        for part in question.parts:
            self.fields[names.parts[part.key]] = part_field(part, self.read)
        self.fields[names.reason] = forms.Field(required=False)

    def _has_fault(self, key: str) -> bool:
        return any(name in self.errors for name in self.names[key].all)

    def _clean_question(self, key: str) -> None:
        question, names = self.answers[key].question, self.names[key]
        values = {part.key: self.cleaned_data[names.parts[part.key]] for part in question.parts}
        for part in question.parts:
            entry, name, value = ENTRIES[part.kind], names.parts[part.key], values[part.key]
            faults, rest = [*entry.faults(part, value)], [*entry.rest(part, value)]
            if refusal := self.refused.get(self.add_prefix(name)):
                faults.append(refusal)
            if self.leaves_rest:
                self._leave(key, entry, part, rest)
            else:
                faults += rest
            if faults:
                self.add_error(name, ValidationError(faults))
        reason = self._clean_reason(key)
        content: Content | None = None
        try:
            content = canonical(question, _plain(question, values), reason)
        except ValidationError as faulty:
            self._add_faults(names, faulty)
        if self._has_fault(key):
            content = self._without_faults(key, values, reason)
        if content is not None:
            self.writes.append(self._write(key, content))

    def _write(self, key: str, content: Content) -> Write:
        """Return the write of an answer, which started from the version that was sent."""
        saved, names, confirmed = self.answers[key], self.names[key], key == self.confirmed
        content = kept_beside(saved, content, confirmed=confirmed)
        base, of = parse_number(self.sent(names.version)), parse_number(self.sent(names.original))
        translates = translated_of(saved, content, of, confirmed=confirmed)
        return Write(saved.question, content, base, translates=translates)

    def _leave(
        self, key: str, entry: Entry, part: PartShape, rest: Sequence[ValidationError]
    ) -> None:
        """Note what is left of a part that was sent, by the controls that hold it."""
        name = self.add_prefix(self.names[key].parts[part.key])
        for each in rest:
            target = problem_of(entry, part, name, each).target
            self.rest.setdefault(key, {})[target] = (each.params or {})["text"]

    def _without_faults(self, key: str, values: Mapping[str, Any], reason: str) -> Content | None:
        """Return an answer with its faulty parts as they are saved, or None.

        None unless the form is partial and what is saved is what the page started from.
        """
        saved, names = self.answers[key], self.names[key]
        if not self.partial or parse_number(self.sent(names.version)) != saved.version:
            return None
        parts = {
            key: saved.content.parts.get(key) if names.parts[key] in self.errors else value
            for key, value in _plain(saved.question, values).items()
        }
        if names.reason in self.errors:
            reason = saved.content.nothing_to_report
        return canonical(saved.question, parts, reason)

    def _add_faults(self, names: Names, faulty: ValidationError) -> None:
        """Put what `canonical` found at the fields, where no closer fault stands already."""
        for key, faults in faulty.error_dict.items():
            name = names.parts.get(key, names.reason)
            if name not in self.errors:
                self.add_error(name, ValidationError(faults))

    def _clean_reason(self, key: str) -> str:
        """Return the reason if its box is ticked; a new one beside an empty box is not lost."""
        names = self.names[key]
        reason = self.sent(names.reason)
        if self.answers[key].question.language:
            return reason
        if self.sent(names.nothing):
            if says_nothing(reason):
                self.add_error(names.reason, REASON_MISSING)
            return reason
        if one_line(reason) not in {"", self.answers[key].content.nothing_to_report}:
            self.add_error(names.reason, REASON_UNTICKED)
        return ""


def _plain(question: QuestionShape, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was typed in the form that `content.canonical` takes."""
    return {part.key: ENTRIES[part.kind].plain(values[part.key]) for part in question.parts}
