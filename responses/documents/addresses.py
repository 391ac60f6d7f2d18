"""Every address that a response gives, in the form's order, as programs read it out of print. Pure.

In an answer an address breaks where its line ends, and no program puts it together again. So a
document ends with a list in which each stands whole on a line, behind the number of its question.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from responses.domain.content.finding import addresses_in
from responses.domain.content.kinds import KINDS
from responses.domain.content.links import as_uri, fault, href
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.snapshot import Snapshot

# In points: how large a line may be set, down to what can still be read, and how long one is.
_SIZES, _LINE = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5), 725.0
# Down to which size an address as it was typed may stand beside itself.
_COMFORTABLE = 6.5
# How wide letters are at most, in ems.
_NARROW, _WIDE = frozenset("fijlrtI!'()-./:;[]|"), frozenset("%@MWmw")
_EM_NARROW, _EM, _EM_CAPITAL, _EM_WIDE = 0.42, 0.58, 0.72, 0.95
_BESIDE = 12.0
"""How many ems an address as it was typed takes beside itself."""

_PARTS = re.compile(r"(?P<scheme>[^:]*)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL)
_PORT = re.compile(r"(?::\d+)?\Z")
_PLAIN = re.compile("[!-~가-힣]*")
# What programs take for the end of an address, and what no font may have. In a path, a semicolon
# that is written otherwise leads elsewhere.
_ENDS_PATH = re.compile(r'[^!-~가-힣]|["(),<>\[\\\]^`{|}]')
_ENDS = re.compile(rf"{_ENDS_PATH.pattern}|;")


class PrintedAddress(NamedTuple):
    """One address of an answer: where its link leads, and how it stands in the list.

    `whole` is the address as a program reads it; `typed` as it was typed, empty where that is the
    same, which stands `below` where a line has no room for both. A line is set in `tenths` of a
    point; one that `breaks` would be too small to be read.
    """

    number: str
    target: str
    whole: str
    typed: str
    tenths: int
    below: bool
    breaks: bool


def printed_addresses(snapshot: Snapshot, *languages: str) -> list[PrintedAddress]:
    """Return the addresses of all answers in some languages, each once a question.

    And those of services that are printed, behind their codes.
    """
    read = [snapshot.in_language(language).sections for language in languages]
    return [
        _printed(answers[0].question.number, url)
        for sections in zip(*read, strict=True)
        for answers in zip(*(section.answers for section in sections), strict=True)
        for url in dict.fromkeys(url for answer in answers for url in addresses_of(answer))
    ] + [
        _printed(each.code, each.url) for each in snapshot.services if not _leads_nowhere(each.url)
    ]


def _leads_nowhere(url: str) -> bool:
    return not url or fault(url) is not None


def addresses_of(answer: AnswerSnapshot) -> Iterator[str]:
    """Yield the addresses of an answer that can be followed, as they were typed."""
    content = answer.content
    yield from _within(content.nothing_to_report)
    for part in answer.question.parts:
        if part.key not in content.parts:
            continue
        kind, value = KINDS[part.kind], content.parts[part.key]
        for link in kind.evidence(value):
            yield from _within(link.url) if fault(link.url) else (link.url,)
        for phrase in kind.phrases(value):
            yield from _within(phrase.text)


def as_programs_read(url: str) -> str:
    """Return where an address leads, in signs that every program takes for a part of it."""
    found = _PARTS.match(href(url))
    if not found:
        return as_uri(href(url))
    path, rest = _ENDS_PATH.sub(_quoted, found["path"]), _ENDS.sub(_quoted, found["rest"])
    return f"{found['scheme'].lower()}://{_host(found['host'])}{path}{rest}"


def _host(host: str) -> str:
    if _PLAIN.fullmatch(host):
        return host
    name = _PORT.sub("", host)
    try:
        return name.encode("idna").decode() + host[len(name) :]
    except UnicodeError:
        return host


def _quoted(sign: re.Match[str]) -> str:
    return quote(sign[0], safe="")


def _within(text: str) -> Iterable[str]:
    return (text[found] for found in addresses_in(text))


def _printed(number: str, url: str) -> PrintedAddress:
    whole = as_programs_read(url)
    typed = "" if url == whole else url
    alone = _ems(whole)
    size, below = _size(alone), bool(typed)
    if typed and (beside := _size(alone + _BESIDE + _ems(typed))) and beside >= _COMFORTABLE:
        size, below = beside, False
    tenths = int(10 * (size or _SIZES[0]))
    return PrintedAddress(
        number, as_uri(href(url)), whole, typed, tenths, below, breaks=size is None
    )


def _size(ems: float) -> float | None:
    """Return in which size so many ems fit on a line, if in any."""
    return next((size for size in _SIZES if ems * size <= _LINE), None)


def _ems(text: str) -> float:
    """Return how wide a text is, at most."""
    return sum(map(_em, text))


def _em(sign: str) -> float:
    if sign in _NARROW:
        return _EM_NARROW
    if sign in _WIDE or not sign.isascii():
        return _EM_WIDE
    return _EM_CAPITAL if sign.isupper() else _EM
