"""Taking a choice back, follow-ups that their parent settles, and the way to what is missing."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.support.factories import write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import question, until

CLEAR = "Clear the choice"
NEXT = "Next unanswered question"
PAGE = f"{SITE}smart-city/"


def choose(page: Page, number: str, answer: str) -> None:
    question(page, number).get_by_role("radio", name=answer).check()


def status(page: Page, number: str) -> Locator:
    return question(page, number).locator(".lgq-status")


def test_a_choice_is_cleared_at_once_and_by_keyboard(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(PAGE)
    card = question(page, "VIII.1")
    expect(card.get_by_role("radio")).to_have_count(2)
    expect(card.get_by_role("button", name=CLEAR)).to_be_hidden()
    choose(page, "VIII.1", "Yes")
    expect(status(page, "VIII.1")).to_have_text(re.compile(r"^\s*Answered\s*$"))
    card.get_by_role("button", name=CLEAR).press("Enter")
    expect(card.get_by_role("radio", name="Yes")).to_be_focused()
    expect(card.get_by_role("radio", checked=True)).to_have_count(0)
    expect(card.get_by_role("button", name=CLEAR)).to_be_hidden()
    expect(status(page, "VIII.1")).to_have_text(re.compile("Not answered"))
    page.reload()
    expect(card.get_by_role("radio", checked=True)).to_have_count(0)


def test_a_choice_is_cleared_without_scripts(visit: Opener, cast: Cast) -> None:
    write(cast.response, "viii-1", cast.contributor, yes_no="yes")
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    card = question(page, "VIII.1")
    card.get_by_role("button", name=CLEAR).click()
    expect(card.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.goto(PAGE)
    expect(status(page, "VIII.1")).to_have_text(re.compile("Not answered"))


def test_no_settles_the_follow_up_at_once_and_yes_opens_it_again(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(PAGE)
    count = page.locator(".lgq-head [data-answered-count]")
    choose(page, "VIII.1", "No")
    settled = re.compile("Not applicable: VIII.1 is answered “No”")
    expect(status(page, "VIII.1a")).to_have_text(settled)
    expect(count).to_have_text("2")
    choose(page, "VIII.1", "Yes")
    expect(status(page, "VIII.1a")).to_have_text(re.compile("Not answered"))
    expect(count).to_have_text("1")


def test_what_does_not_fit_a_no_is_asked_about_at_the_question(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SITE}strategy/")
    card = question(page, "III.1")
    for item in card.get_by_role("checkbox").all()[:3]:
        item.check()
    choose(page, "III.1", "No")
    expect(card.get_by_text("“No” is chosen, but 3 items are ticked.")).to_be_visible()
    page.goto(f"{SITE}strategy/send/")
    expect(page.get_by_text("“No” is chosen, but 3 items are ticked.")).to_be_visible()


def test_the_way_leads_to_the_next_unanswered_question_over_sections(
    visit: Opener, cast: Cast
) -> None:
    write(cast.response, "viii-1", cast.contributor, yes_no="no")
    page = visit(cast.contributor)
    page.goto(PAGE)
    page.get_by_role("link", name=NEXT).first.click()
    radio = question(page, "VIII.2").get_by_role("radio", name="Yes")
    expect(radio).to_be_focused()
    way = page.locator("a[data-onward]")
    expect(way).to_have_text([NEXT, NEXT])
    choose(page, "VIII.2", "No")
    expect(way).to_have_text([f"{NEXT}, in section I"] * 2)
    question(page, "VIII.2").get_by_role("button", name=CLEAR).click()
    expect(way).to_have_text([NEXT, NEXT])
    expect(radio).to_be_focused()
    radio.press("Control+Enter")
    expect(page).to_have_url(re.compile(f"{SITE}organization/#i-1$"))
    page.wait_for_load_state()  # a key pressed before the page's scripts came does nothing
    expect(question(page, "I.1")).to_be_focused()
    for number in ("I.2-1)", "I.2-2)"):
        page.keyboard.press("Control+Enter")
        expect(question(page, number).locator(":focus")).to_have_count(1)


def test_a_task_leads_to_the_next_question_unless_one_has_begun(visit: Opener, cast: Cast) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = visit(cast.contributor)
    page.route("**/onward*.js", hold)
    page.goto(f"{PAGE}#next", wait_until="commit")
    yes = question(page, "VIII.1").get_by_role("radio", name="Yes")
    yes.hover()
    page.mouse.down()
    page.mouse.move(0, 0)
    until(page, lambda: bool(held))
    before = page.evaluate("scrollY")
    held.pop().continue_()
    page.wait_for_load_state()
    assert page.evaluate("scrollY") == before
    page.mouse.up()
    fresh = visit(cast.contributor)
    fresh.goto(f"{PAGE}#next")
    expect(question(fresh, "VIII.1").locator(":focus")).to_have_count(1)


def test_the_way_leads_on_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(f"{SITE}legal/")
    page.get_by_role("link", name=NEXT).first.click()
    expect(page).to_have_url(re.compile(f"{SITE}legal/#ii-1$"))
    write(cast.response, "ii-1", cast.contributor, yes_no="no")
    page.reload()
    page.get_by_role("link", name=NEXT).first.click()
    expect(page).to_have_url(re.compile(f"{SITE}strategy/#iii-1$"))


def test_nothing_left_to_answer_is_said_where_one_sees_it(visit: Opener, cast: Cast) -> None:
    for section in cast.response.edition.sections.all():
        for each in section.questions.all():
            write(cast.response, each.key, cast.contributor, nothing_to_report="해당 없음")
    page = visit(cast.contributor)
    page.goto(PAGE)
    told = page.get_by_role("status").filter(has_text="You have no unanswered questions left.")
    page.keyboard.press("Control+Enter")
    expect(told).to_be_in_viewport()
    box = told.bounding_box()
    assert box
    assert box["width"] > 200
    page.keyboard.press("Shift")
    expect(told).to_have_class(re.compile("visually-hidden"))
