"""Web addresses found in pasted lines and in running text. Pure.

No function here alters a byte of an address that it returns as somebody's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from responses.unseen import FILLERS, with_invisible, without_invisible
from responses.validators import NAMED_MAX

from .endings import ENDING, ENDS, NUMBERED, without_sentence
from .links import JOINS, LinkValue, fault

# In running text a host without a scheme is only believed under these top-level domains: those of
# countries, and the better known of the others.
_COUNTRIES = (
    "a[c-gil-oq-uwxz]|b[abd-jm-or-tvwyz]|c[acdf-ik-oru-z]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|"
    "g[abd-ilmnp-uwy]|h[kmnrtu]|i[del-oq-t]|j[emop]|k[eghimnprwyz]|l[abcikr-vy]|m[ac-eghk-z]|"
    "n[acefgilopruz]|om|p[ae-hk-nr-twy]|qa|r[eosuw]|s[a-eg-ik-or-vxyz]|t[cdf-hj-ortvwz]|"
    "u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
_TOP = (
    rf"(?:{_COUNTRIES}|com|net|org|info|biz|gov|edu|mil|int|app|dev|asia|blog|city|cloud|museum|"
    r"online|shop|site|store|tech|wiki|xyz|seoul|xn--[a-z0-9]+|한국|닷컴|닷넷)"
)
# Names of files end like names of countries, and names of programs begin like addresses turned
# around: README.md, list.do?id=3, com.seoul.app. Nor is a version or a telephone number a host.
_FILE = r"\w[\w-]*\.(?:cc|do|la|md|mk|mm|pl|ps|py|rs|sh|so)(?![\w./:-])"
_NUMBER = r"\d+(?:[.-]\d+)+\.[a-z]{2}(?![\w.])"
# A word or number between two is no part of either: "a.go.kr와b.go.kr", "a.go.kr②b.go.kr".
_LABEL = rf"(?!(?:kr|com|net|org)[가-힣]+[A-Za-z])[^\W{NUMBERED}](?:[^\W{NUMBERED}]|-)*"
_HOST = (
    rf"(?:(?i:www)\.(?:{_LABEL}\.)+[A-Za-z]{{2,}}|(?!{_FILE}|{_NUMBER}|(?:com|org|net|edu)\.)"
    rf"(?:(?=[A-Za-z0-9_]){_LABEL}|[^\WA-Za-z_{NUMBERED}]+)\.(?:{_LABEL}\.)*{_TOP})"
)
# One that is written on to a word: "누리집www.seoul.go.kr".
_GLUED = rf"(?<=[가-힣])(?:[A-Za-z][A-Za-z0-9-]*\.)+{_TOP}"
_SCHEME = "(?i:https?)://"
# Two addresses written as one: what joins them, or nothing. Between a path and a host without a
# scheme a comma or a word joins only under the top-level domains that offices have.
_AND_ALSO = "와|과|및|이?나|또는|혹은|그리고"
_SURELY = r"(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+(?:kr|com|net|org)(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"
_NEXT = (
    rf"(?:{JOINS}|[(（\[{{]|{_AND_ALSO})(?:{_SCHEME}|(?i:www)\.)|(?:[,;]|{_AND_ALSO}){_SURELY}|"
    rf"[-–~!&*+]{_SCHEME}|(?<=[\w)])(?<!%[0-9A-Fa-f][0-9A-Fa-f]){_SCHEME}|[·ㆍ・･•|｜]{_HOST}|{ENDING}"
)
_SIGN = rf"(?!{_NEXT})[^{ENDS}]"
_ANGLED = rf"<(?P<angled>(?:https?://|{_HOST}(?=[:/?#>]))[^\s<>]*)>"
# "a.go.kr/b.go.kr" is two hosts; "facebook.com/seoul.kr" is one, and a name.
_ALONE = rf"(?:(?<![\w@./-])|(?<=[{NUMBERED}])|(?<=\.kr/))"
_PATH = r"(?!(?<=\.kr)/(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+kr(?![A-Za-z0-9_-]|\.[A-Za-z0-9]))[/?#]"
_BARE = rf"(?:{_ALONE}{_HOST}|{_GLUED})(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])(?::\d+)?"
# A whole address; and where one begins, which then is read on piece by piece to where it ends, so
# that each sign of a line is looked at once, however many addresses there are in it.
_ADDRESS = re.compile(rf"{_ANGLED}|(?i:https?)://(?:{_SIGN})+|{_BARE}(?:{_PATH}(?:{_SIGN})*)?")
_BEGINNING = re.compile(
    rf"{_ANGLED}|(?P<scheme>(?i:https?)://(?={_SIGN}))|{_BARE}(?=(?P<on>{_PATH})?)"
)
_OPEN, _CLOSED = "(（[{", ")）]}"
_BRACKET = rf"[{re.escape(_OPEN + _CLOSED)}]"
# Signs with which nothing begins that ends an address: of those no more is asked, which takes a
# fifth of the time. Between these syllables stand all others.
_ENDING_SYLLABLES = "과그나또와이및혹"
_SYLLABLES = "".join(
    f"{chr(ord(before) + 1)}-{chr(ord(after) - 1)}"
    for before, after in pairwise(sorted(("\uabff", *_ENDING_SYLLABLES, "\ud7a4")))
)
_PLAIN_SIGNS = rf"(?:[A-GI-Za-gi-z0-9_/?#%:@${_SYLLABLES}]|\.(?!\.\.)|-(?![-=>Hh])|=(?![-=>]))+"
_PIECE = re.compile(rf"(?:{_PLAIN_SIGNS}|(?!{_BRACKET}){_SIGN})+|{_BRACKET}")
_INK = re.compile(r"\S")

# What makes more than brackets, stops and a particle of what stands behind an address.
_GOES_ON = re.compile(r"[0-9A-Za-z/?=&%#]")

LETTERS = "가나다라마바사아자차카타파하"
"""The letters that number items."""

_BULLETS = re.compile(
    r"^(?:\s*(?:[-•□■○◦●▪·―–—①-⒇㉠-㉻❶-❿]|\*(?=\s)|※))*\s*"
    rf"(?:(?:\d{{1,2}}|[{LETTERS}])[.)]\s+)?"
)
_AND = r"(?:및|와|과|그리고|또는|혹은|and|or|&)(?=\s|$)\s*"
_NEXT_IN_RUN = re.compile(
    rf"[)\]}}）】〕」』]*\s*(?:[,;，；、､|｜·ㆍᆞ・･•∙‧⋅：＋+/。…]+\s*(?:{_AND})?|{_AND})"
)
_ATTACHED = re.compile(r"^[)\]}）”’]+\S*|^(?![①-⒇㉠-㉻❶-❿])\S+")
_SAID_AFTER = re.compile(r"[)\]}）]*\s*(?:\t|[-–—:：]\s)\s*(?P<label>.+)")
# A name behind the address that begins a line, and no sentence that goes on: "… 영문 누리집".
_NAMED_AFTER = re.compile(
    r"[ \u3000]+(?!(?:에서|에|을|를|은|는|이|가|의|로|으로|와|과|및|참고|참조|확인)(?:\s|$))"
    r"(?P<label>[가-힣A-Z][^.?!。]{0,59}(?<!다)(?<!십시오)(?<!세요))[ \u3000]*"
)
# What is no word of its own: a particle of what it stands behind, what joins two addresses, and the
# number of an item.
_NO_WORDS = re.compile(
    r"[\W_]*(?:(?:에서|으로|에|을|를|로|은|는|이|가|의|와|과|도|등|및)(?!\w))?"
    r"[\W_]*(?:(?:및|와|과|그리고|또는|혹은|and|or)(?!\w))?"
    rf"[\W_]*(?:[(（]?(?:\d{{1,2}}|[{LETTERS}])[.)）]|[{NUMBERED}])?[\W_]*"
)
# A longer text has words, whatever they are.
_FEW = 40
_RUN = re.compile(r"([\W_])[\W_]*([\W_])")
_OPEN_QUOTE = re.compile(r"[“‘「『](?P<inside>[^“”‘’「」『』]+)$")
_LABEL_TAIL = " \t\u3000([{（<＜［｛【〔「『〈《:：=→⇒,;-–—"

# A link out of a web page or a mail: its address and its label, each of bounded length, as what is
# none is tried from many places. The address is looked ahead for and then taken whole: possessive
# quantifiers, which say the same, match wrongly in Debian 12's Python 3.11.2.
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,1000}?\bhref\s{0,9}=\s{0,9}(?P<quote>[\"']?)(?=(?P<url>[^\s\"'<>]{1,2000}))"
    r"(?P=url)(?P=quote)[^<>]{0,1000}>"
    # One that nobody closed has what stands behind it in its line.
    r"(?:(?P<label>(?:(?!</?a\b).){0,500})</a\s{0,9}>|(?P<open>(?:(?!</?a\b)[^\n]){0,500}))",
    re.IGNORECASE | re.DOTALL,
)
_OPENS_ANCHOR = re.compile(r"<a\s", re.IGNORECASE)
_TAG = re.compile("<[^<>]*>")
# A link as Markdown writes it, perhaps with a title behind its address.
_MARKDOWN = re.compile(
    r"!?\[(?P<label>(?:\\.|[^\[\]\\]|\[[^\[\]]{0,100}\]){0,500})\]"
    r"\(\s*<?(?P<url>(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+[\"'](?P<title>[^\"']*)[\"'])?\s*\)"
)
_MARKS = "*_`"
# A label that stands in these as a whole is what stands within.
_AROUND = (("[", "]"), ('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"))


@dataclass(frozen=True, slots=True)
class Reading:
    """The links found in a text, and the lines that no link was made of, as they were.

    `behind` is what stands in a line with addresses, before, between or behind them, and is no name
    of any.
    """

    links: tuple[LinkValue, ...]
    rest: str
    behind: tuple[str, ...] = field(default=(), compare=False)

    @property
    def left(self) -> str:
        """All that is in no link, in lines."""
        return "\n".join([*([self.rest] if self.rest else ()), *self.behind])


class _Found(NamedTuple):
    url: str
    start: int
    end: int
    label: str = ""
    said: str = ""
    """What is marked as its title besides."""


def read_links(text: str) -> Reading:
    """Return the labelled addresses in pasted text, in order, and what is left of it.

    Understands one link a line, `label(host), label(host),` runs, `label : <url>`, a label on
    the line above its address, addresses inside sentences, anchors of HTML, and `[label](url)`.
    E-mail addresses are no links.
    """
    links: list[LinkValue] = []
    rest: list[str] = []
    behind: list[str] = []
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
        behind += _left(line, found, labels)
        if waiting and not labels[0]:
            labels[0] = _label(waiting)
            behind[:0] = _beside(waiting, labels[0])
        elif waiting:
            rest.append(waiting)
        waiting = ""
        links += [
            LinkValue(label, address.url) for label, address in zip(labels, found, strict=True)
        ]
    rest += [waiting] if waiting else []
    return Reading(tuple(links), "\n".join(rest), tuple(behind))


def addresses_in(text: str) -> Iterator[slice]:
    """Yield where in a text addresses stand that can be linked, in order, each as it was typed.

    What people write for an address of HTML or Markdown is text around it. A host in quotes is
    spoken of, and no link.
    """
    for place, line, found in _linkable(text):
        # That of `<address>` begins behind its sign.
        start = place + found.start + (line[found.start] == "<")
        yield slice(start, start + len(found.url))


def named_in(text: str) -> Iterator[str]:
    """Yield the addresses that a text gives as evidence, as they were typed: its first ones."""
    return (text[at] for at in islice(addresses_in(text), NAMED_MAX))


def names_too_many(text: str) -> bool:
    """Return whether a text has more addresses than those that it gives as evidence."""
    if text.count(".") + text.count("://") <= NAMED_MAX:
        return False
    return next(islice(addresses_in(text), NAMED_MAX, None), None) is not None


def links_in(text: str) -> Iterator[tuple[slice, LinkValue]]:
    """Yield where addresses stand in a text as `addresses_in` does, with the words before each."""
    above: dict[int, str] = {}
    place, waiting = 0, ""
    for line in text.splitlines(keepends=True):
        above[place] = waiting
        place += len(line)
        waiting = line.strip() or waiting
    for place, group in groupby(_linkable(text), key=lambda each: each[0]):
        found = [(line, each) for _, line, each in group]
        line = found[0][0]
        labels = _labels(line, [each for _, each in found])
        if not labels[0] and not _has_address(above[place]):
            labels[0] = _label(above[place])
        for (_, each), label in zip(found, labels, strict=True):
            start = place + each.start + (line[each.start] == "<")
            yield slice(start, start + len(each.url)), LinkValue(label, each.url)


def _has_address(line: str) -> bool:
    return next(_plain_addresses(line, 0, len(line)), None) is not None


def _linkable(text: str) -> Iterator[tuple[int, str, _Found]]:
    """Yield the addresses that can be linked, each with its line and where that begins."""
    if "." not in text and "://" not in text:
        return
    place = 0
    for line in text.splitlines(keepends=True):
        for found in _plain_addresses(line, 0, len(line)):
            if fault(found.url) is None and not _is_mentioned(line, found):
                yield place, line, found
        place += len(line)


def places_of_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand in a text, linkable or not, as if no character were unseen."""
    seen = without_invisible(text)
    at = _places_of_seen(text) if len(seen) < len(text) else None
    place = 0
    for line in seen.splitlines(keepends=True):
        for found in _plain_addresses(line, 0, len(line)):
            start = place + found.start + (line[found.start] == "<")
            end = start + len(found.url)
            yield (at[start], at[end - 1] + 1) if at else (start, end)
        place += len(line)


