from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from responses.domain.checks.front import FrontPage, Likeness
from responses.domain.checks.named import address_digest
from responses.domain.checks.recording import register
from responses.domain.checks.targets import target_of
from responses.evidence.checking import Checker, Tally
from responses.evidence.fronts import likeness_of, shows_front, site_of
from responses.evidence.page_facts import read_page
from responses.link_states import Finding
from responses.models import Check, Host
from tests.evidence.conftest import Yard
from tests.support.farm import FARM, Talk
from tests.support.plays import page, to
from tests.support.soft_pages import FOOTER, MENU, SITE

MENUS = "".join(f"<li><a href='#'>{each}</a>" for each in MENU)
NEWS = [f"한빛시 {each}동 주민센터 이전 안내, {each}월 시민 강좌" for each in "가나다라마바사아"]


def source(title: str, *blocks: str, more: str = "") -> str:
    inside = "".join(f"<div>{each}</div>" for each in blocks)
    return (
        f"<html lang=ko><title>{title}</title>{more}<header><ul>{MENUS}</ul></header>"
        f"<main>{inside}</main><footer>{FOOTER}</footer></html>"
    )


def front(visitors: int = 1, *, news: int = 0) -> str:
    return source(
        "한빛시청", "<h2>알림마당</h2>", *(NEWS[news:] + NEWS[:news]), f"오늘 {visitors}명 방문"
    )


ARTICLE = source("한빛시청", "<h2>예산서</h2>", "2026년 예산서를 공개합니다.", *NEWS[:2])
SHELL = source("한빛시청", *NEWS, more='<div id="app"></div>')


def shown(first: str, body: str, front_url: str, front_body: str, *, last: str = "") -> bool:
    """Return whether an address is taken for one that shows the front page."""
    known = likeness_of(read_page(front_body.encode(), "text/html"))
    asked: list[str] = []

    def front_of(url: str) -> FrontPage:
        asked.append(url)
        return FrontPage(site_of(url), f"{SITE}{front_url}", known)

    mine = read_page(body.encode(), "text/html")
    return shows_front(f"{SITE}{first}", f"{SITE}{last or first}", mine, front_of)


@pytest.mark.parametrize(
    ("first", "body", "front_url", "is_front"),
    [
        ("/board/3", front(), "/", True),
        ("/board/3", front(208), "/", True),  # a number of visitors went on
        ("/board/3", front(news=4), "/main.do", True),  # news stand in another order
        ("/kor/board.do?ntt_id=3", front(), "/kor/", True),
        ("/index.do?menuNo=208", front(), "/", True),
        ("/board/3", ARTICLE, "/", False),
        ("/board/3", source("한빛시청", "<h2>알림마당</h2>", *NEWS[:5]), "/", False),
        ("/board/3", source("새소식", *NEWS, "오늘 1명 방문"), "/", False),
        ("/board/3", SHELL, "/", False),  # a script makes the page
        ("/board/3", "<title>한빛시청</title>환영합니다", "/", False),  # too little
        # Front pages of their own, in whatever way they are written.
        ("/", front(), "/", False),
        ("/kor", front(), "/main.do", False),
        ("/main/index.do", front(), "/", False),
        ("/?utm_source=un", front(), "/", False),
        ("/index.do?lang=ko", front(), "/", False),
        ("/hanbit/main.do", front(), "/", False),
        ("/opendata", front(), "/opendata", False),
        ("/opendata", front(), "/opendata/list.do", False),
    ],
)
def test_a_page_in_whose_place_the_front_page_is_shown_is_known(
    first: str,
    body: str,
    front_url: str,
    is_front: bool,  # noqa: FBT001
) -> None:
    front_body = SHELL if body is SHELL else body if len(body) < 100 else front()
    assert shown(first, body, front_url, front_body) is is_front


def test_what_is_led_to_a_front_page_is_no_other_page() -> None:
    assert shown("/go/3", front(), "/", front(), last="/") is False
    assert shown("/go/3", front(), "/", front(), last="/board/3") is True


