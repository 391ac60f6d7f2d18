"""What is done in the administration, recorded: the base of what can change a model there.

Django's administration saves in one transaction with what is recorded here, but for deleting
a selection and for setting a password, which are put into one.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Actor, address_in, record
from responses.domain.people.members import record_member
from responses.enums import AuditKind, Role
from responses.models import City, Membership, User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

ADDED, DELETED = _("Addition"), _("Deletion")


class Audited(ModelAdmin):
    """Records what is added, changed and deleted, by the names of its fields."""

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        """Save one object, and record it if there was anything to save."""
        super().save_model(request, obj, form, change)
        if not change:
            record_change(request, obj, None, ADDED)
        elif form.changed_data:
            city = obj if isinstance(obj, City) else None
            record_change(request, obj, city, *form.changed_data)

    def delete_model(self, request: Any, obj: Any) -> None:
        """Delete one object."""
        self.record_deletions(request, [obj])
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: Any, queryset: Any) -> None:
        """Delete what was selected in the list."""
        self.record_deletions(request, queryset)
        super().delete_queryset(request, queryset)

    def record_deletions(self, request: Any, objects: Iterable[Any]) -> None:
        """Record what is about to be deleted; an account goes with its memberships."""
        for obj in objects:
            if isinstance(obj, User):
                for membership in obj.memberships.select_related("user", "city"):
                    record_removed(request, membership)
            record_change(request, obj, None, DELETED)


class AuditedMemberships(Audited):
    """Records people who are added, removed or get another role."""

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:  # noqa: ARG002 - Django calls it
        """Save a membership."""
        before = Membership.objects.select_related("user", "city").filter(pk=obj.pk).first()
        obj.save()
        record_membership(request, before, obj)

    def record_deletions(self, request: Any, objects: Iterable[Any]) -> None:
        """Record who is removed."""
        for membership in objects:
            record_removed(request, membership)


class AuditedCities(Audited):
    """Records the same of the people on the page of their city."""

    def save_formset(self, request: Any, form: Any, formset: Any, change: Any) -> None:  # noqa: ARG002 - Django calls it
        """Save the memberships, and record how those of the city differ from before."""
        before = _memberships(form.instance)
        formset.save()
        after = _memberships(form.instance)
        for key in before.keys() - after.keys():
            record_removed(request, before[key])
        for key, membership in after.items():
            record_membership(request, before.get(key), membership)


def record_change(request: Any, obj: Model, city: City | None, *what: object) -> None:
    """Record what was done to an object, in a city if it is of one."""

    def describe() -> str:
        name = obj._meta.verbose_name  # noqa: SLF001, Django's public way to it
        return f"{name} · {obj} · {', '.join(map(str, what))}"

    record(AuditKind.ADMINISTRATION, _actor(request), city, describe)


def record_membership(request: Any, before: Membership | None, after: Membership) -> None:
    """Record what became of a membership; with another person or city, it is another one."""
    if before is None or (before.user, before.city) != (after.user, after.city):
        if before:
            record_removed(request, before)
        _record_member(request, AuditKind.MEMBER_ADDED, after, after.role)
    elif before.role != after.role:
        _record_member(request, AuditKind.ROLE_CHANGED, after, before.role, after.role)


def record_removed(request: Any, membership: Membership) -> None:
    """Record that a person is no longer in a city."""
    _record_member(request, AuditKind.MEMBER_REMOVED, membership, membership.role)


def record_password(request: Any, person: User) -> None:
    """Record that a person was given another password, or none."""
    record(AuditKind.PASSWORD, _actor(request), None, lambda: person.email)


def _record_member(request: Any, kind: AuditKind, membership: Membership, *roles: str) -> None:
    record_member(kind, membership, [Role(role) for role in roles], actor=_actor(request))


def _actor(request: Any) -> Actor:
    return Actor(request.user, address_in(request.META))


def _memberships(city: City) -> dict[int, Membership]:
    found = Membership.objects.filter(city=city).select_related("user", "city")
    return {membership.pk: membership for membership in found.order_by("pk")}
