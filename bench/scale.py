"""What many cities and years cost: `script/bench --scale`; `--quick` tries it with few.

On each kind of database one product has the demo alone, and another beside it a load as
`manage.py generate_load` makes it. Asked for in turn, each page may take 1.2 times of its time
with the demo alone. Then people of the loaded cities are at work at human pace (see
bench.pace), and last the memory of each process is looked at over many requests.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import cycle
from typing import TYPE_CHECKING

from bench import pace
from bench.databases import NAME, postgresql, sqlite
from bench.figures import Held, Paced, Row, row_of, slower
from bench.load import Browser, Visitor, measure
from bench.people import demo_email
from bench.plan import COORDINATOR, RESPONSE, REVIEWER, SECTION, Does, Page, Target
from bench.rounds import Effort, Measurement
from bench.servers import running
from bench.site import LARGE_NAME, PRODUCT, Site, new_password
from bench.visitors import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from bench.databases import Database
    from bench.figures import Round
    from bench.load import Request
    from bench.servers import Server


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the load is, and how long and how often it is measured."""

    cities: int
    editions: int
    revisions: int
    people: int
    seconds: float
    requests: int
    effort: Effort


FULL = Scale(193, 5, 30, people=200, seconds=180, requests=10_000, effort=Effort(15, 0.3))
QUICK = Scale(6, 2, 5, people=20, seconds=20, requests=800, effort=Effort(5, 0.1))

MOST = 1.2
"""How much a page may cost with the load, as a multiple of what it costs with the demo alone."""
FIRST = 10
"""A tenth of the requests go before memory is looked at for the first time."""
CONNECTIONS = 4

ALONE = (
    Page("my work", "/"),
    Page("notices", "/notices/"),
    Page("search", "/search/?words=%EC%84%9C%EC%9A%B8"),
    Page("members", "/seoul/members/"),
    Page("deputies", "/seoul/deputies/"),
    Page("audit", "/seoul/audit/"),
    Page("overview", RESPONSE),
    Page("dashboard", f"{RESPONSE}dashboard/"),
    Page("assignment", f"{RESPONSE}assignment/"),
    Page("submissions", f"{RESPONSE}submissions/"),
    Page("section page", f"{RESPONSE}{SECTION}/"),
    Page("unsaved page", f"{RESPONSE}{SECTION}/unsaved/"),
    Page("history", f"{RESPONSE}{SECTION}/iii-3/history/"),
    Page("discussion", f"{RESPONSE}{SECTION}/iii-3/talk/"),
    Page("review page", f"{RESPONSE}online-services/review/", role=REVIEWER),
    Page("PDF again", f"{RESPONSE}response.pdf?language=ko"),
    Page("progress.xlsx", f"{RESPONSE}dashboard/progress.xlsx"),
    Page("autosave", f"{RESPONSE}{SECTION}/", does=Does.TYPE, connections=(1, 1)),
)
LOADED = tuple(
    replace(page, name=f"{page.name}, loaded", floor=page.name, server="large") for page in ALONE
)
TARGETS = {page.name: Target(ratio=MOST) for page in LOADED}


def measured(
    root: Path, *, quick: bool, say: Callable[[str], None]
) -> tuple[list[Row], list[Paced], list[Held]]:
    """Return what pages cost, how people at human pace fared, and what each process holds."""
    scale = QUICK if quick else FULL
    with sqlite(root / "sqlite") as database:
        rows, paced, held = _measured(root, database, scale, say)
    with postgresql(root / "postgresql") as database:
        more = _measured(root, database, scale, say)
    return rows + more[0], paced + more[1], held + more[2]


def _measured(
    root: Path, database: Database, scale: Scale, say: Callable[[str], None]
) -> tuple[list[Row], list[Paced], list[Held]]:
    label = database.label
    site = Site(root / f"{label}-data", database, new_password())
    say(f"{label}: preparing {scale.cities} cities")
    started = time.monotonic()
    site.prepare_demo(root / "shared")
    site.load(scale.cities, scale.editions, scale.revisions)
    say(f"{label}: prepared in {time.monotonic() - started:.0f} s")
    with ExitStack() as stack:
        servers = {
            server: stack.enter_context(
                running(PRODUCT, site.environment(name), root / f"{label}-{server}.log")
            )
            for server, name in (("product", NAME), ("large", LARGE_NAME))
        }
        say(f"{label}: asking for {len(ALONE)} pages in {scale.effort.rounds} rounds")
        pages = [page for pair in zip(ALONE, LOADED, strict=True) for page in pair]
        rounds = Measurement(servers, site.password).run(pages, scale.effort)
        rows = [_row(page, label, rounds) for page in pages]
        say(f"{label}: {scale.people} people at human pace")
        large = servers["large"]
        paced = pace.paced(
            large, site, cities=scale.cities, people=scale.people, seconds=scale.seconds
        )
        say(f"{label}: {scale.requests:,} requests, and what each process holds")
        held = _held(label, large, site.password, scale.requests)
    return rows, [paced], held


def _row(page: Page, label: str, rounds: Mapping[str, Sequence[Round]]) -> Row:
    """Return the row of a page; its ratio is one of times, as PostgreSQL tells no CPU time."""
    row = row_of(page.name, label, rounds, floor=page.floor)
    if row.ratio is None or not page.floor:
        return row
    return replace(row, ratio=slower(rounds[page.name], rounds[page.floor]))


class Rounder(Visitor):
    """Asks for all pages in turn."""

    def __init__(self, readers: Iterable[Reader]) -> None:
        self._readers = cycle(readers)

    def next(self) -> Request:
        """Return the request for the next page."""
        return next(self._readers).next()

    def heard(self, reply: bytes) -> None:
        """Go on to the next page, whatever this one says."""


def _held(label: str, server: Server, password: str, requests: int) -> list[Held]:
    """Return what each process holds after a tenth of the requests, and after all."""
    browser = Browser(server.port)
    browser.sign_in(demo_email(COORDINATOR), password)
    readers = [
        Reader(browser, page.path)
        for page in ALONE
        if page.role == COORDINATOR and page.does is Does.READ
    ]
    visitors = [Rounder(readers[n:] + readers[:n]) for n in range(CONNECTIONS)]
    first = requests // FIRST
    measure(server, visitors, seconds=3600, limit=first // CONNECTIONS)
    before = server.memory_mb()
    measure(server, visitors, seconds=3600, limit=(requests - first) // CONNECTIONS)
    after = server.memory_mb()
    return [Held(label, process, requests, before[process], after[process]) for process in before]
