"""Fields of one line, read as people paste them: NFC, single spaces, nothing that nobody sees."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField

from responses.characters import one_line, without_controls
from responses.unseen import without_invisible
from responses.validators import TEXT_MAX


class LineField(forms.CharField):
    """Asks for a name or for words; what says nothing is empty."""

    def to_python(self, value: Any) -> str:
        """Return the line that was typed."""
        return one_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """Asks for an e-mail address."""

    def to_python(self, value: Any) -> str:
        """Return the address that was typed."""
        return _address(super().to_python(value))


class SignInField(UsernameField):
    """Asks for the e-mail address of an account."""

    def to_python(self, value: Any) -> str:
        """Return the address that was typed."""
        return _address(super().to_python(value))


def _address(typed: str | None) -> str:
    if len(typed or "") > TEXT_MAX:
        return typed or ""  # which is refused as too long, without being read
    return without_invisible(without_controls(typed or ""), filler="").strip()
