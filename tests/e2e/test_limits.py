"""How much a field can hold is told before it hurts, and nothing is ever cut."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import button, field, heading, link, press, problems, question, text, unfold, until

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
PASTE = """(field, size) => {
    field.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "가나다라\\n".repeat(size / 5));
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    return field.dispatchEvent(paste);
}"""

WATCH = """field => void new MutationObserver(() => {
    if (!field.hasAttribute("aria-invalid")) field.dataset.unmarked = "";
}).observe(field, { attributeFilter: ["aria-invalid"] })"""


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    """Return a section with one text."""
    page = visit(cast.contributor)
    page.goto(PAGE)
    return page


def note(page: Page) -> Locator:
    """Return what stands below the text about its length."""
    return question(page, "VI.1").locator(".lgq-text [data-limit-note]")


def announced(page: Page, words: str) -> None:
    expect(page.locator("#announcement")).to_have_text(words)


KEYS = "□, ○, -: a bullet · Enter: the next · Ctrl+], Ctrl+[: level in, out"


def test_counter_counts_characters_and_not_bytes(page: Page) -> None:
    expect(note(page)).to_have_text("0 of 20,000 characters")
    text(page, LABEL).fill("○ 가😀\n")
    expect(note(page)).to_have_text("5 of 20,000 characters")
    # What a Mac pastes is stored as one sign a syllable.
    text(page, LABEL).fill("\u1112\u1161\u11ab")
    expect(note(page)).to_have_text("1 of 20,000 characters")


def test_crossing_the_limit_is_told_once_each_way(page: Page, provoked: set[str]) -> None:
    provoked.add("422")
    text(page, LABEL).fill("가" * 20_000)
    expect(note(page)).to_have_text("20,000 of 20,000 characters")
    text(page, LABEL).press("End")
    page.keyboard.type("나")
    over = "Too long by 1: 20,001 of 20,000 characters. It is not saved until it is shorter."
    expect(note(page)).to_have_text(over)
    announced(page, over)
    expect(text(page, LABEL)).to_have_attribute("aria-invalid", "true")
    expect(text(page, LABEL)).to_have_accessible_description(f"Required {KEYS} {over}")
    page.locator("#announcement").evaluate("place => { place.textContent = '' }")
    page.keyboard.type("다")
    expect(note(page)).to_contain_text("Too long by 2: 20,002")
    announced(page, "")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    announced(page, "Short enough again: 20,000 of 20,000 characters.")
    expect(text(page, LABEL)).to_have_value("가" * 20_000)


def test_a_field_that_holds_too_much_stays_marked_when_what_was_sent_before_is_saved(
    page: Page, provoked: set[str]
) -> None:
    provoked.add("422")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/save/", hold, times=1)
    text(page, LABEL).fill("가" * 20_000)
    until(page, lambda: bool(waiting))
    text(page, LABEL).press("End")
    page.keyboard.type("나")
    expect(text(page, LABEL)).to_have_attribute("aria-invalid", "true")
    text(page, LABEL).evaluate(WATCH)
    # What was sent is saved, and then what is too long is refused.
    with page.expect_response(lambda reply: reply.status == 422):
        waiting[0].continue_()
    assert text(page, LABEL).evaluate("field => field.dataset.unmarked") is None


def test_one_line_tells_its_limit_only_when_it_is_near(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("422")
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    address = link(question(page, "I.2-2)"), 1, "address")
    row = question(page, "I.2-2)").locator("[data-link-row]").first
    address.fill("a.kr/" + "x" * 1_794)
    expect(row.locator("[data-limit-note]")).to_have_count(0)
    address.press("End")
    page.keyboard.type("x")
    expect(row.locator("[data-limit-note]")).to_have_text("1,800 of 2,000 characters")
    address.fill("a.kr/" + "x" * 2_000)
    expect(row.locator("[data-limit-note]")).to_contain_text("Too long by 5: 2,005 of 2,000")
    address.fill("a.kr")
    expect(row.locator("[data-limit-note]")).to_be_hidden()


def test_list_of_links_tells_how_many_are_too_many(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update({"413", "422"})
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    card = question(page, "I.2-2)")
    unfold(card, "paste")
    lines = [f"https://a.kr/{n}" for n in range(201)]
    field(card, "lines").fill("\n".join(lines))
    press(card, "make rows")
    expect(card.get_by_text("Enter at most 200 links.")).to_be_visible()
    expect(field(card, "lines")).to_have_value("\n".join(lines))
    field(card, "lines").fill("\n".join(lines[:200]))
    press(card, "make rows")
    expect(link(card, 200, "address")).to_have_value("https://a.kr/199")
    field(card, "lines").fill(lines[200])
    press(card, "make rows")
    full = "There is room for 200 links. Remove other rows first."
    expect(card.get_by_text(full)).to_be_visible()
    expect(field(card, "lines")).to_have_value(lines[200])
    assert card.locator("[data-link-row]").count() == 200
    field(card, "lines").fill("")
    press(card, "add link")
    link(card, 201, "address").fill(lines[200])
    note = card.locator("[data-rows] + [data-limit-note]")
    over = "Too many by 1: 201 of 200 links. They are not saved until there are fewer."
    expect(note).to_have_text(over)
    card.get_by_role("button", name="Link 201: remove", exact=True).click()
    expect(note).to_have_text("200 of 200 links")


@pytest.mark.parametrize("before", ["", "○ 그대로"])
def test_paste_of_a_whole_file_is_refused_in_words(before: str, page: Page) -> None:
    area = text(page, LABEL)
    area.fill(before)
    assert area.evaluate(PASTE, 10_000_000) is False
    refused = (
        "Nothing was pasted: the text has 10,000,000 characters, and 20,000 are allowed here. "
        "This field is unchanged."
    )
    expect(note(page)).to_have_text(refused)
    announced(page, refused)
    expect(area).to_have_value(before)
    area.press("End")
    page.keyboard.type("!")
    expect(note(page)).to_have_text(f"{len(before) + 1} of 20,000 characters")


def test_paste_of_somewhat_too_much_is_taken(page: Page) -> None:
    assert text(page, LABEL).evaluate(PASTE, 99_000) is True


def test_paste_of_a_whole_file_into_the_box_for_links_is_refused(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    card = question(page, "I.2-2)")
    unfold(card, "paste")
    for place in (field(card, "lines"), link(card, 1, "address")):
        assert place.evaluate(PASTE, 10_000_000) is False
        expect(place).to_have_value("")
    expect(
        card.get_by_text("Nothing was pasted: the text has 10,000,000 characters")
    ).to_have_count(2)


def test_preview_of_a_text_that_is_too_long_says_so_and_keeps_it(
    page: Page, provoked: set[str]
) -> None:
    provoked |= {"413", "422"}
    long = "가" * 20_001
    text(page, LABEL).fill(long)
    press(page, "preview")
    said = "This is longer than the 20,000 characters that can be saved."
    expect(page.locator(".lgq-preview")).to_have_text(said)
    expect(text(page, LABEL)).to_have_value(long)


def test_page_of_twelve_megabytes_is_refused_and_the_text_is_there_on_going_back(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    text(page, LABEL).fill("○ 그대로")
    # Hidden, as Chromium takes half a minute to lay out so long a text.
    page.locator("[data-section-form]").evaluate(
        """form => {
            const area = document.createElement("textarea");
            area.hidden = true;
            area.name = "large";
            area.value = "가".repeat(4_200_000);
            form.append(area);
        }"""
    )
    press(page, "save")
    expect(heading(page, "too large")).to_be_visible()
    page.go_back()
    expect(text(page, LABEL)).to_have_value("○ 그대로")


def test_text_one_character_too_long_comes_back_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    long = "가" * 20_001
    text(page, LABEL).fill(long)
    press(page, "save")
    expect(problems(page)).to_contain_text(
        "This is 20,001 characters long; at most 20,000 are allowed."
    )
    expect(text(page, LABEL)).to_have_value(long)
    expect(button(page, "save")).to_be_visible()
