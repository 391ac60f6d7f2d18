"""Sections whose approval line waits for somebody who cannot sign, for who can change that."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from responses.domain.compiled import compiled
from responses.domain.permissions import Permission, roles_with
from responses.domain.signing.approval_line import in_force, read_line, read_signatures
from responses.enums import State
from responses.models import Invitation, Membership, SectionWork

_SIGNERS = sorted(roles_with(Permission.DECIDE))


def read_lines_to_mend(person: int) -> frozenset[int]:
    """Return the keys of such works in the cities in which a person, by key, assigns.

    Whoever is invited to sign can, once they have joined. Three queries.
    """
    waits = [
        (work, city, key)
        for work, city, state, line, signed in _open_lines(person)
        for step in read_line(line)[len(in_force(State(state), read_signatures(signed))) :]
        for key in step.people
    ]
    if not waits:
        return frozenset()
    cities, people = ({row[place] for row in waits} for place in (1, 2))
    able = {*_members(cities, people), *_invited(cities, people)}
    return frozenset(work for work, city, key in waits if (city, key) not in able)


@compiled
def _open_lines(person: int) -> QuerySet[SectionWork, tuple[int, int, str, Any, Any]]:
    works = SectionWork.objects.filter(
        response__city__memberships__user=person,
        response__city__memberships__role__in=roles_with(Permission.ASSIGN),
    )
    found = works.exclude(state=State.APPROVED).exclude(approval_line=[]).order_by()
    return found.values_list("pk", "response__city", "state", "approval_line", "signatures")


@compiled
def _members(
    cities: Collection[int], people: Collection[int]
) -> QuerySet[Membership, tuple[int, int]]:
    found = Membership.objects.filter(city__in=cities, user__in=people, role__in=_SIGNERS)
    return found.filter(user__is_active=True).order_by().values_list("city", "user")


@compiled
def _invited(
    cities: Collection[int], people: Collection[int]
) -> QuerySet[Invitation, tuple[int, int | None]]:
    found = Invitation.objects.filter(city__in=cities, person__in=people, role__in=_SIGNERS)
    return found.filter(used_at=None, withdrawn_at=None).order_by().values_list("city", "person")
