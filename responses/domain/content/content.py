"""The value of one answer: its canonical form and its JSON. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responses.domain.edition.shapes import QuestionShape

from .files import FileValue
from .kind import PartValue
from .kinds import KINDS
from .values import read_line


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer says: a value per answered part, or why there is nothing to report.

    Canonical: a part without an answer has no entry, and text is NFC with newline line
    ends. Make it with `canonical` or `from_json`. The order of `parts` means nothing, as a
    database may change it: go by the parts of the question. `row_ids` say by part which row is
    which, as `identity` made them; they are no part of what the answer says.
    """

    parts: Mapping[str, PartValue] = field(default_factory=dict)
    nothing_to_report: str = ""
    row_ids: Mapping[str, Sequence[str]] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.parts or self.nothing_to_report)

    def to_json(self) -> dict[str, Any]:
        """Return plain lists, dicts and strings, the form stored in the database."""
        reason = {"nothing_to_report": self.nothing_to_report} if self.nothing_to_report else {}
        # Left out where no row ever moved, came or went, as once they always were.
        ids = {"row_ids": {key: list(each) for key, each in self.row_ids.items()}}
        return {"parts": dict(self.parts), **reason, **(ids if self.row_ids else {})}

    @property
    def alone(self) -> "Content":
        """What it says, as a first version of an answer, or one in another response, would."""
        return Content(self.parts, self.nothing_to_report)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Content":
        """Return the content that `to_json` stored."""
        reason = stored.get("nothing_to_report", "")
        return cls(stored.get("parts", {}), reason, stored.get("row_ids", {}))


EMPTY = Content()


def canonical(
    question: QuestionShape, parts: Mapping[str, Any], nothing_to_report: str = ""
) -> Content:
    """Return typed or imported values as canonical content for `question`.

    `parts` maps part keys to values as they are typed or stored; None and "" mean not
    answered. Raises `ValidationError` with one entry per faulty part key,
    whatever the types of the values, and "nothing_to_report" for that.
    """
    values: dict[str, PartValue] = {}
    faults: dict[str, Any] = {
        key: _("This question does not ask for this.")
        for key in parts.keys() - question.parts_by_key.keys()
    }
    for part in question.parts:
        try:
            value = KINDS[part.kind].read(part, parts.get(part.key))
        except ValidationError as fault:
            faults[part.key] = fault
        else:
            if value is not None:
                values[part.key] = value
    try:
        reason = read_line(nothing_to_report)
    except ValidationError as fault:
        faults["nothing_to_report"] = fault
    if faults:
        raise ValidationError(faults)
    return Content(values, reason)


def files_in(question: QuestionShape, content: Content) -> list[FileValue]:
    """Return the files of an answer, in the form's order."""
    return [
        file
        for part in question.parts
        if part.key in content.parts
        for file in KINDS[part.kind].files(content.parts[part.key])
    ]


def written(content: Content) -> Iterator[str]:
    """Yield what is written in an answer, in any kind of part, and more that is ASCII.

    Of a phrase it is the translation, not what that is known by.
    """
    yield content.nothing_to_report
    yield from _strings(list(content.parts.values()))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings([each for name, each in value.items() if name != "of"])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
