"""Approval lines that a city keeps under a name: the only code that writes `SavedLine`.

A section takes over the steps of a saved line as they are then: what happens to the saved line
later leaves the section as it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line
from responses.domain.auditing import Actor, record
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import NotAllowedError, Permission, may
from responses.domain.signing.approval_line import Step
from responses.enums import AuditKind, State
from responses.models import City, SavedLine

from .assignment import Assigned, Assignment, Fault, People, faults_of, names

NAME_MAX = 50
"""How many characters the name of a saved line can have."""

_NAME_MISSING = _("Enter a name for this line, such as 과장 전결.")
_NAME_LONG = _("Shorten the name to %(limit)d characters; it has %(length)d.")
_LINE_MISSING = _("Add a step first. A line without steps cannot be saved.")


@dataclass(frozen=True, slots=True)
class NamedLine:
    """An approval line that a city keeps."""

    pk: int
    name: str
    steps: tuple[Step, ...]


def read_lines(city: City) -> list[NamedLine]:
    """Return the lines that a city keeps, by name; one query."""
    rows = SavedLine.objects.filter(city=city).order_by("name")
    return [NamedLine(row.pk, row.name, tuple(map(Step.from_json, row.steps))) for row in rows]


def faults_of_line(name: str, steps: tuple[Step, ...], people: People) -> Iterator[Fault]:
    """Yield what keeps a line from being kept: by the rules of a section that is being written."""
    if not one_line(name):
        yield Fault("name", _NAME_MISSING)
    elif len(one_line(name)) > NAME_MAX:
        words = {"limit": NAME_MAX, "length": len(one_line(name))}
        yield Fault("name", str(_NAME_LONG) % words)
    if not steps:
        yield Fault("line", _LINE_MISSING)
    yield from faults_of(Assignment(approval_line=steps), _ANY_SECTION, people)


@transaction.atomic
def keep_line(
    city: City, name: str, steps: tuple[Step, ...], people: People, *, actor: Actor
) -> bool:
    """Keep a line, which has no faults, under a name; return whether another one had that name.

    That one is replaced. To keep what is kept already changes nothing. Raises `NotAllowedError`
    if the actor may not assign.
    """
    if not may(actor.person, Permission.ASSIGN, city):
        raise NotAllowedError
    name, stored = one_line(name), [step.to_json() for step in steps]
    before = SavedLine.objects.select_for_update().filter(city=city, name=name).first()
    if before and before.steps == stored:
        return True
    SavedLine.objects.update_or_create(city=city, name=name, defaults={"steps": stored})
    _record(city, name, line_in_words(steps, people), actor)
    return before is not None


@transaction.atomic
def drop_line(city: City, line: int, *, actor: Actor) -> str:
    """Drop a line, by its key, and return its name; empty where there is none any more.

    Raises `NotAllowedError` if the actor may not assign.
    """
    if not may(actor.person, Permission.ASSIGN, city):
        raise NotAllowedError
    found = SavedLine.objects.select_for_update().filter(city=city, pk=line).first()
    if found is None:
        return ""
    found.delete()
    _record(city, found.name, "—", actor)
    return found.name


def replace_in_lines(city: City, before: int, after: int) -> None:
    """Put one person, by key, in the place of another in all lines; call it in a transaction.

    Nothing is recorded: it is the same person, who has joined.
    """
    for saved in SavedLine.objects.select_for_update().filter(city=city):
        if any(before in step["people"] for step in saved.steps):
            steps = (Step.from_json(step).with_person(before, after) for step in saved.steps)
            stored = [step.to_json() for step in steps]
            SavedLine.objects.filter(pk=saved.pk).update(steps=stored)


def line_in_words(steps: Iterable[Step], people: People) -> str:
    """Return who signs a line, in one line."""
    return " → ".join(
        step.marked(step.named(filter(None, [names(step.people, people)]))) for step in steps
    )


def _record(city: City, name: str, said: str, actor: Actor) -> None:
    words = _("saved approval line %(name)s: %(steps)s")
    record(AuditKind.ASSIGNMENT, actor, city, lambda: str(words) % {"name": name, "steps": said})


_ANY_SECTION = Assigned(SectionShape(0, "", "", {}, ()), State.DRAFT, 0, Assignment())
"""A section without a line, as that to which a saved line is given."""
