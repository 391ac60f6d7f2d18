"""What stands on a page that saves by itself, and what is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page
from playwright.sync_api import Response as Reply

from responses.domain.snapshot.snapshot import read_snapshot
from tests.e2e.cast import SITE, Cast
from tests.e2e.steps import (
    question,
)

PAGE = f"{SITE}social-media/"
LABEL = "How social media is used"
MINE = "□ 내 글"
MORE = "□ 내 글\n○ 더 많은 글"
THEIRS = "□ 동료의 글"
SAVE = "**/save/"
OFFLINE = ("console", "failed")
REFUSED = "409"
FAULTY = "422"
BROKEN = "500"


def is_save(reply: Reply) -> bool:
    return reply.url.endswith("/save/")


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """Wait until a save has been answered that was begun inside."""
    with page.expect_response(is_save):
        yield


def stored(cast: Cast, section: str = "social-media", number: int = 0) -> dict[str, Any]:
    """Return what the server has, by part."""
    answers = read_snapshot(cast.response).sections_by_key[section].answers
    return dict(answers[number].content.parts)


def says(cast: Cast) -> str:
    """Return the text of the answer that most tests write."""
    return next(iter(stored(cast).values()), "")


def in_head(page: Page, number: str) -> Locator:
    """Return what the head of a card says of its saving."""
    return question(page, number).locator("[data-saving]")


def told(page: Page, words: str) -> Locator:
    """Return what the card of the text says of its saving."""
    return question(page, "VI.1").get_by_text(words)
