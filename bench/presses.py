"""Who presses a PDF beside the typing crowd, with a worker at work: do they wait, and how long?

In each crowded city somebody presses again and again while the others type, where hardly any
file can be ready, and once more after the crowd has left and the worker had its time, where all
should be.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench import crowd
from bench.figures import Pressed, Waits
from bench.load import ACCEPTED, OK, AskedInVainError, Browser
from bench.people import slug_of, writer_email
from bench.plan import CROWDED, EDITION
from bench.servers import BASE_DIR, NotStartedError
from bench.visitors import MADE_WITHIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.servers import Server
    from bench.site import Site

LANGUAGE = "ko"
PAUSE, POLL = 10.0, 1.0
"""Seconds between two presses in one city, and between two looks of the page that waits."""
LEFT = 60.0
"""Seconds after the last text until all press again: half of them are the silence waited for."""
STARTED = 10.0
"""Seconds until a worker has said that it is at work."""

_ASKED = re.compile(r"asked=(\d+)")


def pressed(server: Server, site: Site, seconds: float, record: Path) -> Pressed | None:
    """Let people type for so long, others press PDFs, then all of them once more; None if in vain.

    `record` is a file to be made.
    """
    try:
        presses = [Presser(server.port, site.password, number) for number in CROWDED]
        with _worker(site), ThreadPoolExecutor(len(presses) + 1) as threads:
            typing = threads.submit(crowd.typed, server, site, CROWDED, seconds, record)
            until = time.monotonic() + seconds
            runs = [threads.submit(each.press_until, until) for each in presses]
            during = [wait for run in runs for wait in run.result()]
            typing.result()
            time.sleep(LEFT)
            after = [*threads.map(Presser.press, presses)]
    except (*crowd.FAILURES, NotStartedError) as reason:
        print(f"Presses of PDFs are not measured: {reason}", file=sys.stderr)
        return None
    return Pressed(Waits(tuple(during)), Waits(tuple(after)))


class Presser:
    """Somebody of a crowded city who wants the PDF."""

    def __init__(self, port: int, password: str, number: int) -> None:
        self._browser = Browser(port)
        self._browser.sign_in(writer_email(number), password)
        self._path = f"/{slug_of(number)}/{EDITION}/response.pdf?language={LANGUAGE}"

    def press_until(self, until: float) -> list[float]:
        """Press again and again; return how many seconds each press waited."""
        waits = []
        while time.monotonic() < until:
            time.sleep(PAUSE)
            waits.append(self.press())
        return waits

    def press(self) -> float:
        """Press, and wait for the file as the page does; return for how many seconds."""
        pressed = time.monotonic()
        status, page = self._browser.get(self._path)
        asked = _ASKED.search(page) if status == ACCEPTED else None
        path = f"{self._path}&{asked[0]}" if asked else self._path
        while status == ACCEPTED and time.monotonic() < pressed + MADE_WITHIN:
            time.sleep(POLL)
            status, _ = self._browser.get(path)
        if status != OK:
            raise AskedInVainError(f"GET {path} gave {status}")
        return time.monotonic() - pressed if asked else 0.0


@contextmanager
def _worker(site: Site) -> Iterator[None]:
    """Have the product's worker at work, as script/server does."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=BASE_DIR,
        env={**site.environment(), "DJANGO_SETTINGS_MODULE": "survey_site.settings"},
    ) as process:
        try:
            time.sleep(STARTED)
            if process.poll() is not None:
                raise NotStartedError("The worker has ended.")
            yield
        finally:
            process.terminate()
