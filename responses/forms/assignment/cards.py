"""What the template of the page for assignment draws: sections, steps, questions and people."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from responses.domain.assignment.assignment import (
    Assignment,
    Candidates,
    DelegationTerms,
    Fault,
    People,
    names,
)
from responses.domain.assignment.keeping import NamedLine, line_in_words
from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.domain.signing.approval_line import Step
from responses.domain.signing.turns import CANNOT_SIGN
from responses.enums import WRITABLE, State

from .form import AssignmentForm
from .pickers import Picker, picker_of, signs, writes
from .typed import TRANSLATED, TypedSection, TypedStep, readable_day

CONSENT_IN_SHORT = gettext_noop("{title} (consent)")
NOT_ASSIGNED = _("Not assigned")
NOT_NEEDED = _("None needed")
FOR_WRITERS = _("Its writers translate it")
FOR_EVERY_WRITER = _("Not assigned (every writer can write it)")


@dataclass(frozen=True, slots=True)
class StepCard:
    """One row of an approval line; `locked` if it is to be read only.

    `left_out` is whether it is empty and would not be saved, once somebody has tried to save.
    """

    id: str
    place: int
    row: TypedStep
    picker: Picker
    locked: bool
    title_fault: str
    consents_fault: str
    department_fault: str
    left_out: bool = False

    @property
    def number(self) -> int:
        """Its place in the line, from 1."""
        return self.place + 1


@dataclass(frozen=True, slots=True)
class Shown:
    """What is given out, in words, to be read; `line` is None where there can be none."""

    department: str
    due_on: date | None
    people: str
    line: list[str] | None
    translators: str = ""
    translation_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class SectionCard:
    """One section: its fields and, closed, one line of what they say.

    `saved` is the key of the saved line that it has; `keep` the name typed to save its own. Where
    nothing is translated, there is no picker of `translators`.
    """

    id: str
    section: SectionShape
    state: State
    signed: int
    typed: TypedSection
    due_on: date | None
    line: list[str]
    picker: Picker
    steps: list[StepCard]
    faults: Mapping[str, str]
    conflict: Shown | None
    opened: bool
    saved: int | None
    keep: str
    keep_faults: list[str]
    translators: Picker | None
    translation_due_on: date | None

    @property
    def is_translated_late(self) -> bool:
        """Whether its translation is due after the section itself."""
        return Assignment(
            due_on=self.due_on, translation_due_on=self.translation_due_on
        ).is_translated_late

    @property
    def takes_saved(self) -> bool:
        """Whether a saved line can take the place of this one: nothing of it is signed."""
        return not self.signed and self.state is not State.APPROVED

    @property
    def fixed(self) -> bool:
        """Whether the whole line stays as it is."""
        return bool(self.steps) and all(step.locked for step in self.steps)


@dataclass(frozen=True, slots=True)
class DelegationCard:
    """One question handed over; `outdated` if somebody else changed it, `conflict` to what.

    Without a date of its own it is due on that of its section, `section_due_on`.
    """

    id: str
    question: QuestionShape
    department: str
    due: str
    due_on: date | None
    section_due_on: date | None
    back: bool
    seen: str
    picker: Picker
    faults: Mapping[str, str]
    outdated: bool
    conflict: Shown | None
    opened: bool


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A line that the city keeps: in words, and its steps as JSON for the browser."""

    pk: int
    name: str
    words: str
    steps: list[dict[str, Any]]

    @property
    def key(self) -> str:
        """Its key as it stands in forms."""
        return str(self.pk)


@dataclass(frozen=True, slots=True)
class KeepRefused:
    """That the line of a section cannot be kept under the name that was typed, and why."""

    section: str
    name: str
    faults: tuple[Fault, ...]

    @property
    def words(self) -> list[str]:
        """What is wrong, a sentence each."""
        return [
            str(fault.message) if fault.step is None else f"{fault.step + 1}. {fault.message}"
            for fault in self.faults
        ]


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """What is wrong, where it is said in short, and the id of the control."""

    where: str
    target: str
    message: str


