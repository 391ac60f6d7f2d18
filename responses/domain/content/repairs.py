"""Web addresses that were probably meant otherwise: repaired by suggestion only. Pure.

Each kind of repair is a row of `REPAIRS`. What a row makes of an address is offered, with the
address as it was beside it, for a person to take or leave.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from html.entities import html5
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from responses.characters import normalised
from responses.enums import Repair, complete
from responses.unseen import without_invisible
from responses.validators import NAMED_MAX, URL_MAX

from .finding import addresses_in, one_address_in, places_of_addresses, read_links
from .links import fault, is_plain
from .pasted import read_pasted

# The letters of http or https, one doubled, missing or before its time, and the signs behind.
_LETTERS = r"(?:h{0,2}t{1,3}p{1,2}s*|hpt{1,2}s*|ht{1,2}sp|thtps*)"
_STROKES = r"(?:[:;：；]*[/\\／]+[:;：；]*[/\\／]*|[.,]//)"
_MISTYPED_SCHEME = re.compile(
    rf"(?P<letters>{_LETTERS})(?:{_STROKES}|[:;：；]+)(?=[^/\\／:;：；])", re.IGNORECASE
)
_SPACED_SCHEME = re.compile(r"(https?)\s*([:;：；])\s*([/／])\s*([/／])\s*", re.IGNORECASE)
_MORE_STROKES = re.compile(r"(https?://)[/\\／:：]+(?=\w)", re.IGNORECASE)
_DOUBLED_SCHEME = re.compile(r"https?:?//(?=https?[:;]?//)", re.IGNORECASE)
_WIDE_SCHEME = re.compile(r"[Ｈｈ][Ａ-Ｚａ-ｚ]{3,4}[:：][/／]{2}")
# A host in which a comma or another sign stands for a stop, a stop stands twice, or letters are of
# double width; but no two hosts that a comma joins, of which one is no mere "go.kr".
_HOST_TYPED = re.compile(
    r"(?P<before>https?://|(?=(?:www|ｗｗｗ)[.,。．]))(?P<host>[^\s/?#@:]{4,253})", re.IGNORECASE
)
_STOPS = re.compile(r"[.,。．｡，]+")
_SUFFIX = re.compile(r"(?:go|or|co|ac|re|ne|pe)\.kr", re.IGNORECASE)
_ONLY_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_NO_SCHEME = re.compile(r":?//(?=[\w-]+\.)")

# What decoding "&curren…", "&sect…" and the like leaves where "&currentPage=" was meant.
_ENTITIES = {
    sign: name
    for name, sign in sorted(html5.items())
    if not name.endswith(";") and name.islower() and len(sign) == 1 and not sign.isalnum()
    if not sign.isascii()
}
_DECODED = re.compile(rf"(?P<sign>[{''.join(_ENTITIES)}])(?=\w*=)")
# The same as a browser writes it in its line of addresses: "%C2%A4tPage=".
_ENCODED_SIGNS = {quote(sign): sign for sign in _ENTITIES}
_ENCODED_SIGN = re.compile(rf"(?:{'|'.join(_ENCODED_SIGNS)})(?=[A-Za-z]+=)", re.IGNORECASE)
_NAMED = re.compile(rf"&(?P<name>{'|'.join(_ENTITIES.values())});(?=\w*=)")
_ENCODED = re.compile(r"&(?:amp;|#0*38;|#x0*26;)+", re.IGNORECASE)

# What nobody sees, as a browser writes it: zero width space, marks of direction, soft hyphen and so
# on; joiners may belong to a word. A blank at the end of a path is none of it.
_ENCODED_UNSEEN = re.compile(r"%E2%80%(?:8[BEF]|A[A-E])|%E2%81%A0|%EF%BB%BF|%C2%AD", re.IGNORECASE)
_ENCODED_BLANK = re.compile(r"(?P<path>[^?#]*?)(?:%20|%C2%A0|%E3%80%80)+", re.IGNORECASE)

# An address that a line break or a blank has cut: what follows goes on as no word of a text does.
_CUT = re.compile(r"\s+")
_PIECE = re.compile(r"[!-~]*[/?&=._%#-][!-~]*|\d+", re.ASCII)

# Who was there, and from where they came: neither leads anywhere.
# A short "sid" may be a section, a long one of letters and figures is a session.
_LONG_SID = r"sid(?==(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16,200}(?:[&#;]|$))"
_SESSION = (
    rf"(?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|sessionid|session_id|{_LONG_SID})"
)
_TRACKING = (
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|igshid|igsh|mc_cid|mc_eid|"
    r"napm|_ga|_gl)"
)
_IN_PATH = re.compile(rf";{_SESSION}=[\w.!:~-]*", re.IGNORECASE)


def _parameter(names: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<before>[?&])(?:{names}=[^&#]*(?:&|(?=#)|$))+", re.IGNORECASE)


_SESSION_PARAMETER, _TRACKING_PARAMETER = _parameter(_SESSION), _parameter(_TRACKING)
_LONE = re.compile(r"[?&](?=#|$)")


def _seen(url: str) -> str:
    """Return an address without what nobody sees, be it written as it is or encoded."""
    url = _ENCODED_UNSEEN.sub("", without_invisible(url, filler=""))
    return found["path"] if (found := _ENCODED_BLANK.fullmatch(url)) else url


def _whole(url: str) -> str:
    """Return an address without the breaks in it, if all that follows one goes on with it."""
    first, *others = _CUT.split(_SPACED_SCHEME.sub(r"\1\2\3\4", url.strip(), count=1))
    if not first.lower().startswith(("http://", "https://", "www.")):
        return url
    so_far = first
    for each in others:
        # Behind "www." a host goes on, and none begins.
        is_host = so_far.endswith(".") and "/" not in so_far.partition("://")[2]
        if not _PIECE.fullmatch(each) or (_is_address(each) and not is_host):
            return url
        so_far += each
    return so_far if so_far != url.strip() else url


def _is_address(text: str) -> bool:
    return any(True for _ in addresses_in(text))


def _with_scheme(url: str) -> str:
    url = _WIDE_SCHEME.sub(lambda wide: normalised(wide[0], "NFKC"), url, count=1)
    url = _NO_SCHEME.sub("https://", url, count=1) if _NO_SCHEME.match(url) else url
    url = _MORE_STROKES.sub(r"\1", _DOUBLED_SCHEME.sub("", url), count=1)
    if url.lower().startswith(("http://", "https://")):
        return url
    if not (mistyped := _MISTYPED_SCHEME.match(url)):
        return url
    scheme = "https://" if "s" in mistyped["letters"].lower() else "http://"
    return scheme + url[mistyped.end() :]


def _with_host(url: str) -> str:
    typed = _HOST_TYPED.match(url)
    if not typed:
        return url
    host = typed["host"]
    left, comma, right = host.partition(",")
    if comma and _is_address(left) and _is_address(right) and not _SUFFIX.fullmatch(right):
        return url
    meant = normalised(_STOPS.sub(".", host), "NFKC")
    is_meant = meant != normalised(host) and _ONLY_HOST.fullmatch(meant)
    return f"{typed['before']}{meant}{url[typed.end() :]}" if is_meant else url


def _with_names(url: str) -> str:
    address, mark, query = url.partition("?")
    query = _ENCODED_SIGN.sub(lambda found: _ENCODED_SIGNS[found[0].upper()], query)
    query = _DECODED.sub(lambda found: f"&{_ENTITIES[found['sign']]}", query)
    query = _NAMED.sub(r"&\g<name>", _ENCODED.sub("&", query))
    return address + mark + query


def _alone(url: str) -> str:
    """Return an address without the brackets, stops and particles of a text around it."""
    if fault(url):
        inside = read_links(url).links
        return inside[0].url if len(inside) == 1 else url
    return one_address_in(url) or url


def _without(pattern: re.Pattern[str], url: str) -> str:
    return _LONE.sub("", pattern.sub(r"\g<before>", url)) if pattern.search(url) else url


def _without_session(url: str) -> str:
    return _without(_SESSION_PARAMETER, _IN_PATH.sub("", url))


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """What a kind of repair makes of an address: the same, where there is nothing to repair.

    It `matters` where what stands there does not lead where it should, which is told again before
    a section is sent and a response sealed.
    """

    mend: Callable[[str], str]
    matters: bool = True


REPAIRS: Mapping[Repair, RepairFacts] = complete(
    Repair,
    {
        Repair.UNSEEN: RepairFacts(_seen),
        Repair.BROKEN: RepairFacts(_whole),
        Repair.SCHEME: RepairFacts(_with_scheme),
        Repair.HOST: RepairFacts(_with_host),
        Repair.ENTITY: RepairFacts(_with_names),
        Repair.AROUND: RepairFacts(_alone),
        Repair.SESSION: RepairFacts(_without_session),
        Repair.TRACKING: RepairFacts(partial(_without, _TRACKING_PARAMETER), matters=False),
    },
)
"""The kinds of repair, in the order in which they are made."""


class Offer(NamedTuple):
    """What is offered in the place of an address, and the kinds of repair that it takes."""

    url: str
    kinds: tuple[Repair, ...]

    @property
    def matters(self) -> bool:
        """Whether the address, as it stands, does not lead where it should."""
        return any(REPAIRS[kind].matters for kind in self.kinds)


def offer(url: str) -> Offer | None:
    """Return what was probably meant by `url`, or None if it looks as it was meant."""
    return None if len(url) > URL_MAX or _is_meant(url) else _offer(url)


def _is_meant(url: str) -> bool:
    """Return whether an address is one of most: there is nothing in it that is mended."""
    if not is_plain(url):
        return False
    return not (_SESSION_PARAMETER.search(url) or _TRACKING_PARAMETER.search(url))


@lru_cache(maxsize=1024)
def _offer(url: str) -> Offer | None:
    repaired, kinds = url, []
    for kind, facts in REPAIRS.items():
        mended = facts.mend(repaired)
        if mended != repaired:
            repaired = mended
            kinds.append(kind)
    return None if repaired == url or fault(repaired) else Offer(repaired, tuple(kinds))


def suggestion(url: str) -> str | None:
    """Return the address that was probably meant, or None if `url` looks as it was meant."""
    found = offer(url)
    return found.url if found else None


def suggested_label(typed: str) -> str:
    """Return the label in what was typed as one address, such as `[label](address)`, or nothing."""
    inside = read_pasted(typed).links if len(typed) <= URL_MAX and fault(typed) else ()
    return inside[0].label if len(inside) == 1 else ""


class TextOffer(NamedTuple):
    """What is offered in the place of a part of a text."""

    place: slice
    offer: Offer


# Of a scheme that is mistyped, where no address is found: "http//www.seoul.go.kr/".
_ASTRAY = re.compile(
    rf"(?<![\w:/])(?:{_LETTERS}{_STROKES}|https?[:;：；]+)(?=[\w-]+\.\w)[^\s<>()]+", re.IGNORECASE
)
_BROKEN_LINE = re.compile(
    r"<(?P<inside>https?://[^\s<>]{1,2000}[ \t]*\n[ \t]*[!-;=?-~]{1,2000})>"
    r"|(?P<bare>https?://[!-;=?-~]{1,2000}[/?&=_%-])[ \t]*\n[ \t]*"
    r"(?P<rest>(?=\S*(?:[/?&=_%]|\.[a-z]))[!-;=?-~]{1,2000})"
    r"(?=[ \t]*(?:\n|$))",
    re.ASCII,
)


def offers_in(text: str) -> Iterator[TextOffer]:
    """Yield what is offered in the places of addresses in a text, in order."""
    if "." not in text:
        return
    # Of two that begin at one place, the one that says more comes first.
    found = sorted([*_broken(text), *_astray(text), *_found(text)], key=lambda each: each[:2])
    last = 0
    for start, _, end, meant in found:
        if start >= last:
            yield TextOffer(slice(start, end), meant)
            last = end


def needed(addresses: Iterable[str], texts: Iterable[str]) -> tuple[tuple[str, Offer], ...]:
    """Return the addresses that do not lead where they should, with what is offered for each.

    These are addresses by themselves, and those in texts.
    """
    alone = ((url, offer(url)) for url in addresses)
    inside = ((text[place], meant) for text in texts for place, meant in offers_in(text))
    return tuple((url, meant) for url, meant in (*alone, *inside) if meant and meant.matters)


# Where it begins, its rank, where it ends, and what is offered.
_Ranked = tuple[int, int, int, Offer]


def _broken(text: str) -> Iterator[_Ranked]:
    for match in _BROKEN_LINE.finditer(text):
        start, end = match.span("inside") if match["inside"] else match.span()
        meant = offer(text[start:end])
        if meant and Repair.BROKEN in meant.kinds:
            yield start, 0, end, meant


def _astray(text: str) -> Iterator[_Ranked]:
    for match in _ASTRAY.finditer(text):
        mended = _with_scheme(match[0])
        inside = one_address_in(mended) if mended != match[0] else None
        if inside:
            # The particle that is written on to it stays in the text.
            end = match.end() - (len(mended) - len(inside))
            if meant := offer(text[match.start() : end]):
                yield match.start(), 1, end, meant


def _found(text: str) -> Iterator[_Ranked]:
    for start, end in islice(places_of_addresses(text), NAMED_MAX):
        if meant := offer(text[start:end]):
            yield start, 2, end, meant
