"""What a browser would send back of a page's forms. Pure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = list[tuple[str, str]]


@dataclass(slots=True)
class Form:
    """One form: its method, its address, and its fields' names and values in order."""

    method: str
    action: str
    fields: Fields = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """The names of its text areas."""

    def changed(self, changes: dict[str, str]) -> Fields:
        """Return the fields with other values for some names."""
        return [(name, changes.get(name, value)) for name, value in self.fields]

    def longest_text(self) -> str:
        """Return the name of the text area that holds most."""
        values = dict(self.fields)
        return max(self.texts, key=lambda name: len(values[name]))

    def of_question(self, key: str) -> "Form":
        """Return what the script of a section's page sends to save one question."""
        own, start = {"person", f"version-{key}", f"nothing-{key}", f"reason-{key}"}, f"q-{key}--"
        fields = [
            (name, value) for name, value in self.fields if name in own or name.startswith(start)
        ]
        texts = [name for name in self.texts if name.rpartition("--")[0] == start.rstrip("-")]
        return Form(self.method, f"{key}/save/", fields, texts)


def question_of(name: str) -> str:
    """Return the key of the question that a field of a section's page belongs to."""
    return name.removeprefix("q-").partition("--")[0]


def part_of(name: str) -> str:
    """Return the key of the part that a field of a section's page belongs to."""
    return name.partition("--")[2]


def forms_of(html: str) -> list[Form]:
    """Return the page's forms, in order, as filled in by the server."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(reader.forms.values())


class _Reader(HTMLParser):
    """Collects forms; what stands in a `<template>` is not part of the page yet."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Form] = {}
        self._open = ""
        self._templates = 0
        self._area: tuple[Form, str] | None = None
        self._select: tuple[Form, str] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what the tag opens, unless a template holds it."""
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = given.get("id") or f"form {len(self.forms)}"
            self.forms[self._open] = Form(
                given.get("method", "get").lower(), given.get("action", "")
            )
        elif tag in {"input", "textarea", "select"}:
            self._field(tag, given)
        elif tag == "option" and self._select and "selected" in given:
            form, name = self._select
            form.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes."""
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._open = ""
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            form, name = self._area
            # HTML drops one newline at the start of a text area.
            form.fields.append((name, "".join(self._text).removeprefix("\n")))
            form.texts.append(name)
            self._area, self._text = None, []

    def handle_data(self, data: str) -> None:
        """Keep the text of a text area."""
        if self._area:
            self._text.append(data)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms.get(given.get("form") or self._open), given.get("name")
        if form is None or not name or "disabled" in given:
            return
        if tag == "textarea":
            self._area = (form, name)
        elif tag == "select":
            self._select = (form, name)
        elif _is_sent(given):
            form.fields.append((name, given.get("value", _unset(given))))


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return "checked" in given
    return kind not in {"submit", "button", "reset", "image", "file"}


def _unset(given: dict[str, str]) -> str:
    return "on" if given.get("type") in {"checkbox", "radio"} else ""
