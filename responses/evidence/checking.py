"""Checks the addresses that are due, many hosts at once and each host politely."""

import logging
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from queue import Empty, SimpleQueue
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.encoding import iri_to_uri

from responses.domain.checks.found import LinkFound
from responses.domain.checks.front import FrontPage
from responses.domain.checks.recording import (
    HOLD,
    LATER,
    DueAddress,
    HeldHost,
    Recorded,
    WantedPage,
    claim,
    claim_witnesses,
    hold_on,
    is_paused,
    put_off,
    record,
    record_front,
    release,
)
from responses.domain.kept.captured import Captured
from responses.domain.kept.keeping import put_page_off, record_page
from responses.domain.submissions.sealing import add_pages
from responses.domain.telling.failing_links import tell_of_links
from responses.link_states import Finding

from .capturing import capture
from .fetching import Asking
from .fronts import FrontOf, site_of
from .gathering import Gathering
from .holds import HeldElsewhereError, Holds, LeftWay, WantedWay, Ways
from .judging import look_at, look_at_front
from .network import LOOPBACK, Network
from .pace import Pace, ToldToEndError

logger = logging.getLogger(__name__)

DELAY = 1.0
"""Seconds between two requests to one host."""
AT_ONCE = 32
"""How many hosts are asked at a time."""
_LOOK = 2.0  # s, between two looks for hosts that are free
_RETRY = 60.0  # s, after which it is tried again when the database fails

_UNREACHED = frozenset({Finding.NO_NAME, Finding.NO_CONNECTION, Finding.SILENT})
_MANY = 10  # hosts that are not reached, before any other is: then no more are asked for now
_MOMENT = 0.2  # s, to wait for a result
_PATIENCE = 3.0  # s, to wait for the end
_LEAVE = 2.0  # s, to wait for the end of those who ask
OFFLINE = 10 * 60.0
"""Seconds until it is tried again where no host is reached."""


class OfflineError(Exception):
    """No host at all is reached, not even those that worked last: nothing is known of any."""


class _CameIn(NamedTuple):
    """What came of asking a host for a page that is to be kept."""

    host: HeldHost
    page: WantedPage
    captured: Captured


class _PutOff(NamedTuple):
    """An address, or a page, that leads to a host which another worker holds."""

    host: HeldHost
    what: DueAddress | WantedPage


class _FrontSeen(NamedTuple):
    """What the front page of a host's site is like, and what was found of it."""

    host: HeldHost
    front: FrontPage
    found: LinkFound


class _Result(NamedTuple):
    """What was found of one address of a host; `found` is None when its host is done with."""

    host: HeldHost
    address: DueAddress | None
    found: LinkFound | None

    @property
    def is_doubtful(self) -> bool:
        """Whether a host was not reached that nobody knew to be gone."""
        is_known = self.address is not None and self.address.failing
        return self.found is not None and self.found.finding in _UNREACHED and not is_known


_Came = _Result | _CameIn | _PutOff | _FrontSeen | WantedWay | LeftWay


class _Fronts:
    """The front page of the site of a host: as it was seen today, or asked for once."""

    def __init__(self, host: HeldHost, asking: Asking, tell: Callable[[_FrontSeen], None]) -> None:
        self._host, self._asking, self._tell = host, asking, tell
        self._front = host.front
        self.found: LinkFound | None = None

    def __call__(self, url: str) -> FrontPage | None:
        """Return the front page of the site of an address, unless the host has another one."""
        if self._front is None:
            self._front = FrontPage(site_of(url))
            with suppress(HeldElsewhereError):
                self._front, self.found = look_at_front(url, self._asking)
                self._tell(_FrontSeen(self._host, self._front, self.found))
        return self._front if self._front.site == site_of(url) else None

    @property
    def asks_to_wait(self) -> bool:
        """Whether the host was asked for it and wants to be left alone."""
        found = self.found
        return found is not None and bool(found.pause) and is_paused(found, self._host.name)


@dataclass(slots=True)
class Tally:
    """How many addresses were checked, by how they stand now."""

    checked: dict[str, int] = field(default_factory=dict)

    def add(self, recorded: Recorded) -> None:
        """Count an address."""
        self.checked[recorded.after] = self.checked.get(recorded.after, 0) + 1


def asking_as_set(ended: threading.Event, delay: float = DELAY) -> Asking:
    """Return how addresses are asked for by the settings."""
    network = Network(*LOOPBACK) if settings.LINK_FARM else Network()
    agent = f"LGQ-Desk-links/1 (+{iri_to_uri(settings.SITE_URL)})"
    pace = Pace(delay, ended)
    return Asking(network, agent, pace.turn, wait=pace.wait, pause=delay)


