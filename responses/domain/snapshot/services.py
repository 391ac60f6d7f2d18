"""What no question of an edition asks for, and a city says all the same: its services."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import EditionShape, IndicatorShape
from responses.models import Proof, Response

from .annex import SnapshotService
from .snapshot import Snapshot

FIRST = "services"
"""The criterion whose indicators stand first."""


AVAILABLE: Mapping[str, str | Promise] = {
    "": _("Not stated yet"),
    "yes": _("Available online"),
    "no": _("Not available online"),
}
"""What `available` of a service means."""


class Service(NamedTuple):
    """What a city says of one indicator; `available` is "yes", "no", or empty if nobody knows."""

    available: str = ""
    url: str = ""
    department: str = ""
    note: str = ""


NO_SERVICE = Service()


class NamedService(NamedTuple):
    """What a city says of one indicator that no question asks for, with that indicator."""

    indicator: IndicatorShape
    service: Service


class ServiceTally(NamedTuple):
    """Of how many services of all it is said whether they are online, or where."""

    said: int
    total: int

    @property
    def lacks(self) -> int:
        """Of how many nothing is said."""
        return self.total - self.said


def says_whether(service: Service) -> bool:
    """Return whether it is said of a service if it is online, or where; a department is nothing."""
    return bool(service.available or service.url)


def tally_of(indicators: Sequence[IndicatorShape], services: Mapping[str, Service]) -> ServiceTally:
    """Return of how many of some indicators services say whether they are online. Pure."""
    said = sum(says_whether(services.get(each.key, NO_SERVICE)) for each in indicators)
    return ServiceTally(said, len(indicators))


def tally_of_all(services: Sequence[NamedService]) -> ServiceTally | None:
    """Return how far all services of a response are; None where a question asks for all. Pure."""
    said = sum(says_whether(each.service) for each in services)
    return ServiceTally(said, len(services)) if services else None


def read_named_services(edition: EditionShape, response: int) -> Sequence[NamedService]:
    """Return what a response, by its key, says of each indicator that no question asks for.

    One query, and none where a question asks for all.
    """
    indicators = unasked(edition)
    if not indicators:
        return ()
    stored = Proof.objects.filter(response=response).values_list("services", flat=True).first()
    return named_services(edition, read_services(stored or {}))


def named_services(
    edition: EditionShape, services: Mapping[str, Service]
) -> Sequence[NamedService]:
    """Return services by their indicators, of all that no question asks for. Pure."""
    known = ((each, services.get(each.key, NO_SERVICE)) for each in unasked(edition))
    return [NamedService(*each) for each in known]


def read_tally(edition: EditionShape, response: int) -> ServiceTally | None:
    """Return how far the services of a response are, by its key; None where a question asks all.

    One query, and none then.
    """
    return tally_of_all(read_named_services(edition, response))


def read_services(stored: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Service]:
    """Return services as they are stored, by the keys of their indicators."""
    return {key: Service(**row) for key, row in stored.items()}


def unasked(edition: EditionShape) -> Sequence[IndicatorShape]:
    """Return the indicators that no question asks for, those of services first."""
    asked = {each.key for question in edition.questions_by_key.values() for each in question.proves}
    rest = [each for each in edition.indicators if each.key not in asked]
    return sorted(rest, key=lambda each: each.criterion != FIRST)


def with_services(snapshot: Snapshot, response: Response) -> Snapshot:
    """Return a snapshot with the services of which anything is said, if its city prints them.

    One query, and none if it does not.
    """
    if not response.city.services_annex:
        return snapshot
    stored = Proof.objects.filter(response=response).values_list("services", flat=True).first()
    known = read_services(stored or {})
    said = [(each, known[each.key]) for each in unasked(snapshot.edition) if each.key in known]
    rows = (
        SnapshotService(shape.criterion, shape.code, shape.meaning, *service)
        for shape, service in said
    )
    return replace(snapshot, services=tuple(rows)) if said else snapshot
