"""What a file is, told by what is in it and never by its name. Pure.

A name says at most why what is in it is of no type.
"""

import codecs
import csv
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, StringIO
from itertools import islice, pairwise
from tempfile import TemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from .locked import is_locked_hancom, is_locked_office, is_locked_pdf
from .office import require_harmless
from .pictures import write_anew
from .unfit import Unfit, UnfitError

BYTES_MAX = 20_000_000
_READ = 64 * 1024
_HEAD = 16
_TEXT_HEAD = 4096
# A picture begins with one of these, and a PDF with its own.
_PICTURES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
# Before a PDF may stand what its readers pass over; it ends with where its list of objects is.
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_PDF_END, _PDF_TAIL = (b"startxref", b"%%EOF"), 64 * 1024
_ZIP = b"PK\x03\x04"
# The end of an archive: how many entries it has, and how long their list is.
_ZIP_END, _ZIP_END_SIZE, _ZIP64 = b"PK\x05\x06", 22, b"PK\x06\x07"
_LIST_MAX = 1_000_000
# Which type an archive is that has a member.
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_CONTENTS = "[Content_Types].xml"
_HWPX = b"application/hwp+zip"
_FAULTS = (
    *(BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError),
    *(zlib.error, etree.LxmlError),
)
# What documents with a password begin with, those of older Office programs, and HWP.
_OLDER = bytes.fromhex("d0cf11e0a1b11ae1")
_ENDS = (".png", ".jpg", ".jpeg", ".webp", ".pdf", ".docx", ".xlsx", ".hwpx", ".csv")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# As spreadsheets write them: in Korea, Excel takes the second where it is not asked. Its "Unicode
# text" has a mark.
_ENCODINGS, _OF_TWO_BYTES = ("utf-8-sig", "cp949"), "utf-16"
_SEPARATORS = ",;\t"
# How many of the first rows are looked at: above the head of a table may stand what it is.
_ROWS = 20
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[(?:\s*[\[{\"]|[^\n]*\]\s*\Z))")


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that can be taken: its type, and its bytes as they are to be stored."""

    type: str
    bytes: IO[bytes]
    width: int = 0
    height: int = 0


@contextmanager
def judged(given: IO[bytes], name: str = "") -> Iterator[Judged]:
    """Give a file as it is to be stored: a picture written anew, any other as it is.

    Raises `UnfitError`; whoever knows the name of the file is told if that promises more than is
    in it.
    """
    found = type_at_sight(given, name)
    if found in _PICTURES:
        with TemporaryFile() as written:
            width, height = write_anew(given, found, written)
            yield Judged(found, written, width, height)
    else:
        yield Judged(found, given)


def type_at_sight(given: IO[bytes], name: str = "") -> str:
    """Return the type of a file; of a picture that is not decoded, the one that it begins as.

    Raises `UnfitError` as `judged` does.
    """
    size = given.seek(0, SEEK_END)
    if not size:
        raise UnfitError(Unfit.EMPTY)
    if size > BYTES_MAX:
        raise UnfitError(Unfit.TOO_LARGE)
    given.seek(0)
    head = given.read(_HEAD)
    for key, begins in _PICTURES.items():
        if begins.match(head):
            return key
    try:
        return _type_of(given, head, size)
    except UnfitError as refusal:
        if refusal.why is Unfit.UNKNOWN and _is_other_than(name, head):
            raise UnfitError(Unfit.NOT_AS_NAMED) from refusal
        raise


def _is_other_than(name: str, head: bytes) -> bool:
    """Return whether the name of a file of no type says that it is one.

    Not of one that has a password, or is of an older program: that is well known.
    """
    return name.lower().endswith(_ENDS) and not head.startswith(_OLDER)


def _type_of(given: IO[bytes], head: bytes, size: int) -> str:
    if _PDF.match(head):
        _require_readable_pdf(given, size)
        return "pdf"
    if head.startswith(_OLDER) and is_locked_office(given):
        raise UnfitError(Unfit.LOCKED)
    if head.startswith(_ZIP):
        return _type_of_archive(given, size)
    if _is_table(given):
        return "csv"
    raise UnfitError(Unfit.UNKNOWN)


def _require_readable_pdf(given: IO[bytes], size: int) -> None:
    """Raise `UnfitError` for a PDF of which the end is missing, or that asks for a password."""
    given.seek(max(0, size - _PDF_TAIL))
    tail = given.read()
    if not any(end in tail for end in _PDF_END):
        raise UnfitError(Unfit.DAMAGED)
    if is_locked_pdf(given):
        raise UnfitError(Unfit.LOCKED)


def _type_of_archive(given: IO[bytes], size: int) -> str:
    """Return which kind of document an archive is; little more than its list is read of it."""
    require_short_list(given, size)
    try:
        with ZipFile(given) as archive:
            names = archive.namelist()
            require_harmless(archive)
            if _CONTENTS in names:
                found = [key for name, key in _MEMBERS.items() if name in names]
                if len(found) == 1:
                    return found[0]
            if "mimetype" in names:
                with archive.open("mimetype") as said:
                    is_hancom = said.read(len(_HWPX) + 2).strip() == _HWPX
                if is_hancom and is_locked_hancom(archive):
                    raise UnfitError(Unfit.LOCKED)
                if is_hancom:
                    return "hwpx"
    except _FAULTS as error:
        raise UnfitError(Unfit.DAMAGED) from error
    raise UnfitError(Unfit.UNKNOWN)


def require_short_list(given: IO[bytes], size: int) -> None:
    """Raise `UnfitError` where the list of an archive would take more memory than its bytes."""
    given.seek(max(0, size - _ZIP_END_SIZE - 0xFFFF - len(_ZIP64) - 16))
    tail = given.read()
    at = tail.rfind(_ZIP_END)
    if at < 0 or len(tail) - at < _ZIP_END_SIZE:
        raise UnfitError(Unfit.DAMAGED)
    if _ZIP64 in tail[max(0, at - 20) : at]:
        raise UnfitError(Unfit.UNKNOWN)
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _LIST_MAX:
        raise UnfitError(Unfit.UNKNOWN)


def _is_table(given: IO[bytes]) -> bool:
    """Return whether a file is text in lines of values, in an encoding that spreadsheets write."""
    given.seek(0)
    has_mark = given.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    encodings = (_OF_TWO_BYTES,) if has_mark else _ENCODINGS
    return any(_is_table_in(given, encoding) for encoding in encodings)


def _is_table_in(given: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    head = ""
    try:
        for chunk in _chunks(given):
            text = decoder.decode(chunk)
            if _CONTROLS.search(text):
                return False
            head += text[: max(0, _TEXT_HEAD - len(head))]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not head.lstrip().startswith("<") and not is_json(head) and _has_rows(head)


def is_json(text: str) -> bool:
    """Return whether a text begins as JSON does, and is no table whatever signs it has."""
    return bool(_JSON.match(text))


def _has_rows(text: str) -> bool:
    """Return whether the only row of a text has several cells, or two that follow one another."""
    return any(_is_separated(text, sign) for sign in _SEPARATORS)


def _is_separated(text: str, sign: str) -> bool:
    rows = csv.reader(StringIO(text.lstrip(), newline=""), delimiter=sign)
    try:
        counts = [len(row) for row in islice(rows, _ROWS) if any(map(str.strip, row))]
    except csv.Error:
        return False
    return counts[0] > 1 if len(counts) == 1 else any(a == b > 1 for a, b in pairwise(counts))


def _chunks(given: IO[bytes]) -> Iterator[bytes]:
    given.seek(0)
    while chunk := given.read(_READ):
        yield chunk
