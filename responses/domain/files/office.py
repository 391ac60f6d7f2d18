"""What an archive of an Office program must not have in it: programs, and ways out. Pure.

Nothing but names is read, the types of members and what they lead to, and the few members that
have programs or ways out in them. One table says what is refused and why. What a PDF does when it
is opened is left to its reader, and the fields of a text, which Word asks about, are left to it.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from .unfit import Unfit, UnfitError

_READ_MAX = 16_000_000
"""How many bytes are read of an archive."""

REFUSED: Mapping[Unfit, Mapping[str, re.Pattern[str]]] = {
    Unfit.MACROS: {
        "name": re.compile(r"(.*/)?vbaproject[^/]*\.bin|(.*/)?(intl)?macrosheets/.*"),
        "type": re.compile(r".*(macroenabled|vbaproject|macrosheet).*"),
        "relation": re.compile(r"(vbaproject|xlmacrosheet|xlintlmacrosheet|wordvbadata)"),
        "script": re.compile(r"busy"),
    },
    Unfit.EMBEDDED: {
        # The workbook of a chart, and other documents without macros, are no programs.
        "name": re.compile(r".*/embeddings/(?!.*\.(xlsx|docx|pptx)$)[^/]+|(.*/)?activex/.+"),
        "type": re.compile(r".*(oleobject|activex).*"),
        "relation": re.compile(r"(oleobject|control|activexcontrolbinary)"),
        "object": re.compile(r"(?!chart).*"),
    },
    Unfit.OUTSIDE: {
        # A file that is opened there, of itself: a template, a picture, another workbook; and
        # what a database, a page or another program gives.
        "outside": re.compile(r"(?!hyperlink\b).*"),
    },
}
"""What is refused, by what tells it: the name of a member, its type, what it is to another one,
or is to another one that stands on another machine; in a document of Hancom, whether a script does
anything, and what an object is. All in small letters."""

# A drive, or a place on the same machine; `//server` and `file://server` are another one.
_HERE = re.compile(
    r"(?:file:)?/*[a-z]:(?:/.*)?|file:(?:/|///)?[^/].*|(?!//)(?![a-z][a-z0-9+.-]+:).*"
)


# A compound file, as objects of other programs are; in a document of Hancom perhaps behind its
# length. There a chart is one, too, beside its own member.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_CHART = bytes.fromhex("37a13d4c90dcb9479bed59dae352a280")
_HEADER = 512
_COMMENTS = re.compile(r"//[^\r\n\u2028\u2029]*|/\*.*?\*/", re.DOTALL)
# As Hancom writes it into every document: names for what is there, and functions of nothing.
_IDLE = re.compile(r"(?:var\w+(?:=[\w.]+)?;|function\w+\([\w,]*\)\{\};?)*")

Told = Iterator[tuple[str, str]]


def require_harmless(archive: ZipFile) -> None:
    """Raise `UnfitError` for what has programs in it, or fetches something from elsewhere.

    Raises `etree.LxmlError` for one that no program could open.
    """
    for how, said in _told(archive):
        for why, patterns in REFUSED.items():
            if how in patterns and patterns[how].fullmatch(said):
                raise UnfitError(why)


def _told(archive: ZipFile) -> Told:
    """Yield what tells something of an archive, and how it does."""
    left = _READ_MAX
    names = [(_name(member.filename), member) for member in archive.infolist()]
    yield from (("name", name) for name, _member in names)
    for name, member in names:
        read = next((read for named, read in _READERS if named.fullmatch(name)), None)
        if read is None:
            continue
        if read is not _object_in:
            left -= member.file_size
        if left < 0:
            raise UnfitError(Unfit.UNKNOWN)
        with archive.open(member) as opened:
            yield from read(opened)


def _name(name: str) -> str:
    return name.replace("\\", "/").lower()


def _relations_in(opened: IO[bytes]) -> Told:
    """Yield the types, or the relations, that a member names."""
    for element in _elements(opened):
        if said := element.get("ContentType"):
            yield "type", said.lower()
        if said := element.get("Type"):
            relation = said.rpartition("/")[2].lower()
            yield "relation", relation
            is_outside = element.get("TargetMode", "").lower() == "external"
            if is_outside and _is_elsewhere(element.get("Target", "")):
                yield "outside", relation


def _connections_in(opened: IO[bytes]) -> Told:
    """Yield where a workbook has data from: a text on this machine is none."""
    for element in _elements(opened):
        name = etree.QName(element).localname
        if name in {"dbPr", "webPr", "olapPr"} or (
            name == "textPr" and _is_elsewhere(element.get("sourceFile", ""))
        ):
            yield "outside", "connection"


def _links_in(opened: IO[bytes]) -> Told:
    """Yield which other programs a workbook asks for values."""
    names = (etree.QName(element).localname.lower() for element in _elements(opened))
    yield from (("outside", name) for name in names if name in {"ddelink", "olelink"})


def _items_in(opened: IO[bytes]) -> Told:
    """Yield what a document of Hancom has elsewhere, such as a picture."""
    for element in _elements(opened):
        if _is_elsewhere(element.get("href", "")):
            yield "outside", "item"


def _script_in(opened: IO[bytes]) -> Told:
    content = opened.read()
    has_mark = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    of_two = "utf-16" if has_mark else "utf-16-le"
    text = content.decode(of_two if has_mark or b"\0" in content else "utf-8-sig", "replace")
    idle = _IDLE.fullmatch("".join(_COMMENTS.sub(" ", text).split()))
    yield "script", "idle" if idle else "busy"


def _object_in(opened: IO[bytes]) -> Told:
    """Yield what an object in a document of Hancom is; a picture is none."""
    at = opened.read(len(_COMPOUND) + 4).find(_COMPOUND)
    if at < 0:
        return
    opened.seek(0)
    content = opened.read(_READ_MAX)[at:]
    sector = 1 << min(content[30], 12) if len(content) > _HEADER else 0
    # Where the list of its members begins, and of whose program the first of them says it is.
    begins = (int.from_bytes(content[48:52], "little") + 1) * sector
    yield "object", "chart" if content[begins + 80 : begins + 96] == _CHART else "other"


def _elements(opened: IO[bytes]) -> Iterator[Any]:
    reading = etree.iterparse(
        opened, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in reading:
        if event == "end":
            element.clear()
        elif isinstance(element.tag, str):
            yield element


def _is_elsewhere(target: str) -> bool:
    return not _HERE.fullmatch(unquote(target).strip().replace("\\", "/").lower())


_READERS: tuple[tuple[re.Pattern[str], Callable[[IO[bytes]], Told]], ...] = (
    (re.compile(r"\[content_types\]\.xml|.*\.rels"), _relations_in),
    (re.compile(r"(.*/)?connections\.xml"), _connections_in),
    (re.compile(r"(.*/)?externallinks/[^/]+\.xml"), _links_in),
    (re.compile(r"contents/content\.hpf"), _items_in),
    (re.compile(r"scripts/.+"), _script_in),
    (re.compile(r"bindata/.+"), _object_in),
)
"""Which members are read, by their names, and how."""
