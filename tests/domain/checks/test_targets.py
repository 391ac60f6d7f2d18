import pytest

from responses.domain.checks import targets
from responses.domain.checks.targets import Target, follow, target_of
from responses.domain.checks.trouble import TroubleError
from responses.link_states import Finding


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("www.seoul.go.kr", "https://www.seoul.go.kr/"),
        ("HTTP://WWW.Seoul.GO.kr", "http://www.seoul.go.kr/"),
        ("https://www.seoul.go.kr:443/a#b", "https://www.seoul.go.kr/a"),
        ("http://land.seoul.go.kr:444/a", "http://land.seoul.go.kr:444/a"),
        ("seoul.go.kr./a", "https://seoul.go.kr/a"),
        (
            "한글.한국/예산?이름=값",
            "https://xn--bj0bj06e.xn--3e0b707e/%EC%98%88%EC%82%B0?%EC%9D%B4%EB%A6%84=%EA%B0%92",
        ),
        # What is encoded, once or twice, stays as it is.
        ("a.kr/%EC%98?a=%25EC%2598", "https://a.kr/%EC%98?a=%25EC%2598"),
        ("a.kr/?a=b&c=d;e=[f]|g", "https://a.kr/?a=b&c=d;e=[f]|g"),
        ('a.kr/a b"<c>', "https://a.kr/a%20b%22%3Cc%3E"),
        ("a.kr/\u200b", "https://a.kr/"),
        ("a.kr/\u200bb", "https://a.kr/%E2%80%8Bb"),
        ("http://[2606:4700:0::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://1.2.3.4", "http://1.2.3.4/"),
        ("http://a_b.kr/", "http://a_b.kr/"),
    ],
)
def test_an_address_is_asked_for_as_browsers_do(typed: str, url: str) -> None:
    target = target_of(typed)
    assert target.url == url
    assert target_of(url) == target


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://a.kr/b"),
        ("c?d", "https://a.kr/x/c?d"),
        ("//b.kr/c", "https://b.kr/c"),
        ("http://b.kr", "http://b.kr/"),
        ("?q", "https://a.kr/x/y?q"),
        ("#here", "https://a.kr/x/y"),
        ("/예산".encode().decode("latin-1"), "https://a.kr/%EC%98%88%EC%82%B0"),
        ("/예산".encode("cp949").decode("latin-1"), "https://a.kr/%BF%B9%BB%EA"),
    ],
)
def test_a_redirect_is_followed_as_browsers_do(location: str, url: str) -> None:
    assert follow(Target("https", "a.kr", 443, "/x/y"), location).url == url


def test_a_letter_that_no_header_carries_is_no_fault() -> None:
    found = follow(Target("https", "a.kr", 443, "/"), "/가")
    assert found.url == "https://a.kr/"


def test_trouble_can_be_stored_whatever_a_server_says() -> None:
    trouble = TroubleError(Finding.UNREADABLE, "HTTP/1.1 \x00\x1b[31m" + "é" * 5_000)
    assert trouble.detail == ("HTTP/1.1 [31m" + "é" * 5_000)[:200]


@pytest.mark.parametrize(
    "url",
    [
        "a.kr",
        "HTTP://A.KR",
        "https://a.kr/b/?c=D&e",
        "a-b.kr/%EC%98%88.do",
        f"{'a' * 64}.kr",
        "1.2.ab",
    ],
)
def test_plain_addresses_ask_for_the_same_when_read_slowly(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [_asked(url)]
    monkeypatch.setattr(targets, "is_plain", lambda _url: False)
    found.append(_asked(url))
    assert found[0] == found[1]


def _asked(url: str) -> Target | Finding:
    try:
        return target_of(url)
    except TroubleError as trouble:
        return trouble.finding
