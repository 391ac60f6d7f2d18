"""A session ends while somebody types: they sign in again in place, and nobody saves for them."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from responses.models import Answer, Revision, User
from tests.factories import PASSWORD

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings
from .steps import HEADINGS, LABELS, button, field, heading, press, problems, said, text

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
MINE = "□ 내 글\n  ○ 둘째 줄"
# What a script does that is told that the session has ended; the answer is left in the page.
ASK = """state => {
    import("/static/js/again.js").then(async ({ signInAgain }) => {
        const form = document.querySelector("[data-autosave]");
        window.answers = await Promise.all([signInAgain(form, state), signInAgain(form, state)]);
    });
}"""
ANSWERS = "() => window.answers"
EVENTS = """() => {
    window.back = 0;
    document.addEventListener("lgq:signed-in", () => { window.back += 1; });
}"""


def end_sessions() -> None:
    Session.objects.all().delete()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name=HEADINGS["sign in again"])


def give(place: Page | Locator, person: User | None, password: str = PASSWORD) -> None:
    if person:
        field(place, "email").fill(person.email)
    place.get_by_label(LABELS["password"]).fill(password)
    press(place, "sign in again")


def authors() -> list[str]:
    return [revision.author.name for revision in Revision.objects.select_related("author")]


@pytest.fixture
def asked(visit: Opener, cast: Cast) -> Page:
    """Return the page of somebody whose session ended, with the dialog open."""
    page = visit(cast.contributor)
    page.goto(PAGE)
    page.evaluate(EVENTS)
    text(page, LABEL).fill(MINE)
    end_sessions()
    page.evaluate(ASK, "signed_out")
    expect(dialog(page)).to_be_visible()
    return page


def test_signing_in_again_leaves_the_page_as_it_is(asked: Page) -> None:
    expect(field(asked, "email")).to_have_value(User.objects.get(name="Contributor Oh").email)
    expect(asked.get_by_label(LABELS["password"])).to_be_focused()
    give(dialog(asked), None)
    expect(dialog(asked)).to_have_count(0)
    expect(text(asked, LABEL)).to_be_focused()
    expect(text(asked, LABEL)).to_have_value(MINE)
    assert asked.evaluate(ANSWERS) == [True, True]
    assert asked.evaluate("() => window.back") == 1
    press(asked, "save")
    said(asked, "Saved 1 answer.")
    assert authors() == ["Contributor Oh"]


def test_a_wrong_password_is_said_in_the_dialog(asked: Page, provoked: set[str]) -> None:
    provoked.add("422")
    give(dialog(asked), None, "wrong")
    expect(problems(asked)).to_contain_text("No account has this e-mail address and password.")
    expect(asked.get_by_label(LABELS["password"])).to_be_focused()
    give(dialog(asked), None)
    expect(dialog(asked)).to_have_count(0)
    assert asked.evaluate(ANSWERS) == [True, True]


def test_another_account_is_refused_in_the_dialog(
    asked: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("401")
    give(dialog(asked), cast.colleague)
    expect(problems(asked)).to_contain_text("This is another account")
    assert Session.objects.count() == 0


def test_signing_in_may_wait(asked: Page, cast: Cast) -> None:
    asked.keyboard.press("Escape")
    expect(dialog(asked)).to_have_count(0)
    expect(text(asked, LABEL)).to_be_focused()
    assert asked.evaluate(ANSWERS) == [False, False]
    asked.evaluate(ASK, "signed_out")
    press(dialog(asked), "later")
    expect(dialog(asked)).to_have_count(0)
    expect(text(asked, LABEL)).to_have_value(MINE)
    sign_in_elsewhere(asked, cast.contributor)
    asked.evaluate("() => dispatchEvent(new Event('focus'))")
    asked.wait_for_function("() => window.back === 1")


def test_the_dialog_waits_for_a_pause_in_typing(asked: Page) -> None:
    press(dialog(asked), "later")
    text(asked, LABEL).press("a")
    asked.evaluate(ASK, "signed_out")
    text(asked, LABEL).press_sequentially("bcdefghij", delay=200)
    expect(dialog(asked)).to_be_visible()
    expect(text(asked, LABEL)).to_have_value(f"{MINE}abcdefghij")
    expect(asked.get_by_label(LABELS["password"])).to_have_value("")


def test_the_dialog_closes_when_the_person_signs_in_in_another_tab(asked: Page, cast: Cast) -> None:
    sign_in_elsewhere(asked, cast.contributor)
    asked.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(dialog(asked)).to_have_count(0)
    asked.wait_for_function("() => window.answers")
    assert asked.evaluate(ANSWERS) == [True, True]
    press(asked, "save")
    said(asked, "Saved 1 answer.")


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


@pytest.mark.parametrize("scripts", [True, False])
def test_another_person_in_another_tab_never_saves_what_is_typed_here(
    scripts: bool,  # noqa: FBT001, a parameter
    visit: Opener,
    cast: Cast,
) -> None:
    page = visit(cast.contributor, java_script_enabled=scripts)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    sign_in_elsewhere(page, cast.colleague)
    press(page, "save")
    expect(heading(page, "sign in again")).to_be_visible()
    expect(page.get_by_text("Contributor Moon is signed in in this browser now")).to_be_visible()
    assert not Answer.objects.exists()
    give(page, cast.contributor)
    said(page, "Saved 1 answer.")
    expect(text(page, LABEL)).to_have_value(MINE)
    assert authors() == ["Contributor Oh"]


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
@pytest.mark.parametrize("light", ["light", "dark"])
def test_everyone_can_use_what_asks_to_sign_in_again(
    width: int, light: str, visit: Opener, cast: Cast
) -> None:
    look = {"viewport": {"width": width, "height": 740}, "color_scheme": light}
    page = visit(cast.contributor, **look)
    page.goto(PAGE)
    text(page, LABEL).fill(MINE)
    end_sessions()
    page.evaluate(ASK, "other_person")
    expect(dialog(page)).to_be_visible()
    found = shortcomings(page)
    press(dialog(page), "later")
    button(page, "save").click()
    page.locator("main summary").click()
    found += shortcomings(page)
    press(page, "sign in again")
    expect(problems(page)).to_be_focused()
    found += shortcomings(page)
    assert "\n".join(found) == ""