class Checker:
    """One worker's checking: threads that ask, and one that reads and writes the database."""

    def __init__(self, asking: Asking, ended: threading.Event, at_once: int = AT_ONCE) -> None:
        self.holder = get_random_string(32)
        self._asking, self._ended, self._at_once = asking, ended, at_once
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._hosts: SimpleQueue[HeldHost | None] = SimpleQueue()
        self._results: SimpleQueue[_Came] = SimpleQueue()
        self._held = 0
        self._holds = Holds(self.holder, asking.pause)
        self._ways = Ways(self._results.put, lambda: self._over.is_set() or ended.is_set())
        self._again_at = 0.0
        self._unreached: list[_Result] = []
        self._done: list[HeldHost] = []

    def run(
        self,
        tally: Tally,
        *,
        only: Collection[str] | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Check what is due until nothing is; with `meanwhile`, which is called, until the end.

        With `only` the addresses of these digests. Raises `OfflineError` if no host is reached.
        """
        self._threads = [
            threading.Thread(target=self._ask, daemon=True) for _ in range(self._at_once)
        ]
        for thread in self._threads:
            thread.start()
        try:
            self._run(tally, only, meanwhile)
        finally:
            self._over.set()
            for _ in self._threads:
                self._hosts.put(None)
            self._release()
        tell_of_links()
        add_pages()

    def _release(self) -> None:
        """Let others have all hosts once their pauses are over; not what is still being asked.

        That comes back by itself, as what a dead worker held.
        """
        until = monotonic() + _LEAVE
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        if not any(thread.is_alive() for thread in self._threads):
            release(self.holder, timezone.now() + timedelta(seconds=self._asking.pause))

    def _run(
        self, tally: Tally, only: Collection[str] | None, meanwhile: Callable[[], None] | None
    ) -> None:
        next_look = next_hold = monotonic()
        while not self._ended.is_set():
            self._holds.keep()
            has_room = self._held < self._at_once and not self._is_in_doubt
            if has_room and monotonic() >= next_look:
                is_fruitless = not self._take(only)
                if is_fruitless and meanwhile is None and self._is_done:
                    break
                # What is held for the end of its pause alone is soon let go.
                is_ending = not self._held and self._holds and meanwhile is None
                next_look = monotonic() + (_MOMENT if is_ending else _LOOK) * is_fruitless
            if monotonic() >= next_hold:
                hold_on(self.holder, timezone.now())
                next_hold = monotonic() + HOLD.total_seconds() / 4
            if meanwhile:
                meanwhile()
            try:
                result = self._results.get(timeout=_MOMENT)
            except Empty:
                continue
            self._receive(result, tally)
            if isinstance(result, _Result) and result.found is None:
                next_look = monotonic()

    def _take(self, only: Collection[str] | None) -> bool:
        """Claim hosts for the threads that have none; return whether there are any."""
        hosts = claim(self.holder, timezone.now(), self._at_once - self._held, only)
        self._held += len(hosts)
        for host in hosts:
            self._holds.take(host.name)
            self._hosts.put(host)
        return bool(hosts)

    @property
    def _is_done(self) -> bool:
        """Whether nothing is asked, waited for or put off."""
        return not self._held and not self._holds and monotonic() >= self._again_at

    def _receive(self, came: _Came, tally: Tally) -> None:
        """Record what came."""
        match came:
            case _CameIn():
                self._keep(came)
            case _PutOff():
                self._put_off(came)
            case _FrontSeen(host, front, found):
                record_front(self.holder, host.pk, front, found, timezone.now())
            case WantedWay():
                self._holds.want(came)
            case LeftWay(host):
                self._holds.leave(host)
            case _:
                self._judge(came, tally)

    def _put_off(self, came: _PutOff) -> None:
        put = put_off if isinstance(came.what, DueAddress) else put_page_off
        put(self.holder, came.host.pk, came.what.pk, timezone.now())
        self._again_at = monotonic() + LATER.total_seconds() + _LOOK

    def _keep(self, result: _CameIn) -> None:
        host, page, captured = result
        record_page(self.holder, host.pk, page.pk, captured, timezone.now())
        if captured.file:
            captured.file.close()

    @property
    def _is_in_doubt(self) -> bool:
        return len({each.host.pk for each in self._unreached}) >= _MANY

    def _judge(self, result: _Result, tally: Tally) -> None:
        """Record a result; what was not reached only once something else is, or at the end.

        Raises `OfflineError` if at the end nothing is, where there is something that was.
        """
        if result.found is None:
            self._held -= 1
            self._done.append(result.host)
        elif result.is_doubtful:
            self._unreached.append(result)
        else:
            self._record(result, result.found, tally)
        is_reached = bool(result.found and result.found.status)
        if is_reached or (not self._held and self._is_their_fault()):
            for each in self._unreached:
                if each.found:
                    self._record(each, each.found, tally)
            self._unreached = []
        waiting = {each.host.pk for each in self._unreached}
        for host in self._done:
            if host.pk not in waiting:
                self._holds.leave(host.name)
        self._done = [host for host in self._done if host.pk in waiting]

    def _is_their_fault(self) -> bool:
        """Return whether hosts that nobody reaches are gone; False if one is told to end first.

        Raises `OfflineError` if none of those answers that worked last, nor any that was asked.
        """
        if not self._unreached:
            return True
        witnesses = claim_witnesses(
            self.holder, timezone.now(), {each.host.pk for each in self._unreached}
        )
        for name, _url in witnesses:
            self._holds.take(name)
        asked = 0
        try:
            for _name, url in witnesses:
                hold_on(self.holder, timezone.now())
                with suppress(HeldElsewhereError):
                    if self._look_at(url, self._asking_by_itself()).status:
                        return True
                    asked += 1
        except ToldToEndError:
            return False
        finally:
            for name, _url in witnesses:
                self._holds.leave(name)
        # Of a first few links nobody knows better.
        if asked or self._is_in_doubt:
            raise OfflineError
        return True

    def _asking_by_itself(self) -> Asking:
        """Return how the thread asks that claims and records."""

        @contextmanager
        def turn(name: str) -> Iterator[None]:
            with self._holds.turn(name, self._ended.is_set), self._asking.turn(name):
                yield

        return replace(self._asking, turn=turn)

    def _record(self, result: _Result, found: LinkFound, tally: Tally) -> None:
        now = timezone.now()
        if result.address is None:
            return
        if recorded := record(self.holder, result.host.pk, result.address.pk, found, now):
            tally.add(recorded)

    def _ask(self) -> None:
        """Ask for the addresses of one host after the other; this knows no database."""
        while (host := self._hosts.get()) is not None:
            by_head, asking = host.answers_head, self._asking_of(host)
            fronts = _Fronts(host, asking, self._results.put)
            for address in host.due:
                if self._over.is_set() or self._ended.is_set():
                    return
                try:
                    found = self._look_at(address.url, asking, by_head=by_head, front_of=fronts)
                except ToldToEndError:
                    return
                except HeldElsewhereError:
                    self._results.put(_PutOff(host, address))
                    continue
                by_head = by_head and not found.head_failed
                self._results.put(_Result(host, address, found))
                if is_paused(found, host.name) or fronts.asks_to_wait:
                    break
            else:
                self._capture(host, asking)
            self._results.put(_Result(host, None, None))

    def _asking_of(self, host: HeldHost) -> Asking:
        """Return how the addresses of a host are asked for, which may lead to others."""

        @contextmanager
        def turn(name: str) -> Iterator[None]:
            way = nullcontext() if name == host.name else self._ways.turn(name)
            with way, self._asking.turn(name):
                yield

        return replace(self._asking, turn=turn)

    def _look_at(
        self,
        url: str,
        asking: Asking,
        *,
        by_head: bool = True,
        front_of: FrontOf | None = None,
    ) -> LinkFound:
        try:
            return look_at(url, asking, by_head=by_head, front_of=front_of)
        except (ToldToEndError, HeldElsewhereError):
            raise
        except Exception:
            logger.exception("Not checked: %s", url)
            return LinkFound(Finding.UNREADABLE, detail="a fault of ours")

    def _capture(self, host: HeldHost, asking: Asking) -> None:
        """Ask a host for the pages that are to be kept, until it wants to be left alone."""
        for page in host.pages:
            if self._over.is_set() or self._ended.is_set():
                return
            try:
                # Before one of the few bodies in memory is taken, which others are waiting for.
                self._asking.wait(host.name)
                captured = capture(page.url, asking)
            except ToldToEndError:
                return
            except HeldElsewhereError:
                self._results.put(_PutOff(host, page))
                continue
            except Exception:
                logger.exception("Not kept: %s", page.url)
                captured = Captured(LinkFound(Finding.UNREADABLE, detail="a fault of ours"))
            self._results.put(_CameIn(host, page, captured))
            if is_paused(captured.found, host.name):
                return


@contextmanager
def checking_meanwhile() -> Iterator[None]:
    """Check addresses as long as something else is done, if the settings allow it."""
    if not settings.CHECK_LINKS:
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_keep_checking, args=(ended,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_PATIENCE)


def _keep_checking(ended: threading.Event) -> None:
    """Check what is due, whatever happens, until the end."""
    while not ended.is_set():
        try:
            Checker(asking_as_set(ended), ended).run(Tally(), meanwhile=Gathering())
        except OfflineError:
            logger.warning("No site is reached at all; again in %d seconds", OFFLINE)
            ended.wait(OFFLINE)
        except Exception:
            logger.exception("Links are not checked; again in %d seconds", _RETRY)
            ended.wait(_RETRY)
        finally:
            connection.close()
