"""Text that a closed browser keeps, and whom it is offered to."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.e2e.autosave.pages import (
    BROKEN,
    LABEL,
    MINE,
    MORE,
    OFFLINE,
    PAGE,
    REFUSED,
    SAVE,
    THEIRS,
    saving,
    says,
    told,
)
from tests.e2e.cast import Cast
from tests.e2e.conftest import Opener
from tests.e2e.steps import (
    button,
    heading,
    press,
    question,
    said,
    saved,
    text,
    until,
)

SENDS_NOTHING = "() => { window.fetch = () => new Promise(() => {}); }"


def closed_offline(visit: Opener, cast: Cast, words: str) -> dict[str, Any]:
    """Type offline, close the browser, and return what it kept on the disk."""
    page = visit(cast.contributor)
    page.goto(PAGE)
    page.context.set_offline(True)
    text(page, LABEL).fill(words)
    expect(told(page, "Offline.")).to_be_visible()
    disk: dict[str, Any] = page.context.storage_state()  # type: ignore[assignment]
    # While a page is closed, the browser is no longer kept offline: a last request could arrive.
    page.evaluate(SENDS_NOTHING)
    page.context.close()
    return disk


def test_text_of_a_closed_browser_is_offered_on_return(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update(OFFLINE)
    page = visit(storage_state=closed_offline(visit, cast, MORE))
    page.goto(PAGE)
    expect(text(page, LABEL)).to_have_value("")
    expect(question(page, "VI.1").get_by_text("○ 더 많은 글")).to_be_visible()
    with saving(page):
        press(page, "show it")
    expect(text(page, LABEL)).to_have_value(MORE)
    saved(page, "VI.1", "Contributor Oh")
    assert says(cast) == MORE
    page.reload()
    expect(button(page, "show it")).to_have_count(0)


def test_kept_text_meets_the_version_it_started_from(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update({*OFFLINE, REFUSED})
    disk = closed_offline(visit, cast, MINE)
    other = visit(cast.colleague)
    other.goto(PAGE)
    with saving(other):
        text(other, LABEL).fill(THEIRS)
    page = visit(storage_state=disk)
    page.goto(PAGE)
    expect(text(page, LABEL)).to_have_value(THEIRS)
    press(page, "show it")
    expect(told(page, "Contributor Moon saved this answer")).to_be_visible()
    assert says(cast) == THEIRS


def test_kept_text_is_discarded_when_asked(visit: Opener, cast: Cast, provoked: set[str]) -> None:
    provoked.update(OFFLINE)
    page = visit(storage_state=closed_offline(visit, cast, MINE))
    page.goto(PAGE)
    expect(page.get_by_role("group", name="Text that was not saved")).to_contain_text("내 글")
    press(page, "forget")
    expect(button(page, "forget")).to_be_hidden()
    press(page, "undo")
    page.reload()
    press(page, "forget")
    page.reload()
    expect(text(page, LABEL)).to_be_visible()
    expect(button(page, "show it")).to_have_count(0)


def test_kept_text_is_not_shown_to_another_person(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update(OFFLINE)
    disk = closed_offline(visit, cast, MINE)
    page = visit(cast.colleague, storage_state={"origins": disk["origins"], "cookies": []})
    page.goto(PAGE)
    expect(text(page, LABEL)).to_be_visible()
    expect(button(page, "show it")).to_have_count(0)


@pytest.mark.parametrize("agrees", [True, False])
def test_signing_out_asks_before_it_deletes_what_is_kept(
    page: Page,
    provoked: set[str],
    agrees: bool,  # noqa: FBT001
) -> None:
    provoked.add(BROKEN)
    page.route(SAVE, lambda route: route.fulfill(status=500))
    text(page, LABEL).fill(MINE)
    expect(button(page, "try again")).to_be_visible()
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if agrees:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    page.locator("header summary", has_text="Contributor Oh").click()
    press(page, "sign out")
    if agrees:
        expect(heading(page, "sign in")).to_be_visible()
    else:
        expect(text(page, LABEL)).to_have_value(MINE)
    until(page, lambda: len(asked) == 1)
    kept = page.evaluate(
        "() => Object.keys(localStorage).filter(key => key.startsWith('lgq-kept'))"
    )
    assert len(asked) == 1
    assert asked[0].startswith("A text that you typed is not saved")
    assert len(kept) == (0 if agrees else 1)


def test_comment_that_was_not_sent_is_offered_on_return(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(f"{PAGE}send/")
    comment = page.get_by_role("textbox")
    comment.fill(MORE)
    page.goto(PAGE)
    page.goto(f"{PAGE}send/")
    expect(comment).to_have_value(MORE)
    expect(page.locator(".lgq-restored")).to_be_visible()
    press(page, "send")
    said(page, "is sent for review.")
    keys = "() => Object.keys(localStorage).filter(key => key.startsWith('lgq-kept'))"
    # The page that says so lets go of what it kept a moment after it is there.
    until(page, lambda: page.evaluate(keys) == [])
