"""What is asked of the machine's city, which files its people have, and which should be stored.

`Store` is the model of the files that are stored, written apart from the product.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from responses.domain.content.files import FileFacts
from responses.domain.files.judgement import judged
from tests.machine.model import Plain
from tests.support.factories import make_definition, wording
from tests.support.files import PDF, picture

WITH_FILES = ("a-2", "b-1")
FILES_MAX, KEPT = 20, 30
SMALL, LARGE = 24, 4
# All the small ones have room beside two of the large ones, and not beside three.
ROOM = 2_900


@dataclass(frozen=True, slots=True)
class Stocked:
    """A file that people have: what it is called, what is in it, and what it is."""

    name: str
    content: bytes
    facts: FileFacts


def asked() -> dict[str, Any]:
    """Return the edition of `make_definition` with a part for files in two questions."""
    definition = make_definition()
    part = {"key": "files", "kind": "files", "label": wording("Figures"), "required": False}
    for section in definition["sections"]:
        for question in section["questions"]:
            if question["key"] in WITH_FILES:
                question["parts"] = [*question["parts"], part]
    return definition


def stock() -> Mapping[str, Stocked]:
    """Return the files that people have, by their digests: a picture, tables and large ones."""
    with judged(BytesIO(picture())) as found:
        found.bytes.seek(0)
        drawn = found.bytes.read()
    files = [_stocked("chart.png", drawn, "png", (40, 30))]
    files += [_stocked(f"t{n}.csv", f"a,b\n1,{n}\n".encode(), "csv") for n in range(1, SMALL)]
    large = (PDF.ljust(1_000 + n, b"\n") for n in range(LARGE))
    files += [_stocked("plan.pdf", content, "pdf") for content in large]
    return {each.facts.digest: each for each in files}


def _stocked(name: str, content: bytes, type_key: str, size: tuple[int, int] = (0, 0)) -> Stocked:
    digest = sha256(content).hexdigest()
    return Stocked(name, content, FileFacts(digest, type_key, len(content), *size))


def rows_of(plain: Plain) -> list[dict[str, str]]:
    """Return the rows of files of an original, or of the phrases of a translation."""
    return list(plain["parts"].get("files", ()))


def named_in(plain: Plain) -> set[str]:
    """Return the digests that an answer names; a translation names none."""
    return {row["digest"] for row in rows_of(plain) if "digest" in row}


@dataclass(slots=True)
class Brought:
    """That a file was brought: by whom last, how many days ago, and since when nothing names it."""

    by: str
    days: int = 0
    unnamed: int | None = None


@dataclass
class Store:
    """Which files should be there; `sizes` has those of all that people have."""

    sizes: Mapping[str, int]
    brought: dict[str, Brought] = field(default_factory=dict)

    def has_room(self, digest: str, named: Iterable[str]) -> bool:
        """Return whether a file may be brought, while answers name those."""
        recent = {each for each, it in self.brought.items() if not it.days}
        counted = (recent | set(named)) - {digest}
        return sum(self.sizes[each] for each in counted) + self.sizes[digest] <= ROOM

    def bring(self, who: str, digest: str) -> None:
        self.brought[digest] = Brought(who)

    def name(self, digests: Iterable[str]) -> None:
        """Know that something names them, now or soon."""
        for each in digests:
            self.brought[each].unnamed = None

    def grow_older(self, days: int) -> None:
        for each in self.brought.values():
            each.days += days
            each.unnamed = None if each.unnamed is None else each.unnamed + days

    def tidy(self, named: set[str]) -> set[str]:
        """Remove what nothing has named for long enough; return which that is."""
        gone = set(self._gone(named))
        for each in gone:
            del self.brought[each]
        return gone

    def _gone(self, named: set[str]) -> Iterator[str]:
        for digest, it in self.brought.items():
            if digest in named:
                it.unnamed = None
            else:
                it.unnamed = it.unnamed or 0
                if min(it.unnamed, it.days) >= KEPT:
                    yield digest
