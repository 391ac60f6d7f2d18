"""Nothing typed is lost: not by leaving, not by two people, not by a section that was closed."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import (
    button,
    follow,
    heading,
    press,
    problems,
    question,
    said,
    save_section,
    text,
    unfold,
)

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
MINE = "□ 같은 줄\n□ 내 글"
THEIRS = "□ 같은 줄\n□ 동료의 글"
BOTH = "□ 같은 줄\n□ 내 글\n□ 동료의 글"


@pytest.fixture
def refused(visit: Opener, cast: Cast) -> Page:
    """Return the page of somebody whose colleague was quicker, in a browser without scripts."""
    page = visit(cast.contributor, java_script_enabled=False)
    other = visit(cast.colleague)
    page.goto(PAGE)
    other.goto(PAGE)
    text(other, LABEL).fill(THEIRS)
    save_section(other)
    said(other, "Everything is saved.")
    text(page, LABEL).fill(MINE)
    press(page, "save")
    expect(heading(page, "unsaved")).to_be_visible()
    return page


def test_without_scripts_the_page_says_that_nothing_is_saved_by_itself(
    visit: Opener, cast: Cast
) -> None:
    for scripts in (False, True):
        page = visit(cast.contributor, java_script_enabled=scripts)
        page.goto(PAGE)
        told = page.locator("noscript .lgq-note")
        expect(told).to_be_visible(visible=not scripts)
        # However long the page is, what saves it is on the screen; no count stands still.
        save = button(page.locator(".lgq-save"), "save")
        if scripts:
            expect(save).to_be_hidden()
        else:
            expect(save).to_be_in_viewport()
            expect(page.locator(".lgq-limit:visible")).to_have_count(0)


def test_leaving_an_unsaved_combination_warns(refused: Page, visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(f"{PAGE}unsaved/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    text(page, LABEL).fill(BOTH)
    page.get_by_role("link", name="My work").click()
    expect(text(page, LABEL)).to_have_value(BOTH)
    assert asked == ["beforeunload"]
    page.keyboard.press("Control+s")
    said(page, "The combined text is saved.")
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    assert asked == ["beforeunload"]


def test_two_texts_stand_side_by_side_and_are_combined(refused: Page) -> None:
    expect(problems(refused)).to_be_focused()
    sides = question(refused, "VI.1")
    expect(sides.get_by_role("insertion").first).to_contain_text("내 글")
    expect(sides.get_by_role("insertion").last).to_contain_text("동료의 글")
    expect(sides.get_by_text("Contributor Moon")).to_be_visible()
    expect(text(refused, LABEL)).to_have_value(re.compile("내 글"))
    text(refused, LABEL).fill(BOTH)
    press(refused, "combine")
    said(refused, "The combined text is saved.")
    expect(text(refused, LABEL)).to_have_value(BOTH)
    expect(refused.get_by_text("could not be saved")).to_have_count(0)


def test_refused_text_is_found_again_until_it_is_discarded(refused: Page) -> None:
    refused.goto(PAGE)
    expect(text(refused, LABEL)).to_have_value(THEIRS)
    follow(refused, "compare")
    expect(question(refused, "VI.1").get_by_role("insertion").first).to_contain_text("내 글")
    unfold(refused, "discard")
    press(refused, "discard")
    said(refused, "Your text is discarded.")
    expect(text(refused, LABEL)).to_have_value(THEIRS)
    refused.goto(f"{PAGE}unsaved/")
    expect(refused.get_by_text("내 글")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_text_typed_while_the_section_was_sent_to_review_is_kept(
    visit: Opener,
    cast: Cast,
    provoked: set[str],
    scripts: bool,  # noqa: FBT001
) -> None:
    page = visit(cast.colleague, java_script_enabled=scripts)
    page.goto(PAGE)
    cast.send("social-media")
    text(page, LABEL).fill(MINE)
    save_section(page)
    if scripts:
        provoked.add("409")
        told = f"{cast.contributor.name} sent this section for review"
        expect(question(page, "VI.1").get_by_text(told).first).to_be_visible()
        # It leads to what was typed, and promises no combining in a section that is closed.
        expect(page.get_by_role("link", name="Compare and combine", exact=True)).to_have_count(0)
        expect(button(page, "read my text")).to_be_visible()
        follow(question(page, "VI.1"), "read my text")
        expect(heading(page, "unsaved")).to_be_visible()
    else:
        expect(problems(page)).to_be_focused()
    expect(page.get_by_text("내 글").first).to_be_visible()
    expect(button(page, "combine")).to_have_count(0)
    page.goto(PAGE)
    # Nor does the section itself, to whoever opens it again.
    expect(page.get_by_role("link", name="Compare and combine", exact=True)).to_have_count(0)
    follow(page.locator(".lgq-waiting-texts"), "read my text")
    expect(heading(page, "unsaved")).to_be_visible()
    expect(question(page, "VI.1").get_by_text("내 글").first).to_be_visible()