def section_cards(
    form: AssignmentForm,
    edition: EditionShape,
    opened: Iterable[str] = (),
    lines: Iterable[NamedLine] = (),
    refused: KeepRefused | None = None,
) -> list[SectionCard]:
    """Return all sections in the form's order; those in `opened` are open.

    `lines` are those that the city keeps, and `refused` says which one cannot be kept.
    """
    saved = {line.steps: line.pk for line in lines}
    return [
        _section(
            form,
            section,
            section.key in opened,
            saved,
            refused if refused and refused.section == section.key else None,
        )
        for section in edition.sections
    ]


def delegation_cards(
    form: AssignmentForm, edition: EditionShape, opened: Container[str] = ()
) -> list[DelegationCard]:
    """Return the questions handed over, in the form's order; those in `opened` are open."""
    return [
        _delegation(form, question, question.key in opened)
        for question in edition.questions_by_key.values()
        if question.key in form.delegations
    ]


def saved_cards(lines: Iterable[NamedLine], people: People) -> list[SavedCard]:
    """Return the lines that the city keeps, as they are drawn."""
    return [
        SavedCard(
            line.pk,
            line.name,
            line_in_words(line.steps, people),
            [step.to_json() for step in line.steps],
        )
        for line in lines
    ]


def problems(form: AssignmentForm, edition: EditionShape) -> list[AssignmentProblem]:
    """Return everything that is wrong, in the order of the page."""
    found = [
        AssignmentProblem(
            _where(section, fault), _target(f"s-{section.key}", fault), str(fault.message)
        )
        for section in edition.sections
        for fault in form.faults(section.key)
    ]
    return found + [
        AssignmentProblem(question.number, f"h-{question.key}--{fault.field}", str(fault.message))
        for question in edition.questions_by_key.values()
        if question.key in form.delegations
        for fault in form.delegation_faults(question.key)
    ]


def pattern(candidates: Candidates) -> StepCard:
    """Return an empty step, which the browser copies for another row."""
    return _step("pattern", 0, TypedStep(), candidates, (), locked=False)


def _section(
    form: AssignmentForm,
    section: SectionShape,
    opened: bool,  # noqa: FBT001 - by keyword it says no more
    saved: Mapping[tuple[Step, ...], int],
    refused: KeepRefused | None,
) -> SectionCard:
    key, name = section.key, f"s-{section.key}"
    typed, now, people = form.sections[key], form.plan.sections[key], form.people
    faults, conflict = form.faults(key), form.conflicts.get(key)
    steps = [
        _step(
            name,
            place,
            row,
            form.candidates,
            [fault for fault in faults if fault.step == place],
            locked=_is_locked(typed, now.assignment, now.state, now.signed, place),
            judged=form.judged,
        )
        for place, row in enumerate(typed.steps)
    ]
    own = {fault.field: str(fault.message) for fault in faults if fault.step is None}
    return SectionCard(
        id=name,
        section=section,
        state=now.state,
        signed=now.signed,
        typed=typed,
        due_on=readable_day(typed.due),
        line=[_in_short(step) for step in steps if step.row],
        picker=picker_of(
            f"{name}--contributors",
            typed.contributors,
            form.candidates,
            writes,
            own.get("contributors"),
            nobody=FOR_EVERY_WRITER,
            # Nobody has to be found for what is not to be written.
            in_short=NOT_ASSIGNED if now.state in WRITABLE else NOT_NEEDED,
        ),
        steps=steps,
        faults={field: own.get(field, "") for field in ("department", "due", "line")}
        | {"translated": own.get(TRANSLATED, "")},
        conflict=_shown(conflict, people) if conflict else None,
        opened=opened or bool(faults or conflict or refused or any(s.left_out for s in steps)),
        saved=saved.get(typed.value.approval_line),
        keep=refused.name if refused else "",
        keep_faults=refused.words if refused else [],
        translators=_translators(name, form, typed, own.get("translators")),
        translation_due_on=readable_day(typed.translation_due),
    )


