"""The only code that connects to other sites: asks for one address, safely and within bounds.

Strangers type what is asked for, and their servers answer. So a name is looked up once and
connected to at that very address, at each redirect anew; nothing but http and https is spoken,
with no cookie, password or proxy; every wait, length and number has a bound; and nothing that
comes back is run, drawn or believed.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, RemoteDisconnected
from threading import Lock, Timer
from time import monotonic
from typing import Any, Literal, Self

from django.utils import timezone

from responses.domain.checks.found import Hop
from responses.domain.checks.targets import Target, follow, target_of
from responses.domain.checks.trouble import TroubleError
from responses.link_states import Finding

from .network import Network, SocketAddress

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_YET_OR_PAST, _NO_ISSUER = frozenset({9, 10}), frozenset({20, 21})
_PIECE = 16_384
_VERSIONS = {10: "HTTP/1.0", 11: "HTTP/1.1"}
_MOST_ADDRESSES = 3

Turn = Callable[[str], AbstractContextManager[None]]
"""What waits until a host may be asked, and lets nobody else ask it meanwhile."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much, at most: seconds, bytes, redirects.

    With `types` no body is read but of these media types.
    """

    connect: float = 6
    read: float = 10
    whole: float = 25
    body: int = 512 * 1024
    redirects: int = 8
    types: frozenset[str] | None = None

    def body_of(self, headers: Mapping[str, str]) -> int:
        """Return how many bytes of a body are read that has these headers."""
        if self.types is None:
            return self.body
        said = headers.get("content-type", "").partition(";")[0].strip().lower()
        return self.body if said in self.types else 0


LIMITS = Limits()

Lines = tuple[tuple[str, str], ...]
"""The names and values of the head of a request or an answer, in their order."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire, but for the packing in chunks.

    `ip` is the address that was connected to. `is_cut` if the body goes on, or was not read.
    """

    target: Target
    method: str
    at: datetime
    ip: str
    sent: Lines
    version: str
    status: int
    reason: str
    received: Lines
    body: bytes = b""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking for an address.

    `trouble` says why there is no status, `was_asked` whether the request was sent even so. `body`
    is as it came, perhaps encoded; `is_cut` if it goes on. `tls_until` is when the certificate of
    the last server ends.
    """

    hops: tuple[Hop, ...] = ()
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_cut: bool = False
    tls_until: datetime | None = None
    trouble: Finding | None = None
    detail: str = ""
    was_asked: bool = False
    exchanges: tuple[Exchange, ...] = ()

    @property
    def url(self) -> str:
        """The address that was asked last, empty if none was."""
        return self.hops[-1].url if self.hops else ""


def no_turn(_host: str) -> AbstractContextManager[None]:
    """Return what does not wait."""
    return nullcontext()


def no_wait(_host: str) -> None:
    """Wait for nothing."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How addresses are asked for: where to, by what name of ours, in whose turn, how long.

    `wait` waits as `turn` will, so that nothing has to be held meanwhile. `pause` is for how many
    seconds a host is left alone between two turns.
    """

    network: Network
    agent: str
    turn: Turn = no_turn
    limits: Limits = LIMITS
    wait: Callable[[str], None] = no_wait
    pause: float = 0.0


def fetch(url: str, asking: Asking, method: Literal["HEAD", "GET"] = "GET") -> Fetched:
    """Ask for an address and follow where it leads; what goes wrong is in what is returned."""
    so_far = Fetched()
    left = asking.limits.whole
    target: Target | None = None
    try:
        target = target_of(url)
        for _ in range(asking.limits.redirects + 1):
            with asking.turn(target.host):
                begun = monotonic()
                got = _ask(target, asking, method, left)
                left -= monotonic() - begun
            hops = (*so_far.hops, Hop(target.url, got.status))
            exchanges = (*so_far.exchanges, *got.exchanges)
            so_far = replace(got, hops=hops, exchanges=exchanges)
            location = got.headers.get("location", "")
            if got.status not in REDIRECTS or not location:
                return so_far
            target = follow(target, location)
            if any(hop.url == target.url for hop in hops):
                break
    except TroubleError as trouble:
        is_new = target is not None and so_far.url != target.url
        hops = (*so_far.hops, Hop(target.url, 0)) if target and is_new else so_far.hops
        return replace(
            so_far,
            hops=hops,
            trouble=trouble.finding,
            detail=trouble.detail,
            was_asked=trouble.was_asked,
        )
    return replace(so_far, trouble=Finding.LOOP, detail=f"{len(so_far.hops)} redirects")


def _ask(target: Target, asking: Asking, method: str, seconds: float) -> Fetched:
    """Ask one server for one address; raises `TroubleError` if it gives no status."""
    if seconds <= 0:
        raise TroubleError(Finding.SILENT, f"more than {asking.limits.whole:g} s")
    begun = monotonic()
    addresses = asking.network.addresses(target.host, target.port)
    plain = _connect(addresses, min(seconds, asking.limits.connect))
    with plain, _Guard(plain, seconds - (monotonic() - begun)) as guard:
        try:
            return _speak(plain, target, asking, method, guard)
        except TroubleError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            late = TroubleError(Finding.SILENT, f"more than {seconds:.0f} s")
            trouble = late if guard.is_over else _trouble(error)
            trouble.was_asked = guard.was_asked
            raise trouble from None


def _connect(addresses: list[SocketAddress], seconds: float) -> socket.socket:
    """Connect to the first address that takes it."""
    for number, address in enumerate(addresses[:_MOST_ADDRESSES], start=1):
        try:
            return address.connect(seconds / min(len(addresses), _MOST_ADDRESSES))
        except OSError as error:
            if number == min(len(addresses), _MOST_ADDRESSES):
                raise _trouble(error, Finding.NO_CONNECTION) from None
    raise TroubleError(Finding.NO_NAME, "no address")