def _places_of_seen(text: str) -> list[int]:
    """Return where each character that `without_invisible` leaves stands in a text."""
    # No text holds U+0000.
    marked = with_invisible(text, lambda sign: sign if sign in FILLERS else "\0")
    return [place for place, sign in enumerate(marked) if sign != "\0"]


def one_address_in(typed: str) -> str | None:
    """Return the address that what was typed as one begins with, if nothing else is in it.

    Behind it there may be brackets, stops and particles.
    """
    found = next(_plain_addresses(typed, 0, len(typed)), None)
    if found is None or not typed.startswith(found.url):
        return None
    return None if _GOES_ON.search(typed, len(found.url)) else found.url


def _is_mentioned(line: str, found: _Found) -> bool:
    """Return whether a text speaks of an address as of a word: 'www.seoul.go.kr'."""
    around = line[found.start - 1 : found.start] + line[found.end : found.end + 1]
    return around == "''" and "://" not in found.url


def _with_anchors_whole(text: str) -> str:
    """Return `text` with each anchor of HTML in one line."""
    has_anchor = _OPENS_ANCHOR.search(text)
    return _ANCHOR.sub(lambda found: " ".join(found[0].split()), text) if has_anchor else text


def in_line(line: str) -> list[slice]:
    """Return where addresses stand in a line, in order; none where one is marked with a label."""
    found = list(_addresses(line))
    if any(each.label for each in found) or "](" in line or "<a " in line.lower():
        return []
    starts = (each.start + (line[each.start] == "<") for each in found)
    return [slice(at, at + len(each.url)) for at, each in zip(starts, found, strict=True)]


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
    for anchor in _ANCHOR.finditer(line) if _OPENS_ANCHOR.search(line) else ():
        label = unescape(_TAG.sub(" ", anchor["label"] or anchor["open"] or ""))
        yield from _marked(anchor, anchor["url"].replace("&amp;", "&"), label)
    # Whoever writes the one does not write the other in the same line.
    for link in _MARKDOWN.finditer(line) if "](" in line and "</" not in line else ():
        yield from _marked(link, link["url"], link["label"].strip(_MARKS), link["title"] or "")


