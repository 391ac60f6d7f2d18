"""Who is told that the list of services is due: in a week, tomorrow, or overdue."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef

from responses.domain.edition.editions import edition_shape
from responses.domain.notices.inbox import read_told
from responses.domain.notices.notices import NewNotice, notify_all
from responses.domain.permissions import Permission, roles_with
from responses.domain.snapshot.services import named_services, read_services, says_whether
from responses.domain.telling.reminders import reminder
from responses.enums import Role, State
from responses.models import Membership, Response, SectionWork
from responses.notice_kinds import NOTICES, REMINDERS

_People = Mapping[tuple[int, str], frozenset[int]]
_FIRST = timedelta(days=max(REMINDERS.values()))


def remind_of_services(today: date) -> int:
    """Tell people of departments of their entries of the list of services that are due and empty.

    Coordinators of those of no department, or of one in which nobody writes, and of all that are
    overdue. The list is due with the last section of its response, until all are approved. Nobody
    is told twice as the same of the same day. Returns how many notices it made: one query where
    nothing is due, four else.
    """
    due = _due(today + _FIRST)
    if not due:
        return 0
    people = _people({each.city_id for each in due})
    told = read_told([each.pk for each in due], REMINDERS)
    things = (thing for each in due for thing in _telling(each, today, people))
    return notify_all(
        replace(each, people=frozenset(at for at in each.people if (at, each.key) not in told))
        for each in things
    )


def _due(until: date) -> list[Any]:
    """Return the responses that are due until a day and have a section that is not approved."""
    is_open = SectionWork.objects.filter(response=OuterRef("pk")).exclude(state=State.APPROVED)
    return list(
        Response.objects.annotate(due_on=Max("works__due_on"))
        .filter(Exists(is_open), due_on__lte=until)
        .select_related("city", "edition", "proof")
        .order_by("pk")
    )


def _people(cities: Collection[int]) -> _People:
    """Return who writes for each department of some cities, and who coordinates, under none."""
    rows = Membership.objects.filter(
        city__in=cities, user__is_active=True, role__in=roles_with(Permission.EDIT)
    )
    found: dict[tuple[int, str], frozenset[int]] = {}
    for city, department, role, user in rows.order_by().values_list(
        "city", "department", "role", "user"
    ):
        of = {department} - {""} | ({""} if role == Role.COORDINATOR else set())
        for each in of:
            found[city, each] = found.get((city, each), frozenset()) | {user}
    return found


def _telling(response: Any, today: date, people: _People) -> Iterator[NewNotice]:
    kind = reminder(response.due_on, today)
    proof = getattr(response, "proof", None)
    services = read_services(proof.services if proof else {})
    lacking = {
        each.service.department
        for each in named_services(edition_shape(response.edition), services)
        if not says_whether(each.service)
    }
    none, city = frozenset[int](), response.city_id
    above = people.get((city, ""), none)
    asked = {people.get((city, each)) or above for each in lacking}
    if kind is None or not asked:
        return
    if NOTICES[kind].to_coordinators:
        asked.add(above)
    day = response.due_on.isoformat()
    yield NewNotice(
        kind=kind,
        people=none.union(*asked),
        response=response,
        text=day,
        key=f"{kind.replace('_', '-')}:{day}:responses/{response.pk}/services",
    )
