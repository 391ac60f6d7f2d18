"""The state of saving: where it stands, and the page without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.autosave.pages import (
    FAULTY,
    LABEL,
    MINE,
    PAGE,
    REFUSED,
    SAVE,
    THEIRS,
    in_head,
    saving,
    says,
)
from tests.e2e.cast import SITE, Cast
from tests.e2e.conftest import Opener
from tests.e2e.steps import (
    BUTTONS,
    button,
    heading,
    press,
    question,
    said,
    saved,
    text,
    until,
)

PUBLISHED = "What is published"
# In how many rows the things in a bar stand.
ROWS = """bar => {
    const boxes = [...bar.children].map(child => child.getBoundingClientRect());
    const seen = boxes.filter(({ height }) => height > 0);
    const lines = seen.map(({ top, bottom }) => Math.round((top + bottom) / 2 / 8));
    const note = bar.querySelector("[data-unsaved-note]");
    const tall = note.clientHeight > 1.9 * parseFloat(getComputedStyle(note).lineHeight);
    return new Set(lines).size + Number(tall);
}"""
BARE = """() => {
  // Where something else than the bar is met within the bar: what one reads would be half there.
  const bars = [...document.querySelectorAll("[data-question] > .lgq-question-state")];
  const faults = [];
  for (const bar of bars) {
    const box = bar.getBoundingClientRect();
    const card = bar.parentElement.getBoundingClientRect();
    if (box.bottom < 1 || box.top > innerHeight - 1) continue;
    const ground = getComputedStyle(bar).backgroundColor;
    if (!/^rgb\\(/.test(ground)) faults.push(`${bar.dataset.number} is seen through: ${ground}`);
    if (box.width < card.width - 2) faults.push(`${bar.dataset.number} is narrower than its card`);
    if (bar.scrollHeight > bar.clientHeight) faults.push(`${bar.dataset.number} is too low`);
    if (bar.scrollWidth > bar.clientWidth) faults.push(`${bar.dataset.number} is too narrow`);
    for (let y = Math.max(1, box.top + 8); y < Math.min(innerHeight - 2, box.bottom - 3); y += 6) {
      for (let x = card.left + 8; x < card.right - 8; x += 12) {
        const met = document.elementFromPoint(x, y);
        if (!bar.contains(met)) faults.push(`over it: ${met?.outerHTML.slice(0, 80)}`);
      }
    }
    if (scrollY > 0 && box.top < 1) continue;
    // Where it is not held in sight, nothing of its card lies under it either.
    for (const each of bar.parentElement.querySelectorAll(":scope > :not(.lgq-question-state)")) {
      const { top, height } = each.getBoundingClientRect();
      if (height > 0 && top < box.bottom - 1) faults.push(`under it: ${each.className}`);
    }
  }
  return [bars.length, faults];
}"""
BOXES = """() => [...document.querySelectorAll(
  "[data-question] :is(h2, label, legend, input, textarea, .lgq-question-state, .lgq-text-foot *)"
)].filter((each) => !each.closest("details:not([open])")).map((each) => {
  const { left, top, width, height } = each.getBoundingClientRect();
  return [each.tagName, each.className, left, top + scrollY, width, height].join(" ");
})"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_state_of_saving_lies_over_nothing_that_is_read(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{SITE}strategy/")
    with saving(page):
        question(page, "III.1").get_by_role("radio", name="Yes").check()
    page.keyboard.press("Control+s")
    expect(in_head(page, "III.1")).to_have_text("Everything is saved.")
    end = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    for y in range(0, end, 173):
        page.evaluate(f"scrollTo({{ top: {y}, behavior: 'instant' }})")
        bars, faults = page.evaluate(BARE)
        assert (bars, faults) == (5, []), y


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_moves_when_the_state_of_saving_comes_or_goes(page: Page, width: int) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.set_viewport_size({"width": width, "height": 800})
    text(page, LABEL).focus()
    before = page.evaluate(BOXES)
    page.route(SAVE, hold)
    page.keyboard.type("□ 줄")
    expect(in_head(page, "VI.1")).to_have_text("Saving…")
    assert page.evaluate(BOXES) == before
    until(page, lambda: len(held) == 1)
    with saving(page):
        held[0].continue_()
    page.unroute(SAVE)
    expect(in_head(page, "VI.1")).to_have_text(re.compile("^Saved at"))
    assert page.evaluate(BOXES) == before
    page.keyboard.press("Control+s")
    expect(in_head(page, "VI.1")).to_have_text("Everything is saved.")
    assert page.evaluate(BOXES) == before
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(BOXES) == before


