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
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
# How English says several of a thing: its last letters, and what comes in their place.
_SEVERAL = (
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y$"), ("ies",)),
    (re.compile(r"(?<=[sxz])$|(?<=[cs]h)$"), ("es",)),
    (re.compile(r"(?<=o)$"), ("s", "es")),
    (re.compile(r"(?<=[a-z])$"), ("s",)),
)
# An abbreviation is known by its capitals: "IT" is not "it".
_CAPITALS = re.compile(r"[0-9A-Z&/.\-]*[A-Z][0-9A-Z&/.\-]*")


def finds_nothing(_text: str) -> Found:
    """Return no term."""
    return ()


def finder(terms: Terms) -> Finder:
    """Return what finds these terms in a text: of each place the longest, and each term once.

    Letters may be large or small, but for those of abbreviations, and of an English word there may
    be several. A term that stands only within longer ones is not found. Each sign of a text is
    looked at a fixed number of times, which the terms decide.
    """
    forms: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for form in (_small(term), *_several(_small(term))):
            forms[form].append(term)
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        lengths[form[0]].add(len(form))
    ordered = {first: sorted(known, reverse=True) for first, known in lengths.items()}
    if not ordered:
        return finds_nothing
    begins = re.compile(f"[{''.join(map(re.escape, ordered))}]")
    return lambda text: _find(text, terms, forms, ordered, begins)


def _small(text: str) -> str:
    """Return a text in small letters, each in the place where it was."""
    return text.replace("\u0130", "I").lower()


def _several(term: str) -> Sequence[str]:
    """Return how English says several of what a term in small letters names."""
    for ends, said in _SEVERAL:
        if found := ends.search(term):
            return tuple(term[: found.start()] + each for each in said)
    return ()


def _find(
    text: str,
    terms: Terms,
    forms: Mapping[str, Sequence[str]],
    lengths: Mapping[str, Sequence[int]],
    begins: re.Pattern[str],
) -> Found:
    found: dict[str, str] = {}
    small = _small(text)
    place = begins.search(small)
    while place and len(found) < MOST_FOUND:
        start = place.start()
        ends = (start + length for length in lengths[small[start]])
        term, end = next(
            (
                (term, end)
                for end in ends
                if (known := forms.get(small[start:end]))
                and _whole(text, start, end)
                and (term := _meant(text[start:end], known))
            ),
            ("", start + 1),
        )
        if term:
            found[term] = terms[term]
        place = begins.search(small, end)
    return tuple(found.items())


def _meant(said: str, known: Sequence[str]) -> str:
    """Return which of some terms a place of a text says, or nothing: rather the very same one."""
    could = [term for term in known if _says(said, term)]
    return min(could, key=lambda term: (said != term, len(said) - len(term)), default="")


def _says(said: str, term: str) -> bool:
    """Return whether a word that says a term but for its capitals says it all the same."""
    if not _CAPITALS.fullmatch(term):
        return True
    return said.startswith(term) and said[len(term) :] in {"", "s"}


def _whole(text: str, start: int, end: int) -> bool:
    """Return whether no word of Latin letters goes on before or behind a place."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    around = text[at - 1 : at + 1] if 0 < at < len(text) else ""
    return len(around) > 1 and all(_LATIN.fullmatch(each) for each in around)
