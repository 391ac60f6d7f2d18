"""What a template needs to draw the control of each kind of part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from responses.domain.content.links import fault, href, suggestion
from responses.domain.edition.shapes import PartShape
from responses.enums import PartKind, YesNo
from responses.localized import localized
from responses.validators import TEXT_MAX

from .frames import fill
from .widgets import CONTACT_KEYS, NO_LINK, LinksInput


class Problem(NamedTuple):
    """What is wrong, and the id of the control to mend it in."""

    target: str
    message: str


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or checkbox."""

    id: str
    value: str
    label: str | Promise
    ticked: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One of a contact's text fields."""

    id: str
    label: str | Promise
    value: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One row of links, at a place counted from 0.

    `focus` says in which of its controls the cursor is to be, if in any.
    """

    list_name: str
    index: int
    label: str
    url: str
    problem: str = ""
    focus: str = ""

    @property
    def id(self) -> str:
        """What the names and ids of its fields begin with."""
        return f"{self.list_name}--{self.index}"

    @property
    def place(self) -> str:
        """How an operation names it; see `responses.forms.rows`."""
        return f"{self.list_name} {self.index}"

    @property
    def href(self) -> str:
        """Where a link to it leads, or nothing where it cannot be linked."""
        return href(self.url) if self.url and not fault(self.url) else ""

    @property
    def note(self) -> SafeString:
        """What there is to say about its address, as HTML."""
        leads, meant = self.href, suggestion(self.url)
        return mark_safe(  # noqa: S308 - filling has escaped it
            (_fill("problem", problem=self.problem) if self.problem else "")
            + (_fill("suggestion", address=meant, place=self.place) if meant else "")
            + (_fill("opens", address=leads) if leads not in {"", self.url} else "")
        )

    @property
    def html(self) -> SafeString:
        """The row as HTML."""
        html = _fill(
            "row",
            id=self.id,
            place=self.place,
            number=self.index + 1,
            label=self.label,
            url=self.url,
            invalid=" is-invalid" if self.problem else "",
            aria=mark_safe(' aria-invalid="true"') if self.problem else "",
            note=self.note,
            href=format_html(' href="{}"', self.href) if self.href else "",
        )
        target = f'id="{self.id}--{self.focus}"'
        return mark_safe(html.replace(target, f"{target} autofocus")) if self.focus else html  # noqa: S308


def _fill(name: str, **values: object) -> SafeString:
    return fill(f"responses/partials/_link_{name}.html", values)


@dataclass(frozen=True, slots=True)
class Control:
    """The control of one part.

    `name` is its name and id, or what the names and ids in it begin with; `value` is what
    it shows: a text, options, a contact's lines, or rows of links with the `rest` of the
    lines pasted beside them.
    """

    part: PartShape
    name: str
    value: str | Sequence[Option] | Sequence[ContactLine] | Sequence[LinkRow]
    problems: Sequence[Problem]
    preview: bool = False
    rest: str = ""

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"responses/partials/_part_{self.part.kind.value}.html"

    @property
    def rest_problem(self) -> str:
        """What is wrong with the pasted lines, or nothing."""
        return dict(self.problems).get(f"{self.name}--paste", "")

    @property
    def limit(self) -> str:
        """How many characters a text may have."""
        return f"{TEXT_MAX:,}"


# The empty row from which scripts make new ones.
PATTERN = LinkRow("x", 0, "", "")

YES_NO = (*YesNo.choices, ("", _("Not answered")))
CONTACT_LABELS: Mapping[str, Promise] = {
    "name": _("Name"),
    "title": pgettext_lazy("of an office", "Title"),
    "agency": _("Agency"),
    "email": _("E-mail address"),
}


class _Given(NamedTuple):
    """What a control is made of: the part, its field's name, and what that has to show."""

    part: PartShape
    name: str
    value: Any
    problems: Sequence[Problem]
    focus: str


def read_control(
    part: PartShape,
    name: str,
    value: Any,
    faults: Iterable[ValidationError],
    *,
    focus: str = "",
    preview: str = "",
) -> Control:
    """Return the control of a part that shows `value`, in the form its widget reads.

    `focus` is the id of the control that the cursor is to be in, if it is this one, and
    `preview` the name of the text that is shown as it will be printed.
    """
    problems = tuple(_problem(part, name, fault) for fault in faults)
    shown = _SHOWN[part.kind](_Given(part, name, value, problems, focus))
    rest = value.rest if isinstance(value, LinksInput) else ""
    return Control(part, name, shown, problems, preview == name, rest)


def _problem(part: PartShape, name: str, fault: ValidationError) -> Problem:
    return Problem(_target(part, name, fault.params or {}), " ".join(fault.messages))


def _target(part: PartShape, name: str, params: Mapping[str, Any]) -> str:
    """Return the id of the control in which to mend a fault."""
    if part.kind is PartKind.LINKS:
        row = params.get("row", 0)
        return f"{name}--paste" if row is None else f"{name}--{row}--url"
    first = {
        PartKind.YES_NO: "--yes",
        PartKind.CHOICES: f"--{part.choices[0].key}" if part.choices else "",
        PartKind.CONTACT: f"--{CONTACT_KEYS[0]}",
    }
    return name + first.get(part.kind, "")


def _text(given: _Given) -> str:
    text: str = given.value
    return text


def _yes_no(given: _Given) -> tuple[Option, ...]:
    return tuple(
        Option(f"{given.name}--{key or 'none'}", key, label, key == given.value)
        for key, label in YES_NO
    )


def _choices(given: _Given) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"{given.name}--{choice.key}",
            choice.key,
            localized(choice.label),
            choice.key in given.value,
        )
        for choice in given.part.choices
    )


def _contact(given: _Given) -> tuple[ContactLine, ...]:
    lines = given.value or {}
    return tuple(
        ContactLine(f"{given.name}--{key}", CONTACT_LABELS[key], lines.get(key, ""))
        for key in CONTACT_KEYS
    )


def _links(given: _Given) -> tuple[LinkRow, ...]:
    problems, name = dict(given.problems), given.name
    return tuple(
        LinkRow(
            name,
            index,
            link.label,
            link.url,
            problems.get(f"{name}--{index}--url", ""),
            given.focus.removeprefix(f"{name}--{index}--"),
        )
        for index, link in enumerate(given.value.rows or (NO_LINK,))
    )


_SHOWN: Mapping[PartKind, Callable[[_Given], Any]] = {
    PartKind.YES_NO: _yes_no,
    PartKind.CHOICES: _choices,
    PartKind.PERCENTAGE: _text,
    PartKind.CONTACT: _contact,
    PartKind.TEXT: _text,
    PartKind.LINKS: _links,
}
