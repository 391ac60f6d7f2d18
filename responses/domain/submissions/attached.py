"""The files of answers in a submission: what each is called there, and the archive with them.

So do the pages that are kept of links. They stand in the store alone. A submission keeps its
archive without them, whose manifest names them; `whole` yields the archive that has its digest, a
piece at a time, the same again and again.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import crc32

from responses.characters import normalised
from responses.domain.content.content import files_in
from responses.domain.content.files import FileValue, fit_name
from responses.domain.files.stored import stream
from responses.domain.snapshot.snapshot import Snapshot

FOLDER, PAGES_FOLDER = "files/", "pages/"
"""Where they are in an archive: files of answers, and pages of links."""
MANIFEST = "manifest.json"
_NAME_MAX = 100
# How an archive that is not compressed ends; see the appendix on ZIP of any library.
_CENTRAL, _END = struct.Struct("<4s4B4HL2L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _UNIX = 20, 3


class Attached(NamedTuple):
    """One of them: its name in the archive, and the first answer that names it."""

    name: str
    question: str
    file: FileValue


class Filed(NamedTuple):
    """What an archive takes out of the store: its name there, its digest and its size."""

    name: str
    digest: str
    size: int


class _Entry(NamedTuple):
    name: str
    digest: str
    size: int
    crc: int


def attached(snapshot: Snapshot) -> list[Attached]:
    """Return the files that answers name, each once, in the order of the form. Pure.

    No two are called alike, on no system.
    """
    found: dict[str, Attached] = {}
    taken: set[str] = set()
    for answer in snapshot.answers_by_key.values():
        for file in files_in(answer.question, answer.content):
            if file.facts.digest not in found:
                name = _name(answer.question.number, file, taken)
                found[file.facts.digest] = Attached(name, answer.question.number, file)
    return list(found.values())


def _name(number: str, file: FileValue, taken: set[str]) -> str:
    """Return a name in the archive that is not taken, and take it."""
    fit = normalised(fit_name(f"{number} {file.name}", file.facts.type))
    stem, dot, end = fit.rpartition(".")
    for again in range(1, len(taken) + 2):
        mark = f" ({again})" if again > 1 else ""
        room = _NAME_MAX - len(FOLDER) - len(mark + dot + end)
        name = f"{FOLDER}{stem[:room].rstrip(' .')}{mark}{dot}{end}"
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def filed(files: Iterable[Attached]) -> Iterator[Filed]:
    """Yield what an archive takes out of the store for answers."""
    for each in files:
        yield Filed(each.name, each.file.facts.digest, each.file.facts.size)


def told(files: Iterable[Filed]) -> dict[str, dict[str, object]]:
    """Return what a manifest tells of files; each is read once."""
    return {
        each.name: {"bytes": each.size, "sha256": each.digest, "crc32": _crc(each.digest)}
        for each in files
    }


def is_stored(name: str) -> bool:
    """Return whether a file of an archive stands in the store alone."""
    return name.startswith((FOLDER, PAGES_FOLDER))


def measured(digest: str) -> tuple[int, str]:
    """Return the size and the SHA-256 of what is stored under a digest."""
    return measured_pieces(stream(digest))


def archive_digest(archive: bytes) -> str:
    """Return the digest of an archive with the files that its manifest names."""
    return measured_pieces(whole(archive))[1]


def has_files(archive: bytes) -> bool:
    """Return whether the manifest of an archive names files that stand in the store."""
    return bool(_entries(archive)[0])


def whole(archive: bytes) -> Iterator[bytes]:
    """Yield an archive with the files that its manifest names; as it is where it names none.

    So is one that cannot be read.
    """
    entries, date = _entries(archive)
    if not entries:
        yield archive
        return
    ends = archive.rindex(b"PK\x05\x06")
    *_, count, length, begins, _comment = _END.unpack(archive[ends : ends + _END.size])
    yield archive[:begins]
    place, central = begins, [archive[begins : begins + length]]
    for entry in entries:
        head = _head(entry, date)
        yield head
        yield from stream(entry.digest)
        central.append(_central(entry, date, place))
        place += len(head) + entry.size
    listed = b"".join(central)
    count += len(entries)
    yield listed + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), place, 0)


def whole_size(archive: bytes) -> int:
    """Return how many bytes `whole` yields."""
    entries, date = _entries(archive)
    heads = sum(len(_head(each, date)) + len(_central(each, date, 0)) for each in entries)
    return len(archive) + heads + sum(each.size for each in entries)


def _entries(archive: bytes) -> tuple[list[_Entry], tuple[int, ...]]:
    """Return the files that the manifest of an archive names, and the date of all."""
    try:
        with ZipFile(BytesIO(archive)) as pack:
            manifest: Mapping[str, Any] = json.loads(pack.read(MANIFEST))["files"]
            date = pack.getinfo(MANIFEST).date_time
        found = [
            _Entry(name, each["sha256"], each["bytes"], each["crc32"])
            for name, each in manifest.items()
            if is_stored(name)
        ]
    except (BadZipFile, KeyError, ValueError, TypeError):
        return [], ()
    return sorted(found), date


def _info(entry: _Entry, date: tuple[int, ...]) -> ZipInfo:
    info = ZipInfo(entry.name, date)  # type: ignore[arg-type]
    info.CRC, info.compress_size, info.file_size = entry.crc, entry.size, entry.size
    return info


def _head(entry: _Entry, date: tuple[int, ...]) -> bytes:
    return _info(entry, date).FileHeader(zip64=False)


def _central(entry: _Entry, date: tuple[int, ...], place: int) -> bytes:
    """Return how the list at the end of an archive names a file that begins at a place."""
    # As its head, which begins with a sign and ends with the name.
    head, name = _head(entry, date), entry.name.encode()
    fields = struct.unpack("<5H3L2H", head[4 : len(head) - len(name)])
    _needs, flags, method, time, day, crc, packed, size, length, extra = fields
    rest = (crc, packed, size, length, extra, 0, 0, 0, 0o644 << 16, place)
    made = (_VERSION, _UNIX, _VERSION, 0)
    return _CENTRAL.pack(b"PK\x01\x02", *made, flags, method, time, day, *rest) + name


def _crc(digest: str) -> int:
    found = 0
    for piece in stream(digest):
        found = crc32(piece, found)
    return found


def measured_pieces(pieces: Iterable[bytes]) -> tuple[int, str]:
    """Return the size and the SHA-256 of some pieces, one after the other."""
    size, digest = 0, sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()
