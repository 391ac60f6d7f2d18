"""What is said to a person who has just said something about an answer."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses.domain.people.mentions import Unclear
from responses.models import User

NAMED = 3
"""How many people are named, before the others are only counted."""


def told_nobody(*, unassigned: bool) -> str:
    """Return that nobody was told, why, and how somebody can be."""
    said = _("Nobody was told, as nobody else has to act here.")
    if unassigned:
        said = _("Nobody was told, as nobody is assigned here.")
    how = _("To notify someone, write @ and their name.")
    return f"{said} {how}"


def told_people(people: Sequence[User]) -> str:
    """Return who was told of it, if anybody."""
    if not people:
        return ""
    who, more = ", ".join(map(str, people[:NAMED])), len(people) - NAMED
    if more > 0:
        return _("%(who)s and %(more)d more have been told.") % {"who": who, "more": more}
    said = ngettext("%(who)s has been told.", "%(who)s have been told.", len(people))
    return said % {"who": who}


def unclear_names(names: Unclear) -> str:
    """Return what is said of names behind an @ that do not name one person, if there are any."""
    said = []
    if names.unknown:
        words = _("No member has this name, so nobody was told: %(names)s.")
        said.append(words % {"names": _quoted(names.unknown)})
    if names.shared:
        words = _(
            "Several members have this name, and all of them were told: %(names)s. To tell one "
            "alone, put the e-mail address in brackets behind the name."
        )
        said.append(words % {"names": _quoted(names.shared)})
    return " ".join(said)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(_("“%(name)s”") % {"name": name} for name in names)
