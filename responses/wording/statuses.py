"""How far an answer is, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.content.completeness import Status

_NAMES: Mapping[Status, str | Promise] = {
    Status.UNANSWERED: _("Not answered"),
    Status.INCOMPLETE: _("Partly answered"),
    Status.ANSWERED: _("Answered"),
}


def status_name(status: Status) -> str:
    """Return what a status is called."""
    return str(_NAMES[status])
