"""The rounds: every page in turn, again and again, so that drift of the machine cancels."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING

from bench.figures import Round
from bench.load import AskedInVainError, Browser, Visitor, measure
from bench.people import asker_of
from bench.plan import Does
from bench.visitors import Reader, Typist, Uploader, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bench.plan import Page
    from bench.servers import Server

WARM_UPS, WARM_UP_REQUESTS = 4, 2
"""How often a page's visitors come before anything is measured, and for how many requests each.

With new connections each time, so that no worker and no thread is left out.
"""
FAILURES = (AskedInVainError, OSError, HTTPException)
VISITORS: Mapping[Does, Callable[[Browser, str], Visitor]] = {
    Does.READ: Reader,
    Does.SAVE: Writer,
    Does.TYPE: Typist,
    Does.BRING: Uploader,
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How often all pages take their turn, and how long a page is asked for each time."""

    rounds: int
    seconds: float


class Measurement:
    """The pages of one site, with the people who ask for them signed in."""

    def __init__(self, servers: Mapping[str, Server], password: str) -> None:
        self._servers = servers
        self._password = password
        self._browsers: dict[tuple[str, str], Browser] = {}

    def run(self, pages: Iterable[Page], effort: Effort) -> dict[str, list[Round]]:
        """Return the rounds of each page by name; one that fails is told of and left out."""
        crowds = {page: crowd for page in behind_floors(pages) if (crowd := self._crowd(page))}
        rounds: dict[str, list[Round]] = defaultdict(list)
        for _ in range(effort.rounds):
            for page, crowd in [*crowds.items()]:
                try:
                    rounds[page.name].append(self._round(page, crowd, effort.seconds))
                except FAILURES as reason:
                    _tell(page, reason)
                    del crowds[page], rounds[page.name]
        return rounds

    def _round(self, page: Page, crowd: list[Visitor], seconds: float) -> Round:
        server, (few, many) = self._servers[page.server], page.connections
        alone = measure(server, crowd[:few], seconds)
        return Round(alone, alone if few == many else measure(server, crowd[:many], seconds))

    def _crowd(self, page: Page) -> list[Visitor]:
        """Return a page's visitors, after every thread of every worker had its turn with it."""
        try:
            crowd = [self._visitor(page, number) for number in range(max(page.connections))]
            for _ in range(WARM_UPS):
                measure(self._servers[page.server], crowd, 60, WARM_UP_REQUESTS)
        except FAILURES as reason:
            _tell(page, reason)
            return []
        return crowd

    def _visitor(self, page: Page, number: int) -> Visitor:
        email, path = asker_of(page, number)
        return VISITORS[page.does](self._browser(page.server, email), path)

    def _browser(self, server: str, email: str) -> Browser:
        """Return the person's browser; the floor shares the product's database and sessions."""
        at = "product" if server == "floor" else server
        if (at, email) not in self._browsers:
            browser = Browser(self._servers[at].port)
            browser.sign_in(email, self._password)
            self._browsers[at, email] = browser
        signed_in = self._browsers[at, email]
        return Browser(self._servers[server].port, dict(signed_in.cookies))


def behind_floors(pages: Iterable[Page]) -> list[Page]:
    """Return the pages in order, each behind its floor and what shares that. Pure.

    Whatever else the machine does in between then touches both.
    """
    left = list(pages)
    found = [page for page in left if page.floor is None]
    for page in (each for each in left if each.floor is not None):
        family = [at for at, each in enumerate(found) if page.floor in {each.name, each.floor}]
        found.insert(family[-1] + 1 if family else len(found), page)
    return found


def _tell(page: Page, reason: Exception) -> None:
    print(f"{page.name} is not measured: {reason}", file=sys.stderr)
