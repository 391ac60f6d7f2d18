"""Whether cities have a coordinator, who alone can begin anything in them."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from responses.enums import Coordinated, Role
from responses.models import City, Invitation, Membership, User


def read_coordinated() -> list[Any]:
    """Return all cities, by their slugs, as `with_coordinated` has them; one query."""
    return list(with_coordinated(City.objects.order_by("slug")))


def coordinators_for(person: User) -> list[User]:
    """Return who else coordinates the cities that a person is in, by name; one query."""
    found = User.objects.filter(
        is_active=True,
        memberships__role=Role.COORDINATOR,
        memberships__city__in=City.objects.filter(memberships__user=person),
    )
    return list(found.exclude(pk=person.pk).order_by("name", "email").distinct())


def with_coordinated(cities: QuerySet[City]) -> QuerySet[City]:
    """Return cities that each say as `coordinated` which of `Coordinated` it is; no more queries.

    A person whose account is not active coordinates nothing.
    """
    is_theirs = {"city": OuterRef("pk"), "role": Role.COORDINATOR}
    joined = Membership.objects.filter(**is_theirs, user__is_active=True)
    asked = Invitation.objects.filter(**is_theirs, used_at=None, withdrawn_at=None)
    return cities.annotate(
        coordinated=Case(
            When(Exists(joined), then=Value(Coordinated.JOINED)),
            When(
                Exists(asked.filter(expires_at__gt=timezone.now())), then=Value(Coordinated.INVITED)
            ),
            When(Exists(asked), then=Value(Coordinated.EXPIRED)),
            default=Value(Coordinated.MISSING),
        )
    )
