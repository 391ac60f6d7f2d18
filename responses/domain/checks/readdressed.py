"""Which addresses of an answer became others when it was changed. Pure.

A row of links stays the row that it was, whatever becomes of its address (`content.identity`); an
address in a text is followed where a line names as many as before.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from responses.domain.content.content import Content
from responses.domain.content.finding import addresses_in, named_in
from responses.domain.content.identity import row_ids
from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import PartShape, QuestionShape

from .states import digest_of


class Readdressed(NamedTuple):
    """An address that became another one, as typed, and by what each is known.

    That is the digest of an Address; of what cannot be linked, as while it is being typed, the row
    in which it stands.
    """

    before: str
    after: str
    was: str
    now: str


def readdressed(question: QuestionShape, before: Content, after: Content) -> list[Readdressed]:
    """Return the addresses of an answer that became others; `after` has the rows of `before`."""
    found: list[Readdressed] = []
    for part in question.parts:
        old, new = before.parts.get(part.key), after.parts.get(part.key)
        if old is None or new is None or old == new:
            continue
        if isinstance(old, str):
            if KINDS[part.kind].explains:
                found += _in_texts(old, str(new))
        elif KINDS[part.kind].evidence(old):
            found += _in_rows(part, before, after)
    return [each for each in found if each.was != each.now and each.was and each.now]


def known_addresses(question: QuestionShape, content: Content) -> set[str]:
    """Return by what the addresses of an answer are known."""
    known: set[str] = set()
    for part in question.parts:
        value = content.parts.get(part.key)
        if isinstance(value, str):
            if KINDS[part.kind].explains:
                known |= set(map(digest_of, named_in(value)))
        elif value is not None and KINDS[part.kind].evidence(value):
            known |= {_key(part, *each) for each in _rows(part, content)}
    return known


def _in_rows(part: PartShape, before: Content, after: Content) -> Iterator[Readdressed]:
    now = dict(_rows(part, after))
    for row, url in _rows(part, before):
        if row in now and now[row] != url:
            yield Readdressed(url, now[row], _key(part, row, url), _key(part, row, now[row]))


def _rows(part: PartShape, content: Content) -> list[tuple[str, str]]:
    """Return the rows of a part by their identities, each with its address."""
    rows: Any = content.parts[part.key]
    urls = [row["url"] for row in rows]
    return list(zip(row_ids(content, part.key), urls, strict=True))


def _key(part: PartShape, row: str, url: str) -> str:
    return digest_of(url) or f"{part.key}:{row}"


def _in_texts(before: str, after: str) -> Iterator[Readdressed]:
    """Yield what became another one in the lines between those that both texts have."""
    old, new = _changed_lines(before, after)
    was, now = ([text[place] for place in addresses_in(text)] for text in (old, new))
    if len(was) != len(now):
        return
    for one, other in zip(was, now, strict=True):
        if one not in now and other not in was:
            yield Readdressed(one, other, digest_of(one), digest_of(other))


def _changed_lines(before: str, after: str) -> tuple[str, str]:
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    last = next((at for at in range(most - first) if old[-1 - at] != new[-1 - at]), most - first)
    one, other = ("\n".join(side[first : len(side) - last]) for side in (old, new))
    return one, other
