"""Pages of the farm, captured and read back by the library that archives are read with."""

import gzip
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic
from typing import IO, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone
from warcio.archiveiterator import ArchiveIterator

from responses.domain.answers.starting import choose_to_keep_pages
from responses.domain.auditing import Actor
from responses.domain.kept.captured import BODY_MAX, Captured
from responses.domain.kept.keeping import place_pages
from responses.domain.kept.kept import in_one
from responses.enums import Role
from responses.evidence.capturing import capture
from responses.evidence.checking import Checker, Tally
from responses.evidence.fetching import Limits
from responses.evidence.pace import Pace
from responses.link_states import Finding, KeptBody, PageState
from responses.models import Address, Host, KeptPage, Response, StoredFile, User
from tests.evidence.conftest import LESS_PATIENT, Yard
from tests.support import PATIENCE
from tests.support.factories import approve_all, make_member, write
from tests.support.farm import FARM, Play
from tests.support.plays import CHUNKED, HEAD, PAGE, bomb, flood, raw

ROOT = Path(__file__).resolve().parents[2]
PDF = b"%PDF-1.7\n" + b"x" * 900_000
FORGED = b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"

OURS: dict[str, Play] = {
    "/large-pdf": lambda talk: talk.say("200 OK", PDF, type_="application/pdf"),
    "/zip": lambda talk: talk.say("200 OK", b"PK\x03\x04" * 5_000, type_="application/zip"),
    "/exact": lambda talk: talk.say("200 OK", b"a" * BODY_MAX),
    "/more": lambda talk: talk.say("200 OK", b"a" * (BODY_MAX + 1)),
    "/chunks": raw(CHUNKED + b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"),
    "/folded": raw(HEAD + b"X-A: a\r\n WARC-Type: response\r\n\tb\r\nX-B: c\r\n\r\n<p>"),
    "/bare-returns": raw(HEAD + b"X-A: a\rWARC/1.1\rWARC-Type: x\r\n\r\n<p>"),
    "/two-cookies": raw(HEAD + b"Set-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n<p>"),
    "/reason": raw(b"HTTP/1.1 200 \xb0\xa1\tOK\r\nContent-Type: text/html\r\n\r\n<p>"),
    "/forged": lambda talk: talk.say("200 OK", b"<p>" + FORGED),
    "/short": raw(HEAD + b"Content-Length: 99\r\n\r\n<p>"),
    "/no-type": lambda talk: talk.say("200 OK", b"<p>what is it</p>", type_=""),
    "/flood-pdf": lambda talk: flood(
        talk, HEAD.replace(b"text/html", b"application/pdf") + b"\r\n%PDF-1.7", b"x" * 60_000
    ),
    "/forged-location": raw(
        b"HTTP/1.1 302 Found\r\nLocation: /page?a\x0b\x0cWARC/1.1\x1f\r\nContent-Length: 0\r\n\r\n"
    ),
    "/to-private": lambda talk: talk.say("302 Found", b"", "Location: http://10.0.0.1:8080/"),
}


class Record(NamedTuple):
    """A record of an archive, as the library reads it."""

    type: str
    about: Mapping[str, str]
    line: str
    head: list[tuple[str, str]]
    body: bytes


def records(file: IO[bytes] | None) -> list[Record]:
    """Read an archive of one page, whose digests hold, behind the record that tells of it."""
    assert file is not None
    file.seek(0)
    found = []
    for each in ArchiveIterator(file, check_digests="raise"):
        http: Any = each.http_headers
        line = f"{http.protocol} {http.statusline}" if http else ""
        head = list(http.headers) if http else []
        about = dict(each.rec_headers.headers)
        found.append(Record(each.rec_type, about, line, head, each.raw_stream.read()))
    assert found[0].type == "warcinfo"
    assert b"software: LGQ Desk\r\n" in found[0].body
    return found[1:]


@pytest.fixture
def keep(yard: Yard) -> Iterator[Any]:
    """Capture a path of the farm."""
    made: list[Captured] = []

    def captured(path: str, limits: Limits | None = None) -> Captured:
        asking = replace(yard.asking, limits=limits) if limits else yard.asking
        made.append(capture(yard.url(path), asking))
        return made[-1]

    with plays(yard, OURS):
        yield captured
    for each in made:
        if each.file:
            each.file.close()
    assert yard.tap.forbidden == []


@contextmanager
def plays(yard: Yard, more: Mapping[str, Play]) -> Iterator[None]:
    before = dict(yard.farm.plays)
    yard.farm.plays.update(more)
    try:
        yield
    finally:
        yard.farm.plays.clear()
        yard.farm.plays.update(before)


def test_a_page_is_kept_with_what_was_asked_and_answered(yard: Yard, keep: Any) -> None:
    captured: Captured = keep("page?a=1")
    answer, request = records(captured.file)
    port = yard.farm.ports["plain"]
    body = PAGE.encode()
    assert (captured.found.finding, captured.found.status) == (Finding.WORKS, 200)
    assert (captured.body, captured.size) == (KeptBody.WHOLE, len(body))
    assert captured.digest == sha256(body).hexdigest()
    assert (answer.type, answer.line, answer.body) == ("response", "HTTP/1.1 200 OK", body)
    assert answer.head == [
        ("Content-Length", str(len(body))),
        ("Content-Type", "text/html; charset=utf-8"),
    ]
    assert answer.about["WARC-Target-URI"] == f"http://site.example:{port}/page?a=1"
    assert answer.about["WARC-IP-Address"] == FARM
    assert "WARC-Truncated" not in answer.about
    assert request.about["WARC-Concurrent-To"] == answer.about["WARC-Record-ID"]
    assert request.about["WARC-Date"] == answer.about["WARC-Date"]
    assert (request.type, request.line) == ("request", "GET /page?a=1 HTTP/1.1")
    # As the farm itself has seen it.
    assert request.head == list(yard.farm.asked[-1].headers.items())
    assert request.head[0] == ("Host", f"site.example:{port}")


def test_each_redirect_is_a_record_of_its_own(yard: Yard, keep: Any) -> None:
    captured = keep("moved")
    first, _first, last, _last = records(captured.file)
    assert captured.found.url == yard.url("page")
    assert (first.line, first.body) == ("HTTP/1.1 301 Moved Permanently", b"")
    assert ("Location", "/page") in first.head
    assert (last.line, last.about["WARC-Target-URI"]) == ("HTTP/1.1 200 OK", yard.url("page"))


@pytest.mark.parametrize(
    ("path", "kept", "size", "mark"),
    [
        ("large-pdf", KeptBody.WHOLE, 900_009, None),
        ("zip", KeptBody.LEFT_OUT, 0, "unspecified"),
        ("no-type", KeptBody.LEFT_OUT, 0, "unspecified"),
        ("exact", KeptBody.WHOLE, 5_000_000, None),
        ("more", KeptBody.CUT, 5_000_000, "length"),
        ("short", KeptBody.CUT, 3, "length"),
        ("gone", KeptBody.WHOLE, 8, None),
    ],
)
def test_a_body_is_kept_to_a_cap_and_marked_where_it_goes_on(
    path: str, kept: KeptBody, size: int, mark: str | None, keep: Any
) -> None:
    captured = keep(path)
    answer = records(captured.file)[0]
    assert (captured.body, captured.size, len(answer.body)) == (kept, size, size)
    assert answer.about.get("WARC-Truncated") == mark


@pytest.mark.parametrize(
    ("path", "head", "body"),
    [
        ("chunks", ("X-Archive-Orig-Transfer-Encoding", "chunked"), b"abcdefg"),
        ("folded", ("X-A", "a WARC-Type: response b"), b"<p>"),
        ("two-cookies", ("Set-Cookie", "c=d"), b"<p>"),
        ("odd-letters", ("Content-Type", "text/html"), b"<title>x</title>"),
        ("nul-header", ("X-A", "a b"), b"<title>x</title>"),
        ("gzip-bomb", ("Content-Encoding", "gzip"), bomb("gzip")),
        ("brotli-bomb", ("Content-Encoding", "br"), bomb("br")),
        ("gzip-lie", ("Content-Encoding", "gzip"), PAGE.encode()),
        ("forged", ("Content-Type", "text/html"), b"<p>" + FORGED),
    ],
)
def test_what_servers_write_stays_in_its_own_record(
    path: str, head: tuple[str, str], body: bytes, keep: Any
) -> None:
    answer, request = records(keep(path).file)
    assert (answer.type, request.type) == ("response", "request")
    assert [each for each in answer.head if each[0] == head[0]][-1] == head
    assert answer.body == body


@pytest.mark.parametrize("path", ["bare-returns", "reason", "forged-location", "status-9999"])
def test_no_head_passes_for_two_records(path: str, keep: Any) -> None:
    captured = keep(path)
    if captured.file is None:
        return
    found = records(captured.file)
    assert [each.type for each in found] == ["response", "request"] * (len(found) // 2)
    captured.file.seek(0)
    blocks = gzip.decompress(captured.file.read()).splitlines()
    assert blocks.count(b"WARC/1.1") == len(found) + 1


@pytest.mark.parametrize(
    "url", ["page\r\nX-A: b", "page\nWARC/1.1", "page%0d%0aX-A:b", "page?a\r\n\r\nb", "page?\u2028"]
)
def test_an_address_with_line_breaks_asks_and_keeps_in_one_line(url: str, keep: Any) -> None:
    found = records(keep(url).file)
    assert [each.type for each in found] == ["response", "request"]
    for each in found:
        said = each.about["WARC-Target-URI"]
        assert said.isascii()
        assert said.isprintable()
        assert " " not in said
    assert "X-A" not in dict(found[1].head)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("to-private", Finding.NOT_PUBLIC),
        ("loop", Finding.LOOP),
        ("garbage", Finding.UNREADABLE),
        ("nothing", Finding.CLOSED),
        ("hundred-headers", Finding.UNREADABLE),
    ],
)
def test_where_no_page_came_there_is_no_file(path: str, why: Finding, keep: Any) -> None:
    captured = keep(path)
    assert (captured.file, captured.found.finding) == (None, why)


