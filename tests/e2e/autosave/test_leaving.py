"""Leaving a page at once after typing keeps the text."""

from playwright.sync_api import Dialog, Page, expect

from tests.e2e.autosave.pages import BROKEN, LABEL, MINE, MORE, PAGE, SAVE, saving, says
from tests.e2e.cast import Cast
from tests.e2e.steps import (
    button,
    heading,
    press,
    saved,
    text,
    until,
)


def test_leaving_at_once_after_typing_keeps_the_text(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    page.goto(PAGE)
    expect(text(page, LABEL)).to_have_value(MINE)
    expect(button(page, "show it")).to_have_count(0)
    until(page, lambda: says(cast) == MINE)


def test_reloading_at_once_after_typing_keeps_the_text(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    page.reload()
    expect(text(page, LABEL)).to_have_value(MINE)
    saved(page, "VI.1", "Contributor Oh")
    assert says(cast) == MINE


def test_way_back_shows_what_was_saved_last(page: Page, cast: Cast) -> None:
    with saving(page):
        text(page, LABEL).fill(MINE)
    with saving(page):
        text(page, LABEL).fill(MORE)
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    page.go_back()
    expect(text(page, LABEL)).to_have_value(MORE)
    with saving(page):
        text(page, LABEL).fill(MINE)
    assert says(cast) == MINE


def test_leaving_warns_only_of_what_is_not_on_its_way(page: Page, provoked: set[str]) -> None:
    provoked.add(BROKEN)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.route(SAVE, lambda route: route.fulfill(status=500))
    text(page, LABEL).fill(MINE)
    expect(button(page, "try again")).to_be_visible()
    page.get_by_role("link", name="My work").click()
    expect(text(page, LABEL)).to_have_value(MINE)
    assert asked == ["beforeunload"]
    page.unroute(SAVE)
    saved(page, "VI.1", "Contributor Oh")
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    assert asked == ["beforeunload"]


def test_saving_and_sending_goes_on_once_all_is_saved(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    press(page, "send")
    expect(heading(page, "send")).to_be_visible()
    assert says(cast) == MINE


def test_signing_out_saves_first(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    page.locator("header summary", has_text="Contributor Oh").click()
    press(page, "sign out")
    expect(heading(page, "sign in")).to_be_visible()
    assert says(cast) == MINE
    assert page.evaluate("() => Object.keys(localStorage).length") == 0
