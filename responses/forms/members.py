"""The forms with which a coordinator says who is in the city and in which role."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.enums import Role
from responses.models import Membership, User


class AddMemberForm(forms.Form):
    """Asks for a person and their role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As the person writes it."),
        max_length=User._meta.get_field("name").max_length,  # noqa: SLF001
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


class RoleForm(forms.Form):
    """Asks for another role of one member; `membership` says of whom."""

    role = forms.ChoiceField(choices=Role.choices)

    def __init__(self, membership: Membership, data: Any = None) -> None:
        self.membership = membership
        super().__init__(
            data, initial={"role": membership.role}, auto_id=f"person-{membership.pk}-%s"
        )
        self.fields["role"].label = gettext("Role of %(name)s") % {"name": membership.user}
