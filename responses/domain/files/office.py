"""What an archive of an Office program must not have in it: programs, and ways out. Pure.

Nothing but names, the types of members and what they lead to is read. One table says what is
refused and why.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from .unfit import Unfit, UnfitError

TYPES_MEMBER = "[content_types].xml"
_READ_MAX = 16_000_000
"""How many bytes of types and relations are read of an archive."""

REFUSED: Mapping[Unfit, Mapping[str, re.Pattern[str]]] = {
    Unfit.MACROS: {
        "name": re.compile(r"(.*/)?vbaproject[^/]*\.bin|(.*/)?(intl)?macrosheets/.*"),
        "type": re.compile(r".*(macroenabled|vbaproject|macrosheet).*"),
        "relation": re.compile(r"(vbaproject|xlmacrosheet|xlintlmacrosheet|wordvbadata)"),
    },
    Unfit.EMBEDDED: {
        # The workbook of a chart, and other documents without macros, are no programs.
        "name": re.compile(r".*/embeddings/(?!.*\.(xlsx|docx|pptx)$)[^/]+|(.*/)?activex/.+"),
        "type": re.compile(r".*(oleobject|activex).*"),
        "relation": re.compile(r"(oleobject|control|activexcontrolbinary)"),
    },
    Unfit.OUTSIDE: {
        # A file that is opened there, of itself: a template, a picture, another workbook.
        "outside": re.compile(r"(?!hyperlink\b).*"),
    },
}
"""What is refused, by what tells it: the name of a member, its type, what it is to another one,
or is to another one that stands on another machine. All in small letters."""

# A drive, or a place on the same machine; `//server` and `file://server` are another one.
_HERE = re.compile(
    r"(?:file:)?/*[a-z]:(?:/.*)?|file:(?:/|///)?[^/].*|(?!//)(?![a-z][a-z0-9+.-]+:).*"
)


def require_harmless(archive: ZipFile) -> None:
    """Raise `UnfitError` for what has programs in it, or fetches something from elsewhere.

    Raises `etree.LxmlError` for one that no program could open.
    """
    for how, said in _told(archive):
        for why, patterns in REFUSED.items():
            if how in patterns and patterns[how].fullmatch(said):
                raise UnfitError(why)


def _told(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield what tells something of an archive, and how it does."""
    left = _READ_MAX
    members = archive.infolist()
    for member in members:
        yield "name", member.filename.replace("\\", "/").lower()
    for member in members:
        name = member.filename.replace("\\", "/").lower()
        if name != TYPES_MEMBER and not name.endswith(".rels"):
            continue
        left -= member.file_size
        if left < 0:
            raise UnfitError(Unfit.UNKNOWN)
        with archive.open(member) as opened:
            yield from _said_in(opened)


def _said_in(opened: Any) -> Iterator[tuple[str, str]]:
    """Yield the types, or the relations, that a member names."""
    reading = etree.iterparse(
        opened, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in reading:
        if event == "end":
            element.clear()
            continue
        if said := element.get("ContentType"):
            yield "type", said.lower()
        if said := element.get("Type"):
            relation = said.rpartition("/")[2].lower()
            yield "relation", relation
            target = unquote(element.get("Target", "")).strip().replace("\\", "/").lower()
            is_outside = element.get("TargetMode", "").lower() == "external"
            if is_outside and not _HERE.fullmatch(target):
                yield "outside", relation
