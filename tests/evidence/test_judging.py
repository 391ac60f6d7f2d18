from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from responses.domain.checks.found import Hop, led_to
from responses.evidence.fetching import Fetched
from responses.evidence.judging import has_moved, judge, look_at
from responses.evidence.network import Network, SocketAddress
from responses.link_states import Finding
from tests.evidence.conftest import LESS_PATIENT, Yard
from tests.support.certificates import UNTIL


@pytest.mark.parametrize(
    ("path", "finding", "status", "methods"),
    [
        ("page", Finding.WORKS, 200, "HEAD GET"),
        ("pdf", Finding.WORKS, 200, "HEAD"),
        ("no-head", Finding.WORKS, 200, "HEAD GET"),
        ("head-missing", Finding.WORKS, 200, "HEAD GET"),
        ("head-fault", Finding.WORKS, 200, "HEAD GET"),
        ("head-forbidden", Finding.WORKS, 200, "HEAD GET"),
        ("head-too-many", Finding.WORKS, 200, "HEAD GET"),
        ("head-unknown", Finding.WORKS, 200, "HEAD GET"),
        ("head-closed", Finding.WORKS, 200, "HEAD GET"),
        ("head-reset", Finding.WORKS, 200, "HEAD GET"),
        ("head-nothing", Finding.WORKS, 200, "HEAD GET"),
        ("head-garbage", Finding.WORKS, 200, "HEAD GET"),
        ("missing", Finding.MISSING, 404, "HEAD GET"),
        ("gone", Finding.MISSING, 410, "HEAD GET"),
        ("unauthorized", Finding.GUARDED, 401, "HEAD GET"),
        ("forbidden", Finding.GUARDED, 403, "HEAD GET"),
        ("proxy", Finding.GUARDED, 407, "HEAD GET"),
        ("legal", Finding.GUARDED, 451, "HEAD GET"),
        ("challenge", Finding.GUARDED, 503, "HEAD GET"),
        ("fault", Finding.SERVER_FAULT, 500, "HEAD GET"),
        ("gateway", Finding.SERVER_FAULT, 502, "HEAD GET"),
        ("says-missing", Finding.SAYS_MISSING, 200, "HEAD GET"),
        ("moved", Finding.MOVED, 200, "HEAD HEAD GET GET"),
        ("found", Finding.WORKS, 200, "HEAD HEAD GET GET"),
        ("to-front", Finding.FRONT_PAGE, 200, "HEAD HEAD GET GET"),
        ("to-login", Finding.SIGN_IN, 200, "HEAD HEAD GET GET"),
        # Who asks to be left alone is.
        ("too-many", Finding.GUARDED, 429, "HEAD"),
        ("closed-today", Finding.SERVER_FAULT, 503, "HEAD"),
    ],
)
def test_what_a_site_says_is_found(
    path: str, finding: Finding, status: int, methods: str, yard: Yard
) -> None:
    before = len(yard.farm.asked)
    found = look_at(yard.url(path), yard.asking)
    assert (found.finding, found.status) == (finding, status)
    assert " ".join(each.method for each in yard.farm.asked[before:]) == methods
    assert len(yard.tap.connected) == len(methods.split())
    assert yard.tap.forbidden == []


@pytest.mark.parametrize(
    ("path", "finding", "methods"),
    [
        ("head-silent", Finding.WORKS, "HEAD GET"),
        ("head-drips", Finding.WORKS, "HEAD GET"),
        ("silent", Finding.SILENT, "HEAD GET"),
    ],
)
def test_a_head_that_is_never_answered_says_nothing_of_a_page(
    path: str, finding: Finding, methods: str, yard: Yard
) -> None:
    before = len(yard.farm.asked)
    found = look_at(yard.url(path), replace(yard.asking, limits=LESS_PATIENT))
    assert (found.finding, found.head_failed) == (finding, finding is Finding.WORKS)
    assert " ".join(each.method for each in yard.farm.asked[before:]) == methods


def test_who_takes_no_connection_is_not_asked_twice(yard: Yard) -> None:
    found = look_at("http://site.example:1025/", yard.asking)
    assert (found.finding, len(yard.tap.connected)) == (Finding.NO_CONNECTION, 1)


class _Doors(Network):
    """The ports of web servers, which lead to some of the farm."""

    doors: ClassVar[dict[int, int]] = {}

    def addresses(self, host: str, port: int) -> list[SocketAddress]:
        return Network.addresses(self, host, self.doors[port])


@pytest.mark.parametrize(("secure", "to"), [("good", "https://good.example/page?a=1"), ("own", "")])
def test_who_answers_by_https_alone_is_found_there(
    secure: str, to: str, yard: Yard, network: Network
) -> None:
    _Doors.doors = {80: 1025, 443: yard.farm.ports[secure]}
    doors = _Doors(network.allows, network.allows_port, network.context)
    found = look_at("http://good.example/page?a=1", replace(yard.asking, network=doors))
    hops = [Hop("http://good.example/page?a=1", 0), *([Hop(to, 200)] if to else [])]
    assert (found.finding, found.status) == (Finding.NO_CONNECTION, 0)
    assert (found.hops, led_to(found.hops)) == (tuple(hops), to)


def test_what_is_seen_of_a_page_is_noted(yard: Yard) -> None:
    url = f"https://good.example:{yard.farm.ports['good']}"
    found = look_at(f"{url}/moved", yard.asking)
    assert found.hops == (Hop(f"{url}/moved", 301), Hop(f"{url}/page", 200))
    assert (found.url, found.type, found.charset) == (f"{url}/page", "text/html", "utf-8")
    assert (found.title, found.language, found.tls_until) == ("서울시", "ko", UNTIL)
    assert len(found.content) == 64