def _marked(match: re.Match[str], url: str, label: str, title: str = "") -> Iterator[_Found]:
    label = " ".join(label.split())
    if not _ADDRESS.fullmatch(url):
        return
    if not _ADDRESS.fullmatch(label):
        yield _Found(url, *match.span(), label, title)
    else:  # names the address itself, unless it is another
        other = "" if label.removesuffix("/") in url else label
        yield _Found(url, *match.span(), "", " ".join(filter(None, (other, title))))


def _plain_addresses(line: str, place: int, end: int) -> Iterator[_Found]:
    """Yield the addresses from one place of a line to another, each place read once."""
    while match := _BEGINNING.search(line, place, end):
        if match["angled"]:
            yield _Found(match["angled"], match.start(), match.end())
            place = match.end()
            continue
        reach, closed, goes_on_at = match.end(), False, 0
        if match["scheme"] or match["on"]:
            reach, closed, goes_on_at = _reach(line, reach, end)
        goes_on = not closed and _INK.search(line, reach, end) is not None
        url = without_sentence(line[match.start() : reach], goes_on=goes_on)
        last = match.start() + len(url)
        # Behind a bracket that nobody closed no place is read twice.
        place = goes_on_at if goes_on_at > reach else last
        yield _Found(url, match.start(), last)


