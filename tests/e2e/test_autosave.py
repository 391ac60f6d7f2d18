"""Each question saves by itself: through slow saves, two tabs, two people, broken networks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect
from playwright.sync_api import Response as Reply

from responses.domain.snapshot.snapshot import read_snapshot
from responses.models import Revision

from .cast import SITE, Cast
from .conftest import Opener
from .steps import (
    BUTTONS,
    LABELS,
    LINKS,
    button,
    field,
    follow,
    heading,
    link,
    links,
    press,
    question,
    row_button,
    said,
    saved,
    text,
    unfold,
    until,
)

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
MINE = "□ 내 글"
MORE = "□ 내 글\n○ 더 많은 글"
THEIRS = "□ 동료의 글"
SAVE = "**/save/"
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
SENDS_NOTHING = "() => { window.fetch = () => new Promise(() => {}); }"
OFFLINE = ("console", "failed")
REFUSED = "409"
FAULTY = "422"
BROKEN = "500"


def is_save(reply: Reply) -> bool:
    return reply.url.endswith("/save/")


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """Wait until a save has been answered that was begun inside."""
    with page.expect_response(is_save):
        yield


def stored(cast: Cast, section: str = "social-media", number: int = 0) -> dict[str, Any]:
    """Return what the server has, by part."""
    answers = read_snapshot(cast.response).sections_by_key[section].answers
    return dict(answers[number].content.parts)


def says(cast: Cast) -> str:
    """Return the text of the answer that most tests write."""
    return next(iter(stored(cast).values()), "")


def in_head(page: Page, number: str) -> Locator:
    """Return what the head of a card says of its saving."""
    return question(page, number).locator("[data-saving]")


def told(page: Page, words: str) -> Locator:
    """Return what the card of the text says of its saving."""
    return question(page, "VI.1").get_by_text(words)


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    page = visit(cast.contributor)
    page.goto(PAGE)
    return page


def test_text_is_saved_a_moment_after_typing_stops(page: Page, cast: Cast) -> None:
    with saving(page):
        text(page, LABEL).press_sequentially("□ 내 글")
    saved(page, "VI.1", "Contributor Oh")
    expect(text(page, LABEL)).to_be_focused()
    assert says(cast) == MINE
    expect(told(page, "Partly answered")).to_be_visible()


def test_symbols_that_cannot_be_printed_are_told_as_long_as_they_stand_there(page: Page) -> None:
    remark = told(page, "cannot be printed")
    expect(remark).to_have_count(0)
    text(page, LABEL).fill("□ 완료✅")
    expect(remark).to_have_text(
        "1 symbol cannot be printed. The PDF has its code instead: ✅ [U+2705]"
    )
    expect(text(page, LABEL)).to_have_value("□ 완료✅")
    text(page, LABEL).fill("□ 완료")
    expect(remark).to_have_count(0)


def test_why_a_question_does_not_apply_is_waited_for(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    card = question(page, "VI.1")
    unfold(card, "nothing to report")
    reason = field(card, "reason")
    expect(reason).to_have_attribute("aria-required", "true")
    waits = card.get_by_text("This is saved once there is a reason.")
    expect(waits).to_be_hidden()
    card.get_by_label(LABELS["nothing to report"]).check()
    expect(waits).to_be_visible()
    page.wait_for_timeout(2500)
    expect(card.get_by_text("Not saved")).to_be_hidden()
    expect(reason).not_to_have_attribute("aria-invalid", "true")
    reason.focus()
    with saving(page):
        text(page, LABEL).focus()
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(card.get_by_text("Not saved").first).to_be_visible()
    # What is said of it stands below "Required", which stays beside its label.
    below = "(field) => field.previousElementSibling.previousElementSibling.className"
    assert reason.evaluate(below) == "lgq-need"
    # It says so itself by now.
    expect(waits).to_be_hidden()
    with saving(page):
        reason.fill("해당 없음")
    expect(reason).not_to_have_attribute("aria-invalid", "true")
    expect(waits).to_be_hidden()


def test_leaving_a_field_saves_at_once(page: Page, cast: Cast) -> None:
    page.clock.install()
    with saving(page):
        text(page, LABEL).fill(MINE)
        text(page, LABEL).press("Tab")
    saved(page, "VI.1", "Contributor Oh")
    assert says(cast) == MINE


def test_nothing_is_sent_for_a_page_that_is_only_read(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    text(page, LABEL).focus()
    page.keyboard.press("Tab")
    text(page, LABEL).fill(MINE)
    text(page, LABEL).fill("")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1500)
    assert [url for url in sent if url.endswith("/save/")] == []


def test_rows_of_links_are_saved_when_they_change(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)  # a label without an address, for a moment
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    card = question(page, "I.2-2)")
    for number, name in enumerate(("one", "two"), start=1):
        link(card, number, "label").fill(name)
        with saving(page):
            link(card, number, "address").fill(f"https://{name}.example/")
            link(card, number, "address").press("Tab")
        press(card, "add link")
    with saving(page):
        row_button(card, 2, "move up").press("Enter")
    expect(row_button(card, 1, "move down")).to_be_focused()
    with saving(page):
        row_button(card, 2, "remove").press("Enter")
    saved(page, "I.2-2)", "Contributor Oh")
    expect(page.get_by_role("main").get_by_text("1 of 5 answered")).to_be_visible()
    page.reload()
    assert links(card) == [("two", "https://two.example/")]


def test_typing_through_a_slow_save_loses_nothing(page: Page, cast: Cast) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SAVE, hold)
    text(page, LABEL).press_sequentially("하나")
    until(page, lambda: len(held) == 1)
    text(page, LABEL).press_sequentially(" 둘")
    page.wait_for_timeout(1500)
    text(page, LABEL).press_sequentially(" 셋")
    page.wait_for_timeout(1500)
    assert len(held) == 1
    with saving(page):
        held[0].continue_()
    expect(text(page, LABEL)).to_have_value("하나 둘 셋")
    until(page, lambda: len(held) == 2)
    with saving(page):
        held[1].continue_()
    saved(page, "VI.1", "Contributor Oh")
    assert says(cast) == "하나 둘 셋"
    assert [each.version for each in Revision.objects.order_by("version")] == [1, 2]


def test_lost_reply_is_no_conflict(page: Page, cast: Cast, provoked: set[str]) -> None:
    provoked.update(OFFLINE)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(SAVE, lose)
    text(page, LABEL).press_sequentially("하나")
    expect(told(page, "the server cannot be reached")).to_be_visible()
    text(page, LABEL).press_sequentially(" 둘")
    saved(page, "VI.1", "Contributor Oh")
    expect(told(page, "the server cannot be reached")).to_be_hidden()
    assert lost == [200]
    assert says(cast) == "하나 둘"


def test_fault_of_the_server_is_told_and_tried_again(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(BROKEN)
    page.route(SAVE, lambda route: route.fulfill(status=500), times=2)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Not saved: the server has a fault.")).to_be_visible()
    expect(page.get_by_text("VI.1: The server has a fault.", exact=True)).to_be_in_viewport()
    expect(in_head(page, "VI.1")).to_have_text("Not saved")
    with saving(page):
        press(page, "try again")
    expect(button(page, "try again")).to_be_visible()
    saved(page, "VI.1", "Contributor Oh")
    expect(button(page, "try again")).to_have_count(0)
    assert says(cast) == MINE


def test_keys_save_everything_and_say_so(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    page.keyboard.press("Control+s")
    said(page, "Everything is saved.")
    expect(text(page, LABEL)).to_be_focused()
    assert says(cast) == MINE


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
    assert in_rows(bar) == (1, 2)
    button(bar, "combine here").click()
    expect(heading(page, "unsaved")).to_be_visible()


def test_what_a_field_refuses_is_told_on_leaving_it_and_goes_once_it_is_right(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    page = visit(cast.contributor)
    page.clock.install()  # what is told does not wait for the pause
    page.goto(f"{SITE}organization/")
    officer, portals = question(page, "I.3"), question(page, "I.2-2)")
    as_saved = officer.get_by_text("As last saved:")
    expect(as_saved).to_be_hidden()
    address = text(officer, "E-mail address")
    address.fill("hong@@city")
    text(officer, "Name").focus()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_accessible_description(re.compile("Error: .*e-mail address"))
    # Beside "Not saved" stands of what the answer is how far.
    expect(as_saved).to_be_visible()
    with saving(page):
        address.fill("hong@city.kr")
        text(officer, "Name").focus()
    expect(address).not_to_have_attribute("aria-invalid", "true")
    expect(as_saved).to_be_hidden()
    # A row is half said on the way from its label to its address.
    link(portals, 1, "label").fill("서울시")
    with saving(page):
        page.clock.run_for(1500)
    expect(in_head(page, "I.2-2)")).to_have_text("Not saved")
    expect(link(portals, 1, "address")).not_to_have_attribute("aria-invalid", "true")
    link(portals, 1, "address").fill("서울시 홈페이지")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    text(officer, "Name").focus()
    expect(link(portals, 1, "address")).to_have_attribute("aria-invalid", "true")
    link(portals, 1, "address").fill("seoul.go.kr")
    text(officer, "Name").focus()
    expect(link(portals, 1, "address")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".lgq-save")).to_be_hidden()


def test_page_ends_with_sending_and_saves_by_a_button_only_without_scripts(
    visit: Opener, cast: Cast
) -> None:
    for scripts in (True, False):
        page = visit(cast.contributor, java_script_enabled=scripts)
        page.goto(PAGE)
        primary = page.locator("form .btn-primary:visible")
        expect(primary).to_have_text([BUTTONS["send"]])
        expect(button(page, "save")).to_have_count(0 if scripts else 1)


def test_sound_parts_are_saved_beside_a_faulty_one(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    page = visit(cast.contributor)
    page.goto(f"{SITE}strategy/")
    card = question(page, "III.2")
    share = text(card, "Share of the city's total budget (%)")
    with saving(page):
        card.get_by_role("radio", name="No", exact=True).check()
    with saving(page):
        share.fill("120")
    expect(card.get_by_text("One entry is not saved yet.")).to_be_visible()
    fault = "Enter a percentage from 0 to 100, such as 23.1."
    expect(share).to_have_accessible_description(f"Required if “Yes” Error: {fault}")
    expect(page.get_by_text(f"III.2: {fault}", exact=True)).to_be_in_viewport()
    page.keyboard.press("Control+s")
    expect(share).to_be_focused()
    expect(share).to_have_attribute("aria-invalid", "true")
    expect(share).to_have_accessible_description(f"Required if “Yes” Error: {fault}")
    assert list(stored(cast, "strategy", 1).values()) == ["no"]
    share.fill("72,5%")
    with saving(page):
        share.blur()
    expect(share).to_have_value("72.5")
    with saving(page):
        share.fill("23.1")
    expect(share).not_to_have_attribute("aria-invalid", "true")
    expect(card.get_by_text("One entry is not saved yet.")).to_be_hidden()
    assert list(stored(cast, "strategy", 1).values()) == ["no", "23.1"]


def test_only_the_faulty_part_comes_back_beside_what_was_saved_since(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    share = "Share of the city's total budget (%)"
    page = visit(cast.contributor)
    page.goto(f"{SITE}strategy/")
    with saving(page):
        question(page, "III.2").get_by_role("radio", name="Yes", exact=True).check()
    with saving(page):
        text(question(page, "III.2"), share).fill("칠십")
    # The reply is there before the page knows of it; what it keeps is faulty from then on.
    expect(question(page, "III.2").get_by_text("One entry is not saved yet.")).to_be_visible()
    disk: dict[str, Any] = page.context.storage_state()  # type: ignore[assignment]
    page.context.close()
    elsewhere = visit(cast.contributor)
    elsewhere.goto(f"{SITE}strategy/")
    with saving(elsewhere):
        question(elsewhere, "III.2").get_by_role("radio", name="No", exact=True).check()
    elsewhere.context.close()
    page = visit(storage_state=disk)
    page.goto(f"{SITE}strategy/")
    card = question(page, "III.2")
    expect(text(card, share)).to_have_value("칠십")
    expect(card.get_by_role("radio", name="No", exact=True)).to_be_checked()
    expect(button(page, "show it")).to_have_count(0)
    with saving(page):
        text(card, share).fill("70")
    assert list(stored(cast, "strategy", 1).values()) == ["no", "70"]
    page.reload()
    expect(text(question(page, "III.2"), share)).to_have_value("70")
    expect(button(page, "show it")).to_have_count(0)


# --- Several tabs, several people ----------------------------------------------------------------


def test_untouched_tab_shows_what_the_other_saved(page: Page, cast: Cast) -> None:
    other = page.context.new_page()
    other.goto(PAGE)
    with saving(page):
        text(page, LABEL).fill(MINE)
    expect(text(other, LABEL)).to_have_value(MINE)
    saved(other, "VI.1", "Contributor Oh")
    with saving(other):
        text(other, LABEL).fill(MORE)
    expect(text(page, LABEL)).to_have_value(MORE)
    assert says(cast) == MORE


def test_two_tabs_of_one_person_never_conflict(visit: Opener, cast: Cast) -> None:
    page, other = visit(cast.contributor), visit(cast.contributor)
    for each in (page, other):
        each.goto(f"{SITE}organization/")
    officer, same = (question(each, "I.3") for each in (page, other))
    with saving(page):
        text(officer, "Name").fill("Hong Gil-dong")
    with saving(other):
        text(same, "Title").fill("Chief digital officer")
    # What the other had saved comes to stand beside what was typed here.
    expect(text(same, "Name")).to_have_value("Hong Gil-dong")
    expect(text(same, "Title")).to_have_value("Chief digital officer")
    with saving(page):
        text(officer, "Agency").fill("Digital bureau")
    expect(text(officer, "Title")).to_have_value("Chief digital officer")
    expect(page.get_by_role("link", name=LINKS["compare"])).to_have_count(0)


def test_words_of_another_window_stay_beside_what_is_typed_while_they_come(
    visit: Opener, cast: Cast
) -> None:
    page, other = visit(cast.contributor), visit(cast.contributor)
    page.goto(PAGE)
    with saving(page):
        text(page, LABEL).fill("□ 하나\n□ 둘\n□ 셋")
    other.goto(PAGE)
    with saving(page):
        text(page, LABEL).fill("□ 하나, 여기\n□ 둘\n□ 셋")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    other.route(SAVE, hold, times=1)
    with other.expect_request(SAVE):
        text(other, LABEL).fill("□ 하나\n□ 둘\n□ 셋, 저기")
    text(other, LABEL).fill("□ 하나\n□ 둘\n□ 셋, 저기서도")
    with saving(other):
        held[0].continue_()
    both = "□ 하나, 여기\n□ 둘\n□ 셋, 저기서도"
    expect(text(other, LABEL)).to_have_value(both)
    assert says(cast) == both


def test_text_of_two_people_is_shown_beside_the_others(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(REFUSED)
    page, other = visit(cast.contributor), visit(cast.colleague)
    for each in (page, other):
        each.goto(PAGE)
    with saving(other):
        text(other, LABEL).fill(THEIRS)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Contributor Moon saved this answer")).to_be_visible()
    with saving(page):
        text(page, LABEL).fill(MORE)
    expect(text(page, LABEL)).to_have_value(MORE)
    follow(page, "compare")
    expect(heading(page, "unsaved")).to_be_visible()
    # One text, which followed what was typed.
    expect(button(page, "combine")).to_have_count(1)
    expect(text(page, LABEL)).to_have_value(f"{THEIRS}\n{MORE}")
    assert says(cast) == THEIRS
    press(page, "combine")
    said(page, "The combined text is saved.")
    expect(text(page, LABEL)).to_have_value(f"{THEIRS}\n{MORE}")


# --- Broken networks -----------------------------------------------------------------------------


def test_text_typed_offline_goes_out_when_the_connection_is_back(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.update(OFFLINE)
    page.context.set_offline(True)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Offline. Your text is kept in this browser")).to_be_visible()
    expect(page.get_by_text("VI.1: You are offline.", exact=True)).to_be_in_viewport()
    text(page, LABEL).fill(MORE)
    with saving(page):
        page.context.set_offline(False)
    saved(page, "VI.1", "Contributor Oh")
    expect(told(page, "Offline.")).to_be_hidden()
    page.wait_for_timeout(1500)
    assert says(cast) == MORE


def test_text_typed_offline_is_refused_if_somebody_else_saved(
    page: Page, visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update({*OFFLINE, REFUSED})
    page.context.set_offline(True)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Offline.")).to_be_visible()
    other = visit(cast.colleague)
    other.goto(PAGE)
    with saving(other):
        text(other, LABEL).fill(THEIRS)
    page.context.set_offline(False)
    expect(told(page, "Contributor Moon saved this answer")).to_be_visible()
    expect(text(page, LABEL)).to_have_value(MINE)
    assert says(cast) == THEIRS


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


# --- Leaving and coming back ---------------------------------------------------------------------


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


def test_signing_out_saves_first(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    page.locator("header summary", has_text="Contributor Oh").click()
    press(page, "sign out")
    expect(heading(page, "sign in")).to_be_visible()
    assert says(cast) == MINE
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


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
    kept = page.evaluate(
        "() => Object.keys(localStorage).filter(key => key.startsWith('lgq-kept'))"
    )
    assert kept == []


# --- Input methods, and no scripts ---------------------------------------------------------------


def test_hangul_is_composed_undisturbed_while_it_is_saved(page: Page, cast: Cast) -> None:
    input_method = page.context.new_cdp_session(page)

    def compose(*steps: str) -> None:
        for step in steps:
            range_ = {"selectionStart": len(step), "selectionEnd": len(step)}
            input_method.send("Input.imeSetComposition", {"text": step, **range_})

    text(page, LABEL).focus()
    ended = "() => { window.ended = 0; addEventListener('compositionend', () => window.ended++) }"
    page.evaluate(ended)
    compose("ㅎ", "하")
    # A pause in the middle of a syllable is long enough for a save, which does not end it.
    with saving(page):
        page.wait_for_timeout(1200)
    assert page.evaluate("() => window.ended") == 0
    compose("한")
    input_method.send("Input.insertText", {"text": "한"})
    compose("ㄱ", "그")
    with saving(page):
        page.wait_for_timeout(1200)
    compose("글")
    with saving(page):
        input_method.send("Input.insertText", {"text": "글"})
    expect(text(page, LABEL)).to_have_value("한글")
    assert says(cast) == "한글"


def test_what_another_tab_saved_waits_for_the_end_of_a_syllable(visit: Opener, cast: Cast) -> None:
    page, other = visit(cast.contributor), visit(cast.contributor)
    for each in (page, other):
        each.goto(f"{SITE}organization/")
    with saving(other):
        text(question(other, "I.3"), "Title").fill("국장")
    officer = question(page, "I.3")
    text(officer, "Name").focus()
    input_method = page.context.new_cdp_session(page)
    at_end = {"selectionStart": 1, "selectionEnd": 1}
    with saving(page):
        input_method.send("Input.imeSetComposition", {"text": "하", **at_end})
    page.wait_for_timeout(300)
    expect(text(officer, "Title")).to_have_value("")
    input_method.send("Input.imeSetComposition", {"text": "한", **at_end})
    with saving(page):
        input_method.send("Input.insertText", {"text": "한"})
    expect(text(officer, "Title")).to_have_value("국장")
    expect(text(officer, "Name")).to_have_value("한")


def test_form_saves_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    press(page, "save")
    said(page, "Saved 1 answer.")
    assert says(cast) == MINE
