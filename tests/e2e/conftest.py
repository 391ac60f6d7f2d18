"""A real browser over a real server, in which every fault of a page fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from responses.models import User
from tests.support import PATIENCE
from tests.support.mail_server import Mailbox, new_mailbox, serving

from .cast import Cast, make_cast
from .desks import Desk, Desks, used_again
from .measures import DESK, PHONE
from .replies import Replies, noted

# Playwright's loop stays in the thread of all tests that follow, where Django would take
# every query for one made inside a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

TIMEOUT = 1000 * PATIENCE
expect.set_options(timeout=TIMEOUT)

# Without a window it takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # What one page has compiled, the next one of the same person need not; nor does it start a
    # process that ends as soon as the page is asked for.
    "--process-per-site",
    "--renderer-process-limit=1",
)

Opener = Callable[..., Page]
Look = dict[str, Any]
# How pages are opened and used. Each is measured both ways, so that every width is seen in every
# light, and both in each language.
LOOKS: dict[str, Look] = {
    "phone-dark-en": {"viewport": PHONE, "color_scheme": "dark", "locale": "en-GB"},
    "desk-dark-ko": {"viewport": DESK, "color_scheme": "dark", "locale": "ko-KR"},
}


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], base_url: str
) -> dict[str, Any]:
    """Start the Chromium that the system has; for it there is no host but the tests' own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    own = urlsplit(base_url).netloc
    args = [*QUIET, f"--host-resolver-rules=MAP {own} {own},MAP * ~NOTFOUND"]
    options = {"executable_path": found, "args": args, "timeout": TIMEOUT}
    return {**browser_type_launch_args, **options}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Let tests name pages by their paths."""
    return live_server.url


@pytest.fixture(scope="session", autouse=True)
def replies() -> Iterator[Replies]:
    with noted() as replies:
        yield replies


@pytest.fixture
def provoked() -> set[str]:
    """Return the kinds of fault that the test provokes on purpose, such as "401"; to be filled."""
    return set()


@pytest.fixture
def faults(provoked: set[str], replies: Replies) -> Iterator[list[str]]:
    """Collect what goes wrong in any page, and fail the test for it; each begins with its kind."""
    found: list[str] = []
    replies.refused.clear()
    yield found
    assert [fault for fault in found if fault.partition(":")[0] not in provoked] == []


@pytest.fixture(scope="session")
def desks(
    browser: Browser, browser_context_args: Look, base_url: str, replies: Replies
) -> Iterator[Desks]:
    with used_again(browser, browser_context_args, base_url, replies) as desks:
        yield desks


@pytest.fixture
def visit(desks: Desks, base_url: str, faults: list[str]) -> Iterator[Opener]:
    """Return a function that opens a browser of its own for a person, signed in if one is given.

    Its options are those of a browser context; the interface is English unless `locale` differs.
    """

    taken: list[Desk] = []

    def opened(person: User | None = None, **options: Any) -> Page:
        desk = desks.take(faults, {"locale": "en-GB", "reduced_motion": "reduce"} | options)
        taken.append(desk)
        desk.context.set_default_timeout(TIMEOUT)
        if person:
            desk.context.add_cookies([_session(person, base_url)])  # type: ignore[list-item]
        return desk.context.new_page()

    yield opened
    # While the database still has what the pages ask for.
    for desk in taken:
        desks.leave(desk)


@pytest.fixture(params=list(LOOKS.values()), ids=list(LOOKS))
def look(request: pytest.FixtureRequest) -> Look:
    """Return a browser's width, light and language; words differ, so pages are used by names."""
    options: Look = request.param
    return options


@pytest.fixture
def post(settings: Settings, base_url: str) -> Iterator[Mailbox]:
    """Give the mailbox of everybody, to which the product sends its mails."""
    with new_mailbox() as mailbox, serving(mailbox):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        settings.SITE_URL = base_url
        yield mailbox


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    """Return Busan's empty response and its people."""
    return make_cast()


def _session(person: User, base_url: str) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": base_url}