@pytest.mark.parametrize("path", ["endless", "endless-chunks", "flood-pdf"])
def test_what_never_ends_is_cut(path: str, keep: Any) -> None:
    captured = keep(path)
    assert (captured.body, captured.size) == (KeptBody.CUT, 5_000_000)
    assert records(captured.file)[0].about["WARC-Truncated"] == "length"


def test_a_slow_body_is_kept_as_far_as_it_came(keep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "responses.evidence.capturing.LIMITS", Limits(body=BODY_MAX, whole=LESS_PATIENT.whole)
    )
    captured = keep("slow-body", LESS_PATIENT)
    assert captured.body == KeptBody.CUT
    assert records(captured.file)[0].body.startswith(b"<title>slow</title>")


_MEMORY = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from responses.evidence.capturing import capture
from responses.evidence.fetching import Asking
from responses.evidence.network import LOOPBACK, Network
url = sys.argv[1]
asking = Asking(Network(*LOOPBACK), "Test")
capture(url.replace("endless", "page"), asking)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with ThreadPoolExecutor(16) as pool:
    sizes = list(pool.map(lambda n: capture(f"{url}?{n}", asking).size, range(16)))
assert sizes == [5_000_000] * 16, sizes
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_sixteen_endless_pages_at_a_time_take_little_memory(yard: Yard) -> None:
    url = f"http://127.0.0.1:{yard.farm.ports['plain']}/endless"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", _MEMORY, url],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert int(done.stdout) < 70_000


