"""A small load generator: signs in as a person does, then asks for pages again and again."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlencode

from bench.figures import Sample
from bench.forms import Form, forms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.servers import Server

    Fields = Sequence[tuple[str, str]]

TIMEOUT = 30
SIGN_IN = "/accounts/login/"
OK, ACCEPTED, FOUND = 200, 202, 302
# It stands in no file that is sent.
_BOUNDARY = "lgq-bench-5f0c2d7a9b"


class AskedInVainError(Exception):
    """A page did not answer as it should, so that measuring it would mean nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent; any other status than `expected` is a failure."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    expected: int = OK


class Chosen(NamedTuple):
    """A file that is chosen in a form: in which field, how it is called, and what is in it."""

    field: str
    name: str
    content: bytes


class Visitor(Protocol):
    """One connection's part in the load."""

    def next(self) -> Request:
        """Return the next request to send."""

    def heard(self, reply: bytes) -> None:
        """Take note of the reply to that request, if it matters for the next one."""


@dataclass(slots=True)
class Browser:
    """One person at one server, with that person's cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the real sign-in page; raises `AskedInVainError` if that fails."""
        form = self.form(SIGN_IN, needs="password")
        status, _ = self.post(SIGN_IN, form.changed({"username": email, "password": password}))
        if status != FOUND:
            raise AskedInVainError(f"{SIGN_IN} gave {status} to {email}")

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and text of a page."""
        return self._send(Request("GET", path, self.headers()))

    def post(self, path: str, fields: Fields) -> tuple[int, str]:
        """Send a form and return the status and text of the reply; follows no redirect."""
        return self._send(self.sending(path, fields))

    def form(self, path: str, *, needs: str = "") -> Form:
        """Return a page's form that has the field `needs`, or else the most text areas."""
        status, html = self.get(path)
        forms = [form for form in forms_of(html) if form.method == "post"]
        if needs:
            forms = [form for form in forms if needs in dict(form.fields)]
        if status != OK or not forms:
            raise AskedInVainError(f"GET {path} gave {status} and no form to fill in")
        return max(forms, key=lambda form: len(form.texts))

    def headers(self) -> dict[str, str]:
        """Return what a browser sends with every request."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Host": f"127.0.0.1:{self.port}", "Accept-Language": "ko", "Cookie": cookies}

    def script(self) -> dict[str, str]:
        """Return what a script of a page adds to that."""
        return {"Accept": "application/json", "X-CSRFToken": self.cookies["csrftoken"]}

    def sending(self, path: str, fields: Fields) -> Request:
        """Return the request that sends these fields."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        return Request("POST", path, self.headers() | kind, body, FOUND)

    def upload(self, path: str, fields: Fields, chosen: Chosen) -> tuple[int, str]:
        """Send a form with a file and return the status and text of the reply."""
        return self._send(self.sending_file(path, fields, chosen))

    def sending_file(self, path: str, fields: Fields, chosen: Chosen) -> Request:
        """Return the request that sends these fields, and a file behind them."""
        head, tail = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name=", "\r\n"
        said = "".join(f'{head}"{name}"\r\n\r\n{value}{tail}' for name, value in fields)
        said += f'{head}"{chosen.field}"; filename="{chosen.name}"\r\n\r\n'
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        body = said.encode() + chosen.content + f"{tail}--{_BOUNDARY}--{tail}".encode()
        return Request("POST", path, self.headers() | kind, body, OK)

    def _send(self, request: Request) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as connection:
            reply, body = ask(connection, request)
        for line in reply.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return reply.status, body.decode(errors="replace")


def ask(connection: HTTPConnection, request: Request) -> tuple[HTTPResponse, bytes]:
    """Send a request and return the reply, read to its end, with its body."""
    connection.request(request.method, request.path, request.body, request.headers)
    with connection.getresponse() as reply:
        return reply, reply.read()


def measure(
    server: Server, visitors: Sequence[Visitor], seconds: float, limit: int = 2000
) -> Sample:
    """Let each visitor send requests over a connection of its own, for so long or so often.

    Raises `AskedInVainError` if a reply is not as expected.
    """
    before, started = server.cpu_seconds(), time.perf_counter()
    deadline = started + seconds
    with ThreadPoolExecutor(len(visitors)) as threads:
        runs = [threads.submit(_run, server.port, visitor, deadline, limit) for visitor in visitors]
    latencies = [latency for run in runs for latency in run.result()]
    taken = time.perf_counter() - started
    return Sample(tuple(latencies), taken, server.cpu_seconds() - before)


def _run(port: int, visitor: Visitor, deadline: float, limit: int) -> list[float]:
    """Return how many milliseconds each request took, at least one and at most `limit`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    latencies: list[float] = []
    while not latencies or (time.perf_counter() < deadline and len(latencies) < limit):
        request = visitor.next()
        started = time.perf_counter()
        reply, body = ask(connection, request)
        latencies.append(1000 * (time.perf_counter() - started))
        if reply.status != request.expected:
            raise AskedInVainError(f"{request.method} {request.path} gave {reply.status}")
        visitor.heard(body)
    connection.close()
    return latencies
