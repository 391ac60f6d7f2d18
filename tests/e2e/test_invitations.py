"""Somebody new comes into a city: by the coordinator's form, a real mail and its link."""

import re
from datetime import date

from django.urls import reverse
from playwright.sync_api import Page, expect

from responses.domain.auditing import Actor
from responses.domain.people.deputies import add_deputy
from responses.domain.people.invitations import invite
from responses.enums import Role
from tests.support.factories import PASSWORD, make_city, make_member, make_user
from tests.support.mail_server import Mailbox, part

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings_both_ways
from .steps import button, field, heading, press, problems, said
from .test_accessibility import on

EMAIL = "new@busan.example"
MEMBERS, DEPUTIES = "/busan/members/", "/busan/deputies/"


def send_invitation(page: Page, email: str) -> None:
    page.goto(MEMBERS)
    field(page, "email").fill(email)
    press(page, "invite")
    said(page, re.compile(rf"An invitation is on its way to {email}\. The link is valid until"))


def link_to(post: Mailbox, email: str) -> str:
    """Return the link in the one mail to an address; both of its parts have it."""
    [mail] = post.to(email)
    [link] = set(re.findall(r"http://\S+/invitations/[\w-]+/", part(mail, "plain")))
    assert f'href="{link}"' in part(mail, "html")
    return str(link)


def fill_passwords(page: Page, second: str = PASSWORD) -> None:
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("Confirm password").fill(second)


def test_who_is_new_gets_from_the_mail_to_their_work(
    visit: Opener, cast: Cast, post: Mailbox
) -> None:
    send_invitation(visit(cast.coordinator), EMAIL)
    page = visit()
    page.goto(link_to(post, EMAIL))
    field(page, "your name").fill("New Seo")
    fill_passwords(page, "something else")
    press(page, "make the account")
    expect(problems(page)).to_be_focused()
    expect(field(page, "your name")).to_have_value("New Seo")
    fill_passwords(page)
    press(page, "make the account")
    expect(heading(page, "my work")).to_be_visible()
    said(page, re.compile(r"Welcome to .*\. Your role: Contributor\."))
    page.goto(SITE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("LGQ 2022")
    other = visit()
    other.goto(link_to(post, EMAIL))
    expect(heading(other, "void link")).to_be_visible()


def test_who_has_an_account_signs_in_and_joins(visit: Opener, cast: Cast, post: Mailbox) -> None:
    person = make_member(make_city("daegu"), Role.VIEWER, "Known Bae")
    send_invitation(visit(cast.coordinator), person.email)
    page = visit()
    page.goto(link_to(post, person.email))
    page.get_by_role("link", name="Sign in", exact=True).click()
    field(page, "email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "sign in")
    press(page, "join")
    expect(heading(page, "my work")).to_be_visible()
    said(page, re.compile(r"Welcome to .*"))


def test_somebody_else_signs_out_first(visit: Opener, cast: Cast, post: Mailbox) -> None:
    send_invitation(visit(cast.coordinator), EMAIL)
    page = visit(cast.viewer)
    page.goto(link_to(post, EMAIL))
    press(page, "sign out and open")
    expect(button(page, "make the account")).to_be_visible()


def test_a_deputy_is_named_and_removed(visit: Opener, cast: Cast) -> None:
    make_member(cast.response.city, Role.REVIEWER, "Reviewer Noh")
    page = visit(cast.reviewer)
    page.goto(SITE)
    page.get_by_role("link", name="Deputies").click()
    page.get_by_role("combobox", name="Deputy").select_option(index=1)
    press(page, "name deputy")
    expect(problems(page)).to_be_focused()
    page.get_by_label("Last day").fill("2999-12-31")
    press(page, "name deputy")
    said(page, re.compile(r"Reviewer Noh signs for Reviewer Baek from"))
    page.locator("main summary").click()
    page.get_by_role("button", name="Remove Reviewer Noh").click()
    said(page, re.compile(r"Reviewer Noh no longer signs for Reviewer Baek\."))


def test_pages_of_invitations(visit: Opener, look: Look, cast: Cast) -> None:
    def invited(email: str) -> str:
        _, secret = invite(
            cast.response.city, email, "New Seo", Role.REVIEWER, actor=Actor(cast.coordinator)
        )
        return reverse("invitation", args=(secret,))

    known, new = make_user("Known Bae"), invited(EMAIL)
    page = visit(**look)
    found = [*on(page, "/invitations/x/", invited(known.email), new)]
    page.locator("main [type=submit]").first.click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    for person in (cast.viewer, known):
        found += on(visit(person, **look), invited(known.email))
    page = visit(cast.coordinator, **look)
    found += on(page, MEMBERS)
    page.locator("[name=do][value=invite]").click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_pages_of_deputies(visit: Opener, look: Look, cast: Cast) -> None:
    city = cast.response.city
    page = visit(cast.coordinator, **look)
    found = [*on(page, DEPUTIES)]
    second = make_member(city, Role.REVIEWER, "Reviewer Noh")
    always = (date(2026, 1, 1), date(2999, 12, 31))
    add_deputy(city, cast.reviewer, second, *always, actor=Actor(cast.reviewer))
    found += on(page, DEPUTIES)
    page.locator("[name=do][value=add]").click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    found += on(visit(cast.reviewer, **look), DEPUTIES)
    assert "\n".join(found) == ""
