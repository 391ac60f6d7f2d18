"""The forms with which a coordinator says who is in the city, and a person that they come."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from responses.characters import normalise_text
from responses.domain.people.invitations import Guest
from responses.enums import Role
from responses.models import Invitation, Membership, User

from .account import RulesAtPassword
from .bad_lines import said_of_lines
from .fields import AddressField, LineField
from .named_roles import lines_of_translators
from .pasted_people import MOST_CHARACTERS, MOST_PEOPLE, NAME_MAX, read_pasted

_NAME_MAX = User._meta.get_field("name").max_length  # noqa: SLF001


class PlaceForm(forms.Form):
    """Asks in which department and post somebody is."""

    department = LineField(
        label=_("Department (optional)"),
        required=False,
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "list": "departments"}),
    )
    post = LineField(
        label=_("Post (optional)"),
        required=False,
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "list": "posts"}),
    )


_ROLE_HELP = _(
    "Coordinators manage people and edit, contributors edit, "
    "reviewers comment and decide, viewers read. A translator is a contributor whom the assignment "
    "names as one, where the city's settings name a submission language."
)


class InvitationForm(PlaceForm):
    """Asks whom to invite, and in which role."""

    field_order = ("email", "name", "department", "post", "role")

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
        help_text=_ROLE_HELP,
    )


class InvitationsForm(forms.Form):
    """Asks for several people to invite, as they are pasted; each can have a role of their own."""

    people = forms.CharField(
        label=_("People to invite"),
        help_text=_(
            "One person per line, with commas or the columns of a spreadsheet between name, e-mail "
            "address, department, post and role, in any order, such as Kim, kim@city.go.kr, "
            "reviewer. Addresses alone can stand in one line. 30 people at most."
        ),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Role of those for whom no role is written"),
        choices=Role.choices,
        initial=Role.CONTRIBUTOR,
        help_text=_ROLE_HELP,
    )
    guests: tuple[Guest, ...] = ()
    translators: frozenset[str] = frozenset()
    """The addresses of those for whom "translator" is written."""

    def __init__(
        self,
        data: Any = None,
        members: Callable[[Collection[str]], Collection[str]] = lambda _addresses: (),
    ) -> None:
        """`members` tells which addresses are of who is in the city already."""
        self._members = members
        super().__init__(data, auto_id="several_%s")

    def clean_people(self) -> str:
        """Read the people into `guests`, or name each line and all that is wrong with it."""
        text: str = self.cleaned_data["people"]
        pasted = read_pasted(text)
        if members := self._members(pasted.addresses):
            pasted = read_pasted(text, members)
        said = said_of_lines(pasted.bad)
        if len(pasted.guests) > MOST_PEOPLE:
            words = _("Invite at most %(limit)d people at once; these are %(number)d.")
            said.append(words % {"limit": MOST_PEOPLE, "number": len(pasted.guests)})
        if said:
            nobody = gettext("Nobody has been invited yet. Correct the following and send again.")
            raise ValidationError([ValidationError(each) for each in (nobody, *said)])
        self.guests = pasted.guests
        named = lines_of_translators(normalise_text(text)).casefold()
        self.translators = frozenset(each.email for each in pasted.guests if each.email in named)
        return text


class AccountForm(RulesAtPassword, PlaceForm):
    """Asks who was invited and has no account yet for their name and a password, twice.

    Department and post are as in the invitation, and can be corrected.
    """

    field_order = ("name", "department", "post", "password1", "password2")

    name = LineField(
        label=_("Your name"),
        help_text=_("Write it as you usually do. The other members of your city see it."),
        max_length=_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("Confirm password")
    )

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        self._email = invitation.email
        super().__init__(data, initial=place_of(invitation) | {"name": invitation.name})

    def clean(self) -> dict[str, Any]:
        """Check the passwords against each other and against what is easily guessed."""
        self.validate_passwords()
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        person = User(email=self._email, name=cleaned.get("name", ""))
        self.validate_password_for_user(person)
        return cleaned


def place_of(of: Invitation | Membership) -> dict[str, str]:
    """Return in which department and post somebody is, as a form shows it at first."""
    return {"department": of.department, "post": of.post}


class MemberPlaceForm(PlaceForm):
    """Asks for another department and post of one member, `of`."""

    def __init__(self, of: Membership, data: Any = None) -> None:
        self.of = of
        super().__init__(data, initial=place_of(of), auto_id=f"place-{of.pk}-%s")


class RoleForm(forms.Form):
    """Asks for another role of one person: `of`, a member or whoever is invited.

    `called` is what this person is called.
    """

    role = forms.ChoiceField(choices=Role.choices)

    def __init__(self, of: Membership | Invitation, data: Any = None) -> None:
        self.of = of
        if isinstance(of, Membership):
            kind, self.called = "person", str(of.user)
        else:
            kind, self.called = "invited", of.name or of.email
        super().__init__(data, initial={"role": of.role}, auto_id=f"{kind}-{of.pk}-%s")
        self.fields["role"].label = gettext("Role of %(name)s") % {"name": self.called}

    @property
    def account(self) -> User | None:
        """The account that is the person's, or that stands for them."""
        return self.of.user if isinstance(self.of, Membership) else self.of.person


class RemovalForm(forms.Form):
    """Asks for nothing but to remove one member, `of`; a refusal stands at its button, `place`."""

    def __init__(self, of: Membership, data: Any = None) -> None:
        self.of = of
        self.place = f"person-{of.pk}-remove"
        super().__init__(data)
