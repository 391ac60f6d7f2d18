from dataclasses import replace
from time import process_time

import pytest

from responses.domain.coverage.portal import Feature, Verdict
from responses.evidence.portal import judge_portal, look_at_portal
from responses.evidence.portal_page import PortalPage
from tests.support.plays import PLAYS, PORTAL
from tests.support.portal_signs import SIGNS, PortalSign

from .conftest import Yard

SEEN, NOT_SEEN, UNTOLD = Verdict.SEEN, Verdict.NOT_SEEN, Verdict.UNTOLD
SCRIPTED = Verdict.SCRIPTED
SHELL = """<!doctype html><html lang="ko"><head><title>한빛시</title>
<meta name="viewport" content="width=device-width"><script src="/app.js"></script></head>
<body><noscript>자바스크립트를 켜야 이용할 수 있습니다. <a href="/m">모바일</a></noscript>
<div id="root"></div><script>window.boot({menu: ["사이트맵", "검색"]})</script></body></html>"""
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


def test_of_a_page_that_a_script_makes_nothing_is_missing(yard: Yard) -> None:
    """What its server sends all the same is judged."""
    yard.farm.plays["/shell"] = lambda talk: talk.say("200 OK", SHELL.encode())
    found = {each.feature: each.verdict for each in look_at_portal(yard.url("shell"), yard.asking)}
    assert found == {
        Feature.PHONES: SEEN,
        Feature.SITE_MAP: SCRIPTED,
        Feature.SEARCH: SCRIPTED,
        Feature.CONTACT: SCRIPTED,
        Feature.PRIVACY: SCRIPTED,
        Feature.NETWORKS: SCRIPTED,
        Feature.VALID_HTML: UNTOLD,
        Feature.ENGINES: SEEN,
        Feature.ACCESSIBLE: SCRIPTED,
        Feature.SECURE: NOT_SEEN,
    }


@pytest.mark.parametrize(
    "front",
    [
        "<title>a</title><meta http-equiv=refresh content='0; url=/portal'>",
        "<script>location.href = 'portal';</script>",
    ],
)
def test_a_front_page_that_only_leads_on_is_followed_once(front: str, yard: Yard) -> None:
    yard.farm.plays["/front"] = lambda talk: talk.say("200 OK", front.encode())
    before = len(yard.farm.asked)
    found = {each.feature: each.verdict for each in look_at_portal(yard.url("front"), yard.asking)}
    assert found[Feature.PRIVACY] is found[Feature.SITE_MAP] is SEEN
    asked = [each.path for each in yard.farm.asked[before:]]
    assert asked == ["/front", "/portal", "/robots.txt", "/sitemap.xml"]
    yard.farm.plays["/front"] = lambda talk: talk.say("200 OK", front.encode())
    yard.farm.plays["/portal"] = yard.farm.plays["/front"]
    assert len(look_at_portal(yard.url("front"), yard.asking)) == 10
    assert len(yard.farm.asked) - before == 8
    yard.farm.plays["/portal"] = PLAYS["/portal"]


def test_a_front_page_that_leads_to_a_private_address_is_not_followed(yard: Yard) -> None:
    html = b"<meta http-equiv=refresh content='0;url=http://10.0.0.1:8080/'>"
    yard.farm.plays["/front"] = lambda talk: talk.say("200 OK", html)
    judged = look_at_portal(yard.url("front"), yard.asking)
    assert {each.verdict for each in judged} == {UNTOLD}
    assert (len(yard.tap.connected), yard.tap.forbidden) == (1, [])


MENU = "<li><a href=/m.do>메뉴</a>"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (SHELL, SCRIPTED),
        ("<title>a</title><script>location.href='/main.do'</script>", SCRIPTED),
        (SHELL.replace("<div", "<a href='#top'>위로</a><div"), SCRIPTED),
        (SHELL.replace("<div", MENU * 3 + "<div"), NOT_SEEN),
        (SHELL.replace("<div", "<p>" + "시정 소식입니다. " * 50 + "<div"), NOT_SEEN),
        ("<title>a</title><p>시청", NOT_SEEN),
        ("<script src=a.js></script><frameset><frame src=main.do></frameset>", UNTOLD),
    ],
)
def test_a_page_that_a_script_has_yet_to_make_is_known(source: str, verdict: Verdict) -> None:
    judged = {each.feature: each.verdict for each in judge_portal(replace(PAGE, source=source))}
    assert judged[Feature.PRIVACY] is judged[Feature.NETWORKS] is verdict


