"""The gunicorn worker that lets slow clients wait without keeping a thread from anybody else.

Gunicorn's own threads read a request themselves, so that as many clients as there are threads stop
the service by sending half a line each. Here the loop of the worker receives requests; a thread
gets one when it is whole, and never waits for a client to send. That spares a buffering proxy.
"""

import ctypes
import re
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from io import BytesIO
from selectors import EVENT_READ
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

CHUNK = 64 * 1024
# What is received of one request: a head longer than this is refused, and of a body larger than
# any that is accepted the rest is not kept.
HEAD_MAX, KEPT_MAX, MEMORY_MAX = 128 * 1024, 40 * 1024 * 1024, 256 * 1024
# A request takes as many seconds at most, and one more for each so many bytes that have come.
PATIENCE, BYTES_A_SECOND = 20, 2048
# How long a client may take to receive what its socket does not hold, and to close the connection.
SENDING_SECONDS, CLOSING_SECONDS = 20, 2
# Once the worker stops: how long a connection stays on which nothing is under way, and how often
# it looks whether all are gone.
ENDING_SECONDS, LOOK_SECONDS = 0.5, 0.1
SEND_BUFFER = 1024 * 1024

# As malloc.h has it: from how many pools all threads take their memory.
_ARENAS = -8

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_CONTINUES = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)


def share_memory() -> None:
    """Let all threads of this process, and of what is forked of it, take memory from one pool.

    The C library gives each thread one of its own, which keeps what the largest request in that
    thread ever took: twenty uploads at once left some 20 MB a process more. Python's threads run
    in turns, so that none waits for another here. Another C library has no such pools.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENAS, 1)


share_memory()


class Arrival:
    """What has arrived of one request, and how much of it is missing, once its head says so.

    A body without a length is none, as WSGI has it.
    """

    def __init__(self, began: float) -> None:
        self.began = began
        self.size = 0
        self.missing: int | None = None
        self.head = bytearray()
        self.kept = SpooledTemporaryFile(max_size=MEMORY_MAX)  # noqa: SIM115 - closed by who reads it

    def add(self, data: bytes) -> None:
        """Take what has just arrived."""
        self.size += len(data)
        if self.size <= KEPT_MAX:
            self.kept.write(data)
        if self.missing is not None:
            self.missing -= len(data)
            return
        place = max(0, len(self.head) - len(_END))
        self.head += data
        if (end := self.head.find(_END, place)) >= 0:
            body = len(self.head) - end - len(_END)
            del self.head[end + len(_END) :]
            length = _LENGTH.search(self.head)
            self.missing = (int(length[1]) if length else 0) - body

    @property
    def is_done(self) -> bool:
        """Whether it is whole, or will not be received any farther."""
        return len(self.head) > HEAD_MAX if self.missing is None else self.missing <= 0

    @property
    def waits_to_go_on(self) -> bool:
        """Whether the client sends a body only when it is told to."""
        return bool(self.missing and self.missing > 0 and _CONTINUES.search(self.head))

    def is_late(self, now: float) -> bool:
        """Whether it takes longer than any honest client needs."""
        return now > self.began + PATIENCE + self.size / BYTES_A_SECOND


class Received:
    """A request that has arrived, for gunicorn's parser, which takes it for a socket."""

    def __init__(self) -> None:
        self.kept: IO[bytes] = BytesIO()

    def take(self, arrival: Arrival) -> None:
        """Go on with another request of the same connection."""
        self.kept.close()
        self.kept = arrival.kept
        self.kept.seek(0)

    def recv(self, size: int) -> bytes:
        """Return what comes next; nothing at the end, as if the client had no more to say."""
        return self.kept.read(size)


