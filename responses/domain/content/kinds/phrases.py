"""What short phrases of an answer are in another language, such as labels of links and posts.

A phrase says of which words it is the translation, and `at` which place of the original: in which
field of which row. One that does not say where is known by its words, as all once were.
No edition asks for it: it is how kinds of short lines are translated.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responses.domain.content.kind import Merged, Pairs
from responses.domain.content.rows import Row, Rows, RowsOf, kind_of_rows, pairs_of
from responses.domain.content.values import NO_VALUE, Field
from responses.domain.edition.shapes import PartShape

_PLACE = re.compile(r"(?:[0-9]{1,10}\.[0-9]{1,4}\.)?[a-z][a-z0-9_-]{0,50}")
_BY_WORDS = "="  # no place begins so


def _read_place(text: str) -> str:
    if text and not _PLACE.fullmatch(text):
        raise ValidationError(NO_VALUE)
    return text


_SAID = (Field("of", _("Original")), Field("text", _("Translation")))
ROWS = RowsOf(
    # Nobody reads or types a place.
    fields=(*_SAID, Field("at", "", _read_place, required=False, words=False)),
    known_by=("at", "of"),
)
_SHOWN = RowsOf(fields=_SAID, known_by=("of",))
_OF_ROWS = kind_of_rows(ROWS, label=_("Translated phrases"))


def whole(row: Row) -> dict[str, str]:
    """Return a phrase with its place, empty if it does not say."""
    return {**ROWS.empty, **row}


def _read(part: PartShape, typed: Any) -> list[dict[str, str]] | None:
    rows: Any = _OF_ROWS.read(part, typed)
    return [_stored(row) for row in rows or () if row["text"]] or None


def _stored(row: Row) -> dict[str, str]:
    """Return a phrase as it is kept: without its place if it does not say."""
    return {key: text for key, text in row.items() if text or key != "at"}


def _merge(
    part: PartShape, base: Rows | None, mine: Rows | None, theirs: Rows | None, both: object
) -> Merged:
    rows, overlap = _OF_ROWS.merge(part, _placed(base), _placed(mine), _placed(theirs), bool(both))
    return [_stored(_unplaced(row)) for row in rows or ()] or None, overlap


def _pairs(_part: PartShape, before: Rows | None, after: Rows | None) -> Pairs:
    def said(row: Row) -> str:
        return "\n".join(filter(None, _SHOWN.texts(row)))

    return pairs_of(ROWS, _placed(before), _placed(after), said)


def _placed(rows: Rows | None) -> Rows:
    """Return phrases that have a place in any case, so that each is told from others by it."""
    return [{**row, "at": row.get("at") or f"{_BY_WORDS}{row['of']}"} for row in rows or ()]


def _unplaced(row: Row) -> Row:
    return {**row, "at": ""} if row["at"].startswith(_BY_WORDS) else row


KIND = kind_of_rows(
    _SHOWN,
    label=_OF_ROWS.label,
    read=_read,
    merge=_merge,
    pairs=_pairs,
    follow=None,
    translated="",
    asked=False,
)
