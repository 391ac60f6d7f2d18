"""Going about by keyboard: the way past the header, and always seeing where one is."""

import re

from playwright.sync_api import Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings
from .steps import LINKS, question

PAGES = ("/", SITE, f"{SITE}legal/", f"{SITE}legal/review/", f"{SITE}legal/send/")

# What has the focus, if it has no ring or something lies over it; null at the end of the page.
LOOK_AT_FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const ring = parseFloat(getComputedStyle(element).outlineWidth);
    const box = element.getBoundingClientRect();
    const covered = [box.top + 4, box.top + box.height / 2, box.bottom - 4].every(y => {
        const top = document.elementFromPoint(box.left + box.width / 2, y);
        return !top || !(element.contains(top) || top.contains(element));
    });
    const faults = [...(ring >= 3 ? [] : ["no ring"]), ...(covered ? ["covered"] : [])];
    return faults.map(fault => `${fault}: ${element.outerHTML.slice(0, 200)}`);
}"""


def stops(page: Page) -> list[list[str]]:
    """Press Tab to the end of a page and return what is wrong with each stop."""
    found: list[list[str]] = []
    while True:
        page.keyboard.press("Tab")
        faults = page.evaluate(LOOK_AT_FOCUS)
        if faults is None:
            return found
        found.append(faults)


def test_first_stop_leads_past_the_header(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(SITE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=LINKS["skip"])
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_search_opens_by_a_key_from_within_a_field_and_keeps_what_is_typed(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SITE}legal/")
    text = page.locator("textarea[name$=--text]").first
    text.fill("○ Typed before the search")
    text.press("k")
    expect(page).to_have_url(re.compile("legal/$"))  # a letter alone is a letter
    text.press("Control+k")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.fill("before")
    field.press("Enter")
    page.get_by_role("main").get_by_role("link", name="II").click()
    expect(text).to_have_value("○ Typed before the searchk")
    page.goto(SITE)
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.get_by_role("main").press("Control+k")
    expect(field).to_be_focused()


def test_focus_is_always_in_sight(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, viewport={"width": 1280, "height": 500})
    for path in PAGES:
        page.goto(path)
        found = stops(page)
        assert len(found) > 8
        assert [faults for faults in found if faults] == []


def test_focus_is_not_under_the_bar_that_says_unsaved(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, viewport={"width": 360, "height": 740})
    page.goto(f"{SITE}strategy/")
    question(page, "III.1").get_by_role("radio", name="Yes").press("Space")
    assert [faults for faults in stops(page) if faults] == []


def test_what_is_missing_leads_to_the_very_question(visit: Opener, cast: Cast) -> None:
    for person in (cast.contributor, cast.viewer):
        page = visit(person, viewport={"width": 1280, "height": 500})
        page.goto(SITE)
        missing = page.get_by_role("region", name="Missing answers")
        missing.get_by_role("link", name="III.4 ").click()
        expect(question(page, "III.4")).to_be_in_viewport()
        expect(question(page, "III.1")).not_to_be_in_viewport()


def test_question_mark_shows_the_shortcuts_over_the_page(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, viewport={"width": 360, "height": 500})
    page.goto(f"{SITE}legal/")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.keyboard.press("?")
    expect(sheet).to_contain_text("Ctrl Enter")
    expect(sheet.get_by_role("heading", level=1)).to_be_in_viewport()
    assert shortcomings(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    # Typed into an answer it is a question mark.
    area = page.get_by_role("textbox").first
    area.press("?")
    expect(area).to_have_value("?")
    expect(sheet).to_have_count(0)
    page.get_by_role("link", name="Keyboard shortcuts").click()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_have_count(0)
    assert page.url.endswith("/legal/")


def test_single_keys_can_be_turned_off(visit: Opener, cast: Cast) -> None:
    page = visit(cast.viewer)
    page.goto(SITE)
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.keyboard.press("?")
    sheet.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.goto("/notices/")
    page.keyboard.press("?")
    page.get_by_role("link", name="Keyboard shortcuts").click()
    expect(sheet.get_by_role("checkbox")).not_to_be_checked()
    sheet.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("?")
    expect(sheet).to_be_visible()


def test_shortcuts_are_a_page_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.viewer, java_script_enabled=False)
    page.goto(SITE)
    page.get_by_role("link", name="Keyboard shortcuts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keyboard shortcuts")
    expect(page.get_by_role("button", name="Close")).to_have_count(0)
    expect(page.get_by_role("checkbox")).to_have_count(0)
