"""Rows of files with what they show in words, and a field to choose another file in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from responses.domain.content.files import TYPES, FileFacts, FileType, size_words
from responses.domain.content.kinds.files import ROWS, row_of
from responses.domain.content.rows import Row
from responses.domain.edition.shapes import PartShape
from responses.domain.files.judgement import BYTES_MAX
from responses.domain.files.unfit import Unfit
from responses.forms.answer.entry import ButtonResult, Data, Given, Press
from responses.forms.answer.rows import PlacedRow, TypedRows, entry_of_rows
from responses.validators import FILES_MAX, parse_number
from responses.wording.uploads import REFUSALS

BESIDE = FileFacts._fields
"""The fields of a row that nobody types: what the product has found out about its file."""
ACCEPTED = ",".join(end for each in TYPES.values() for end in each.ends)
_NOTICED = 1_000_000  # bytes; fewer would make nobody ask what became of them


def field_of(name: str) -> str:
    """Return the name of the field in which a file is chosen, by that of its part."""
    return f"{name}--file"


def about_words(row: Row) -> str:
    """Return what type a file has and how large it is, in words; nothing of an empty row."""
    file_type, size = TYPES.get(row["type"]), parse_number(row["size"])
    return f"{file_type.label}, {size_words(size)}" if file_type and size is not None else ""


def added_words(row: Row, sent: int) -> str:
    """Return the same of a file just taken, of which so many bytes came, if it was made smaller."""
    about = about_words(row)
    if sent - (parse_number(row["size"]) or 0) < _NOTICED:
        return about
    words = gettext("%(about)s (made smaller from %(before)s)")
    return words % {"about": about, "before": size_words(sent)}


def with_file(data: Data, name: str, called: str, facts: FileFacts) -> None:
    """Add a row for a file that was chosen to what a form holds, behind those that are there."""
    places = (key.removeprefix(f"{name}--").partition("--")[0] for key in data)
    numbers = (parse_number(place) for place in places)
    at = max((number for number in numbers if number is not None), default=-1) + 1
    for key, text in row_of(called, facts).items():
        data[f"{name}--{at}--{key}"] = text


@dataclass(frozen=True, slots=True)
class FileRow(PlacedRow):
    """One file of a part; `focus` is the id of a control, or empty.

    `problems` are by the ids of its fields.
    """

    row: Row
    problems: Mapping[str, str]
    focus: str

    @property
    def beside(self) -> Iterable[tuple[str, str]]:
        """The names and values of the fields that nobody types."""
        return [(f"{self.id}--{key}", self.row[key]) for key in BESIDE]

    @property
    def type(self) -> FileType | None:
        """What type its file has; None of a row from which scripts make new ones."""
        return TYPES.get(self.row["type"])

    @property
    def about(self) -> str:
        """What type its file has and how large it is, in words."""
        return about_words(self.row)

    @property
    def is_picture(self) -> bool:
        """Whether it is shown as a picture."""
        return self.type is not None and self.type.is_picture

    @property
    def takes_alternative(self) -> bool:
        """Whether it is a picture, or may become one."""
        return self.type is None or self.type.is_picture

    @property
    def texts(self) -> Iterable[tuple[str, str, str]]:
        """The key, text and problem of each field in which people type."""
        keys = [field.key for field in ROWS.fields if field.words]
        return [(key, self.row[key], self.problems.get(f"{self.id}--{key}", "")) for key in keys]


@dataclass(frozen=True, slots=True)
class ShownFiles:
    """Rows of files, the empty one from which scripts make new ones, and the field for another.

    `field` is empty where none can be chosen, and `problem` says why one that was is not taken.
    `largest` is how many bytes a file may have, and `too_large` what is said of a larger one.
    `has_focus` says whether the cursor is to be in it.
    """

    rows: Sequence[FileRow]
    pattern: FileRow
    field: str
    problem: str
    accepted: str
    most: int
    largest: int
    too_large: str | Promise
    has_focus: bool


def _shown(given: Given) -> ShownFiles:
    problems, name = dict(given.problems), given.name
    rows = [
        FileRow(name, index, row, problems, given.focus if _is_in(given.focus, name, index) else "")
        for index, row in enumerate(given.typed.rows)
    ]
    pattern = FileRow("x", 0, ROWS.empty, {}, "")
    # A form that has a prefix stands beside another text, and takes no file.
    field = field_of(name) if name.startswith("q-") else ""
    return ShownFiles(
        rows,
        pattern,
        field,
        problems.get(field_of(name), ""),
        ACCEPTED,
        FILES_MAX,
        BYTES_MAX,
        REFUSALS[Unfit.TOO_LARGE],
        field == given.focus != "",
    )


def _is_in(focus: str, name: str, index: int) -> bool:
    return focus.startswith(f"{name}--{index}--")


def _fields(_part: PartShape, name: str, typed: TypedRows) -> Iterable[tuple[str, str]]:
    for number, row in enumerate(typed.rows):
        for key in ROWS.empty:
            yield f"{name}--{number}--{key}", row[key]


def _target(part: PartShape, name: str, params: Mapping[str, Any]) -> str:
    # What is wrong with all rows, and with the file that was chosen, is said beside that.
    return _OF_ROWS.target(part, name, params) if "row" in params else field_of(name)


def _upload(press: Press) -> ButtonResult:
    """Lead to the words of the file that was taken; `views/files.py` has made a row of it."""
    data, name, *_ = press
    rows = _OF_ROWS.sent(data, name).rows
    return ButtonResult(data, f"{name}--{len(rows) - 1}--caption" if rows else field_of(name))


_OF_ROWS = entry_of_rows(ROWS, shown=_shown, fields=_fields)
ENTRY = replace(
    _OF_ROWS,
    target=_target,
    buttons={
        "upload": _upload,
        **{verb: _OF_ROWS.buttons[verb] for verb in ("remove", "up", "down")},
    },
)
