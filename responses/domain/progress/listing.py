"""Who is to say what of the services of a response, which no question asks for. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from responses.domain.permissions import Permission, allows
from responses.domain.snapshot.services import (
    NO_SERVICE,
    ServiceTally,
    says_whether,
    tally_of,
    unasked,
)

from .own import Own, OwnResponse, ResponseRef


class ServicesToSay(NamedTuple):
    """The services of a response that are a person's: those of their `department`, or all.

    `first` is the place on their page of the first of which nothing is said yet.
    """

    place: ResponseRef
    department: str
    tally: ServiceTally
    first: str
    due_on: date | None


def services_to_say(own: Own) -> Iterator[ServicesToSay]:
    """Yield what a person has to say of services, until their response is approved.

    All of them where the person coordinates, else those that are their department's.
    """
    for each in own.responses:
        if each.approved < each.sections and allows(each.role, Permission.EDIT):
            found = _of(each)
            if found and found.tally.lacks:
                yield found


def _of(response: OwnResponse) -> ServicesToSay | None:
    indicators, department = unasked(response.edition), ""
    if not allows(response.role, Permission.ASSIGN):
        department = response.city.department
        indicators = [
            each
            for each in indicators
            if department and response.services.get(each.key, NO_SERVICE).department == department
        ]
    lacking = (
        each.key
        for each in indicators
        if not says_whether(response.services.get(each.key, NO_SERVICE))
    )
    tally = tally_of(indicators, response.services)
    return ServicesToSay(
        response.place, department, tally, next(lacking, "").replace("/", "-"), response.due_on
    )
