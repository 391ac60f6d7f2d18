"""What is said to a coordinator who reminded people: whom it reached, and whom not."""

from collections.abc import Collection, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.domain.telling.urging import Urged
from responses.localized import bracketed

from .names import section_name

_BEFORE = gettext_lazy("already earlier today: %(names)s")


def reminded(found: Iterable[Urged]) -> str:
    """Return who was reminded, if anybody, and who of the same section had been before.

    Of what nobody is assigned to, `unassigned` tells.
    """
    return _list(
        _("Reminders sent: %(list)s"),
        [_with(each, _reached(each)) for each in found if each.now and not each.unassigned],
    )


def _reached(urged: Urged) -> list[str]:
    return [
        *_others(urged.now, urged.in_place),
        *_because(_("its writers have not joined: coordinator %(names)s"), urged.in_place),
        *_because(_BEFORE, urged.before),
    ]


def not_reminded(found: Iterable[Urged]) -> list[str]:
    """Return where all had been reminded today, and where nobody else acts, a sentence each."""
    urged = [each for each in found if not each.now and not each.unassigned]
    said = [
        _list(
            _("Already reminded today, and not again: %(list)s"),
            [_with(each, each.before) for each in urged if each.before],
        ),
        _list(
            _("Nobody was reminded where nobody but you has to act now: %(list)s"),
            [section_name(each.section) for each in urged if not each.people],
        ),
    ]
    return [words for words in said if words]


def unassigned(found: Iterable[Urged]) -> str:
    """Return which sections are to be written and assigned to nobody, if any.

    It says who was reminded of each instead and why they, and where nobody could be.
    """
    here = [each for each in found if each.unassigned]
    said = (
        _list(
            _("No writer is assigned, so only these people are reminded: %(list)s."),
            [_with(each, [" · ".join(why)]) for each in here if (why := _instead(each))],
        ),
        _list(
            _("No writer is assigned, and there is nobody else to remind: %(list)s."),
            [section_name(each.section) for each in here if not _instead(each)],
        ),
    )
    return " ".join(filter(None, said))


def _instead(urged: Urged) -> list[str]:
    """Return who was reminded for want of writers, by the reason why they were."""
    known = (*urged.in_place, *urged.senders, *urged.translators)
    holders = _others(urged.now, known)
    return [
        *_because(_("delegated question: %(names)s"), holders),
        *_because(_("sent it to review before: %(names)s"), urged.senders),
        *_because(_("coordinator: %(names)s"), urged.in_place),
        *_because(_("translator: %(names)s"), urged.translators),
        *_because(_BEFORE, urged.before),
    ]


def _others(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the names without those known, each of these once: two people may have one."""
    found = list(names)
    for name in known:
        found.remove(name)
    return found


def _because(words: str | Promise, names: Collection[str]) -> list[str]:
    return [str(words) % {"names": ", ".join(names)}] if names else []


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
