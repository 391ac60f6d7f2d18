"""What a file is, told by what is in it and never by its name, and its lines. Pure.

`TEXTS` and `ARCHIVES` have a row a type. Each gives the same lines, so that nothing above knows
of types.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import SEEK_END, BytesIO
from typing import IO

from .lines import CHARACTERS_MAX, LINES_MAX, FileText, narrowed
from .readers import docx, html, hwpx, markdown, snapshot_json, text, xlsx
from .readers.archive import FAULTS, WEIGHT_MAX, Archive, weight
from .refusals import (
    DAMAGED,
    EMPTY,
    MISNAMED,
    OLD,
    OTHER,
    PROTECTED,
    TOO_LARGE,
    TOO_LONG,
    UnreadableFileError,
)

BYTES_MAX = 20_000_000

_OLD, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How each archive begins."""
_OTHERS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
# No program gives a text such a name; of Office and Hancom some do.
_NO_TEXTS = (
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".pdf"),
    *(".zip", ".7z", ".rar", ".gz", ".alz", ".egg", ".mp3", ".mp4", ".avi", ".mov", ".exe"),
)
# Documents that are saved as XML or as one file of a browser: text, but not for people.
_MARKUP = re.compile(
    r"\s*(?:<\?xml\b|<!doctype\b|<(?:svg|hwpml)[\s>/]|"
    r"(?:From: <Saved by [^>\n]*>\s+)?MIME-Version:)",
    re.IGNORECASE,
)
_HEAD, _PIECE = 16, 64 * 1024
_HWPX = b"application/hwp+zip"

TEXTS: Mapping[str, tuple[Callable[[str], bool], Callable[[str], FileText | None]]] = {
    "html": (html.is_html, html.read),
    "json": (snapshot_json.is_snapshot, snapshot_json.read),
    "markdown": (markdown.is_markdown, markdown.read),
    "text": (lambda _text: True, text.read),
}
"""What tells each type of text, and how it is read, by the name of its module.

The first that tells it does; None is read of what is damaged.
"""
ARCHIVES: Mapping[str, Callable[[Archive, str], FileText]] = {
    "docx": docx.read,
    "hwpx": hwpx.read,
    "xlsx": xlsx.read,
}
"""How each type of archive is read, by the name of its module, from its main member."""
_MAIN: Mapping[str, str] = {"word/": "docx", "xl/": "xlsx"}


def read_file(content: bytes) -> FileText:
    """Return the lines of a file, or raise `UnreadableFileError`; every bound is judged before."""
    refuse_at_sight(BytesIO(content))
    read = _read_archive(content) if content.startswith(ZIP) else _read_text(content)
    if read is None:
        raise UnreadableFileError(DAMAGED)
    if not read.lines:
        raise UnreadableFileError(EMPTY)
    if len(read.lines) > LINES_MAX or sum(len(line.text) for line in read.lines) > CHARACTERS_MAX:
        raise UnreadableFileError(TOO_LONG)
    return replace(read, lines=tuple(map(narrowed, read.lines)))


def refuse_at_sight(given: IO[bytes], name: str = "") -> None:
    """Raise `UnreadableFileError` for what tells by its first bytes that nobody can read it.

    Or for a text that was given the `name` of a picture, an archive or the like: whoever chose it
    meant another file. No more of it is in memory than a piece at a time.
    """
    if given.seek(0, SEEK_END) > BYTES_MAX:
        raise UnreadableFileError(TOO_LARGE)
    given.seek(0)
    head = given.read(_HEAD)
    if head.startswith(_OLD):
        raise UnreadableFileError(PROTECTED if _has(given, _ENCRYPTED) else OLD)
    if head.startswith(_OTHERS):
        raise UnreadableFileError(OTHER)
    if name.lower().endswith(_NO_TEXTS) and not head.startswith(ZIP) and _begins_as_text(given):
        raise UnreadableFileError(MISNAMED)


def _begins_as_text(given: IO[bytes]) -> bool:
    given.seek(0)
    begins = given.read(_PIECE)
    # The last letter may be cut: it has four bytes at most.
    cuts = range(4) if len(begins) == _PIECE else range(1)
    return any(text.decoded(begins[: len(begins) - cut]) is not None for cut in cuts)


def _has(given: IO[bytes], sought: bytes) -> bool:
    given.seek(0)
    last = b""
    while piece := given.read(_PIECE):
        if sought in last + piece:
            return True
        last = piece[-len(sought) :]
    return False


def _read_archive(content: bytes) -> FileText | None:
    archive = Archive(content)
    try:
        key, main = type_of(archive)
        return ARCHIVES[key](archive, main)
    except (RecursionError, *FAULTS):
        return None


def type_of(archive: Archive) -> tuple[str, str]:
    """Return which type of archive it is, and its main member."""
    if "mimetype" in archive.names and archive.bytes_of("mimetype").strip() == _HWPX:
        return "hwpx", ""
    for each in archive.related().values():
        found = next((key for folder, key in _MAIN.items() if each.target.startswith(folder)), "")
        if each.kind == "officeDocument" and found and each.target.endswith(".xml"):
            return found, each.target
    raise UnreadableFileError(OTHER)


def _read_text(content: bytes) -> FileText | None:
    found = text.decoded(content)
    if found is None:
        raise UnreadableFileError(OTHER)
    is_type, read = next(row for row in TEXTS.values() if row[0](found))
    if is_type is html.is_html:
        # A page is mostly what nobody reads of it.
        if weight(content) > WEIGHT_MAX:
            raise UnreadableFileError(TOO_LONG)
    elif _MARKUP.match(found):
        raise UnreadableFileError(OTHER)
    elif len(found) > CHARACTERS_MAX or found.count("\n") > 2 * LINES_MAX:
        raise UnreadableFileError(TOO_LONG)
    try:
        return read(found)
    except (RecursionError, *FAULTS):
        return None
