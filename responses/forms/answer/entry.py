"""What a form has to know of a kind of part: how it is entered, and read back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from responses.domain.content.links import LinkValue
from responses.domain.edition.shapes import PartShape
from responses.domain.glossary.finding import Finder, finds_nothing

from .aids import FindSame, says_it_alone

Data = MultiValueDict[str, str]


class Problem(NamedTuple):
    """What is wrong, and the id of the control to mend it in."""

    target: str
    message: str


class ButtonResult(NamedTuple):
    """What a form holds after a button, where the cursor goes, which text is previewed.

    `undo` is the button that takes it back, where something was removed.
    """

    data: Data
    focus: str = ""
    preview: str = ""
    undo: str = ""


class Press(NamedTuple):
    """A button of a part that was pressed: what was sent, the part's name, what it says else.

    `links` is the list of links in the same answer, if there is one.
    """

    data: Data
    name: str
    more: str
    links: "LinksBeside | None" = None


Button = Callable[[Press], ButtonResult | None]


class Given(NamedTuple):
    """What a control is made of: the part, its field's name, and what that has to show.

    `focus` is the id of a control that the cursor is to be in, and `preview` the name of the
    text that is shown as it will be printed too; either may be of another part, or empty.
    Of a translation, `original` is what the original says to the part, a text or phrases by their
    places, `find` finds the terms of the glossary in it, and `same` another answer that says it,
    too. `has_links` says whether the same
    answer has a list of links.
    """

    part: PartShape
    name: str
    typed: Any
    problems: Sequence[Problem]
    focus: str
    preview: str
    original: Any = None
    find: Finder = finds_nothing
    same: FindSame = says_it_alone
    has_links: bool = False


class LinkDoors(NamedTuple):
    """How links get into a list of them, by its name, and out again.

    `put` returns None where there is no room, and `take` where there is no such link.
    """

    put: Callable[[Data, str, LinkValue], Data | None]
    take: Callable[[Data, str, LinkValue], Data | None]


class LinksBeside(NamedTuple):
    """The list of links in the answer of a part, by its name."""

    name: str
    doors: LinkDoors


def one_text(data: Mapping[str, Any], name: str) -> Any:
    """Return what was typed into one text field."""
    return data.get(name, "")


def text_of(value: Any) -> Any:
    """Return a value as one text field shows it."""
    return value or ""


def one_field(_part: PartShape, name: str, typed: Any) -> Iterable[tuple[str, str]]:
    """Return what one text field sends."""
    return [(name, typed)]


def as_typed(typed: Any) -> Any:
    """Return it."""
    return typed


def as_given(given: Given) -> Any:
    """Return what is typed."""
    return given.typed


def no_faults(_part: PartShape, _typed: Any) -> Iterable[ValidationError]:
    """Return none."""
    return ()


def the_field(_part: PartShape, name: str, _params: Mapping[str, Any]) -> str:
    """Return the id of the one field."""
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a kind of part is entered in a form; each function has the default of a text field.

    `sent(data, name)` returns what was typed, by what a browser sent; names and ids of fields are
    the name of the part, or begin with that and `--`.
    `typed(value)` returns a stored value, or None, as if it had been typed.
    `fields(part, name, typed)` yields the fields as a browser would send them, in their order.
    `plain(typed)` returns it in the form that `Kind.read` takes.
    `shown(given)` returns what the template shows as `control.value`.
    `faults(part, typed)` yields faults closer to their place than what `Kind.read` finds.
    `rest(part, typed)` yields what was typed and says nothing that can be saved, as a fault whose
    parameter `text` has it; the value can be saved without it.
    `target(part, name, params)` returns the id of the control in which to mend a fault, by the
    `params` of the `ValidationError` that `faults`, `rest` or `Kind.read` gave: by custom
    `field`, and `row`.
    `buttons` has by verb what a button does; one returns None where it makes no sense.
    `links` are the doors of a list of links.
    """

    sent: Callable[[Mapping[str, Any], str], Any] = one_text
    typed: Callable[[Any], Any] = text_of
    fields: Callable[[PartShape, str, Any], Iterable[tuple[str, str]]] = one_field
    plain: Callable[[Any], Any] = as_typed
    shown: Callable[[Given], Any] = as_given
    faults: Callable[[PartShape, Any], Iterable[ValidationError]] = no_faults
    rest: Callable[[PartShape, Any], Iterable[ValidationError]] = no_faults
    target: Callable[[PartShape, str, Mapping[str, Any]], str] = the_field
    buttons: Mapping[str, Button] = field(default_factory=dict)
    links: LinkDoors | None = None
