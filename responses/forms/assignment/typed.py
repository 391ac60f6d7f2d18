"""What is typed on the page on which a response is given out.

It is kept as it was, whatever is wrong with it and whatever others did meanwhile.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from responses.characters import one_line
from responses.domain.assignment.assignment import (
    Assignment,
    DelegationTerms,
    Fault,
    People,
)
from responses.domain.assignment.keeping import NamedLine
from responses.domain.assignment.plan import Plan
from responses.domain.edition.shapes import EditionShape
from responses.domain.signing.approval_line import Step
from responses.forms.days import read_day
from responses.validators import parse_number
from responses.wording.dates import typed_day

Data = MultiValueDict[str, str]
TRANSLATED = "translation-due"
"""How the field is called by which the translation of a section is due."""


@dataclass(frozen=True, slots=True)
class TypedStep:
    """One row of an approval line; a department says nothing unless the step consents."""

    title: str = ""
    people: tuple[int, ...] = ()
    consents: bool = False
    department: str = ""

    @classmethod
    def of(cls, step: Step) -> "TypedStep":
        """Return the row of a step."""
        return cls(step.title, step.people, step.consents, step.department)

    @property
    def value(self) -> Step:
        """The step that the row says."""
        return Step(self.title, self.people, self.consents, self.department)

    def placed(self, people: People) -> "TypedStep":
        """Return the row; a consent without a department has the one that its people have."""
        known = {people[key].department for key in self.people if key in people} - {""}
        if not self.consents or one_line(self.department) or len(known) != 1:
            return self
        return replace(self, department=known.pop())

    def __bool__(self) -> bool:
        said = one_line(self.title) or one_line(self.department)
        return bool(said or self.people or self.consents)


def steps_of(line: NamedLine) -> tuple[TypedStep, ...]:
    """Return the rows of a saved line."""
    return tuple(map(TypedStep.of, line.steps))


@dataclass(frozen=True, slots=True)
class TypedSection:
    """What is typed about a section; `seen` is the digest of what the page showed of it."""

    department: str = ""
    due: str = ""
    contributors: tuple[int, ...] = ()
    steps: tuple[TypedStep, ...] = ()
    seen: str = ""
    translators: tuple[int, ...] = ()
    translation_due: str = ""

    @classmethod
    def of(cls, given: Assignment) -> "TypedSection":
        """Return what the page shows of an assignment."""
        steps = tuple(map(TypedStep.of, given.approval_line))
        due = typed_day(given.due_on) if given.due_on else ""
        translated = typed_day(given.translation_due_on) if given.translation_due_on else ""
        rest = given.translators, translated
        return cls(given.department, due, given.contributors, steps, given.digest, *rest)

    @property
    def value(self) -> Assignment:
        """What it says; without a date, where that is not readable. Empty rows say nothing."""
        line = tuple(row.value for row in self.steps if row)
        return Assignment(
            self.department,
            readable_day(self.due),
            self.contributors,
            line,
            self.translators,
            readable_day(self.translation_due),
        ).canonical

    @property
    def faults(self) -> list[Fault]:
        """What cannot be read."""
        wrong = _faults_of_day(self.translation_due)
        return [*_faults_of_day(self.due), *(replace(each, field=TRANSLATED) for each in wrong)]

    def placed(self, signed: int, people: People) -> "TypedSection":
        """Return what is typed; if it changes anything, its consents have their departments.

        The steps that are `signed`, the first ones, stay as they are.
        """
        if self.value.digest == self.seen:
            return self
        rest = tuple(row.placed(people) for row in self.steps[signed:])
        return replace(self, steps=self.steps[:signed] + rest)

    @property
    def empty_steps(self) -> int:
        """How many rows of its line are empty."""
        return sum(not row for row in self.steps)

    def at_row(self, fault: Fault) -> Fault:
        """Return what is wrong with a step of the line at the row that says that step."""
        if fault.step is None:
            return fault
        rows = [place for place, row in enumerate(self.steps) if row]
        return replace(fault, step=rows[fault.step])


@dataclass(frozen=True, slots=True)
class TypedDelegation:
    """What is typed about a question handed over; `back` is whether to take it back."""

    department: str = ""
    due: str = ""
    people: tuple[int, ...] = ()
    back: bool = False
    seen: str = ""

    @classmethod
    def of(cls, given: DelegationTerms) -> "TypedDelegation":
        """Return what the page shows of a question that is handed over."""
        due = typed_day(given.due_on) if given.due_on else ""
        return cls(given.department, due, given.people, seen=given.digest)

    @property
    def value(self) -> DelegationTerms | None:
        """What it says, as of a section."""
        if self.back:
            return None
        return DelegationTerms(self.department, readable_day(self.due), self.people).canonical

    @property
    def faults(self) -> list[Fault]:
        """What cannot be read."""
        return [] if self.back else _faults_of_day(self.due)


@dataclass(frozen=True, slots=True)
class TypedAssignment:
    """What is typed on the whole page, by section and by question."""

    sections: Mapping[str, TypedSection]
    delegations: Mapping[str, TypedDelegation]


def typed_of(plan: Plan) -> TypedAssignment:
    """Return what the page shows before anything is typed."""
    return TypedAssignment(
        {key: TypedSection.of(each.assignment) for key, each in plan.sections.items()},
        {key: TypedDelegation.of(each) for key, each in plan.delegations.items()},
    )


def read_typed(
    data: Data, plan: Plan, edition: EditionShape, lines: Iterable[NamedLine] = ()
) -> TypedAssignment:
    """Return what was typed; what was not sent is as it is, and unknown names say nothing.

    Where one of the saved `lines` was chosen, its steps stand in the place of those typed.
    """
    saved = {line.pk: line for line in lines}
    given = {key: TypedSection.of(each.assignment) for key, each in plan.sections.items()}
    sections = {
        key: _with_line(data, f"s-{key}", _read_section(data, f"s-{key}", each, plan), saved)
        for key, each in given.items()
    }
    shown = {key: TypedDelegation.of(each) for key, each in plan.delegations.items()}
    delegations = {
        key: found
        for key in edition.questions_by_key
        if (found := _read_delegation(data, f"h-{key}", shown.get(key)))
    }
    return TypedAssignment(sections, delegations)


def readable_day(text: str) -> date | None:
    """Return the day that is typed, or None if there is none or it cannot be read."""
    try:
        return read_day(text)
    except ValidationError:
        return None


def _faults_of_day(text: str) -> list[Fault]:
    try:
        read_day(text)
    except ValidationError as fault:
        return [Fault("due", fault.messages[0])]
    return []


def _read_section(data: Data, name: str, shown: TypedSection, plan: Plan) -> TypedSection:
    if f"{name}--seen" not in data:
        return shown
    translators, due = shown.translators, shown.translation_due
    # Only of a city that submits in another language there is something of them on the page.
    if plan.translates and f"{name}--{TRANSLATED}" in data:
        due = data.get(f"{name}--{TRANSLATED}", "")
        translators = _people(data, f"{name}--translators")
    rows = re.compile(rf"{re.escape(name)}--([0-9]{{1,4}})--[a-z]+")
    places = {int(found[1]) for field in data if (found := rows.fullmatch(field))}
    return TypedSection(
        department=data.get(f"{name}--department", ""),
        due=data.get(f"{name}--due", ""),
        contributors=_people(data, f"{name}--contributors"),
        steps=tuple(_read_step(data, f"{name}--{place}") for place in sorted(places)),
        seen=data.get(f"{name}--seen", ""),
        translators=translators,
        translation_due=due,
    )


def _with_line(
    data: Data, name: str, typed: TypedSection, saved: Mapping[int, NamedLine]
) -> TypedSection:
    """Return a section with the saved line that was chosen since the page came."""
    chosen, shown = data.get(f"{name}--saved", ""), data.get(f"{name}--saved-shown", "")
    line = saved.get(parse_number(chosen) or 0) if chosen != shown else None
    return replace(typed, steps=steps_of(line)) if line else typed


def _read_step(data: Data, name: str) -> TypedStep:
    return TypedStep(
        title=data.get(f"{name}--title", ""),
        people=_people(data, f"{name}--people"),
        consents=f"{name}--consents" in data,
        department=data.get(f"{name}--department", ""),
    )


def _read_delegation(
    data: Data, name: str, shown: TypedDelegation | None
) -> TypedDelegation | None:
    if f"{name}--seen" not in data:
        return shown
    return TypedDelegation(
        department=data.get(f"{name}--department", ""),
        due=data.get(f"{name}--due", ""),
        people=_people(data, f"{name}--people"),
        back=f"{name}--back" in data,
        seen=data.get(f"{name}--seen", ""),
    )


def _people(data: Data, name: str) -> tuple[int, ...]:
    read = map(parse_number, data.getlist(name))
    return tuple(key for key in read if key is not None)
