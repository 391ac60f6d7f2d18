"""Slow clients wait, and nobody else does: requests are received whole before a thread has them."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from responses.views.uploads import FILE_MAX
from survey_site.workers import (
    BYTES_A_SECOND,
    CLOSING_SECONDS,
    ENDING_SECONDS,
    HEAD_MAX,
    KEPT_MAX,
    PATIENCE,
    Arrival,
    Received,
    patience_at_end,
)
from tests.support.servers import served

PAGE = b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
LARGE = FORM.replace(b"1000", b"99999999")
HALVES = [b"GET /acc", PAGE, FORM, FORM + b"username=", PAGE + b"\r\n" + PAGE]
SECONDS = 30
POOLS = """
import ctypes, threading
import survey_site.workers

library = ctypes.CDLL(None)
library.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
ready, held = threading.Barrier(5), []

def take():
    ready.wait()
    held.append(ctypes.create_string_buffer(100_000))
    ready.wait()

threads = [threading.Thread(target=take) for _ in range(4)]
for each in threads:
    each.start()
ready.wait()
ready.wait()
library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
library.fflush(None)
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with served(tmp_path_factory.mktemp("data")) as served_at:
        yield served_at


def sending(port: int, data: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    client.sendall(data)
    return client


def status(port: int, method: str = "GET", body: bytes | None = None) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        connection.request(method, "/accounts/login/", body)
        return connection.getresponse().status


def test_fifty_half_sent_requests_hold_nobody_up(port: int) -> None:
    with ExitStack() as slow:
        halves = [
            slow.enter_context(sending(port, HALVES[number % len(HALVES)])) for number in range(50)
        ]
        others = [status(port) for _ in range(10)] + [status(port, "POST", b"x" * 300_000)]
        for half, rest in zip(halves[1:4], (b"\r\n", b"x" * 1000, b"x" * 991), strict=True):
            half.sendall(rest)
        finished = [half.recv(12) for half in halves[1:4]]

    assert others == [200] * 10 + [403]
    assert finished == [b"HTTP/1.1 200", b"HTTP/1.1 403", b"HTTP/1.1 403"]


def test_clients_that_ask_before_they_send_are_told_to_go_on(port: int) -> None:
    with sending(port, FORM.replace(b"Content", b"Expect: 100-continue\r\nContent")) as client:
        assert client.recv(12) == b"HTTP/1.1 100"


@pytest.fixture
def arrived() -> Iterator[Callable[..., Arrival]]:
    with ExitStack() as kept:

        def arrived(*pieces: bytes) -> Arrival:
            arrival = Arrival(100.0)
            kept.callback(arrival.kept.close)
            for piece in pieces:
                arrival.add(piece)
            return arrival

        yield arrived


@pytest.mark.parametrize(
    ("pieces", "missing", "done"),
    [
        ([PAGE], None, False),
        ([PAGE, b"\r", b"\n"], 0, True),
        ([bytes([each]) for each in PAGE + b"\r\n"], 0, True),
        ([FORM[:-3], FORM[-3:] + b"x" * 400, b"x" * 599], 1, False),
        ([FORM + b"x" * 1000], 0, True),
        ([PAGE + b"\r\n" + PAGE], -len(PAGE), True),
        ([b"x" * HEAD_MAX, b"x"], None, True),
    ],
)
def test_arrival_knows_when_it_is_whole(
    *, arrived: Callable[..., Arrival], pieces: list[bytes], missing: int | None, done: bool
) -> None:
    arrival = arrived(*pieces)

    assert (arrival.missing, arrival.is_done) == (missing, done)
    received = Received()
    received.take(arrival)
    assert received.recv(1_000_000) == b"".join(pieces)
    assert received.recv(1) == b""


def test_arrival_keeps_no_more_than_any_that_is_accepted(arrived: Callable[..., Arrival]) -> None:
    arrival = arrived(LARGE, b"x" * KEPT_MAX, b"x" * 10)

    assert not arrival.is_done
    arrival.kept.seek(0, 2)
    assert arrival.kept.tell() == len(LARGE)


def test_arrival_keeps_all_of_what_is_accepted() -> None:
    assert FILE_MAX + HEAD_MAX < KEPT_MAX


def test_arrival_is_late_by_what_has_come(arrived: Callable[..., Arrival]) -> None:
    few, many = arrived(b"G"), arrived(LARGE, b"x" * 10 * BYTES_A_SECOND)

    assert (few.is_late(100 + PATIENCE), few.is_late(101 + PATIENCE)) == (False, True)
    assert (many.is_late(110 + PATIENCE), many.is_late(111 + PATIENCE)) == (False, True)


def test_who_has_sent_nothing_holds_up_no_end(arrived: Callable[..., Arrival]) -> None:
    assert patience_at_end(arrived()) == ENDING_SECONDS == 0.5
    assert patience_at_end(arrived(b"G")) == CLOSING_SECONDS == 2


def test_server_and_documents_name_the_worker() -> None:
    for name in ("script/server", "README.md", "bench/servers.py"):
        assert "survey_site.workers.PatientWorker" in Path(name).read_text(encoding="utf-8")


def test_all_threads_take_their_memory_from_one_pool() -> None:
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", POOLS],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert found.count("<heap nr=") == 1
