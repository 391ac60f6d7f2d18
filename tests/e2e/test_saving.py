"""Nothing typed is lost: not by leaving, not by two people, not by a section that was closed."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from .cast import SITE, Cast
from .conftest import Opener
from .steps import button, follow, heading, press, problems, question, said, text, unfold

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
MINE = "□ 같은 줄\n□ 내 글"
THEIRS = "□ 같은 줄\n□ 동료의 글"
BOTH = "□ 같은 줄\n□ 내 글\n□ 동료의 글"


def write(page: Page, words: str) -> None:
    text(page, LABEL).fill(words)
    press(page, "save")


@pytest.fixture
def refused(visit: Opener, cast: Cast) -> Page:
    """Return the page of somebody whose colleague was quicker."""
    page, other = visit(cast.contributor), visit(cast.colleague)
    page.goto(PAGE)
    other.goto(PAGE)
    write(other, THEIRS)
    said(other, "Saved 1 answer.")
    write(page, MINE)
    expect(heading(page, "unsaved")).to_be_visible()
    return page


def test_leaving_with_unsaved_changes_warns(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(PAGE)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    text(page, LABEL).fill(MINE)
    page.get_by_role("link", name="My work").click()
    expect(text(page, LABEL)).to_have_value(MINE)
    assert asked == ["beforeunload"]
    press(page, "save")
    said(page, "Saved 1 answer.")
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    assert asked == ["beforeunload"]


def test_saving_by_keys_keeps_the_place(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    page.keyboard.press("Control+s")
    said(page, "Saved 1 answer.")
    expect(text(page, LABEL)).to_have_value(MINE)


def test_two_texts_stand_side_by_side_and_are_combined(refused: Page) -> None:
    expect(problems(refused)).to_be_focused()
    sides = question(refused, "VI.1")
    expect(sides.get_by_role("insertion")).to_contain_text("내")
    expect(sides.get_by_role("deletion")).to_contain_text("동료의")
    expect(sides.get_by_text("Contributor Moon")).to_be_visible()
    expect(text(refused, LABEL)).to_have_value(MINE)
    text(refused, LABEL).fill(BOTH)
    press(refused, "combine")
    said(refused, "Saved the combination.")
    expect(text(refused, LABEL)).to_have_value(BOTH)
    expect(refused.get_by_text("could not be saved")).to_have_count(0)


def test_refused_text_is_found_again_until_it_is_discarded(refused: Page) -> None:
    refused.goto(PAGE)
    expect(text(refused, LABEL)).to_have_value(THEIRS)
    follow(refused, "compare")
    expect(question(refused, "VI.1").get_by_role("insertion")).to_contain_text("내")
    unfold(refused, "discard")
    press(refused, "discard")
    said(refused, "Discarded your text.")
    expect(text(refused, LABEL)).to_have_value(THEIRS)
    refused.goto(f"{PAGE}unsaved/")
    expect(refused.get_by_text("내 글")).to_have_count(0)


def test_text_typed_while_the_section_was_sent_to_review_is_kept(visit: Opener, cast: Cast) -> None:
    page = visit(cast.colleague)
    page.goto(PAGE)
    cast.send("social-media")
    write(page, MINE)
    expect(problems(page)).to_be_focused()
    expect(page.get_by_text("내 글").first).to_be_visible()
    expect(button(page, "combine")).to_have_count(0)
    page.goto(PAGE)
    follow(page, "compare")
    expect(question(page, "VI.1").get_by_text("내 글").first).to_be_visible()
