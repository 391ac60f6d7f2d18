"""Two tabs and two people in one answer."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.autosave.pages import (
    LABEL,
    MINE,
    MORE,
    PAGE,
    REFUSED,
    SAVE,
    THEIRS,
    saving,
    says,
    told,
)
from tests.e2e.cast import SITE, Cast
from tests.e2e.conftest import Opener
from tests.e2e.steps import (
    LINKS,
    button,
    follow,
    heading,
    press,
    question,
    said,
    saved,
    text,
)


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
