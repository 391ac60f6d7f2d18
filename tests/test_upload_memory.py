"""Twenty files of 20 MB at once, in and then out: no process holds them, however many there are.

Nor pictures of 50 megapixels, which take a process of their own each.
"""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

import pytest
from PIL import Image

from bench.load import Browser
from bench.servers import Server, _children
from responses.domain.files.judgement import BYTES_MAX
from tests.support import PATIENCE
from tests.support.factories import PASSWORD
from tests.support.files import PDF, saved
from tests.support.servers import Site, new_site

pytestmark = pytest.mark.race

# A response may have 200 MB: ten of the largest files.
CITIES, EACH = ("springfield", "shelbyville"), 10
PIECE = 62_500
BOUNDARY = "lgq-desk-3b9e0f"
PICTURES_OF, PICTURES = "ogdenville", 4
# MB that a process has in all; all files together are 400. And MB above rest.
MOST = 150
MOST_IN, MOST_OUT = 40, 10


def content(number: int) -> Iterator[bytes]:
    """Yield a file of the largest size that is taken, in pieces; it is no other number's."""
    yield (PDF + str(number).encode()).ljust(PIECE, b"\n")
    for _ in range(BYTES_MAX // PIECE - 1):
        yield bytes(PIECE)


def digest(number: int) -> str:
    found = sha256()
    for piece in content(number):
        found.update(piece)
    return found.hexdigest()


def bring(browser: Browser, city: str, pieces: Iterable[bytes], size: int, name: str) -> str:
    """Send a file as the script of the page does, a piece at a time; return where it is then."""
    url = f"/{city}/killed-2030/only/"
    fields = dict(browser.form(url, needs="person").fields)
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n'
        for name in ("csrfmiddlewaretoken", "person")
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="q-q-0--files--file"; '
        f'filename="{name}"\r\n\r\n'
    )
    tail = f"\r\n--{BOUNDARY}--\r\n"
    headers = browser.headers() | {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(head) + size + len(tail)),
    }

    def body() -> Iterator[bytes]:
        yield head.encode()
        yield from pieces
        yield tail.encode()

    connection = HTTPConnection("127.0.0.1", browser.port, timeout=PATIENCE)
    with closing(connection):
        connection.request("POST", f"{url}q-0/files/", body(), headers)
        reply = connection.getresponse()
        said = json.loads(reply.read())
    assert reply.status == 200, said
    return f"/{city}/killed-2030/files/{said['row']['digest']}/{name}"


def fetched(browser: Browser, path: str) -> tuple[int, str]:
    """Return the size and the digest of a file, as it is sent."""
    connection, found, size = (
        HTTPConnection("127.0.0.1", browser.port, timeout=PATIENCE),
        sha256(),
        0,
    )
    with closing(connection):
        connection.request("GET", path, headers=browser.headers())
        reply = connection.getresponse()
        assert reply.status == 200
        while piece := reply.read(PIECE):
            found.update(piece)
            size += len(piece)
    return size, found.hexdigest()


def _brought(task: tuple[Browser, str, int]) -> str:
    browser, city, number = task
    return bring(browser, city, content(number), BYTES_MAX, "plan.pdf")


class Memory:
    """How much memory the processes of a server have taken since some moment."""

    def __init__(self, server: Server) -> None:
        self._workers = [Path("/proc", str(pid)) for pid in _children(server.pid)]
        for worker in self._workers:
            (worker / "clear_refs").write_text("5")
        self._before = self._read("VmRSS")

    def grown(self) -> float:
        """Return by how many MB that one has grown at most that has grown most."""
        return max(
            peak - before for before, peak in zip(self._before, self._read("VmHWM"), strict=True)
        )

    def most(self) -> float:
        """Return how many MB that one has had at most, in all, that has had most."""
        return max(self._read("VmHWM"))

    def _read(self, name: str) -> list[float]:
        lines = [(worker / "status").read_text().splitlines() for worker in self._workers]
        return [
            int(line.split()[1]) / 1024
            for each in lines
            for line in each
            if line.startswith(f"{name}:")
        ]


@pytest.fixture
def site(tmp_path: Path, django_db_setup: None) -> Iterator[Site]:
    with new_site(tmp_path) as site:
        yield site


def test_twenty_large_files_at_once_take_no_memory(site: Site) -> None:
    *emails, draws = json.loads(
        site.run("-m", "tests.support.populate", "1", "1", *CITIES, PICTURES_OF)
    )
    with site.running() as server, ThreadPoolExecutor(EACH * len(CITIES)) as threads:
        browsers = [Browser(server.port) for _ in emails]
        for browser, email in zip(browsers, emails, strict=True):
            browser.sign_in(email, PASSWORD)
        tasks = [
            (browser, city, number)
            for place, (browser, city) in enumerate(zip(browsers, CITIES, strict=True))
            for number in range(place * EACH, (place + 1) * EACH)
        ]
        # Each worker has been asked for all of it before.
        for _ in range(4):
            list(
                threads.map(
                    lambda each: each.form(f"/{CITIES[0]}/killed-2030/only/", needs="person"),
                    [browsers[0]] * 8,
                )
            )
        memory = Memory(server)
        paths = list(threads.map(_brought, tasks))
        grown_in, most_in = memory.grown(), memory.most()
        memory = Memory(server)
        found = list(threads.map(lambda task, path: fetched(task[0], path), tasks, paths))
        grown_out, most_out = memory.grown(), memory.most()
        browser = Browser(server.port)
        browser.sign_in(draws, PASSWORD)
        memory = Memory(server)
        drawn = saved(Image.new("L", (7_071, 7_071)), "PNG", compress_level=1)
        paths_drawn = list(
            threads.map(
                lambda _number: bring(browser, PICTURES_OF, [drawn], len(drawn), "chart.png"),
                range(PICTURES),
            )
        )
        grown_drawn, most_drawn = memory.grown(), memory.most()
    assert found == [(BYTES_MAX, digest(number)) for _browser, _city, number in tasks]
    assert len(set(paths)) == EACH * len(CITIES)
    assert len(set(paths_drawn)) == 1
    assert (most_in < MOST, most_out < MOST, most_drawn < MOST) == (True, True, True)
    assert (grown_in < MOST_IN, grown_out < MOST_OUT, grown_drawn < MOST_OUT) == (True, True, True)
