"""Who may do what: one table of roles, and predicates over it."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from responses.enums import Role
from responses.models import City, Membership, User


class NotAllowedError(Exception):
    """The person has no right to do this, by their role or as others are asked to."""


class Permission(StrEnum):
    """Something a role allows in its city."""

    VIEW = "view"
    EDIT = "edit"
    SEND = "send"
    COMMENT = "comment"
    MODERATE = "moderate"
    DECIDE = "decide"
    REOPEN = "reopen"
    SEAL = "seal"
    ASSIGN = "assign"
    START_RESPONSE = "start_response"
    MANAGE_MEMBERS = "manage_members"
    NAME_DEPUTIES = "name_deputies"
    AUDIT = "audit"


GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(Permission) - {Permission.DECIDE},
    Role.CONTRIBUTOR: frozenset(
        {Permission.VIEW, Permission.EDIT, Permission.SEND, Permission.COMMENT}
    ),
    Role.REVIEWER: frozenset(
        {
            Permission.VIEW,
            Permission.COMMENT,
            Permission.MODERATE,
            Permission.DECIDE,
            Permission.REOPEN,
            Permission.NAME_DEPUTIES,
        }
    ),
    Role.VIEWER: frozenset({Permission.VIEW}),
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that grant `permission`."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


def role_in(user: User | AnonymousUser, city: City) -> Role | None:
    """Return the person's role in the city, None for a stranger or a closed account; one query."""
    if not user.is_authenticated or not user.is_active:
        return None
    role = Membership.objects.filter(user=user, city=city).values_list("role", flat=True).first()
    return Role(role) if role else None


def allows(role: Role | None, permission: Permission) -> bool:
    """Return whether a role, None meaning a stranger, grants `permission`."""
    return role is not None and permission in GRANTS[role]


def may(user: User | AnonymousUser, permission: Permission, city: City) -> bool:
    """Return whether the person has `permission` in the city; one query."""
    return allows(role_in(user, city), permission)
