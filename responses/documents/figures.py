"""The pictures that a page shows: named by their digests, and held in files while it is drawn.

No address is ever fetched: who asks for a page to be drawn gives the bytes of its pictures, a
piece at a time, and none has to be in memory as a whole before it is decoded. Each is made as
small as print needs it once, however many pages show it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from io import SEEK_END
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize

from .reduced import reduced

Source = Callable[[str], Iterable[bytes]]
"""Where the bytes of a picture come from, by its digest; none at all if there is no such one."""

SCHEME = "figure:"
KEPT_FIGURES = 100
"""How many pictures are kept as they are printed."""
_SHOWN = re.compile(rf'src="{SCHEME}([0-9a-f]{{64}})"')
# By their digests; of the one page that a process draws at once.
_held: dict[str, IO[bytes]] = {}


def shown(page: str) -> list[str]:
    """Return the digests of the pictures that a page shows, each once, in order. Pure."""
    return list(dict.fromkeys(_SHOWN.findall(page)))


def no_figures(_digest: str) -> Iterable[bytes]:
    """Return nothing."""
    return ()


@contextmanager
def held(page: str, source: Source) -> Iterator[None]:
    """Hold the pictures of a page as long as it is drawn."""
    with ExitStack() as stack:
        for digest in shown(page):
            _held[digest] = stack.enter_context(TemporaryFile())
            _held[digest].writelines(source(digest))
        try:
            yield
        finally:
            _held.clear()


def read(address: str) -> bytes:
    """Return a picture that is held, as it is printed; raises `ValueError` if none is."""
    digest = address.removeprefix(SCHEME) if address.startswith(SCHEME) else ""
    file = _held.get(digest)
    if file is None:
        raise ValueError("No such picture")
    if not file.seek(0, SEEK_END):
        return b""  # whatever is kept of it from before
    if digest not in _printed:
        if len(_printed) >= KEPT_FIGURES:
            _printed.clear()
        _printed[digest] = reduced(file)
    return bytes(_printed[digest])


class Spool(dict[str, Any]):
    """What WeasyPrint keeps of pictures, as its `cache`: bytes stand in a file, not in memory.

    What is written anew takes the place of what was there, if it has room in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._file = TemporaryFile()  # noqa: SIM115 - as long as anything shows one of them
        finalize(self, self._file.close)

    def __setitem__(self, key: str, value: Any) -> None:
        """Keep a value under a key."""
        if isinstance(value, bytes):
            place, length = self._place(key, len(value))
            self._file.seek(place)
            self._file.write(value)
            value = _Span(place, length, len(value))
        super().__setitem__(key, value)

    def __getitem__(self, key: str) -> Any:
        """Return what is kept under a key."""
        value = super().__getitem__(key)
        if isinstance(value, _Span):
            self._file.seek(value.place)
            return self._file.read(value.used)
        return value

    def clear(self) -> None:
        """Keep nothing."""
        super().clear()
        self._file.truncate(0)

    def _place(self, key: str, length: int) -> tuple[int, int]:
        before = super().get(key)
        if isinstance(before, _Span) and before.length >= length:
            return before.place, before.length
        return self._file.seek(0, 2), length


class _Span:
    """Where bytes stand in a file: how much room they have, and how much of it they take."""

    __slots__ = ("length", "place", "used")

    def __init__(self, place: int, length: int, used: int) -> None:
        self.place, self.length, self.used = place, length, used


# By their digests, as they are printed.
_printed = Spool()
