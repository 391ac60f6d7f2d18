"""Who is mentioned in a text: names behind an @, as in "@Kim Min-su, is this right?"."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from responses.characters import normalised
from responses.models import City, Membership

from .members import read_members

_NO_EMAIL = r"(?<![A-Za-z0-9._-])"
"""What does not stand before an @: the first half of an e-mail address."""
_BEHIND_AT = re.compile(rf"{_NO_EMAIL}@([^\W\d_](?:[\w.-]*\w)?)")


def mentioned(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the keys of the people whose names stand behind an @ in `text`.

    Of two names of which one begins the other, the longer is meant; of two that are equal,
    both. A Korean name may be followed at once by a particle; a Latin one ends its word.
    Composed or decomposed, it is the same name. Pure.
    """
    if "@" not in text or not names:
        return frozenset()
    found = {match[1].casefold() for match in _places(text, names)}
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
    text, often = normalised(text), Counter(map(_folded, names.values()))
    known = {match.start(): match[1] for match in _places(text, names)}
    unknown = [each[1] for each in _BEHIND_AT.finditer(text) if each.start() not in known]
    shared = [name for name in known.values() if often[name.casefold()] > 1]
    return Unclear(tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(shared)))


def _places(text: str, names: Mapping[int, str]) -> Iterable[re.Match[str]]:
    """Return where names stand behind an @; the first group of each match is the name."""
    composed = {normalised(name) for name in names.values() if name}
    if not composed:
        return ()
    either = "|".join(re.escape(name) for name in sorted(composed, key=len, reverse=True))
    pattern = re.compile(rf"{_NO_EMAIL}@({either})(?![A-Za-z0-9])", re.IGNORECASE)
    return pattern.finditer(normalised(text))


def _folded(name: str) -> str:
    return normalised(name).casefold()


def spellings(members: Iterable[Membership]) -> dict[int, str]:
    """Return how each member is called behind an @, by key: people of one name with their address.

    Pure.
    """
    people = [each.user for each in members]
    often = Counter(_folded(str(person)) for person in people)
    return {
        person.pk: f"{person}({person.email})" if often[_folded(str(person))] > 1 else str(person)
        for person in people
    }


def mentioned_members(city: City, text: str) -> frozenset[int]:
    """Return the keys of the members of a city whom a text mentions; at most one query.

    Of people of one name all are meant, unless an address tells which.
    """
    if "@" not in text:
        return frozenset()
    return frozenset(abs(key) for key in mentioned(text, _names(city)))


def read_unclear(city: City, text: str) -> Unclear:
    """Return what in a text does not name one member of a city, as above; at most one query."""
    return unclear(text, _names(city)) if "@" in text else Unclear()


def _names(city: City) -> dict[int, str]:
    """Return what the active members of a city are called behind an @; one query."""
    members = [each for each in read_members(city) if each.user.is_active]
    names = {each.user_id: str(each.user) for each in members}
    # Keys are positive: a spelling with an address stands under the negative one.
    exact = {-key: name for key, name in spellings(members).items() if name != names[key]}
    return {**names, **exact}
