"""Translating a section in a browser, with scripts and for everybody."""

import re

import pytest
from playwright.sync_api import expect

from responses.models import Answer, City
from tests.support.factories import translate, write

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings_both_ways
from .steps import question

BOTH = f"{SITE}social-media/?show=both"
LINKS = [{"label": "공식 블로그", "url": "https://blog.naver.com/haechiseoul"}]


@pytest.fixture
def busan(cast: Cast) -> Cast:
    """Return the people of a city that submits in English, with an answer to translate."""
    City.objects.update(submission_language="en")
    cast.response.city.refresh_from_db()
    write(cast.response, "vi-1", cast.contributor, text="○ 하나", links=LINKS)
    return cast


def test_a_translation_saves_itself_beside_its_original(visit: Opener, busan: Cast) -> None:
    page = visit(busan.contributor)
    page.goto(f"{SITE}social-media/")
    page.get_by_role("link", name="Original and translation").click()
    card = question(page, "VI.1")
    expect(card.get_by_text("하나")).to_be_visible()
    expect(card.locator(".lgq-status")).to_have_text(re.compile("Not translated"))
    card.locator("textarea").fill("○ One")
    expect(card.locator(".lgq-status")).to_have_text(re.compile("Partly translated"))
    card.get_by_label("공식 블로그").fill("Official blog")
    expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))
    said = Answer.objects.get(language="en")
    assert said.content["parts"]["text"] == "○ One"
    assert said.content["parts"]["links"] == [{"of": "공식 블로그", "text": "Official blog"}]
    page.reload()
    expect(card.get_by_label("공식 블로그")).to_have_value("Official blog")


def test_one_press_says_that_a_translation_is_still_right(visit: Opener, busan: Cast) -> None:
    rows = [{"of": "공식 블로그", "text": "Official blog"}]
    translate(busan.response, "vi-1", busan.contributor, text="○ One", links=rows)
    write(busan.response, "vi-1", busan.contributor, text="○ 하나.", links=LINKS)
    page = visit(busan.contributor)
    page.goto(BOTH)
    card = question(page, "VI.1")
    expect(card.locator(".lgq-status")).to_have_text(re.compile("Original changed since"))
    card.get_by_role("button", name="The translation is still right").click()
    expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))


def test_everyone_can_translate(visit: Opener, busan: Cast, look: Look) -> None:
    translate(busan.response, "vi-1", busan.contributor, text="○ One")
    write(busan.response, "vi-1", busan.contributor, text="○ 둘", links=LINKS)
    page = visit(busan.contributor, **look)
    for path in (BOTH, BOTH.replace("both", "translation")):
        page.goto(path)
        assert list(shortcomings_both_ways(page)) == []
