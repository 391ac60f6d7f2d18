"""What short phrases of an answer are in another language, such as labels of links and posts.

A phrase is known by its words alone: it keeps its translation wherever it stands, however often.
No edition asks for it: it is how kinds of short lines are translated.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from responses.domain.content.rows import RowsOf, kind_of_rows
from responses.domain.content.values import Field
from responses.domain.edition.shapes import PartShape

ROWS = RowsOf(
    fields=(Field("of", _("Original")), Field("text", _("Translation"))),
    known_by=("of",),
)
_OF_ROWS = kind_of_rows(ROWS, label=_("Translated phrases"), translated="", asked=False)


def _read(part: PartShape, typed: Any) -> list[dict[str, str]] | None:
    rows: Any = _OF_ROWS.read(part, typed)
    return [row for row in rows or () if row["text"]] or None


KIND = kind_of_rows(ROWS, label=_OF_ROWS.label, read=_read, translated="", asked=False)
