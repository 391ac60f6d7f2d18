"""The form with which a coordinator searches the city's audit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Search
from responses.enums import AuditKind
from responses.models import User

from .days import day_field, with_days_as_kept
from .fields import LineField


class AuditSearchForm(forms.Form):
    """Asks whose acts, of which kind, from which days, and with which words."""

    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Action"), required=False, choices=[("", _("All")), *AuditKind.choices]
    )
    since = day_field(_("First day"), required=False)
    until = day_field(_("Last day"), required=False)
    words = LineField(label=_("Words in the subject"), required=False, max_length=100)

    def __init__(self, data: Any, people: Sequence[User]) -> None:
        super().__init__(data)
        self.emails = {person.pk: person.email for person in people}
        known = [(person.pk, f"{person} · {person.email}") for person in people]
        self.fields["person"].choices = [("", _("Anyone")), *known]  # type: ignore[attr-defined]

    def search(self) -> Search:
        """Return what is asked for, of a form that is valid."""
        words = with_days_as_kept(self.cleaned_data["words"])
        return Search(**self.cleaned_data | {"words": words})

    def said(self) -> str:
        """Return what is asked for in one line, for the record of an export; empty for all."""
        asked = self.cleaned_data | {"person": self.emails.get(self.cleaned_data["person"])}
        given = {name: value for name, value in asked.items() if value}
        return ", ".join(f"{name}={value}" for name, value in given.items())
