"""Writing a text with bullets, as staff do: by keyboard, in Hangul, undone and previewed."""

import re

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import (
    button,
    press,
    question,
    said,
    save_section,
    text,
)

# What the page says with scripts, which save by themselves, and without.
SAVED = re.compile(r"Everything is saved\.|Saved 1 answer\.")
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


# What Seoul's writers type: the next line nearly always has another bullet.
LEVELS = ("□ 서울시 디지털 전략", "○ 인공지능", "- 챗봇")


def test_a_typed_bullet_takes_the_place_of_an_automatic_one(page: Page, box: Locator) -> None:
    for line in LEVELS:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    expect(box).to_have_value("\n".join((*LEVELS, "- ")))


@pytest.mark.parametrize("bullet", ["○ ", "- ", "1) ", "가. ", "① "])
def test_it_does_so_with_its_space_and_not_before(page: Page, box: Locator, bullet: str) -> None:
    page.keyboard.type("  □ 하나")
    page.keyboard.press("Enter")
    page.keyboard.type(bullet[:-1])
    expect(box).to_have_value(f"  □ 하나\n  □ {bullet[:-1]}")
    page.keyboard.press("Space")
    page.keyboard.type("둘")
    expect(box).to_have_value(f"  □ 하나\n  {bullet}둘")


def test_a_pasted_bullet_takes_the_place_of_an_automatic_one(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{SITE}social-media/")
    box = text(page, LABEL)
    box.focus()
    page.evaluate("words => navigator.clipboard.writeText(words)", "○ 인공지능\n- 챗봇")
    page.keyboard.type(LEVELS[0])
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")
    page.keyboard.type("!")
    expect(box).to_have_value("\n".join(LEVELS) + "!")


def test_taking_its_place_is_undone_and_stays_undone(page: Page, box: Locator) -> None:
    page.keyboard.type("□ 하나")
    page.keyboard.press("Enter")
    page.keyboard.type("- ")
    expect(box).to_have_value("□ 하나\n- ")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("□ 하나\n□ - ")
    page.keyboard.type("둘 ")
    expect(box).to_have_value("□ 하나\n□ - 둘 ")
    for _ in range(12):
        page.keyboard.press("Control+z")
    expect(box).to_have_value("")


def test_a_bullet_composed_by_an_input_method_takes_its_place(page: Page, box: Locator) -> None:
    input_method = page.context.new_cdp_session(page)
    page.keyboard.type("1. 하나")
    page.keyboard.press("Enter")
    compose(input_method, "ㄱ", "가")
    expect(box).to_have_value("1. 하나\n2. 가")
    input_method.send("Input.insertText", {"text": "가"})
    page.keyboard.type(". ")
    expect(box).to_have_value("1. 하나\n가. ")
    compose(input_method, "ㅎ", "하")
    expect(box).to_have_value("1. 하나\n가. 하")


def test_a_line_is_put_before_one_that_has_a_bullet(page: Page, box: Locator) -> None:
    page.keyboard.type("□ 홈페이지 이용자")
    page.keyboard.press("Home")
    page.keyboard.type("□ 새 줄")
    page.keyboard.press("Enter")
    expect(box).to_have_value("□ 새 줄\n□ 홈페이지 이용자")


def test_enter_before_a_bullet_makes_an_empty_line(page: Page, box: Locator) -> None:
    page.keyboard.type("□ 홈페이지 이용자")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(box).to_have_value("\n□ 홈페이지 이용자")


def test_brackets_change_the_bullet_with_its_level(page: Page, box: Locator) -> None:
    page.keyboard.type("□ 하나")
    page.keyboard.press("Enter")
    page.keyboard.type("둘")
    expected = ["□ 하나\n  ○ 둘", "□ 하나\n    - 둘", "□ 하나\n  ○ 둘", "□ 하나\n□ 둘"]
    for key, value in zip(["]", "]", "[", "["], expected, strict=True):
        page.keyboard.press(f"Control+{key}")
        expect(box).to_have_value(value)
    page.keyboard.press("Control+z")
    expect(box).to_have_value(expected[2])


def test_backspace_behind_a_bullet_steps_out(page: Page, box: Locator) -> None:
    page.keyboard.type("□ 하나")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+]")
    page.keyboard.press("Control+]")
    for value in ("□ 하나\n  ○ ", "□ 하나\n□ ", "□ 하나\n", "□ 하나"):
        page.keyboard.press("Backspace")
        expect(box).to_have_value(value)
    page.keyboard.press("Control+z")
    expect(box).to_have_value("□ 하나\n□ ")
    page.keyboard.press("Control+z")
    expect(box).to_have_value("□ 하나\n  ○ ")
    page.keyboard.type("둘")
    expect(box).to_have_value("□ 하나\n  ○ 둘")


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
    press(card, "close the preview")
    expect(items).to_have_count(0)
    expect(button(card, "preview")).to_have_attribute("aria-expanded", "false")


def test_a_preview_comes_by_itself_once_the_server_is_back(
    page: Page, box: Locator, provoked: set[str]
) -> None:
    provoked.update(("console", "failed"))
    page.route("**/preview/", lambda route: route.abort("connectionrefused"), times=1)
    box.fill("□ 하나")
    card = question(page, "VI.1")
    press(card, "preview")
    expect(card.locator(".lgq-preview")).to_contain_text("The server cannot be reached")
    expect(card.locator(".lgq-preview").get_by_role("listitem")).to_have_text(["□ 하나"])


def test_preview_works_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(f"{SITE}social-media/")
    card = question(page, "VI.1")
    text(card, LABEL).fill("□ 하나\n  ○ 둘")
    press(card, "preview")
    items = card.get_by_role("listitem").filter(has_text="□").get_by_role("listitem")
    expect(items).to_have_text(["○ 둘"])
    expect(text(card, LABEL)).to_have_value("□ 하나\n  ○ 둘")


# A table with line breaks in its cells, as a spreadsheet copies it, below a line broken in Word.
COPIED = (
    "첫째 줄\v둘째 줄\n구분\t내용\t비고\n"
    '"방역\n대책"\t"설명 ""인용"" 문장"\t-\n다음\t"여러 줄\n둘째"\t끝'
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_what_is_pasted_out_of_other_programs_is_read(
    visit: Opener,
    cast: Cast,
    scripts: bool,  # noqa: FBT001
) -> None:
    page = visit(cast.contributor, java_script_enabled=scripts)
    page.goto(f"{SITE}social-media/")
    card = question(page, "VI.1")
    text(card, LABEL).fill(COPIED)
    if not scripts:  # With them a table is shown by itself.
        press(card, "preview")
    rows = card.get_by_role("table").get_by_role("row")
    expect(rows).to_have_text(
        [re.compile("구분\\s*내용\\s*비고"), re.compile("방역"), re.compile("다음")]
    )
    expect(rows.nth(1).get_by_role("cell")).to_have_text(["방역대책", '설명 "인용" 문장', "-"])
    save_section(page)
    said(page, SAVED)
    page.goto(f"{SITE}social-media/")
    expect(text(card, LABEL)).to_have_value(COPIED.replace("\v", "\n"))
