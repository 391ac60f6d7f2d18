"""Translations that are reviewed after their sections, from the setting to the seal."""

import re

import pytest
from playwright.sync_api import expect

from responses.models import Answer, SectionWork
from tests.support.factories import approve_all, assign, make_submission, write

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings_both_ways
from .steps import question

SECTION = f"{SITE}social-media/"
BOTH = f"{SECTION}?show=both"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_section_is_approved_translated_confirmed_and_sealed(
    visit: Opener,
    cast: Cast,
    *,
    scripts: bool,
) -> None:
    assign(cast.response, "social-media", cast.contributor)
    write(cast.response, "vi-1", cast.contributor, text="○ 하나")
    page = visit(cast.coordinator, java_script_enabled=scripts)
    page.goto("/busan/settings/")
    page.get_by_role("radio", name="English").check()
    page.get_by_role("radio", name=re.compile("Afterwards:")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("Afterwards:"))).to_be_checked()

    writer = visit(cast.contributor, java_script_enabled=scripts)
    writer.goto(f"{SECTION}send/")
    expect(writer.get_by_text("Answers not fully translated")).to_have_count(0)
    writer.get_by_role("button", name="Send for review").click()
    expect(writer.get_by_text(re.compile("is sent for review"))).to_be_visible()
    cast.response.city.refresh_from_db()
    approve_all(cast.response, cast.reviewer)

    # Nobody is named to translate it, so that its writer is.
    writer.goto("/")
    task = writer.get_by_role("listitem").filter(has_text="Translate VI.1")
    task.get_by_role("link").first.click()
    card = question(writer, "VI.1")
    card.locator("textarea").fill("○ One")
    if scripts:
        expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))
    else:
        writer.get_by_role("button", name="Save", exact=True).click()
        expect(writer.get_by_text("Saved 1 translation.")).to_be_visible()
    assert Answer.objects.get(language="en").content["parts"]["text"] == "○ One"

    page.goto(f"{SITE}submissions/seal/")
    listed = page.get_by_role("heading", name="Translations not confirmed by a reviewer")
    expect(listed).to_be_visible()

    reviewer = visit(cast.reviewer, java_script_enabled=scripts)
    reviewer.goto("/")
    task = reviewer.get_by_role("listitem").filter(has_text="Review the translations")
    task.get_by_role("link").first.click()
    expect(reviewer.get_by_text("Not confirmed yet.")).to_be_visible()
    if scripts:
        assert list(shortcomings_both_ways(reviewer)) == []
        assert list(shortcomings_both_ways(page)) == []
    reviewer.get_by_role("button", name="Confirm the translations").click()
    expect(
        reviewer.get_by_text(re.compile("The translations of VI.+ are confirmed"))
    ).to_be_visible()
    expect(reviewer.get_by_text("Review the translations")).to_have_count(0)

    page.goto(f"{SITE}submissions/seal/")
    expect(listed).to_have_count(0)
    make_submission(cast.response)
    writer.goto(BOTH)
    expect(writer.get_by_text(re.compile("Confirmed by Reviewer Baek"))).to_be_visible()
    expect(writer.locator("textarea[data-outline]")).to_have_count(0)
    assert not SectionWork.objects.filter(translations_open=True).exists()