@pytest.mark.django_db
def test_the_worker_keeps_what_an_approval_wants_by_itself(
    response: Response, writer: User, reviewer: User, yard: Yard
) -> None:
    """From the approval to the archive's table, by real requests; a private address is refused."""
    coordinator = make_member(response.city, Role.COORDINATOR)
    choose_to_keep_pages(response, keeps=True, actor=Actor(coordinator))
    paths = ("moved", "pdf", "gone", "to-private", "zip")
    yard.names.answers["busy.example"] = [[FARM]]
    urls = [*map(yard.url, paths), yard.url("closed-today", "busy"), yard.url("page", "good")]
    write(response, "a-1", writer, links=[{"label": "", "url": each} for each in urls])
    with plays(yard, OURS):
        approve_all(response, reviewer)
        assert {each.state for each in KeptPage.objects.all()} == {PageState.WAITING}
        place_pages(timezone.now())
        before = len(yard.farm.asked)
        Checker(yard.asking, Event(), 4).run(Tally())
    assert {urlsplit(each.url).path[1:]: each.state for each in KeptPage.objects.all()} == {
        **dict.fromkeys(("moved", "pdf", "gone", "zip", "page"), PageState.KEPT),
        "to-private": PageState.FAILED,
        # It wants to be left alone for an hour, and is asked again behind it.
        "closed-today": PageState.WAITING,
    }
    busy = KeptPage.objects.get(url=yard.url("closed-today", "busy"))
    assert busy.host is not None
    assert (busy.tries, busy.host.free_at - busy.due_at >= timedelta(minutes=59)) == (0, True)
    moved = KeptPage.objects.get(url=yard.url("moved"))
    assert moved.final_url == yard.url("page")
    assert moved.file is not None
    with TemporaryFile() as file:
        file.writelines(in_one([moved.file.digest]))
        assert [each.line[:15] for each in records(file)] == [
            *("HTTP/1.1 301 Mo", "GET /moved HTTP", "HTTP/1.1 200 OK", "GET /page HTTP/"),
        ]
    gets = [each.path for each in yard.farm.asked[before:] if each.method == "GET"]
    assert set(gets) == {*(f"/{path}" for path in paths), "/page"}
    assert yard.tap.forbidden == []
    assert Host.objects.filter(held_by="").count() == Host.objects.count()


