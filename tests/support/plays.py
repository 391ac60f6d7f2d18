"""What the sites of a farm play, each as a function of what was asked."""

import gzip
import zlib
from functools import cache

import brotli

from .farm import Play, Talk

KIB = 1024
PAGE = "<html lang=ko><title>서울시</title><h1>예산</h1><p>시민 여러분께 알립니다.</p></html>"
PORTAL = """<!doctype html><html lang="ko"><head><title>서울시</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<form action="/find"><input type="search" name="q"></form><img src="a.png" alt="시청">
<a href="/map">사이트맵</a> <a href="/privacy">개인정보 처리방침</a> <a href="tel:02-120">전화</a>
<a href="https://www.facebook.com/city"><img src="f.png" alt="페이스북"></a></body></html>"""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BURST = 50 * KIB * KIB
"""How long a bomb is, once it is unpacked."""


@cache
def bomb(packing: str) -> bytes:
    """Return some kilobytes that unpack to `BURST`, made in little memory."""
    zeros, pieces = bytes(64 * KIB), BURST // (64 * KIB)
    if packing == "br":
        pack = brotli.Compressor(quality=1)
        some: bytes = b"".join([*(pack.process(zeros) for _ in range(pieces)), pack.finish()])
        return some
    deflate = zlib.compressobj(6, wbits={"gzip": 31, "deflate": 15}[packing])
    return b"".join([*(deflate.compress(zeros) for _ in range(pieces)), deflate.flush()])


def page(talk: Talk, html: str = PAGE, *, charset: str = "utf-8") -> None:
    talk.say("200 OK", html.encode(charset), type_=f"text/html; charset={charset}")


def packed(talk: Talk, content: bytes, encoding: str) -> None:
    talk.say("200 OK", content, f"Content-Encoding: {encoding}")


def to(talk: Talk, location: str, line: str = "302 Found") -> None:
    """Lead on; `{port}` is that of the farm, `{n}` another number each time."""
    said = location.format(port=talk.farm.ports["plain"], n=len(talk.farm.asked))
    talk.say(line, b"", f"Location: {said}")


def drip(talk: Talk, before: bytes, drop: bytes) -> None:
    """Send a little, again and again, each time sooner than anybody stops to wait for it."""
    talk.write(before)
    while not talk.wait(0.05):
        talk.write(drop)


def halt(talk: Talk, before: bytes) -> None:
    """Send something, and then nothing for as long as anybody waits."""
    talk.write(before)
    talk.wait(10)


def flood(talk: Talk, before: bytes, drop: bytes) -> None:
    """Send without end, as fast as it is taken."""
    talk.write(before)
    while not talk.farm.closing.is_set():
        talk.write(drop)


def only_get(talk: Talk, line: str) -> None:
    """Answer a HEAD with something, and a GET with a page."""
    if talk.asked.method == "HEAD":
        talk.say(line)
    else:
        page(talk)


def headless(talk: Talk, answer: Play) -> None:
    """Treat a HEAD in some way, and answer a GET with a page."""
    (answer if talk.asked.method == "HEAD" else page)(talk)


def reset(talk: Talk) -> None:
    """End the connection as a machine does that knows of none."""
    talk.reset()


def status(line: str, *headers: str) -> Play:
    return lambda talk: talk.say(line, b"<p>-</p>", *headers)


def raw(content: bytes) -> Play:
    return lambda talk: talk.write(content)


