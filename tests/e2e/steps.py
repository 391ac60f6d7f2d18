"""What people do on the pages, as plain functions; the words on the pages stand here once."""

import re
import time
from collections.abc import Callable, Mapping
from io import BytesIO

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from responses.models import User
from tests.support import PATIENCE
from tests.support.factories import PASSWORD

BUTTONS: Mapping[str, str] = {
    "accept": "Accept the suggestion",
    "add link": "Add a link",
    "add step": "Add a step",
    "copy": "Copy into the fields",
    "hand over": "Delegate this question",
    "take now": "Use the current values",
    "approve": "Approve",
    "approve as deputy": "Approve as deputy",
    "combine here": "Compare and combine",
    "combine": "Save the combined text",
    "compare versions": "Compare the two chosen versions",
    "consent": "Consent",
    "discard": "Discard my text permanently",
    "forget": "Discard",
    "invite": "Send the invitation",
    "join": "Join",
    "later": "Later",
    "make rows": "Turn these lines into rows",
    "make the account": "Create the account and join",
    "mention": "Mention",
    "name deputy": "Appoint deputy",
    "preview": "Preview",
    "close the preview": "Close the preview",
    "read all": "Mark all as read",
    "read my text": "Read your text",
    "record the sending": "Record the sending",
    "reopen": "Reopen",
    "reply": "Reply",
    "request changes": "Request changes",
    "resolve": "Resolve",
    "restore": "Restore this version",
    "save": "Save",
    "mend": "Go to the field",
    "seal": "Seal the response",
    "send": "Send for review",
    "send again": "Send it again",
    "show": "Show",
    "show it": "Restore this text",
    "show what differs": "Show the differences",
    "sign": "Sign",
    "sign in": "Sign in",
    "sign in again": "Sign in and continue",
    "sign out": "Sign out",
    "sign out and open": "Sign out and open it again",
    "start": "Start the response Busan · LGQ 2022",
    "start thread": "Start the thread",
    "suggest": "Send the suggestion",
    "suggestion": "Use this address",
    "undo": "Undo",
    "write in full": "Write it in full",
    "try again": "Try again",
    "verify": "Verify the file",
}
LINKS: Mapping[str, str] = {
    "assignment": "Assignment",
    "audit": "Audit",
    "compare": "Compare and combine",
    "dashboard": "Dashboard",
    "deputies": "Deputies",
    "download audit": "Download these records (CSV)",
    "download what is shown": "Download this selection (XLSX)",
    "pdf": "PDF in English (working document)",
    "read my text": "Read your text",
    "invite the people": "Invite the people",
    "show all": "Show all",
    "skip": "Skip to the content",
    "submissions": "Submissions",
    "suggest": "Suggest an answer",
    "to seal": "All sections approved: seal the response",
}
HEADINGS: Mapping[str, str] = {
    "assignment": "Assignment",
    "changes": "Differences",
    "dashboard": "Dashboard",
    "forbidden": "Your role does not allow this",
    "my work": "My work",
    "not found": "Page not found",
    "notices": "Notices",
    "send": "Send for review",
    "send again": "Send it again",
    "sign in": "Sign in",
    "sign in again": "Sign in again",
    "too large": "This is too much to send at once",
    "unsaved": "Texts that could not be saved",
    "void link": "This link is no longer valid",
}
LABELS: Mapping[str, str] = {
    "comment": "Comment",
    "email": "E-mail address",
    "lines": "Lines with web addresses",
    "name": "Name (optional)",
    "nothing to report": "There is nothing to report on this question",
    "password": "Password",
    "reason": "Reason",
    "remark": "Question or remark",
    "reply": "Reply",
    "why": "Reason (optional)",
    "your name": "Your name",
}
DISCLOSURES: Mapping[str, str] = {
    "copy": "Copy from another section, or set one date for all",
    "discard": "Discard my text",
    "mention": "Mention someone",
    "nothing to report": "This question does not apply",
    "numbers of the chart": "The numbers of this chart",
    "paste": "Paste several links",
    "versions 2 and 3": "Versions 2 to 3",
}


# Keeps each sentence that the page says by ear, as the next one takes its place.
LISTEN = """() => {
  const place = document.querySelector("#announcement");
  globalThis.heard = [];
  new MutationObserver(() => { globalThis.heard.push(place.textContent.trim()) })
    .observe(place, { childList: true, characterData: true, subtree: true });
}"""


