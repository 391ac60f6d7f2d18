"""Web addresses: what a link is, where it leads, and whether it can be linked. Pure.

No function here alters a byte of an address that it returns as somebody's own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters, digits
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.unseen import strip_invisible, without_invisible
from responses.validators import URL_MAX

_PORT_MAX = 65_535
JOINS = r"[,;·ㆍᆞ・･•∙‧⋅|｜；：＋+]"
"""What joins two addresses; alone, it may belong to one."""

_SEVERAL = re.compile(rf"[^?#]*{JOINS}(?i:https?)://")
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))", re.IGNORECASE)

NO_ADDRESS = _("Enter a web address, such as www.seoul.go.kr or https://www.seoul.go.kr/.")
SEVERAL = _("Enter each address on a line of its own.")
SPACES = _("Remove the spaces from the address, or enter only the address here.")
WRONG_SCHEME = _("Only addresses that begin with http or https can be linked.")
TOO_LONG = _("This address is too long.")
EMAIL = _("This is an e-mail address. Enter the address of a web page.")


@dataclass(frozen=True, slots=True)
class LinkValue:
    """One labelled URL as it was typed."""

    label: str
    url: str


def href(url: str) -> str:
    """Return where a link to `url` leads: `https://` is put before an address without scheme.

    What nobody sees around an address does not belong to where it leads.
    """
    url = strip_invisible(url)
    return url if url.lower().startswith(("http://", "https://")) else f"https://{url}"


def escaping(safe: str) -> Callable[[str], str]:
    """Return what writes with percent signs all that is not safe, as `urllib.parse.quote` does.

    In less time, as that looks up each byte; of most addresses nothing is written so.
    """
    plain = f"{ascii_letters}{digits}_.-~{safe}".encode()
    unsafe = re.compile(b"[^" + re.escape(plain) + b"]+")

    def escaped(text: str) -> str:
        said = text.encode(errors="replace")
        if not said.translate(None, plain):
            return text
        return unsafe.sub(lambda run: f"%{run[0].hex('%')}".upper().encode(), said).decode("ascii")

    return escaped


as_uri = escaping("/#%[]=:;$&()+,!?*@'~")
"""As `iri_to_uri` of Django, which leaves what is encoded already."""


def display(url: str) -> str:
    """Return an address as people read it, without scheme and without a lone last slash."""
    plain = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    return plain.removesuffix("/") if plain.count("/") == 1 else plain


def fault(url: str) -> str | Promise | None:
    """Return why `url` cannot be linked, in words for the person, or None if it can.

    Of more than `URL_MAX` characters, which no link can have, nothing is read.
    """
    if len(url) > URL_MAX:
        return TOO_LONG
    return None if _PLAIN.fullmatch(url) else _fault(url)


# Of escapes those of ASCII but for the blank, and those of Hangul, are plain; no sign at the end of
# a query is, nor a scheme behind a scheme. A stop or an escape ends a run of signs, which can be
# read in one way.
_WITHIN = r"(?:\.(?=\w)|%(?:2[1-9A-F]|[3-7][0-9A-F]|E[A-D]|[89AB][0-9A-F]))"
_PLAIN = re.compile(
    r"(?:https?://(?!https?[:/]))?[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}"
    rf"(?:/[\w/-]*(?:{_WITHIN}[\w/-]*)*(?:\?[\w=&/-]*(?:{_WITHIN}[\w=&/-]*)*(?<=\w))?)?",
    re.ASCII | re.IGNORECASE,
)


def is_plain(url: str) -> bool:
    """Return whether an address is one of most: whole, alone, and of plain letters and signs.

    It takes a hundredth of what it takes to say so of every other.
    """
    return "://" in url and _PLAIN.fullmatch(url) is not None


@lru_cache(maxsize=1024)
def _fault(url: str) -> str | Promise | None:
    # What nobody sees is no fault; `suggestion` offers the address without.
    url = without_invisible(url, filler="")
    if re.search(r"\s", url):
        return SPACES
    if _SEVERAL.match(url):
        return SEVERAL
    scheme = _SCHEME.match(url)
    if scheme and scheme["scheme"].lower() not in {"http", "https"}:
        return EMAIL if scheme["scheme"].lower() == "mailto" else WRONG_SCHEME
    try:
        parts = urlsplit(href(url))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return NO_ADDRESS
    if "@" in parts.netloc:
        return EMAIL
    return None if _is_host(host) and (port is None or 0 < port <= _PORT_MAX) else NO_ADDRESS


def _is_host(host: str) -> bool:
    """Return whether a host could be one: dotted, an IPv6 address, or this very machine."""
    if host == "localhost" or ":" in host:
        return True
    labels = host.removesuffix(".").split(".")
    return len(labels) > 1 and all(re.fullmatch(r"\w(?:[\w-]*\w)?", label) for label in labels)
