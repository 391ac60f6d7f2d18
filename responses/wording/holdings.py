"""What somebody who is invited is to do, in a line."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from responses.domain.assignment.holdings import Holding
from responses.localized import localized

from .dates import day

SHOWN = 60
"""How much of the wording of a question is quoted."""


def holding_words(holding: Holding) -> str:
    """Return what a person writes or translates, and by when; or what they sign."""
    title = Truncator(localized(holding.title)).chars(SHOWN)
    words = {
        "place": f"{holding.number} {title}" if holding.question else f"{holding.number}. {title}"
    }
    if holding.consents:
        return _("Consent to %(place)s when it is your turn") % words
    if holding.signs:
        return _("Sign %(place)s when it is your turn") % words
    if holding.translates and holding.due_on:
        return _("Translate %(place)s, by %(day)s") % (words | {"day": day(holding.due_on)})
    if holding.translates:
        return _("Translate %(place)s") % words
    if holding.due_on:
        return _("Write %(place)s, by %(day)s") % (words | {"day": day(holding.due_on)})
    return _("Write %(place)s") % words
