"""What a browser without scripts makes of a page: its words, its forms, and what those send."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Protocol

Fields = dict[str, list[str]]


class Page(Protocol):
    """A reply of the test client."""

    content: bytes


@dataclass
class Form:
    """One form: where it leads, what it would send, and its buttons as (name, value)."""

    action: str
    fields: Fields = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def typed(self, changes: dict[str, str | list[str]]) -> Fields:
        """Return what is sent after typing into some fields; an empty list unticks."""
        values = {
            name: [value] if isinstance(value, str) else value for name, value in changes.items()
        }
        return self.fields | values


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.autofocus: list[str] = []
        self.in_template = 0
        self.area: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.in_template += tag == "template"
        if self.in_template:
            return
        if "autofocus" in given:
            self.autofocus.append(given.get("id") or "")
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag == "textarea" and self.forms:
            self.area, self.text = given.get("name"), ""
        elif tag == "button" and given.get("name"):
            self.forms[-1].buttons.append((given["name"] or "", given.get("value") or ""))
        elif tag == "input":
            self._input(given)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        self.in_template -= tag == "template"
        if tag == "textarea" and self.area:
            # The first newline of a text area is dropped, and line ends are sent as CRLF.
            text = self.text.removeprefix("\n").replace("\n", "\r\n")
            self.forms[-1].fields.setdefault(self.area, []).append(text)
            self.area = None

    def _input(self, given: dict[str, str | None]) -> None:
        name, kind = given.get("name"), given.get("type")
        if name and (kind not in {"radio", "checkbox"} or "checked" in given):
            self.forms[-1].fields.setdefault(name, []).append(given.get("value") or "")


def forms_of(page: Page) -> list[Form]:
    """Return the forms of a page, in order."""
    return _read(page).forms


def form_at(page: Page, button: tuple[str, str]) -> Form:
    """Return the form of a page that has a button of this name and value."""
    return next(form for form in forms_of(page) if button in form.buttons)


def focused(page: Page) -> list[str]:
    """Return the ids of what takes the cursor when a page opens."""
    return _read(page).autofocus


def _read(page: Page) -> _Reader:
    reader = _Reader()
    reader.feed(page.content.decode().replace("\r\n", "\n"))
    return reader


def words(page: Page) -> str:
    """Return the words of a page in one line, with white space as one space."""
    html = re.sub(r"<(script|select|style).*?</\1>", "", page.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
