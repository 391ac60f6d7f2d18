"""The field in which somebody says a day."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

# Days that every database and time zone knows.
KNOWN = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, shown by the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, validators=KNOWN, widget=widget, **options)
