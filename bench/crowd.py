"""Many people typing at once, each as a person does: a few words, a save, a breath.

Each page also says every 15 seconds that it is open, as static/js/answer/presence.js does. Every
request has a connection of its own. What was acknowledged is looked up in the database
afterwards (see bench.inside.check).
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from bench.figures import Typed, percentile
from bench.forms import part_of
from bench.load import OK, TIMEOUT, AskedInVainError, Browser, ask
from bench.people import slug_of, typist_email
from bench.plan import EDITION, SEATS
from bench.visitors import Typist

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.load import Request
    from bench.servers import Server
    from bench.site import Site

BREATH, BEAT = (1.5, 3.0), 15.0
"""Seconds between two saves of one person, and between two heartbeats of one page."""
REFUSED = 409
SIGNING_IN = 8
FAILURES = (AskedInVainError, OSError, HTTPException)


@dataclass(slots=True)
class Log:
    """What one person met: how long saves took, what was acknowledged, and what went wrong."""

    latencies_ms: list[float] = field(default_factory=list)
    saved: list[dict[str, object]] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)
    beats: int = 0
    errors: list[str] = field(default_factory=list)


class Person:
    """Somebody with a seat in one of the crowded cities, signed in, with the page open."""

    def __init__(self, port: int, password: str, number: int, seat: int) -> None:
        self.log, self._port, self._rhythm = Log(), port, Random(number * 100 + seat)
        self._city, self._email = slug_of(number), typist_email(number, seat)
        section, question = SEATS[seat]
        browser = Browser(port)
        browser.sign_in(self._email, password)
        self._typist = Typist(browser, f"/{self._city}/{EDITION}/{section}/", question, f"{seat}")

    def type(self, until: float) -> None:
        """Type, save and be there until that moment of `time.monotonic`."""
        beat = time.monotonic() + self._rhythm.uniform(0, BEAT)
        while (now := time.monotonic() + self._rhythm.uniform(*BREATH)) < until:
            time.sleep(max(now - time.monotonic(), 0))
            self._save()
            if time.monotonic() > beat:
                beat += BEAT
                self._be_there()

    def _save(self) -> None:
        started = time.perf_counter()
        reply = self._ask(self._typist.next(), {OK, REFUSED})
        if reply is None:
            return
        self.log.latencies_ms.append(1000 * (time.perf_counter() - started))
        self._typist.heard(reply)
        self._note(json.loads(reply))

    def _note(self, told: dict[str, object]) -> None:
        typist = self._typist
        typed = {"email": self._email, "part": part_of(typist.text), "text": typist.typed}
        if told["state"] == "refused":
            self.log.refused.append({**typed, "pk": told["text"]})
        elif told["changed"]:
            place = {"city": self._city, "question": typist.question}
            self.log.saved.append({**typed, **place, "version": told["version"]})

    def _be_there(self) -> None:
        reply = self._ask(self._typist.beat(), {OK})
        if reply is not None:
            self.log.beats += 1
            self._typist.heard_others(reply)

    def _ask(self, request: Request, expected: set[int]) -> bytes | None:
        """Return the reply, or None after noting what is wrong with it."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        try:
            reply, body = ask(connection, request)
        except (OSError, HTTPException) as reason:
            self.log.errors.append(f"{request.path}: {reason!r}")
            return None
        finally:
            connection.close()
        if reply.status not in expected:
            self.log.errors.append(f"{request.path} gave {reply.status}")
            return None
        return body


def typed(
    server: Server, site: Site, cities: Sequence[int], seconds: float, record: Path
) -> Typed | None:
    """Let everybody with a seat in these cities type for so long; return what became of it.

    `record` is a file to be made. If the people cannot begin, that is told, and None returned.
    """
    try:
        people = _people(server.port, site.password, cities)
    except FAILURES as reason:
        print(f"{len(SEATS) * len(cities)} people do not type: {reason}", file=sys.stderr)
        return None
    before, until = server.cpu_seconds(), time.monotonic() + seconds
    with ThreadPoolExecutor(len(people)) as threads:
        for run in [threads.submit(person.type, until) for person in people]:
            run.result()
    cpu_seconds = server.cpu_seconds() - before
    logs = [person.log for person in people]
    for error in [*chain.from_iterable(log.errors for log in logs)][:5]:
        print(f"While people typed: {error}", file=sys.stderr)
    lost = _lost(site, logs, record)
    return _typed(site.database.label, logs, seconds, cpu_seconds, lost)


def _people(port: int, password: str, cities: Sequence[int]) -> list[Person]:
    seats = [(number, seat) for number in cities for seat in range(len(SEATS))]
    with ThreadPoolExecutor(SIGNING_IN) as threads:
        return list(threads.map(lambda where: Person(port, password, *where), seats))


def _lost(site: Site, logs: list[Log], record: Path) -> int:
    """Return how many acknowledged texts are not in the database."""
    said = {
        "saved": [*chain.from_iterable(log.saved for log in logs)],
        "refused": [*chain.from_iterable(log.refused for log in logs)],
    }
    record.write_text(json.dumps(said), encoding="utf-8")
    return int(site.run("-m", "bench.inside.check", str(record)))


def _typed(database: str, logs: list[Log], seconds: float, cpu_seconds: float, lost: int) -> Typed:
    latencies = [*chain.from_iterable(log.latencies_ms for log in logs)] or [0.0]
    saved = sum(len(log.saved) for log in logs)
    return Typed(
        database,
        people=len(logs),
        seconds=seconds,
        saved=saved,
        per_second=saved / seconds,
        p50_ms=percentile(latencies, 50),
        p95_ms=percentile(latencies, 95),
        p99_ms=percentile(latencies, 99),
        cores=cpu_seconds / seconds,
        refused=sum(len(log.refused) for log in logs),
        heartbeats=sum(log.beats for log in logs),
        errors=sum(len(log.errors) for log in logs),
        lost=lost,
    )
