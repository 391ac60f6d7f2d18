"""Who may do what: one table of roles, and predicates over it."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.functional import Promise

from responses.domain.compiled import compiled
from responses.enums import Role, complete
from responses.models import City, Membership, User


class NotAllowedError(PermissionDenied):
    """The person has no right to do this, by their role or as others are asked to.

    Where no view says anything else, Django makes it a 403 page.
    """


class RefusedError(Exception):
    """Something cannot be done; `reason` says why in words for the person.

    `field` names the field of a form, or the argument, at which to say so; empty for none.
    """

    def __init__(self, reason: str | Promise, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


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
    WRITE_GLOSSARY = "write_glossary"
    SET_LANGUAGES = "set_languages"
    IMPORT = "import"


GRANTS: Mapping[Role, frozenset[Permission]] = complete(
    Role,
    {
        Role.COORDINATOR: frozenset(Permission) - {Permission.DECIDE},
        Role.CONTRIBUTOR: frozenset(
            {
                Permission.VIEW,
                Permission.EDIT,
                Permission.SEND,
                Permission.COMMENT,
                # Who writes the answers knows what the city calls things.
                Permission.WRITE_GLOSSARY,
            }
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
    },
)


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that grant `permission`."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


def role_in(user: User | AnonymousUser, city: City) -> Role | None:
    """Return the person's role in the city, None for a stranger or a closed account; one query."""
    if not user.is_authenticated or not user.is_active:
        return None
    role = next(iter(_roles(user.pk, city.pk)), None)
    return Role(role) if role else None


@compiled
def _roles(user: int, city: int) -> QuerySet[Membership, str]:
    return Membership.objects.filter(user=user, city=city).values_list("role", flat=True)


def allows(role: Role | None, permission: Permission) -> bool:
    """Return whether a role, None meaning a stranger, grants `permission`."""
    return role is not None and permission in GRANTS[role]


def may(user: User | AnonymousUser, permission: Permission, city: City) -> bool:
    """Return whether the person has `permission` in the city; one query."""
    return allows(role_in(user, city), permission)
