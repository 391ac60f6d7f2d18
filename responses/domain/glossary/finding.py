"""Which fixed terms of a city stand in a text: what is offered to who translates it. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from .glossary import Terms

MOST_FOUND = 20
"""How many terms are offered for one text; more are no help."""

Found = Sequence[tuple[str, str]]
"""Terms with their translations, in the order in which they stand in a text."""
Finder = Callable[[str], Found]

# Of Latin letters a term is a word of its own; Korean writes particles together with one.
_LATIN = re.compile(r"[0-9A-Za-z]")


def finds_nothing(_text: str) -> Found:
    """Return no term."""
    return ()


def finder(terms: Terms) -> Finder:
    """Return what finds these terms in a text: of each place the longest, and each term once.

    A term that stands only within longer ones is not found. Each sign of a text is looked at a
    fixed number of times, which the terms decide.
    """
    lengths: dict[str, set[int]] = defaultdict(set)
    for term in terms:
        lengths[term[0]].add(len(term))
    ordered = {first: sorted(known, reverse=True) for first, known in lengths.items()}
    if not ordered:
        return finds_nothing
    begins = re.compile(f"[{''.join(map(re.escape, ordered))}]")
    return lambda text: _find(text, terms, ordered, begins)


def _find(
    text: str, terms: Terms, lengths: Mapping[str, Sequence[int]], begins: re.Pattern[str]
) -> Found:
    found: dict[str, str] = {}
    place = begins.search(text)
    while place and len(found) < MOST_FOUND:
        start = place.start()
        term = _longest(text, start, terms, lengths[text[start]])
        if term:
            found[term] = terms[term]
        place = begins.search(text, start + max(len(term), 1))
    return tuple(found.items())


def _longest(text: str, start: int, terms: Terms, lengths: Sequence[int]) -> str:
    """Return the longest term that begins at a place of a text, or nothing."""
    ends = (start + length for length in lengths)
    return next(
        (text[start:end] for end in ends if text[start:end] in terms and _whole(text, start, end)),
        "",
    )


def _whole(text: str, start: int, end: int) -> bool:
    """Return whether no word of Latin letters goes on before or behind a place."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    around = text[at - 1 : at + 1] if 0 < at < len(text) else ""
    return len(around) > 1 and all(_LATIN.fullmatch(each) for each in around)
