"""Who else is in a section, and what they save there, is seen without loading the page again."""

import pytest
from playwright.sync_api import Locator, Page, expect

from responses.enums import Role
from tests.support.factories import make_member, write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import question, text

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
BEAT = 15  # seconds
CHANGED = "VI.1: Contributor Moon changed this answer."
OTHER = "Contributor Moon has saved a different text here in the meantime."


def others(page: Page) -> Locator:
    return page.locator("[data-presence]")


def other(page: Page) -> Locator:
    """Return the note that somebody else has saved the answer too."""
    return question(page, "VI.1").locator("[data-other]")


def write_elsewhere(cast: Cast, words: str) -> None:
    write(cast.response, "vi-1", cast.colleague, text=words)


def beat(page: Page) -> None:
    """Let the time be the next heartbeat's, and wait until it was answered."""
    with page.expect_response("**/presence/"):
        page.clock.fast_forward(BEAT * 1000)


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    """Return a section whose clock the test moves."""
    page = visit(cast.contributor)
    page.clock.install()
    with page.expect_response("**/presence/"):
        page.goto(PAGE)
    return page


def test_who_comes_and_goes_is_seen(page: Page, visit: Opener, cast: Cast) -> None:
    expect(others(page)).to_be_empty()
    reader = visit(cast.reviewer)
    with reader.expect_response("**/presence/"):
        reader.goto(PAGE)
    expect(others(reader)).to_have_text("Also here now: Contributor Oh")
    beat(page)
    expect(others(page)).to_have_text("Also here now: Reviewer Baek")
    reader.goto(SITE)
    beat(page)
    expect(others(page)).to_be_empty()


def test_who_reviews_is_there_too(page: Page, visit: Opener, cast: Cast) -> None:
    reviewer = visit(cast.reviewer)
    with reviewer.expect_response("**/presence/"):
        reviewer.goto(f"{PAGE}review/")
    expect(others(reviewer)).to_have_text("Also here now: Contributor Oh")
    beat(page)
    expect(others(page)).to_have_text("Also here now: Reviewer Baek")


def test_others_are_named_without_scripts(page: Page, visit: Opener, cast: Cast) -> None:
    plain = visit(cast.colleague, java_script_enabled=False)
    plain.goto(PAGE)
    expect(others(plain)).to_have_text("Also here now: Contributor Oh")


def test_name_is_text_and_no_markup(page: Page, visit: Opener, cast: Cast) -> None:
    guest = visit(make_member(cast.response.city, Role.VIEWER, "<b>Guest</b>"))
    with guest.expect_response("**/presence/"):
        guest.goto(PAGE)
    beat(page)
    expect(others(page)).to_have_text("Also here now: <b>Guest</b>")


def test_answer_of_somebody_else_is_shown_where_nobody_writes(page: Page, cast: Cast) -> None:
    write_elsewhere(cast, "○ 동료의 글")
    beat(page)
    expect(text(page, LABEL)).to_have_value("○ 동료의 글")
    expect(page.locator("#announcement")).to_have_text(CHANGED)
    expect(question(page, "VI.1").locator("[data-saved]")).to_contain_text("by Contributor Moon")
    expect(other(page)).to_have_count(0)


def test_answer_is_left_alone_while_the_cursor_is_in_it(page: Page, cast: Cast) -> None:
    text(page, LABEL).focus()
    write_elsewhere(cast, "○ 동료의 글")
    beat(page)
    expect(other(page)).to_have_text(OTHER)
    expect(text(page, LABEL)).to_have_value("")
    page.get_by_role("heading", level=1).click()
    expect(text(page, LABEL)).to_have_value("○ 동료의 글")
    expect(other(page)).to_have_count(0)


def test_text_that_is_not_saved_yet_is_left_alone(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.update({"failed", "console"})
    page.route("**/save/", lambda route: route.abort())
    text(page, LABEL).fill("○ 내 글")
    page.get_by_role("heading", level=1).click()
    write_elsewhere(cast, "○ 동료의 글")
    beat(page)
    expect(other(page)).to_have_text(OTHER)
    expect(text(page, LABEL)).to_have_value("○ 내 글")


def test_closing_is_told_and_what_was_typed_stays(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill("○ 내 글")
    text(page, LABEL).press("Tab")
    expect(question(page, "VI.1").locator("[data-saved]")).to_contain_text("by Contributor Oh")
    cast.send("social-media")
    beat(page)
    note = page.get_by_role("status").filter(has_text="In review: answers cannot be changed now.")
    expect(note).to_contain_text("Your text is still on this page.")
    expect(text(page, LABEL)).to_have_value("○ 내 글")
    note.get_by_role("link", name="Reload the page").click()
    expect(text(page, LABEL)).to_have_count(0)
    expect(page.get_by_text("내 글")).to_be_visible()


def test_who_is_signed_out_is_not_bothered(page: Page, provoked: set[str]) -> None:
    provoked.add("401")
    page.context.clear_cookies(name="sessionid")
    beat(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.clock.fast_forward(4 * BEAT * 1000)
    page.wait_for_timeout(300)
    assert [url for url in sent if url.endswith("/presence/")] == []
    expect(page.locator("#announcement")).to_be_empty()
