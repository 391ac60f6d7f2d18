"""A session ends while somebody types: they sign in again in place, and nobody saves for them."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from responses.models import Event, Revision, User
from tests.support.factories import PASSWORD

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings_both_ways
from .steps import HEADINGS, LABELS, field, heading, press, problems, question, said, text

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
MINE = "□ 내 글\n  ○ 둘째 줄"
# What any script may do that is told that the session has ended, twice at once.
ASK = """() => {
    import("/static/js/page/again.js").then(async ({ signInAgain }) => {
        const form = document.querySelector("[data-autosave]");
        const states = ["signed_out", "other_person"];
        window.answers = await Promise.all(states.map(state => signInAgain(form, state)));
    });
}"""
FOCUS = "() => dispatchEvent(new Event('focus'))"
COUNT = """() => {
    window.back = 0;
    document.addEventListener("lgq:signed-in", () => { window.back += 1; });
}"""


def end_sessions() -> None:
    Session.objects.all().delete()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name=HEADINGS["sign in again"])


def give(place: Page | Locator, person: User | None, password: str = PASSWORD) -> None:
    """Sign in again; the dialog knows the address of its person."""
    if person:
        field(place, "email").fill(person.email)
    place.get_by_label(LABELS["password"]).fill(password)
    press(place, "sign in again")


def written() -> list[tuple[str, str]]:
    """Return who wrote what."""
    return [
        (revision.author.name, revision.content["parts"]["text"])
        for revision in Revision.objects.select_related("author")
    ]


def is_saved(page: Page, words: str = MINE) -> None:
    """Expect a page to say that the contributor's text is saved, which was never reloaded."""
    saved = question(page, "VI.1").locator("[data-saved]")
    expect(saved).to_contain_text("by Contributor Oh")
    expect(text(page, LABEL)).to_have_value(words)
    assert page.evaluate("() => window.back") == 1
    assert written() == [("Contributor Oh", words)]


@pytest.fixture
def asked(visit: Opener, cast: Cast, provoked: set[str]) -> Page:
    """Return the page of somebody whose session ended before they typed, and who is asked."""
    provoked.add("401")
    page = visit(cast.contributor)
    page.goto(PAGE)
    page.evaluate(COUNT)
    end_sessions()
    text(page, LABEL).fill(MINE)
    expect(dialog(page)).to_be_visible()
    return page


def test_signing_in_again_saves_in_place(asked: Page) -> None:
    email = User.objects.get(name="Contributor Oh").email
    expect(field(dialog(asked), "email")).to_have_value(email)
    expect(asked.get_by_label(LABELS["password"])).to_be_focused()
    give(dialog(asked), None)
    expect(dialog(asked)).to_have_count(0)
    expect(text(asked, LABEL)).to_be_focused()
    is_saved(asked)


