"""Measures LGQ Desk: `script/bench [--json FILE] [--quick] [--scale | --files | --links]`.

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

With `--scale` it is measured instead what many cities and years cost (see bench.scale), with
`--files` what it takes to make and to read files (see bench.files), and with `--links` how soon
all links of many cities are checked (see bench.links).

What the machine does besides moves the times; the ratios stay.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench import crowd, files, links, pdf, presses, scale
from bench.databases import NAME, postgresql, sqlite
from bench.figures import Pressed, Row, Typed, row_of
from bench.people import slug_of
from bench.plan import (
    CROWDED,
    FEW,
    FIGURED_PDFS,
    FLOORS,
    ILLUSTRATED,
    LARGE,
    MANY,
    MORE,
    NAIVE_FIGURES,
    PAGES,
    PDFS,
    RENDER_FIGURES,
    SAVE,
    servers_of,
)
from bench.report import (
    as_json,
    checked_table,
    held_table,
    paced_table,
    pressed_table,
    scale_as_json,
    table,
    typed_table,
    worked_table,
)
from bench.rounds import Effort, Measurement
from bench.servers import running
from bench.site import COLD, FLOOR, LARGE_NAME, PRODUCT, Site, at_once, new_password

QUICK, FULL = Effort(rounds=12, seconds=0.04), Effort(rounds=7, seconds=0.6)
"""Many short rounds: garbage is collected in a few of them, which the median leaves out."""
TYPE_SECONDS = {True: 3, False: 60}
"""How long people type at once, in a quick run and in a full one."""
CROWDS = {True: CROWDED[:1], False: CROWDED}
"""The cities where they do: to sign one person in takes a quarter of a second."""
PRESS_SECONDS = 40
"""How long people type while others press PDFs."""
PDF_ROUNDS = {True: (0, 2), False: (1, 7)}
"""How often the PDF is rendered in vain, and how often it counts: a rendering takes seconds."""
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
    files: bool
    links: bool


def main() -> None:
    """Measure everything, print the table, and write the rows if asked to."""
    options = _options()
    # Whoever ends us ends what we started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lgq-bench-") as name:
        root = Path(name)
        root.chmod(0o711)  # PostgreSQL, as another user, passes through.
        if options.files:
            worked = files.measured(root, _say)
            print(worked_table(worked))
            found = files.as_json(worked)
        elif options.links:
            checked = links.measured(root, quick=options.quick, say=_say)
            print(checked_table(checked))
            found = links.as_json(checked)
        else:
            found = (_scale if options.scale else _speed)(root, quick=options.quick)
    print(f"\nMeasured in {time.monotonic() - started:.0f} s.")
    if options.json:
        options.json.write_text(found, encoding="utf-8")


def _speed(root: Path, *, quick: bool) -> str:
    """Measure pages, typists and PDFs, print the tables, and return all of it as JSON."""
    rows: list[Row] = []
    crowds: list[Typed] = []
    pressed: list[Pressed] = []
    with sqlite(root / "sqlite") as first, postgresql(root / "postgresql") as second:
        _say("preparing")
        sites = [
            Site(root / f"{each.label}-data", each, new_password()) for each in (first, second)
        ]
        for site in sites:
            site.install(root / "shared")
        at_once(*[partial(site.populate, FEW) for site in sites])
        for site in sites:
            told = pressed if site.database is first else None
            rows += _rows(root, site, crowds, quick=quick, pressed=told)
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
    parser.add_argument("--files", action="store_true", help="what files cost, made and read")
    parser.add_argument("--links", action="store_true", help="how soon all links are checked")
    return parser.parse_args(namespace=Options())


def _say(what: str) -> None:
    print(f"== {time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _rows(
    root: Path,
    site: Site,
    crowds: list[Typed],
    *,
    quick: bool,
    pressed: list[Pressed] | None = None,
) -> list[Row]:
    """Return the rows of one kind of database, and add to `crowds` what became of its typists.

    PDFs are measured with one of them, that has `pressed` to add to, as they hardly touch it.
    """
    pdfs = pressed is not None
    database, effort = site.database, QUICK if quick else FULL
    pages = [*FLOORS, *PAGES]
    if quick:
        # Saving is where databases differ most; a full run asks the second one for everything, too.
        pages = [page for page in pages if pdfs or SAVE in {page.name, page.floor}]
        floors = {page.floor for page in pages}
        pages = [page for page in pages if page.floor or page.name in floors]
    else:
        _say(f"{database.label}: preparing more")
        site.enlarge(MANY)
        pages += [*MORE, *LARGE]
    with ExitStack() as stack:
        names = servers_of(pages)
        starting = [
            running(settings, site.environment(kept), root / f"{database.label}-{name}.log")
            for name in names
            for settings, kept in [SERVERS[name]]
        ]
        started = at_once(*[partial(stack.enter_context, each) for each in starting])
        servers = dict(zip(names, started, strict=True))
        _say(f"{database.label}: asking for {len(pages)} pages in {effort.rounds} rounds")
        rounds = Measurement(servers, site.password).run(pages, effort)
        _say(f"{database.label}: people are typing")
        record = root / f"{database.label}-typed.json"
        if typed := crowd.typed(
            servers["product"], site, CROWDS[quick], TYPE_SECONDS[quick], record
        ):
            crowds.append(typed)
        if pressed is not None and not quick:
            _say(f"{database.label}: people are typing, and others press PDFs")
            record = root / "pressed.json"
            if found := presses.pressed(servers["product"], site, PRESS_SECONDS, record):
                pressed.append(found)
    _say(f"{database.label}: counting queries" + ", and rendering PDFs beside it" * pdfs)
    with ThreadPoolExecutor() as threads:
        counting = threads.submit(site.queries, [page.name for page in pages])
        if pdfs:
            pages += PDFS
            html = root / "document.html"
            rounds |= pdf.measured(site.environment(), html, *PDF_ROUNDS[quick])
            if not quick:
                pages += FIGURED_PDFS
                rounds |= pdf.measured(
                    *(site.environment(), html, *PDF_ROUNDS[quick]),
                    city=slug_of(ILLUSTRATED[0]),
                    names=(RENDER_FIGURES, NAIVE_FIGURES, f"{RENDER_FIGURES}, one answer changed"),
                )
        queries = counting.result()
    return [
        row_of(page.name, database.label, rounds, queries=queries.get(page.name), floor=page.floor)
        for page in pages
    ]


if __name__ == "__main__":
    main()
