"""The format of a backup: lines of JSON, compressed, that any program can read.

The first line is the `ArchiveHead`. Then comes each table, an object with its name and columns,
and its rows, a list each. The last line has the number of rows of each table, and the SHA-256
of all lines before it: without it a backup is not whole.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from typing import IO, Any, Self

FORMAT = "lgq-desk-backup/1"
_OURS = "lgq-desk-backup/"

_COMPRESSED = b"\x1f\x8b"
_LONGEST_HEAD = 1024 * 1024
FOREIGN = "it is not a backup of LGQ Desk"
NEWER = "it was made by a newer version of LGQ Desk: install that version first"
DAMAGED = "it is damaged or incomplete"


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message says why."""


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """What a backup says of itself.

    `made_at` is its moment: what was acknowledged before is in it. `settings` are those that
    have a say in what its database means, no secrets.
    """

    made_at: str
    migrations: Sequence[tuple[str, str]]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row of a backup, with the table and the columns that it is of, and its length."""

    table: str
    columns: Sequence[str]
    values: Sequence[Any]
    size: int


class ArchiveWriter:
    """Writes a backup, a line at a time, into a file."""

    def __init__(self, file: IO[bytes], head: ArchiveHead) -> None:
        """Begin with the head."""
        # Without a time or a name in it, so that equal contents are equal files.
        self._file = gzip.GzipFile("", "wb", 6, file, mtime=0)
        self._digest = sha256()
        self._rows: Counter[str] = Counter()
        self._line(
            {
                "format": FORMAT,
                "made_at": head.made_at,
                "migrations": sorted(head.migrations),
                "settings": head.settings,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        """Be done with a file that is given up, too: left open, it is written to at any time."""
        self._file.close()

    def table(self, name: str, columns: Sequence[str]) -> None:
        """Begin a table."""
        self._rows[name] = 0
        self._line({"table": name, "columns": columns})

    def row(self, values: Sequence[Any], default: Any) -> None:
        """Add a row to the table that was begun last; `default` writes what JSON does not know."""
        self._rows[next(reversed(self._rows))] += 1
        self._line(values, default)

    def end(self) -> Counter[str]:
        """Write what makes it whole, and return how many rows each table has."""
        self._line({"rows": self._rows, "sha256": self._digest.hexdigest()})
        self._file.close()
        return self._rows

    def _line(self, said: Any, default: Any = None) -> None:
        line = json.dumps(said, default=default, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)


def read(file: BufferedReader) -> tuple[ArchiveHead, Iterator[StoredRow]]:
    """Return the head of a backup and its rows, which are read as they are asked for.

    Raises `BackupError`, the rows at the latest when they end: who acts on them before must be
    able to undo it.
    """
    lines, digest = _lines(file), sha256()
    try:
        first = next(lines)
        head = json.loads(first)
        said = str(head["format"])
    except (StopIteration, ValueError, KeyError, TypeError):
        raise BackupError(FOREIGN) from None
    if said != FORMAT:
        raise BackupError(NEWER if said.startswith(_OURS) else FOREIGN)
    digest.update(first)
    try:
        migrations = [(str(app), str(name)) for app, name in head["migrations"]]
        found = ArchiveHead(str(head["made_at"]), migrations, dict(head["settings"]))
    except (ValueError, KeyError, TypeError):
        raise BackupError(DAMAGED) from None
    return found, _rows(lines, digest)


def _rows(lines: Iterator[bytes], digest: Any) -> Iterator[StoredRow]:
    counts: Counter[str] = Counter()
    table = ""
    columns: Sequence[str] = ()
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            break
        match said:
            case list() if table:
                counts[table] += 1
                yield StoredRow(table, columns, said, len(line))
            case {"table": str(name), "columns": list(names)}:
                table, columns = name, names
                counts[table] = 0
            case {"rows": rows, "sha256": code}:
                if (rows, code) != (counts, digest.hexdigest()) or next(lines, None) is not None:
                    break
                return
            case _:
                break
        digest.update(line)
    raise BackupError(DAMAGED)


def _lines(file: BufferedReader) -> Iterator[bytes]:
    """Yield the lines of a compressed file; raise `BackupError` where it is not whole."""
    if not file.peek().startswith(_COMPRESSED):
        raise BackupError(FOREIGN)
    with gzip.GzipFile(fileobj=file) as plain:
        try:
            yield plain.readline(_LONGEST_HEAD)
            yield from plain
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise BackupError(DAMAGED) from None