class _Guard:
    """Ends a connection after some seconds, whatever is being done with it then.

    The waits of a socket are for each piece, and a server may send one byte before each ends.
    The guard holds the connection by a second handle, as TLS takes the first one over.
    """

    def __init__(self, guarded: socket.socket, seconds: float) -> None:
        self.is_over = self.was_asked = False
        self._lock = Lock()
        self._twin: socket.socket | None = guarded.dup()
        self._timer = Timer(max(0, seconds), self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._twin:
                self._twin.close()
            self._twin = None

    def _end(self) -> None:
        with self._lock:
            if self._twin:
                self.is_over = True
                with suppress(OSError):
                    self._twin.shutdown(socket.SHUT_RDWR)


class _Wire(HTTPConnection):
    """Speaks HTTP over a connection that is there; never makes one."""

    def __init__(self, target: Target, made: socket.socket) -> None:
        super().__init__(target.host, target.port)
        # Which port need not be named to the server.
        self.default_port = 443 if target.is_secure else 80
        self.sock = made
        self.sent: list[tuple[str, str]] = []

    def putheader(self, header: str | bytes, *values: Any) -> None:
        """Send a line of the head, and remember it."""
        super().putheader(header, *values)
        self.sent.append((_text(header), " ".join(map(_text, values))))

    def connect(self) -> None:
        """Refuse to connect again."""
        raise RemoteDisconnected("closed")


def _text(said: str | bytes) -> str:
    return said.decode("latin-1") if isinstance(said, bytes) else said


def _speak(
    plain: socket.socket, target: Target, asking: Asking, method: str, guard: _Guard
) -> Fetched:
    """Send the request, and read the head of the answer and a bounded part of its body."""
    plain.settimeout(asking.limits.read)
    at, ip = timezone.now(), plain.getpeername()[0]
    made, until = (
        _secured(plain, target, asking.network.context) if target.is_secure else (plain, None)
    )
    with made:
        wire = _Wire(target, made)
        wire.putrequest(method, target.path, skip_accept_encoding=True)
        for name, value in _headers(asking.agent):
            wire.putheader(name, value)
        wire.endheaders()
        guard.was_asked = True
        with HTTPResponse(made, method=method) as reply:
            reply.begin()
            if guard.is_over:  # which reads like the end of the head
                raise TimeoutError
            received = tuple(reply.getheaders())
            headers = {name.lower(): value for name, value in received}
            got = Fetched(status=reply.status, headers=headers, tls_until=until)
            body, is_cut = b"", headers.get("content-length") != "0"
            if reply.status not in REDIRECTS and method != "HEAD":
                body, is_cut = _body(reply, asking.limits.body_of(headers), guard)
                got = replace(got, body=body, is_cut=is_cut)
            exchange = Exchange(
                target=target,
                method=method,
                at=at,
                ip=ip,
                sent=tuple(wire.sent),
                version=_VERSIONS.get(reply.version, "HTTP/1.1"),
                status=reply.status,
                reason=reply.reason,
                received=received,
                body=body,
                is_cut=is_cut,
            )
            return replace(got, exchanges=(exchange,))


def _headers(agent: str) -> list[tuple[str, str]]:
    return [
        ("User-Agent", agent),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Language", "ko,en;q=0.8"),
        # What is packed might burst.
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]


def _body(reply: HTTPResponse, most: int, guard: _Guard) -> tuple[bytes, bool]:
    """Return at most so many bytes, and whether there are more, or might be."""
    pieces: list[bytes] = []
    size = 0
    try:
        while size < most and (piece := reply.read1(min(_PIECE, most - size))):
            pieces.append(piece)
            size += len(piece)
    except (OSError, HTTPException, ValueError):
        return b"".join(pieces), True  # the status is known, and who reads has seen a page
    # The length that is left, where one was said: it may be more than ever came.
    goes_on = size >= most if reply.length is None else reply.length > 0
    return b"".join(pieces), goes_on or guard.is_over


def _secured(
    plain: socket.socket, target: Target, context: ssl.SSLContext
) -> tuple[socket.socket, datetime | None]:
    """Return the connection under TLS, and until when the server's certificate is valid."""
    made = context.wrap_socket(plain, server_hostname=target.host)
    said: Any = (made.getpeercert() or {}).get("notAfter")
    return made, datetime.fromtimestamp(ssl.cert_time_to_seconds(said), UTC) if said else None


def _trouble(error: Exception, otherwise: Finding = Finding.CLOSED) -> TroubleError:
    """Return what an error of the network, of TLS or of HTTP is called here."""
    said = str(error) or type(error).__name__
    if isinstance(error, ssl.SSLCertVerificationError):
        return TroubleError(_of_certificate(error.verify_code), error.verify_message)
    if isinstance(error, TimeoutError):
        return TroubleError(Finding.SILENT, said)
    if isinstance(error, RemoteDisconnected | ssl.SSLEOFError | ConnectionResetError):
        return TroubleError(Finding.CLOSED, said)
    if isinstance(error, ssl.SSLError):
        return TroubleError(Finding.INSECURE, said)
    if isinstance(error, OSError):
        return TroubleError(otherwise, said)
    return TroubleError(Finding.UNREADABLE, said)


def _of_certificate(code: int) -> Finding:
    if code in _NOT_YET_OR_PAST:
        return Finding.EXPIRED
    # A browser finds the certificates between, which a server forgot to send, by itself.
    return Finding.ISSUER if code in _NO_ISSUER else Finding.CERTIFICATE
