"""The hosts that one worker holds: those it was given, and those that addresses lead it to.

Whoever asks knows no database: they say which host they are led to, and wait until the thread that
claims and records has it for them. A host is let go once nobody asks it any more and its pause is
over, so that the next worker keeps the pause, too.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import NamedTuple

from django.utils import timezone
from django.utils.crypto import get_random_string

from responses.domain.checks.recording import claim_way, let_go

from .fetching import Asking
from .pace import ToldToEndError

PATIENCE = 20.0
"""Seconds to wait for a host that another worker holds, who may be waiting for one of ours."""
SHORT_PATIENCE = 5.0
"""The same where the other jobs of a worker have to wait meanwhile."""
_LOOK = 0.25  # s, between two tries to have it
_MOMENT = 0.2  # s, between two looks whether to end


class HeldElsewhereError(Exception):
    """Another worker holds the host that an address leads to, so that nothing was found."""


class WantedWay(NamedTuple):
    """A host that somebody is led to, and where to tell them whether it is held for them."""

    host: str
    told: SimpleQueue[bool]


class LeftWay(NamedTuple):
    """A host that somebody was led to, and has asked."""

    host: str


class Ways:
    """How those who ask have the hosts held that they are led to; `tell` reaches who does it."""

    def __init__(
        self, tell: Callable[[WantedWay | LeftWay], None], is_over: Callable[[], bool]
    ) -> None:
        self._tell, self._is_over = tell, is_over

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until a host is held, and have it held meanwhile.

        Raises `HeldElsewhereError` if another one has it for long, `ToldToEndError` at the end.
        """
        wanted = WantedWay(host, SimpleQueue())
        self._tell(wanted)
        if not self._is_held(wanted):
            raise HeldElsewhereError
        try:
            yield
        finally:
            self._tell(LeftWay(host))

    def _is_held(self, wanted: WantedWay) -> bool:
        while not self._is_over():
            with suppress(Empty):
                return wanted.told.get(timeout=_MOMENT)
        raise ToldToEndError


@contextmanager
def holding(asking: Asking) -> Iterator[Asking]:
    """Give how addresses are asked for by who is no checker: each host is held from then on.

    Who asks is told by `HeldElsewhereError` where another worker has one for long.
    """
    holder, held = get_random_string(32), set[str]()

    @contextmanager
    def turn(host: str) -> Iterator[None]:
        until = monotonic() + SHORT_PATIENCE
        while not claim_way(holder, host, timezone.now()):
            if monotonic() >= until:
                raise HeldElsewhereError
            sleep(_LOOK)
        held.add(host)
        with asking.turn(host):
            yield

    try:
        yield replace(asking, turn=turn)
    finally:
        let_go(holder, held, timezone.now() + timedelta(seconds=asking.pause))


class Holds:
    """Which hosts are held, by how many of those who ask; used by one thread."""

    def __init__(self, holder: str, pause: float) -> None:
        self._holder, self._pause = holder, pause
        self._users: Counter[str] = Counter()
        self._until: dict[str, float] = {}
        self._wanted: list[tuple[WantedWay, float]] = []
        self._next_look = 0.0

    def __len__(self) -> int:
        """Return how many hosts are held, or waited for."""
        return len(self._users) + len(self._until) + len(self._wanted)

    def take(self, host: str) -> None:
        """Note that a host is held for one more."""
        self._users[host] += 1
        self._until.pop(host, None)

    def leave(self, host: str) -> None:
        """Note that one of those has asked it."""
        self._users[host] -= 1
        if not self._users[host]:
            del self._users[host]
            self._until[host] = monotonic() + self._pause

    def want(self, wanted: WantedWay) -> None:
        """Have a host held for one who is led there, as soon as it can be."""
        self._wanted.append((wanted, monotonic() + PATIENCE))
        self._next_look = 0.0

    def keep(self) -> None:
        """Claim what is wanted, and let go what nobody asks any more; call it now and then."""
        now = monotonic()
        if self._wanted and now >= self._next_look:
            self._wanted = [each for each in self._wanted if not self._is_answered(*each)]
            self._next_look = now + _LOOK
        over = [host for host, until in self._until.items() if until <= now]
        if over:
            let_go(self._holder, over, timezone.now())
            for host in over:
                del self._until[host]

    @contextmanager
    def turn(self, host: str, is_over: Callable[[], bool]) -> Iterator[None]:
        """Have a host held meanwhile for the thread that claims, which asks it by itself.

        Raises as `Ways.turn` does.
        """
        until = monotonic() + PATIENCE
        while not self._is_held(host):
            if is_over():
                raise ToldToEndError
            if monotonic() >= until:
                raise HeldElsewhereError
            sleep(_LOOK)
        self.take(host)
        try:
            yield
        finally:
            self.leave(host)

    def _is_held(self, host: str) -> bool:
        """Return whether a host is held, now at the latest."""
        is_mine = host in self._users or host in self._until
        return is_mine or claim_way(self._holder, host, timezone.now())

    def _is_answered(self, wanted: WantedWay, until: float) -> bool:
        if self._is_held(wanted.host):
            self.take(wanted.host)
            wanted.told.put(True)
            return True
        is_late = monotonic() >= until
        if is_late:
            wanted.told.put(False)
        return is_late
