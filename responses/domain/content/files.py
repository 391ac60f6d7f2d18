"""Files in an answer: what types there are, and one file as an answer names it. Pure.

Their bytes are known by their digest and are no part of the answer: see `domain/files/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from responses.characters import one_line

NAME_MAX = 150
_ELLIPSIS = "…"
# No file system takes these in a name, and some of them lead out of a folder.
_NO_NAME = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file: what people call it, how it is sent, and the ends of its names.

    The first end is put behind a name that has none of them.
    """

    label: str
    media: str
    ends: tuple[str, ...]
    is_picture: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[str, FileType] = {
    "png": FileType("PNG", "image/png", (".png",), is_picture=True),
    "jpeg": FileType("JPEG", "image/jpeg", (".jpg", ".jpeg"), is_picture=True),
    "webp": FileType("WebP", "image/webp", (".webp",), is_picture=True),
    "pdf": FileType("PDF", "application/pdf", (".pdf",)),
    "docx": FileType("Word", f"{_OFFICE}.wordprocessingml.document", (".docx",)),
    "xlsx": FileType("Excel", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "hwpx": FileType("HWPX", "application/hwp+zip", (".hwpx",)),
    "csv": FileType("CSV", "text/csv", (".csv",)),
}
"""The types of files that answers can have, by their keys."""


class FileFacts(NamedTuple):
    """What the product has found out about a file: no page says so, and none is believed."""

    digest: str
    type: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FileValue:
    """One file of an answer; the width and height of what is no picture are 0."""

    name: str
    caption: str
    alternative: str
    facts: FileFacts

    @property
    def type(self) -> FileType:
        """Its type."""
        return TYPES[self.facts.type]

    @property
    def shows_name(self) -> bool:
        """Whether print names it: any but a picture of which words say something."""
        return not (self.type.is_picture and (self.alternative or self.caption))


def fit_name(typed: str, type_key: str) -> str:
    """Return a name as a file of that type can have it on every system; it stays as it is then."""
    name = one_line(typed[: 2 * NAME_MAX]).translate(_NO_NAME).strip(" .")
    ends = TYPES[type_key].ends
    found = next((end for end in ends if name.lower().endswith(end)), "")
    stem = (name[: -len(found)] if found else name).rstrip(" .")
    end = name[-len(found) :] if found else ends[0]
    if len(stem) + len(end) > NAME_MAX:
        stem = stem[: NAME_MAX - len(end) - len(_ELLIPSIS)].rstrip(" .") + _ELLIPSIS
    return f"{stem or type_key}{end}"


def size_words(size: int) -> str:
    """Return a number of bytes as people say it, the same in each language."""
    for unit, of in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= of:
            return f"{size / of:,.1f} {unit}"
    return f"{size} B"
