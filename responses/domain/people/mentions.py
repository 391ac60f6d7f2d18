"""Who is mentioned in a text: names behind an @, as in "@Kim Min-su, is this right?"."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from responses.characters import normalised
from responses.models import City, Membership
from responses.unseen import without_invisible

from .finding import FEW

_NO_EMAIL = r"(?<![A-Za-z0-9._-])"
"""What does not stand before an @: the first half of an e-mail address."""
_BEGUN = re.compile(rf"{_NO_EMAIL}@([^\s@].?)")
_AT, _GAP = re.compile("[@＠]"), re.compile(r"[^\S\n]+")
_BEHIND_AT = re.compile(rf"{_NO_EMAIL}@([^\W\d_](?:[\w.-]*\w)?)")


def mentioned(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the keys of the people whose names stand behind an @ in `text`.

    Of two names of which one begins the other, the longer is meant; of two that are equal,
    both. A Korean name may be followed at once by a particle; a Latin one ends its word.
    Composed or decomposed, it is the same name. Pure.
    """
    if not _AT.search(text) or not names:
        return frozenset()
    found = {match[1].casefold() for match in _places(_read(text), names)}
    return frozenset(key for key, name in names.items() if _folded(name) in found)


@dataclass(frozen=True, slots=True)
class Unclear:
    """What stands behind an @ in a text: words that name nobody, and names that several have."""

    unknown: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def unclear(text: str, names: Mapping[int, str]) -> Unclear:
    """Return what does not name one person of those whom `mentioned` finds. Pure.

    Of a name that nobody has, the first word is given.
    """
    text, often = _read(text), Counter(map(_folded, names.values()))
    known = {match.start(): match[1] for match in _places(text, names)}
    unknown = [each[1] for each in _BEHIND_AT.finditer(text) if each.start() not in known]
    shared = [name for name in known.values() if often[name.casefold()] > 1]
    return Unclear(tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(shared)))


def _read(text: str) -> str:
    """Return a text as names are written: one kind of @, single blanks, and nothing unseen."""
    return _GAP.sub(" ", normalised(without_invisible(_AT.sub("@", text))))


def _places(text: str, names: Mapping[int, str]) -> Iterable[re.Match[str]]:
    """Return where names stand behind an @ of a text that was read; each first group is one."""
    composed = {normalised(name) for name in names.values() if name}
    if not composed:
        return ()
    either = "|".join(re.escape(name) for name in sorted(composed, key=len, reverse=True))
    pattern = re.compile(rf"{_NO_EMAIL}@({either})(?![A-Za-z0-9])", re.IGNORECASE)
    return pattern.finditer(text)


def _folded(name: str) -> str:
    return normalised(name).casefold()


def spellings(people: Collection[tuple[int, str, str]]) -> dict[int, str]:
    """Return how people, by key, name and address, are called behind an @.

    People of one name are called with their address. Pure.
    """
    called = {key: name or email for key, name, email in people}
    often = Counter(map(_folded, called.values()))
    return {
        key: f"{called[key]}({email})" if often[_folded(called[key])] > 1 else called[key]
        for key, _name, email in people
    }


def read_nameable(city: City, close: Q) -> list[tuple[str, str]]:
    """Return how active members of a city are called behind an @, with their roles, by name.

    Of more than `FEW`, those are listed who fit `close`, at most as many; any can be named.
    One query, and two more where they are many.
    """
    rows = Membership.objects.filter(city=city, user__is_active=True)
    found = sorted(_nameable(rows.order_by()), key=lambda each: each[1:3])
    complete = len(found) <= FEW
    if not complete:
        found = _nameable(rows.filter(close).order_by("user__name", "user__email"))[:FEW]
    people = {(key, name, email) for key, name, email, _role in found}
    if found and not complete:
        alike = rows.filter(user__name__in={name for _key, name, _email in people}).order_by()
        people.update(alike.values_list("user", "user__name", "user__email"))
    spelled = spellings(people)
    return [(spelled[key], role) for key, _name, _email, role in found]


def _nameable(rows: QuerySet[Membership]) -> list[tuple[int, str, str, str]]:
    return list(rows.values_list("user", "user__name", "user__email", "role")[: FEW + 1])


def mentioned_members(city: City, text: str) -> frozenset[int]:
    """Return the keys of the members of a city whom a text mentions; at most one query.

    Of people of one name all are meant, unless an address tells which.
    """
    if not _AT.search(text):
        return frozenset()
    return frozenset(abs(key) for key in mentioned(text, _names(city, text)))


def read_unclear(city: City, text: str) -> Unclear:
    """Return what in a text does not name one member of a city, as above; at most one query."""
    return unclear(text, _names(city, text)) if _AT.search(text) else Unclear()


def _names(city: City, text: str) -> dict[int, str]:
    """Return what the active members of a city may be called behind an @ of a text; one query.

    Of ten thousand only those whose name begins as something there does: a pattern of all would
    take longer than all else.
    """
    found = [match[1] for match in _BEGUN.finditer(_read(text).casefold())]
    begun = {*found, *(each[0] for each in found)}
    rows = Membership.objects.filter(city=city, user__is_active=True).order_by()
    people = [
        (key, name, email)
        for key, name, email in rows.values_list("user", "user__name", "user__email")
        if _folded(name or email)[:2] in begun
    ]
    names = {key: name or email for key, name, email in people}
    # Keys are positive: a spelling with an address stands under the negative one.
    exact = {-key: name for key, name in spellings(people).items() if name != names[key]}
    return {**names, **exact}
