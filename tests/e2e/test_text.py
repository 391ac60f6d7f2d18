"""Writing a text with bullets, as staff do: by keyboard, in Hangul, undone and previewed."""

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import press, question, text

LABEL = "How social media is used"


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    page = visit(cast.contributor)
    page.goto(f"{SITE}social-media/")
    return page


@pytest.fixture
def box(page: Page) -> Locator:
    box = text(page, LABEL)
    box.focus()
    return box


def test_enter_begins_the_next_line_with_the_same_bullet(page: Page, box: Locator) -> None:
    page.keyboard.type("  ○ first")
    page.keyboard.press("Enter")
    page.keyboard.type("second")
    expect(box).to_have_value("  ○ first\n  ○ second")


def test_enter_counts_on(page: Page, box: Locator) -> None:
    page.keyboard.type("가. first")
    page.keyboard.press("Enter")
    expect(box).to_have_value("가. first\n나. ")


def test_enter_on_an_empty_bullet_ends_the_list(page: Page, box: Locator) -> None:
    page.keyboard.type("- first")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("after")
    assert box.input_value().splitlines()[-1] == "after"


def test_enter_leaves_alone_what_only_resembles_a_bullet(page: Page, box: Locator) -> None:
    for line in ("예) 서울시", "표. 인구", "(서울) 시청", "1.5배"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    expect(box).to_have_value("예) 서울시\n표. 인구\n(서울) 시청\n1.5배\n")


def test_brackets_move_a_line_in_and_out(page: Page, box: Locator) -> None:
    page.keyboard.type("- first")
    page.keyboard.press("Control+]")
    expect(box).to_have_value("  - first")
    page.keyboard.press("Control+]")
    page.keyboard.press("Control+[")
    expect(box).to_have_value("  - first")


def test_tab_always_leaves_the_field(page: Page, box: Locator) -> None:
    page.keyboard.type("- first")
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    expect(box).to_have_value("- first")


def test_undo_takes_back_what_the_keys_did(page: Page, box: Locator) -> None:
    page.keyboard.type("- first")
    page.keyboard.press("Control+]")
    page.keyboard.press("Enter")
    expect(box).to_have_value("  - first\n  - ")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("  - first")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("- first")


def compose(input_method: CDPSession, *steps: str) -> None:
    """Type one syllable after another as an input method shows them before they are done."""
    for step in steps:
        input_method.send(
            "Input.imeSetComposition",
            {"text": step, "selectionStart": len(step), "selectionEnd": len(step)},
        )


def press_while_composing(input_method: CDPSession, key: str) -> None:
    """Press a key that the input method takes for itself, as it does with those it needs."""
    for kind in ("rawKeyDown", "keyUp"):
        event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 229}
        input_method.send("Input.dispatchKeyEvent", event)


def test_hangul_is_composed_undisturbed(page: Page, box: Locator) -> None:
    input_method = page.context.new_cdp_session(page)
    page.keyboard.type("○ ")
    compose(input_method, "ㅎ", "하", "한")
    press_while_composing(input_method, "Enter")
    expect(box).to_have_value("○ 한")
    input_method.send("Input.insertText", {"text": "한"})
    expect(box).to_have_value("○ 한")
    compose(input_method, "ㄱ", "그", "글")
    input_method.send("Input.insertText", {"text": "글"})
    page.keyboard.press("Enter")
    expect(box).to_have_value("○ 한글\n○ ")


def test_preview_shows_the_text_as_it_will_be_printed(page: Page, box: Locator) -> None:
    box.fill("□ 하나\n  ○ 둘\n<웅녀웅남을 찾습니다> *****개")
    card = question(page, "VI.1")
    press(card, "preview")
    items = card.get_by_role("listitem").filter(has_text="□").get_by_role("listitem")
    expect(items).to_have_text(["○ 둘"])
    expect(card.get_by_text("<웅녀웅남을 찾습니다> *****개").last).to_be_visible()
    press(card, "preview")
    expect(items).to_have_count(0)


def test_preview_works_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(f"{SITE}social-media/")
    card = question(page, "VI.1")
    text(card, LABEL).fill("□ 하나\n  ○ 둘")
    press(card, "preview")
    items = card.get_by_role("listitem").filter(has_text="□").get_by_role("listitem")
    expect(items).to_have_text(["○ 둘"])
    expect(text(card, LABEL)).to_have_value("□ 하나\n  ○ 둘")
