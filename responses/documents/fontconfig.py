"""Which fonts this machine has, asked of fontconfig's own command.

WeasyPrint asks the same fontconfig, so what is found here is what a document gets.
"""

import os
import subprocess
from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REGULAR, BOLD = 80, 200  # as fontconfig counts weights
_DRAWN = (":fontformat=TrueType", ":fontformat=CFF")


@dataclass(frozen=True, slots=True)
class Face:
    """One face in a font file, which may hold several."""

    path: Path
    index: int


@dataclass(frozen=True)
class Fonts:
    """The fonts of the machine, or those of a configuration file."""

    configuration: Path | None = None

    def face(self, family: str, weight: int) -> Face | None:
        """Return the upright face of exactly this family and weight, or None.

        Raises `OSError` where fontconfig is not installed.
        """
        found = self._list(f"{family}:weight={weight}:slant=0", "%{file}\t%{index}\n")
        if not found:
            return None
        path, index = found[0].split("\t")
        return Face(Path(path), int(index))

    def covers(self, character: str) -> bool:
        """Return whether any font that is drawn by outlines has a glyph for a character."""
        # The ends of ranges alternate, so an odd place is inside one.
        return bisect(self._ends, ord(character)) % 2 == 1

    @cached_property
    def _ends(self) -> list[int]:
        """The first code point of each range that fonts cover, and the first after it, in order."""
        spans = {
            span
            for pattern in _DRAWN
            for line in self._list(pattern, "%{charset}\n")
            for span in line.split()
        }
        ends: list[int] = []
        for first, last in sorted(map(_range, spans)):
            if ends and first <= ends[-1]:
                ends[-1] = max(ends[-1], last + 1)
            else:
                ends += [first, last + 1]
        return ends

    def _list(self, pattern: str, form: str) -> list[str]:
        environment = dict(os.environ)
        if self.configuration:
            environment["FONTCONFIG_FILE"] = str(self.configuration)
        done = subprocess.run(  # noqa: S603 - its arguments are ours
            ["fc-list", "--format", form, pattern],  # noqa: S607 - found by PATH, as fontconfig is
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()


def _range(span: str) -> tuple[int, int]:
    """Read one span of a character set, such as `ac00-d7a3` or `20ac`."""
    first, _, last = span.partition("-")
    return int(first, 16), int(last or first, 16)