class Connection(TConn):  # type: ignore[misc]
    """A connection of a client, with the request that it sends."""

    def __init__(self, *place: Any) -> None:
        super().__init__(*place)
        self.received = Received()
        self.parser: Any = None

    def init(self) -> None:
        """Let the parser read what has arrived."""
        if self.parser is None:
            self.initialized = True
            self.parser = http.get_parser(self.cfg, self.received, self.client)

    @property
    def is_spent(self) -> bool:
        """Whether nothing was sent beyond the requests that are answered."""
        return not (self.received.recv(1) or self.parser.unreader.buf.getvalue())


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Threads that get whole requests, and a loop that waits for clients in their stead."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.arriving: dict[Connection, Arrival] = {}
        self.leaving: dict[Connection, float] = {}

    def accept(self, listener: socket.socket) -> None:
        """Accept a connection, and wait for its first request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        with suppress(OSError):
            # So that most pages leave their thread at once, however slowly they are received.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._receive(Connection(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Receive another request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._receive(conn)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer a request; who does not receive the answer in time does not get all of it."""
        conn.sock.settimeout(SENDING_SECONDS)
        try:
            return bool(super().handle_request(req, conn))
        except TimeoutError:
            self.log.debug("A client took too long to receive a reply.")
            return False

    def finish_request(self, conn: Connection, fs: Future[bool]) -> None:
        """Keep a connection, or let the client close it."""
        if not fs.cancelled() and not fs.exception() and fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self._on_readable(conn, self._left)
        except (OSError, ValueError):
            self._close(conn)
        else:
            self.leaving[conn] = time.monotonic() + CLOSING_SECONDS

    def murder_pending(self) -> None:
        """Close the connections of those who take too long; once the worker stops, soon."""
        now = time.monotonic()
        late = [
            conn
            for conn, arrival in self.arriving.items()
            if arrival.is_late(now)
            or (not self.alive and now > arrival.began + patience_at_end(arrival))
        ]
        for conn in [*late, *(conn for conn, end in self.leaving.items() if now > end)]:
            self.poller.unregister(conn.sock)
            self._close(conn)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Look more often once it stops."""
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, LOOK_SECONDS))

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(min(deadline, time.monotonic() + ENDING_SECONDS))

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:  # noqa: FBT001 - gunicorn's
        # What came behind a request may be half of another one, for which no thread waits.
        return bool(super()._keepalive_after(conn, keepalive)) and conn.is_spent

    def _receive(self, conn: Connection) -> None:
        self.arriving[conn] = Arrival(time.monotonic())
        self._on_readable(conn, self._arrived)

    def _on_readable(self, conn: Connection, act: Callable[..., None]) -> None:
        self.poller.register(conn.sock, EVENT_READ, partial(act, conn))

    def _arrived(self, conn: Connection, client: socket.socket) -> None:
        """Take what has arrived, and give a thread what is whole."""
        arrival = self.arriving[conn]
        data = _read(client)
        if data is None:
            return
        if data:
            arrival.add(data)
            if not arrival.is_done:
                if arrival.waits_to_go_on and arrival.size == len(arrival.head):
                    with suppress(OSError):
                        client.send(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
        self.poller.unregister(client)
        if data:
            del self.arriving[conn]
            conn.received.take(arrival)
            conn.data_ready = True
            self.enqueue_req(conn)
        else:
            self._close(conn)

    def _left(self, conn: Connection, client: socket.socket) -> None:
        """Leave unread what a client still sends, until it has closed the connection."""
        if _read(client) == b"":
            self.poller.unregister(client)
            self._close(conn)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        self.leaving.pop(conn, None)
        if arrival := self.arriving.pop(conn, None):
            arrival.kept.close()
        conn.received.kept.close()
        conn.close()


def patience_at_end(arrival: Arrival) -> float:
    """Return for how long a request may arrive at a worker that stops."""
    return CLOSING_SECONDS if arrival.size else ENDING_SECONDS


def _read(client: socket.socket) -> bytes | None:
    """Return what can be read now, nothing if that is the end, None if there is none yet."""
    try:
        return client.recv(CHUNK)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""
