"""How soon all links of many cities are checked, beside what is possible on paper: `--links`.

A farm on this machine plays the sites of the cities (see bench.sites), each at an address of its
own, as slow as sites are and some in trouble. `manage.py check_links` checks all, as it is used:
one worker on SQLite, of a tenth of the cities, and two at once on PostgreSQL. Then a day passes for
half of the hosts, and only what is due again is checked; then pages are kept.

On paper the hosts take turns at so many places as the workers have, each as long as its answers
take with the pause between two requests, and nothing else takes any time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from bench.databases import postgresql, sqlite
from bench.figures import Checked
from bench.servers import BASE_DIR
from bench.site import PRODUCT, Site, new_password
from bench.sites import KEPT_A_HOST, due_again, hosts_of, kept_of, on_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bench.databases import Database

CITIES = {True: 8, False: 200}
"""How many cities, in a quick run and in a full one; SQLite has a tenth of them."""
DELAY, AT_ONCE, BODIES = 1.0, 32, 3
"""What `responses.evidence` keeps to: seconds between requests, hosts and bodies at a time."""


@dataclass(slots=True)
class Farm:
    """A running farm: its port, and in the end what it was asked, and by how large a worker."""

    port: int
    asked: dict[str, Any] = field(default_factory=dict)
    megabytes: float = 0.0


def measured(root: Path, *, quick: bool, say: Callable[[str], None]) -> list[Checked]:
    """Return how soon links were checked on each kind of database, and pages kept."""
    cities = CITIES[quick]
    with sqlite(root / "sqlite") as database:
        found = _measured(root, database, max(2, cities // 10), 1, say)
    with postgresql(root / "postgresql") as database:
        found += _measured(root, database, cities, 2, say)
    return found


def _measured(
    root: Path, database: Database, cities: int, workers: int, say: Callable[[str], None]
) -> list[Checked]:
    site = Site(root / f"{database.label}-data", database, new_password())
    site.folder.mkdir()
    hosts = hosts_of(cities)
    with _farm(cities) as farm:
        inside = ("-m", "bench.inside.links")
        given = (str(cities), str(farm.port))
        site.run(*inside, "name", *given)
        paper = on_paper([host.seconds(DELAY) for host in hosts], workers * AT_ONCE)
        say(f"{database.label}: checking, {paper:.0f} s on paper")
        farm.megabytes = _work(site, workers)
    told: dict[str, int] = json.loads(site.run(*inside, "tell", *given))
    checked = _checked(site, f"check, {workers} × {AT_ONCE} hosts", told["checked"], paper, farm)
    missing = abs(sum(host.checkable for host in hosts) - told["checked"])
    checked.faults += told["twice"] + told["lost"] + told["held"] + missing
    say(f"{database.label}: {checked}")
    due = due_again(hosts)
    with _farm(cities, farm.port) as farm:
        site.run(*inside, "tomorrow", *given)
        paper = on_paper([host.seconds(DELAY) for host in due], workers * AT_ONCE)
        say(f"{database.label}: checking on a second day, {paper:.0f} s on paper")
        farm.megabytes = _work(site, workers)
    told = json.loads(site.run(*inside, "tell", *given))
    again = _checked(site, "second day, half is due", told["checked"], paper, farm)
    missing = abs(sum(host.checkable for host in due) - told["checked"])
    again.faults += told["twice"] + told["held"] + missing
    say(f"{database.label}: {again}")
    with _farm(cities, farm.port) as farm:
        site.run(*inside, "keep", *given)
        waits = [host.waits_to_keep() for host in kept_of(hosts)]
        taken = [sum(each) + DELAY * (len(each) - 1) for each in waits]
        paper = max(on_paper(taken, workers * AT_ONCE), sum(map(sum, waits)) / workers / BODIES)
        say(f"{database.label}: keeping pages, {paper:.0f} s on paper")
        farm.megabytes = _work(site, workers)
    told = json.loads(site.run(*inside, "tell", *given))
    kept = _checked(site, "keep pages", told["kept"], paper, farm)
    kept.faults += KEPT_A_HOST * len(waits) - told["kept"]
    return [checked, again, kept]


def _checked(site: Site, what: str, number: int, paper: float, farm: Farm) -> Checked:
    asked = farm.asked
    is_polite = asked["crowd"] == 1 and asked["least_pause"] >= DELAY
    return Checked(
        what,
        site.database.label,
        number,
        requests=asked["requests"],
        seconds=asked["last"] - asked["first"],
        paper_seconds=paper,
        megabytes=farm.megabytes,
        least_pause=asked["least_pause"],
        faults=0 if is_polite else 1,
    )


@contextmanager
def _farm(cities: int, port: int = 0) -> Iterator[Farm]:
    """Run a farm, at a port if one is given."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.farm", str(cities), str(port)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise OSError("The farm says nothing.")
        farm = Farm(int(process.stdout.readline()))
        yield farm
        process.stdin.close()
        farm.asked = json.loads(process.stdout.read())


def _work(site: Site, workers: int) -> float:
    """Have workers check what is due, and return the most memory that one of them had, in MB."""
    environment = {**site.environment(), "DJANGO_SETTINGS_MODULE": PRODUCT}
    environment |= {"CHECK_LINKS": "true", "LINK_FARM": "true"}
    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", "check_links"],
            cwd=BASE_DIR,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(workers)
    ]
    most = 0
    for process in running:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        most = max(most, used.ru_maxrss)
        if process.returncode:
            raise OSError(f"A worker ended with {process.returncode}.")
    return most / 1024


def as_json(found: Sequence[Checked]) -> str:
    """Return the rows as JSON."""
    return json.dumps([asdict(each) for each in found], indent=1) + "\n"
