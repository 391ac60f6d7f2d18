"""Nothing typed is lost however a page is left: what no answer holds stands there on return."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import LABELS, button, field, heading, press, question, unfold

PAGE = f"{SITE}organization/"
LINE = "그냥 글자"


@pytest.fixture
def page(visit: Opener, cast: Cast, provoked: set[str]) -> Page:
    provoked.add("422")  # a question that does not apply, without the reason
    page = visit(cast.contributor)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(PAGE)
    return page


def closed(page: Page) -> Page:
    context = page.context
    page.close()
    return context.new_page()


def followed(page: Page) -> Page:
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    return page


def beside(page: Page) -> Page:
    return page.context.new_page()


def later(page: Page) -> None:
    """Make what is kept two minutes older: no request can still be on its way with it."""
    page.evaluate(
        """() => {
            for (const [key, text] of Object.entries(localStorage)) {
                const record = JSON.parse(text);
                localStorage.setItem(key, JSON.stringify({ ...record, at: record.at - 120_000 }));
            }
        }"""
    )


@pytest.mark.parametrize("leave", [closed, followed, beside])
def test_a_tick_without_its_reason_stands_there_on_return(
    page: Page, leave: Callable[[Page], Page]
) -> None:
    card = question(page, "I.2-2)")
    unfold(card, "nothing to report")
    card.get_by_label(LABELS["nothing to report"]).check()
    page = leave(page)
    for _visit in range(2):
        page.goto(PAGE)
        card = question(page, "I.2-2)")
        expect(card.get_by_label(LABELS["nothing to report"])).to_be_checked()
        expect(card.get_by_text("Not saved").first).to_be_visible()
        expect(button(card, "show it")).to_have_count(0)
        # Nothing but the reason is required then.
        expect(card.locator(".lgq-part .lgq-need").first).to_be_hidden()
        expect(card.locator(".lgq-nothing .lgq-need")).to_be_visible()
        later(page)
        page.on("dialog", lambda dialog: dialog.accept())


def test_lines_that_were_never_sent_come_back_into_their_box(
    page: Page, provoked: set[str]
) -> None:
    # With the caret in a text, a browser that has not read it yet asks for the script of addresses.
    provoked.update({"console", "failed"})
    page.context.set_offline(True)
    unfold(question(page, "I.2-2)"), "paste")
    field(question(page, "I.2-2)"), "lines").fill(LINE)
    page.wait_for_timeout(100)
    later(page)
    page.context.set_offline(False)
    page = beside(page)
    page.goto(PAGE)
    expect(field(question(page, "I.2-2)"), "lines")).to_have_value(LINE)
    expect(button(question(page, "I.2-2)"), "show it")).to_have_count(0)


def test_lines_stay_in_their_box_until_rows_are_made_of_them(page: Page) -> None:
    card = question(page, "I.2-2)")
    unfold(card, "paste")
    held: list[bool] = []
    page.route("**/preview/", lambda _route: held.append(True))
    field(card, "lines").fill("one.example")
    press(card, "make rows")
    expect(field(card, "lines")).to_have_value("one.example")
