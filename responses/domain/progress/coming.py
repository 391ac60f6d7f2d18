"""The sections that a person will sign later, as their approval lines name them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from responses.domain.compiled import compiled
from responses.domain.edition.shapes import SectionShape
from responses.domain.permissions import Permission, allows, roles_with
from responses.domain.signing.approval_line import Step, in_force, read_line, read_signatures
from responses.enums import State
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