def listen(page: Page) -> None:
    """Remember what the page says by ear from now on, for `expect_heard`."""
    page.evaluate(LISTEN)


def expect_heard(page: Page, words: str) -> None:
    """Expect that the page has said something since `listen`, whatever it said after that."""
    page.wait_for_function("words => globalThis.heard.includes(words)", arg=words)


def button(place: Page | Locator, what: str) -> Locator:
    """Return a button by its key in `BUTTONS`."""
    return place.get_by_role("button", name=BUTTONS[what], exact=True)


def press(place: Page | Locator, what: str) -> None:
    """Press a button by its key in `BUTTONS`."""
    button(place, what).click()


def save_section(page: Page) -> None:
    """Save a section: by the keys where it saves by itself, by the button where it does not."""
    page.wait_for_load_state()  # its scripts, if any, have then said how it saves
    if page.locator(".saves-itself").count():
        page.keyboard.press("Control+s")
    else:
        press(page, "save")


def follow(place: Page | Locator, what: str) -> None:
    """Follow a link by its key in `LINKS`."""
    place.get_by_role("link", name=LINKS[what], exact=True).click()


def heading(place: Page | Locator, what: str) -> Locator:
    """Return a heading by its key in `HEADINGS`."""
    return place.get_by_role("heading", name=HEADINGS[what], exact=True)


def field(place: Page | Locator, what: str) -> Locator:
    """Return a field by its key in `LABELS`."""
    return place.get_by_role("textbox", name=LABELS[what], exact=True)


def unfold(place: Page | Locator, what: str) -> None:
    """Open a disclosure by its key in `DISCLOSURES`."""
    place.locator("summary", has_text=re.compile(rf"^{DISCLOSURES[what]}$")).click()


def sign_in(page: Page, person: User) -> None:
    """Sign in on the sign-in page, whence one gets to one's work."""
    page.goto("/")
    field(page, "email").fill(person.email)
    # A field for a password has no role, and its label holds an asterisk that nobody sees.
    page.get_by_label(LABELS["password"]).fill(PASSWORD)
    press(page, "sign in")
    expect(heading(page, "my work")).to_be_visible()


def sign(page: Page, how: str) -> None:
    """Sign on the review page, and on the page that asks; `how` is the key of the button."""
    press(page, how)
    expect(page.get_by_role("heading", name=BUTTONS[how], exact=True)).to_be_visible()
    press(page, how)


def question(page: Page, number: str) -> Locator:
    """Return the card of a question by its number in the form."""
    return page.get_by_role("region", name=re.compile(rf"^{re.escape(number)}\s"))


def text(place: Page | Locator, label: str) -> Locator:
    """Return a text field by its label."""
    return place.get_by_role("textbox", name=label, exact=True)


def link(place: Page | Locator, row: int, what: str) -> Locator:
    """Return the label or the address of a row of links, the first being 1."""
    return text(place, f"Link {row}: {what}")


def row_button(place: Page | Locator, row: int, what: str) -> Locator:
    """Return a button of a row of links: "move up", "move down" or "remove"."""
    return place.get_by_role("button", name=f"Link {row}: {what}", exact=True)


def links(place: Page | Locator) -> list[tuple[str, str]]:
    """Return the rows of links that stand in a card, labels and addresses."""
    labels = place.locator("[data-rows] [data-field=label]").all()
    addresses = place.locator("[data-rows] [data-field=url]").all()
    return [(a.input_value(), b.input_value()) for a, b in zip(labels, addresses, strict=True)]


def said(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect a page to say in its status messages what was done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def saved(page: Page, number: str, person: str) -> None:
    """Expect a question, by its number in the form, to be all saved and last by that person."""
    card = question(page, number)
    expect(card.get_by_text(re.compile(rf"^Saved .* by {person}$"))).to_be_visible()
    expect(card.locator("[data-save-state]:visible")).to_have_count(0)


def until(page: Page, true: Callable[[], bool]) -> None:
    """Let a page do what it does until something is true that the page itself does not show."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        page.wait_for_timeout(20)


def problems(page: Page) -> Locator:
    """Return the summary of what is wrong."""
    return page.get_by_role("alert")


def download(page: Page, what: str) -> str:
    """Download a PDF by following a link and return its text, a space for each white space."""
    with page.expect_download() as coming:
        follow(page, what)
    content = coming.value.path().read_bytes()
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())
