"""People found by words among those of a city: by the database, as they may be ten thousand."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from responses.characters import normalised
from responses.models import User

FEW = 100
"""How many people can be chosen from a list; of more, one is found by words."""
MATCHES = 5
"""How many people are named whom words fit that were to fit one."""
_MOST_WORDS = 10

M = TypeVar("M", bound=Model)


def listed(people: QuerySet[User]) -> list[User] | None:
    """Return people by name, or None if they are too many for a list; one query."""
    found = list(people.order_by()[: FEW + 1])
    return None if len(found) > FEW else sorted(found, key=lambda each: (each.name, each.email))


def matching(words: str, *fields: str) -> Q:
    """Return, for a query, that each of some words is in one of the fields, in any case.

    Of many words, the first are asked for.
    """
    asked = Q()
    for word in words.split()[:_MOST_WORDS]:
        fits = Q()
        for way in dict.fromkeys(_ways(word)):
            for field in fields:
                fits |= Q(**{f"{field}__icontains": way})
        asked &= fits
    return asked


def named(people: QuerySet[User], words: str) -> list[User]:
    """Return the people whom words name, by name: one, none, or `MATCHES` and one more at most.

    A whole address or name goes before words in the names and addresses. Two queries at most.
    """
    whole = Q(email__iexact=words) | Q(name=words)
    for fits in (whole, matching(words, "name", "latin_name", "email")):
        if found := list(people.filter(fits).order_by("name", "email")[: MATCHES + 1]):
            return found
    return []


def _ways(word: str) -> Iterator[str]:
    """Yield how a word may be written: SQLite knows capitals of ASCII alone."""
    composed = normalised(word)
    cases: Iterable[str] = (composed,)
    if not composed.isascii():
        cases = (composed, composed.lower(), composed.upper(), composed.capitalize())
    for each in cases:
        yield each
        yield normalised(each, "NFD")
