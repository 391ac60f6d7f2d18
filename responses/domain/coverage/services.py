"""The services of a response, as they are stored now."""

from collections.abc import Mapping

from responses.domain.snapshot.services import Service, read_services
from responses.models import Proof, Response


def services_of(response: Response) -> Mapping[str, Service]:
    """Return what was said of services, by the keys of their indicators; one query."""
    found = Proof.objects.filter(response=response).values_list("services", flat=True).first()
    return read_services(found or {})
