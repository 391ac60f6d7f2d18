"""Twenty files of 20 MB at once, in and then out: no process holds them, however many there are.

Nor pictures of 50 megapixels, which take a process of their own each, and which never have all
threads: pages are answered while they wait.
"""

import fcntl
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from bench.load import Browser
from bench.servers import Server, _children
from responses.domain.files import decoding
from responses.domain.files.judgement import BYTES_MAX
from tests.support import PATIENCE
from tests.support.factories import PASSWORD
from tests.support.files import PDF, saved
from tests.support.servers import Site, new_site

pytestmark = pytest.mark.race

# A response may have 200 MB: ten of the largest files.
CITIES, EACH = ("springfield", "shelbyville"), 10
PIECE = 62_500
BOUNDARY, FIELD = "lgq-desk-3b9e0f", "q-q-0--files--file"
PICTURES_OF, PICTURES, UPLOADS = "ogdenville", 4, 12
# MB that a process has in all; all files together are 400. And MB above rest.
MOST = 150
MOST_IN, MOST_OUT = 40, 10
# A coordinator, and a handout of the first city; prints their address and its key.
HAND_OUT = """
import django
django.setup()
from responses.enums import Role
from responses.models import Membership, Response, User
from tests.support.factories import PASSWORD
from tests.support.handouts import make_handout
response = Response.objects.get(city__slug="springfield")
coordinator = User.objects.create_user("hands.out@city.example", PASSWORD, name="Hands Out")
Membership.objects.create(user=coordinator, city=response.city, role=Role.COORDINATOR)
print(coordinator.email, make_handout(response, coordinator, "q-0").pk)
"""


def content(number: int) -> Iterator[bytes]:
    """Yield a file of the largest size that is taken, in pieces; it is no other number's."""
    yield (PDF + str(number).encode()).ljust(PIECE, b"\n")
    for _ in range(BYTES_MAX // PIECE - 2):
        yield bytes(PIECE)
    yield PDF.rjust(PIECE, b"\n")


def digest(number: int) -> str:
    found = sha256()
    for piece in content(number):
        found.update(piece)
    return found.hexdigest()


def bring(browser: Browser, city: str, pieces: Iterable[bytes], size: int, name: str) -> str:
    """Send a file as the script of the page does, a piece at a time; return where it is then."""
    url = f"/{city}/killed-2030/only/"
    fields = dict(browser.form(url, needs="person").fields)
    own = {key: fields[key] for key in ("csrfmiddlewaretoken", "person")}
    sending = partial(sent, browser, f"{url}q-0/files/", own, (FIELD, name))
    status, said = sending((pieces, size))
    while status == 503:
        time.sleep(json.loads(said)["after"])
        status, said = sending((pieces, size))
    assert status == 200, said
    return f"/{city}/killed-2030/files/{json.loads(said)['row']['digest']}/{name}"


def sent(
    browser: Browser,
    path: str,
    fields: Mapping[str, str],
    file: tuple[str, str],
    content: tuple[Iterable[bytes], int],
) -> tuple[int, bytes]:
    """Send a form with a file, by its field and name, a piece at a time; return what is said."""
    (field, name), (pieces, size) = file, content
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
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
        connection.request("POST", path, body(), headers)
        reply = connection.getresponse()
        return reply.status, reply.read()


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


@dataclass(frozen=True, slots=True)
class Filled:
    """A coordinator, who brings files of the largest size to pages below an address."""

    browser: Browser
    below: str

    def bring(self, page: str, number: int) -> int:
        """Send a file in a form that takes filled questionnaires; return the status."""
        path = f"{self.below}{page}/"
        fields = {
            "csrfmiddlewaretoken": self.browser.cookies["csrftoken"],
            # A page of what comes back has no form's status while that waits to be read.
            "person": dict(self.browser.form(f"{self.below}import/", needs="person").fields)[
                "person"
            ],
            "do": "return",
            "back-returned_by": "Roads",
        }
        field = "file" if page == "import" else "back-file"
        given = (content(number), BYTES_MAX)
        return sent(self.browser, path, fields, (field, "filled.pdf"), given)[0]


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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Site]:
    with new_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def people(site: Site) -> list[str]:
    """Return a writer of each city, and one of that which has pictures."""
    found: list[str] = json.loads(
        site.run("-m", "tests.support.populate", "1", "1", *CITIES, PICTURES_OF)
    )
    return found


def test_twenty_large_files_at_once_take_no_memory(site: Site, people: list[str]) -> None:
    *emails, draws = people
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
        coordinator = Browser(server.port)
        email, handout = site.run("-c", HAND_OUT).split()
        coordinator.sign_in(email, PASSWORD)
        filled = Filled(coordinator, f"/{CITIES[0]}/killed-2030/")
        filled.bring("import", 0)
        filled.bring(f"handouts/{handout}", 0)
        memory = Memory(server)
        imported = threads.map(lambda number: filled.bring("import", number), range(EACH))
        returned = threads.map(
            lambda number: filled.bring(f"handouts/{handout}", number), range(EACH)
        )
        # What nobody can read is refused at sight, and what comes back is kept.
        replies = (set(imported), set(returned))
        grown_filled, most_filled = memory.grown(), memory.most()
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
    assert replies == ({422}, {302})
    most = (most_in, most_out, most_filled, most_drawn)
    assert [each for each in most if each >= MOST] == []
    assert [each for each in (grown_in, grown_filled) if each >= MOST_IN] == []
    assert [each for each in (grown_out, grown_drawn) if each >= MOST_OUT] == []


def test_pages_are_answered_while_twelve_large_pictures_wait(site: Site, people: list[str]) -> None:
    drawn = saved(Image.new("L", (4_500, 4_000)), "PNG", compress_level=1)
    path = f"/{PICTURES_OF}/killed-2030/only/"
    with (
        site.running() as server,
        ThreadPoolExecutor(UPLOADS) as threads,
        Path(decoding.__file__).open() as large,
    ):
        browser = Browser(server.port)
        browser.sign_in(people[-1], PASSWORD)
        fields = dict(browser.form(path, needs="person").fields)
        own = {key: fields[key] for key in ("csrfmiddlewaretoken", "person")}

        def send(number: int) -> tuple[int, bytes]:
            name = f"chart{number}.png"
            given = ([drawn], len(drawn))
            return sent(browser, f"{path}q-0/files/", own, (FIELD, name), given)

        # As another process of this machine has it that decodes a large picture.
        fcntl.flock(large, fcntl.LOCK_EX)
        try:
            flights = [threads.submit(send, number) for number in range(UPLOADS)]
            # Of two processes each decodes one and has one wait; all others are told.
            told = [each.result() for each in islice(as_completed(flights), UPLOADS - 4)]
            shown = [browser.get(path)[0] for _ in range(8)]
        finally:
            fcntl.flock(large, fcntl.LOCK_UN)
        after = sorted(each.result()[0] for each in flights)
        again = send(UPLOADS)[0]
    assert [status for status, _said in told] == [503] * (UPLOADS - 4)
    assert {json.loads(said)["after"] for _status, said in told} == {4}
    assert shown == [200] * 8
    assert (set(after), again) == ({200, 503}, 200)
