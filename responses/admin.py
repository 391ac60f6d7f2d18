"""The administration: cities and who is in them; `admin_shown.py` has what is read-only there."""

import logging
import re
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from responses.domain import once
from responses.domain.auditing import Actor, address_in
from responses.domain.digests import digest
from responses.domain.people.coordinators import with_coordinated
from responses.domain.people.invitations import (
    MEMBER_ALREADY,
    NO_ADDRESS,
    InvitationInvalidError,
    invite_as_administrator,
    open_coordinators,
    renew_as_administrator,
)
from responses.enums import Coordinated, Language, Role
from responses.forms.fields import AddressField, LineField
from responses.mails import invitation_mail
from responses.models import (
    City,
    Invitation,
    Membership,
    User,
)
from responses.wording.dates import moment

from .admin_audit import Audited, AuditedCities, AuditedMemberships, record_password
from .admin_named import Memberships, NamedChoices
from .admin_shown import Searched

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    Users = UserAdmin[User]
    ChangeUser = UserChangeForm[User]
    InvitationChoices = forms.ModelMultipleChoiceField[Invitation]
else:
    ModelAdmin, TabularInline, ModelForm = admin.ModelAdmin, admin.TabularInline, forms.ModelForm
    Users, ChangeUser = UserAdmin, UserChangeForm
    InvitationChoices = forms.ModelMultipleChoiceField

_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
BAD_SLUG = _("Use lower-case letters, digits and hyphens only, such as gangneung.")

logger = logging.getLogger(__name__)

# Nobody needs these: roles say who may do what, and what runs in the background is not steered.
import_module("django_tasks_db.admin")  # which registers what is hidden here
admin.site.unregister(Group)
admin.site.unregister(DBTaskResult)
admin.site.site_header = admin.site.site_title = _("LGQ Desk administration")
admin.site.index_title = _("Manage cities and people, and read the records")


_READ = {"email": AddressField, "name": LineField, "latin_name": LineField}


class UserAddForm(AdminUserCreationForm):
    """A new account, known by its e-mail address."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes = _READ


class UserForm(ChangeUser):
    """An account, known by its e-mail address."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes = _READ


