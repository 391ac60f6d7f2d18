"""The forms with which a coordinator says who is in the city, and a person that they come."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.enums import Role
from responses.models import Membership, User

from .fields import AddressField, LineField

if TYPE_CHECKING:
    _SetPassword = SetPasswordMixin[User]
else:
    _SetPassword = SetPasswordMixin

_NAME_MAX = User._meta.get_field("name").max_length  # noqa: SLF001


class InvitationForm(forms.Form):
    """Asks whom to invite, and in which role."""

    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = LineField(
        label=_("Name (optional)"),
        help_text=_("Used in the e-mail. The person can change it later."),
        required=False,
        max_length=_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.CONTRIBUTOR,
        help_text=_(
            "Coordinators manage people and edit, contributors edit, "
            "reviewers comment and decide, viewers read."
        ),
    )


class AccountForm(_SetPassword, forms.Form):
    """Asks who was invited and has no account yet for their name and a password, twice."""

    name = LineField(
        label=_("Your name"),
        help_text=_("Spell it as you do. The other members of your city see it."),
        max_length=_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("Confirm password")
    )

    def __init__(self, email: str, name: str, data: Any = None) -> None:
        self._email = email
        super().__init__(data, initial={"name": name})

    def clean(self) -> dict[str, Any]:
        """Check the passwords against each other and against what is easily guessed."""
        self.validate_passwords()
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        person = User(email=self._email, name=cleaned.get("name", ""))
        self.validate_password_for_user(person, "password2")
        return cleaned


class RoleForm(forms.Form):
    """Asks for another role of one member; `membership` says of whom."""

    role = forms.ChoiceField(choices=Role.choices)

    def __init__(self, membership: Membership, data: Any = None) -> None:
        self.membership = membership
        super().__init__(
            data, initial={"role": membership.role}, auto_id=f"person-{membership.pk}-%s"
        )
        self.fields["role"].label = gettext("Role of %(name)s") % {"name": membership.user}
