"""The running demo, in a folder of its own, with the states that `states.py` adds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from bench import servers
from bench.site import NEUTRAL, PRODUCT, STATIC


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo is, how its people sign in, and what stands for the braces in paths."""

    address: str
    password: str
    made: Mapping[str, str]


@contextmanager
def running() -> Iterator[Demo]:
    """Make the demo and serve it as long as it is needed; nothing of it stays."""
    with TemporaryDirectory(prefix="lgq-pictures-") as folder:
        password = token_urlsafe(16)
        own = {"MODE": "local", "DATA_DIR": folder, "DEMO_PASSWORD": password}
        database = f"sqlite:///{folder}/db.sqlite3"
        environment = {**os.environ, **NEUTRAL, **own, "DATABASE_URL": database}
        # Compressing takes half a minute, and a browser beside its server gains nothing by it.
        _run(environment, STATIC, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
        for command in (
            ("migrate", "--verbosity=0"),
            ("load_edition", "fixtures/lgq-2022.json"),
            ("load_demo",),
            ("build_print_font",),
        ):
            _run(environment, PRODUCT, "manage.py", *command)
        made = json.loads(_run(environment, PRODUCT, "-m", "tests.pictures.states"))
        # So that links that fail are marked; no worker runs that would ask for them.
        environment |= {"CHECK_LINKS": "true"}
        with servers.running(PRODUCT, environment, Path(folder) / "log") as server:
            yield Demo(f"http://127.0.0.1:{server.port}", password, made)


def _run(environment: Mapping[str, str], settings: str, *command: str) -> str:
    """Run a Python program and return what it prints; what it complains about is seen."""
    return subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *command],
        cwd=servers.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": settings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
