"""The sites that `--links` checks, on this machine; run as `python -m bench.farm CITIES PORT`.

It prints its port, a free one if it is to be 0, serves until its input ends, and prints then as
JSON what it was asked: how often, from when to when, how many at a time of one host at most, and
after what pause at least.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial

from bench.sites import MORE_SECONDS, Content, FarmHost, Trouble, hosts_of

PDF_BYTES = 20_000
PAGE = "<!doctype html><html lang=ko><title>{name}</title><main><h1>{name}</h1>{text}</main>"
TEXT = "<p>시민 누구나 이용하는 서비스의 안내와 신청 방법, 담당 부서를 알려 드립니다.</p>" * 120
"""As long as a page of a portal is: some 14 kB."""


@dataclass(slots=True)
class Asked:
    """What the farm was asked: moments are seconds of a clock that all processes share."""

    requests: int = 0
    first: float = 0.0
    last: float = 0.0
    crowd: int = 0
    least_pause: float = 3600.0
    _now: dict[str, int] = field(default_factory=dict)
    _ended: dict[str, float] = field(default_factory=dict)

    def begin(self, host: str) -> None:
        """Count a request."""
        now = time.monotonic()
        self.requests += 1
        self.first = self.first or now
        self._now[host] = self._now.get(host, 0) + 1
        self.crowd = max(self.crowd, self._now[host])
        if host in self._ended:
            self.least_pause = min(self.least_pause, now - self._ended[host])

    def end(self, host: str) -> None:
        """Note that it is answered."""
        self.last = self._ended[host] = time.monotonic()
        self._now[host] -= 1

    def to_json(self) -> str:
        """Return the figures."""
        return json.dumps({k: v for k, v in asdict(self).items() if not k.startswith("_")})


async def _serve(
    host: FarmHost, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer one request, as late as the host does."""
    try:
        method, path, _rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split(" ", 2)
        asked.begin(host.ip)
        slow = path.startswith(f"/{Content.SLOW.name.lower()}/")
        await asyncio.sleep(host.latency + (MORE_SECONDS if slow else 0))
        head, body = _answer(host, path)
        asked.end(host.ip)
        lines = [f"HTTP/1.1 {head[0]}", *head[1:], f"Content-Length: {len(body)}", "", ""]
        writer.write("\r\n".join(lines).encode() + (body if method == "GET" else b""))
        await writer.drain()
    except (OSError, ValueError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def _answer(host: FarmHost, path: str) -> tuple[list[str], bytes]:
    html = "Content-Type: text/html; charset=utf-8"
    if host.trouble is Trouble.BUSY:
        return ["503 Service Unavailable", "Retry-After: 3600"], b""
    if path.startswith("/pdf/"):
        return ["200 OK", "Content-Type: application/pdf"], b"%PDF-1.7\n".ljust(PDF_BYTES, b"\n")
    if path.startswith("/gone/"):
        return ["404 Not Found", html], b"<title>404</title>"
    if path.startswith("/moved/"):
        return ["301 Moved Permanently", f"Location: /page{path}"], b""
    name = f"{host.ip}{path}"
    return ["200 OK", html], PAGE.format(name=name, text=TEXT).encode()


async def main(cities: int, port: int) -> None:
    """Serve, and tell in the end."""
    hosts, asked = [each for each in hosts_of(cities) if each.trouble is not Trouble.DEAD], Asked()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for host in hosts:
        # Each at an address of its own, and none that anybody else reaches.
        server = await asyncio.start_server(partial(_serve, host, asked), host.ip, port)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(asked.to_json(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
