"""What the product's own office documents carry beside their text. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from itertools import chain

from responses.domain.content.content import Content
from responses.domain.snapshot.carried import (
    NAMESPACE,
    Carried,
    Columns,
    Marked,
    bookmarks_of,
    prints_of,
    read_carried,
)
from responses.intake.lines import FileText

from .archive import FAULTS, Archive
from .rich import RichText

_MEDIA = ("word/media/", "BinData/")
_PICTURES_MAX = 20 * 1024 * 1024


class Ours:
    """A file while it is read: what it carries if it is ours, and what stands under its marks.

    True of a file of ours alone.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._carried: Carried | None = None
        self.said: list[Marked] = []
        self.mark = ""

    def __bool__(self) -> bool:
        return self._carried is not None

    @property
    def columns(self) -> Columns:
        """Return those of a workbook."""
        return self._carried.columns if self._carried else Columns()

    def turn(self, name: str) -> bool:
        """Begin what stands under a mark, or end it, by a bookmark; return whether it is one."""
        is_ours = name in self._bookmarks
        self.mark = self._bookmarks.get(name, self.mark)
        return is_ours

    @cached_property
    def _bookmarks(self) -> Mapping[str, str]:
        """The mark that begins with a bookmark, or nothing where one ends."""
        found: dict[str, str] = {}
        for answer in self._carried.answers.values() if self._carried else ():
            for mark in chain.from_iterable(answer.marks.values()):
                begin, end = bookmarks_of(mark)
                found |= {begin: mark, end: ""}
        return found

    def take(self, text: str) -> bool:
        """Read what a file carries; return whether that is ours."""
        self._carried = self._carried or read_carried(text)
        return bool(self)

    def find(self, names: Iterable[str]) -> "Ours":
        """Read what the first of some members carries that is ours."""
        for name in names:
            try:
                root = self._archive.xml(name)
                is_ours = root is not None and root.tag == f"{{{NAMESPACE}}}answers"
                if is_ours and self.take(root.text or ""):
                    break
            except FAULTS:
                # Then it is a document as any other.
                continue
        return self

    def hear(self, paragraph: RichText) -> None:
        """Take down what a paragraph says."""
        if self:
            self.said.append(paragraph.marked)

    def told(self, text: FileText) -> FileText:
        """Return what was read of the file, with what it carries and its pictures."""
        if self._carried is None:
            return text
        return replace(
            text,
            edition=self._carried.edition,
            carried=self._carried,
            prints=prints_of(self.said),
            pictures=_pictures(self._archive, self._carried),
        )


def _pictures(archive: Archive, carried: Carried) -> Mapping[str, bytes]:
    """Return by digest the files of answers that stand in a document as they were brought."""
    wanted = {*_digests(carried)}
    found: dict[str, bytes] = {}
    room = _PICTURES_MAX
    for name in sorted(archive.names) if wanted else ():
        # Whichever program saved it last has named them.
        if not name.startswith(_MEDIA) or archive.size_of(name) > room:
            continue
        content = archive.bytes_of(name, room)
        room -= len(content)
        if (digest := sha256(content).hexdigest()) in wanted:
            found[digest] = content
    return found


def _digests(carried: Carried) -> Iterable[str]:
    for answer in carried.answers.values():
        yield from digests_in(answer.content)


def digests_in(content: Content) -> Iterable[str]:
    """Yield the digests that rows of an answer have, whichever part it is."""
    for rows in content.parts.values():
        for row in rows if isinstance(rows, list) else ():
            digest = row.get("digest") if isinstance(row, Mapping) else None
            if isinstance(digest, str):
                yield digest
