"""Hostile sites, one by one: what is made of each, and whom the product connected to."""

import socket
from collections.abc import Sequence
from dataclasses import replace
from resource import RUSAGE_SELF, getrusage
from time import monotonic

import pytest

from responses.evidence.fetching import Fetched, Limits, fetch
from responses.evidence.judging import look_at
from responses.link_states import Finding
from tests.evidence.conftest import IMPATIENT, LESS_PATIENT, Yard
from tests.support.certificates import UNTIL
from tests.support.farm import FARM
from tests.support.plays import KIB

# IP addresses that a name of a stranger may stand for, and that nobody may connect to.
PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1"),  # noqa: S104 - refused
    "100.100.100.200",
    *("127.0.0.2", "127.255.255.254", "169.254.169.254", "169.254.0.1", "172.16.0.1"),
    *("172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1"),
    *("198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    *("255.255.255.255", "168.63.129.16", "::", "::1", "::7f00:1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1", "64:ff9b::7f00:1"),
    *("64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::1"),
    *("2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "fc00::1", "fd00:ec2::254"),
    *("fe80::1", "fec0::1", "ff02::1", "2606:4700::5efe:7f00:1"),
]
# The same, written as no lookup is needed.
LITERALS = [
    *("127.0.0.2", "2130706434", "0x7f000002", "0x7f.2", "0177.0.0.2", "127.2", "127.000.000.002"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]"),
    *("[::7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00:ec2::254]"),
    *("169.254.169.254", "0xa9fea9fe", "10.1", "１２７.0.0.2", "127。0。0。2"),
]
NO_ADDRESSES = [
    *("http://", "http:///page", "http://a@site.example/", "http://site.example@10.0.0.1/"),
    *("http://10.0.0.1\\@site.example/", "http://site.example:0/", "http://site.example:99999/"),
    *(
        "http://[fe80::1%25eth0]/",
        "http://[::1",
        "http://-a.example/",
        f"http://{'a' * 64}.example/",
    ),
    *(f"http://{'a.' * 140}example/", "http://a b.example/", "http://a%2eexample/", "http://a\0b/"),
    *("http://site.example:8o80/", "https://site.example/" + "가" * 1000, "http://\u2100.example/"),
]
OTHER_SCHEMES = [
    *("file:///etc/passwd", "ftp://site.example/", "gopher://127.0.0.1:6379/_x", "dict://a:11211/"),
    *("javascript:alert(1)", "data:text/html,x", "ldap://10.0.0.1/", "mailto:a@b.example"),
]


@pytest.mark.parametrize("ip", PRIVATE)
def test_a_name_of_a_private_address_is_not_connected_to(ip: str, yard: Yard) -> None:
    yard.names.answers["trap.example"] = [[ip]]
    got = fetch("http://trap.example:8080/", yard.asking)
    assert (got.trouble, got.detail, got.status) == (Finding.NOT_PUBLIC, ip, 0)
    assert (yard.tap.connected, yard.names.asked["trap.example"]) == ([], 1)


@pytest.mark.parametrize("host", LITERALS)
def test_a_private_address_is_known_however_it_is_written(host: str, yard: Yard) -> None:
    got = fetch(f"http://{host}:8080/", yard.asking)
    assert (got.trouble, yard.tap.connected) == (Finding.NOT_PUBLIC, [])


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_not_asked_for(url: str, yard: Yard) -> None:
    got = fetch(url, yard.asking)
    assert (got.trouble, yard.tap.connected) == (Finding.NO_ADDRESS, [])
    assert yard.names.asked.total() == 0


@pytest.mark.parametrize("ips", [[FARM, "10.0.0.1"], ["10.0.0.1", FARM], [FARM, "::1"]])
def test_one_private_address_among_others_refuses_all(ips: Sequence[str], yard: Yard) -> None:
    yard.names.answers["mixed.example"] = [ips]
    got = fetch(f"http://mixed.example:{yard.farm.ports['plain']}/page", yard.asking)
    assert (got.trouble, yard.tap.connected) == (Finding.NOT_PUBLIC, [])


def test_a_name_is_looked_up_once_and_connected_to_at_that_address(yard: Yard) -> None:
    """Had it been asked again to connect, the second answer would have been used."""
    yard.names.answers["twice.example"] = [[FARM], ["10.0.0.1"]]
    got = fetch(f"http://twice.example:{yard.farm.ports['plain']}/page", yard.asking)
    assert (got.status, yard.names.asked["twice.example"]) == (200, 1)
    assert yard.tap.connected == [(FARM, yard.farm.ports["plain"])]
    assert yard.farm.asked[-1].host == f"twice.example:{yard.farm.ports['plain']}"


def test_a_name_that_answers_otherwise_the_second_time_is_refused_at_a_redirect(yard: Yard) -> None:
    yard.names.answers["twice.example"] = [[FARM], ["169.254.169.254"]]
    got = fetch(f"http://twice.example:{yard.farm.ports['plain']}/found", yard.asking)
    assert (got.trouble, got.detail) == (Finding.NOT_PUBLIC, "169.254.169.254")
    assert [hop.status for hop in got.hops] == [302, 0]
    assert (len(yard.tap.connected), yard.names.asked["twice.example"]) == (1, 2)


@pytest.mark.parametrize("host", LITERALS)
def test_a_redirect_to_a_private_address_is_not_followed(host: str, yard: Yard) -> None:
    yard.farm.plays["/trap"] = lambda talk: talk.say(
        "302 Found", b"", f"Location: http://{host.encode().decode('latin-1')}:8080/"
    )
    got = fetch(yard.url("trap"), yard.asking)
    assert (got.trouble, len(yard.tap.connected)) == (Finding.NOT_PUBLIC, 1)


@pytest.mark.parametrize(
    ("location", "finding"),
    [
        *((url, Finding.SCHEME) for url in OTHER_SCHEMES),
        ("http://user:word@site.example/", Finding.NO_ADDRESS),
        ("http://site.example:22/", Finding.PORT),
        ("//site.example:25/", Finding.PORT),
        ("http://[::1", Finding.NO_ADDRESS),
        ("/" + "a" * 9_000, Finding.NO_ADDRESS),
        ("http://unknown.example:8080/", Finding.NO_NAME),
    ],
)
def test_a_redirect_to_no_web_page_is_not_followed(
    location: str, finding: Finding, yard: Yard
) -> None:
    yard.farm.plays["/elsewhere"] = lambda talk: talk.say("307 Go", b"", f"Location: {location}")
    got = fetch(yard.url("elsewhere"), yard.asking)
    assert (got.trouble, len(yard.tap.connected)) == (finding, 1)


@pytest.mark.parametrize("port", [1, 21, 22, 25, 53, 111, 445, 587, 993])
def test_a_port_of_something_else_is_not_connected_to(port: int, yard: Yard) -> None:
    got = fetch(f"http://site.example:{port}/", yard.asking)
    assert (got.trouble, yard.tap.connected, yard.names.asked.total()) == (Finding.PORT, [], 0)


@pytest.mark.parametrize(
    ("path", "finding", "requests"),
    [
        ("loop", Finding.LOOP, 1),
        ("ping", Finding.LOOP, 2),
        ("endless-loop", Finding.LOOP, 9),
        ("no-location", None, 1),
        ("empty-location", None, 1),
    ],
)
def test_redirects_end(path: str, finding: Finding | None, requests: int, yard: Yard) -> None:
    got = fetch(yard.url(path), yard.asking)
    assert (got.trouble, len(yard.tap.connected)) == (finding, requests)
    assert [hop.status for hop in got.hops] == [302] * requests


@pytest.mark.parametrize(
    "path", ["silent", "slow-line", "slow-headers", "slow-header", "slow-continue"]
)
def test_who_is_too_slow_is_left(path: str, yard: Yard) -> None:
    got, seconds = hurried(path, yard)
    assert (got.trouble, got.status, len(yard.tap.connected)) == (Finding.SILENT, 0, 1)
    assert seconds < 8


@pytest.mark.parametrize("path", ["slow-body", "slow-chunks", "halting-body"])
def test_of_a_slow_page_what_has_come_is_taken(path: str, yard: Yard) -> None:
    got, seconds = hurried(path, yard, LESS_PATIENT)
    assert (got.trouble, got.status, got.is_cut) == (None, 200, True)
    assert 0 < len(got.body) < 200
    assert seconds < 8


def hurried(path: str, yard: Yard, limits: Limits = IMPATIENT) -> tuple[Fetched, float]:
    begun = monotonic()
    impatient = replace(yard.asking, limits=limits)
    got = fetch(yard.url(path), impatient)
    return got, monotonic() - begun


@pytest.mark.parametrize(
    ("path", "finding", "length"),
    [
        ("endless", None, 512 * KIB),
        ("endless-chunks", None, 512 * KIB),
        ("endless-chunk-size", None, 0),
        ("endless-header", Finding.UNREADABLE, 0),
        ("endless-headers", Finding.UNREADABLE, 0),
        ("long-header", Finding.UNREADABLE, 0),
        ("hundred-headers", Finding.UNREADABLE, 0),
    ],
)
def test_of_what_is_too_long_no_more_is_read(
    path: str, finding: Finding | None, length: int, yard: Yard
) -> None:
    got = fetch(yard.url(path), yard.asking)
    assert (got.trouble, len(got.body)) == (finding, length)
    assert got.is_cut is (finding is None)
    assert len(yard.tap.connected) == 1


@pytest.mark.parametrize("path", ["endless-continue", "endless-trailer"])
def test_what_never_comes_to_its_end_is_left(path: str, yard: Yard) -> None:
    got, seconds = hurried(path, yard, LESS_PATIENT)
    assert (got.trouble, got.body) == ({"c": Finding.SILENT, "t": None}[path[8]], b"")
    assert seconds < 8


@pytest.mark.parametrize(
    ("path", "finding", "title"),
    [
        ("gzip", Finding.WORKS, "서울시"),
        ("gzip-cut", Finding.WORKS, "서울시"),
        ("deflate-raw", Finding.WORKS, "서울시"),
        ("gzip-bomb", Finding.WORKS, ""),
        ("gzip-gzip-bomb", Finding.WORKS, ""),
        ("deflate-bomb", Finding.WORKS, ""),
        ("brotli-bomb", Finding.WORKS, ""),
        ("gzip-lie", Finding.WORKS, ""),
    ],
)
def test_what_is_packed_bursts_nothing(path: str, finding: Finding, title: str, yard: Yard) -> None:
    before = getrusage(RUSAGE_SELF).ru_maxrss
    found = look_at(yard.url(path), yard.asking)
    assert (found.finding, found.title) == (finding, title)
    assert yard.farm.asked[-1].headers["Accept-Encoding"] == "identity"
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 20 * KIB


@pytest.mark.parametrize(
    ("path", "finding"),
    [
        ("garbage", Finding.UNREADABLE),
        ("bare", Finding.UNREADABLE),
        ("status-abc", Finding.UNREADABLE),
        ("status-9999", Finding.UNREADABLE),
        ("status-minus", Finding.UNREADABLE),
        ("http-3", Finding.UNREADABLE),
        ("nothing", Finding.CLOSED),
        ("lone-line", Finding.EMPTY),
        ("no-colon", Finding.WORKS),
        ("nul-header", Finding.WORKS),
        ("odd-letters", Finding.WORKS),
        ("minus-length", Finding.WORKS),
        ("long-length", Finding.WORKS),
        ("two-lengths", Finding.WORKS),
        ("bad-chunk", Finding.WORKS),
        ("switching", Finding.ODD_STATUS),
        ("early-hints", Finding.ODD_STATUS),
        ("teapot", Finding.ODD_STATUS),
    ],
)
def test_what_is_no_http_is_survived(path: str, finding: Finding, yard: Yard) -> None:
    found = look_at(yard.url(path), yard.asking)
    assert found.finding == finding
    assert len(yard.tap.connected) == 2


@pytest.mark.parametrize(
    ("port", "host", "finding", "detail"),
    [
        ("good", "good", None, ""),
        ("past", "past", Finding.EXPIRED, "certificate has expired"),
        ("another", "wrong", Finding.CERTIFICATE, "Hostname mismatch"),
        ("own", "own", Finding.CERTIFICATE, "self-signed certificate"),
        ("stranger", "stranger", Finding.ISSUER, "unable to get local issuer certificate"),
        ("plain", "good", Finding.INSECURE, "SSL"),
    ],
)
def test_certificates_are_verified_and_the_reason_is_kept(
    port: str, host: str, finding: Finding | None, detail: str, yard: Yard
) -> None:
    asked = len(yard.farm.asked)
    got = fetch(f"https://{host}.example:{yard.farm.ports[port]}/page", yard.asking)
    assert (got.trouble, len(yard.tap.connected)) == (finding, 1)
    assert detail in got.detail
    assert got.tls_until == (None if finding else UNTIL)
    if port != "plain":
        # Nothing is asked of whom is not verified.
        assert len(yard.farm.asked) - asked == (0 if finding else 1)


def test_plain_http_to_a_secure_port_says_nothing(yard: Yard) -> None:
    got = fetch(f"http://good.example:{yard.farm.ports['good']}/page", yard.asking)
    assert got.trouble in {Finding.CLOSED, Finding.UNREADABLE}


def test_a_handshake_that_is_never_answered_is_left(yard: Yard) -> None:
    with socket.create_server((FARM, 0)) as deaf:
        begun = monotonic()
        impatient = replace(yard.asking, limits=IMPATIENT)
        got = fetch(f"https://good.example:{deaf.getsockname()[1]}/", impatient)
    assert (got.trouble, monotonic() - begun < 8) == (Finding.SILENT, True)


def test_a_closed_port_is_no_connection(yard: Yard) -> None:
    with socket.create_server((FARM, 0)) as gone:
        port = gone.getsockname()[1]
    got = fetch(f"http://site.example:{port}/", yard.asking)
    assert (got.trouble, len(yard.tap.connected)) == (Finding.NO_CONNECTION, 1)


def test_a_name_that_nobody_knows_is_told(yard: Yard) -> None:
    got = fetch("http://unknown.example:8080/", yard.asking)
    assert (got.trouble, yard.tap.connected) == (Finding.NO_NAME, [])


def test_nothing_of_ours_goes_along(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no password, no cookie of a site that set one, no page that one came from."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
        monkeypatch.setenv(name.upper(), "http://10.0.0.1:3128")
    monkeypatch.setenv("NETRC", "/dev/null")
    yard.farm.plays["/sets"] = lambda talk: talk.say(
        "302 Found", b"", "Set-Cookie: a=b; Path=/", "Location: /cookie"
    )
    got = fetch(yard.url("sets"), yard.asking)
    assert [hop.status for hop in got.hops] == [302, 200]
    assert dict(yard.farm.asked[-1].headers.items()) == {
        "Host": f"site.example:{yard.farm.ports['plain']}",
        "User-Agent": "Test (+https://desk.example)",
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "ko,en;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def test_letters_of_a_redirect_are_read_as_servers_write_them(yard: Yard) -> None:
    got = fetch(yard.url("hangul"), yard.asking)
    assert got.url.endswith("/page?%EC%98%88%EC%82%B0")
    assert got.status == 200
