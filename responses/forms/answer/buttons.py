"""The buttons of a form that change what it shows, without a script in the browser.

A button named `rows` sends the whole form with what it does, such as `remove q-i-1--links 2`;
the form comes back changed, with nothing saved and nothing judged.
"""

import re
from collections.abc import Callable, Mapping

from responses.domain.edition.shapes import PartShape

from .entry import ButtonResult, Data, LinksBeside, Press
from .kinds import ENTRIES

NONE_BESIDE: Mapping[str, LinksBeside] = {}


def links_beside(parts: Mapping[str, PartShape]) -> LinksBeside | None:
    """Return the first list of links among the parts of an answer, which come by their names."""
    for name, asked in parts.items():
        if doors := ENTRIES[asked.kind].links:
            return LinksBeside(name, doors)
    return None


# As static/js/text/term-gap.js says; tests/term_gaps.json holds both to each other.
_IN_A_WORD = re.compile(r"(?:[^\W_]|[.,;:!?)\]}’”])\Z")


def gap_before(text: str) -> str:
    """Return the space that a term needs behind a text: one behind a word or its sign."""
    return " " if _IN_A_WORD.search(text) else ""


def insert_term(data: Data, button: str, takes: Callable[[str], bool]) -> ButtonResult | None:
    """Return what a press on a term of the glossary comes to, or None of any other button.

    The button is `term FIELD WORDS`; the words come behind what is typed in a field that `takes`
    them.
    """
    verb, _, rest = button.partition(" ")
    name, _, words = rest.partition(" ")
    if verb != "term":
        return None
    if not words or not takes(name):
        return ButtonResult(data)
    text, changed = data.get(name, ""), data.copy()
    changed[name] = f"{text}{gap_before(text)}{words}"
    return ButtonResult(changed, name)


def apply_button(
    parts: Mapping[str, PartShape],
    data: Data,
    button: str,
    beside: Mapping[str, LinksBeside] = NONE_BESIDE,
) -> ButtonResult:
    """Return what a button comes to; one that makes no sense changes nothing.

    `parts` are those of the form, by the names that their fields have in `data`, and `beside` the
    lists of links in the same answers, where there are any.
    """
    verb, _, rest = button.partition(" ")
    name, _, more = rest.partition(" ")
    part = parts.get(name)
    act = ENTRIES[part.kind].buttons.get(verb) if part else None
    return (act and act(Press(data, name, more, beside.get(name)))) or ButtonResult(data)
