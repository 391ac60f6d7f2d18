"""What a template needs to draw the control of a part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from responses.domain.edition.shapes import PartShape
from responses.domain.glossary.finding import Finder, finds_nothing

from .aids import FindSame, says_it_alone
from .entry import Entry, Given, Problem
from .kinds import ENTRIES
from .undos import Undo


@dataclass(frozen=True, slots=True)
class Control:
    """The control of one part.

    `name` is its name and id, or what the names and ids in it begin with; `value` is what
    its template shows, and `need` says whether a complete answer needs it. `undos` are the
    buttons that take back what was removed or changed by buttons.
    """

    part: PartShape
    name: str
    value: Any
    problems: Sequence[Problem]
    need: str = ""
    undos: Sequence[Undo] = ()

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"responses/parts/{self.part.kind}.html"


def read_control(
    part: PartShape,
    name: str,
    typed: Any,
    faults: Iterable[ValidationError],
    *,
    focus: str = "",
    preview: str = "",
    need: str = "",
    undos: Sequence[Undo] = (),
    original: Any = None,
    find: Finder = finds_nothing,
    same: FindSame = says_it_alone,
    has_links: bool = False,
) -> Control:
    """Return the control of a part that shows what is typed, as it is typed.

    `focus` is the id of the control that the cursor is to be in, if it is this one, and `preview`
    the name of the text that is shown as it will be printed. Of a translation, `original` is what
    the original says, a text or phrases, in which `find` finds the terms of the glossary, and which
    `same` finds in another answer. `has_links` says whether the same answer has a list of links.
    """
    entry = ENTRIES[part.kind]
    problems = tuple(problem_of(entry, part, name, fault) for fault in faults)
    shown = entry.shown(
        Given(part, name, typed, problems, focus, preview, original, find, same, has_links)
    )
    return Control(part, name, shown, problems, need, undos)


def problem_of(entry: Entry, part: PartShape, name: str, fault: ValidationError) -> Problem:
    """Return a fault of a part, with the control to mend it in."""
    return Problem(entry.target(part, name, fault.params or {}), " ".join(fault.messages))
