"""Whom to ask about a whole response: its city's coordinators, as documents name them."""

from dataclasses import replace

from responses.enums import Role
from responses.models import City, Membership

from .snapshot import CityContact, Snapshot


def with_contacts(snapshot: Snapshot, city: City) -> Snapshot:
    """Return a snapshot that names the city's coordinators, by name; one query.

    Only what is printed or sealed needs them, so that no page reads them.
    """
    found = Membership.objects.filter(city=city, role=Role.COORDINATOR, user__is_active=True)
    rows = found.order_by("user__name", "user__email").values_list(
        "user__name", "department", "post", "user__email"
    )
    return replace(snapshot, contacts=tuple(CityContact(*row) for row in rows))