def _reach(line: str, place: int, end: int) -> tuple[int, bool, int]:
    """Return where an address ends, whether at a bracket, and where to go on.

    A bracket that was opened before it ends it, and one that it opens and does not close is no part
    of it: "…/index.do(main page)".
    """
    opened: list[int] = []
    while piece := _PIECE.match(line, place, end):
        if piece[0] in _OPEN:
            opened.append(place)
        elif piece[0] in _CLOSED and not opened:
            return place, True, place
        elif piece[0] in _CLOSED:
            opened.pop()
        place = piece.end()
    return (opened[0], True, place) if opened else (place, False, place)


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


def _left(line: str, found: list[_Found], labels: list[str]) -> Iterator[str]:
    """Yield all words of a line that are in no address and in no label.

    They may well be the end of an address with a blank in it.
    """
    before = 0
    for address, label in zip(found, labels, strict=True):
        yield from _beside(line[before : address.start], "" if address.label else label)
        yield from [address.said] if address.said else ()
        before = address.end
    behind = line[before:]
    is_named = len(found) == 1 and not found[0].label and not _label(line[: found[0].start])
    yield from _beside(behind, labels[0] if is_named else "")


def _beside(text: str, label: str) -> Iterator[str]:
    """Yield the words of a text on both sides of the label that was taken from it."""
    before, _, after = text.rpartition(label) if label else (text, "", "")
    yield from (each.strip() for each in (before, after) if not _has_no_words(each))


def _has_no_words(text: str) -> bool:
    few = squeezed(text)
    return len(few) <= _FEW and _NO_WORDS.fullmatch(few) is not None


def squeezed(text: str) -> str:
    """Return a text with the first and the last sign alone of each run of signs and blanks.

    Patterns that look for few words among signs may try each way to part a run, of which there are
    few then.
    """
    return _RUN.sub(r"\1\2", text)


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
