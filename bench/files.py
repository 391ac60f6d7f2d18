"""What it costs to make and to read files, each in a process of its own: `script/bench --files`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from bench.databases import sqlite
from bench.figures import Worked
from bench.plan import FILES
from bench.site import Site, new_password

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def measured(root: Path, say: Callable[[str], None]) -> Sequence[Worked]:
    """Return what each of `FILES` takes."""
    with sqlite(root / "sqlite") as database:
        say("preparing")
        site = Site(root / "files-data", database, new_password())
        site.prepare_demo(root / "shared")
        found = []
        for name in FILES:
            say(name)
            seconds, megabytes = json.loads(site.run("-m", "bench.inside.files", name))
            found.append(Worked(name, seconds, megabytes))
    return found


def as_json(found: Sequence[Worked]) -> str:
    """Return the rows as JSON."""
    return json.dumps([asdict(each) for each in found], indent=1) + "\n"
