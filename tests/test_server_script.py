"""script/server: the web server and the worker beside it begin together and end together."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from bench.site import NEUTRAL
from tests.support import PATIENCE
from tests.support.mail_server import eventually, free_port

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "script/server"

pytestmark = pytest.mark.race


def skip_compressing(data: Path) -> None:
    """Say that the static files were collected, which takes a minute and is not needed here."""
    found = re.search(r"^files=\$\((.+)\)$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    command = ["bash", "-c", found[1]]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    (data / "static").mkdir()
    (data / "static/.collected").write_bytes(files.stdout)


@contextmanager
def started(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run script/server until it says where it is."""
    skip_compressing(data)
    log = data / "log"
    environment = {**os.environ, **NEUTRAL, "DATA_DIR": str(data)}
    environment["DATABASE_URL"] = f"sqlite:///{data / 'db.sqlite3'}"
    with log.open("wb") as lines:
        process = subprocess.Popen(  # noqa: S603
            [SCRIPT, "--no-demo", "--port", str(free_port())],
            env=environment,
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # What runs this test in the background may ignore Ctrl-C; a terminal does not.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - before any thread
        )
    try:
        assert eventually(lambda: b"LGQ Desk is at" in log.read_bytes()), log.read_text()
        assert eventually(lambda: (len(servers(data)), len(workers(data))) == (3, 1))
        yield process
    finally:
        process.kill()
        process.wait()


def processes(data: Path) -> dict[int, str]:
    """Return what runs on a data folder, by its environment: command lines by process id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"DATA_DIR={data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(folder.name)] = line
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return {pid: line for pid, line in found.items() if line}


def workers(data: Path) -> list[int]:
    return [pid for pid, line in processes(data).items() if "manage.py work" in line]


def servers(data: Path) -> list[int]:
    """Return the web server's master, and then its two workers."""
    return sorted(pid for pid, line in processes(data).items() if "gunicorn" in line)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_all_that_it_started(end: signal.Signals, tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.send_signal(end)
        assert server.wait(PATIENCE) == 0
        assert processes(tmp_path) == {}


def test_nothing_stays_when_it_is_killed(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        server.kill()
        assert eventually(lambda: processes(tmp_path) == {})


def test_a_worker_that_ends_is_started_again(tmp_path: Path) -> None:
    with started(tmp_path):
        [first] = workers(tmp_path)
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: first not in workers(tmp_path) and len(workers(tmp_path)) == 1)
        assert "the worker has ended; starting it again" in (tmp_path / "log").read_text()


def test_without_the_web_server_it_ends(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        os.kill(servers(tmp_path)[0], signal.SIGKILL)
        assert server.wait(PATIENCE) == 128 + signal.SIGKILL
        assert eventually(lambda: processes(tmp_path) == {})