@pytest.mark.parametrize(
    ("path", "charset", "title"),
    [
        ("euc-kr", "euc-kr", "서울시"),
        ("utf-16", "utf-16le", "서울시"),
        ("unsaid", "euc-kr", "서울시"),
        ("meta", "euc-kr", "서울시"),
        ("no-such-charset", "zip_codec", "서울시"),
        ("nul", "utf-8", "ab"),
    ],
)
def test_pages_of_any_charset_are_read(path: str, charset: str, title: str, yard: Yard) -> None:
    found = look_at(yard.url(path), yard.asking)
    assert (found.finding, found.charset, found.title) == (Finding.WORKS, charset, title)


def test_a_page_that_lies_about_its_charset_is_there_all_the_same(yard: Yard) -> None:
    found = look_at(yard.url("lying"), yard.asking)
    assert (found.finding, "\ufffd" in found.title) == (Finding.WORKS, True)


@pytest.mark.parametrize(
    ("path", "pause"), [("too-many", 120), ("closed-today", 3600), ("fault", 0)]
)
def test_how_long_a_site_wants_to_be_left_alone_is_noted(path: str, pause: int, yard: Yard) -> None:
    assert look_at(yard.url(path), yard.asking).pause == pause


@pytest.mark.parametrize(
    ("asked", "got", "finding"),
    [
        ("https://a.go.kr/gov/archives/1", "https://a.go.kr/", Finding.FRONT_PAGE),
        ("https://a.go.kr/board?id=3", "https://www.a.go.kr/main.do", Finding.FRONT_PAGE),
        ("https://a.go.kr/?id=3", "https://a.go.kr/kr/index.html", Finding.FRONT_PAGE),
        ("https://news.a.go.kr/1", "https://a.go.kr/", Finding.FRONT_PAGE),
        ("https://a.go.kr/gov", "https://gov.a.go.kr/", Finding.WORKS),
        ("https://a.go.kr/x", "https://b.go.kr/", Finding.WORKS),
        ("https://a.go.kr/", "https://a.go.kr/main.do", Finding.WORKS),
        ("https://a.go.kr/index.jsp", "https://a.go.kr/", Finding.WORKS),
        ("https://a.go.kr/x", "https://a.go.kr/?x", Finding.WORKS),
        ("https://a.go.kr/x", "https://a.go.kr/y", Finding.WORKS),
        ("https://a.go.kr/x", "https://a.go.kr/member/login.jsp?to=x", Finding.SIGN_IN),
        ("https://a.go.kr/login", "https://a.go.kr/login", Finding.WORKS),
        ("https://a.go.kr/x", "https://a.go.kr/logistics", Finding.WORKS),
    ],
)
def test_where_an_address_ends_tells_what_it_is_worth(
    asked: str, got: str, finding: Finding
) -> None:
    hops = (Hop(asked, 200),) if asked == got else (Hop(asked, 302), Hop(got, 200))
    page = Fetched(hops, 200, {"content-type": "text/html"}, b"<title>a</title>")
    assert judge(asked, page).finding == finding


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        ([("http://a.kr/x", 200)], False),
        ([("http://a.kr/x", 301), ("http://a.kr/y", 200)], True),
        ([("http://a.kr/x", 308), ("http://b.kr/x", 200)], True),
        ([("http://a.kr/x", 302), ("http://a.kr/y", 200)], False),
        ([("http://a.kr/x", 302), ("http://a.kr/y", 301), ("http://a.kr/z", 200)], False),
        ([("http://a.kr/x", 301), ("https://a.kr/x", 200)], False),
        ([("http://a.kr/x", 301), ("https://www.a.kr/x/", 200)], False),
        ([("http://a.kr/x", 301), ("https://a.kr/x", 301), ("https://a.kr/y", 302)], True),
        ([("http://a.kr/x", 301)], False),
    ],
)
def test_a_page_has_moved_where_its_own_address_leads_on_for_good(
    hops: list[tuple[str, int]],
    moved: bool,  # noqa: FBT001
) -> None:
    assert has_moved(tuple(Hop(*hop) for hop in hops)) is moved


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({"etag": '"1"'}, {"etag": '"1"'}),
        (
            {"last-modified": "x", "a": "1"},
            {"last-modified": "x", "a": "2"},
        ),
    ],
)
def test_a_file_is_known_by_what_its_server_says_of_it(
    headers: dict[str, str], same: dict[str, str]
) -> None:
    def content(said: dict[str, str], body: bytes = b"") -> str:
        pdf = {"content-type": "application/pdf", **said}
        return judge(
            "https://a.kr/x", Fetched((Hop("https://a.kr/x", 200),), 200, pdf, body)
        ).content

    assert content(headers) == content(same) != content({"etag": '"2"'})
    assert content({}, b"one") != content({}, b"two")
    assert content({}) == ""


def test_a_type_is_noted_only_if_it_is_one() -> None:
    def type_of(said: str) -> str:
        return judge("https://a.kr/", Fetched((), 500, {"content-type": said})).type

    assert type_of("Application/PDF; x=y") == "application/pdf"
    assert [type_of(said) for said in ("a\0/b", "x" * 999, "<b>/x", "")] == [""] * 4


def test_the_end_of_a_certificate_is_a_moment() -> None:
    assert UNTIL.tzinfo is UTC
    assert datetime.now(UTC) < UNTIL
