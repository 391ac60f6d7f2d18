"""Six people of three departments, each in their own browser, and what they often do."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from responses.enums import Role
from responses.management.commands.work import new_worker
from responses.tasks import look_for_work
from tests.support.factories import PASSWORD
from tests.support.mail_server import Mailbox, part

from . import steps
from .cast import SITE
from .conftest import Opener
from .measures import DESK, PHONE, shortcomings
from .steps import (
    heading,
    press,
    said,
    save_section,
)


@dataclass(frozen=True)
class Person:
    """Somebody of the story, as they write themselves."""

    name: str
    email: str
    role: Role


DIGITAL, BUDGET, PLANNING = "스마트도시담당관", "재정담당관", "기획조정실"

KANG = Person("Coordinator Kang", "kang@busan.example", Role.COORDINATOR)  # of DIGITAL
OH = Person("Writer Oh", "oh@busan.example", Role.CONTRIBUTOR)  # of DIGITAL
BAEK = Person("Team head Baek", "baek@busan.example", Role.REVIEWER)  # of DIGITAL
MOON = Person("Writer Moon", "moon@busan.example", Role.CONTRIBUTOR)  # of BUDGET
NOH = Person("Manager Noh", "noh@busan.example", Role.REVIEWER)  # of BUDGET
AHN = Person("Director Ahn", "ahn@busan.example", Role.REVIEWER)  # of PLANNING
INVITED = (OH, BAEK, MOON, NOH, AHN)

SECTIONS = {
    "organization": "I. Organizational structure",
    "legal": "II. Legal framework",
    "strategy": "III. Strategy and implementation",
    "online-services": "IV. Use of online services",
    "satisfaction": "V. User satisfaction",
    "social-media": "VI. Social media",
    "covid-19": "VII. COVID-19 response",
    "smart-city": "VIII. Smart cities and new technologies",
}
QUESTIONS = 24

# The short fields that a complete answer needs: a percentage, and who holds an office.
SHORT = re.compile(r"\(%\)$|^(Name|Title|Agency)$")


@dataclass
class Story:
    """Everybody's page, the mails that came, and what pages on the way lack for their users."""

    visit: Opener
    post: Mailbox
    pages: dict[Person, Page] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)

    def measure(self, page: Page) -> None:
        """Note what a page, as it now stands, lacks at a desk and on a phone."""
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            self.lacking += shortcomings(page)

    def post_is_delivered(self) -> None:
        """Do what the worker does: look for what is due, and send it.

        Nobody is mailed what they have read, so what is to be mailed goes before they come.
        """
        look_for_work()
        new_worker().run()

    def mails_to(self, person: Person) -> str:
        """Return all that was mailed to a person."""
        return "\n".join(part(mail, "plain") for mail in self.post.to(person.email))


def sign_in(page: Page, person: Person) -> None:
    """Sign in with the password of everybody."""
    page.goto("/")
    steps.field(page, "email").fill(person.email)
    page.get_by_label(steps.LABELS["password"]).fill(PASSWORD)
    press(page, "sign in")
    expect(heading(page, "my work")).to_be_visible()


def take_up(page: Page, section: str) -> None:
    """Open, from one's own work, the section that waits there."""
    page.goto("/")
    _open(page, section)


def _open(page: Page, section: str) -> None:
    waiting = page.get_by_role("region", name="My tasks")
    waiting.get_by_role("link", name=SECTIONS[section], exact=True).click()


def answer(page: Page, section: str, *, but: Collection[str] = ()) -> None:
    """Answer those questions of a section that one can write, but for some by their keys."""
    page.goto(f"{SITE}{section}/")
    for card in page.locator("[data-question]").all():
        key = card.get_attribute("data-question")
        if key in but:
            continue
        for yes in card.get_by_role("radio", name="Yes", exact=True).all():
            yes.check()
        for choice in card.get_by_role("checkbox").all()[:1]:
            choice.check()
        for box in card.get_by_role("textbox", name=SHORT).all():
            box.fill("50")
        for address in card.get_by_role("textbox", name="Link 1: address").all():
            address.fill(f"https://busan.example/{key}")
        for box in card.locator("textarea:visible").all():
            box.fill(f"□ {key}의 답")
    save_section(page)
    said(page, "Everything is saved.")


def send(page: Page, section: str) -> None:
    """Send to review the section whose page one is on."""
    press(page, "send")
    expect(heading(page, "send")).to_be_visible()
    press(page, "send")
    said(page, f"{SECTIONS[section]} is sent for review. Next: ")


def sign(page: Page, section: str, how: str) -> None:
    """Sign what waits for it, and is not approved by that: "sign" or "consent"."""
    take_up(page, section)
    steps.sign(page, how)
    done = {"sign": "signed", "consent": "consented to"}[how]
    said(page, f"You have {done} {SECTIONS[section]}. Next: ")


def approve(
    page: Page, *sections: str, how: str = "approve", told: str = "{} is approved."
) -> None:
    """Give the last signatures to what waits for them; each leads back to one's own work."""
    page.goto("/")
    for section in sections:
        _open(page, section)
        steps.sign(page, how)
        said(page, told.format(SECTIONS[section]))
