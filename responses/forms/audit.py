"""The form with which a coordinator searches the city's audit."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from responses.domain.auditing import Search
from responses.domain.people.finding import listed
from responses.enums import AuditKind
from responses.models import User

from .days import day_field, with_days_as_kept
from .fields import LineField
from .person import person_field


class AuditSearchForm(forms.Form):
    """Asks whose acts, of which kind, from which days, and with which words."""

    field_order = ("person", "kind", "since", "until", "words")

    kind = forms.ChoiceField(
        label=_("Action"), required=False, choices=[("", _("All")), *AuditKind.choices]
    )
    since = day_field(_("First day"), required=False)
    until = day_field(_("Last day"), required=False)
    words = LineField(label=_("Words in the subject"), required=False, max_length=100)

    def __init__(self, data: Any, people: QuerySet[User]) -> None:
        super().__init__(data)
        person = person_field(
            people, listed(people), _("Anyone"), label=_("Person"), required=False
        )
        self.fields["person"] = person
        self.order_fields(self.field_order)

    def search(self) -> Search:
        """Return what is asked for, of a form that is valid."""
        words = with_days_as_kept(self.cleaned_data["words"])
        person = self.cleaned_data["person"]
        return Search(**self.cleaned_data | {"words": words, "person": person and person.pk})

    def said(self) -> str:
        """Return what is asked for in one line, for the record of an export; empty for all."""
        person = self.cleaned_data["person"]
        asked = self.cleaned_data | {"person": person and person.email}
        given = {name: value for name, value in asked.items() if value}
        return ", ".join(f"{name}={value}" for name, value in given.items())
