"""Fields side by side: kinds of part that ask for several lines that belong together. Pure.

In a three-way merge each line is merged for itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from responses.characters import says_nothing
from responses.domain.comparing.merging import merge_value
from responses.domain.edition.shapes import PartShape

from .kind import FormSlot, Kind, Merged, Pairs
from .values import Field, phrases, read_fields, rephrased

Fields = Sequence[Field]
Lines = Mapping[str, str]


def kind_of_lines(fields: Fields, **others: Any) -> Kind:
    """Return the kind of part that asks for such lines, with the `others` of its functions.

    A value has a text, perhaps empty, for each of the fields.
    """
    own: dict[str, Any] = {
        "read": partial(_read, fields),
        "words": partial(_words, fields),
        "merge": partial(_merge, fields),
        "pairs": partial(_pairs, fields),
        "printed": partial(_printed, fields),
        "missing": partial(_missing, fields),
        "slots": partial(_slots, fields),
        "from_slots": _from_slots,
        "phrases": partial(phrases, fields),
        "rephrased": partial(rephrased, fields),
        "translated": "phrases",
    }
    return Kind(**own | others)


def _given(fields: Fields, value: Lines | None) -> Lines:
    return value or {field.key: "" for field in fields}


def _read(fields: Fields, _part: PartShape, typed: Any) -> Lines | None:
    lines = read_fields(fields, typed)
    return lines if any(lines.values()) else None


def _words(fields: Fields, _part: PartShape, value: Lines) -> Iterable[str]:
    return [value[field.key] for field in fields if value[field.key]]


def _merge(
    fields: Fields,
    _part: PartShape,
    base: Lines | None,
    mine: Lines | None,
    theirs: Lines | None,
    _both: object,
) -> Merged:
    sides = [_given(fields, side) for side in (base, mine, theirs)]
    merged = {field.key: merge_value(*(side[field.key] for side in sides)) for field in fields}
    lines = {key: line for key, (line, _overlap) in merged.items()}
    overlap = any(overlap for _line, overlap in merged.values())
    return lines if any(lines.values()) else None, overlap


def _pairs(fields: Fields, _part: PartShape, before: Lines | None, after: Lines | None) -> Pairs:
    old, new = _given(fields, before), _given(fields, after)
    return [(old[field.key], new[field.key]) for field in fields]


def _printed(fields: Fields, _part: PartShape, value: Lines | None) -> list[tuple[str, str]]:
    given = _given(fields, value)
    return [(str(field.label), given[field.key]) for field in fields if given[field.key]]


def _missing(fields: Fields, value: Lines | None) -> list[str]:
    given = _given(fields, value)
    return [str(each.label) for each in fields if each.required and says_nothing(given[each.key])]


def _slots(fields: Fields, _part: PartShape, value: Lines | None) -> Sequence[FormSlot]:
    given = _given(fields, value)
    return [FormSlot(field.key, str(field.label), given[field.key]) for field in fields]


def _from_slots(_part: PartShape, slots: Mapping[str, str]) -> Lines:
    return dict(slots)
