"""A form that saves only when it is sent keeps what is typed in it until it is saved."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from responses.domain.assignment.plan import read_assignments

from .cast import SITE, Cast
from .conftest import Opener
from .steps import button, press, said
from .test_assigning import choose, post, row, step

TEMPLATES = Path(__file__).parents[2] / "templates/responses"
LONG = re.compile(
    '<form[^>]*method="post"[^>]*>(?:(?!</form>).)*?(?:_fields.html|<textarea)', re.DOTALL
)
SHORT = {
    "account/login.html": "a password",
    "account/again.html": "a password",
    "account/password_change.html": "a password",
    "account/password_reset.html": "one address",
    "account/password_reset_confirm.html": "a password",
    "invitations/invitation.html": "a password",
    "imports/imports.html": "a file",
    "returns/give_back.html": "a file, of nobody with an account",
    "verify/verify.html": "a file",
    "handouts/handout.html": "a file",
    "notices/notices.html": "two choices",
}


def test_every_long_form_keeps_what_is_typed() -> None:
    lacking = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for form in LONG.findall(path.read_text("utf-8"))
        if "data-kept" not in form.partition("{% csrf")[0]
    }
    assert lacking - SHORT.keys() - {"section/_form.html"} == set()


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach(e => { e.open = true })")


def kept(page: Page) -> int:
    count = "() => Object.keys(localStorage).filter(k => k.startsWith('lgq-')).length"
    return int(page.evaluate(count))


def test_an_assignment_that_could_not_be_sent_is_offered_again(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    page = visit(cast.coordinator)
    page.goto(f"{SITE}assignment/")
    section = row(page, "Legal framework")
    section.get_by_label("Due date", exact=True).first.fill("1 May 2030")
    choose(section, "Contributors", str(cast.contributor))
    press(section, "add step")
    post(section, 1).fill("과장")
    choose(step(section, 1), "People who can sign", str(cast.reviewer))
    provoked |= {"failed", "console"}
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        button(page, "save").last.click(no_wait_after=True)
    page.context.set_offline(False)
    page.goto(f"{SITE}assignment/")
    offered = page.locator("[data-kept-offer]")
    expect(offered.locator("blockquote")).to_have_text(
        re.compile(f"^1 May 2030\\n{cast.contributor}.*\\n과장$", re.DOTALL)
    )
    press(page, "show it")
    section = row(page, "Legal framework")
    expect(section.get_by_label("Due date", exact=True).first).to_have_value("1 May 2030")
    expect(post(section, 1)).to_have_value("과장")
    button(page, "save").last.click()
    said(page, "Saved the assignment of 1 section.")
    legal = read_assignments(cast.response).sections["legal"].assignment
    assert (legal.due_on, legal.contributors) == (date(2030, 5, 1), (cast.contributor.pk,))
    assert [each.title for each in legal.approval_line] == ["과장"]
    assert kept(page) == 0


@pytest.mark.parametrize("back", [True, False])
def test_forms_offer_what_was_left_in_them(
    visit: Opener,
    cast: Cast,
    back: bool,  # noqa: FBT001 - a case
) -> None:
    cast.response.city.submission_language = "en"
    cast.response.city.save()
    page = visit(cast.coordinator)
    for path, name, typed in (
        ("/busan/members/", "name", "최다솔"),
        ("/busan/glossary/", "original", "응답소"),
        (f"{SITE}services/", "note", "누리집 첫 화면"),
        ("/accounts/profile/", "latin_name", "Kang Chonggwal"),
    ):
        page.goto(path)
        field = page.locator(f'main [name="{name}"], main [name$="--{name}"]').first
        unfold(page)
        field.fill(typed)
        page.goto("/notices/")
        if back:
            page.go_back()
        else:
            page.goto(path)
        expect(page.locator("[data-kept-offer] blockquote")).to_have_text(typed)
        press(page, "show it")
        expect(field).to_have_value(typed)
        # By hand as it was: nothing is left to offer.
        field.fill("")
        assert kept(page) == 0
