"""A text of several lines, which can be shown as it will be printed, and the addresses in it."""

from dataclasses import dataclass

from responses.domain.glossary.finding import Found
from responses.forms.answer.addresses import (
    FoundAddresses,
    addresses_found,
    mend,
    move,
    restore,
    sent_text,
)
from responses.forms.answer.aids import SameWords
from responses.forms.answer.entry import ButtonResult, Entry, Given, Press
from responses.validators import TEXT_MAX


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text, whether it is shown as it will be printed too, and what is found in it.

    That are the terms that the glossary has for it, and addresses. `has_links` says whether these
    can move to a list, `has_focus` whether the cursor is to be in the text, and `same` where
    another answer says what this is the translation of.
    """

    text: str
    preview: bool
    terms: Found
    found: FoundAddresses
    has_links: bool
    has_focus: bool
    same: SameWords | None = None

    @property
    def limit(self) -> str:
        """How many characters it may have."""
        return f"{TEXT_MAX:,}"


def _shown(given: Given) -> ShownText:
    terms = given.find(given.original or "")
    return ShownText(
        given.typed,
        given.preview == given.name,
        terms,
        addresses_found(given.typed),
        given.has_links,
        given.focus == given.name,
        given.same(given.original or ""),
    )


def _preview(press: Press) -> ButtonResult:
    return ButtonResult(press.data, f"{press.name}--preview", press.name)


ENTRY = Entry(
    sent=sent_text,
    shown=_shown,
    buttons={"preview": _preview, "mend": mend, "move": move, "restore": restore},
)
