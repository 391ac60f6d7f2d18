"""How the parts of an answer are named in a form and read from what it sent."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django import forms

from responses.domain.content.content import ContactValue, Content, LinkValue
from responses.domain.content.links import read_links
from responses.domain.edition.shapes import PartShape, QuestionShape
from responses.enums import PartKind

CONTACT_KEYS = tuple(item.name for item in fields(ContactValue))
NO_LINK = LinkValue("", "")


@dataclass(frozen=True, slots=True)
class LinksInput:
    """Rows of links as typed, and pasted lines that no row could be made of."""

    rows: tuple[LinkValue, ...] = ()
    rest: str = ""


class TextWidget(forms.Textarea):
    """A text of several lines, whose line ends a browser sends as CRLF."""

    def value_from_datadict(self, data: Mapping[str, Any], _files: object, name: str) -> str:
        """Return what was typed, with newlines as line ends."""
        text: str = data.get(name, "")
        return text.replace("\r\n", "\n")


class ContactWidget(forms.Widget):
    """A text field each for name, title, agency and e-mail: `<name>--<key>`."""

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: object, name: str
    ) -> dict[str, str]:
        """Return what was typed, by key."""
        return {key: data.get(f"{name}--{key}", "") for key in CONTACT_KEYS}


class LinksWidget(forms.Widget):
    """Rows of `<name>--<n>--label` and `<name>--<n>--url`, and a box to paste into.

    What stands in the box, `<name>--paste`, is read into rows wherever it is sent.
    """

    def value_from_datadict(self, data: Mapping[str, Any], _files: object, name: str) -> LinksInput:
        """Return the rows in order, then those read from the box."""
        pattern = re.compile(re.escape(name) + r"--([0-9]{1,5})--(label|url)")
        found: dict[int, dict[str, str]] = {}
        for key in data:
            if match := pattern.fullmatch(key):
                found.setdefault(int(match[1]), {})[match[2]] = data[key]
        rows = [asdict(NO_LINK) | row for _, row in sorted(found.items())]
        links = tuple(LinkValue(**row) for row in rows)
        pasted = read_links(data.get(f"{name}--paste", ""))
        if pasted.links:
            links = (*(link for link in links if link != NO_LINK), *pasted.links)
        return LinksInput(links, pasted.rest)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a question's fields; keys have no double hyphen, so none collide."""

    version: str
    nothing: str
    reason: str
    parts: Mapping[str, str]

    @classmethod
    def of(cls, question: QuestionShape) -> "Names":
        """Return the names for a question; `parts` is by part key."""
        key = question.key
        parts = {part.key: f"q-{key}--{part.key}" for part in question.parts}
        return cls(f"version-{key}", f"nothing-{key}", f"reason-{key}", parts)

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (self.version, self.nothing, self.reason, *self.parts.values())


_WIDGETS: Mapping[PartKind, type[forms.Widget]] = {
    PartKind.YES_NO: forms.TextInput,
    PartKind.CHOICES: forms.CheckboxSelectMultiple,
    PartKind.PERCENTAGE: forms.TextInput,
    PartKind.CONTACT: ContactWidget,
    PartKind.TEXT: TextWidget,
    PartKind.LINKS: LinksWidget,
}


def part_field(part: PartShape) -> forms.Field:
    """Return the field of a part; `content.canonical` judges its value."""
    return forms.Field(required=False, widget=_WIDGETS[part.kind])


def as_typed(part: PartShape, content: Content) -> Any:
    """Return what an answer says to a part, in the form in which the part's widget reads it."""
    value = content.parts.get(part.key)
    if part.kind is PartKind.LINKS:
        return LinksInput(value or ())  # type: ignore[arg-type]
    if isinstance(value, ContactValue):
        return asdict(value)
    return value or ""


def as_fields(question: QuestionShape, content: Content) -> list[tuple[str, str]]:
    """Return an answer as a browser would send its fields, in their order, without a version."""
    names = Names.of(question)
    pairs = [
        pair
        for part in question.parts
        for pair in _pairs(part, names.parts[part.key], as_typed(part, content))
    ]
    nothing = [(names.nothing, "yes")] if content.nothing_to_report else []
    return [*pairs, *nothing, (names.reason, content.nothing_to_report)]


def _pairs(part: PartShape, name: str, value: Any) -> list[tuple[str, str]]:
    if part.kind is PartKind.CHOICES:
        return [(name, key) for key in value]
    if part.kind is PartKind.CONTACT:
        return [(f"{name}--{key}", value[key] if value else "") for key in CONTACT_KEYS]
    if part.kind is PartKind.LINKS:
        rows = [
            (f"{name}--{number}--{key}", text)
            for number, row in enumerate(value.rows or (NO_LINK,))
            for key, text in asdict(row).items()
        ]
        return [*rows, (f"{name}--paste", "")]
    return [(name, value)]


def as_plain(value: Any) -> Any:
    """Return what a widget read in the form that `content.canonical` takes."""
    return value.rows if isinstance(value, LinksInput) else value
