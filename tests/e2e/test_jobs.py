"""Each role's job from its beginning, counted: how often one presses, how many pages load.

Typing is no press, nor are the keys of a shortcut typed within a text. Coordinators' saved lines
are counted in `test_assigning`.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Frame, Locator, Page, expect

from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.enums import Role, State
from responses.models import Answer, Remark, User
from tests.support.factories import (
    PASSWORD,
    approve_all,
    assign,
    make_edition,
    name_translators,
    write,
)
from tests.support.mail_server import Mailbox

from .cast import Cast
from .conftest import Opener
from .steps import BUTTONS, LINKS, heading, question, said, text
from .test_invitations import fill_passwords, link_to


@dataclass
class Hands:
    """Somebody at a page, of whom presses and loads of pages are counted."""

    page: Page
    presses: int = 0
    loads: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self._count)

    def _count(self, _page: Page | Frame) -> None:
        self.loads += 1

    @property
    def work(self) -> tuple[int, int]:
        """How often it was pressed and how many pages were loaded, once the last is."""
        self.page.wait_for_load_state()
        return self.presses, self.loads

    def press(self, place: Locator) -> None:
        """Press something once."""
        self.presses += 1
        place.click()

    def button(self, what: str) -> None:
        """Press a button by its key in `BUTTONS`."""
        self.press(self.page.get_by_role("button", name=BUTTONS[what], exact=True))

    def link(self, what: str) -> None:
        """Follow a link by its key in `LINKS`."""
        self.press(self.page.get_by_role("link", name=LINKS[what], exact=True))

    def type(self, words: str) -> None:
        """Type into whatever has the focus."""
        self.page.keyboard.type(words)


def test_a_writer_types_the_first_answer_two_presses_after_the_invitation(
    visit: Opener, cast: Cast
) -> None:
    invitation, secret = invite(
        cast.response.city,
        "new@busan.example",
        "New Seo",
        Role.CONTRIBUTOR,
        actor=Actor(cast.coordinator),
    )
    assert invitation.person
    assign(cast.response, "social-media", invitation.person)
    page = visit()
    page.goto(f"/invitations/{secret}/")
    hands = Hands(page)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("Confirm password").fill(PASSWORD)
    hands.button("make the account")
    expect(heading(page, "my work")).to_be_visible()
    hands.press(page.get_by_role("link", name="VI. Social media"))
    expect(text(question(page, "VI.1"), "How social media is used")).to_be_focused()
    hands.type("□ 시민 소통")
    expect(page.get_by_text(re.compile("^Saved .* by New Seo$")).first).to_be_visible()
    assert hands.work == (2, 2)
    assert "□ 시민 소통" in str(Answer.objects.get().content)


def test_a_reviewer_remarks_by_one_press_mentions_by_none_and_signs_by_two(
    visit: Opener, cast: Cast
) -> None:
    write(cast.response, "vi-1", cast.contributor, text="□ 시민 소통")
    cast.send("social-media")
    page = visit(cast.reviewer)
    page.goto("/")
    hands = Hands(page)
    hands.press(page.get_by_role("link", name="VI. Social media"))
    expect(question(page, "VI.1")).to_contain_text("시민 소통")
    assert hands.work == (1, 1)

    hands.press(page.locator("#vi-1 .lgq-in-place summary").last)
    hands.type("기준일이 언제입니까? @Contributor O")
    expect(page.get_by_role("option", name="Contributor Oh")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    said(page, "The thread is started.")
    expect(page.get_by_role("link", name="Contributor Oh")).to_have_count(0)
    [remark] = Remark.objects.all()
    assert remark.text == "기준일이 언제입니까? @Contributor Oh"
    assert hands.work == (2, 1)

    hands.button("approve")
    hands.button("approve")
    said(page, "VI. Social media is approved.")
    assert hands.work == (4, 3)
    assert cast.response.works.get(section__key="social-media").state == State.APPROVED


def test_a_coordinator_seals_by_two_presses_and_records_the_sending_by_four(
    visit: Opener, cast: Cast
) -> None:
    approve_all(cast.response, cast.reviewer)
    page = visit(cast.coordinator)
    page.goto("/")
    hands = Hands(page)
    hands.link("to seal")
    hands.press(page.get_by_role("button", name="Seal with 24 questions incomplete"))
    said(page, "The response is sealed as submission no. 1.")
    assert hands.work == (2, 2)
    expect(page.get_by_role("heading", name="Submission no. 1: send these files")).to_be_visible()
    hands.press(page.get_by_label("Means"))
    hands.type("E-mail")
    hands.button("record the sending")
    said(page, "It is recorded that submission no. 1 was sent.")
    expect(page.get_by_text("Sent to the UN")).to_be_visible()
    assert hands.work == (4, 3)


def test_an_administrator_adds_a_city_by_two_presses_and_its_coordinator_starts_by_two(
    visit: Opener, post: Mailbox
) -> None:
    make_edition()
    page = visit(User.objects.create_superuser("admin@site.example", PASSWORD, name="Admin"))
    page.goto("/")
    hands = Hands(page)
    hands.press(page.locator("main .btn-primary"))
    for name, typed in (
        ("slug", "gangneung"),
        ("name_ko", "강릉시"),
        ("name_en", "Gangneung"),
        ("coordinator_name", "Choi Yuna"),
        ("coordinator_email", "choi@gangneung.example"),
    ):
        page.locator(f"[name={name}]").fill(typed)
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("choi@gangneung.example")).to_be_visible()
    assert hands.work == (2, 2)

    page = visit()
    page.goto(link_to(post, "choi@gangneung.example"))
    hands = Hands(page)
    fill_passwords(page)
    hands.button("make the account")
    hands.press(page.get_by_role("button", name=re.compile("^Start the response Gangneung")))
    said(page, "The response is started. Every section is open for writing.")
    assert hands.work == (2, 2)
    page.goto("/")
    steps = page.get_by_role("region", name=re.compile("^First steps for Gangneung"))
    expect(steps.get_by_role("link")).to_have_count(4)


TRANSLATED = {
    "text": "○ 하나",
    "links": [{"label": "공식 블로그", "url": "https://blog.naver.com/haechiseoul"}],
}


def to_translate(cast: Cast) -> None:
    """Have answers of one section written by one person, and another one named to translate it."""
    assign(cast.response, "covid-19", cast.contributor)
    write(cast.response, "vii-1", cast.contributor, **TRANSLATED)
    write(cast.response, "vii-2", cast.contributor, text="○ 둘")
    name_translators(cast.response, "covid-19", cast.colleague)


def translations() -> list[tuple[str, object]]:
    found = Answer.objects.filter(language="en").order_by("question")
    return [(each.question.key, each.content["parts"]) for each in found]


SAID = [
    (
        "vii-1",
        {
            "text": "○ One",
            "links": [{"of": "공식 블로그", "text": "Official blog", "at": "1.0.label"}],
        },
    ),
    ("vii-2", {"text": "○ Two"}),
]


def test_a_named_translator_does_a_section_by_two_presses(visit: Opener, cast: Cast) -> None:
    to_translate(cast)
    page = visit(cast.colleague)
    page.goto("/")
    hands = Hands(page)
    hands.press(page.get_by_role("link", name="VII. COVID-19 response"))
    expect(question(page, "VII.1").locator("textarea")).to_be_focused()
    hands.type("○ One")
    hands.press(question(page, "VII.1").get_by_label("공식 블로그 (Name of the link)", exact=True))
    hands.type("Official blog")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(question(page, "VII.2").locator("textarea")).to_be_focused()
    hands.type("○ Two")
    done = question(page, "VII.2").locator(".lgq-status")
    expect(done).to_have_text(re.compile(r"^\s*Translated\s*$"))
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#announcement")).to_have_text(
        re.compile("You have nothing left to translate.")
    )
    assert hands.work == (2, 1)
    assert translations() == SAID


def test_a_named_translator_does_a_section_without_scripts(visit: Opener, cast: Cast) -> None:
    to_translate(cast)
    page = visit(cast.colleague, java_script_enabled=False)
    page.goto("/")
    hands = Hands(page)
    hands.press(page.get_by_role("link", name="VII. COVID-19 response"))
    first = question(page, "VII.1")
    hands.press(first.locator("textarea"))
    hands.type("○ One")
    hands.press(first.get_by_label("공식 블로그 (Name of the link)", exact=True))
    hands.type("Official blog")
    hands.press(page.get_by_role("link", name="Next answer to translate").first)
    hands.press(question(page, "VII.2").locator("textarea"))
    hands.type("○ Two")
    hands.press(page.get_by_role("button", name="Save", exact=True).last)
    said(page, "Saved 2 translations.")
    assert hands.work == (6, 2)
    assert translations() == SAID
    page.goto("/")
    expect(page.get_by_text("Translate VII")).to_have_count(0)
