"""A line for the translation of each short phrase; the phrases themselves are given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from responses.domain.content.kinds.phrases import ROWS
from responses.domain.edition.shapes import PartShape
from responses.domain.glossary.finding import Found
from responses.forms.answer.entry import Given
from responses.forms.answer.lines import faults_of_fields
from responses.forms.answer.rows import TypedRows, entry_of_rows


@dataclass(frozen=True, slots=True)
class ShownPhrase:
    """A phrase of the original, what it is in the other language, and what is wrong with that.

    `terms` are those of the glossary in it; `id` is what the names and ids of its two fields
    begin with, and `has_focus` whether the cursor is to be in the second. One that `is_gone` is no
    longer in the original: its words are kept for when it comes back.
    """

    id: str
    of: str
    text: str
    problem: str
    terms: Found
    is_gone: bool
    has_focus: bool


def _shown(given: Given) -> Sequence[ShownPhrase]:
    problems, original = dict(given.problems), given.original
    ids = (f"{given.name}--{number}" for number in range(len(given.typed.rows)))
    return [
        ShownPhrase(
            each,
            row["of"],
            row["text"],
            problems.get(f"{each}--text", ""),
            given.find(row["of"]),
            original is not None and row["of"] not in original,
            given.focus == f"{each}--text",
        )
        for each, row in zip(ids, given.typed.rows, strict=True)
    ]


def _faults(_part: PartShape, typed: TypedRows) -> Iterable[ValidationError]:
    for number, row in enumerate(typed.rows[: ROWS.limit]):
        yield from faults_of_fields(ROWS.fields, row, row=number)


def _target(_part: PartShape, name: str, params: dict[str, object]) -> str:
    return f"{name}--{params.get('row', 0)}--text"


ENTRY = entry_of_rows(ROWS, shown=_shown, faults=_faults, target=_target)
