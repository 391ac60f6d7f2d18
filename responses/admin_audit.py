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
from responses.domain.people import members
from responses.enums import AuditKind
from responses.models import City, User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

ADDED, DELETED = _("Addition"), _("Deletion")


class Audited(ModelAdmin):
    """Records what is added, changed and deleted, by the labels of its fields."""

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        """Save one object, and record it if there was anything to save."""
        super().save_model(request, obj, form, change)
        if not change:
            record_change(request, obj, None, ADDED)
        elif form.changed_data:
            city = obj if isinstance(obj, City) else None
            labels = [form.fields[name].label or name for name in form.changed_data]
            record_change(request, obj, city, *labels)

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
                    members.record_removal(membership, actor=_actor(request))
            record_change(request, obj, None, DELETED)


class AuditedMemberships(Audited):
    """Records people who are added, removed or get another role."""

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:  # noqa: ARG002 - Django calls it
        """Save a membership."""
        members.save_as_administrator(obj, actor=_actor(request))

    def delete_model(self, request: Any, obj: Any) -> None:
        """Remove a person."""
        members.delete_as_administrator(obj, actor=_actor(request))

    @transaction.atomic
    def delete_queryset(self, request: Any, queryset: Any) -> None:
        """Remove the people who were selected in the list."""
        for membership in queryset:
            members.delete_as_administrator(membership, actor=_actor(request))


class AuditedCities(Audited):
    """Records the same of the people on the page of their city."""

    def save_formset(self, request: Any, form: Any, formset: Any, change: Any) -> None:  # noqa: ARG002 - Django calls it
        """Save the memberships: first who leaves, then who stays and who comes."""
        actor = _actor(request)
        formset.save(commit=False)
        for membership in formset.deleted_objects:
            members.delete_as_administrator(membership, actor=actor)
        changed = (membership for membership, _fields in formset.changed_objects)
        for membership in (*changed, *formset.new_objects):
            members.save_as_administrator(membership, actor=actor)


def record_change(request: Any, obj: Model, city: City | None, *what: object) -> None:
    """Record what was done to an object, in a city if it is of one."""

    def describe() -> str:
        name = obj._meta.verbose_name  # noqa: SLF001, Django's public way to it
        return f"{name} · {obj} · {', '.join(map(str, what))}"

    record(AuditKind.ADMINISTRATION, _actor(request), city, describe)


def record_password(request: Any, person: User) -> None:
    """Record that a person was given another password, or none."""
    record(AuditKind.PASSWORD, _actor(request), None, lambda: person.email)


def _actor(request: Any) -> Actor:
    return Actor(request.user, address_in(request.META))
