"""Pictures and files; an answer names each by its digest, and says what it is in words.

Its words are its caption and, of a picture, the alternative text for who does not see it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.domain.content.files import TYPES, FileFacts, FileValue, fit_name, size_words
from responses.domain.content.kind import Pairs, no_slots
from responses.domain.content.rows import Row, Rows, RowsOf, kind_of_rows, pairs_of
from responses.domain.content.values import NO_VALUE, Field
from responses.domain.edition.shapes import PartShape
from responses.validators import FILES_MAX, parse_number

_DIGEST = re.compile("[0-9a-f]{64}")
CAPTION, ALTERNATIVE = _("Caption"), _("Alternative text")


def _read_digest(text: str) -> str:
    if text and not _DIGEST.fullmatch(text):
        raise ValidationError(NO_VALUE)
    return text


def _read_type(text: str) -> str:
    if text and text not in TYPES:
        raise ValidationError(NO_VALUE)
    return text


def _read_number(text: str) -> str:
    if text and parse_number(text) is None:
        raise ValidationError(NO_VALUE)
    return text


def _as_given(text: str) -> str:
    return text


ROWS = RowsOf(
    fields=(
        # What it can be rests on the type of the file.
        Field("name", _("Name of the file"), _as_given, words=False),
        Field("caption", CAPTION),
        Field("alternative", ALTERNATIVE),
        Field("digest", "SHA-256", _read_digest, words=False),
        Field("type", _("Type"), _read_type, words=False),
        Field("size", _("Bytes"), _read_number, words=False),
        Field("width", _("Width"), _read_number, words=False),
        Field("height", _("Height"), _read_number, words=False),
    ),
    known_by=("digest",),
    limit=FILES_MAX,
    too_many=_("Add at most %(limit)s files."),
)


def row_of(name: str, facts: FileFacts) -> dict[str, str]:
    """Return the row of a file of which nothing is said yet."""
    found = {key: str(value) for key, value in facts._asdict().items()}
    return {**ROWS.empty, **found, "name": fit_name(name, facts.type)}


def _files(value: Rows | None) -> Sequence[FileValue]:
    return [
        FileValue(row["name"], row["caption"], row["alternative"], _facts(row))
        for row in value or ()
    ]


def _facts(row: Row) -> FileFacts:
    numbers = (int(row[key]) for key in ("size", "width", "height"))
    return FileFacts(row["digest"], row["type"], *numbers)


def _read(part: PartShape, typed: Any) -> list[dict[str, str]] | None:
    rows: Any = _OF_ROWS.read(part, typed)
    return [_whole(row) for row in rows] if rows else None


def _whole(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row with the name that its file can have; no page sends one without its facts."""
    if not all(row[key] for key in FileFacts._fields):
        raise ValidationError(NO_VALUE)
    return {**row, "name": fit_name(row["name"], row["type"])}


def _said(row: Row) -> list[str]:
    """Return a row in lines; by its digest, two files are told apart that are called alike."""
    file = _files([row])[0]
    about = f"{file.type.label}, {size_words(file.facts.size)}, SHA-256 {file.facts.digest[:12]}…"
    return [each for each in (f"{file.name} ({about})", file.caption, file.alternative) if each]


def _words(_part: PartShape, value: Rows) -> Iterable[str]:
    return [" ".join(_said(row)) for row in value]


def _pairs(_part: PartShape, before: Rows | None, after: Rows | None) -> Pairs:
    return pairs_of(ROWS, before or (), after or (), lambda row: "\n".join(_said(row)))


def _printed(_part: PartShape, value: Rows | None) -> Sequence[FileValue]:
    return _files(value)


def _missing(value: Rows | None) -> list[str | Promise]:
    found = _files(value)
    lacking = {
        CAPTION: any(not file.caption for file in found),
        ALTERNATIVE: any(file.type.is_picture and not file.alternative for file in found),
    }
    return [label for label, lacks in lacking.items() if lacks]


_OF_ROWS = kind_of_rows(ROWS, label=_("Pictures and files"))
KIND = kind_of_rows(
    ROWS,
    label=_OF_ROWS.label,
    read=_read,
    words=_words,
    pairs=_pairs,
    printed=_printed,
    missing=_missing,
    files=_files,
    slots=no_slots,
)
