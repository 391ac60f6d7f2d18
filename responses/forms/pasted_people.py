"""Reads whom to invite out of what people paste: addresses, mail headers, spreadsheets. Pure.

Every line that cannot be read is named, with what to do about it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from responses.characters import normalise_text, one_line
from responses.domain.people.invitations import Guest
from responses.enums import Role

from .bad_lines import BadLine, Why, bad_line
from .columns import ANY, NAME, ORDER, Placed, UnplacedError, kinds_of, place
from .named_roles import (
    is_like_a_role,
    is_like_a_signer,
    role_of,
    role_of_last,
    roles_among,
)

MOST_PEOPLE = 30
MOST_CHARACTERS = 10_000
NAME_MAX = 100
_ADDRESS_MAX = 254

NO_ADDRESS = _("There is no e-mail address. Write one, such as kim@city.go.kr.")
BAD_ADDRESS = _("This is not an e-mail address. Write one, such as kim@city.go.kr.")
TOO_MUCH = _("Several addresses and other words. Write one person per line.")
TOO_LONG = _("Shorten name, department and post to %(limit)d characters each.")
SEVERAL_ROLES = _("There are several roles. Write one.")
LIKE_A_ROLE = _(
    "%(words)s may be meant as a role. Write one of these instead: %(roles)s. If it is a "
    "department or a post, write the role as well."
)
SIGNS = _("People who sign or consent have the role %(role)s.")
OTHERWISE = _("%(email)s is on another line with other words. Keep one of the two.")
MEMBER = _("%(email)s is already a member. Remove this address.")
UNPLACED = _(
    "It is not clear whether %(words)s is name, department or post. Write name, e-mail address, "
    "department, post and role in this order, with nothing between two commas for what is missing."
)
TOO_MANY_COLUMNS = _(
    "There are too many columns. Keep name, e-mail address, department, post and role."
)

# As an input method for Korean or Japanese types them.
_FULL_WIDTH = str.maketrans("＠＜＞", "@<>")
_OPENS, _CLOSES = "<(（", ">)）"
_SEPARATORS, _BETWEEN = ",;，；、/", ";；"
_HEADS = re.compile(r"이메일|메일|e-?mail|address|주소", re.IGNORECASE)
# The number of a row, of a telephone or of who works there, of which nothing is asked.
_FIGURE = re.compile(r"[-+.()\s\d]*\d[-+.()\s\d]*")
_BARE_ADDRESS = re.compile(r"<?(?:mailto:)?[^\s,;<>@]+@[^\s,;<>@]+>?[,;]?")


@dataclass(frozen=True, slots=True)
class Pasted:
    """Whom to invite, each address once; what cannot be read; and the addresses of all lines."""

    guests: tuple[Guest, ...]
    bad: tuple[BadLine, ...]
    addresses: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class _FoundPerson:
    """Somebody whom a line names, as far as they are known; and what is wrong with that."""

    guest: Guest
    whys: tuple[Why, ...] = ()


_NOBODY = Guest("")


def read_pasted(text: str, members: Collection[str] = ()) -> Pasted:
    """Return whom a text names, one or more a line. Its length is judged before.

    A line with one address is one person: what else stands in its columns is name, department,
    post and role, in any order; columns of numbers are passed over. Columns end at tabs, as in a
    row of a spreadsheet, or without any at commas, semicolons and slashes. A first row without an
    address that heads a column as addresses is a head. A line of several addresses can have the
    name of each before it, and a role behind. A line without an address is wrong, but where each
    line has its address alone below it. So is the address of one of the `members`. An address that
    stands twice is one person, of whom the lines may say more, but not two different things.
    """
    guests: dict[str, Guest] = {}
    addresses: set[str] = set()
    bad = []
    for number, line in _lines(normalise_text(text).translate(_FULL_WIDTH)):
        found = [*_read_line(line)]
        addresses.update(each.guest.email for each in found)
        faults = [why for each in found for why in _whys(each, members)]
        faults += [
            OTHERWISE % {"email": each.guest.email}
            for each in found
            if _differs(guests.get(each.guest.email, _NOBODY), each.guest)
        ]
        # The same is said once of several people.
        if whys := (*dict.fromkeys(faults),):
            bad.append(bad_line(number, one_line(line), *whys))
            continue
        for each in found:
            email = each.guest.email
            guests[email] = _both(guests.get(email, _NOBODY), each.guest)
    return Pasted(tuple(guests.values()), tuple(bad), frozenset(addresses))


def _differs(one: Guest, other: Guest) -> bool:
    """Return whether two lines say two things of a person."""
    return any(
        each and more and each != more
        for each, more in zip(astuple(one), astuple(other), strict=True)
    )


def _both(one: Guest, other: Guest) -> Guest:
    """Return what two lines say of a person together."""
    return Guest(*(each or more for each, more in zip(astuple(one), astuple(other), strict=True)))


def _lines(text: str) -> Sequence[tuple[int, str]]:
    """Return the lines of people, numbered; lines are joined where the text is pairs of them."""
    numbered = [*enumerate(text.split("\n"), start=1)]
    said = [each for each in numbered[_is_head(numbered[0][1]) :] if one_line(each[1])]
    above, below = said[::2], said[1::2]
    is_pairs = (
        len(above) == len(below) > 1
        and not any("@" in line for _number, line in above)
        and all(_BARE_ADDRESS.fullmatch(one_line(line)) for _number, line in below)
    )
    if not is_pairs:
        return said
    return [
        (number, ("\t" if "\t" in line else ", ").join((line, address)))
        for (number, line), (_number, address) in zip(above, below, strict=True)
    ]


def _is_head(line: str) -> bool:
    has_columns = "\t" in line or len([*_pieces(line)]) > 1
    return has_columns and "@" not in line and bool(_HEADS.search(line))


def _read_line(line: str) -> Iterator[_FoundPerson]:
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
            yield _FoundPerson(_NOBODY, (TOO_MUCH,))
            return
        yield from (_read_row(cells, is_sheet=False) for cells in people if any(cells))


def _read_row(columns: list[str], *, is_sheet: bool) -> _FoundPerson:
    """Return whom a row names: one address, and beside it what it is found to be."""
    said = (one_line(cell) for cell in columns)
    cells = [cell for cell in said if not _FIGURE.fullmatch(cell)]
    addressed = [cell for cell in cells if "@" in cell]
    beside = [cell for cell in cells if "@" not in cell]
    roles, rest = _roles_in(beside)
    found = [*_read_piece(addressed[0], has_role=bool(roles))] if len(addressed) == 1 else []
    has_role = bool(roles) or any(each.guest.role for each in found)
    doubted = [] if has_role else _doubted(rest) or _unknown_role(rest)
    whys = _asked(doubted)
    if len(found) != 1:
        return _FoundPerson(
            _NOBODY, (TOO_MUCH if addressed else NO_ADDRESS, *_several(roles), *whys)
        )
    guest, at = found[0].guest, cells.index(addressed[0])
    roles += [guest.role] if guest.role else []
    whys = (*found[0].whys, *_several(roles), *whys)
    # An empty column keeps its place in the order of the others.
    rest = ["" if cell in doubted else cell for cell in rest]
    while is_sheet and rest and not rest[-1]:
        rest.pop()
    if sum(map(bool, rest)) > len(ORDER):
        return _FoundPerson(guest, (*whys, TOO_MANY_COLUMNS))
    known = Placed(guest.name, guest.department, guest.post)
    is_whole = known == Placed() and (is_sheet or len(rest) == len(ORDER))
    # Without a row's order, what says nothing of itself and stands alone before the address is
    # the name, as in Kim Minji <kim@city.go.kr>.
    before = [cell for cell in cells[:at] if cell in rest and cell]
    if not is_whole and not known.name and len(before) == 1 and kinds_of(before[0]) == ANY:
        known = replace(known, name=before[0])
        rest.remove(before[0])
    placed, unplaced = _placed(rest, known, in_order=is_whole)
    role = next(iter(roles), None)
    guest = Guest(guest.email, placed.name, placed.department, placed.post, role)
    return _FoundPerson(guest, (*whys, *unplaced))


def _roles_in(cells: list[str]) -> tuple[list[Role], list[str]]:
    """Return the roles that columns name, and the other columns."""
    if roles := [role for cell in cells if (role := role_of(cell))]:
        return roles, [cell for cell in cells if not role_of(cell)]
    said = [cell for cell in cells if cell]
    if said and (role := role_of_last(said[-1])):
        last = len(cells) - 1 - cells[::-1].index(said[-1])
        return [role], [*cells[:last], *cells[last + 1 :]]
    return [], cells


def _several(roles: Sequence[Role]) -> tuple[Why, ...]:
    return (SEVERAL_ROLES,) if len(roles) > 1 else ()


def _doubted(words: Sequence[str]) -> list[str]:
    return [word for word in words if word and is_like_a_role(word)]


def _unknown_role(words: Sequence[str]) -> list[str]:
    """Return the one word that can be the role in a row of all columns, none of which names one.

    The first column is the name, unless it alone can be the role.
    """
    said = [word for word in words if word]
    unknown = [word for word in said if kinds_of(word) == ANY]
    found = [word for word in unknown if word != said[0]] or unknown
    return found if len(said) == len(ORDER) + 1 and len(found) == 1 else []


def _asked(doubted: Sequence[str]) -> tuple[Why, ...]:
    """Return the question which role is meant by words, and the role of those who sign."""
    if not doubted:
        return ()
    roles = ", ".join(str(role.label) for role in Role)
    signs = (SIGNS % {"role": Role.REVIEWER.label},) if any(map(is_like_a_signer, doubted)) else ()
    return (LIKE_A_ROLE % {"words": _quoted(doubted), "roles": roles}, *signs)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _placed(cells: list[str], known: Placed, *, in_order: bool) -> tuple[Placed, tuple[Why, ...]]:
    """Return what columns say; with why it is not clear, if it is not."""
    try:
        return place(cells, known, in_order=in_order), ()
    except UnplacedError as refusal:
        return known, (UNPLACED % {"words": _quoted(refusal.words)},)


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


def _read_piece(piece: str, *, has_role: bool = False) -> Iterator[_FoundPerson]:
    """Yield whom a piece names: addresses alone, or a name, an address, a department, a post.

    `has_role` is whether the role of this person is known from elsewhere.
    """
    said = "".join(" " if sign in f'{_OPENS}{_CLOSES}"' else sign for sign in piece)
    said_words = [word.removeprefix("mailto:") for word in one_line(said).split()]
    words, roles = roles_among(said_words)
    role = next(iter(roles), None)
    places = [place for place, word in enumerate(words) if "@" in word]
    if not words:
        return
    if not places:
        yield _FoundPerson(_NOBODY, (NO_ADDRESS,))
        return
    if len(places) == len(words):
        yield from (_FoundPerson(Guest(word.lower(), role=role)) for word in words)
        return
    if len(places) > 1:
        yield _FoundPerson(_NOBODY, (TOO_MUCH,))
        return
    [at] = places
    email, before, after = words[at].lower(), words[:at], words[at + 1 :]
    doubted = [] if role or has_role else _doubted([*before, *after])
    before, after = [[each for each in words if each not in doubted] for words in (before, after)]
    # A post or a department before the name, as in 과장 김검토, is not part of it.
    apart = [word for word in before if len(before) > 1 and NAME not in kinds_of(word)]
    name = " ".join(word for word in before if word not in apart)
    if not name and not apart and len(after) > 1 and all(NAME in kinds_of(word) for word in after):
        name, after = " ".join(after), []
    placed, unplaced = _placed([*apart, *after], Placed(name), in_order=not apart)
    guest = Guest(email, placed.name, placed.department, placed.post, role)
    yield _FoundPerson(guest, (*_several(roles), *_asked(doubted), *unplaced))


def _whys(found: _FoundPerson, members: Collection[str]) -> Iterator[Why]:
    """Yield all that is wrong with somebody who was found."""
    guest = found.guest
    if guest is _NOBODY:
        yield from found.whys
        return
    try:
        validate_email(guest.email)
    except ValidationError:
        yield BAD_ADDRESS
    else:
        if len(guest.email) > _ADDRESS_MAX:
            yield BAD_ADDRESS
    if guest.email in members:
        yield MEMBER % {"email": guest.email}
    yield from found.whys
    if max(map(len, (guest.name, guest.department, guest.post))) > NAME_MAX:
        yield TOO_LONG % {"limit": NAME_MAX}
