"""gunicorn, started as script/server starts it, and the CPU time of its workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BASE_DIR = Path(__file__).resolve().parent.parent
WORKERS = 2
START_SECONDS = 120


class NotStartedError(Exception):
    """A server ended, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn; `pid` is that of its master."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """Return the CPU time that its workers have used so far, to the microsecond."""
        return sum(map(_cpu_seconds, _children(self.pid)))

    def memory_mb(self) -> dict[str, float]:
        """Return how much memory each process holds now: the master, and its workers."""
        workers = enumerate(_children(self.pid), 1)
        names = {"master": self.pid} | {f"worker {number}": pid for number, pid in workers}
        return {name: _resident_mb(pid) for name, pid in names.items()}

    def kill(self) -> None:
        """End it with its workers at once, in the middle of whatever they do."""
        os.killpg(self.pid, signal.SIGKILL)

    def answers(self) -> bool:
        """Return whether both workers are there and one replies."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        with closing(connection), suppress(OSError, HTTPException):
            connection.request("GET", "/accounts/login/")
            connection.getresponse().read()
            return len(_children(self.pid)) == WORKERS
        return False


@contextmanager
def running(settings: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve the product's WSGI application with a settings module on a free port of 127.0.0.1.

    Raises `NotStartedError` with the end of the log if it does not come up.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door, log.open("w") as lines:
        port: int = door.getsockname()[1]
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "survey_site.wsgi"),
                *("--bind", f"fd://{door.fileno()}", "--workers", str(WORKERS)),
                *("--threads", "4", "--timeout", "120"),
                *("--worker-class", "survey_site.workers.PatientWorker"),
                *("--preload", "--no-control-socket", "--log-level", "warning"),
            ],
            cwd=BASE_DIR,
            env={**environment, "DJANGO_SETTINGS_MODULE": settings},
            pass_fds=(door.fileno(),),
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that `kill` reaches all of it and nothing else
        )
    try:
        server = Server(process.pid, port)
        if not _comes_up(process, server):
            raise NotStartedError("\n".join(log.read_text().splitlines()[-5:]))
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _comes_up(process: subprocess.Popen[bytes], server: Server) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if server.answers():
            return True
        time.sleep(0.1)
    return False


def _children(pid: int) -> list[int]:
    """Return the process ids of the children of a process, in their order."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return sorted(child for child, parent in parents.items() if parent == pid)


def _cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process: by Linux's clock of it, as /proc knows but hundredths."""
    return time.clock_gettime(~pid << 3 | 2)


def _resident_mb(pid: int) -> float:
    """Return the memory of a process; one that has ended and is not waited for yet has none."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if "VmRSS:" in line), 0.0)
