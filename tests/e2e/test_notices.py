"""People are told what happened, and one press leads them to it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.talk.talking import Said, start
from responses.domain.telling.reminders import remind
from responses.enums import Action
from responses.models import SectionWork
from tests.support.factories import assign, delegate

from .cast import SITE, Cast
from .conftest import Look, Opener
from .steps import button, heading, press, said
from .test_accessibility import on

INBOX = "/notices/"
PLACE = AnswerRef("busan", "lgq-2022", "social-media", "vi-1")
MENTIONED = "Reviewer Baek mentioned you in the discussion of VI.1"
REQUESTED = "Reviewer Baek requested changes in VI. Social media"


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Tell the contributor of a mention, of changes requested and of what is due."""
    start(cast.reviewer, PLACE, Said("□ @Contributor Oh, 맞습니까?\n  - 확인 부탁드립니다."))
    today = timezone.localdate()
    assign(cast.response, "legal", cast.contributor)
    SectionWork.objects.filter(response=cast.response, section__key="legal").update(
        due_on=today - timedelta(days=1)
    )
    delegate(cast.response, "iii-3", cast.contributor, due_on=today + timedelta(days=7))
    remind(today)
    cast.send("social-media")
    section = cast.section("social-media")
    comment = "○ 링크를 하나 더 넣어 주세요."
    perform(
        Move(Action.REQUEST_CHANGES, comment=comment),
        cast.response,
        section,
        actor=Actor(cast.reviewer),
    )
    return cast


def notice(page: Page, words: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=words))


def unread(page: Page) -> Locator:
    """Return the way to the inbox, which says how much is unread."""
    return page.get_by_role("navigation").get_by_role("link", name=re.compile("^Notices"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_notice_is_found_followed_and_read(visit: Opener, told: Cast, *, scripts: bool) -> None:
    page = visit(told.contributor, java_script_enabled=scripts)
    page.goto("/")
    expect(unread(page)).to_have_accessible_name("Notices 4 unread")
    unread(page).click()
    expect(heading(page, "notices")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Unread")).to_have_count(4)
    expect(notice(page, REQUESTED)).to_contain_text("링크를 하나 더 넣어 주세요.")
    page.get_by_role("link", name=MENTIONED).click()
    expect(page).to_have_url(re.compile(rf"{SITE}social-media/vi-1/talk/\?show=\d+#remark-\d+$"))
    expect(page.locator(":target")).to_contain_text("확인 부탁드립니다.")
    expect(unread(page)).to_have_accessible_name("Notices 3 unread")
    page.goto(INBOX)
    expect(notice(page, MENTIONED)).not_to_contain_text("Unread")
    expect(notice(page, REQUESTED)).to_contain_text("Unread")
    page.get_by_role("link", name="III.3 is due on").click()
    expect(page).to_have_url(re.compile(rf"{SITE}strategy/#iii-3$"))
    page.goto(INBOX)
    press(page, "read all")
    said(page, "All notices are marked as read.")
    expect(unread(page)).to_have_accessible_name("Notices")
    expect(button(page, "read all")).to_have_count(0)


def test_how_one_is_told_is_kept(visit: Opener, cast: Cast) -> None:
    page = visit(cast.viewer)
    page.goto(INBOX)
    expect(page.get_by_text("There are no notices yet.")).to_be_visible()
    page.get_by_label("One e-mail a day").check()
    page.get_by_label("English", exact=True).check()
    press(page, "save")
    said(page, "Your notification settings are saved.")
    expect(page.get_by_label("One e-mail a day")).to_be_checked()
    expect(page.get_by_label("English", exact=True)).to_be_checked()


def test_everyone_can_use_the_inbox(visit: Opener, look: Look, told: Cast) -> None:
    page = visit(told.contributor, **look)
    found = [*on(page, INBOX, "/")]
    found += on(visit(told.viewer, **look), INBOX)
    assert "\n".join(found) == ""
