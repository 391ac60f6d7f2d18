"""How well addresses are found in texts: `python -m tests.support.finding` prints it.

`finding.txt` has a line of text and the addresses that are to be found in it, `damaged.txt` a whole
form with the kinds of damage that a real one has, which is read too where it is at hand.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from responses.domain.content.finding import addresses_in

_HERE = Path(__file__).resolve()
_DATA = _HERE.parents[1] / "domain" / "content"
DAMAGED = (_DATA / "damaged.txt").read_text()
SEED = next(
    (
        path
        for parent in _HERE.parents
        if (path := parent / "shared" / "seed" / "seoul-2022.txt").exists()
    ),
    None,
)
"""The form as a city filled it in, where the machine has it."""


class Sample(NamedTuple):
    """A text, and the addresses that are to be found in it."""

    text: str
    addresses: Sequence[str]


class Measured(NamedTuple):
    """How many addresses were found rightly, found where there is none, and not found."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """Which share of what was found is right."""
        return self.right / (self.right + self.false)

    @property
    def recall(self) -> float:
        """Which share of what is to be found was."""
        return self.right / (self.right + self.missed)

    def __str__(self) -> str:
        return (
            f"{self.right} found, {self.false} false, {self.missed} missed: "
            f"precision {self.precision:.4f}, recall {self.recall:.4f}"
        )


def samples() -> list[Sample]:
    """Return the lines of the corpus."""
    parted = (line.split(" ⟹") for line in (_DATA / "finding.txt").read_text().splitlines())
    return [Sample(text, addresses.split()) for text, addresses in parted]


def in_form(text: str) -> list[str]:
    """Return what is to be found in a form, by rules simple enough to be sure of.

    Each address with a scheme up to a blank or bracket, then the hosts in brackets without one.
    """
    hosts = re.findall(r"\((\w[\w.-]*\.(?:kr|org|com))\)", text)
    return [*re.findall(r"https?://[^\s<>)]+", text), *hosts]


def found_in(text: str) -> list[str]:
    """Return the addresses that are found in a text."""
    return [text[place] for place in addresses_in(text)]


def measure(given: Iterable[Sample]) -> Measured:
    """Return how well addresses are found in texts."""
    right = false = missed = 0
    for text, addresses in given:
        wanted, found = Counter(addresses), Counter(found_in(text))
        right += (wanted & found).total()
        false += (found - wanted).total()
        missed += (wanted - found).total()
    return Measured(right, false, missed)


if __name__ == "__main__":
    corpus = samples()
    sys.stdout.write(f"corpus of {len(corpus)} lines: {measure(corpus)}\n")
    for name, form in {"damaged form": DAMAGED, "real form": SEED and SEED.read_text()}.items():
        if form:
            sys.stdout.write(f"{name}: {measure([Sample(form, in_form(form))])}\n")