@pytest.mark.django_db
def test_who_waits_for_a_host_keeps_no_other_page_from_being_kept(
    response: Response, writer: User, reviewer: User, yard: Yard
) -> None:
    """Four hosts have to be waited for, and three bodies are in memory at a time at most."""
    hosts = [*(f"late{number}.example" for number in range(4)), "site.example"]
    yard.names.answers |= {each: [[FARM]] for each in hosts}
    port = yard.farm.ports["plain"]
    urls = [f"http://{each}:{port}/page" for each in hosts]
    coordinator = make_member(response.city, Role.COORDINATOR)
    choose_to_keep_pages(response, keeps=True, actor=Actor(coordinator))
    write(response, "a-1", writer, links=[{"label": "", "url": each} for each in urls])
    approve_all(response, reviewer)
    place_pages(timezone.now())
    Address.objects.update(due_at=timezone.now() + timedelta(days=1))
    ended = Event()
    pace = Pace(600, ended)
    for late in hosts[:4]:
        with pace.turn(late):
            pass
    asking = replace(yard.asking, turn=pace.turn, wait=pace.wait)
    end = monotonic() + PATIENCE

    def until_one_is_kept() -> None:
        if KeptPage.objects.filter(state=PageState.KEPT).exists() or monotonic() > end:
            ended.set()

    Checker(asking, ended, 5).run(Tally(), meanwhile=until_one_is_kept)
    assert [each.url for each in KeptPage.objects.filter(state=PageState.KEPT)] == urls[4:]


@pytest.mark.django_db(transaction=True)
def test_two_workers_keep_each_page_once(
    response: Response, writer: User, reviewer: User, yard: Yard
) -> None:
    sites = [f"s{number}.example" for number in range(6)]
    yard.names.answers |= {each: [[FARM]] for each in sites}
    port = yard.farm.ports["plain"]
    urls = [f"http://{each}:{port}/page?{number}" for each in sites for number in range(2)]
    coordinator = make_member(response.city, Role.COORDINATOR)
    choose_to_keep_pages(response, keeps=True, actor=Actor(coordinator))
    write(response, "a-1", writer, links=[{"label": "", "url": each} for each in urls])
    approve_all(response, reviewer)
    place_pages(timezone.now())

    def work() -> None:
        try:
            Checker(yard.asking, Event(), 3).run(Tally())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    rows = KeptPage.objects.values_list("url", "state", "tries").order_by("pk")
    assert list(rows) == [(each, PageState.KEPT, 1) for each in urls]
    assert StoredFile.objects.count() == len(urls)
