"""Reads whom to invite out of what people paste: addresses, mail headers, spreadsheets. Pure.

Every line that cannot be read is named, with what to do about it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from responses.characters import normalise_text, one_line
from responses.domain.people.invitations import Guest
from responses.enums import Role

from .columns import ANY, NAME, ORDER, Placed, UnplacedError, kinds_of, place

MOST_PEOPLE = 30
MOST_CHARACTERS = 10_000
NAME_MAX = 100
_ADDRESS_MAX = 254
_SHOWN = 60
"""How much of a line that cannot be read is quoted."""

_ROLE_WORDS_MOST = 2
"""How many words the name of a role has at most."""

NO_ADDRESS = _("There is no e-mail address. Write one, such as kim@city.go.kr.")
BAD_ADDRESS = _("This is not an e-mail address. Write one, such as kim@city.go.kr.")
TOO_MUCH = _("Several addresses and other words. Write one person a line.")
TOO_LONG = _("Shorten name, department and post to %(limit)d characters each.")
SEVERAL_ROLES = _("There are several roles. Write one.")
UNPLACED = _(
    "It is not clear whether %(words)s is name, department or post. Write name, e-mail address, "
    "department, post and role in this order, with nothing between two commas for what is missing."
)
TOO_MANY_COLUMNS = _(
    "These columns are too many. Keep name, e-mail address, department, post and role."
)

_OPENS, _CLOSES = "<(（", ">)）"
_SEPARATORS, _BETWEEN = ",;，；、/", ";；"
_HEADS = re.compile(r"이메일|메일|e-?mail|address|주소", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read, by its number from 1, in short; and why."""

    number: int
    text: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class Pasted:
    """Whom to invite, each address once; and what cannot be read."""

    guests: tuple[Guest, ...]
    bad: tuple[BadLine, ...]


class _UnreadableError(ValueError):
    """A line cannot be read, for the reason given."""


def read_pasted(text: str) -> Pasted:
    """Return whom a text names, one or more a line. Its length is judged before.

    A line with one address is one person: what else stands in its columns is name, department,
    post and role, in any order. Columns end at tabs, as in a row of a spreadsheet, or without
    any at commas, semicolons and slashes. A first row without an address that heads a column as
    addresses is a head. A line of several addresses can have the name of each before it, and a
    role behind.
    """
    found: dict[str, Guest] = {}
    bad = []
    for number, line in enumerate(normalise_text(text).split("\n"), start=1):
        if number == 1 and _is_head(line):
            continue
        try:
            for guest in _read_line(line):
                found.setdefault(guest.email, _checked(guest))
        except _UnreadableError as error:
            said = Truncator(one_line(line)).chars(_SHOWN)
            bad.append(BadLine(number, said, error.args[0]))
    return Pasted(tuple(found.values()), tuple(bad))


def _is_head(line: str) -> bool:
    has_columns = "\t" in line or len([*_pieces(line)]) > 1
    return has_columns and "@" not in line and bool(_HEADS.search(line))


def _read_line(line: str) -> Iterator[Guest]:
    if "\t" in line.strip():
        yield _read_row([cell.strip().strip('"') for cell in line.split("\t")], is_sheet=True)
        return
    pieces = [*_pieces(line)]
    said = [piece for piece in pieces if one_line(piece)]
    addressed = [piece for piece in said if "@" in piece]
    if len(addressed) == len(said):
        for piece in said:
            yield from _read_piece(piece)
    elif len(addressed) <= 1:
        yield _read_row(pieces, is_sheet=False)
    else:
        # Several people, each with columns of their own, as between semicolons.
        people = [[*_pieces(each)] for each in _pieces(line, _BETWEEN)]
        if any(sum("@" in cell for cell in cells) > 1 for cells in people) or len(people) == 1:
            raise _UnreadableError(TOO_MUCH)
        yield from (_read_row(cells, is_sheet=False) for cells in people if any(cells))


