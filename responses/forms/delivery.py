"""The form with which a coordinator records that a submission was sent."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.domain.submissions.delivering import Sent, delivery_of
from responses.models import Submission

from .days import day_field
from .fields import LineField

FUTURE = _("Enter a date that is not in the future.")
BEFORE_SEALING = _("Enter a date on or after the day of sealing.")


class DeliveryForm(forms.Form):
    """Asks when a submission was sent, how, and the number of the receipt."""

    day = day_field(_("Date sent"), initial=timezone.localdate)
    means = LineField(
        label=_("Means"),
        help_text=_("Such as e-mail, or the UN's own website."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    receipt = LineField(
        label=_("Receipt number (optional)"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, submission: Submission, data: Any = None) -> None:
        known = delivery_of(submission)
        names = ("day", "means", "receipt")
        initial = {name: getattr(known, name) for name in names} if known else {}
        super().__init__(data, prefix=f"s{submission.number}", initial=initial)
        self._sealed_on = timezone.localdate(submission.sealed_at)

    def clean_day(self) -> date:
        """Return the day, on which the submission was there and which is not yet to come."""
        said: date = self.cleaned_data["day"]
        if said > timezone.localdate():
            raise ValidationError(FUTURE)
        if said < self._sealed_on:
            raise ValidationError(BEFORE_SEALING)
        return said

    def said(self) -> Sent:
        """Return what is said, of a form that is valid."""
        return Sent(**self.cleaned_data)
