"""What is said to a coordinator who reminded people: whom it reached, and whom not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from responses.domain.telling.urging import Urged
from responses.localized import bracketed

from .names import section_name


def reminded(found: Iterable[Urged]) -> str:
    """Return who was reminded, if anybody, and who of the same section had been before."""
    return _list(
        _("Reminders sent: %(list)s"), [_with(each, _reached(each)) for each in found if each.now]
    )


def _reached(urged: Urged) -> list[str]:
    told = list(urged.now)
    for name in urged.in_place:
        told.remove(name)
    return [*told, *filter(None, [_in_place(urged), _before(urged)])]


def _in_place(urged: Urged) -> str:
    """Return which coordinators were reminded for want of writers, and why, if any were."""
    words = (
        _("no writer assigned: coordinator %(names)s")
        if urged.unassigned
        else _("its writers have not joined: coordinator %(names)s")
    )
    return words % {"names": ", ".join(urged.in_place)} if urged.in_place else ""


def _before(urged: Urged) -> str:
    words = _("already earlier today: %(names)s")
    return words % {"names": ", ".join(urged.before)} if urged.before else ""


def not_reminded(found: Iterable[Urged]) -> list[str]:
    """Return where all had been reminded today, and where nobody else acts, a sentence each."""
    urged = [each for each in found if not each.now]
    said = [
        _list(
            _("Already reminded today, and not again: %(list)s"),
            [_with(each, each.before) for each in urged if each.before],
        ),
        _list(
            _("Nobody was reminded where nobody but you has to act now: %(list)s"),
            [
                section_name(each.section)
                for each in urged
                if not each.people and not each.unassigned
            ],
        ),
    ]
    return [words for words in said if words]


def unassigned(found: Iterable[Urged]) -> str:
    """Return which sections are to be written and assigned to nobody, if any.

    It says who stands in for writers, and where, therefore, nobody was reminded.
    """
    here = [each for each in found if each.unassigned]
    said = (
        _list(words, [section_name(each.section) for each in here if _is_told(each) is is_told])
        for words, is_told in (
            (
                _(
                    "No writer is assigned, so only coordinators, earlier senders and people with "
                    "a delegated question are reminded: %(list)s."
                ),
                True,
            ),
            (
                _(
                    "No writer is assigned, and there is no other coordinator, earlier sender or "
                    "person with a delegated question to remind: %(list)s."
                ),
                False,
            ),
        )
    )
    return " ".join(filter(None, said))


def _is_told(urged: Urged) -> bool:
    return bool(urged.now or urged.before)


def not_joined(found: Iterable[Urged]) -> str:
    """Return who could not be reminded as they have not accepted their invitation, if anybody."""
    return _list(
        _("These people have not joined yet and cannot be reminded: %(list)s."),
        [_with(each, each.invited) for each in found if each.invited],
    )


def _list(words: str, places: list[str]) -> str:
    return words % {"list": "; ".join(places)} if places else ""


def _with(urged: Urged, names: Iterable[str]) -> str:
    return bracketed(section_name(urged.section), ", ".join(names))
