"""One installation of the product to measure: its own data folder on one kind of database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING, TypeVar

from bench.databases import NAME
from bench.servers import BASE_DIR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bench.databases import Database

Result = TypeVar("Result")

LARGE_NAME = "large"
PRODUCT, FLOOR = "survey_site.settings", "bench.floor.settings"
COLD, STATIC = "bench.cold", "bench.static"
# Those of the developer's own settings that would change what is measured.
NEUTRAL = {"SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": "False", "LOG_LEVEL": "ERROR"}


class NotPreparedError(Exception):
    """A program that prepares the site failed."""


@dataclass(frozen=True, slots=True)
class Site:
    """A data folder, a database, and the password that all accounts there have."""

    folder: Path
    database: Database
    password: str

    def environment(self, name: str = NAME) -> dict[str, str]:
        """Return the environment in which the product runs on one of the databases."""
        return {
            **os.environ,
            **NEUTRAL,
            "MODE": "local",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database.url(name),
            "DEMO_PASSWORD": self.password,
        }

    def run(self, *command: str, settings: str = PRODUCT, name: str = NAME) -> str:
        """Run a Python program in that environment and return what it prints.

        Raises `NotPreparedError` with the end of what it complains about if it fails.
        """
        done = subprocess.run(
            [sys.executable, *command],
            cwd=BASE_DIR,
            env={**self.environment(name), "DJANGO_SETTINGS_MODULE": settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            complaint = "\n".join(done.stderr.splitlines()[-5:])
            raise NotPreparedError(f"{' '.join(command)}: {complaint}")
        return done.stdout

    def prepare_demo(self, shared: Path) -> None:
        """Load the edition and the demo; `shared` keeps what all sites share."""
        self.install(shared)
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("manage.py", "load_demo")

    def install(self, shared: Path) -> None:
        """Make the folder; `shared` keeps what is the same for all sites, made for the first."""
        self.folder.mkdir()
        first = not shared.exists()
        for name in ("static", "fonts"):
            (shared / name).mkdir(parents=True, exist_ok=True)
            (self.folder / name).symlink_to(shared / name)
        if first:
            at_once(
                lambda: self.run("manage.py", "collectstatic", "--no-input", settings=STATIC),
                lambda: self.run("manage.py", "build_print_font"),
            )

    def populate(self, responses: int) -> None:
        """Load the demo and other cities' responses into a site that is installed."""
        self.run("-m", "bench.inside.populate", str(responses))

    def enlarge(self, responses: int) -> None:
        """Make a second database, like the first but with many more responses."""
        self.database.copy(NAME, LARGE_NAME)
        self.run("-m", "bench.inside.populate", str(responses), name=LARGE_NAME)

    def load(self, cities: int, editions: int, revisions: int) -> None:
        """Make a second database, like the first but with a load (`manage.py generate_load`)."""
        self.database.copy(NAME, LARGE_NAME)
        amount = {"--cities": cities, "--editions": editions, "--revisions": revisions}
        given = [str(word) for pair in amount.items() for word in pair]
        self.run("manage.py", "generate_load", *given, name=LARGE_NAME)

    def queries(self, pages: Iterable[str]) -> dict[str, int | None]:
        """Return how many queries each of these pages takes, by its name."""
        counted = at_once(
            lambda: self.run("-m", "bench.inside.probe", "floor", *pages, settings=FLOOR),
            lambda: self.run("-m", "bench.inside.probe", "product", *pages),
        )
        return {name: count for each in counted for name, count in json.loads(each).items()}


def at_once(*programs: Callable[[], Result]) -> list[Result]:
    """Run programs at the same time, as a machine has two cores, and return what they do."""
    with ThreadPoolExecutor(len(programs)) as threads:
        return [run.result() for run in [threads.submit(each) for each in programs]]


def new_password() -> str:
    """Return a password that nobody knows."""
    return token_urlsafe(16)
