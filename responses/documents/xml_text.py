"""Text for the XML of office documents, and their packages: same parts, same bytes. Pure."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from responses.domain.content.finding import addresses_in
from responses.domain.content.links import as_uri, href
from responses.domain.snapshot.carried import NAMESPACE

# What XML 1.0 has no way to say.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What stands in no address for programs that are strict: a percent sign alone, brackets, and a
# number sign behind the one before the fragment.
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
# The oldest time that a ZIP file can tell.
_TIME = (1980, 1, 1, 0, 0, 0)

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Span(NamedTuple):
    """A piece of a line, and where it leads, if it is an address."""

    text: str
    target: str = ""


def sayable(text: str) -> str:
    """Return text without what XML cannot say."""
    return text if text.isprintable() else _NO_XML.sub("", text)


def xml(text: str) -> str:
    """Return text as it stands in an element or an attribute, without what XML cannot say."""
    return escape(sayable(text))


def spans(line: str) -> Iterator[Span]:
    """Yield the pieces of a line, the addresses in it apart."""
    place = 0
    for found in addresses_in(line):
        if found.start > place:
            yield Span(line[place : found.start])
        yield Span(line[found], strict(line[found]))
        place = found.stop
    if place < len(line):
        yield Span(line[place:])


def strict(url: str) -> str:
    """Return where a link to an address leads as the strictest programs take it; "" is nowhere."""
    whole = as_uri(_LONE_PERCENT.sub("%25", href(url))) if url else ""
    if "#" not in whole and "[" not in whole and "]" not in whole:
        return whole
    address, sign, fragment = whole.partition("#")
    within = address.replace("[", "%5B").replace("]", "%5D")
    behind = fragment.replace("#", "%23").replace("[", "%5B").replace("]", "%5D")
    return f"{within}{sign}{behind}"


def carrier(text: str) -> str:
    """Return as a part of a package what a file carries beside what it shows."""
    return f'{DECLARATION}<answers xmlns="{NAMESPACE}">{xml(text)}</answers>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package of parts, in order; what says its type stands in it as it is."""
    into = BytesIO()
    with ZipFile(into, "w") as pack:
        for name, content in parts.items():
            entry = ZipInfo(name, _TIME)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            pack.writestr(entry, content)
    return into.getvalue()
