"""Where words stand in what an answer says. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from responses.characters import as_seen
from responses.domain.edition.shapes import QuestionShape
from responses.unseen import UNSEEN

from .content import Content
from .kinds import KINDS

EXCERPTS = 3
"""How many lines of an answer are shown; more only where each shows a word of its own."""
_BEFORE, _AFTER = 50, 90
_UNSEEN = re.compile(f"[{UNSEEN}]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line; `hit` whether it is one of the words."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Lines of an answer in which words stand, and how many `more` there are."""

    lines: tuple[tuple[Stretch, ...], ...]
    more: int


class Words:
    """Words that all have to occur, whatever their case, also within longer words.

    `typed` is one line in NFC, as `characters.one_line` reads it.
    """

    def __init__(self, typed: str) -> None:
        words = sorted(set(typed.split()), key=lambda word: (-len(word), word))
        self._each = [_pattern([word]) for word in words]
        self._any = _pattern(words)

    def are_in(self, lines: Sequence[str]) -> bool:
        """Return whether each word stands somewhere in the lines; none are nowhere."""
        text = "\n".join(lines)
        return bool(self._each) and all(word.search(text) for word in self._each)

    def excerpts(self, lines: Sequence[str]) -> Excerpts:
        """Return the lines that show each word once, filled up with others to `EXCERPTS`."""
        having = [place for place, line in enumerate(lines) if self._any.search(line)]
        firsts = {self._first(word, lines, having) for word in self._each}
        others = (place for place in having if place not in firsts)
        shown = sorted({*firsts, *islice(others, max(0, EXCERPTS - len(firsts)))})
        return Excerpts(
            tuple(tuple(self._marked(lines[place])) for place in shown), len(having) - len(shown)
        )

    @staticmethod
    def _first(word: re.Pattern[str], lines: Sequence[str], having: Iterable[int]) -> int:
        return next(place for place in having if word.search(lines[place]))

    def _marked(self, line: str) -> Iterator[Stretch]:
        """Yield what stands around the first place of each word in a line, its hits marked."""
        end = 0
        for start, stop in self._windows(line):
            if start > end:
                yield Stretch("… ", hit=False)
            end = start
            for hit in self._any.finditer(line, start, stop):
                if hit.start() > end:
                    yield Stretch(line[end : hit.start()], hit=False)
                yield Stretch(hit[0], hit=True)
                end = hit.end()
            if stop > end:
                yield Stretch(line[end:stop], hit=False)
            end = stop
        if end < len(line):
            yield Stretch(" …", hit=False)

    def _windows(self, line: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches of a line to show, in order, none touching the next."""
        hits = sorted(found.span() for word in self._each if (found := word.search(line)))
        start, stop = hits[0][0] - _BEFORE, hits[0][1] + _AFTER
        for first, last in hits[1:]:
            if first - _BEFORE > stop:
                yield max(0, start), stop
                start = first - _BEFORE
            stop = max(stop, last + _AFTER)
        yield max(0, start), min(stop, len(line))


def lines_of(question: QuestionShape, content: Content) -> list[str]:
    """Return all that an answer says in lines as they are read, each part by its kind.

    They are in NFC, without what nobody sees; cells of a table stand an em space apart.
    """
    said = [
        text
        for part in question.parts
        if part.key in content.parts
        for text in KINDS[part.kind].words(part, content.parts[part.key])
    ]
    lines = "\n".join((*said, content.nothing_to_report)).split("\n")
    return [line for each in lines if (line := _readable(each))]


def _readable(line: str) -> str:
    return as_seen(line).strip().replace("\t", "\u2003")


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_spelled, words)), re.IGNORECASE)


def _spelled(word: str) -> str:
    """Return a pattern of a word, between whose letters what nobody sees may stand.

    As a line is read, that is but what carries something, such as the selectors behind emoji.
    """
    return f"[{UNSEEN}]*".join(map(re.escape, _UNSEEN.sub("", word) or word))