@admin.register(User)
class PersonAdmin(Searched, Audited, Users):
    """People's accounts; what a person may do in a city is their membership."""

    form = UserForm
    add_form = UserAddForm
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "latin_name", "password")}),
        (_("Administration"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the accounts without those that only stand for invited people."""
        return super().get_queryset(request).exclude(email__endswith=f"@{NO_ADDRESS}")

    @transaction.atomic
    def user_change_password(self, request: Any, id: str, form_url: str = "") -> Any:  # noqa: A002 - Django names it
        """Give a person another password; it is one transaction with its record."""
        return super().user_change_password(request, id, form_url)

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """Record another password, which is saved in a way of its own."""
        if request.resolver_match.url_name == "auth_user_password_change":
            record_password(request, obj)
        return super().log_change(request, obj, message)


class InvitationsField(InvitationChoices):
    """Chooses among open invitations, each with its address and until when its link is valid."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return what tells an invitation apart, and whether it can still be used."""
        is_valid = obj.expires_at > timezone.now()
        words = gettext("Link valid until %(until)s" if is_valid else "Link expired %(until)s")
        until = words % {"until": moment(obj.expires_at)}
        return " · ".join(filter(None, (obj.name, obj.email, until)))


class CityForm(ModelForm):
    """A city, its name asked for in each language, and a coordinator to invite."""

    slug = LineField(
        label=_("slug"), max_length=50, help_text=_("Part of the city's addresses; keep it.")
    )
    name_ko = LineField(
        label=_("Name in Korean"), max_length=100, help_text=_("As it is printed, such as 강릉시.")
    )
    name_en = LineField(
        label=_("Name in English"),
        max_length=100,
        help_text=_("As it is printed, such as Gangneung."),
    )

    coordinator_name = LineField(label=_("Coordinator's name"), max_length=100)
    coordinator_email = AddressField(
        label=_("Coordinator's e-mail address"),
        max_length=254,
        help_text=_("The coordinator gets an invitation by e-mail and chooses a password."),
    )
    again = InvitationsField(
        label=_("Invitations to send again"),
        queryset=Invitation.objects.none(),
        required=False,
        help_text=_("Tick an invitation and save: a new link is sent, and the old one ends."),
    )

    class Meta:
        model = City
        fields = ("slug", "language")
        help_texts = {
            "language": _(
                "The city writes its answers and gets its e-mails in it; everybody chooses the "
                "language of pages. It can be changed later: what is written stays as it is."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        for field in ("coordinator_name", "coordinator_email"):
            self.fields[field].required = is_new
        if not is_new:
            self.fields["again"].queryset = open_coordinators(self.instance)  # type: ignore[attr-defined]
        for language in Language:
            self.fields[f"name_{language}"].initial = (self.instance.name or {}).get(language, "")

    def clean_slug(self) -> str:
        """Take capitals as small letters; refuse what no identifier can have, unless it stays."""
        slug: str = self.cleaned_data["slug"]
        if slug != self.instance.slug:
            slug = slug.lower()
        if slug != self.instance.slug and not _SLUG.fullmatch(slug):
            raise ValidationError(BAD_SLUG)
        return slug

    def clean_coordinator_email(self) -> str:
        """Refuse who is a member already."""
        email: str = self.cleaned_data["coordinator_email"]
        members = Membership.objects.filter(city=self.instance.pk, user__email__iexact=email)
        if email and self.instance.pk and members.exists():
            raise ValidationError(MEMBER_ALREADY)
        return email

    def clean(self) -> dict[str, Any]:
        """Put the names together."""
        cleaned = super().clean() or self.cleaned_data
        self.instance.name = {
            str(language): cleaned.get(f"name_{language}", "") for language in Language
        }
        return cleaned


class MembershipInline(NamedChoices, TabularInline):
    """Who is in a city."""

    model = Membership
    formset = Memberships
    extra = 1
    autocomplete_fields = ("user",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Return a field with a name of its own, as the head of its column is no label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field


@admin.register(City)
class CityAdmin(AuditedCities):
    """Cities, each with its first coordinator, who is invited by e-mail; and who is in them."""

    form = CityForm
    list_display = ("slug", "__str__", "language", "coordinator")
    search_fields = ("slug",)
    inlines = (MembershipInline,)

    def get_queryset(self, request: Any) -> Any:
        """Read along which cities have a coordinator."""
        return with_coordinated(super().get_queryset(request))

    @admin.display(description=_("Coordinator"), ordering="coordinated")
    def coordinator(self, city: Any) -> str:
        """Return whether a coordinator has joined, is invited or is missing."""
        return str(Coordinated(city.coordinated).label)

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:  # noqa: ARG002 - Django calls it
        """Ask for the first coordinator, and later show who is invited and ask for another."""
        invited = ("again",) if obj and open_coordinators(obj).exists() else ()
        is_first = obj is None or obj.coordinated == Coordinated.MISSING
        heading = _("First coordinator") if is_first else _("Another coordinator")
        return (
            (None, {"fields": ("slug", "name_ko", "name_en", "language")}),
            *([(_("Invited coordinators"), {"fields": invited})] if invited else ()),
            (heading, {"fields": ("coordinator_name", "coordinator_email")}),
        )

    def get_inlines(self, request: Any, obj: Any) -> Any:
        """Return the people of a city; a new one has none but who is invited."""
        return super().get_inlines(request, obj) if obj else ()

    def add_view(self, request: Any, form_url: str = "", extra_context: Any = None) -> Any:
        """Ask for a city and its first coordinator."""
        title = {"title": _("City and first coordinator")}
        return super().add_view(request, form_url, (extra_context or {}) | title)

    def render_change_form(self, request: Any, context: Any, *args: Any, **more: Any) -> Any:
        """Show a city under its own name, once."""
        city = more.get("obj")
        named = {"title": str(city), "subtitle": None} if city else {}
        return super().render_change_form(request, {**context, **named}, *args, **more)

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        """Save a city, and invite its coordinator if one is named; mails go once it is.

        So do those of the invitations to be sent again.
        """
        super().save_model(request, obj, form, change)
        actor = Actor(request.user, address_in(request.META))
        name, email = (form.cleaned_data[f"coordinator_{each}"] for each in ("name", "email"))
        if email and self._is_first(request, email):
            made = invite_as_administrator(obj, email, name, Role.COORDINATOR, actor=actor)
            transaction.on_commit(partial(self._send, request, *made))
        for invitation in form.cleaned_data["again"]:
            # Whoever joins in this moment needs no link any more.
            with suppress(InvitationInvalidError):
                if self._is_first(request, f"again {invitation.pk}"):
                    made = renew_as_administrator(invitation, actor=actor)
                    transaction.on_commit(partial(self._send, request, *made))

    def _is_first(self, request: Any, whom: str) -> bool:
        """Return whether the form invites somebody for the first time, not by a second press."""
        token = request.POST.get(once.FIELD)
        known = digest([request.user.pk, request.path, whom, token])
        return not token or once.take(known, request.user)[1]

    def _send(self, request: Any, invitation: Invitation, secret: str) -> None:
        """Send an invitation, and say whether the mail server took it."""
        words = {"email": invitation.email, "until": moment(invitation.expires_at)}
        try:
            invitation_mail(invitation, secret, sender=request.user).send()
        except OSError as error:  # of the network, or what the mail server says
            logger.warning("No invitation by mail: %s", error)
            said = _(
                "The invitation to %(email)s could not be sent. Open the city later and send it "
                "again."
            )
            self.message_user(request, said % {"email": invitation.email}, "error")
        else:
            said = _("An invitation is on its way to %(email)s. The link is valid until %(until)s.")
            self.message_user(request, said % words)


@admin.register(Membership)
class MembershipAdmin(NamedChoices, Searched, AuditedMemberships):
    """People's roles, city by city."""

    list_display = ("user", "city", "role")
    list_filter = ("city", "role")
    list_select_related = ("user", "city")
    search_fields = ("user__name", "user__email")
    autocomplete_fields = ("user", "city")
