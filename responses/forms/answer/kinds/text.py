"""A text of several lines, which can be shown as it will be printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from responses.domain.glossary.finding import Found
from responses.forms.answer.entry import ButtonResult, Entry, Given, Press
from responses.validators import TEXT_MAX


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text, whether it is shown as it will be printed too, and what the glossary has for it."""

    text: str
    preview: bool
    terms: Found

    @property
    def limit(self) -> str:
        """How many characters it may have."""
        return f"{TEXT_MAX:,}"


def _sent(data: Mapping[str, Any], name: str) -> str:
    """Return what was typed; a browser sends the ends of its lines as CRLF."""
    text: str = data.get(name, "")
    return text.replace("\r\n", "\n")


def _shown(given: Given) -> ShownText:
    terms = given.find(given.original or "")
    return ShownText(given.typed, given.preview == given.name, terms)


def _preview(press: Press) -> ButtonResult:
    return ButtonResult(press.data, f"{press.name}--preview", press.name)


ENTRY = Entry(sent=_sent, shown=_shown, buttons={"preview": _preview})
