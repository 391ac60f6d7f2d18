"""Browsers of people, each used by one test after the other and as clean as a new one.

A new one reads and compiles every script again, which takes longer than most tests do.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from playwright.sync_api._generated import Clock

from .replies import Replies

ERROR = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})")
# Something of the site without scripts. What the other pages have compiled stays with it.
KEPT = "/static/icon.svg"


@dataclass
class Desk:
    """A browser, the page that stays open in it, and the faults of the test that uses it."""

    context: BrowserContext
    kept: Page
    options: str
    faults: list[str] = field(default_factory=list)


@dataclass
class Desks:
    """The browsers of a run."""

    browser: Browser
    given: dict[str, Any]
    base_url: str
    replies: Replies
    # By their options.
    free: dict[str, list[Desk]] = field(default_factory=lambda: defaultdict(list))
    # A clock that was set runs in every page to come.
    clocks: set[Clock] = field(default_factory=set)

    def take(self, faults: list[str], options: dict[str, Any]) -> Desk:
        """Return a browser that nobody uses; what goes wrong in it is added to `faults`."""
        free = self.free[repr(sorted(options.items()))]
        desk = free.pop() if free else self._new(options)
        desk.faults = faults
        return desk

    def leave(self, desk: Desk) -> None:
        """Close the pages of a browser, and let others have it if it is as new."""
        for page in desk.context.pages:
            if page is not desk.kept:
                page.close()
        if desk.kept.is_closed():
            return
        if "storage_state" in desk.options or desk.context.clock in self.clocks:
            desk.context.close()
            return
        desk.context.set_offline(False)
        desk.context.clear_cookies()
        desk.kept.evaluate("localStorage.clear()")
        self.free[desk.options].append(desk)

    def _new(self, options: dict[str, Any]) -> Desk:
        context = self.browser.new_context(**self.given, **options)
        desk = Desk(context, context.new_page(), repr(sorted(options.items())))
        desk.kept.goto(KEPT)
        _watch(desk, self.base_url, self.replies)
        return desk


@contextmanager
def used_again(
    browser: Browser, given: dict[str, Any], base_url: str, replies: Replies
) -> Iterator[Desks]:
    """Give the browsers of a run, of which there are none at first."""
    desks, install = Desks(browser, given, base_url, replies), Clock.install

    def noted(clock: Clock, *arguments: Any, **options: Any) -> None:
        desks.clocks.add(clock)
        install(clock, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clock, "install", noted)
        yield desks


def _watch(desk: Desk, base_url: str, replies: Replies) -> None:
    """Note script errors, console errors (violations of the CSP among them) and failed requests."""

    # The browser says here which replies were errors. To be told of each reply, of which a page
    # gets sixty, takes longer than to make the page.
    def on_console(message: ConsoleMessage) -> None:
        if found := ERROR.match(message.text):
            status, url = found[1], message.location["url"]
            if replies.is_fault(int(status), url):
                desk.faults.append(f"{status}: {url}")
        elif message.type in {"error", "warning"}:
            desk.faults.append(f"console: {message.text}")

    # No other host is there to reply.
    def on_failure(request: Request) -> None:
        if not request.url.startswith((base_url, "data:", "blob:")):
            desk.faults.append(f"request to another host: {request.url}")
        # A page that is left ends what it still asks for, a download the page it began as.
        if request.failure != "net::ERR_ABORTED":
            desk.faults.append(f"failed: {request.method} {request.url} {request.failure}")

    desk.context.on("weberror", lambda each: desk.faults.append(f"script: {each.error}"))
    desk.context.on("console", on_console)
    desk.context.on("requestfailed", on_failure)