@pytest.mark.parametrize(
    ("link", "seen"),
    [
        ("<a href='https://www.facebook.com/hanbit'><i class=ico></i></a>", "facebook.com"),
        ("<a href='https://www.youtube.com/@hanbit' aria-label=유튜브></a>", "youtube.com"),
        ("<area href='https://pf.kakao.com/_a' alt='카카오톡 채널'>", "pf.kakao.com"),
        ("<a href='#' onclick=\"window.open('https://blog.naver.com/hanbit')\">", "blog.naver.com"),
        ("<a href=\"javascript:go('https://band.us/@hanbit')\">", "band.us"),
        ("<a href='/sns.do?k=1'><img src=a.png alt='페이스북 바로가기'></a>", "페이스북 바로가기"),
        ("<a href='/sns.do?k=2' title='한빛시 인스타그램'></a>", "한빛시 인스타그램"),
        ("<a href='/sns.do?k=3'><span aria-label='유튜브 새창열림'></span></a>", "유튜브 새창열림"),
        # What shares a page, a single post, news of a channel, a front page.
        ("<a href='https://www.facebook.com/sharer/sharer.php?u=x'>페이스북</a>", ""),
        ("<a href='https://www.facebook.com/sharer.php?u=x'>페이스북</a>", ""),
        ("<a href='https://twitter.com/intent/tweet?url=x'>트위터</a>", ""),
        ("<a href='https://x.com/share?url=x'>X</a>", ""),
        ("<a href='https://www.linkedin.com/shareArticle?url=x'>in</a>", ""),
        ("<a href='https://band.us/plugin/share?body=x'>밴드</a>", ""),
        ("<a href='https://www.facebook.com/hanbit' title='페이스북 공유하기'></a>", ""),
        ("<a href='/share.do?to=facebook' title='페이스북'></a>", ""),
        ("<a href='#' onclick='share()' title='페이스북'></a>", ""),
        ("<a href='https://www.youtube.com/watch?v=1'>홍보 영상</a>", ""),
        ("<a href='https://www.facebook.com/'>페이스북</a>", ""),
        ("<a href='/news/1.do'>유튜브 크리에이터 모집 공고</a>", ""),
    ],
)
def test_an_account_of_the_city_is_told_from_what_shares_a_page(link: str, seen: str) -> None:
    page = replace(PAGE, source=f"<title>a</title>{MENU * 3}<footer>{link}</footer>")
    found = next(each for each in judge_portal(page) if each.feature is Feature.NETWORKS)
    assert (found.verdict, found.seen) == ((SEEN, seen) if seen else (NOT_SEEN, ""))


def is_told(sign: PortalSign) -> bool:
    """Return whether a sign on a page is taken for what it is."""
    begins = "<!doctype html>" + ("" if sign.source.startswith("<html") else "<html lang=ko>")
    begins = "" if sign.feature is Feature.VALID_HTML else begins
    page = replace(PAGE, source=f"{begins}{sign.source}{MENU * 4}", robots=sign.robots)
    judged = {each.feature: each.verdict for each in judge_portal(page)}
    return judged[sign.feature] is sign.verdict


@pytest.mark.parametrize("feature", [each for each in Feature if each is not Feature.SECURE])
def test_each_feature_is_told_from_what_only_seems_so(feature: Feature) -> None:
    signs = [each for each in SIGNS if each.feature is feature]
    assert len(signs) >= 10
    assert [each for each in signs if not is_told(each)] == []


def test_what_a_server_tells_robots_with_a_page_is_heard(yard: Yard) -> None:
    yard.farm.plays["/unindexed"] = lambda talk: talk.say(
        "200 OK", PORTAL.encode(), "X-Robots-Tag: noindex, nofollow"
    )
    found = {each.feature: each for each in look_at_portal(yard.url("unindexed"), yard.asking)}
    engines = found[Feature.ENGINES]
    assert (engines.verdict, engines.seen) == (NOT_SEEN, "robots: noindex, nofollow")


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
        "User-agent: *\nDisallow: /*\n",
        "<button>검색",
        "<svg><title>",
        "+82-2-",
    ],
)
def test_no_page_makes_a_rule_slow(piece: str) -> None:
    begun = process_time()
    judged = judge_portal(
        replace(PAGE, source=(piece * 1_000_000)[:1_000_000], robots=piece * 9_000)
    )
    assert process_time() - begun < 3
    assert all(len(each.seen) <= 200 for each in judged)
