"""A backup is read as it was written, or not at all."""

import gzip
import json
from io import BufferedReader, BytesIO

import pytest

from responses.domain.backups.archive import (
    DAMAGED,
    FOREIGN,
    NEWER,
    ArchiveHead,
    ArchiveWriter,
    BackupError,
    StoredRow,
    read,
)

HEAD = ArchiveHead(
    "2030-05-06T09:00:00.000001+00:00", [("app", "0001_first")], {"TIME_ZONE": "UTC"}
)


def written() -> bytes:
    file = BytesIO()
    archive = ArchiveWriter(file, HEAD)
    archive.table("city", ["id", "name"])
    archive.row([1, "서울"], None)
    archive.row([2, None], None)
    archive.table("empty", ["id"])
    assert archive.end() == {"city": 2, "empty": 0}
    return file.getvalue()


def reading(content: bytes) -> tuple[ArchiveHead, list[StoredRow]]:
    head, rows = read(BufferedReader(BytesIO(content)))
    return head, list(rows)


def test_it_reads_back_and_equal_contents_are_equal_files() -> None:
    head, rows = reading(written())
    assert head == HEAD
    assert [(row.table, row.columns, row.values) for row in rows] == [
        ("city", ["id", "name"], [1, "서울"]),
        ("city", ["id", "name"], [2, None]),
    ]
    assert written() == written()


def test_a_changed_byte_or_a_lost_end_is_found_wherever_it_is() -> None:
    content = written()
    # Bytes 3 to 9 are flags and a date of the compression, and hold nothing of ours.
    for place in [0, 1, 2, *range(10, len(content))]:
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(BackupError):
            reading(bytes(changed))
    for length in range(len(content)):
        with pytest.raises(BackupError):
            reading(content[:length])


def lines(content: bytes) -> list[bytes]:
    return gzip.decompress(content).splitlines(keepends=True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda all_of: all_of[:-1], DAMAGED),
        (lambda all_of: [*all_of[:2], *all_of[3:]], DAMAGED),
        (lambda all_of: [*all_of[:2], all_of[3], all_of[2], *all_of[4:]], DAMAGED),
        (lambda all_of: [*all_of, b"[3,null]\n"], DAMAGED),
        (lambda all_of: [all_of[0].replace(b"0001", b"0002"), *all_of[1:]], DAMAGED),
        (lambda all_of: [all_of[0].replace(b'"migrations":', b'"m":'), *all_of[1:]], DAMAGED),
        (lambda all_of: [*all_of[:2], b'"a text"\n', *all_of[2:]], DAMAGED),
        (lambda all_of: [all_of[0].replace(b"backup/1", b"backup/2"), *all_of[1:]], NEWER),
        (lambda all_of: [all_of[0].replace(b"lgq-desk-", b""), *all_of[1:]], FOREIGN),
        (lambda _all_of: [b"a\n"], FOREIGN),
        (lambda _all_of: [json.dumps([1]).encode()], FOREIGN),
        (lambda _all_of: [], FOREIGN),
    ],
)
def test_it_says_why_it_is_none(changed: object, said: str) -> None:
    assert callable(changed)
    content = b"".join(changed(lines(written())))
    with pytest.raises(BackupError, match=said):
        reading(gzip.compress(content))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"\x1f", b"PK\x03\x04"])
def test_other_files_are_foreign(content: bytes) -> None:
    with pytest.raises(BackupError, match=FOREIGN):
        reading(content)
