"""A kind of part that only the test tree has, in a browser: a number with a unit."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from responses.enums import Role
from responses.models import Answer, Response
from tests.support.factories import (
    make_definition,
    make_edition,
    make_member,
    make_response,
    wording,
)
from tests.support.kinds.added import add_kinds

from .autosave.pages import REFUSED, saving
from .conftest import Opener
from .steps import follow, heading, press, question, said, saved

PAGE = "/springfield/test-2030/beta/"
LABEL = "How much is done"


@pytest.fixture
def response(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Response:
    """Return a response to an edition that asks for a number with a unit, then for a text."""
    add_kinds(monkeypatch, settings)
    definition = make_definition()
    units = [{"key": unit, "label": wording(unit)} for unit in ("km", "ha")]
    part = {"key": "it", "kind": "quantity", "label": wording(LABEL), "choices": units}
    definition["sections"][1]["questions"][0]["parts"].insert(0, part)
    return make_response(edition=make_edition(definition))


def entry(place: Page | Locator, label: str) -> Locator:
    """Return a field that offers units, by its label."""
    return place.get_by_role("combobox", name=label, exact=True)


def stored() -> Any:
    return Answer.objects.get().content["parts"]


def test_it_is_typed_autosaved_merged_and_read(
    visit: Opener, response: Response, provoked: set[str]
) -> None:
    provoked.update({REFUSED, "422"})
    writers = [make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Kim", "Lee")]
    page, other = (visit(each) for each in writers)
    page.goto(PAGE)
    card = question(page, "B.1")
    with saving(page):
        entry(card, "Unit").fill("km")
    expect(card.get_by_text("Give both the amount and its unit.")).to_be_visible()
    with saving(page):
        entry(card, "Amount").fill("12,5")
    saved(page, "B.1", "Kim")
    expect(card.get_by_text("Give both the amount and its unit.")).to_have_count(0)
    assert stored() == {"it": {"amount": "12.5", "unit": "km"}}

    other.goto(PAGE)
    same = question(other, "B.1")
    expect(entry(same, "Amount")).to_have_value("12.5")
    with saving(other):
        entry(same, "Amount").fill("13")
    saved(other, "B.1", "Lee")
    with saving(page):
        entry(card, "Unit").fill("ha")
    expect(card.get_by_text("Lee saved this answer")).to_be_visible()
    expect(entry(card, "Unit")).to_have_value("ha")
    follow(page, "compare")
    expect(heading(page, "unsaved")).to_be_visible()
    expect(page.get_by_text(f"Both of you changed the same place in: {LABEL}.")).to_be_visible()
    entry(page, "Amount").fill("13")
    press(page, "combine")
    said(page, "The combined text is saved.")
    assert stored() == {"it": {"amount": "13", "unit": "ha"}}

    reader = visit(make_member(response.city, Role.VIEWER))
    reader.goto(PAGE)
    expect(question(reader, "B.1").get_by_text("13 ha")).to_be_visible()
    expect(reader.get_by_role("combobox")).to_have_count(0)
