"""Addresses that are probably meant otherwise, each with what is offered for it, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.domain.content import links, repairs
from responses.domain.content.links import is_plain
from responses.domain.content.repairs import needed, offer, offers_in, suggestion
from responses.enums import Repair
from responses.validators import URL_MAX

PAGE = "https://a.go.kr/b"

CASES = [
    ("https://a.go.kr/\u200bb", PAGE, "unseen"),
    ("\ufeffhttps://a.go.kr/b", PAGE, "unseen"),
    ("https://a.g\u00ado.kr/b\u200e", PAGE, "unseen"),
    ("\u2060www.a.go.kr", "www.a.go.kr", "unseen"),
    ("https://a.go.kr/long-\n path/x.do?id=3", "https://a.go.kr/long-path/x.do?id=3", "broken"),
    ("https://a.go.kr/x.do?id= 12", "https://a.go.kr/x.do?id=12", "broken"),
    ("http//a.go.kr/b", "http://a.go.kr/b", "scheme"),
    ("htp://a.go.kr/b", "http://a.go.kr/b", "scheme"),
    ("htttps://a.go.kr/b", PAGE, "scheme"),
    ("https:/a.go.kr/b", PAGE, "scheme"),
    ("https;//a.go.kr/b", PAGE, "scheme"),
    ("httpss://a.go.kr/b", PAGE, "scheme"),
    ("hptts://a.go.kr/b", PAGE, "scheme"),
    ("htps://a.go.kr/b", PAGE, "scheme"),
    ("htttpss:/a.go.kr/b", PAGE, "scheme"),
    ("httsp://a.go.kr/b", PAGE, "scheme"),
    ("https：//a.go.kr/b", PAGE, "scheme"),
    ("https：／／a.go.kr/b", PAGE, "scheme"),
    ("https//:a.go.kr/b", PAGE, "scheme"),
    ("https::/a.go.kr/b", PAGE, "scheme"),
    ("https:///a.go.kr/b", PAGE, "scheme"),
    ("http;//a.go.kr/b", "http://a.go.kr/b", "scheme"),
    ("https://https//a.go.kr/b", PAGE, "scheme"),
    ("https : //a.go.kr/b", PAGE, "broken"),
    ("https:// a.go.kr/b", PAGE, "broken"),
    ("https://www. a.go.kr/b", "https://www.a.go.kr/b", "broken"),
    ("www.a.go.kr /b", "www.a.go.kr/b", "broken"),
    (f"{PAGE}%E2%80%8B", PAGE, "unseen"),
    (f"{PAGE} %E2%80%8B", PAGE, "unseen around"),
    ("https://a.go.kr/%c2%ADb", PAGE, "unseen"),
    (f"{PAGE}%20%C2%A0", PAGE, "unseen"),
    (f"{PAGE}?x=1&curren;tPage=2", f"{PAGE}?x=1&currentPage=2", "entity"),
    (f"{PAGE}?x=2&sid=a8f3c09d7b21e64f5", f"{PAGE}?x=2", "session"),
    ("//a.go.kr/b", PAGE, "scheme"),
    ("https.//a.go.kr/b", PAGE, "scheme"),
    ("https,//a.go.kr/b", PAGE, "scheme"),
    ("ｈｔｔｐｓ：／／a.go.kr/b", PAGE, "scheme"),
    ("https://ａ.go.kr/b", PAGE, "host"),
    ("https://a。go。kr/b", PAGE, "host"),
    ("https://a,go.kr/b", PAGE, "host"),
    ("https://a.go,kr/b", PAGE, "host"),
    ("https://a..go.kr/b", PAGE, "host"),
    ("www,a.go.kr/b", "www.a.go.kr/b", "host"),
    (f"{PAGE}?x=1%C2%A4tPage=2", f"{PAGE}?x=1&currentPage=2", "entity"),
    (f"{PAGE}?x=1%c2%a7ion=2", f"{PAGE}?x=1&section=2", "entity"),
    ("://a.go.kr/b", PAGE, "scheme"),
    ("http://https://a.go.kr/b", PAGE, "scheme"),
    (f"{PAGE}?x=1¤tPage=2", f"{PAGE}?x=1&currentPage=2", "entity"),
    (f"{PAGE}?x=1§ion=2", f"{PAGE}?x=1&section=2", "entity"),
    (f"{PAGE}?x=1&amp;y=2", f"{PAGE}?x=1&y=2", "entity"),
    (f"{PAGE}?x=1&amp;amp;y=2&#38;z=3", f"{PAGE}?x=1&y=2&z=3", "entity"),
    (f"{PAGE}를", PAGE, "around"),
    (f"{PAGE}>를", PAGE, "around"),
    (f"{PAGE}).", PAGE, "around"),
    (f"<{PAGE}>", PAGE, "around"),
    (f"【{PAGE}】에서", PAGE, "around"),
    ("a.go.kr에서", "a.go.kr", "around"),
    (f"누리집 {PAGE}", PAGE, "around"),
    ("https://a.go.kr/l.do;jsessionid=A1.n1?x=1", "https://a.go.kr/l.do?x=1", "session"),
    (f"{PAGE}?PHPSESSID=1&x=2", f"{PAGE}?x=2", "session"),
    (f"{PAGE}?x=2&sessionId=1", f"{PAGE}?x=2", "session"),
    (f"{PAGE}?x=2&utm_source=a&utm_medium=b#top", f"{PAGE}?x=2#top", "tracking"),
    (f"{PAGE}?fbclid=1", PAGE, "tracking"),
    ("http//a.go.kr/b?utm_source=\u200ba\u200b", "http://a.go.kr/b", "unseen scheme tracking"),
]


@pytest.mark.parametrize(("typed", "meant", "kinds"), CASES)
def test_offer_is_the_address_that_was_meant(typed: str, meant: str, kinds: str) -> None:
    found = offer(typed)

    assert found is not None
    assert (found.url, " ".join(found.kinds)) == (meant, kinds)


def test_every_kind_of_repair_is_tried() -> None:
    assert {kind for *_, kinds in CASES for kind in kinds.split()} == set(Repair)


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "www.seoul.go.kr",
        "https://map.seoul.go.kr/?searchWord=%25EC%25BD%2594",
        "https://land.seoul.go.kr:444/land/",
        "https://ko.wikipedia.org/wiki/서울",
        "https://namu.wiki/w/LG(기업)",
        "https://우리동네.한국/소식",
        "https://web.archive.org/web/2021/https://www.seoul.go.kr/main",
        f"{PAGE}?",
        f"{PAGE}?x=1&id=2&sid=3",
        f"{PAGE}?copy=1",
        "https://maps.google.com/@37.56,126.97,15z",
        "https://a.go.kr/x!y~z",
        "https://news.naver.com/section?sid=102&oid=0010000000000000001",
        "https://a.go.kr/b https://b.go.kr/c",
        "no address",
        "x" * (URL_MAX + 1),
    ],
)
def test_nothing_is_offered_for_what_may_be_meant(url: str) -> None:
    assert offer(url) is None


@given(st.sampled_from([typed for typed, *_ in CASES]))
def test_what_is_offered_needs_no_repair(typed: str) -> None:
    assert suggestion(suggestion(typed) or "") is None


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (f"보기 {PAGE}?x=1¤tPage=1를 참고", f"{PAGE}?x=1¤tPage=1", f"{PAGE}?x=1&currentPage=1"),
        ("http//www.seoul.go.kr/a를 참고", "http//www.seoul.go.kr/a", "http://www.seoul.go.kr/a"),
        (
            "(<https://a.go.kr/x\n/y.do?id=1>)",
            "https://a.go.kr/x\n/y.do?id=1",
            "https://a.go.kr/x/y.do?id=1",
        ),
        (
            "주소: https://a.go.kr/x/\ny.do?id=1\n끝",
            "https://a.go.kr/x/\ny.do?id=1",
            "https://a.go.kr/x/y.do?id=1",
        ),
        (
            "○ https://www.bu\u200bsan.kr/d\u200bata를",
            "https://www.bu\u200bsan.kr/d\u200bata",
            "https://www.busan.kr/data",
        ),
        (
            "httpss://www.seoul.go.kr/a에서",
            "httpss://www.seoul.go.kr/a",
            "https://www.seoul.go.kr/a",
        ),
        ("(https：//a.kr/b)", "https：//a.kr/b", "https://a.kr/b"),
        ("https//:a.kr/b 참고", "https//:a.kr/b", "https://a.kr/b"),
        ("\u200b○ a\u00ad, http://https://a.kr 참고", "http://https://a.kr", "https://a.kr"),
    ],
)
def test_offers_in_a_text_leave_the_words_around(text: str, before: str, after: str) -> None:
    assert [(text[place], meant.url) for place, meant in offers_in(text)] == [(before, after)]


@pytest.mark.parametrize(
    "text",
    [
        f"{PAGE}를 참고, <{PAGE}>",
        "https://a.go.kr/x/\n다음 줄",
        "https://a.go.kr/x/\nhttps://b.go.kr/",
        "https://a.go.kr/x/\n23.1",
        "1. 2\nhttp",
        "http:// 로 시작하는 주소",
        "누리\u200b집 a.kr",
    ],
)
def test_nothing_is_offered_in_a_text_without_damage(text: str) -> None:
    assert list(offers_in(text)) == []


def test_needed_repairs_are_those_of_addresses_that_lead_elsewhere() -> None:
    urls = [PAGE, f"{PAGE}?utm_source=a", "http//b.kr/"]
    text = f"{PAGE}?gclid=1 그리고 https://a.go.kr/\u200bc"

    assert [(url, meant.url) for url, meant in needed(urls, [text])] == [
        ("http//b.kr/", "http://b.kr/"),
        ("https://a.go.kr/\u200bc", "https://a.go.kr/c"),
    ]


HOSTS = ("www.seoul.go.kr", "a.kr", "x-y.co.kr", "wiki.org", "https.kr")
PIECES = (
    *("a", "Co", "28", "no", "amp", "sect", "sid", "utm_source", "jsessionid", "http", "//", "."),
    *(
        "/",
        "-",
        "_",
        "?",
        "&",
        "=",
        "%20",
        "%EC",
        "%84",
        "%c2%A0",
        "%e2%80%8b",
        "%C3%97",
        "%2",
        "%",
        "#",
    ),
    *("index.do", "view.do", ".pdf", "www.", "https://"),
)


@given(st.sampled_from(HOSTS), st.lists(st.sampled_from(PIECES), max_size=9))
def test_nothing_is_the_matter_with_a_plain_address(host: str, pieces: list[str]) -> None:
    url = f"https://{host}{''.join(pieces)}"
    # As they are found without asking whether the address is plain.
    found, fault = repairs._offer.__wrapped__(url), links._fault.__wrapped__(url)
    assert offer(url) == found
    assert not is_plain(url) or fault is None


@pytest.mark.parametrize("size", [100, 1_900])
def test_most_addresses_are_read_by_one_pattern(size: int) -> None:
    """Of two hundred links an answer, in a hundredth of the time that others take."""
    address = (
        f"https://www.seoul.go.kr/{'page-section/' * (size // 13)}list.do?menuNo=12&s=%EC%84%9C"
    )
    before = repairs._offer.cache_info().misses, links._fault.cache_info().misses
    assert is_plain(address)
    assert offer(address) is None
    assert links.fault(address) is None
    assert (repairs._offer.cache_info().misses, links._fault.cache_info().misses) == before
