"""A line for the translation of each short phrase; the phrases themselves are given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.content.kinds.phrases import ROWS, whole
from responses.domain.content.rows import Row
from responses.domain.edition.shapes import PartShape
from responses.domain.glossary.finding import Found
from responses.forms.answer.aids import SameWords
from responses.forms.answer.entry import Given
from responses.forms.answer.lines import faults_of_fields
from responses.forms.answer.rows import TypedRows, entry_of_rows


@dataclass(frozen=True, slots=True)
class ShownPhrase:
    """A phrase of the original, what it is in the other language, and what is wrong with that.

    `terms` are those of the glossary in it, `same` says where another answer has it; `id` is what
    the names and ids of its fields begin with, `at` its place in the original, `field` what it is
    there, such as the name of a link, and `has_focus` whether the cursor is to be in what is typed.
    One that `is_gone` is no longer in the original: its words are kept for when it comes back.
    """

    id: str
    of: str
    at: str
    text: str
    problem: str
    terms: Found
    is_gone: bool
    has_focus: bool
    same: SameWords | None = None
    field: str | Promise = ""


FIELDS: Mapping[str, str | Promise] = {
    "label": _("Name of the link"),
    "caption": _("Caption"),
    "alternative": _("Alternative text"),
    "name": _("Name"),
    "title": pgettext_lazy("of an office", "Title"),
    "agency": _("Agency"),
}
"""What a phrase is in the original, by the key of its field."""


def _field(at: str) -> str | Promise:
    return FIELDS.get(at.rpartition(".")[2], "")


def _shown(given: Given) -> Sequence[ShownPhrase]:
    problems, original = dict(given.problems), given.original
    ids = (f"{given.name}--{number}" for number in range(len(given.typed.rows)))
    return [
        ShownPhrase(
            each,
            row["of"],
            row["at"],
            row["text"],
            problems.get(f"{each}--text", ""),
            given.find(row["of"]),
            original is not None and not _is_in(original, row),
            given.focus == f"{each}--text",
            given.same(row["of"]),
            _field(row["at"]),
        )
        for each, row in zip(ids, given.typed.rows, strict=True)
    ]


def _is_in(original: Mapping[str, str], row: Row) -> bool:
    return row["at"] in original if row["at"] else row["of"] in original.values()


def _typed(value: Sequence[Row] | None) -> TypedRows:
    return TypedRows([whole(row) for row in value or ()])


def _faults(_part: PartShape, typed: TypedRows) -> Iterable[ValidationError]:
    for number, row in enumerate(typed.rows[: ROWS.limit]):
        yield from faults_of_fields(ROWS.fields, row, row=number)


def _target(_part: PartShape, name: str, params: dict[str, object]) -> str:
    return f"{name}--{params.get('row', 0)}--text"


ENTRY = entry_of_rows(ROWS, typed=_typed, shown=_shown, faults=_faults, target=_target)
