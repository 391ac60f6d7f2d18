"""What an answer said before is found again, compared and restored, without any script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.factories import write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import follow, heading, press, problems, question, said, text, unfold

SECTION = f"{SITE}social-media/"
HISTORY = f"{SECTION}vi-1/history/"
LABEL = "How social media is used"
OLD = "□ 같은 줄\n□ 처음 글"
NEW = "□ 같은 줄\n□ 고친 글"
LATE = "□ 동료의 글"


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    """Return a browser without scripts, of somebody who wrote after a colleague."""
    write(cast.response, "vi-1", cast.colleague, text=OLD)
    write(cast.response, "vi-1", cast.contributor, text=NEW)
    return visit(cast.contributor, java_script_enabled=False)


def sitting(page: Page, person: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=person))


def test_the_history_is_one_step_from_the_question(page: Page) -> None:
    page.goto(SECTION)
    question(page, "VI.1").get_by_role("link", name="History VI.1").click()
    expect(page).to_have_url(re.compile(f"{HISTORY}$"))
    mine, theirs = sitting(page, "Contributor Oh"), sitting(page, "Contributor Moon")
    expect(mine.get_by_role("deletion")).to_contain_text("처음")
    expect(mine.get_by_role("insertion")).to_contain_text("고친")
    expect(theirs.get_by_role("insertion")).to_contain_text("처음 글")


def test_a_sitting_unfolds_into_its_versions(page: Page, cast: Cast) -> None:
    write(cast.response, "vi-1", cast.contributor, text=LATE)
    page.goto(HISTORY)
    mine = sitting(page, "Contributor Oh")
    expect(mine).to_contain_text("Saved 2 times")
    version = mine.get_by_role("link", name="Version 2", exact=True)
    expect(version).to_be_hidden()
    unfold(mine, "versions 2 and 3")
    version.click()
    expect(page.get_by_role("insertion")).to_contain_text("고친")


def test_two_versions_are_compared(page: Page) -> None:
    page.goto(HISTORY)
    page.get_by_role("radio", name="Before, Version 2").check()
    page.get_by_role("radio", name="After, Version 1").check()
    press(page, "compare versions")
    expect(heading(page, "changes")).to_be_visible()
    # What was written first stands first, whichever way round the two were chosen.
    expect(page.get_by_role("deletion")).to_contain_text("처음")
    expect(page.get_by_role("insertion")).to_contain_text("고친")


def test_an_earlier_version_is_restored_and_later_ones_stay(page: Page) -> None:
    page.goto(HISTORY)
    page.get_by_role("link", name="Version 1", exact=True).click()
    page.get_by_role("link", name="Restore version 1").click()
    press(page, "restore")
    said(page, "Version 1 is restored as version 3.")
    expect(page.get_by_text("Earlier version restored").first).to_be_visible()
    page.goto(SECTION)
    expect(text(page, LABEL)).to_have_value(OLD)
    page.goto(f"{HISTORY}?from=1&to=2")
    expect(page.get_by_role("insertion")).to_contain_text("고친")


def test_what_was_not_restored_is_among_my_unsaved_texts(page: Page, cast: Cast) -> None:
    page.goto(f"{HISTORY}?restore=1")
    write(cast.response, "vi-1", cast.colleague, text=LATE)
    press(page, "restore")
    expect(problems(page)).to_contain_text("This answer was saved in the meantime.")
    page.goto("/")
    mine = page.get_by_role("region", name="My unsaved texts")
    mine.get_by_role("link", name="VI.1").click()
    expect(heading(page, "unsaved")).to_be_visible()
    expect(text(page, LABEL)).to_have_value(re.compile("처음 글"))
    press(page, "combine")
    said(page, "The combined text is saved.")
    page.goto("/")
    expect(heading(page, "my work")).to_be_visible()
    expect(mine).to_have_count(0)


def test_the_refusal_leads_to_the_text_that_was_kept(page: Page, cast: Cast) -> None:
    page.goto(f"{HISTORY}?restore=1")
    write(cast.response, "vi-1", cast.colleague, text=LATE)
    press(page, "restore")
    follow(problems(page), "compare")
    expect(question(page, "VI.1")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/unsaved/#t\d+-title$"))


def test_who_reads_only_compares_but_does_not_restore(
    visit: Opener, cast: Cast, page: Page
) -> None:
    reader = visit(cast.viewer)
    reader.goto(SECTION)
    reader.get_by_role("link", name="History VI.1").click()
    expect(sitting(reader, "Contributor Oh")).to_be_visible()
    expect(reader.get_by_role("link", name="Restore")).to_have_count(0)
