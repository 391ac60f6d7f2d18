"""The sections that a person will sign later, as their lines name them, or will translate."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission, allows, roles_with
from responses.domain.signing.approval_line import Step, in_force, read_line, read_signatures
from responses.enums import STATES, State
from responses.models import SectionWork

from .own import Own, ResponseRef


@dataclass(frozen=True, slots=True)
class ToSign:
    """A section of which the person will sign these `steps`, none of them now.

    `since` is when it came into its `state`.
    """

    place: ResponseRef
    section: SectionShape
    steps: tuple[Step, ...]
    state: State
    since: datetime


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """A section that the person is named to translate, and in which nothing is left to do now.

    `written` is whether there is any answer in it, which is then translated; `due_on` is the day
    of its translations or, without one, its own.
    """

    place: ResponseRef
    section: SectionShape
    state: State
    since: datetime
    due_on: date | None
    written: bool


def to_translate_later(own: Own) -> tuple[ToTranslate, ...]:
    """Return what a person will translate once there is text, in the order of their responses.

    What they can translate now is their task instead (`worklist`), and what is done is none. Pure.
    """
    return tuple(
        ToTranslate(
            item.of.place,
            item.shape,
            State(work.state),
            work.since,
            work.translation_due_on or work.due_on,
            any(own.said.get(item.of.pk, {}).get(each.key) for each in item.shape.questions),
        )
        for item in own.sections
        for work in [item.work]
        if item.of.city.into
        and work.translates
        and not item.untranslated
        and allows(item.of.role, Permission.EDIT)
        and not STATES[State(work.state)].is_done
    )


def read_to_sign(own: Own) -> tuple[ToSign, ...]:
    """Return what a person will sign later in their cities, in the order of their responses.

    What they can sign now is their task instead (`worklist`). One query for who signs, or none.
    """
    if not any(allows(each.role, Permission.DECIDE) for each in own.cities):
        return ()
    places = {each.pk: (number, each) for number, each in enumerate(own.responses)}
    found = []
    for response, section, state, since, line, signatures in _lined(own.person):
        steps = _coming(own.person, State(state), line, signatures)
        # A response that was started in this moment is not among those that were read.
        if steps and response in places:
            number, of = places[response]
            shape = next(each for each in of.edition.sections if each.pk == section)
            found.append((number, ToSign(of.place, shape, steps, State(state), since)))
    return tuple(each for _number, each in sorted(found, key=lambda row: row[0]))


def _coming(person: int, state: State, line: Any, signatures: Any) -> tuple[Step, ...]:
    """Return which steps of a line a person will sign, but for the one that is next. Pure."""
    signed = len(in_force(state, read_signatures(signatures)))
    rest = read_line(line)[signed + (state is State.IN_REVIEW) :]
    return tuple(step for step in rest if person in step.people)


@compiled
def _lined(person: int) -> QuerySet[SectionWork, tuple[Any, ...]]:
    """Return the sections whose lines have the digits of the person's key in them.

    Of hundreds of cities few are left, so that few lines are read to find in which it is a key.
    """
    works = SectionWork.objects.filter(
        response__city__memberships__user=person,
        response__city__memberships__role__in=roles_with(Permission.DECIDE),
    ).exclude(state=State.APPROVED)
    return (
        works.annotate(line=Cast("approval_line", TextField()))
        .filter(line__contains=Cast(Value(person), TextField()))
        .order_by("section__position")
        .values_list(
            *("response", "section", "state", "state_since", "approval_line", "signatures")
        )
    )
