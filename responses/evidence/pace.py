"""Whose turn it is: one request at a time per host, and a delay between two."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

_MANY = 5_000


class ToldToEndError(Exception):
    """Whoever asks is told to end, so that nothing was found."""


class _Gate:
    """One host: who holds it, and from when on it may be asked again."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.free_at = 0.0


class Pace:
    """The gates of all hosts that one process asks; `ended` lets nobody wait any longer."""

    def __init__(self, delay: float, ended: threading.Event | None = None) -> None:
        self._delay = delay
        self._ended = ended or threading.Event()
        self._gates: dict[str, _Gate] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until a host may be asked, and keep others from asking it until this is done.

        Raises `ToldToEndError` instead once all is to end.
        """
        gate = self._gate(host)
        with gate.lock:
            if self._ended.wait(max(0, gate.free_at - monotonic())):
                raise ToldToEndError
            try:
                yield
            finally:
                gate.free_at = monotonic() + self._delay

    def wait(self, host: str) -> None:
        """Wait until a host may be asked, and keep nobody from it.

        Raises `ToldToEndError` instead once all is to end.
        """
        if self._ended.wait(max(0, self._gate(host).free_at - monotonic())):
            raise ToldToEndError

    def _gate(self, host: str) -> _Gate:
        with self._lock:
            if len(self._gates) > _MANY:
                now = monotonic()
                self._gates = {
                    name: gate
                    for name, gate in self._gates.items()
                    if gate.lock.locked() or gate.free_at > now
                }
            return self._gates.setdefault(host, _Gate())
