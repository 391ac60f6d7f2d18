"""A small load generator: signs in as a person does, then asks for one page again and again."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from bench.figures import Sample
from bench.forms import Form, forms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.servers import Server

TIMEOUT = 30
SIGN_IN = "/accounts/login/"
OK, FOUND = 200, 302


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


class Visitor(Protocol):
    """One connection's part in the load."""

    def next(self) -> Request:
        """Return the next request to send."""


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

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> tuple[int, str]:
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

    def sending(self, path: str, fields: Sequence[tuple[str, str]]) -> Request:
        """Return the request that sends these fields."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        return Request("POST", path, self.headers() | kind, body, FOUND)

    def _send(self, request: Request) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        connection.request(request.method, request.path, request.body, request.headers)
        reply = connection.getresponse()
        text = reply.read().decode(errors="replace")
        for line in reply.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        connection.close()
        return reply.status, text


class Reader:
    """Asks for the same page each time."""

    def __init__(self, browser: Browser, path: str) -> None:
        self._request = Request("GET", path, browser.headers())

    def next(self) -> Request:
        """Return the request for the page."""
        return self._request


class Writer:
    """Saves a form again and again, with one text changed each time, as its only author.

    Two saves find out which field says the version: the number that has risen by one.
    Raises `AskedInVainError` if the page has no such form or does not save it.
    """

    def __init__(self, browser: Browser, path: str) -> None:
        self._browser, self._path, self._number = browser, path, 0
        first = browser.form(path)
        self._text = first.longest_text()
        self._said = dict(first.fields)[self._text]
        self._save(first)
        second = browser.form(path)
        self._version = _risen(first, second)
        self._save(second)
        self._form = browser.form(path)
        if _risen(second, self._form) != self._version:
            raise AskedInVainError(f"POST {path} says that it saves, but does not")
        self._base = int(dict(self._form.fields)[self._version])
        # No redirect is followed, so messages for the next page would pile up.
        browser.cookies.pop("messages", None)

    def next(self) -> Request:
        """Return the request that saves another text over the version of the one before."""
        changes = {self._text: self._changed(), self._version: str(self._base)}
        self._base += 1
        return self._browser.sending(self._path, self._form.changed(changes))

    def _changed(self) -> str:
        self._number += 1
        return f"{self._said}\n○ {self._number}"

    def _save(self, form: Form) -> None:
        status, _ = self._browser.post(self._path, form.changed({self._text: self._changed()}))
        if status != FOUND:
            raise AskedInVainError(f"POST {self._path} gave {status}")


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
        connection.request(request.method, request.path, request.body, request.headers)
        reply = connection.getresponse()
        reply.read()
        latencies.append(1000 * (time.perf_counter() - started))
        if reply.status != request.expected:
            raise AskedInVainError(f"{request.method} {request.path} gave {reply.status}")
    connection.close()
    return latencies


def _risen(before: Form, after: Form) -> str:
    """Return the name of the one number that has risen by one; raises `AskedInVainError`."""
    now = dict(after.fields)
    names = [
        name
        for name, value in before.fields
        if value.isdecimal() and now.get(name) == str(int(value) + 1)
    ]
    if len(names) != 1:
        raise AskedInVainError(f"after a save these fields rose by one: {names}")
    return names[0]
