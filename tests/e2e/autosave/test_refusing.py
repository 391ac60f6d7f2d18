"""What a field refuses is told beside it, and the sound parts are saved."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.e2e.autosave.pages import FAULTY, in_head, saving, stored
from tests.e2e.cast import SITE, Cast
from tests.e2e.conftest import Opener
from tests.e2e.steps import (
    button,
    link,
    question,
    text,
)


def test_what_a_field_refuses_is_told_on_leaving_it_and_goes_once_it_is_right(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    page = visit(cast.contributor)
    page.clock.install()  # what is told does not wait for the pause
    page.goto(f"{SITE}organization/")
    officer, portals = question(page, "I.3"), question(page, "I.2-2)")
    as_saved = officer.get_by_text("As last saved:")
    expect(as_saved).to_be_hidden()
    address = text(officer, "E-mail address")
    address.fill("hong@@city")
    text(officer, "Name").focus()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_have_accessible_description(re.compile("Error: .*e-mail address"))
    # Beside "Not saved" stands of what the answer is how far.
    expect(as_saved).to_be_visible()
    with saving(page):
        address.fill("hong@city.kr")
        text(officer, "Name").focus()
    expect(address).not_to_have_attribute("aria-invalid", "true")
    expect(as_saved).to_be_hidden()
    # A row is half said on the way from its label to its address.
    link(portals, 1, "label").fill("서울시")
    with saving(page):
        page.clock.run_for(1500)
    expect(in_head(page, "I.2-2)")).to_have_text("Not saved")
    expect(link(portals, 1, "address")).not_to_have_attribute("aria-invalid", "true")
    link(portals, 1, "address").fill("서울시 홈페이지")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    text(officer, "Name").focus()
    expect(link(portals, 1, "address")).to_have_attribute("aria-invalid", "true")
    link(portals, 1, "address").fill("seoul.go.kr")
    text(officer, "Name").focus()
    expect(link(portals, 1, "address")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".lgq-save")).to_be_hidden()


def test_sound_parts_are_saved_beside_a_faulty_one(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    page = visit(cast.contributor)
    page.goto(f"{SITE}strategy/")
    card = question(page, "III.2")
    share = text(card, "Share of the city's total budget (%)")
    with saving(page):
        card.get_by_role("radio", name="No", exact=True).check()
    with saving(page):
        share.fill("120")
    expect(card.get_by_text("One entry is not saved yet.")).to_be_visible()
    fault = "Enter a percentage from 0 to 100, such as 23.1."
    expect(share).to_have_accessible_description(f"Required if “Yes” Error: {fault}")
    expect(page.get_by_text(f"III.2: {fault}", exact=True)).to_be_in_viewport()
    page.keyboard.press("Control+s")
    expect(share).to_be_focused()
    expect(share).to_have_attribute("aria-invalid", "true")
    expect(share).to_have_accessible_description(f"Required if “Yes” Error: {fault}")
    assert list(stored(cast, "strategy", 1).values()) == ["no"]
    share.fill("72,5%")
    with saving(page):
        share.blur()
    expect(share).to_have_value("72.5")
    with saving(page):
        share.fill("23.1")
    expect(share).not_to_have_attribute("aria-invalid", "true")
    expect(card.get_by_text("One entry is not saved yet.")).to_be_hidden()
    assert list(stored(cast, "strategy", 1).values()) == ["no", "23.1"]


def test_only_the_faulty_part_comes_back_beside_what_was_saved_since(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(FAULTY)
    share = "Share of the city's total budget (%)"
    page = visit(cast.contributor)
    page.goto(f"{SITE}strategy/")
    with saving(page):
        question(page, "III.2").get_by_role("radio", name="Yes", exact=True).check()
    with saving(page):
        text(question(page, "III.2"), share).fill("칠십")
    # The reply is there before the page knows of it; what it keeps is faulty from then on.
    expect(question(page, "III.2").get_by_text("One entry is not saved yet.")).to_be_visible()
    disk: dict[str, Any] = page.context.storage_state()  # type: ignore[assignment]
    page.context.close()
    elsewhere = visit(cast.contributor)
    elsewhere.goto(f"{SITE}strategy/")
    with saving(elsewhere):
        question(elsewhere, "III.2").get_by_role("radio", name="No", exact=True).check()
    elsewhere.context.close()
    page = visit(storage_state=disk)
    page.goto(f"{SITE}strategy/")
    card = question(page, "III.2")
    expect(text(card, share)).to_have_value("칠십")
    expect(card.get_by_role("radio", name="No", exact=True)).to_be_checked()
    expect(button(page, "show it")).to_have_count(0)
    with saving(page):
        text(card, share).fill("70")
    assert list(stored(cast, "strategy", 1).values()) == ["no", "70"]
    page.reload()
    expect(text(question(page, "III.2"), share)).to_have_value("70")
    expect(button(page, "show it")).to_have_count(0)
