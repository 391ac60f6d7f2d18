"""A farm of sites on this machine that play whatever may happen on the Internet.

One server plays all of them, over real sockets: what it does is said by the path that is asked
for, a function of `PLAYS`. Names are told by `Names`, where the system would ask the network, and
`Tap` notes each connection that the process opens, and stops those that lead elsewhere.
"""

import socket
import ssl
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPMessage, parse_headers
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from struct import pack
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

FARM = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that a site of the farm got, and when."""

    method: str
    host: str
    path: str
    headers: HTTPMessage
    at: float


@dataclass(slots=True)
class Talk:
    """One request to be answered: what was asked, and where to write."""

    asked: Asked
    write: Callable[[bytes], None]
    wait: Callable[[float], bool]
    farm: "Farm"
    reset: Callable[[], None]

    def say(self, status: str, body: bytes = b"", *headers: str, type_: str = "text/html") -> None:
        """Answer as a server does; a HEAD gets no body."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        if type_:
            lines.append(f"Content-Type: {type_}")
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        self.write(head if self.asked.method == "HEAD" else head + body)


Play = Callable[[Talk], None]


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    context: ssl.SSLContext | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: those who ask go away in the middle."""


class _Site(StreamRequestHandler):
    server: _Server
    farm: "Farm"

    def setup(self) -> None:
        if self.server.context:
            self.request.settimeout(5)
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        # TLS has taken it over, so the server does not close it.
        if self.server.context:
            self.request.close()

    def handle(self) -> None:
        if not self.server.context and self.request.recv(1, socket.MSG_PEEK) == b"\x16":  # TLS
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        first = self.rfile.readline(70_000).decode("latin-1").split()
        if len(first) != 3:
            return
        headers = parse_headers(self.rfile)
        asked = Asked(first[0], headers.get("Host", ""), first[1], headers, monotonic())
        with self.farm.lock:
            self.farm.asked.append(asked)
        path = asked.path.partition("?")[0]
        play = self.farm.plays.get(path) or self.farm.plays.get(f"/{path.split('/')[1]}")
        talk = Talk(asked, self.request.sendall, self.farm.closing.wait, self.farm, self._reset)
        with suppress(OSError):
            (play or _nothing_here)(talk)

    def _reset(self) -> None:
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, pack("ii", 1, 0))
        self.request.close()


def _nothing_here(talk: Talk) -> None:
    talk.say("404 Not Found", b"<title>404</title>")


@dataclass(slots=True)
class Farm:
    """The sites of a farm, what they were asked, and where they are."""

    plays: dict[str, Play]
    asked: list[Asked] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    closing: Event = field(default_factory=Event)
    ports: dict[str, int] = field(default_factory=dict)
    known: Path | None = None

    def open(self, name: str = "plain", certificate: Any = None) -> int:
        """Serve on a port that stays the farm's; by TLS if there is a certificate."""
        site = type("Site", (_Site,), {"farm": self})
        server = _Server((FARM, 0), site)
        if certificate:
            server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.context.load_cert_chain(certificate)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self._servers.append(server)
        self.ports[name] = server.server_address[1]
        return self.ports[name]

    def close(self) -> None:
        """End what is being played, and serve no more."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    _servers: list[_Server] = field(default_factory=list)


@contextmanager
def new_farm(plays: dict[str, Play]) -> Iterator[Farm]:
    """Give a farm that serves."""
    farm = Farm(dict(plays))
    farm.open()
    try:
        yield farm
    finally:
        farm.close()


class Names:
    """What hosts are called: each lookup of a name gives the next of its answers.

    It stands where the system would ask the network, at `socket.getaddrinfo`; what is an IP
    address, written in any way, is still read by the system.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Sequence[Sequence[str]]] = {}
        self.asked: Counter[str] = Counter()
        self._system = socket.getaddrinfo

    def lookup(self, host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        """Answer as `socket.getaddrinfo` does."""
        if host not in self.answers:
            named["flags"] = socket.AI_NUMERICHOST
            return self._system(host, port, *rest, **named)
        found = self.answers[host]
        ips = found[min(self.asked[host], len(found) - 1)]
        self.asked[host] += 1
        return [
            (
                socket.AF_INET6 if ":" in ip else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (ip, port, 0, 0) if ":" in ip else (ip, port),
            )
            for ip in ips
        ]


class ForbiddenConnectionError(AssertionError):
    """The product connected to where it must not."""


@dataclass(slots=True)
class Tap:
    """The addresses that this process connected to, as the interpreter itself notes them."""

    connected: list[tuple[str, int]] = field(default_factory=list)
    forbidden: list[tuple[str, int]] = field(default_factory=list)


_TAPS: list[Tap] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not _TAPS or arguments[0].family == socket.AF_UNIX:
        return
    address = (arguments[1][0], arguments[1][1])
    for tap in _TAPS:
        tap.connected.append(address)
        if address[0] != FARM:
            tap.forbidden.append(address)
            raise ForbiddenConnectionError(address)


_HOOKED: list[bool] = []


@contextmanager
def tapped() -> Iterator[Tap]:
    """Note all connections of this process, and let none but those to the farm be made."""
    if not _HOOKED:
        # A hook of the interpreter stays to its end; without a tap it does nothing.
        _HOOKED.append(True)
        sys.addaudithook(_hook)
    tap = Tap()
    _TAPS.append(tap)
    try:
        yield tap
    finally:
        _TAPS.remove(tap)
