"""What is said to a coordinator who reminded people: whom it reached, and whom not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from responses.domain.telling.urging import Urged

from .names import section_name


def reminded(found: Iterable[Urged]) -> list[str]:
    """Return who was reminded, who had been today, and where nobody was, a sentence each."""
    urged = list(found)
    said = [
        (_("Reminders sent: %(list)s"), [_with(each, each.now) for each in urged if each.now]),
        (
            _("Already reminded today, and not again: %(list)s"),
            [_with(each, each.before) for each in urged if each.before],
        ),
        (
            _("Nobody was reminded where nobody but you has to act now: %(list)s"),
            [section_name(each.section) for each in urged if not each.people],
        ),
    ]
    return [words % {"list": "; ".join(places)} for words, places in said if places]


def not_joined(found: Iterable[Urged]) -> str:
    """Return who could not be reminded as they have not accepted their invitation, if anybody."""
    places = [_with(each, each.invited) for each in found if each.invited]
    words = _("These people have not joined yet and cannot be reminded: %(list)s.")
    return words % {"list": "; ".join(places)} if places else ""


def _with(urged: Urged, names: Iterable[str]) -> str:
    return f"{section_name(urged.section)} ({', '.join(names)})"
