"""An address moves from a text to the list of links beside it. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from responses.characters import says_nothing
from responses.validators import LINE_MAX

from .finding import links_in
from .links import LinkValue

_AROUND = dict(zip("<(（[［＜【〔「『〈《", ">)）]］＞】〕」』〉》", strict=True))
_LEADS = ":：=→⇒"


class Movable(NamedTuple):
    """An address in a text, as a link with the words before it; what goes from the text with it."""

    link: LinkValue
    gone: slice


def movable_in(text: str) -> Iterator[Movable]:
    """Yield the addresses that can move from a text to a list, in order.

    With an address go the brackets around it alone, the colon before it that nothing follows, and
    a line that says nothing without it.
    """
    for place, link in links_in(text):
        label = link.label if len(link.label) <= LINE_MAX else ""
        yield Movable(LinkValue(label, link.url), _gone(text, place))


def _gone(text: str, place: slice) -> slice:
    start, end = place.start, place.stop
    while start and text[end : end + 1] and _AROUND.get(text[start - 1]) == text[end]:
        start, end = start - 1, end + 1
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if says_nothing(text[first:start] + text[end:last]):
        # The last line goes with the break before it.
        return slice(first, last + 1) if last < len(text) else slice(max(first - 1, 0), last)
    if not text[end:last].strip():
        kept = text[first:start].rstrip()
        while kept and kept[-1] in _LEADS:
            kept = kept[:-1].rstrip()
        return slice(first + len(kept), end)
    return slice(start, end)