def test_keys_of_bullets_are_told_under_the_text_that_has_the_caret(page: Page) -> None:
    field = text(page, LABEL)
    told = question(page, "VI.1").locator(".lgq-text-keys")
    expect(told).to_be_hidden()
    field.focus()
    expect(told).to_be_visible()
    expect(field).to_have_accessible_description(re.compile(r"Enter.*Ctrl\+\].*Ctrl\+\["))
    page.keyboard.press("Tab")
    expect(told).to_be_hidden()


def test_state_of_saving_stays_in_sight_of_a_long_text(page: Page, cast: Cast) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.set_viewport_size({"width": 1280, "height": 900})
    text(page, LABEL).fill("□ 줄\n" * 60)
    text(page, LABEL).press("Control+End")
    saved(page, "VI.1", "Contributor Oh")
    page.route(SAVE, hold)
    page.keyboard.type("더")
    expect(in_head(page, "VI.1")).to_have_text("Saving…")
    expect(in_head(page, "VI.1")).to_be_in_viewport()
    until(page, lambda: len(held) == 1)
    with saving(page):
        held[0].continue_()
    expect(in_head(page, "VI.1")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    expect(in_head(page, "VI.1")).to_be_in_viewport()
    page.keyboard.press("Control+s")
    expect(in_head(page, "VI.1")).to_have_text("Everything is saved.")
    expect(in_head(page, "VI.1")).to_be_in_viewport()
    # One region says it, and what is seen is not said a second time.
    expect(page.get_by_role("status").filter(has_text="Everything is saved.")).to_have_count(1)
    page.unroute(SAVE)
    with saving(page):
        page.keyboard.type("!")
    expect(in_head(page, "VI.1")).to_have_text(re.compile(r"^Saved at"))


def in_rows(bar: Locator) -> tuple[int, int]:
    """Return in how many rows a bar stands on a desk and on a phone."""
    rows = []
    for width, height in ((1280, 900), (360, 740)):
        bar.page.set_viewport_size({"width": width, "height": height})
        rows.append(bar.evaluate(ROWS))
        assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    bar.page.set_viewport_size({"width": 1280, "height": 900})
    return rows[0], rows[1]


def test_bar_of_unsaved_text_is_one_line_with_the_way_out(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update({FAULTY, REFUSED})
    page, other = visit(cast.contributor), visit(cast.colleague)
    page.set_viewport_size({"width": 1280, "height": 900})
    bar = page.locator(".lgq-save")
    for each in (page, other):
        each.goto(f"{SITE}strategy/")
    expect(bar).to_be_hidden()
    share = text(question(page, "III.2"), "Share of the city's total budget (%)")
    share.fill("약 4.5")
    share.press("Tab")
    expect(bar).to_contain_text("III.2: Enter a percentage")
    assert in_rows(bar) == (1, 2)
    page.get_by_role("heading", level=1).click()
    press(bar, "mend")
    expect(share).to_be_focused()
    with saving(other):
        text(question(other, "III.3"), PUBLISHED).fill(THEIRS)
    text(question(page, "III.3"), PUBLISHED).fill(MINE)
    expect(bar).to_contain_text("III.2, III.3: Not saved yet")
    share.fill("4.5")
    expect(bar).to_contain_text("III.3: Contributor Moon saved first.")
    # Of two ways out the one that leads there is left.
    expect(button(bar, "save")).to_have_count(0)
    assert in_rows(bar) == (1, 2)
    button(bar, "combine here").click()
    expect(heading(page, "unsaved")).to_be_visible()


def test_page_ends_with_sending_and_saves_by_a_button_only_without_scripts(
    visit: Opener, cast: Cast
) -> None:
    for scripts in (True, False):
        page = visit(cast.contributor, java_script_enabled=scripts)
        page.goto(PAGE)
        primary = page.locator("form .btn-primary:visible")
        expect(primary).to_have_text([BUTTONS["send"]])
        expect(button(page, "save")).to_have_count(0 if scripts else 1)


def test_form_saves_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    press(page, "save")
    said(page, "Saved 1 answer.")
    assert says(cast) == MINE
