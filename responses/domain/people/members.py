"""The people of a city: who is in it, and how that changes; `inviting` brings in new ones."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, may
from responses.enums import AuditKind, Role
from responses.models import City, Membership

LAST_COORDINATOR = _("A city needs a coordinator. Make someone else coordinator first.")


class MemberRefusedError(RefusedError):
    """A change of members cannot be made."""


def read_members(city: City) -> list[Membership]:
    """Return the city's memberships with their people, by name; one query."""
    return list(
        Membership.objects.filter(city=city)
        .select_related("user")
        .order_by("user__name", "user__email")
    )


def lock(city: City, actor: Actor) -> None:
    """Let changes of one city's members take turns, and check that the actor may make one."""
    City.objects.select_for_update().get(pk=city.pk)
    if not may(actor.person, Permission.MANAGE_MEMBERS, city):
        raise NotAllowedError


@transaction.atomic
def change_role(membership: Membership, role: Role, *, actor: Actor) -> None:
    """Give a member another role.

    Raises `NotAllowedError` if the actor may not manage members, and `MemberRefusedError`
    if the city would be left without a coordinator.
    """
    lock(membership.city, actor)
    if role is not Role.COORDINATOR:
        _keep_a_coordinator(membership)
    now = Membership.objects.filter(pk=membership.pk).first()
    if now is None or now.role == role:
        return
    Membership.objects.filter(pk=now.pk).update(role=role)
    record_member(AuditKind.ROLE_CHANGED, membership, [Role(now.role), role], actor=actor)


@transaction.atomic
def remove_member(membership: Membership, *, actor: Actor) -> None:
    """Take a person out of the city; their account and what they wrote stay.

    Raises as `change_role` does.
    """
    lock(membership.city, actor)
    _keep_a_coordinator(membership)
    now = Membership.objects.filter(pk=membership.pk).first()
    if now is None:
        return
    now.delete()
    record_member(AuditKind.MEMBER_REMOVED, membership, [Role(now.role)], actor=actor)


def record_member(
    kind: AuditKind,
    membership: Membership,
    roles: Sequence[Role],
    *,
    actor: Actor | None,
) -> None:
    """Write into the city's audit what was done to a member, with their role or old and new one."""
    person = membership.user

    def describe() -> str:
        shown = " → ".join(str(role.label) for role in roles)
        return f"{person} · {person.email} · {shown}"

    record(kind, actor, membership.city, describe)


def _keep_a_coordinator(leaving: Membership) -> None:
    coordinators = Membership.objects.filter(
        city=leaving.city_id, role=Role.COORDINATOR, user__is_active=True
    )
    if set(coordinators.values_list("pk", flat=True)) == {leaving.pk}:
        raise MemberRefusedError(LAST_COORDINATOR)
