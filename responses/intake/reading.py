"""What a file is, told by what is in it and never by its name, and its lines. Pure.

`READERS` has a row a type. Each gives the same lines, so that nothing above knows of types.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from responses.domain.permissions import RefusedError

from .lines import FileText
from .readers import markdown, snapshot_json, text

BYTES_MAX = 20 * 1024 * 1024
LINES_MAX = 20_000
"""Some 500 pages; a questionnaire of a hundred questions has a tenth of that."""
CHARACTERS_MAX = 3_000_000

_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html)", re.IGNORECASE)

READERS: Mapping[str, Callable[[str], FileText | None]] = {
    "text": text.read,
    "markdown": markdown.read,
    "snapshot_json": snapshot_json.read,
}
"""How each type of text is read, by the name of its module; None of what is damaged."""

OLD = _(
    "This is a file of an older Hancom Office or Word (HWP, DOC). Open it there, save it as plain "
    "text, and choose that file."
)
OTHER = _(
    "Files of this type cannot be read. Open the file, save it as plain text, and choose that file."
)
TOO_LARGE = _("This file is larger than 20 MB. Choose a smaller one.")
TOO_LONG = _(
    "This file has more text than a questionnaire has. Choose a file with the questionnaire alone."
)
DAMAGED = _("This file is damaged and cannot be read. Choose another copy of it.")
EMPTY = _("There is no text in this file.")


class UnreadableFileError(RefusedError):
    """A file cannot be read; the reason says what to do."""


def read_file(content: bytes) -> FileText:
    """Return the lines of a file, or raise `UnreadableFileError`; every bound is judged before."""
    if len(content) > BYTES_MAX:
        raise UnreadableFileError(TOO_LARGE)
    if content.startswith(_OLD):
        raise UnreadableFileError(OLD)
    if content.startswith((_ZIP, b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise UnreadableFileError(OTHER)
    found = text.decoded(content)
    if found is None or _HTML.match(found):
        raise UnreadableFileError(OTHER)
    _require_bounded(found)
    read = READERS[_type_of(found)](found)
    if read is None:
        raise UnreadableFileError(DAMAGED)
    if not read.lines:
        raise UnreadableFileError(EMPTY)
    if len(read.lines) > LINES_MAX:
        raise UnreadableFileError(TOO_LONG)
    return read


def _type_of(found: str) -> str:
    """Return which type of text it is."""
    if snapshot_json.is_snapshot(found):
        return "snapshot_json"
    return "markdown" if markdown.is_markdown(found) else "text"


def _require_bounded(found: str) -> None:
    if len(found) > CHARACTERS_MAX or found.count("\n") > 2 * LINES_MAX:
        raise UnreadableFileError(TOO_LONG)
