"""Files that are archives of XML, opened within bounds that are judged before. Pure."""

import posixpath
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from responses.domain.files.judgement import require_short_list
from responses.domain.files.unfit import UnfitError
from responses.intake.refusals import DAMAGED, PROTECTED, TOO_LONG, TOO_MUCH, UnreadableFileError

MEMBERS_MAX = 2_000
MEMBER_MAX, ALL_MAX = 100_000_000, 200_000_000
XML_MAX = 32_000_000
WEIGHT_MAX = 1_400_000
"""How many signs that begin a tag or a value the XML of a file has at most: a tree of 150 MB."""

FAULTS = (
    *(BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error, KeyError),
    *(ValueError, IndexError, OverflowError, AttributeError, TypeError, etree.LxmlError),
)
"""What is raised by what a damaged file has in place of what belongs there."""

# As its strict variant calls what all programs write by another name.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
# In which session of Word something was typed: more than all else that it writes.
_REVISED = re.compile(rb' w:rsid[A-Za-z]{0,12}="[0-9A-F]{8}"')
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Related:
    """What a member of an archive names: of which kind, and where it is, perhaps outside."""

    kind: str
    target: str
    is_outside: bool


class Archive:
    """The members of an archive. Raises `UnreadableFileError` for one that is out of bounds."""

    def __init__(self, content: bytes) -> None:
        given = BytesIO(content)
        try:
            require_short_list(given, len(content))
            self._zip = ZipFile(given)
        except (UnfitError, *FAULTS) as error:
            raise UnreadableFileError(DAMAGED) from error
        self._members = self._zip.infolist()
        self._weight = 0
        _require_bounded(self._members)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of its members."""
        return frozenset(member.filename for member in self._members)

    def bytes_of(self, name: str, most: int = XML_MAX) -> bytes:
        """Return what is in a member, or raise what is one of `FAULTS`."""
        member = self._zip.getinfo(name)
        if member.file_size > most:
            raise UnreadableFileError(TOO_LONG)
        with self._zip.open(member) as opened:
            return opened.read(most)

    def size_of(self, name: str) -> int:
        """Return how many bytes are in a member."""
        return self._zip.getinfo(name).file_size

    def xml(self, name: str) -> Any:
        """Return the root of the XML in a member; None if there is no such member."""
        if name not in self.names:
            return None
        content = _REVISED.sub(b"", self.bytes_of(name))
        self._weight += weight(content)
        if self._weight > WEIGHT_MAX:
            raise UnreadableFileError(TOO_LONG)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return parsed(content)

    def related(self, name: str = "") -> Mapping[str, Related]:
        """Return what a member names by its keys; the archive itself, without a name."""
        folder, _, own = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{own}.rels"))
        found: dict[str, Related] = {}
        for each in () if root is None else root.iter(f"{_PACKAGE}Relationship"):
            kind = each.get("Type", "").rpartition("/")[2]
            target, is_outside = each.get("Target", ""), each.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[each.get("Id", "")] = Related(kind, target, is_outside)
        return found


def weight(content: bytes) -> int:
    """Return how much memory the tree of some XML takes, in signs."""
    return content.count(b"<") + 2 * content.count(b"=")


def parsed(content: bytes) -> Any:
    """Return the root of some XML, in which nothing but itself is looked up."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("no document of an office has a DTD")
    return root


def _require_bounded(members: list[ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFileError(PROTECTED)
    if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
        raise UnreadableFileError(DAMAGED)
    sizes = [member.file_size for member in members]
    if len(sizes) > MEMBERS_MAX or sum(sizes) > ALL_MAX or max(sizes, default=0) > MEMBER_MAX:
        raise UnreadableFileError(TOO_MUCH)
