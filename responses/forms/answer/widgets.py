"""How the parts of an answer are named in a form, and an answer as a form sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from responses.domain.content.content import Content
from responses.domain.edition.shapes import PartShape, QuestionShape

from .kinds import ENTRIES


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a question's fields; keys have no double hyphen, so none collide."""

    version: str
    nothing: str
    reason: str
    original: str
    parts: Mapping[str, str]

    @classmethod
    def of(cls, question: QuestionShape) -> "Names":
        """Return the names for a question; `parts` is by part key."""
        key = question.key
        parts = {part.key: f"q-{key}--{part.key}" for part in question.parts}
        return cls(f"version-{key}", f"nothing-{key}", f"reason-{key}", f"of-{key}", parts)

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (self.version, self.nothing, self.reason, self.original, *self.parts.values())


class PartWidget(forms.Widget):
    """The fields of one part, drawn by a template of our own."""

    def __init__(self, part: PartShape, read: dict[str, Any]) -> None:
        """Take the part, and what of the form is read already, by name."""
        super().__init__()
        self.entry = ENTRIES[part.kind]
        self.read = read

    def value_from_datadict(self, data: Mapping[str, Any], _files: object, name: str) -> Any:
        """Return what was typed, which is read once."""
        if name not in self.read:
            self.read[name] = self.entry.sent(data, name)
        return self.read[name]


def part_field(part: PartShape, read: dict[str, Any]) -> forms.Field:
    """Return the field of a part; `content.canonical` judges its value."""
    return forms.Field(required=False, widget=PartWidget(part, read))


def as_fields(question: QuestionShape, content: Content) -> list[tuple[str, str]]:
    """Return an answer as a browser would send its fields, in their order, without a version."""
    names = Names.of(question)
    pairs: list[tuple[str, str]] = []
    for part in question.parts:
        entry = ENTRIES[part.kind]
        typed = entry.typed(content.parts.get(part.key))
        pairs += entry.fields(part, names.parts[part.key], typed)
    nothing = [(names.nothing, "yes")] if content.nothing_to_report else []
    return [*pairs, *nothing, (names.reason, content.nothing_to_report)]
