"""The forms of Django's own views for signing in and for passwords, in the product's words."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.utils.translation import gettext_lazy as _

from .fields import AddressField, SignInField


class SignInForm(AuthenticationForm):
    """Asks who is there, by e-mail address."""

    username = SignInField(widget=forms.EmailInput(attrs={"autofocus": True}))

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "The e-mail address or the password is wrong. Check both, or set a new password."
        ),
    }


class PasswordMailForm(PasswordResetForm):
    """Asks where to send the link with which a password is chosen."""

    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