def _translators(
    name: str, form: AssignmentForm, typed: TypedSection, fault: str | None
) -> Picker | None:
    """Return the people who can be named to translate a section, if any are."""
    if not form.plan.translates:
        return None
    called, chosen = f"{name}--translators", typed.translators
    # A closed row says nothing of them where there are none.
    return picker_of(
        called, chosen, form.candidates, writes, fault, nobody=FOR_WRITERS, in_short=""
    )


def _is_locked(typed: TypedSection, now: Assignment, state: State, signed: int, place: int) -> bool:
    """Return whether a step is as it has to stay."""
    line = tuple(row.value for row in typed.steps)
    if state is State.APPROVED:
        return line == now.approval_line
    return line[:signed] == now.approval_line[:signed] and place < signed


def _step(
    name: str,
    place: int,
    row: TypedStep,
    candidates: Candidates,
    faults: Iterable[Fault],
    *,
    locked: bool,
    judged: bool = False,
) -> StepCard:
    own = {fault.field: str(fault.message) for fault in faults}
    return StepCard(
        id=f"{name}--{place}",
        place=place,
        row=row,
        picker=picker_of(
            f"{name}--{place}--people",
            row.people,
            candidates,
            signs,
            own.get("people"),
            # Who signed has, whatever became of them.
            unfit="" if locked else CANNOT_SIGN,
        ),
        locked=locked,
        title_fault=own.get("title", ""),
        consents_fault=own.get("consents", ""),
        department_fault=own.get("department", ""),
        left_out=judged and not row,
    )


def _in_short(step: StepCard) -> str:
    """Return what the closed line of a section says of a step; the browser says the same."""
    said = f"{step.row.title or step.row.department} {step.picker.chosen}".strip()
    return gettext(CONSENT_IN_SHORT).format(title=said) if step.row.consents else said


def _delegation(
    form: AssignmentForm,
    question: QuestionShape,
    opened: bool,  # noqa: FBT001 - as of a section
) -> DelegationCard:
    key, name, people = question.key, f"h-{question.key}", form.people
    typed, now = form.delegations[key], form.plan.delegations.get(key)
    own = {fault.field: str(fault.message) for fault in form.delegation_faults(key)}
    conflict = form.delegation_conflicts.get(key)
    outdated = key in form.delegation_conflicts
    sections = form.plan.sections.values()
    whole = next(each.assignment for each in sections if question in each.section.questions)
    return DelegationCard(
        id=name,
        question=question,
        department=typed.department,
        due=typed.due,
        due_on=readable_day(typed.due) if typed.due.strip() else whole.due_on,
        section_due_on=whole.due_on,
        back=typed.back,
        seen=typed.seen,
        picker=picker_of(
            f"{name}--people", typed.people, form.candidates, writes, own.get("people")
        ),
        faults={field: own.get(field, "") for field in ("department", "due")},
        outdated=outdated,
        conflict=_shown_terms(conflict, people) if conflict else None,
        opened=opened or outdated or bool(own) or now is None or typed.value != now,
    )


def _shown(given: Assignment, people: People) -> Shown:
    return Shown(
        given.department,
        given.due_on,
        names(given.contributors, people),
        [_step_words(step, people) for step in given.approval_line],
        names(given.translators, people),
        given.translation_due_on,
    )


def _shown_terms(given: DelegationTerms, people: People) -> Shown:
    return Shown(given.department, given.due_on, names(given.people, people), None)


def _step_words(step: Step, people: People) -> str:
    return step.named(filter(None, [names(step.people, people)]))


def _where(section: SectionShape, fault: Fault) -> str:
    """Return the number of a section and, of what is wrong with a step, that of the step."""
    if fault.step is None:
        return section.number
    return gettext("%(section)s, step %(step)d") % {
        "section": section.number,
        "step": fault.step + 1,
    }


def _target(name: str, fault: Fault) -> str:
    return (
        f"{name}--{fault.field}" if fault.step is None else f"{name}--{fault.step}--{fault.field}"
    )
