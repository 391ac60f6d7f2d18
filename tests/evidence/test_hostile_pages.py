"""Pages that are made to take time or memory, over a socket: looked at, judged and kept."""

from dataclasses import replace
from resource import RUSAGE_SELF, getrusage
from time import monotonic, thread_time
from typing import TYPE_CHECKING

import pytest

from responses.evidence.capturing import capture
from responses.evidence.fetching import Asking, fetch
from responses.evidence.judging import look_at
from responses.evidence.portal import look_at_portal
from responses.link_states import Finding
from tests.evidence.conftest import IMPATIENT, Yard
from tests.support.farm import Talk
from tests.support.plays import HEAD, KIB, flood, raw, to

if TYPE_CHECKING:
    from collections.abc import Callable

MILLION = 1_000_000
PAGES = {
    "nested": b"<div>" * MILLION,
    "nested-links": b"<a><nav>" * MILLION,
    "title": b"<title>" + "\uac00".encode() * 2 * MILLION,
    "headings": b"<h1>404 " * MILLION,
    "comments": b"<!--" * MILLION,
    "scripts": b"<script>alert('" * (MILLION // 3),
    "metas": b"<meta http-equiv=refresh content=0;url=" * (MILLION // 6),
    "attributes": b"<a " + b"b=c " * MILLION,
    "entities": b"&#9" * MILLION,
    "charset": b"<meta charset=" + b"a" * 5 * MILLION,
}


def kept(url: str, asking: Asking) -> None:
    captured = capture(url, asking)
    if captured.file:
        captured.file.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_takes_long_or_much(name: str, yard: Yard) -> None:
    yard.farm.plays["/hostile"] = raw(HEAD + b"\r\n" + PAGES[name])
    before = getrusage(RUSAGE_SELF).ru_maxrss
    ways: tuple[Callable[[str, Asking], object], ...] = (look_at, look_at_portal, kept)
    for way in ways:
        begun = thread_time()
        way(yard.url("hostile"), yard.asking)
        assert thread_time() - begun < 5
    # Five megabytes are kept, and the first of them is read.
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 120 * KIB


def test_of_ten_gigabytes_no_more_is_taken_than_is_read(yard: Yard) -> None:
    sent = 0

    def ten_gigabytes(talk: Talk) -> None:
        nonlocal sent
        talk.write(HEAD + b"Content-Length: 10737418240\r\n\r\n")
        if talk.asked.method == "HEAD":
            return
        while not talk.farm.closing.is_set():
            talk.write(b"<p>" * 20_000)
            sent += 60_000

    yard.farm.plays["/ten"] = ten_gigabytes
    before = getrusage(RUSAGE_SELF).ru_maxrss
    found = look_at(yard.url("ten"), yard.asking)
    assert (found.finding, sent < 16 * KIB * KIB) == (Finding.WORKS, True)
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 40 * KIB


def test_a_chain_of_slow_redirects_has_one_time_in_all(yard: Yard) -> None:
    def slowly(talk: Talk) -> None:
        talk.wait(0.2)
        to(talk, "/slowly?{n}")

    yard.farm.plays["/slowly"] = slowly
    begun = monotonic()
    got = fetch(yard.url("slowly"), replace(yard.asking, limits=IMPATIENT))
    assert (got.trouble, 1 <= len(got.hops) <= 4) == (Finding.SILENT, True)
    assert monotonic() - begun < 8


def test_a_portal_that_never_ends_is_looked_at_to_a_bound(yard: Yard) -> None:
    yard.farm.plays["/flood"] = lambda talk: flood(
        talk, HEAD + b"\r\n<title>a</title>", b"<a>" * KIB
    )
    before = len(yard.farm.asked)
    assert len(look_at_portal(yard.url("flood"), yard.asking)) == 10
    assert len(yard.farm.asked) - before == 3
