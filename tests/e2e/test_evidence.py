"""A link's story, as who writes, reviews and coordinates lives it, with what each presses.

From a text to the list, checked against a farm of sites on this machine, failing on two days,
repaired, approved and sealed with another one that fails, kept, and printed in the annex.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from threading import Event as Signal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django import Settings

from responses.domain.checks.recording import ask_for, register
from responses.domain.kept.keeping import place_pages
from responses.enums import Action
from responses.evidence.checking import Checker, Tally
from responses.evidence.fetching import Asking
from responses.evidence.network import LOOPBACK, Network
from responses.link_states import LinkState
from responses.models import Event, Notice
from responses.notice_kinds import NoticeKind
from tests.support.checked import named_targets
from tests.support.factories import approve_all, assign
from tests.support.farm import FARM, Farm, Talk, new_farm
from tests.support.plays import page as whole_page

from .cast import SITE, Cast
from .conftest import Opener
from .steps import button, link, links, question, said
from .test_jobs import Hands
from .test_link_rows import explanation
from .test_story import save


def moves(talk: Talk) -> None:
    """Lead on for good."""
    talk.say("301 Moved Permanently", b"", "Location: /board/new")


@pytest.fixture
def farm() -> Iterator[Farm]:
    with new_farm({"/board/new": whole_page}) as farm:
        yield farm


def check() -> dict[str, int]:
    """Have a worker check all links now, and keep the pages that are wanted."""
    now = timezone.now()
    register(named_targets(), now)
    ask_for(None, now)
    place_pages(now)
    tally = Tally()
    Checker(Asking(Network(*LOOPBACK), "Test"), Signal(), 2).run(tally)
    return tally.checked


@dataclass(frozen=True)
class Urls:
    """A page, where it is when it has moved, and one that is gone."""

    board: str
    new: str
    gone: str


def test_a_link_is_found_checked_repaired_kept_sealed_and_printed(
    visit: Opener, cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch, farm: Farm
) -> None:
    settings.CHECK_LINKS = settings.LINK_FARM = True
    assign(cast.response, "organization", cast.contributor)
    site = f"http://{FARM}:{farm.ports['plain']}"
    urls = Urls(*(f"{site}/{path}" for path in ("board", "board/new", "gone")))
    writer, reviewer, coordinator = map(visit, (cast.contributor, cast.reviewer, cast.coordinator))
    assert have_pages_kept(coordinator) == (1, 1)
    assert name_links(writer, urls) == (3, 0)
    fail_on_two_days(monkeypatch)
    for kind, times in ((NoticeKind.LINK_FAILS, 2), (NoticeKind.LINK_WORKS, 0)):
        assert Notice.objects.filter(kind=kind, person=cast.contributor).count() == times
    assert read_notice(writer) == (1, 1)
    # Its page comes back elsewhere.
    farm.plays["/board"] = moves
    assert check() == {LinkState.MOVED: 1, LinkState.FAILING: 1}
    assert Notice.objects.filter(kind=NoticeKind.LINK_WORKS, person=cast.contributor).count() == 1
    assert repair(writer, urls) == (2, 2)
    # What is named no more is looked after for two days.
    assert check() == {LinkState.WORKS: 1, LinkState.MOVED: 1, LinkState.FAILING: 1}
    assert send(writer, urls) == (1, 1)
    assert approve(reviewer, urls) == (2, 2)
    known = Event.objects.filter(work__section__key="organization").order_by("pk")
    assert [(each.action, each.failing) for each in known] == [
        (Action.SEND, [urls.gone]),
        (Action.APPROVE, [urls.gone]),
    ]
    check()
    page_is_kept(coordinator, urls)
    approve_all(cast.response, cast.reviewer)
    assert seal(coordinator, urls) == (1, 1)
    annex_is_printed(coordinator, urls)


def have_pages_kept(page: Page) -> tuple[int, int]:
    page.goto(f"{SITE}evidence/pages/")
    hands = Hands(page)
    hands.press(page.get_by_role("button", name="Keep pages"))
    expect(page.get_by_text("Pages are kept.", exact=True)).to_be_visible()
    return hands.work


def name_links(page: Page, urls: Urls) -> tuple[int, int]:
    """Move an address from a text to the list, and type another one."""
    page.goto(f"{SITE}organization/")
    card = question(page, "I.1")
    hands = Hands(page)
    explanation(card).fill(f"○ 시민 게시판(<{urls.board}>)을 운영")
    explanation(card).press("Tab")
    hands.press(card.locator("summary").filter(has_text="Web addresses in this text"))
    hands.press(card.get_by_role("button", name=re.compile("^Move to the links")))
    assert links(card) == [("시민 게시판", urls.board)]
    hands.press(button(card, "add link"))
    link(card, 2, "label").fill("소식지")
    link(card, 2, "address").fill(urls.gone)
    save(page)
    return hands.work


def fail_on_two_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """One bad day alarms nobody."""
    today = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: today() - timedelta(days=1))
    assert check() == {LinkState.DOUBTFUL: 2}
    assert not Notice.objects.filter(kind=NoticeKind.LINK_FAILS).exists()
    monkeypatch.setattr(timezone, "now", today)
    assert check() == {LinkState.FAILING: 2}


def read_notice(page: Page) -> tuple[int, int]:
    page.goto("/notices/")
    hands = Hands(page)
    hands.press(page.get_by_role("link", name=re.compile("A link in .* no longer works")).first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return hands.work


def repair(page: Page, urls: Urls) -> tuple[int, int]:
    """Accept the repair that is offered, as a check was led there for good."""
    page.goto(f"{SITE}evidence/")
    hands = Hands(page)
    hands.press(page.get_by_role("link", name="Repairs of addresses"))
    expect(page.get_by_role("insertion")).to_have_text(urls.new)
    hands.press(page.get_by_role("button", name="Repair the ticked addresses"))
    said(page, "1 address is repaired.")
    return hands.work


def send(page: Page, urls: Urls) -> tuple[int, int]:
    page.goto(f"{SITE}organization/send/")
    expect(page.locator("#failing")).to_contain_text(urls.gone)
    hands = Hands(page)
    hands.button("send")
    said(page, re.compile("is sent for review"))
    return hands.work


def approve(page: Page, urls: Urls) -> tuple[int, int]:
    page.goto(f"{SITE}organization/review/")
    hands = Hands(page)
    hands.button("approve")
    expect(page.locator("#failing")).to_contain_text(urls.gone)
    hands.button("approve")
    said(page, "I. Organizational structure is approved.")
    return hands.work


def page_is_kept(page: Page, urls: Urls) -> None:
    """The page leaves as it was at the approval, as a file."""
    page.goto(f"{SITE}evidence/pages/")
    with page.expect_download() as coming:
        page.get_by_role("link", name=f"Download the page (WARC) {urls.new}").click()
    kept = gzip.decompress(coming.value.path().read_bytes())
    assert b"WARC-Target-URI: " + urls.new.encode() in kept


def seal(page: Page, urls: Urls) -> tuple[int, int]:
    page.goto(f"{SITE}submissions/seal/")
    expect(page.locator("#failing")).to_contain_text(urls.gone)
    hands = Hands(page)
    hands.press(page.get_by_role("button", name=re.compile("^Seal ")))
    said(page, "The response is sealed as submission no. 1.")
    return hands.work


def annex_is_printed(page: Page, urls: Urls) -> None:
    """Before the whole addresses and the seal, the PDF says how each link stood."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="Submission no. 1, PDF (English)").click()
    pages = PdfReader(BytesIO(coming.value.path().read_bytes())).pages
    annex = "".join(pages[-3].extract_text().split())
    today = timezone.localdate()
    day = f"{today.day}{today:%b%Y}"
    assert f"1시민게시판{urls.new}Works{day}2소식지{urls.gone}Failing{day}" in annex