def test_a_browser_that_forgot_its_cookies_is_asked_too(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked |= {"401", "403"}
    page = visit(cast.contributor)
    page.goto(PAGE)
    page.evaluate(COUNT)
    page.context.clear_cookies()
    text(page, LABEL).fill(MINE)
    give(dialog(page), None)
    is_saved(page)


def test_a_wrong_password_is_said_in_the_dialog(asked: Page, provoked: set[str]) -> None:
    provoked.add("422")
    give(dialog(asked), None, "wrong")
    expect(problems(asked)).to_contain_text("The e-mail address or the password is wrong.")
    expect(asked.get_by_label(LABELS["password"])).to_be_focused()
    give(dialog(asked), None)
    is_saved(asked)


def test_another_account_is_refused_in_the_dialog(asked: Page, cast: Cast) -> None:
    give(dialog(asked), cast.colleague)
    expect(problems(asked)).to_contain_text("This is not the account")
    assert (Session.objects.count(), written()) == (0, [])
    give(dialog(asked), cast.contributor)
    is_saved(asked)


def test_what_is_put_off_is_saved_when_the_person_signs_in_in_another_tab(
    asked: Page, cast: Cast
) -> None:
    asked.keyboard.press("Escape")
    expect(dialog(asked)).to_have_count(0)
    expect(text(asked, LABEL)).to_be_focused()
    text(asked, LABEL).press_sequentially("!")
    expect(text(asked, LABEL)).to_have_value(f"{MINE}!")
    assert written() == []
    sign_in_elsewhere(asked, cast.contributor)
    asked.evaluate(FOCUS)
    is_saved(asked, f"{MINE}!")


def test_what_is_put_off_is_saved_when_it_is_asked_for(asked: Page) -> None:
    press(dialog(asked), "later")
    expect(dialog(asked)).to_have_count(0)
    press(asked, "save")
    give(dialog(asked), None)
    is_saved(asked)


def test_the_dialog_closes_when_the_person_signs_in_in_another_tab(asked: Page, cast: Cast) -> None:
    sign_in_elsewhere(asked, cast.contributor)
    asked.evaluate(FOCUS)
    expect(dialog(asked)).to_have_count(0)
    is_saved(asked)


def test_all_who_ask_share_one_dialog_that_waits_for_a_pause_in_typing(asked: Page) -> None:
    press(dialog(asked), "later")
    text(asked, LABEL).press("a")
    asked.evaluate(ASK)
    text(asked, LABEL).press_sequentially("bcdefghij", delay=200)
    expect(dialog(asked)).to_be_visible()
    expect(text(asked, LABEL)).to_have_value(f"{MINE}abcdefghij")
    give(dialog(asked), None)
    expect(dialog(asked)).to_have_count(0)
    assert asked.evaluate("() => window.answers") == [True, True]
    is_saved(asked, f"{MINE}abcdefghij")


def sign_in_elsewhere(page: Page, person: User) -> None:
    """Sign in in another tab of the same browser."""
    other = page.context.new_page()
    other.goto("/")
    if heading(other, "sign in").count() == 0:
        other.locator("header summary").first.click()
        press(other, "sign out")
    field(other, "email").fill(person.email)
    other.get_by_label(LABELS["password"]).fill(PASSWORD)
    press(other, "sign in")
    expect(heading(other, "my work")).to_be_visible()
    other.close()


def test_another_person_in_another_tab_never_saves_what_is_typed_here(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("401")
    page = visit(cast.contributor)
    page.goto(PAGE)
    page.evaluate(COUNT)
    sign_in_elsewhere(page, cast.colleague)
    text(page, LABEL).fill(MINE)
    expect(dialog(page)).to_contain_text("Contributor Oh opened it")
    assert written() == []
    give(dialog(page), None)
    is_saved(page)


def test_without_scripts_another_person_never_saves_what_is_typed_here(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    sign_in_elsewhere(page, cast.colleague)
    press(page, "save")
    expect(heading(page, "sign in again")).to_be_visible()
    expect(page.get_by_text("Contributor Moon is signed in here now")).to_be_visible()
    assert written() == []
    give(page, cast.contributor)
    said(page, "Saved 1 answer.")
    expect(text(page, LABEL)).to_have_value(MINE)
    assert written() == [("Contributor Oh", MINE)]


def test_without_scripts_the_page_that_asks_to_sign_in_holds_what_was_typed(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    end_sessions()
    press(page, "save")
    give(page, cast.contributor, "wrong")
    expect(problems(page)).to_be_focused()
    page.locator("main summary").click()
    expect(page.get_by_role("textbox", name="Text 1")).to_have_value(MINE)
    give(page, cast.contributor)
    said(page, "Saved 1 answer.")
    expect(text(page, LABEL)).to_have_value(MINE)


def test_without_scripts_an_older_page_is_sent_with_one_more_press(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    sign_in_elsewhere(page, cast.contributor)
    press(page, "save")
    press(page, "send again")
    said(page, "Saved 1 answer.")
    expect(text(page, LABEL)).to_have_value(MINE)


@pytest.mark.parametrize("width", [1280, 360])
def test_everyone_can_use_the_dialog(
    width: int, visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked |= {"401", "422"}
    page = visit(cast.contributor, viewport={"width": width, "height": 740})
    page.goto(PAGE)
    end_sessions()
    text(page, LABEL).fill(MINE)
    expect(dialog(page)).to_be_visible()
    found = shortcomings_both_ways(page)
    give(dialog(page), None, "wrong")
    expect(problems(page)).to_be_visible()
    assert found + shortcomings_both_ways(page) == []


@pytest.mark.parametrize("width", [1280, 360])
def test_everyone_can_use_the_page_that_holds_what_was_typed(
    width: int, visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("401")  # a heartbeat may go out between the session's end and the button
    cast.send("social-media")
    page = visit(cast.reviewer, viewport={"width": width, "height": 740})
    page.goto(f"{PAGE}review/")
    field(page, "comment").fill("Please say which channels the city uses.")
    end_sessions()
    press(page, "request changes")
    page.locator("main summary").click()
    found = shortcomings_both_ways(page)
    give(page, cast.reviewer, "wrong")
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    assert found == []
    give(page, cast.reviewer)
    expect(heading(page, "my work")).to_be_visible()
    assert Event.objects.latest("pk").comment == "Please say which channels the city uses."
