"""The people of a city: who is in it, and how that changes; the only code that writes `Membership`.

`invitations` decides who joins. The administration may do what coordinators may not, such as
leaving a city without a coordinator, and is recorded like them.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, record
from responses.domain.people.finding import matching
from responses.domain.people.posts import department_and_post
from responses.domain.permissions import NotAllowedError, Permission, RefusedError, may
from responses.enums import AuditKind, Role
from responses.models import City, Membership, User

_MOST_DEPARTMENTS = 100
LAST_COORDINATOR = _("A city needs a coordinator. Make someone else coordinator first.")


class MemberRefusedError(RefusedError):
    """A change of members cannot be made."""


def read_memberships(person: User) -> list[Membership]:
    """Return the memberships of a person, by city; one query."""
    return list(
        Membership.objects.filter(user=person).select_related("city", "user").order_by("city__slug")
    )


def members_of(city: City, words: str = "") -> QuerySet[Membership]:
    """Return the city's memberships with their people, by name: those that all words fit.

    Words are looked for in name, address, department and post.
    """
    fields = ("user__name", "user__latin_name", "user__email", "department", "post")
    found = Membership.objects.filter(matching(words, *fields), city=city)
    return found.select_related("user").order_by("user__name", "user__email")


def members_among(city: City, addresses: Collection[str]) -> frozenset[str]:
    """Return which e-mail addresses, in lower case, are of members of a city; one query."""
    found = Membership.objects.filter(city=city).annotate(address=Lower("user__email"))
    return frozenset(found.filter(address__in=addresses).values_list("address", flat=True))


def read_departments(city: City) -> list[str]:
    """Return departments of a city's members, none twice, as they come; of many, some. One query.

    To be offered where one is typed: nobody looks through a thousand.
    """
    found = Membership.objects.filter(city=city).exclude(department="").order_by()
    return list(found.values_list("department", flat=True).distinct()[:_MOST_DEPARTMENTS])


def lock(city: City, actor: Actor) -> None:
    """Let changes of one city's members take turns; call it in a transaction.

    Raises `NotAllowedError` if the actor may make none.
    """
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
    _record(AuditKind.ROLE_CHANGED, membership, Role(now.role), role, actor=actor)


@transaction.atomic
def place(membership: Membership, department: str, post: str, *, actor: Actor) -> None:
    """Say in which department and post a member is, as they themselves may, too.

    Raises `NotAllowedError` as `change_role` does.
    """
    City.objects.select_for_update().get(pk=membership.city_id)
    is_own = actor.person.pk == membership.user_id
    if not is_own and not may(actor.person, Permission.MANAGE_MEMBERS, membership.city):
        raise NotAllowedError
    now = Membership.objects.filter(pk=membership.pk).first()
    if now is None or (now.department, now.post) == (department, post):
        return
    Membership.objects.filter(pk=now.pk).update(department=department, post=post)
    person = membership.user
    changed = " → ".join(
        department_and_post(*place) or "–"
        for place in ((now.department, now.post), (department, post))
    )
    record(
        AuditKind.PLACE_CHANGED,
        actor,
        membership.city,
        lambda: f"{person} · {person.email} · {changed}",
    )


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
    _record(AuditKind.MEMBER_REMOVED, membership, Role(now.role), actor=actor)


def join(
    city: City,
    person: User,
    role: Role,
    *,
    department: str = "",
    post: str = "",
    actor: Actor | None,
) -> Membership:
    """Make a person a member; who is one already keeps the role that they have.

    Call it in a transaction. Without an actor a command does it.
    """
    membership, joined = Membership.objects.get_or_create(
        city=city,
        user=person,
        defaults={"role": role, "department": department, "post": post},
    )
    if joined:
        _record(AuditKind.MEMBER_ADDED, membership, role, actor=actor)
    return membership


def save_as_administrator(membership: Membership, *, actor: Actor) -> None:
    """Save a membership as it is given, whatever becomes of the city; call it in a transaction.

    With another person or city, it is another one.
    """
    before = Membership.objects.select_related("user", "city").filter(pk=membership.pk).first()
    membership.save()
    now = Role(membership.role)
    if before and (before.user, before.city) == (membership.user, membership.city):
        if before.role != now:
            _record(AuditKind.ROLE_CHANGED, membership, Role(before.role), now, actor=actor)
        return
    if before:
        record_removal(before, actor=actor)
    _record(AuditKind.MEMBER_ADDED, membership, now, actor=actor)


def delete_as_administrator(membership: Membership, *, actor: Actor) -> None:
    """Delete a membership, whatever becomes of the city; call it in a transaction."""
    record_removal(membership, actor=actor)
    membership.delete()


def record_removal(membership: Membership, *, actor: Actor) -> None:
    """Write into the city's audit that a person is no longer in it.

    For who deletes an account, with which its memberships go.
    """
    _record(AuditKind.MEMBER_REMOVED, membership, Role(membership.role), actor=actor)


def _record(kind: AuditKind, membership: Membership, *roles: Role, actor: Actor | None) -> None:
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
