"""`끝.`, with which Korean offices close what they write: no part of an answer. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .lines import FileLine

PAGE = re.compile(r"\s*(?:[-–—]\s*\d{1,3}\s*[-–—]|(?:page|쪽|페이지)\s*\d+.*)\s*$", re.IGNORECASE)
"""The number of a page, which may stand below it."""
_SHORT, _END = 40, 12
"""How long a line is at most that says nothing else, and how much of one is looked at."""
_ALONE = re.compile(r"\s*[-–—]?\s*(?:끝|이상)\s*[.。]?\s*[-–—]?\s*")
# Two blanks before it are the rule; one may do behind the end of a sentence.
_BEHIND = re.compile(r"(?:\s{2,}|\t|(?<=[.。)\]음함임됨])\s)끝\s?[.。]\s*$")


def without_closing(lines: Sequence[FileLine]) -> tuple[list[FileLine], tuple[int, ...]]:
    """Return lines without the word that closes the file, and the line that has nothing else."""
    kept = list(lines)
    last = next((at for at in reversed(range(len(kept))) if not _is(PAGE, kept[at])), -1)
    if last < 0:
        return kept, ()
    line = kept[last]
    if _is(_ALONE, line):
        del kept[last]
        return kept, (line.number,)
    head, tail = line.text[:-_END], line.text[-_END:]
    kept[last] = replace(line, text=head + _BEHIND.sub("", tail))
    return kept, ()


def _is(said: re.Pattern[str], line: FileLine) -> bool:
    text = line.text.strip()
    return len(text) <= _SHORT and bool(said.fullmatch(text))
