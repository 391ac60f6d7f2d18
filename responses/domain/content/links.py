"""Web addresses: found in pasted text, judged, and repaired by suggestion only. Pure.

No function here alters a byte of an address that it returns as somebody's own;
`suggestion` offers another one, for a person to take or leave.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.entities import html5
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from responses.characters import without_invisible
from responses.validators import URL_MAX

_PORT_MAX = 65_535

# In running text a host without a scheme is only believed under these top-level domains.
_TOP = (
    r"(?:[a-z]{2}|com|net|org|info|biz|gov|edu|mil|int|app|dev|asia|blog|city|cloud|museum|"
    r"online|shop|site|store|tech|wiki|xyz|xn--[a-z0-9]+|한국|닷컴|닷넷)"
)
_HOST = rf"(?:www\.(?:\w[\w-]*\.)+[a-z]{{2,}}|(?:\w[\w-]*\.)+{_TOP})"
_ENDS = r"\s<>\"“”‘’„‚«»‹›「」『』｢｣〈〉《》【】〔〕＂＇。｡，、､…！？→⇒➔"
# What joins two addresses; alone, it may belong to one.
_JOINS = r"[,;·ㆍ•|｜]"
_SIGN = rf"(?!{_JOINS}(?:(?i:https?)://|www\.))[^{_ENDS}]"
_ANGLED = rf"<(?P<angled>(?:https?://|{_HOST}(?=[:/?#>]))[^\s<>]*)>"
_BARE = rf"(?<![\w@./-]){_HOST}(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])(?::\d+)?"
# A whole address; and where one begins, which then is read on piece by piece to where it ends, so
# that each sign of a line is looked at once, however many addresses there are in it.
_ADDRESS = re.compile(rf"{_ANGLED}|(?i:https?)://(?:{_SIGN})+|{_BARE}(?:[/?#](?:{_SIGN})*)?")
_BEGINNING = re.compile(
    rf"{_ANGLED}|(?P<scheme>(?i:https?)://(?={_SIGN}))|{_BARE}(?=(?P<on>[/?#])?)"
)
_PIECE = re.compile(rf"(?:(?![()（）]){_SIGN})+|[()（）]")
_INK = re.compile(r"\S")
_SEVERAL = re.compile(rf"[^?#]*{_JOINS}(?i:https?)://")
_UNSEEN = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_STOPS = ".,;:!'`·ㆍ•|｜；："
# "…/index를 통해": a particle written on to an address belongs to the sentence that goes on.
_LONG_PARTICLE = re.compile(
    r"(?<=[!-~])(?:에서는|에서도|에서|에는|에도|으로|이며|입니다|까지|부터|하고|처럼)$"
)
_PARTICLE = re.compile(r"(?<=[!-~])(?:이나|및|을|를|은|는|이|가|에|의|로|와|과|도|나)$")
# No top-level domain is half Latin and half Korean: "seoul.go.kr를".
_WRITTEN_ON = re.compile(r"((?:https?://)?[^/?#]+\.[a-z]{2,})[가-힣]+", re.IGNORECASE)

_BULLETS = re.compile(r"^(?:\s*(?:[-•□■○◦●▪·―–—]|\*(?=\s)|※))*\s*(?:(?:\d{1,2}|[가-하])[.)]\s+)?")
_AND = r"(?:및|그리고|또는|혹은|and|or|&)(?=\s|$)\s*"
_NEXT_IN_RUN = re.compile(rf"[)\]}}）】〕」』]*\s*(?:[,;，；、､|｜·ㆍ•/。…]+\s*(?:{_AND})?|{_AND})")
_ATTACHED = re.compile(r"^[)\]}）”’]+\S*|^\S+")
_SAID_AFTER = re.compile(r"[)\]}）]*\s*(?:\t|[-–—:：]\s)\s*(?P<label>.+)")
# A name behind the address that begins a line, and no sentence that goes on: "… 영문 누리집".
_NAMED_AFTER = re.compile(
    r"[ \u3000]+(?!(?:에서|에|을|를|은|는|이|가|의|로|으로|와|과|및|참고|참조|확인)(?:\s|$))"
    r"(?P<label>[가-힣A-Z][^.?!。]{0,59}(?<!다)(?<!십시오)(?<!세요))[ \u3000]*"
)
_OPEN_QUOTE = re.compile(r"[“‘「『](?P<inside>[^“”‘’「」『』]+)$")
_LABEL_TAIL = " \t\u3000([{（<:：=→⇒,;-–—"

# A link out of a web page or a mail: its address and its label, each of bounded length, as what is
# none is tried from many places. The address is looked ahead for and then taken whole: possessive
# quantifiers, which say the same, match wrongly in Debian 12's Python 3.11.2.
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,1000}?\bhref\s{0,9}=\s{0,9}(?P<quote>[\"']?)(?=(?P<url>[^\s\"'<>]{1,2000}))"
    r"(?P=url)(?P=quote)[^<>]{0,1000}>(?P<label>(?:(?!</?a\b).){0,500})</a\s{0,9}>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile("<[^<>]*>")
# A link as Markdown writes it, perhaps with a title behind its address.
_MARKDOWN = re.compile(
    r"!?\[(?P<label>(?:\\.|[^\[\]\\]|\[[^\[\]]{0,100}\]){0,500})\]"
    r"\(\s*<?(?P<url>(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)"
)
_MARKS = "*_`"
# A label that stands in these as a whole is what stands within.
_AROUND = (("[", "]"), ('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"))

_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))", re.IGNORECASE)
_MISTYPED_SCHEME = re.compile(
    r"h?t{1,3}p(?P<secure>s?)(?:[:;]?[/\\]+|[:;])(?=[^/\\])", re.IGNORECASE
)
_DOUBLED_SCHEME = re.compile(r"https?:?//(?=https?://)", re.IGNORECASE)

# What decoding "&curren…", "&sect…" and the like leaves where "&currentPage=" was meant.
_ENTITIES = {
    sign: name
    for name, sign in sorted(html5.items())
    if not name.endswith(";") and name.islower() and len(sign) == 1 and not sign.isalnum()
    if not sign.isascii()
}
_DECODED = re.compile(rf"(?P<sign>[{''.join(_ENTITIES)}])(?=\w*=)")

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


@dataclass(frozen=True, slots=True)
class Reading:
    """The links found in a text, and the lines that no link was made of, as they were."""

    links: tuple[LinkValue, ...]
    rest: str


class _Found(NamedTuple):
    url: str
    start: int
    end: int
    label: str = ""


def read_links(text: str) -> Reading:
    """Return the labelled addresses in pasted text, in order, and what is left of it.

    Understands one link a line, `label(host), label(host),` runs, `label : <url>`, a label on
    the line above its address, addresses inside sentences, anchors of HTML, and `[label](url)`.
    E-mail addresses are no links.
    """
    links: list[LinkValue] = []
    rest: list[str] = []
    waiting = ""
    for line in _with_anchors_whole(text).splitlines():
        found = list(_addresses(line))
        if not line.strip():
            continue
        if not found:
            rest += [waiting] if waiting else []
            waiting = line
            continue
        labels = _labels(line, found)
        if waiting and not labels[0]:
            labels[0] = _label(waiting)
        elif waiting:
            rest.append(waiting)
        waiting = ""
        links += [
            LinkValue(label, address.url) for label, address in zip(labels, found, strict=True)
        ]
    rest += [waiting] if waiting else []
    return Reading(tuple(links), "\n".join(rest))


def addresses_in(text: str) -> Iterator[slice]:
    """Yield where in a text addresses stand that can be linked, in order, each as it was typed.

    What people write for an address of HTML or Markdown is text around it.
    """
    if "." not in text and "://" not in text:
        return
    place = 0
    for line in text.splitlines(keepends=True):
        for found in _plain_addresses(line, 0, len(line)):
            # That of `<address>` begins behind its sign.
            start = place + found.start + (line[found.start] == "<")
            if fault(found.url) is None:
                yield slice(start, start + len(found.url))
        place += len(line)


def href(url: str) -> str:
    """Return where a link to `url` leads: `https://` is put before an address without scheme.

    What nobody sees around an address does not belong to where it leads.
    """
    url = url.strip(_UNSEEN)
    return url if url.lower().startswith(("http://", "https://")) else f"https://{url}"


def display(url: str) -> str:
    """Return an address as people read it, without scheme and without a lone last slash."""
    plain = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    return plain.removesuffix("/") if plain.count("/") == 1 else plain


def fault(url: str) -> str | Promise | None:
    """Return why `url` cannot be linked, in words for the person, or None if it can.

    Of more than `URL_MAX` characters, which no link can have, nothing is read.
    """
    return TOO_LONG if len(url) > URL_MAX else _fault(url)


@lru_cache(maxsize=1024)
def _fault(url: str) -> str | Promise | None:
    # What nobody sees is no fault; `suggestion` offers the address without.
    url = without_invisible(url)
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


def suggestion(url: str) -> str | None:
    """Return the address that was probably meant, or None if `url` looks as it was meant."""
    return None if len(url) > URL_MAX else _suggestion(url)


@lru_cache(maxsize=1024)
def _suggestion(url: str) -> str | None:
    repaired = _DOUBLED_SCHEME.sub("", without_invisible(url))
    if not repaired.lower().startswith(("http://", "https://")):
        repaired = _MISTYPED_SCHEME.sub(r"http\g<secure>://", repaired, count=1)
    address, mark, query = repaired.partition("?")
    query = _DECODED.sub(lambda found: f"&{_ENTITIES[found['sign']]}", query)
    repaired = address + mark + query.replace("&amp;", "&")
    if fault(repaired) and len(inside := read_links(repaired).links) == 1:
        repaired = inside[0].url
    return None if repaired == url or fault(repaired) else repaired


def suggested_label(typed: str) -> str:
    """Return the label in what was typed as one address, such as `[label](address)`, or nothing."""
    inside = read_links(typed).links if len(typed) <= URL_MAX and fault(typed) else ()
    return inside[0].label if len(inside) == 1 else ""


def _is_host(host: str) -> bool:
    """Return whether a host could be one: dotted, an IPv6 address, or this very machine."""
    if host == "localhost" or ":" in host:
        return True
    labels = host.removesuffix(".").split(".")
    return len(labels) > 1 and all(re.fullmatch(r"\w(?:[\w-]*\w)?", label) for label in labels)


def _with_anchors_whole(text: str) -> str:
    """Return `text` with each anchor of HTML in one line."""
    return _ANCHOR.sub(lambda found: " ".join(found[0].split()), text) if "</" in text else text


def _addresses(line: str) -> Iterator[_Found]:
    """Yield the addresses in a line, in order."""
    place = 0
    for found in _labelled(line):
        yield from _plain_addresses(line, place, found.start)
        yield found
        place = found.end
    yield from _plain_addresses(line, place, len(line))


def _labelled(line: str) -> Iterator[_Found]:
    """Yield the addresses whose label is marked as theirs, in HTML or in Markdown."""
    for anchor in _ANCHOR.finditer(line) if "</" in line else ():
        label = unescape(_TAG.sub(" ", anchor["label"]))
        yield from _marked(anchor, anchor["url"].replace("&amp;", "&"), label)
    # Whoever writes the one does not write the other in the same line.
    for link in _MARKDOWN.finditer(line) if "](" in line and "</" not in line else ():
        yield from _marked(link, link["url"], link["label"].strip(_MARKS))


def _marked(match: re.Match[str], url: str, label: str) -> Iterator[_Found]:
    label = " ".join(label.split())
    if _ADDRESS.fullmatch(url):
        yield _Found(url, *match.span(), "" if _ADDRESS.fullmatch(label) else label)


def _plain_addresses(line: str, place: int, end: int) -> Iterator[_Found]:
    """Yield the addresses from one place of a line to another, each place read once."""
    while match := _BEGINNING.search(line, place, end):
        if match["angled"]:
            yield _Found(match["angled"], match.start(), match.end())
            place = match.end()
            continue
        reach, closed = match.end(), False
        if match["scheme"] or match["on"]:
            reach, closed = _reach(line, reach, end)
        goes_on = not closed and _INK.search(line, reach, end) is not None
        url = _without_sentence(line[match.start() : reach], goes_on=goes_on)
        place = match.start() + len(url)
        yield _Found(url, match.start(), place)


def _reach(line: str, place: int, end: int) -> tuple[int, bool]:
    """Return where an address ends, and whether at a bracket that was opened before it."""
    depth = 0
    while piece := _PIECE.match(line, place, end):
        depth += (piece[0] in "(（") - (piece[0] in ")）")
        if depth < 0:
            return place, True
        place = piece.end()
    return place, False


def _without_sentence(candidate: str, *, goes_on: bool) -> str:
    """Return a candidate without the stops and particles of the text around it, if it goes on."""
    url = candidate.strip(_UNSEEN).rstrip(_STOPS)
    if written_on := _WRITTEN_ON.fullmatch(url):
        return written_on[1]
    url = _LONG_PARTICLE.sub("", url)
    return _PARTICLE.sub("", url) if goes_on and url == candidate else url


def _labels(line: str, found: list[_Found]) -> list[str]:
    """Return a label, perhaps empty, for each address found in a line."""
    labels = [found[0].label or _label(line[: found[0].start])]
    for before, address in pairwise(found):
        labels.append(address.label or _label_between(line[before.end : address.start]))
    if labels == [""] and (said := _SAID_AFTER.fullmatch(line[found[0].end :])):
        return [_label(said["label"])]
    if labels == [""] and not _BULLETS.sub("", line[: found[0].start]).strip():
        named = _NAMED_AFTER.fullmatch(line[found[0].end :])
        return [_label(named["label"])] if named else labels
    return labels


def _label_between(text: str) -> str:
    """Return the label in the text between two addresses of a line."""
    if run := _NEXT_IN_RUN.match(text):
        return _label(text[run.end() :])
    sentence = _ATTACHED.sub("", text)
    return _label(re.split(r"[,;、]\s|[。，]", sentence)[-1])


def _label(text: str) -> str:
    """Return a label without its bullet, the sign before its address, or a sentence's start."""
    label = _BULLETS.sub("", text, count=1).rstrip(_LABEL_TAIL)
    quoted = _OPEN_QUOTE.search(label)
    label = (quoted["inside"] if quoted else label).strip()
    for opens, closes in _AROUND:
        inside = label[1:-1]
        if label == f"{opens}{inside}{closes}" and not {opens, closes} & set(inside):
            label = inside.strip()
    return label if re.search(r"\w", label) else ""
