"""Who is mentioned in a text: names behind an @, as in "@Kim Min-su, is this right?"."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from unicodedata import normalize

from responses.models import City, Membership

from .members import read_members

_composed = partial(normalize, "NFC")


def mentioned(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the keys of the people whose names stand behind an @ in `text`.

    Of two names of which one begins the other, the longer is meant; of two that are equal,
    both. A Korean name may be followed at once by a particle; a Latin one ends its word.
    Composed or decomposed, it is the same name. Pure.
    """
    if "@" not in text or not names:
        return frozenset()
    text, names = _composed(text), {key: _composed(name) for key, name in names.items()}
    longest_first = sorted({name for name in names.values() if name}, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    # Not in the middle of an e-mail address.
    pattern = re.compile(rf"(?<![A-Za-z0-9._-])@({either})(?![A-Za-z0-9])", re.IGNORECASE)
    found = {match[1].casefold() for match in pattern.finditer(text)}
    return frozenset(key for key, name in names.items() if name.casefold() in found)


def spellings(members: Iterable[Membership]) -> dict[int, str]:
    """Return how each member is called behind an @, by key: people of one name with their address.

    Pure.
    """
    people = [each.user for each in members]
    often = Counter(_composed(str(person)).casefold() for person in people)
    return {
        person.pk: f"{person}({person.email})"
        if often[_composed(str(person)).casefold()] > 1
        else str(person)
        for person in people
    }


def mentioned_members(city: City, text: str) -> frozenset[int]:
    """Return the keys of the members of a city whom a text mentions; at most one query.

    Of people of one name all are meant, unless an address tells which.
    """
    if "@" not in text:
        return frozenset()
    members = [each for each in read_members(city) if each.user.is_active]
    names = {each.user_id: str(each.user) for each in members}
    # Keys are positive: a spelling with an address stands under the negative one.
    exact = {-key: name for key, name in spellings(members).items() if name != names[key]}
    return frozenset(abs(key) for key in mentioned(text, {**names, **exact}))
