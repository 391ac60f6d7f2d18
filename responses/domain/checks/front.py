"""The front page of a site, as others are compared with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARKS = 128
"""How many marks of a page are kept: enough to tell nine of ten from all."""
_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what a page is known again though some words of it change.

    `name` is a digest of its title and headings, `text` of all its words. `marks` are the smallest
    of the numbers that its runs of words come to, in order: two pages share as many of theirs as
    they share of their words.
    """

    name: str
    text: str
    marks: tuple[int, ...]

    def resembles(self, other: "Likeness") -> bool:
        """Return whether both are the same page, but for a little that changes by the minute."""
        if self.text == other.text:
            return True
        return self.name == other.name and _shared(self.marks, other.marks) >= _ALIKE


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    least = sorted({*one, *other})[:MARKS]
    both = set(one) & set(other)
    return sum(each in both for each in least) / len(least) if least else 0.0


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page of a site: where it was found in the end, and what it was like.

    Without a `likeness` where nothing can be compared with it: there is none, or too little on it.
    """

    site: str
    url: str = ""
    likeness: Likeness | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        like = self.likeness
        said = {"name": like.name, "text": like.text, "marks": [*like.marks]} if like else None
        return {"site": self.site, "url": self.url, "likeness": said}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "FrontPage":
        """Return it as it was."""
        said = kept["likeness"]
        like = Likeness(said["name"], said["text"], tuple(said["marks"])) if said else None
        return cls(kept["site"], kept["url"], like)
