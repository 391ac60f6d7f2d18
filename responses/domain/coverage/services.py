"""The services of a response, as they are stored now."""

from collections.abc import Mapping

from responses.domain.snapshot.services import Service, read_services
from responses.models import Proof, Response

from .coverage import Claims
from .portal import PortalLook


def services_of(response: Response) -> Mapping[str, Service]:
    """Return what was said of services, by the keys of their indicators; one query."""
    found = Proof.objects.filter(response=response).values_list("services", flat=True).first()
    return read_services(found or {})


def read_claims(response: Response) -> Claims:
    """Return all that a response says of indicators beside its answers; one query."""
    rows = Proof.objects.filter(response=response).values_list("purposes", "services", "portal")
    purposes, services, portal = rows.first() or ({}, {}, {})
    look = PortalLook.from_json(portal) if portal else None
    return Claims(purposes, read_services(services), look)
