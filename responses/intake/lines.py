"""The text of a file that was read: numbered lines, and what stands at them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from responses.domain.content.content import Content
from responses.domain.content.links import LinkValue
from responses.domain.snapshot.carried import Carried

LINES_MAX = 20_000
"""Some 500 pages; a questionnaire of a hundred questions has a tenth of that."""
CHARACTERS_MAX = 3_000_000

Span = tuple[int, int]
"""From where to where, in the characters of a line."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a file that is not blank, as every reader gives it.

    `number` counts those lines from 1, and `blanks` the blank lines before it. A row of a table has
    a tab between its cells; tabs `inner` to a cell are named by their places. Boxes, of whichever
    kind they were, stand in the text as ☑ and ☐. `links` are the addresses that the file itself
    links, with the words that they stand under; addresses that are written out stand in the text
    alone. What was struck out or highlighted is said by its spans, and what was remarked beside the
    line by its `comments`. A line that the file itself makes a heading, `is_heading`; one with
    changes that were tracked, which are read as accepted, `is_changed`. In a file that the product
    wrote, `mark` is the one that it is under. What stands in the margins of pages, as headers and
    footers do, `is_margin`; it comes last.
    """

    number: int
    text: str
    blanks: int = 0
    links: tuple[LinkValue, ...] = ()
    struck: tuple[Span, ...] = ()
    highlighted: tuple[Span, ...] = ()
    comments: tuple[str, ...] = ()
    is_heading: bool = False
    is_changed: bool = False
    mark: str = ""
    is_margin: bool = False
    inner: tuple[int, ...] = ()

    @property
    def cells(self) -> list[str]:
        """Return what stands in each cell of a row of a table."""
        if not self.inner:
            return self.text.split("\t")
        inner = frozenset(self.inner)
        ends = [at for at, sign in enumerate(self.text) if sign == "\t" and at not in inner]
        starts = (0, *(at + 1 for at in ends))
        return [self.text[a:b] for a, b in zip(starts, (*ends, len(self.text)), strict=True)]


@dataclass(frozen=True, slots=True)
class ReadyAnswer:
    """The answer to a question, by its key, that a file has as the product itself wrote it.

    With the numbers of the lines that say what is asked, and of those that say the answer. Of a
    translation the key is that of the question which asks for it; `is_outdated` says that it was
    made of another original.
    """

    question: str
    content: Content
    asked: tuple[int, ...]
    lines: tuple[int, ...]
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class FileText:
    """What was read of a file: what it is, by the name of its reader, and its lines.

    Where the product wrote it, the code of its `edition`, and its answers, `ready` to be taken; of
    one that people work on what it `carried`, the `prints` of what stands in it now, by mark, and
    the bytes of pictures that it has, by digest.
    """

    reader: str
    lines: tuple[FileLine, ...]
    edition: str = ""
    ready: tuple[ReadyAnswer, ...] = ()
    carried: Carried | None = None
    prints: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def narrowed(line: FileLine) -> FileLine:
    """Return a line in which no run of blanks is longer than people leave one.

    Patterns that look for words among blanks try each way to part a run.
    """
    runs = [each.span() for each in _LONG_RUN.finditer(line.text)]
    if not runs:
        return line

    def moved(place: int) -> int:
        return place - sum(min(max(place - start, 0), end - start) for start, end in runs)

    return replace(
        line,
        text=_LONG_RUN.sub("", line.text),
        struck=tuple((moved(start), moved(end)) for start, end in line.struck),
        highlighted=tuple((moved(start), moved(end)) for start, end in line.highlighted),
        inner=tuple(map(moved, line.inner)),
    )


# What comes after so many blanks.
_LONG_RUN = re.compile(r"(?<=\s{100})\s+")


def numbered(texts: Sequence[str]) -> tuple[FileLine, ...]:
    """Return the lines of a text of which nothing else is known."""
    found: list[FileLine] = []
    blanks = 0
    for text in texts:
        if text.strip():
            found.append(FileLine(len(found) + 1, text, blanks))
            blanks = 0
        else:
            blanks += 1
    return tuple(found)
