"""Pictures, decoded and written anew: what was hidden in one is gone, and it stands upright.

Pure, but for the process that it starts for each (`decoding.py`), so that what a picture takes of
memory and what a damaged one does to a decoder never befall the process that serves pages.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Lock
from typing import IO

from .unfit import Unfit, UnfitError

_ROOT = Path(__file__).resolve().parents[3]
_MODULE = "responses.domain.files.decoding"
# How long one may take, with the wait for a large one of another process: the page waits 60.
SECONDS_MAX = 50
# In each process one after the other. One more waits for its turn; others are told at once to come
# again, so that pictures never have all threads that serve pages.
_one_at_a_time = Lock()
_room = BoundedSemaphore(2)


def write_anew(given: IO[bytes], type_key: str, into: IO[bytes]) -> tuple[int, int]:
    """Write a picture of that type without its metadata, upright and no larger than is kept.

    Returns its width and height. `into` is an open file of the system. Raises `UnfitError`, for
    one of too many pixels before it is decoded, and for any while another waits already.
    """
    with _turn(), TemporaryFile() as file:
        given.seek(0)
        copyfileobj(given, file)
        file.seek(0)
        said = _said_of(file, type_key, into.fileno())
    width, _space, height = said.partition(" ")
    if not height:
        raise UnfitError(Unfit(said))
    return int(width), int(height)


@contextmanager
def _turn() -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise UnfitError(Unfit.BUSY)
    try:
        with _one_at_a_time:
            yield
    finally:
        _room.release()


def _said_of(file: IO[bytes], type_key: str, into: int) -> str:
    """Return what the process says that writes a picture anew; it is gone then."""
    try:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", _MODULE, type_key, str(into)],
            cwd=_ROOT,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(into,),
            timeout=SECONDS_MAX,
            check=True,
            text=True,
        ).stdout
    except (subprocess.SubprocessError, OSError) as error:
        # It took too long or too much, or the machine had no room for it.
        raise UnfitError(Unfit.TOO_DEMANDING) from error
