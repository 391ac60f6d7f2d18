"""Radio buttons and checkboxes."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Option:
    """One of them."""

    id: str
    value: str
    label: str | Promise
    ticked: bool
    has_focus: bool = False
