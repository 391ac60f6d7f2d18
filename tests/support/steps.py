"""How much work something is: lines of Python that run, which no machine's speed changes."""

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python run while something is done."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


class CountingPattern:
    """A pattern that counts the signs of a text that its matches run over."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.signs = 0

    def search(self, text: str, place: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Search as the pattern does."""
        return self._counted(place, min(end, len(text)), self.pattern.search(text, place, end))

    def match(self, text: str, place: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Match as the pattern does."""
        return self._counted(place, place, self.pattern.match(text, place, end))

    def _counted(self, place: int, last: int, found: re.Match[str] | None) -> re.Match[str] | None:
        self.signs += (found.end() if found else last) - place + 1
        return found
