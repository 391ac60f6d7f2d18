"""Measures LGQ Desk beside its floors: `script/bench [--json FILE] [--quick] [--scale]`.

The product runs under gunicorn as script/server runs it, on SQLite and then on a
PostgreSQL of its own, and the floors (see bench.floor) run beside it with the same
settings, middleware and database. All pages take turns in rounds. How to read a line:

req/s     with four connections at once, or as many as the name says
p50 …     how long a request took, in milliseconds, of all rounds; with one connection,
          where the name does not say more
CPU ms    CPU time of gunicorn's workers per request, the median of the rounds; that of
          PostgreSQL's own processes is not in it
queries   per request, once the process is warm (see bench.inside.probe)
× floor   its CPU time as a multiple of its floor's, the median of the rounds' own ratios
target    the most it may be. This program only measures: it always exits with 0

Then 50 people type at once against the product, of whom ten are in each other's way: what
is refused is no error, and everything acknowledged has to be in the database afterwards.
In a full run they type once more, with a worker at work, while others press PDFs: how many
presses wait, and for how long, beside the crowd and once it has left (see bench.presses).

With `--scale` it is measured instead what many cities and years cost (see bench.scale).

What the machine does besides moves the times; the ratios stay.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench import crowd, pdf, presses, scale
from bench.databases import NAME, postgresql, sqlite
from bench.figures import Pressed, Row, Typed, row_of
from bench.plan import FEW, FLOORS, LARGE, MANY, MORE, PAGES, PDFS, SAVE, servers_of
from bench.report import (
    as_json,
    held_table,
    paced_table,
    pressed_table,
    scale_as_json,
    table,
    typed_table,
)
from bench.rounds import Effort, Measurement
from bench.servers import running
from bench.site import COLD, FLOOR, LARGE_NAME, PRODUCT, Site, new_password

if TYPE_CHECKING:
    from bench.databases import Database

QUICK, FULL = Effort(rounds=7, seconds=0.05), Effort(rounds=7, seconds=0.6)
"""Many short rounds: garbage is collected in a few of them, which the median leaves out."""
TYPE_SECONDS = {True: 5, False: 60}
"""How long people type at once, in a quick run and in a full one."""
PRESS_SECONDS = 40
"""How long people type while others press PDFs."""
PDF_ROUNDS = {True: 2, False: 7}
"""How often the PDF is rendered in either: a rendering takes seconds."""
SERVERS = {
    "product": (PRODUCT, NAME),
    "cold": (COLD, NAME),
    "floor": (FLOOR, NAME),
    "large": (PRODUCT, LARGE_NAME),
}


class Options(Namespace):
    """What was asked for on the command line."""

    json: Path | None
    quick: bool
    scale: bool


def main() -> None:
    """Measure everything, print the table, and write the rows if asked to."""
    options = _options()
    # Whoever ends us ends what we started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lgq-bench-") as name:
        root = Path(name)
        root.chmod(0o711)  # PostgreSQL, as another user, passes through.
        found = (_scale if options.scale else _speed)(root, quick=options.quick)
    print(f"\nMeasured in {time.monotonic() - started:.0f} s.")
    if options.json:
        options.json.write_text(found, encoding="utf-8")


def _speed(root: Path, *, quick: bool) -> str:
    """Measure pages, typists and PDFs, print the tables, and return all of it as JSON."""
    rows: list[Row] = []
    crowds: list[Typed] = []
    pressed: list[Pressed] = []
    with sqlite(root / "sqlite") as database:
        rows += _rows(root, database, crowds, quick=quick, pressed=pressed)
    with postgresql(root / "postgresql") as database:
        rows += _rows(root, database, crowds, quick=quick)
    print(table(rows))
    print(typed_table(crowds))
    for each in pressed:
        print(pressed_table(each))
    return as_json(rows, crowds)


def _scale(root: Path, *, quick: bool) -> str:
    """Measure what many cities cost, print the tables, and return all of it as JSON."""
    rows, paced, held = scale.measured(root, quick=quick, say=_say)
    print(table(rows, scale.TARGETS))
    print(paced_table(paced))
    print(held_table(held))
    return scale_as_json(rows, paced, held)


def _options() -> Options:
    summary = "Measures LGQ Desk beside its floors, on SQLite and on PostgreSQL."
    parser = ArgumentParser(prog="script/bench", description=summary)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    parser.add_argument("--quick", action="store_true", help="a minute and a half, and coarser")
    parser.add_argument("--scale", action="store_true", help="what many cities and years cost")
    return parser.parse_args(namespace=Options())


def _say(what: str) -> None:
    print(f"== {time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _rows(
    root: Path,
    database: Database,
    crowds: list[Typed],
    *,
    quick: bool,
    pressed: list[Pressed] | None = None,
) -> list[Row]:
    """Return the rows of one kind of database, and add to `crowds` what became of its typists.

    PDFs are measured with one of them, that has `pressed` to add to, as they hardly touch it.
    """
    pdfs = pressed is not None
    _say(f"{database.label}: preparing")
    site = Site(root / f"{database.label}-data", database, new_password())
    effort = QUICK if quick else FULL
    pages = [*FLOORS, *PAGES]
    site.prepare(FEW, root / "shared")
    if quick and not pdfs:
        # Where databases differ most; a full run asks the second one for everything, too.
        pages = [page for page in pages if page.floor in {None, SAVE}]
    if not quick:
        site.enlarge(MANY)
        pages += [*MORE, *LARGE]
    with ExitStack() as stack:
        servers = {}
        for name in servers_of(pages):
            settings, kept = SERVERS[name]
            log = root / f"{database.label}-{name}.log"
            servers[name] = stack.enter_context(running(settings, site.environment(kept), log))
        _say(f"{database.label}: asking for {len(pages)} pages in {effort.rounds} rounds")
        rounds = Measurement(servers, site.password).run(pages, effort)
        _say(f"{database.label}: people are typing")
        record = root / f"{database.label}-typed.json"
        if typed := crowd.typed(servers["product"], site, TYPE_SECONDS[quick], record):
            crowds.append(typed)
        if pressed is not None and not quick:
            _say(f"{database.label}: people are typing, and others press PDFs")
            record = root / "pressed.json"
            if found := presses.pressed(servers["product"], site, PRESS_SECONDS, record):
                pressed.append(found)
    if pdfs:
        _say("rendering PDFs")
        pages += PDFS
        rounds |= pdf.measured(site.environment(), root / "document.html", PDF_ROUNDS[quick])
    _say(f"{database.label}: counting queries")
    queries = site.queries()
    return [
        row_of(page.name, database.label, rounds, queries=queries.get(page.name), floor=page.floor)
        for page in pages
    ]


if __name__ == "__main__":
    main()
