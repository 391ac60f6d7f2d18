"""A backup that is opened to be read, encrypted or not."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .archive import ArchiveHead, StoredRow, read
from .encrypted import MAGIC, decrypting

Opened = tuple[ArchiveHead, Iterator[StoredRow]]


@contextmanager
def open_backup(file: Path, key: str) -> Iterator[Opened]:
    """Give the head of a backup and its rows; `key` is looked at if it is encrypted.

    Raises `BackupError` as `archive.read` does, and `OSError` if there is no such file.
    """
    with file.open("rb") as raw:
        if raw.peek().startswith(MAGIC):
            with decrypting(raw, key) as plain:
                yield read(plain)
        else:
            yield read(raw)


def check(file: Path, key: str) -> tuple[ArchiveHead, Counter[str]]:
    """Read a whole backup; return its head and the number of rows of each table that has some."""
    with open_backup(file, key) as (head, rows):
        return head, Counter(row.table for row in rows)
