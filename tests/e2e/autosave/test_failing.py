"""Saving through slow and lost replies, faults and outages loses nothing."""

from playwright.sync_api import Page, Route, expect

from responses.models import Revision
from tests.e2e.autosave.pages import (
    BROKEN,
    LABEL,
    MINE,
    MORE,
    OFFLINE,
    PAGE,
    REFUSED,
    SAVE,
    THEIRS,
    in_head,
    saving,
    says,
    told,
)
from tests.e2e.cast import Cast
from tests.e2e.conftest import Opener
from tests.e2e.steps import (
    button,
    press,
    saved,
    text,
    until,
)


def test_typing_through_a_slow_save_loses_nothing(page: Page, cast: Cast) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SAVE, hold)
    text(page, LABEL).press_sequentially("하나")
    until(page, lambda: len(held) == 1)
    text(page, LABEL).press_sequentially(" 둘")
    page.wait_for_timeout(1500)
    text(page, LABEL).press_sequentially(" 셋")
    page.wait_for_timeout(1500)
    assert len(held) == 1
    with saving(page):
        held[0].continue_()
    expect(text(page, LABEL)).to_have_value("하나 둘 셋")
    until(page, lambda: len(held) == 2)
    with saving(page):
        held[1].continue_()
    saved(page, "VI.1", "Contributor Oh")
    assert says(cast) == "하나 둘 셋"
    assert [each.version for each in Revision.objects.order_by("version")] == [1, 2]


def test_lost_reply_is_no_conflict(page: Page, cast: Cast, provoked: set[str]) -> None:
    provoked.update(OFFLINE)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(SAVE, lose)
    text(page, LABEL).press_sequentially("하나")
    expect(told(page, "the server cannot be reached")).to_be_visible()
    text(page, LABEL).press_sequentially(" 둘")
    saved(page, "VI.1", "Contributor Oh")
    expect(told(page, "the server cannot be reached")).to_be_hidden()
    assert lost == [200]
    assert says(cast) == "하나 둘"


def test_fault_of_the_server_is_told_and_tried_again(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.add(BROKEN)
    page.route(SAVE, lambda route: route.fulfill(status=500), times=2)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Not saved: the server has a fault.")).to_be_visible()
    expect(page.get_by_text("VI.1: The server has a fault.", exact=True)).to_be_in_viewport()
    expect(in_head(page, "VI.1")).to_have_text("Not saved")
    with saving(page):
        press(page, "try again")
    expect(button(page, "try again")).to_be_visible()
    saved(page, "VI.1", "Contributor Oh")
    expect(button(page, "try again")).to_have_count(0)
    assert says(cast) == MINE


def test_text_typed_offline_goes_out_when_the_connection_is_back(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.update(OFFLINE)
    page.context.set_offline(True)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Offline. Your text is kept in this browser")).to_be_visible()
    expect(page.get_by_text("VI.1: You are offline.", exact=True)).to_be_in_viewport()
    text(page, LABEL).fill(MORE)
    with saving(page):
        page.context.set_offline(False)
    saved(page, "VI.1", "Contributor Oh")
    expect(told(page, "Offline.")).to_be_hidden()
    page.wait_for_timeout(1500)
    assert says(cast) == MORE


def test_text_typed_offline_is_refused_if_somebody_else_saved(
    page: Page, visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.update({*OFFLINE, REFUSED})
    page.context.set_offline(True)
    text(page, LABEL).fill(MINE)
    expect(told(page, "Offline.")).to_be_visible()
    other = visit(cast.colleague)
    other.goto(PAGE)
    with saving(other):
        text(other, LABEL).fill(THEIRS)
    page.context.set_offline(False)
    expect(told(page, "Contributor Moon saved this answer")).to_be_visible()
    expect(text(page, LABEL)).to_have_value(MINE)
    assert says(cast) == THEIRS
