"""Text is saved while it is typed, by itself and by keys."""

from playwright.sync_api import Page, expect

from tests.e2e.autosave.pages import FAULTY, LABEL, MINE, saving, says, told
from tests.e2e.cast import SITE, Cast
from tests.e2e.conftest import Opener
from tests.e2e.steps import (
    LABELS,
    field,
    link,
    links,
    press,
    question,
    row_button,
    said,
    saved,
    text,
    unfold,
)


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


def test_keys_save_everything_and_say_so(page: Page, cast: Cast) -> None:
    text(page, LABEL).fill(MINE)
    page.keyboard.press("Control+s")
    said(page, "Everything is saved.")
    expect(text(page, LABEL)).to_be_focused()
    assert says(cast) == MINE


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