PLAYS: dict[str, Play] = {
    "/": page,
    "/page": page,
    "/portal": lambda talk: page(talk, PORTAL),
    "/robots.txt": lambda talk: talk.say(
        "200 OK", b"User-agent: *\nDisallow: /admin\n", type_="text/plain"
    ),
    "/pdf": lambda talk: talk.say("200 OK", b"%PDF-1.7", 'ETag: "1"', type_="application/pdf"),
    # Too slow
    "/silent": lambda talk: halt(talk, b""),
    "/slow-line": lambda talk: drip(talk, b"HTTP/1.1 2", b"0"),
    "/slow-headers": lambda talk: drip(talk, HEAD, b"X-A: b\r\n"),
    "/slow-header": lambda talk: drip(talk, HEAD + b"X-A: ", b"b"),
    "/slow-continue": lambda talk: drip(talk, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/slow-body": lambda talk: drip(talk, HEAD + b"\r\n<title>slow</title>", b"<p>"),
    "/slow-chunks": lambda talk: drip(talk, CHUNKED, b"1\r\na\r\n"),
    "/halting-body": lambda talk: halt(talk, HEAD + b"\r\n<title>a"),
    # Too much
    "/endless": lambda talk: flood(talk, HEAD + b"\r\n<title>endless</title>", b"x" * 60_000),
    "/endless-chunks": lambda talk: flood(talk, CHUNKED, b"ea60\r\n" + b"x" * 60_000 + b"\r\n"),
    "/endless-continue": lambda talk: flood(talk, b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400),
    "/endless-header": lambda talk: flood(talk, HEAD + b"X-A: ", b"x" * 60_000),
    "/endless-headers": lambda talk: flood(talk, HEAD, b"X-A: b\r\n" * 400),
    "/endless-chunk-size": lambda talk: flood(talk, CHUNKED, b"0" * 60_000),
    "/endless-trailer": lambda talk: flood(talk, CHUNKED + b"0\r\n", b"X-A: b\r\n" * 400),
    "/hundred-headers": raw(HEAD + b"X-A: b\r\n" * 101 + b"\r\n<p>"),
    "/long-header": raw(HEAD + b"X-A: " + b"b" * 66_000 + b"\r\n\r\n<p>"),
    # What bursts
    "/gzip-bomb": lambda talk: packed(talk, bomb("gzip"), "gzip"),
    "/gzip-gzip-bomb": lambda talk: packed(talk, gzip.compress(bomb("gzip")), "gzip, gzip"),
    "/deflate-bomb": lambda talk: packed(talk, bomb("deflate"), "deflate"),
    "/brotli-bomb": lambda talk: packed(talk, bomb("br"), "br"),
    "/gzip-lie": lambda talk: packed(talk, PAGE.encode(), "gzip"),
    "/gzip-cut": lambda talk: packed(talk, gzip.compress(PAGE.encode() * 90)[:-20], "gzip"),
    "/gzip": lambda talk: packed(talk, gzip.compress(PAGE.encode()), "gzip"),
    "/deflate-raw": lambda talk: packed(talk, zlib.compress(PAGE.encode())[2:-4], "deflate"),
    # What is no HTTP
    "/garbage": raw(b"\x00\xff\xfe SSH-2.0 hello\r\n\r\n"),
    "/nothing": raw(b""),
    "/bare": raw(b"<html>no head at all</html>"),
    "/lone-line": raw(b"HTTP/1.1 200 OK"),
    "/no-colon": raw(b"HTTP/1.1 200 OK\r\nwhat is this\r\n\r\n<title>x</title>"),
    "/nul-header": raw(HEAD + b"X-A: a\x00b\r\n\r\n<title>x</title>"),
    "/odd-letters": raw(HEAD + "X-이름: 값\r\n\r\n<title>x</title>".encode()),
    "/status-abc": raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "/status-9999": raw(b"HTTP/1.1 9999 OK\r\n\r\n"),
    "/status-minus": raw(b"HTTP/1.1 -200 OK\r\n\r\n"),
    "/http-3": raw(b"HTTP/9.9 200 OK\r\n\r\n"),
    "/minus-length": raw(HEAD + b"Content-Length: -5\r\n\r\n<title>x</title>"),
    "/long-length": raw(HEAD + b"Content-Length: 999999999999\r\n\r\n<title>x</title>"),
    "/two-lengths": raw(HEAD + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\n<p>"),
    "/bad-chunk": raw(CHUNKED + b"zz\r\n<p>\r\n"),
    "/switching": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    "/early-hints": raw(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    # What leads on
    "/loop": lambda talk: to(talk, "/loop"),
    "/ping": lambda talk: to(talk, "/pong"),
    "/pong": lambda talk: to(talk, "/ping"),
    "/endless-loop": lambda talk: to(talk, "/endless-loop?{n}"),
    "/no-location": status("302 Found"),
    "/empty-location": lambda talk: to(talk, ""),
    "/moved": lambda talk: to(talk, "/page", "301 Moved Permanently"),
    "/found": lambda talk: to(talk, "/page"),
    "/to-front": lambda talk: to(talk, "/", "301 Moved Permanently"),
    "/to-login": lambda talk: to(talk, "/login.do?back=1"),
    "/login.do": page,
    "/hangul": lambda talk: talk.write(
        "HTTP/1.1 302 Found\r\nLocation: /page?예산\r\nContent-Length: 0\r\n\r\n".encode()
    ),
    # What servers say
    "/gone": status("410 Gone"),
    "/unauthorized": status("401 Unauthorized", 'WWW-Authenticate: Basic realm="x"'),
    "/forbidden": status("403 Forbidden"),
    "/proxy": status("407 Proxy Authentication Required"),
    "/too-many": status("429 Too Many Requests", "Retry-After: 120"),
    "/legal": status("451 Unavailable For Legal Reasons"),
    "/challenge": status("503 Service Unavailable", "cf-mitigated: challenge"),
    "/fault": status("500 Internal Server Error"),
    "/gateway": status("502 Bad Gateway"),
    "/closed-today": status("503 Service Unavailable", "Retry-After: 3600"),
    "/teapot": status("418 I'm a teapot"),
    "/cookie": status("200 OK", "Set-Cookie: a=b", 'Set-Cookie: c="d"; Domain=.example'),
    "/no-head": lambda talk: only_get(talk, "405 Method Not Allowed"),
    "/head-missing": lambda talk: only_get(talk, "404 Not Found"),
    "/head-fault": lambda talk: only_get(talk, "500 Internal Server Error"),
    "/head-forbidden": lambda talk: only_get(talk, "403 Forbidden"),
    "/head-too-many": lambda talk: only_get(talk, "429 Too Many Requests"),
    "/head-unknown": lambda talk: only_get(talk, "501 Not Implemented"),
    "/head-closed": lambda talk: only_get(talk, "503 Service Unavailable"),
    "/head-silent": lambda talk: headless(talk, lambda talk: halt(talk, b"")),
    "/head-drips": lambda talk: headless(talk, lambda talk: drip(talk, HEAD, b"X-A: b\r\n")),
    "/head-reset": lambda talk: headless(talk, reset),
    "/head-nothing": lambda talk: headless(talk, raw(b"")),
    "/head-garbage": lambda talk: headless(talk, raw(b"\x00 SSH-2.0\r\n\r\n")),
    # How pages are written
    "/euc-kr": lambda talk: page(talk, charset="euc-kr"),
    "/utf-16": lambda talk: talk.say("200 OK", PAGE.encode("utf-16")),
    "/unsaid": lambda talk: talk.say("200 OK", PAGE.encode("euc-kr")),
    "/meta": lambda talk: talk.say(
        "200 OK", b'<meta http-equiv=a content="text/html; charset=EUC-KR">' + PAGE.encode("cp949")
    ),
    "/lying": lambda talk: talk.say(
        "200 OK", PAGE.encode("cp949"), type_="text/html; charset=utf-8"
    ),
    "/no-such-charset": lambda talk: talk.say(
        "200 OK", PAGE.encode(), type_="text/html; charset=zip_codec"
    ),
    "/nul": lambda talk: talk.say("200 OK", b"<title>a\0b</title>\0\0\xff\xfe\x00"),
    "/says-missing": lambda talk: page(talk, "<title>페이지를 찾을 수 없습니다</title>"),
}
