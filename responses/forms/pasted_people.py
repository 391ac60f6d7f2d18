"""Reads whom to invite out of what people paste: addresses, mail headers, spreadsheets. Pure.

Every line that cannot be read is named, with what to do about it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
TOO_MANY_COLUMNS = _(
    "These columns are too many. Keep name, e-mail address, department, post and role."
)

_OPENS, _CLOSES = "<(（", ">)）"
_SEPARATORS = ",;，；、"
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

    A line with tabs is a row of a spreadsheet: name, address, department, post. A first row
    without an address that heads a column as addresses is its head. A line can end with the
    name of a role, in any language; of a row it is a column, wherever that stands.
    """
    found: dict[str, Guest] = {}
    bad = []
    for number, line in enumerate(normalise_text(text).split("\n"), start=1):
        if number == 1 and "@" not in line and "\t" in line and _HEADS.search(line):
            continue
        try:
            for guest in _read_line(line):
                found.setdefault(guest.email, _checked(guest))
        except _UnreadableError as error:
            said = Truncator(one_line(line)).chars(_SHOWN)
            bad.append(BadLine(number, said, error.args[0]))
    return Pasted(tuple(found.values()), tuple(bad))


def _read_line(line: str) -> Iterator[Guest]:
    if "\t" in line.strip():
        yield _read_row([one_line(cell.strip().strip('"')) for cell in line.split("\t")])
        return
    for piece in _pieces(line):
        yield from _read_piece(piece)


def _read_row(cells: list[str]) -> Guest:
    """Return whom a row names; columns are in order, and the address tells which is which."""
    places = [place for place, cell in enumerate(cells) if "@" in cell]
    if not places:
        raise _UnreadableError(NO_ADDRESS)
    if len(places) > 1:
        raise _UnreadableError(TOO_MUCH)
    [guest] = _read_piece(cells[places[0]])
    roles = [role for cell in cells if (role := _roles().get(cell.casefold()))]
    # The name stands before the address, or right behind it.
    rest = [
        cell
        for place, cell in enumerate(cells)
        if place != places[0] and cell.casefold() not in _roles()
    ]
    while rest and not rest[-1]:
        rest.pop()
    if len(rest) > len(("name", "department", "post")):
        raise _UnreadableError(TOO_MANY_COLUMNS)
    name, department, post = (*rest, "", "", "")[:3]
    return Guest(guest.email, name or guest.name, department, post, next(iter(roles), guest.role))


def _pieces(line: str) -> Iterator[str]:
    """Yield what stands between separators that are not within quotes or brackets."""
    piece, quoted, depth = "", False, 0
    for sign in line:
        quoted ^= sign == '"'
        depth += (sign in _OPENS) - (sign in _CLOSES)
        if sign in _SEPARATORS and not quoted and depth <= 0:
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
    [place] = places
    before, after = words[:place], words[place + 1 :]
    name, more = (before, after) if before else (after, [])
    department, post = " ".join(more[:1]), " ".join(more[1:])
    yield Guest(words[place].lower(), " ".join(name), department, post, role)


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
