from dataclasses import replace
from time import process_time

import pytest

from responses.domain.coverage.portal import Feature, Verdict
from responses.evidence.portal import PortalPage, judge_portal, look_at_portal
from tests.support.plays import PORTAL

from .conftest import Yard

SEEN, NOT_SEEN, UNTOLD = Verdict.SEEN, Verdict.NOT_SEEN, Verdict.UNTOLD
PAGE = PortalPage("https://city.kr/", PORTAL, robots="")


def test_what_a_site_shows_is_seen_and_what_no_rule_can_tell_is_not_told(yard: Yard) -> None:
    before = len(yard.farm.asked)
    found = {
        each.feature: (each.verdict, each.seen)
        for each in look_at_portal(yard.url("portal"), yard.asking)
    }
    assert found == {
        Feature.PHONES: (SEEN, "width=device-width, initial-scale=1"),
        Feature.SITE_MAP: (SEEN, "사이트맵"),
        Feature.SEARCH: (SEEN, "search"),
        Feature.CONTACT: (SEEN, "tel:02-120"),
        Feature.PRIVACY: (SEEN, "개인정보 처리방침"),
        Feature.NETWORKS: (SEEN, "facebook.com"),
        Feature.VALID_HTML: (UNTOLD, ""),
        Feature.ENGINES: (SEEN, "robots.txt"),
        Feature.ACCESSIBLE: (SEEN, 'lang="ko", <img alt> × 2'),
        Feature.SECURE: (NOT_SEEN, yard.url("portal")),
    }
    asked = [(each.method, each.path) for each in yard.farm.asked[before:]]
    assert asked == [("GET", "/portal"), ("GET", "/robots.txt"), ("HEAD", "/sitemap.xml")]


@pytest.mark.parametrize("path", ["garbage", "status-abc", "pdf", "nowhere"])
def test_nothing_is_told_of_what_is_no_page(path: str, yard: Yard) -> None:
    assert {each.verdict for each in look_at_portal(yard.url(path), yard.asking)} == {UNTOLD}


def test_a_page_that_bursts_shows_next_to_nothing(yard: Yard) -> None:
    found = look_at_portal(yard.url("gzip-bomb"), yard.asking)
    assert [each.feature for each in found if each.verdict is SEEN] == [Feature.ENGINES]


def test_no_address_of_our_own_network_is_asked(yard: Yard) -> None:
    yard.names.answers["site.example"] = [["10.0.0.1"]]
    assert {each.verdict for each in look_at_portal(yard.url("portal"), yard.asking)} == {UNTOLD}
    assert yard.tap.connected == []


@pytest.mark.parametrize(
    ("feature", "change", "verdict", "seen"),
    [
        (Feature.PHONES, {"source": "<title>x</title>"}, NOT_SEEN, ""),
        (Feature.SITE_MAP, {"source": "", "has_site_map": True}, SEEN, "/sitemap.xml"),
        (Feature.SITE_MAP, {"source": "<a href='/sitemap.do'><img></a>"}, SEEN, "/sitemap.do"),
        (Feature.SITE_MAP, {"source": "<p>사이트맵</p>"}, NOT_SEEN, ""),
        (Feature.SITE_MAP, {"source": "", "is_cut": True}, UNTOLD, ""),
        (Feature.SITE_MAP, {"source": "<!-- <a href=x>사이트맵</a> -->"}, NOT_SEEN, ""),
        (Feature.SEARCH, {"source": "<input type=hidden name=search>"}, NOT_SEEN, ""),
        (Feature.SEARCH, {"source": "<input placeholder='검색어'>"}, SEEN, "검색어"),
        (Feature.CONTACT, {"source": "<p>대표전화 02-731-2114"}, SEEN, "02-731-2114"),
        (Feature.CONTACT, {"source": "<p>2026-11-30"}, NOT_SEEN, ""),
        (Feature.PRIVACY, {"source": "<a href=x>Privacy policy</a>"}, SEEN, "Privacy policy"),
        (Feature.NETWORKS, {"source": "<a href='//x.com/a'>"}, SEEN, "x.com"),
        (Feature.NETWORKS, {"source": "<a href='https://notx.com/a'>"}, NOT_SEEN, ""),
        (Feature.NETWORKS, {"source": "<a href='http://[x'>"}, NOT_SEEN, ""),
        (Feature.VALID_HTML, {"source": "<html><title>"}, NOT_SEEN, "<!doctype html>"),
        (
            *(Feature.VALID_HTML, {"source": "<!doctype html><title>a<p id=a><p id=a>"}),
            *(NOT_SEEN, 'id="a"'),
        ),
        (
            *(Feature.ENGINES, {"source": "<meta name=robots content='noindex, follow'>"}),
            *(NOT_SEEN, "robots: noindex, follow"),
        ),
        (
            Feature.ENGINES,
            {"robots": "User-agent: *\nDisallow: / # all"},
            NOT_SEEN,
            "robots.txt: Disallow: /",
        ),
        (
            Feature.ENGINES,
            {"robots": "User-agent: a\nDisallow: /\n\nUser-agent: *\nDisallow:"},
            SEEN,
            "robots.txt",
        ),
        (Feature.ENGINES, {"robots": None}, UNTOLD, ""),
        (
            Feature.ACCESSIBLE,
            {"source": "<html><img><img alt=''>"},
            NOT_SEEN,
            "<html lang>, <img> × 1",
        ),
        (Feature.SECURE, {}, SEEN, "https://city.kr/"),
    ],
)
def test_each_rule_says_what_it_saw(
    feature: Feature, change: dict[str, object], verdict: Verdict, seen: str
) -> None:
    page = replace(PAGE, **change)  # type: ignore[arg-type]
    found = next(each for each in judge_portal(page) if each.feature is feature)
    assert (found.verdict, found.seen) == (verdict, seen)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a href='",
        "<!--",
        "<script>",
        "<p id=a",
        '<a x="',
        "<a>" + "x" * 90,
        "&#",
        "=\"'",
    ],
)
def test_no_page_makes_a_rule_slow(piece: str) -> None:
    begun = process_time()
    judged = judge_portal(
        replace(PAGE, source=(piece * 1_000_000)[:1_000_000], robots=piece * 9_000)
    )
    assert process_time() - begun < 3
    assert all(len(each.seen) <= 200 for each in judged)
