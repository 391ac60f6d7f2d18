"""Deputies as their page lists them."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.models import Deputy

VOID = _("Not valid: one of the two is no longer a reviewer")
OVER, NOW = _("Ended"), _("Signing now")
LATER = pgettext_lazy("a deputy", "Upcoming")


class DeputyRow(NamedTuple):
    """A deputy in the list, and what the two are called.

    `standing` says whether it counts, in a word.
    """

    deputy: Deputy
    person: str
    name: str
    standing: str | Promise
    removable: bool


def deputy_row(
    deputy: Deputy, signing: Collection[int], called: Mapping[int, str], *, removable: bool
) -> DeputyRow:
    """Return a deputy as of today; it counts only while both, by their keys, are `signing`."""
    person, name = called[deputy.person_id], called[deputy.deputy_id]
    return DeputyRow(deputy, person, name, _standing(deputy, signing), removable)


def _standing(deputy: Deputy, signing: Collection[int]) -> str | Promise:
    today = timezone.localdate()
    if not {deputy.person_id, deputy.deputy_id} <= set(signing):
        return VOID
    if deputy.last_day < today:
        return OVER
    return NOW if deputy.first_day <= today else LATER
