"""Rendering the PDF in a warm process: the product's way, and naively, of the same HTML.

The product's way twice: with nothing kept from before, and after a change of one answer. Two
processes (see bench.inside.render) take turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from bench.figures import Round, Sample
from bench.plan import CITY, NAIVE, RENDER, RENDER_CHANGED
from bench.servers import BASE_DIR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class NotRenderedError(Exception):
    """A process that renders has ended."""


@dataclass(frozen=True, slots=True)
class Warm:
    """A process that stays and renders when it is told to."""

    orders: IO[str]
    replies: IO[str]

    def render(self, order: str = "new") -> Sample:
        """Render once, all "new" or "changed"; raises `NotRenderedError` if it has ended."""
        self.orders.write(f"{order}\n")
        self.orders.flush()
        reply = self.replies.readline()
        if not reply:
            raise NotRenderedError("The process that renders has ended.")
        seconds, cpu_seconds = json.loads(reply)
        return Sample((1000 * seconds,), seconds, cpu_seconds)


def measured(
    environment: Mapping[str, str],
    html: Path,
    warm_ups: int,
    rounds: int,
    *,
    city: str = CITY,
    names: tuple[str, str, str] = (RENDER, NAIVE, RENDER_CHANGED),
) -> dict[str, list[Round]]:
    """Return the rounds of the product's renderings and of the naive one, in turn, by `names`.

    Each has rendered once before the first. If one fails, that is told and nothing is returned.
    """
    try:
        found = _rounds(environment, html, city, warm_ups + rounds)[warm_ups:]
    except NotRenderedError as reason:
        print(f"{names[0]} is not measured: {reason}", file=sys.stderr)
        return {}
    return {
        name: [Round(samples[place], samples[place]) for samples in found]
        for place, name in enumerate(names)
    }


def _rounds(
    environment: Mapping[str, str], html: Path, city: str, count: int
) -> list[tuple[Sample, Sample, Sample]]:
    # The product goes first: it writes what the naive one reads.
    with (
        _warm("product", environment, html, city) as product,
        _warm("naive", environment, html, city) as naive,
    ):
        return [(product.render(), naive.render(), product.render("changed")) for _ in range(count)]


@contextmanager
def _warm(kind: str, environment: Mapping[str, str], html: Path, city: str) -> Iterator[Warm]:
    """Start a process and end it; the product's is ready, its HTML written, when this yields."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.inside.render", kind, str(html), city],
        cwd=BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "survey_site.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            if process.stdin is None or process.stdout is None:
                raise NotRenderedError("The process that renders has no pipes.")
            warm = Warm(process.stdin, process.stdout)
            warm.render()
            yield warm
        finally:
            process.terminate()