def test_a_likeness_is_kept_as_it_is() -> None:
    known = likeness_of(read_page(front().encode(), "text/html"))
    assert known
    assert 50 < len(known.marks) <= 128
    for each in (FrontPage("a.kr", "https://a.kr/", known), FrontPage("a.kr")):
        assert FrontPage.from_json(each.to_json()) == each
    assert not Likeness("a", "b", ()).resembles(Likeness("a", "c", ()))
    assert site_of("http://www.a.kr:8080/x") == site_of("https://a.kr:8080/") == "a.kr:8080"


PLAYS = {
    "/": lambda talk: page(talk, front(len(talk.farm.asked))),
    "/dead": lambda talk: page(talk, front(len(talk.farm.asked))),
    "/live": lambda talk: page(talk, ARTICLE),
    "/led": lambda talk: to(talk, "http://hub.example:{port}/dead"),
}


def check(yard: Yard, *paths: str) -> tuple[dict[str, str], list[str]]:
    """Check addresses; return what was found of each, and the front pages that were asked for."""
    targets = [target_of(yard.url(path)) for path in paths]
    register({address_digest(target): target for target in targets}, timezone.now())
    before, earlier = len(yard.farm.asked), Check.objects.count()
    Checker(yard.asking, Event(), 4).run(Tally())
    found = Check.objects.order_by("pk").values_list("address__url", "finding")[earlier:]
    fronts = [each.host.partition(".")[0] for each in yard.farm.asked[before:] if each.path == "/"]
    return {url.rpartition("/")[2]: finding for url, finding in found}, fronts


@pytest.fixture
def site(yard: Yard) -> Yard:
    yard.names.answers["hub.example"] = [[FARM]]
    yard.farm.plays |= PLAYS
    return yard


@pytest.mark.django_db
def test_the_front_page_is_asked_for_once_a_host_and_day(site: Yard) -> None:
    found = {"dead": Finding.FRONT_PAGE, "live": Finding.WORKS, "pdf": Finding.WORKS}
    assert check(site, "pdf", "live", "dead") == (found, ["site"])
    assert check(site, "dead?1") == ({"dead?1": Finding.FRONT_PAGE}, [])
    Host.objects.update(front_at=timezone.now() - timedelta(days=1))
    assert check(site, "dead?2", "live?2")[1] == ["site"]
    # Nothing is asked for where nothing is there to be compared.
    Host.objects.update(front_at=None)
    assert check(site, "page?3", "pdf?3", "gone?3")[1] == []


@pytest.mark.django_db
def test_it_is_that_of_the_site_an_address_leads_to(site: Yard) -> None:
    assert check(site, "led") == ({"led": Finding.FRONT_PAGE}, ["hub"])
    # The front page of another site says nothing of this one, and is not asked for today.
    assert check(site, "dead") == ({"dead": Finding.WORKS}, [])
    assert Host.objects.get(name="hub.example").held_by == ""


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["500 Fault", "404 Not Found", "429 Too Many Requests"])
def test_a_front_page_that_is_not_there_says_nothing(site: Yard, status: str) -> None:
    def refuse(talk: Talk) -> None:
        talk.say(status, b"", "Retry-After: 600")

    site.farm.plays["/"] = refuse
    found, fronts = check(site, "dead", "live")
    assert ({*found.values()}, fronts) == ({Finding.WORKS}, ["site"])
    # Who asks to be left alone is, by all that is still to be checked there.
    is_left = status.startswith("429")
    assert len(found) == (1 if is_left else 2)
    host = Host.objects.get()
    assert (host.free_at > timezone.now() + timedelta(minutes=9)) is is_left
    assert check(site, "dead?4")[1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["garbage", "loop", "gzip-bomb", "pdf", "to-private"])
def test_a_hostile_front_page_hurts_nobody(site: Yard, path: str) -> None:
    def private(talk: Talk) -> None:
        to(talk, "http://10.0.0.1:8080/")

    site.farm.plays["/"] = {**site.farm.plays, "/to-private": private}[f"/{path}"]
    assert check(site, "dead")[0] == {"dead": Finding.WORKS}
    host = Host.objects.get(name="site.example")
    assert (host.front["site"], host.front["likeness"]) == (site_of(site.url("")), None)
    assert site.tap.forbidden == []
