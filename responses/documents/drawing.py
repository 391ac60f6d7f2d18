"""A page of HTML as a PDF, here or apart: in a process of its own, within limits.

Run as a module, this is the other process: it reads pages and writes PDFs, each after its length,
until nobody asks any more. As long as it stays it lays out only what is new (`chapters.py`).
After a page come what is attached to it and the pictures that it shows, these in pieces, each after
its length; a length of zero ends a picture.
"""

import atexit
import gc
import os
import resource
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Lock
from time import monotonic

from django.conf import settings

from .chapters import draw
from .figures import Source, held, no_figures, shown

CPU_SECONDS, SECONDS = 540, 580
"""How long a PDF may take, of CPU time and on the clock; less than a job may (`tasks.DEAD`)."""
MEMORY = 4 * 1024**3
"""How many bytes of addresses the other process may have; the largest response takes 3 GB."""
KEPT_MEMORY, IDLE_SECONDS = 400 * 1024**2, 600
"""With how much memory the other process stays for the next page, and how long it waits for one."""
_NICENESS = 5
_LENGTH = 8

Sign = Callable[[], None]
_signs: list[tuple[float, Sign]] = []
"""What is done while the other process draws, and every how many seconds."""

# Pango is not safe to use from two threads at once.
_lock = Lock()
_others: list[subprocess.Popen[bytes]] = []


class TooLargeError(Exception):
    """A page takes more time or memory than one may."""


class EndedError(Exception):
    """The other process has ended before it replied."""


def draw_here(page: str, figures: Source = no_figures, attached: bytes = b"") -> bytes:
    """Return a page as a PDF (see `chapters.draw`), one page at once in this process."""
    with _lock, _without_garbage_collection(), held(page, figures):
        return draw(page, attached)


def draw_apart(page: str, figures: Source = no_figures, attached: bytes = b"") -> bytes:
    """Return what `draw_here` does in the other process, which is started if need be.

    One page at once. Raises `TooLargeError` if it takes more than the limits.
    """
    with _lock:
        with suppress(EndedError):
            if _others and _others[0].poll() is None:
                return _ask(_others[0], page, figures, attached)
        _end()
        try:
            return _ask(_start(), page, figures, attached)
        except EndedError:
            _end()
            raise TooLargeError from None


@contextmanager
def meanwhile(every: timedelta, do: Sign) -> Iterator[None]:
    """Have something done again and again as long as this process waits for the other one."""
    _signs.append((every.total_seconds(), do))
    try:
        yield
    finally:
        _signs.pop()


def is_drawing() -> bool:
    """Return whether this process has a page drawn now, so that another one would wait."""
    return _lock.locked()


def _start() -> subprocess.Popen[bytes]:
    other = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", __name__, str(CPU_SECONDS), str(MEMORY)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    _others.append(other)
    return other


@atexit.register
def _end() -> None:
    """End the other process, if there is one."""
    while _others:
        # It may have ended before it was told all of a page.
        with suppress(BrokenPipeError), _others.pop() as other:
            other.kill()


def _ask(other: subprocess.Popen[bytes], page: str, figures: Source, attached: bytes) -> bytes:
    until = monotonic() + SECONDS
    if other.stdin is None or other.stdout is None:
        raise EndedError
    try:
        for piece in _told(page, figures, attached):
            other.stdin.write(len(piece).to_bytes(_LENGTH) + piece)
        other.stdin.flush()
    except OSError:
        raise EndedError from None
    except BaseException:
        # It would take the next page for the rest of this one.
        _end()
        raise
    length = int.from_bytes(_read(other.stdout.fileno(), _LENGTH, until))
    return _read(other.stdout.fileno(), length, until)


def _told(page: str, figures: Source, attached: bytes) -> Iterator[bytes]:
    """Yield what the other process is told of a page, as it reads it."""
    yield page.encode()
    yield attached
    for digest in shown(page):
        yield from filter(None, figures(digest))
        yield b""


def _pieces(file: int) -> Iterator[bytes]:
    """Yield a picture as it comes."""
    while piece := _read_piece(file):
        yield piece


def _read_piece(file: int) -> bytes:
    """Return what comes next, which stands after its length."""
    return _read(file, int.from_bytes(_read(file, _LENGTH)))


def _read(file: int, length: int, until: float | None = None) -> bytes:
    """Return so many bytes of a file; raises `EndedError` if it ends, or nothing comes in time."""
    read = bytearray()
    while len(read) < length:
        patience = IDLE_SECONDS if until is None else max(until - monotonic(), 0)
        if not _is_told(file, patience):
            raise EndedError
        if not (piece := os.read(file, length - len(read))):
            raise EndedError
        read += piece
    return bytes(read)


def _is_told(file: int, patience: float) -> bool:
    """Return whether there is something to read within so many seconds; meanwhile give signs."""
    while _signs and patience > _signs[-1][0]:
        every, do = _signs[-1]
        if select.select([file], [], [], every)[0]:
            return True
        do()
        patience -= every
    return bool(select.select([file], [], [], patience)[0])


def _serve(cpu_seconds: int, memory: int) -> None:
    """Draw what is asked for, within the limits, until nobody asks or too much memory is taken."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked, replies = sys.stdin.fileno(), os.dup(sys.stdout.fileno())
    # What a library prints is no reply.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    taken = 0
    with suppress(EndedError), os.fdopen(replies, "wb") as out:
        while taken < KEPT_MEMORY:
            page = _read_piece(asked).decode()
            attached = _read_piece(asked)
            used = resource.getrusage(resource.RUSAGE_SELF)
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            seconds = int(used.ru_utime + used.ru_stime) + cpu_seconds
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
            with _without_garbage_collection(), held(page, lambda _digest: _pieces(asked)):
                pdf = draw(page, attached)
                out.write(len(pdf).to_bytes(_LENGTH) + pdf)
                out.flush()
            taken = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Keep Python from searching a million boxes for garbage again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


if __name__ == "__main__":
    _serve(*map(int, sys.argv[1:]))
