"""The addresses in a text, beside it: repaired, or moved to the list of links of the same answer.

A button tells an address by where it begins and by what stands there, so that one on an older page
changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from django.utils.functional import Promise

from responses.domain.content.links import LinkValue
from responses.domain.content.moving import Movable, movable_in
from responses.domain.content.repairs import offer, offers_in
from responses.validators import TEXT_MAX, parse_number
from responses.wording.repairs import repair_question, unseen_shown

from .entry import ButtonResult, Data, Press

_SHOWN = 50
"""Of so many addresses each is shown; the others come once these are dealt with."""


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """A place in a text, what stands there, and what can stand there instead, with its button.

    What is asked of it, as a `question`, is of one that is to be repaired; the other kind moves to
    the links as `link`. `shown` is what is said to be there.
    """

    at: int
    before: str
    after: str
    shown: str
    question: str | Promise = ""
    link: LinkValue | None = None

    @property
    def told(self) -> str:
        """How a button tells where it acts."""
        return f"{self.at} {quote(self.before)}"


class FoundAddresses(NamedTuple):
    """The addresses in a text that can be repaired, and those that can be moved."""

    offers: Sequence[FoundAddress] = ()
    moves: Sequence[FoundAddress] = ()


def addresses_found(text: str) -> FoundAddresses:
    """Return the addresses in a text with what can be done to them; none if it is too long."""
    return FoundAddresses() if len(text) > TEXT_MAX or "." not in text else _found(text)


def _is_sound(movable: Movable) -> bool:
    """Return whether an address leads where it should; one that does not is mended first."""
    meant = offer(movable.link.url)
    return not (meant and meant.matters)


@lru_cache(maxsize=256)
def _found(text: str) -> FoundAddresses:
    return FoundAddresses(
        [
            FoundAddress(
                place.start,
                text[place],
                offer.url,
                unseen_shown(text[place]),
                repair_question(offer.kinds),
            )
            for place, offer in islice(offers_in(text), _SHOWN)
        ],
        [
            FoundAddress(gone.start, text[gone], "", unseen_shown(link.url), link=link)
            for link, gone in islice(filter(_is_sound, movable_in(text)), _SHOWN)
        ],
    )


def sent_text(data: Mapping[str, Any], name: str) -> str:
    """Return what was typed; a browser sends the ends of its lines as CRLF."""
    text: str = data.get(name, "")
    return text.replace("\r\n", "\n")


def _pressed(press: Press, found: Sequence[FoundAddress]) -> FoundAddress | None:
    """Return the address that a button tells, if it is still there."""
    at, _, before = press.more.partition(" ")
    place, before = parse_number(at), unquote(before)
    return next((each for each in found if (each.at, each.before) == (place, before)), None)


def mend(press: Press) -> ButtonResult | None:
    """Put what was offered in the place of an address."""
    text = sent_text(press.data, press.name)
    found = _pressed(press, addresses_found(text).offers)
    if found is None:
        return None
    undo = {"at": str(found.at), "gone": found.before, "put": found.after}
    return _with_text(press, press.data, _replaced(text, found), press.name, undo)


def move(press: Press) -> ButtonResult | None:
    """Move an address to the end of the list of links, with the words before it as its label."""
    text = sent_text(press.data, press.name)
    found = _pressed(press, addresses_found(text).moves)
    if found is None or found.link is None or press.links is None:
        return None
    list_name, doors = press.links
    data = doors.put(press.data, list_name, found.link)
    if data is None:
        return None
    undo = {"at": str(found.at), "gone": found.before, "put": ""}
    undo |= {"label": found.link.label, "url": found.link.url}
    return _with_text(press, data, _replaced(text, found), press.name, undo)


def _replaced(text: str, found: FoundAddress) -> str:
    return text[: found.at] + found.after + text[found.at + len(found.before) :]


def _with_text(
    press: Press, data: Data, text: str, focus: str, undo: Mapping[str, str] | None = None
) -> ButtonResult:
    changed = data.copy()
    changed[press.name] = text
    back = f"restore {press.name} {urlencode(undo)}" if undo else ""
    return ButtonResult(changed, focus, undo=back)


def restore(press: Press) -> ButtonResult | None:
    """Put back what was mended or moved, if nothing else was done there meanwhile."""
    try:
        told = dict(parse_qsl(press.more, keep_blank_values=True, max_num_fields=5))
    except ValueError:  # no page of ours says so many
        return None
    at, gone, put = parse_number(told.get("at", "")), told.get("gone", ""), told.get("put", "")
    text, data = sent_text(press.data, press.name), press.data
    if at is None or at > len(text) or not text.startswith(put, at):
        return None
    if "url" in told and press.links:
        list_name, doors = press.links
        link = LinkValue(told.get("label", ""), told["url"])
        data = doors.take(data, list_name, link) or data
    return _with_text(press, data, text[:at] + gone + text[at + len(put) :], press.name)
