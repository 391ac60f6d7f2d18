"""The form with which a coordinator chooses what the dashboard shows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from responses.domain.progress.progress import Order, ProgressFilter
from responses.wording.statuses import STATES_ASKED

ORDERS = (
    (Order.FORM, _("Questionnaire order")),
    (Order.DUE, _("Due date")),
    (Order.LATENESS, _("Days late")),
)
# What is asked for by an old address may not be there any more.
_FAULTS = {"invalid_choice": _("Choose one from the list.")}


class DashboardForm(forms.Form):
    """Asks for which department, which state, whether overdue, and in which order."""

    department = forms.ChoiceField(label=_("Department"), required=False, error_messages=_FAULTS)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *STATES_ASKED],
        error_messages=_FAULTS,
    )
    order = forms.TypedChoiceField(
        label=_("Sorted by"),
        required=False,
        choices=ORDERS,
        coerce=Order,
        empty_value=Order.FORM,
        error_messages=_FAULTS,
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, data: Any, departments: Iterable[str]) -> None:
        super().__init__(data)
        choices = [("", _("All departments")), *((name, name) for name in departments)]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]

    def sent(self) -> tuple[tuple[str, str], ...]:
        """Return what was sent of the form's fields; what else was sent is left out."""
        return tuple((name, self.data[name]) for name in self.fields if name in self.data)

    def asked(self) -> ProgressFilter:
        """Return what is asked for, of a form that is valid."""
        return ProgressFilter(**self.cleaned_data)

    def said(self) -> str:
        """Return what is asked for in one line, for the record of an export; empty for all."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if given["order"] is Order.FORM:
            del given["order"]
        return ", ".join(f"{name}={value}" for name, value in given.items())
