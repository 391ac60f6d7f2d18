"""Rows of links, which scripts add, remove and move by themselves, and a box to paste into."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, repeat
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from responses.characters import is_blank, says_nothing, without_controls
from responses.domain.content.kinds.links import KIND, ROWS
from responses.domain.content.links import LinkValue, fault, href
from responses.domain.content.pasted import read_pasted, several_in, several_in_rows
from responses.domain.content.repairs import Offer, offer, suggested_label, suggestion
from responses.domain.content.rows import Row
from responses.domain.content.values import limited_as
from responses.domain.edition.shapes import PartShape
from responses.forms.answer.entry import Data, Given, LinkDoors
from responses.forms.answer.rows import (
    EnteredRows,
    PlacedRow,
    TypedRows,
    entry_of_rows,
    put_row,
    take_row,
)
from responses.pages.frames import render_cached
from responses.validators import URL_MAX
from responses.wording.repairs import repair_question, unseen_shown

URL_MISSING = _("Enter the address of this link, or remove the row.")
SEVERAL = _("This field holds %(count)d addresses. Make a row of each.")
FULL = _("There is room for %(limit)s links. Remove other rows first.")
NO_ADDRESS_IN_LINES = _("These words are in no link. Correct or delete them.")
NO_ADDRESS_FOUND = _("The following words are in no link.")
# Some characters and the separators after them.
_PIECES = re.compile(r"[^/?&=.#-]*[/?&=.#-]+|[^/?&=.#-]+")


@dataclass(frozen=True, slots=True)
class LinkRow(PlacedRow):
    """One row of links.

    `focus` says in which of its controls the cursor is to be, if in any; `first` is the number of
    an earlier row with its address, or 0; `count` is how many rows its list has; `several` are the
    links that its address holds, if they are several.
    """

    label: str
    url: str
    problem: str = ""
    focus: str = ""
    first: int = 0
    count: int = 1
    several: Sequence[LinkValue] = ()

    @property
    def href(self) -> str:
        """Where a link to it leads, or nothing where it cannot be linked or has no room."""
        has_room = self.index < ROWS.limit
        return href(self.url) if has_room and self.url and not fault(self.url) else ""

    @property
    def note(self) -> SafeString:
        """What there is to say about its address, as HTML."""
        has_room = self.index < ROWS.limit
        leads = "" if self.several else self.href
        meant = offer(self.url) if has_room and not self.several else None
        return mark_safe(  # noqa: S308 - the frames have escaped it
            (_render("problem", problem=self.problem) if self.problem else "")
            + (self._several() if self.several else "")
            + (self._suggestion(meant) if meant else "")
            + (self._opens(leads, meant) if leads not in {"", self.url} else "")
            + (_render("again", number=self.first) if self.first else "")
        )

    def _suggestion(self, meant: Offer) -> SafeString:
        # The field above shows the address as it is, but for what nobody sees.
        shown = unseen_shown(self.url)
        return _render(
            "suggestion",
            question=repair_question(meant.kinds),
            before="" if shown == self.url else _render("before", address=breakable(shown)),
            address=meant.url,
            breakable=breakable(meant.url),
            label=suggested_label(self.url),
            place=self.place,
        )

    def _several(self) -> SafeString:
        links = self.several
        # What is wrong says it already, where it does.
        said = SEVERAL % {"count": len(links)}
        is_full, full = _is_full(self.count, links), FULL % {"limit": ROWS.limit}
        return _render(
            "several",
            said="" if self.problem == said else format_html('<p class="lgq-hint">{}</p>', said),
            addresses=format_html_join(
                "", "<li>{}</li>", ((breakable(each.url),) for each in links)
            ),
            full=format_html('<p class="lgq-problem">{}</p>', full) if is_full else "",
            place=self.place,
        )

    def _opens(self, leads: str, meant: Offer | None) -> SafeString:
        """Return where it leads, and a way to have it so in full, if it is not mended first."""
        if meant:
            return _render("opens", address=breakable(leads))
        return _render("written", address=leads, breakable=breakable(leads), place=self.place)

    @property
    def html(self) -> SafeString:
        """The row as HTML."""
        return self.drawn()

    def drawn(self, failing: Collection[str] = ()) -> SafeString:
        """Return the row as HTML, marked if its address is among those that are `failing`."""
        fails = _render("fails") if self.url in failing else ""
        html = _render(
            "row",
            id=self.id,
            place=self.place,
            number=self.index + 1,
            label=self.label,
            url=self.url,
            invalid=" is-invalid" if self.problem else "",
            aria=mark_safe(' aria-invalid="true"') if self.problem else "",
            note=mark_safe(fails + self.note),  # noqa: S308 - the frames have escaped it
            href=format_html(' href="{}"', self.href) if self.href else "",
        )
        target = f'id="{self.id}--{self.focus}"'
        return mark_safe(html.replace(target, f"{target} autofocus")) if self.focus else html  # noqa: S308


def breakable(address: str) -> SafeString:
    """Return an address as HTML that breaks its lines after separators."""
    return format_html_join(
        mark_safe("<wbr>"), "{}", ((each,) for each in _PIECES.findall(address))
    )


def _render(name: str, **values: object) -> SafeString:
    return render_cached(f"responses/parts/_link_{name}.html", values)


# The empty row from which scripts make new ones.
PATTERN = LinkRow("x", 0, "", "")


@dataclass(frozen=True, slots=True)
class ShownLinks:
    """Rows, and pasted lines that no row could be made of.

    Of those it says what is wrong with them, where they may not be left, a note for where they may,
    and whether the cursor is to be in them.
    """

    rows: Sequence[LinkRow]
    rest: str
    rest_problem: str
    rest_note: str | Promise
    has_focus: bool
    limit: int = ROWS.limit

    @property
    def full(self) -> str:
        """What is said where there is no room for more rows."""
        return FULL % {"limit": self.limit}


def _shown(given: Given) -> ShownLinks:
    problems, name, typed = dict(given.problems), given.name, given.typed
    box, shown = f"{name}--paste", typed.rows or (ROWS.empty,)
    numbers: dict[str, int] = {}
    for number, row in enumerate(shown, start=1):
        numbers.setdefault(row["url"], number)
    held: Iterator[Sequence[LinkValue]] = chain(_several(shown), repeat(()))
    rows = [
        LinkRow(
            name,
            index,
            row["label"],
            row["url"],
            problems.get(f"{name}--{index}--url", ""),
            given.focus.removeprefix(f"{name}--{index}--"),
            first if row["url"] and (first := numbers[row["url"]]) <= index else 0,
            len(shown),
            several,
        )
        for index, (row, several) in enumerate(zip(shown, held, strict=False))
    ]
    note = " ".join(typed.fault.messages) if typed.fault else NO_ADDRESS_FOUND
    return ShownLinks(rows, typed.rest, problems.get(box, ""), note, given.focus == box)


def _faults(part: PartShape, typed: TypedRows) -> Iterable[ValidationError]:
    """Yield a fault a faulty row, whose parameter `row` says which; None is the box below them.

    Rows that there is no room for are not judged one by one.
    """
    if typed.fault:
        yield ValidationError(
            " ".join(typed.fault.messages).replace("%", "%%"), params={"row": None}
        )
    for number, (row, several) in enumerate(zip(typed.rows, _several(typed.rows), strict=False)):
        if message := _row_fault(part, row, several):
            yield ValidationError(message, params={"row": number})


def _rest(_part: PartShape, typed: TypedRows) -> Iterable[ValidationError]:
    if not typed.fault and not says_nothing(typed.rest):
        yield ValidationError(NO_ADDRESS_IN_LINES, params={"row": None, "text": typed.rest})


def _several(rows: Sequence[Row]) -> Iterator[Sequence[LinkValue]]:
    """Yield of each row that there is room for the links that its address holds, if several."""
    return several_in_rows(row["url"] for row in rows[: ROWS.limit])


def _row_fault(part: PartShape, row: Row, several: Sequence[LinkValue]) -> str:
    """Return what is wrong with one row of links, or an empty string."""
    try:
        url = limited_as(lambda typed: without_controls(typed).strip(), row["url"], URL_MAX)
        if is_blank(url):
            return "" if is_blank(row["label"]) else str(URL_MISSING)
        KIND.read(part, [row])
    except ValidationError as faulty:
        return SEVERAL % {"count": len(several)} if several else faulty.messages[0]
    wrong = fault(url)
    return SEVERAL % {"count": len(several)} if wrong and several else str(wrong or "")


def _target(_part: PartShape, name: str, params: Mapping[str, Any]) -> str:
    row = params.get("row", 0)
    return f"{name}--paste" if row is None else f"{name}--{row}--url"


def _read_pasted(text: str) -> TypedRows:
    reading = read_pasted(text)
    return TypedRows([asdict(link) for link in reading.links], reading.left)


def _use(rows: list[Row], index: int) -> str:
    """Take the address that was suggested, and its label where the row has none."""
    label, url = rows[index]["label"], rows[index]["url"]
    meant = suggestion(url) or (url if fault(url) else href(url))
    rows[index] = {"label": _together(label, suggested_label(url)), "url": meant}
    return f"{index}--url"


def _split(rows: list[Row], index: int) -> str:
    """Make a row of each of several addresses; the first has the label that the row had."""
    row = rows[index]
    found: list[Row] = [asdict(each) for each in several_in(row["url"])]
    if found and not _is_full(len(rows), found):
        found[0] = {"label": _together(row["label"], found[0]["label"]), "url": found[0]["url"]}
        rows[index : index + 1] = found
    return f"{index}--url"


def _is_full(count: int, links: Sequence[object]) -> bool:
    """Return whether a list of so many rows has no room for these in the place of one."""
    return count + len(links) - 1 > ROWS.limit


def _together(label: str, found: str) -> str:
    """Return the label of a row with what was found before its address, unless it says that."""
    return label if found in label else f"{label} {found}".strip()


_ENTERED = EnteredRows(ROWS, _read_pasted)


def _put(data: Data, name: str, link: LinkValue) -> Data | None:
    return put_row(_ENTERED, data, name, asdict(link))


def _take(data: Data, name: str, link: LinkValue) -> Data | None:
    return take_row(_ENTERED, data, name, asdict(link))


ENTRY = entry_of_rows(
    ROWS,
    read_pasted=_read_pasted,
    buttons={"use": _use, "split": _split},
    shown=_shown,
    faults=_faults,
    rest=_rest,
    target=_target,
    links=LinkDoors(_put, _take),
)
