"""Which row of an answer is which, whatever becomes of its words. Pure.

A row has an identity from the version in which it was added, `7.2` for the third row of version 7,
and keeps it as long as it is found again in the next version. Rows whose identities are not stored
have those of a first version.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from responses.domain.edition.shapes import QuestionShape

from .content import Content
from .kinds import KINDS

_FIRST = 1


def row_ids(content: Content, key: str) -> Sequence[str]:
    """Return the identity of each row of a part."""
    count = len(content.parts.get(key, ()))
    stored = content.row_ids.get(key, ())
    return stored if len(stored) == count else _new(_FIRST, count)


def identified(
    question: QuestionShape,
    content: Content,
    current: Content,
    version: int,
    *,
    restored: bool = False,
) -> Content:
    """Return an answer with the identities of its rows, as the next `version` after `current`.

    One that is `restored` brings those that it had.
    """
    ids: dict[str, Sequence[str]] = {}
    for part in question.parts:
        rows: Any = content.parts.get(part.key)
        follow = KINDS[part.kind].follow
        if follow is None or not rows:
            continue
        known: dict[int, str] = {}
        if restored and part.key in content.row_ids:
            known = _first_of_each(enumerate(row_ids(content, part.key)))
        else:
            known = _carried(follow(current.parts.get(part.key) or (), rows), current, part.key)
            if restored:
                known |= _free(row_ids(content, part.key), known, row_ids(current, part.key))
        made = _new(version, len(rows))
        found = [known.get(place, made[place]) for place in range(len(rows))]
        if found != _new(_FIRST, len(rows)):
            ids[part.key] = found
    return Content(content.parts, content.nothing_to_report, ids)


def _new(version: int, count: int) -> list[str]:
    return [f"{version}.{place}" for place in range(count)]


def _carried(became: Mapping[int, int], current: Content, key: str) -> dict[int, str]:
    ids = row_ids(current, key)
    return {after: ids[before] for before, after in became.items()}


def _free(first: Sequence[str], known: Mapping[int, str], now: Sequence[str]) -> dict[int, str]:
    """Return those of a version without stored ones that no other row has."""
    taken = {*known.values(), *now}
    return {
        place: each for place, each in enumerate(first) if place not in known and each not in taken
    }


def _first_of_each(ids: Iterator[tuple[int, str]]) -> dict[int, str]:
    places: dict[str, int] = {}
    for place, each in ids:
        places.setdefault(each, place)
    return {place: each for each, place in places.items()}
