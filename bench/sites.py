"""The sites of many cities that `--links` checks, and how long that takes on paper. Pure.

Each city names sixty addresses: twenty of its portal, and forty of nine more hosts. How long a
host takes to answer, what its pages are and what goes wrong is told by their numbers alone, so
that the farm (bench.farm) and who measures it know the same without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PORTAL, OTHERS = 20, (4, 4, 4, 4, 4, 5, 5, 5, 5)
"""How many addresses of a city are of its portal, and of each of its other hosts."""
A_CITY = PORTAL + sum(OTHERS)
LATENCIES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
"""Seconds until a host answers, in turn."""
MORE_SECONDS = 3.0
"""How much longer a slow page takes."""
KEPT_EVERY, KEPT_A_HOST = 5, 3
"""Of which hosts pages are kept, and how many of each."""
_ROUND, _DEAD, _BUSY = 100, 37, 73
_A_NETWORK = 250


class Trouble(Enum):
    """What a whole host may suffer from: it takes no connection, or wants to be left alone."""

    DEAD = auto()
    BUSY = auto()


class Content(Enum):
    """What is at an address; a page that moved is another page of its host now."""

    PAGE = auto()
    PDF = auto()
    GONE = auto()
    MOVED = auto()
    SLOW = auto()


REQUESTS: Mapping[Content, int] = {
    Content.PAGE: 2,
    Content.PDF: 1,
    Content.GONE: 2,
    Content.MOVED: 4,
    Content.SLOW: 2,
}
"""How often a host has to be asked: HEAD tells enough of a PDF, and GET of the rest."""
COMPARED = frozenset({Content.PAGE, Content.MOVED, Content.SLOW})
"""What is compared with the front page of its host, which is asked for once."""
GETS: Mapping[Content, int] = dict.fromkeys(Content, 1) | {Content.MOVED: 2}
"""How often a host is asked for a page that is kept."""
_RARE = {0: Content.PDF, 5: Content.GONE, 10: Content.MOVED, 15: Content.SLOW, 19: Content.PDF}
_EVERY = 20


@dataclass(frozen=True, slots=True)
class FarmHost:
    """A host of the farm: where it is, how fast, what it suffers from, what is at its addresses."""

    ip: str
    latency: float
    trouble: Trouble | None
    contents: tuple[Content, ...]

    @property
    def checkable(self) -> int:
        """How many of its addresses are checked before it has to be left alone."""
        return 1 if self.trouble else len(self.contents)

    def seconds(self, delay: float) -> float:
        """Return how long it takes to check all that can be, with a delay between requests."""
        if self.trouble is Trouble.DEAD:
            return 0.0
        if self.trouble is Trouble.BUSY:
            return self.latency
        waits = [
            self.latency + (MORE_SECONDS if content is Content.SLOW else 0)
            for content in self.contents
            for _ in range(REQUESTS[content])
        ]
        if COMPARED & {*self.contents}:
            waits.append(self.latency)
        return sum(waits) + delay * (len(waits) - 1)

    def waits_to_keep(self) -> list[float]:
        """Return how long each request takes that asks for its first pages, to be kept."""
        return [
            self.latency + (MORE_SECONDS if content is Content.SLOW else 0)
            for content in self.contents[:KEPT_A_HOST]
            for _ in range(GETS[content])
        ]


def hosts_of(cities: int) -> list[FarmHost]:
    """Return the hosts of so many cities, ten of each."""
    sizes = (size for _ in range(cities) for size in (PORTAL, *OTHERS))
    numbers = count()
    return [
        FarmHost(
            ip_of(number),
            LATENCIES[number % len(LATENCIES)],
            {_DEAD: Trouble.DEAD, _BUSY: Trouble.BUSY}.get(number % _ROUND),
            tuple(_RARE.get(next(numbers) % _EVERY, Content.PAGE) for _ in range(size)),
        )
        for number, size in enumerate(sizes)
    ]


def due_again(hosts: Sequence[FarmHost]) -> list[FarmHost]:
    """Return the hosts of which all is due on a second day: every other one."""
    return [*hosts[::2]]


def kept_of(hosts: Sequence[FarmHost]) -> list[FarmHost]:
    """Return the hosts whose first pages are kept: each fifth, of those that are well."""
    return [host for host in hosts[::KEPT_EVERY] if not host.trouble]


def ip_of(number: int) -> str:
    """Return the address of a host on this machine."""
    return f"127.20.{number // _A_NETWORK}.{number % _A_NETWORK + 1}"


def urls_of(host: FarmHost, port: int) -> Iterator[str]:
    """Yield the addresses of a host."""
    for number, content in enumerate(host.contents):
        yield f"http://{host.ip}:{port}/{content.name.lower()}/{number}"


def on_paper(seconds: Sequence[float], at_once: int) -> float:
    """Return how long it takes at least to ask hosts that take so long, some at a time.

    A host is asked by one at a time, so that the slowest of all is a bound, too.
    """
    return max(sum(seconds) / at_once, *seconds)
