"""The forms of Django's own views for signing in and for passwords, in the product's words."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
    SetPasswordMixin,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import address_in
from responses.domain.people.trying import HeldError, signing_in
from responses.models import User
from responses.validators import validate_latin
from responses.wording.waiting import wait_words

from .fields import AddressField, LineField, SignInField

if TYPE_CHECKING:
    _SetPassword = SetPasswordMixin[User]
    _SetPasswordForm = SetPasswordForm[User]
else:
    _SetPassword, _SetPasswordForm = SetPasswordMixin, SetPasswordForm

EMAIL_MAX = 254
_LATIN_NAME_MAX = User._meta.get_field("latin_name").max_length  # noqa: SLF001


class RulesAtPassword(_SetPassword):
    """Says what is wrong with a password at its first field; at the second, that they differ."""

    def validate_password_for_user(
        self,
        user: User,
        password_field_name: str = "password2",  # noqa: S107 - the name of a field
    ) -> None:
        """Check a password against the rules."""
        super().validate_password_for_user(user, password_field_name.replace("2", "1"))


def _new_twice() -> tuple[forms.CharField, forms.CharField]:
    """Return the fields of a new password, called as where people join."""
    return SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("Confirm new password")
    )


class NewPasswordForm(RulesAtPassword, _SetPasswordForm):
    """Asks who has a link from an e-mail for a new password, twice."""

    new_password1, new_password2 = _new_twice()


class OtherPasswordForm(RulesAtPassword, PasswordChangeForm):
    """Asks for the old password, which is tried as for signing in, and for a new one twice."""

    new_password1, new_password2 = _new_twice()
    held: timedelta | None = None

    def __init__(self, user: User, *args: Any, address: str | None, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self._address = address

    def clean_old_password(self) -> str:
        """Check the old password, unless it is too early to try again."""
        try:
            with signing_in(self.user.email, self._address):
                return super().clean_old_password()
        except HeldError as held:
            self.held = held.wait
            raise ValidationError(wait_words(held.wait), code="held") from None


class SignInForm(AuthenticationForm):
    """Asks who is there, by e-mail address; a try that is refused is recorded.

    `held` says for how long nothing may be tried, if it was tried too often.
    """

    held: timedelta | None = None
    username = SignInField(max_length=EMAIL_MAX, widget=forms.EmailInput(attrs={"autofocus": True}))

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "The e-mail address or the password is wrong. Check both, or set a new password."
        ),
    }

    def clean(self) -> dict[str, Any]:
        """Check the password, unless it is too early to try again; an empty form is no try."""
        typed, password = (self.cleaned_data.get(name) for name in ("username", "password"))
        if not typed or not password or self.request is None:
            return super().clean()
        try:
            with signing_in(typed, address_in(self.request.META)):
                return super().clean()
        except HeldError as held:
            self.held = held.wait
            raise ValidationError(wait_words(held.wait), code="held") from None


class PasswordMailForm(PasswordResetForm):
    """Asks where to send the link with which a password is chosen."""

    email = AddressField(
        label=_("E-mail address"),
        max_length=EMAIL_MAX,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class LatinNameForm(forms.Form):
    """Asks a person how they write their own name in Latin letters."""

    latin_name = LineField(
        label=_("Name in Latin letters (optional)"),
        help_text=_(
            "As you write it yourself, such as Hong Gildong. English PDFs print it in place of "
            "your name; without one they print your name as it is."
        ),
        required=False,
        max_length=_LATIN_NAME_MAX,
        validators=[validate_latin],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
