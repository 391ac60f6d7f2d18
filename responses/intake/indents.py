"""What stood before the lines of a text, where an office document no longer says it. Pure.

In a document a line is set in by its style, and blank lines are space between paragraphs: what
was typed there is known of lines that nobody edited, and of one edited line in place of another.
"""

from collections.abc import Iterator
from typing import NamedTuple

from responses.domain.comparing.alignment import changes


class _SetIn(NamedTuple):
    """A line that is not blank: its words, the blanks it begins with, and the lines before it."""

    words: str
    indent: str
    blank: tuple[str, ...]


def as_before(before: str, said: str) -> str:
    """Return a text as it is said now, set in as it was before.

    Blank lines are as before between two lines that stood beside each other.
    """
    old, new = [*_lines(before)], [*_lines(said)]
    was = _counterparts(old, new)
    made: list[str] = []
    for at, line in enumerate(new):
        there = was.get(at)
        if there is None:
            made += [*line.blank, f"{line.indent}{line.words}"]
            continue
        known = old[there]
        is_there = was.get(at - 1, -2 if at else -1) == there - 1
        words = known.words if known.words.split() == line.words.split() else line.words
        made += [*(known.blank if is_there else line.blank), f"{known.indent}{words}"]
    return "\n".join(made)


def _counterparts(old: list[_SetIn], new: list[_SetIn]) -> dict[int, int]:
    """Return which line each is that was not edited, or that was edited in its place."""
    was: dict[int, int] = {}
    here = there = 0
    words = ([" ".join(line.words.split()) for line in lines] for lines in (old, new))
    for first, end, from_line, to_line in changes(*words):
        was |= dict(zip(range(here, from_line), range(there, first), strict=True))
        if end - first == to_line - from_line:
            was |= dict(zip(range(from_line, to_line), range(first, end), strict=True))
        there, here = end, to_line
    return was | dict(zip(range(here, len(new)), range(there, len(old)), strict=True))


def _lines(text: str) -> Iterator[_SetIn]:
    blank: list[str] = []
    for line in text.split("\n"):
        words = line.lstrip()
        if words:
            yield _SetIn(words, line[: len(line) - len(words)], tuple(blank))
            blank = []
        else:
            blank.append(line)