def _read_row(columns: list[str], *, is_sheet: bool) -> Guest:
    """Return whom a row names: one address, and beside it what it is found to be."""
    cells = [one_line(cell) for cell in columns]
    addressed = [cell for cell in cells if "@" in cell]
    if not addressed:
        raise _UnreadableError(NO_ADDRESS)
    if len(addressed) > 1:
        raise _UnreadableError(TOO_MUCH)
    guests = [*_read_piece(addressed[0])]
    if len(guests) > 1:
        raise _UnreadableError(TOO_MUCH)
    guest, beside = guests[0], [cell for cell in cells if "@" not in cell]
    roles = [role for cell in beside if (role := _roles().get(cell.casefold()))]
    roles += [guest.role] if guest.role else []
    if len(roles) > 1:
        raise _UnreadableError(SEVERAL_ROLES)
    rest = [cell for cell in beside if cell.casefold() not in _roles()]
    while is_sheet and rest and not rest[-1]:
        rest.pop()
    if sum(map(bool, rest)) > len(ORDER):
        raise _UnreadableError(TOO_MANY_COLUMNS)
    known = Placed(guest.name, guest.department, guest.post)
    is_whole = known == Placed() and (is_sheet or len(rest) == len(ORDER))
    # Without a row's order, what says nothing of itself and stands alone before the address is
    # the name, as in Kim Minji <kim@city.go.kr>.
    before = [cell for cell in cells[: cells.index(addressed[0])] if cell in rest and cell]
    if not is_whole and not known.name and len(before) == 1 and kinds_of(before[0]) == ANY:
        known = replace(known, name=before[0])
        rest.remove(before[0])
    placed = _placed(rest, known, in_order=is_whole)
    return Guest(guest.email, placed.name, placed.department, placed.post, next(iter(roles), None))


def _placed(cells: list[str], known: Placed, *, in_order: bool) -> Placed:
    try:
        return place(cells, known, in_order=in_order)
    except UnplacedError as refusal:
        words = ", ".join(f"“{cell}”" for cell in refusal.words)
        raise _UnreadableError(UNPLACED % {"words": words}) from None


def _pieces(line: str, separators: str = _SEPARATORS) -> Iterator[str]:
    """Yield what stands between separators that are not within quotes or brackets."""
    piece, quoted, depth = "", False, 0
    for sign in line:
        quoted ^= sign == '"'
        depth += (sign in _OPENS) - (sign in _CLOSES)
        if sign in separators and not quoted and depth <= 0:
            yield piece
            piece = ""
        else:
            piece += sign
    yield piece


def _read_piece(piece: str) -> Iterator[Guest]:
    """Yield whom a piece names: addresses alone, or a name, an address, a department, a post."""
    said = "".join(" " if sign in f'{_OPENS}{_CLOSES}"' else sign for sign in piece)
    said_words = [word.removeprefix("mailto:") for word in one_line(said).split()]
    words, role = _without_role(said_words)
    places = [place for place, word in enumerate(words) if "@" in word]
    if not words:
        return
    if not places:
        raise _UnreadableError(NO_ADDRESS)
    if len(places) == len(words):
        yield from (Guest(word.lower(), role=role) for word in words)
        return
    if len(places) > 1:
        raise _UnreadableError(TOO_MUCH)
    [at] = places
    before, after = words[:at], words[at + 1 :]
    # A post or a department before the name, as in 과장 김검토, is not part of it.
    apart = [word for word in before if len(before) > 1 and NAME not in kinds_of(word)]
    name = " ".join(word for word in before if word not in apart)
    if not name and not apart and len(after) > 1 and all(NAME in kinds_of(word) for word in after):
        name, after = " ".join(after), []
    placed = _placed([*apart, *after], Placed(name), in_order=not apart)
    email = words[at].lower()
    yield Guest(email, placed.name, placed.department, placed.post, role)


@cache
def _roles() -> Mapping[str, Role]:
    """Return the roles by their names in every language, folded."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.update({str(role.label).casefold(): role for role in Role})
    return found


def _without_role(words: list[str]) -> tuple[list[str], Role | None]:
    """Return words without the name of a role at their end, and that role, if there is one."""
    for count in range(_ROLE_WORDS_MOST, 0, -1):
        if role := _roles().get(" ".join(words[-count:]).casefold()):
            return words[:-count], role
    return words, None


def _checked(guest: Guest) -> Guest:
    """Return a guest who can be invited, or raise why not."""
    try:
        validate_email(guest.email)
    except ValidationError:
        raise _UnreadableError(BAD_ADDRESS) from None
    if len(guest.email) > _ADDRESS_MAX:
        raise _UnreadableError(BAD_ADDRESS)
    if max(map(len, (guest.name, guest.department, guest.post))) > NAME_MAX:
        raise _UnreadableError(TOO_LONG % {"limit": NAME_MAX})
    return guest
