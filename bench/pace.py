"""People at work at human pace: each reads, types and reads on, with seconds in between.

They are those of the loaded cities (`responses/domain/load/`): in each city a coordinator, two who
write and one who reviews, each with habits of their own. Signing in is not measured.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import chain, cycle, islice
from random import Random
from typing import TYPE_CHECKING

from bench.figures import Paced, percentile
from bench.load import TIMEOUT, Browser, Request, ask
from bench.plan import EDITION
from bench.visitors import Typist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.servers import Server
    from bench.site import Site

THOUGHT = (4.0, 12.0)
"""Seconds between what one person does and what they do next."""
SIGNING_IN = 4
TYPES = "types"
"""Stands among a person's pages for: types on in one answer."""
ROOM, OTHER = f"/{{city}}/{EDITION}/organization/", f"/{{city}}/{EDITION}/strategy/"
"""The sections that the two of a city write: one is new, one has been called back."""
WHOLE = f"/{{city}}/{EDITION}/"
HABITS: dict[str, tuple[str, ...]] = {
    "writer1": ("/", ROOM, *[TYPES] * 6, f"{ROOM}i-1/history/", WHOLE),
    "writer2": ("/", OTHER, *[TYPES] * 6, f"{OTHER}iii-3/talk/", "/notices/"),
    "coordinator": ("/", WHOLE, f"{WHOLE}dashboard/", f"{WHOLE}assignment/", "/notices/"),
    "reviewer": ("/", f"{WHOLE}legal/review/", WHOLE, f"{WHOLE}legal/", "/notices/"),
}
"""What each does in turn, by how their addresses begin."""
SEATS = {"writer1": (ROOM, "i-1"), "writer2": (OTHER, "iii-3")}
"""Where those who type do so."""


@dataclass(slots=True)
class Diary:
    """What one person met."""

    latencies_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Official:
    """Somebody of a loaded city, signed in."""

    def __init__(self, port: int, password: str, city: int, name: str) -> None:
        self.diary, self._port, self._rhythm = Diary(), port, Random(f"{city} {name}")
        slug = f"load-{city}"
        self._browser = Browser(port)
        self._browser.sign_in(f"{name}@{slug}.example", password)
        does = [habit.format(city=slug) for habit in HABITS[name]]
        self._does = islice(cycle(does), self._rhythm.randrange(len(does)), None)
        self._typist: Typist | None = None
        if name in SEATS:
            room, question = SEATS[name]
            self._typist = Typist(self._browser, room.format(city=slug), question, name)

    def work(self, until: float) -> None:
        """Do one thing after the other until that moment of `time.monotonic`."""
        time.sleep(self._rhythm.uniform(0, THOUGHT[1]))
        while time.monotonic() < until:
            self._do(next(self._does))
            time.sleep(self._rhythm.uniform(*THOUGHT))

    def _do(self, what: str) -> None:
        types = self._typist if what == TYPES else None
        request = types.next() if types else Request("GET", what, self._browser.headers())
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        started = time.perf_counter()
        try:
            reply, body = ask(connection, request)
        except (OSError, HTTPException) as reason:
            self.diary.errors.append(f"{request.path}: {reason!r}")
            return
        finally:
            connection.close()
        self.diary.latencies_ms.append(1000 * (time.perf_counter() - started))
        if reply.status != request.expected:
            self.diary.errors.append(f"{request.path} gave {reply.status}")
        elif types:
            types.heard(body)


def cast(cities: int, people: int) -> list[tuple[int, str]]:
    """Return who is at work: of each city in turn everybody with habits. Pure."""
    everybody = [(city, name) for city in range(1, cities + 1) for name in HABITS]
    return everybody[:people]


def paced(server: Server, site: Site, *, cities: int, people: int, seconds: float) -> Paced:
    """Let people be at work for so long, and return how they fared."""
    with ThreadPoolExecutor(SIGNING_IN) as threads:
        who = cast(cities, people)
        officials = list(threads.map(lambda one: Official(server.port, site.password, *one), who))
    before, until = server.cpu_seconds(), time.monotonic() + seconds
    with ThreadPoolExecutor(len(officials)) as threads:
        for run in [threads.submit(official.work, until) for official in officials]:
            run.result()
    cpu_seconds = server.cpu_seconds() - before
    diaries = [official.diary for official in officials]
    return _paced(site.database.label, diaries, seconds, cpu_seconds)


def _paced(label: str, diaries: Sequence[Diary], seconds: float, cpu_seconds: float) -> Paced:
    errors = [*chain.from_iterable(diary.errors for diary in diaries)]
    for error in errors[:5]:
        print(f"At human pace: {error}", file=sys.stderr)
    latencies = [*chain.from_iterable(diary.latencies_ms for diary in diaries)] or [0.0]
    return Paced(
        label,
        people=len(diaries),
        seconds=seconds,
        requests=len(latencies),
        p50_ms=percentile(latencies, 50),
        p95_ms=percentile(latencies, 95),
        p99_ms=percentile(latencies, 99),
        cores=cpu_seconds / seconds,
        errors=len(errors),
    )
