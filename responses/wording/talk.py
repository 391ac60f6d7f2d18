"""What is said to a person who has just said something about an answer."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses.models import User

NAMED = 3
"""How many people are named, before the others are only counted."""


def told_people(people: Sequence[User]) -> str:
    """Return who was told of it, if anybody."""
    if not people:
        return ""
    who, more = ", ".join(map(str, people[:NAMED])), len(people) - NAMED
    if more > 0:
        return _("%(who)s and %(more)d more have been told.") % {"who": who, "more": more}
    said = ngettext("%(who)s has been told.", "%(who)s have been told.", len(people))
    return said % {"who": who}
