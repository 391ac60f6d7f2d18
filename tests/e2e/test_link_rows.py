"""Rows of links: added, removed, moved, pasted and mended, with scripts and without."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.factories import write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import (
    button,
    field,
    link,
    links,
    press,
    question,
    row_button,
    said,
    save_section,
    unfold,
    until,
)

# What the page says with scripts, which save by themselves, and without.
SAVED = re.compile(r"Everything is saved\.|Saved 1 answer\.")
THREE = [("One", "one.example"), ("Two", "two.example"), ("Three", "three.example")]
RUN = (
    "Open data (data.busan.go.kr), 지도(https://지도.example:444/a%25EC?q=1)\nhttp://third.example/"
)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, visit: Opener, cast: Cast, provoked: set[str]) -> Page:
    """Return the section of the portals' addresses, with scripts and without."""
    provoked.add("422")  # a label that has no address yet when it is saved
    page = visit(cast.contributor, java_script_enabled=request.param)
    page.goto(f"{SITE}organization/")
    return page


def portals(page: Page) -> Locator:
    return question(page, "I.2-2)")


def fill(page: Page, rows: list[tuple[str, str]]) -> None:
    """Type rows of links with nothing but the keyboard."""
    link(portals(page), 1, "label").focus()
    for number, (label, address) in enumerate(rows, start=1):
        expect(link(portals(page), number, "label")).to_be_focused()
        page.keyboard.type(label)
        page.keyboard.press("Tab")
        page.keyboard.type(address)
        if number < len(rows):
            button(portals(page), "add link").press("Enter")


def save(page: Page) -> None:
    save_section(page)
    said(page, SAVED)


def test_rows_are_added_by_keyboard(page: Page) -> None:
    fill(page, THREE)
    save(page)
    assert links(portals(page)) == THREE


def test_rows_move_by_keyboard_and_keep_the_focus(page: Page) -> None:
    fill(page, THREE)
    row_button(portals(page), 3, "move up").press("Enter")
    expect(row_button(portals(page), 2, "move up")).to_be_focused()
    page.keyboard.press("Enter")
    # At the top there is only one way to go.
    expect(row_button(portals(page), 1, "move down")).to_be_focused()
    assert links(portals(page)) == [THREE[2], THREE[0], THREE[1]]
    save(page)
    assert links(portals(page)) == [THREE[2], THREE[0], THREE[1]]


@pytest.mark.parametrize("page", [False], ids=["no-scripts"], indirect=True)
def test_removing_a_row_puts_the_focus_in_the_next(page: Page) -> None:
    fill(page, THREE)
    row_button(portals(page), 2, "remove").press("Enter")
    expect(link(portals(page), 2, "label")).to_be_focused()
    expect(link(portals(page), 2, "label")).to_have_value("Three")
    row_button(portals(page), 2, "remove").press("Enter")
    expect(link(portals(page), 1, "label")).to_be_focused()
    save(page)
    assert links(portals(page)) == THREE[:1]


@pytest.fixture
def scripted(visit: Opener, cast: Cast, provoked: set[str]) -> Page:
    """Return the same section with scripts, and rows in it that are saved."""
    provoked.add("422")
    page = visit(cast.contributor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{SITE}organization/")
    fill(page, THREE)
    save(page)
    return page


def stored(cast: Cast) -> list[tuple[str, str]]:
    """Return the links that are saved."""
    answer = cast.response.answers.get(question__key="i-2-2")
    rows = answer.content.get("parts", {}).get("links", ())
    return [(row["label"], row["url"]) for row in rows]


def test_a_removed_row_comes_back_where_it_was(scripted: Page, cast: Cast) -> None:
    card = portals(scripted)
    row_button(card, 2, "remove").press("Enter")
    undo = button(card, "undo")
    expect(undo).to_be_focused()
    expect(undo).to_have_accessible_description("Two: Link removed.")
    until(scripted, lambda: stored(cast) == [THREE[0], THREE[2]])
    scripted.wait_for_timeout(1500)
    scripted.keyboard.press("Enter")
    expect(link(card, 2, "label")).to_be_focused()
    expect(undo).to_have_count(0)
    assert links(card) == THREE
    until(scripted, lambda: stored(cast) == THREE)


def test_each_removed_row_comes_back_in_any_order(scripted: Page, cast: Cast) -> None:
    """Also when all are gone, and after what is left was saved by itself."""
    card = portals(scripted)
    for _row in THREE:
        row_button(card, 1, "remove").press("Enter")
    assert links(card) == [("", "")]
    undo = button(card, "undo")
    expect(undo).to_have_count(3)
    for place, (label, _url) in enumerate(THREE):
        expect(undo.nth(place)).to_have_accessible_description(f"{label}: Link removed.")
    until(scripted, lambda: stored(cast) == [])
    for place, back, field_of in ((1, [1], 1), (1, [1, 2], 2), (0, [0, 1, 2], 1)):
        undo.nth(place).press("Enter")
        assert links(card) == [THREE[each] for each in back]
        expect(link(card, field_of, "label")).to_be_focused()
    expect(undo).to_have_count(0)
    until(scripted, lambda: stored(cast) == THREE)


def test_ctrl_z_brings_back_the_row_that_went_last(scripted: Page, cast: Cast) -> None:
    """Within a field it is the field's own, by which the browser takes back what was typed."""
    until(scripted, lambda: stored(cast) == THREE)
    scripted.reload()
    card = portals(scripted)
    for number in (3, 1):
        row_button(card, number, "remove").press("Enter")
    undo = button(card, "undo")
    scripted.keyboard.press("Control+z")
    expect(link(card, 1, "label")).to_be_focused()
    assert links(card) == THREE[:2]
    scripted.keyboard.press("Control+z")
    expect(undo).to_have_count(1)
    undo.focus()
    scripted.keyboard.press("Control+z")
    assert links(card) == THREE
    scripted.keyboard.press("Control+z")
    until(scripted, lambda: stored(cast) == THREE)


def test_moved_rows_pass_what_is_left_of_removed_ones(scripted: Page) -> None:
    card = portals(scripted)
    row_button(card, 2, "remove").press("Enter")
    row_button(card, 2, "move up").press("Enter")
    assert links(card) == [THREE[2], THREE[0]]
    press(card, "undo")
    assert [each for each in links(card) if each == THREE[1]] == [THREE[1]]


def test_a_row_moves_past_what_is_left_of_another(scripted: Page) -> None:
    card = portals(scripted)
    row_button(card, 2, "remove").press("Enter")
    row_button(card, 2, "move up").press("Enter")
    assert links(card) == [THREE[2], THREE[0]]


@pytest.mark.parametrize("width", [360, 1280])
def test_removing_stands_apart_and_all_tools_in_one_line(scripted: Page, width: int) -> None:
    scripted.set_viewport_size({"width": width, "height": 900})
    places = [
        row_button(portals(scripted), 2, what).bounding_box()
        for what in ("move up", "move down", "remove")
    ]
    up, down, remove = (place for place in places if place)
    assert up["y"] == down["y"] == remove["y"]
    assert remove["x"] - (down["x"] + down["width"]) >= 24


def test_a_row_of_links_is_low_on_a_phone(scripted: Page) -> None:
    scripted.set_viewport_size({"width": 360, "height": 800})
    row = portals(scripted).locator("[data-link-row]").nth(1)
    place = row.bounding_box()
    assert place
    assert place["height"] <= 176  # with the line that says what its address opens


def test_lines_in_the_box_become_rows(page: Page) -> None:
    unfold(portals(page), "paste")
    field(portals(page), "lines").fill(RUN)
    press(portals(page), "make rows")
    expect(link(portals(page), 3, "address")).to_have_value("http://third.example/")
    save(page)
    assert links(portals(page)) == [
        ("Open data", "data.busan.go.kr"),
        ("지도", "https://지도.example:444/a%25EC?q=1"),
        ("", "http://third.example/"),
    ]


def test_a_line_without_an_address_holds_no_link_back(page: Page, cast: Cast) -> None:
    card = portals(page)
    unfold(card, "paste")
    field(card, "lines").fill(f"{RUN}\n그냥 글자")
    press(card, "make rows")
    expect(field(card, "lines")).to_have_value("그냥 글자")
    save(page)
    assert [url for _, url in stored(cast)][1:] == [
        "https://지도.example:444/a%25EC?q=1",
        "http://third.example/",
    ]
    expect(field(card, "lines")).to_have_value("그냥 글자")
    note = "The following words are in no link."
    expect(card.get_by_text(note)).to_be_visible()
    expect(field(card, "lines")).to_have_accessible_description(re.compile(re.escape(note)))
    expect(field(card, "lines")).not_to_have_attribute("aria-invalid", "true")


def test_a_pasted_line_without_an_address_comes_back_into_its_box(
    scripted: Page, cast: Cast
) -> None:
    card = portals(scripted)
    scripted.evaluate("words => navigator.clipboard.writeText(words)", f"{RUN}\n그냥 글자")
    link(card, 3, "address").press("Control+v")
    until(scripted, lambda: len(stored(cast)) == 6)
    expect(card.get_by_text("The following words are in no link.")).to_be_visible()
    for _visit in range(2):
        scripted.reload()
        expect(link(card, 6, "address")).to_have_value("http://third.example/")
        expect(field(card, "lines")).to_have_value("그냥 글자")
        expect(card.get_by_text("The following words are in no link.")).to_be_visible()
        expect(button(card, "show it")).to_have_count(0)
    press(scripted, "send")
    listed = scripted.locator("#left").get_by_role("link")
    expect(listed).to_have_count(1)
    listed.click()
    expect(field(card, "lines")).to_have_value("그냥 글자")
    field(card, "lines").fill("")
    save(scripted)
    expect(card.get_by_text("The following words are in no link.")).to_be_hidden()
    scripted.reload()
    expect(link(card, 6, "address")).to_have_value("http://third.example/")
    expect(button(card, "show it")).to_have_count(0)


def test_mistyped_address_is_mended_by_the_suggestion(page: Page) -> None:
    fill(page, [("One", "https//one.example/")])
    page.keyboard.press("Tab")
    save_section(page)
    expect(link(portals(page), 1, "address")).to_have_attribute("aria-invalid", "true")
    press(portals(page), "suggestion")
    expect(link(portals(page), 1, "address")).to_have_value("https://one.example/")
    expect(link(portals(page), 1, "address")).to_be_focused()
    save(page)
    assert links(portals(page)) == [("One", "https://one.example/")]


MOVES = re.compile(r"^Web addresses in this text: 1$")


def explanation(card: Locator) -> Locator:
    return card.get_by_role("textbox", name="Explanation", exact=True)


def type_text(page: Page, words: str) -> Locator:
    """Type the explanation of the official portals, and have its addresses said."""
    card = question(page, "I.1")
    explanation(card).fill(words)
    explanation(card).press("Tab")
    if not page.locator(".saves-itself").count():
        save(page)
    return card


def test_addresses_of_a_text_are_said_that_was_left_before_their_script_came(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor)
    held: list[Route] = []
    script = re.compile(r"/text/found[^/]*\.js$")
    page.route(script, lambda route: held.append(route))  # noqa: PLW0108 - takes no builtin
    page.goto(f"{SITE}organization/")
    with page.expect_request(script):
        card = type_text(page, "○ 포털(<https://one.example/>)를 운영")
    for route in held:
        route.continue_()
    expect(card.locator("summary").filter(has_text=MOVES)).to_be_visible()


def test_address_moves_from_a_text_to_the_links_and_comes_back(page: Page) -> None:
    written = "○ 포털(<https://one.example/>)를 운영\n끝"
    card = type_text(page, written)
    card.locator("summary").filter(has_text=MOVES).click()
    move = card.get_by_role("button", name=re.compile("^Move to the links"))
    move.click()
    expect(explanation(card)).to_have_value("○ 포털를 운영\n끝")
    assert links(card) == [("포털", "https://one.example/")]
    press(card, "undo")
    expect(explanation(card)).to_have_value(written)
    assert links(card) == [("", "")]
    card.locator("summary").filter(has_text=MOVES).click()
    move.click()
    assert links(card) == [("포털", "https://one.example/")]
    save(page)
    page.reload()
    expect(explanation(card)).to_have_value("○ 포털를 운영\n끝")
    assert links(card) == [("포털", "https://one.example/")]


def test_address_in_a_text_is_mended_by_the_suggestion(page: Page) -> None:
    card = type_text(page, "첫 줄 😀\n보기 https://one.example/\u200bx를")
    expect(card.get_by_text("https://one.example/[U+200B]x")).to_be_visible()
    press(card, "suggestion")
    expect(explanation(card)).to_have_value("첫 줄 😀\n보기 https://one.example/x를")
    expect(explanation(card)).to_be_focused()
    expect(button(card, "suggestion")).to_have_count(0)
    save(page)
    page.reload()
    expect(explanation(card)).to_have_value("첫 줄 😀\n보기 https://one.example/x를")


def test_address_without_scheme_is_written_in_full(page: Page) -> None:
    fill(page, THREE[:1])
    page.keyboard.press("Tab")
    save(page)
    press(portals(page), "write in full")
    expect(link(portals(page), 1, "address")).to_have_value("https://one.example")
    expect(portals(page).get_by_text("Opens https://one.example")).to_have_count(0)


def test_address_without_scheme_says_what_it_opens(page: Page) -> None:
    fill(page, THREE[:1])
    page.keyboard.press("Tab")
    save(page)
    expect(portals(page).get_by_text("Opens https://one.example")).to_be_visible()
    opened = portals(page).get_by_role("link", name="Link 1: open in a new window")
    expect(opened).to_have_attribute("href", "https://one.example")


def test_pasting_a_run_into_an_address_makes_rows(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("422")
    page = visit(cast.contributor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{SITE}organization/")
    for text, rows in (("[민원](https://one.example/(a))", 1), (RUN, 4)):
        page.evaluate("words => navigator.clipboard.writeText(words)", text)
        link(portals(page), 1, "address").press("Control+v")
        expect(link(portals(page), rows, "address")).to_have_value(re.compile("^http"))
    found = links(portals(page))
    assert [label for label, _ in found] == ["민원", "Open data", "지도", ""]
    assert [found[0][1], found[3][1]] == ["https://one.example/(a)", "http://third.example/"]


def test_several_addresses_in_one_field_become_rows_and_one_again(page: Page) -> None:
    both = "one.example.kr, two.example.kr"
    fill(page, [("Both", both)])
    page.keyboard.press("Tab")
    save_section(page)
    card = portals(page)
    expect(link(card, 1, "address")).to_have_attribute("aria-invalid", "true")
    card.get_by_role("button", name="Make a row of each").click()
    expect(link(card, 2, "address")).to_have_value("two.example.kr")
    assert links(card) == [("Both", "one.example.kr"), ("", "two.example.kr")]
    # With scripts.
    for undo in card.get_by_role("button", name="Undo").all():
        undo.click()
        expect(link(card, 1, "address")).to_have_value(both)
        assert links(card) == [("Both", both)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_full_list_takes_no_row_more_and_says_so(
    visit: Opener, cast: Cast, provoked: set[str], *, scripts: bool
) -> None:
    provoked.add("422")
    rows = [{"label": "", "url": f"a{row}.kr"} for row in range(199)]
    write(cast.response, "i-2-2", cast.contributor, links=rows)
    page = visit(cast.contributor, java_script_enabled=scripts)
    page.goto(f"{SITE}organization/")
    card = portals(page)
    press(card, "add link")
    both = link(card, 200, "address")
    both.fill("one.example.kr, two.example.kr")
    if scripts:
        page.keyboard.press("Tab")
    else:
        save_section(page)
    card.get_by_role("button", name="Make a row of each").click()
    expect(
        card.get_by_text("There is room for 200 links. Remove other rows first.")
    ).to_be_visible()
    expect(both).to_have_value("one.example.kr, two.example.kr")
    assert card.locator("[data-link-row]").count() == 200
    expect(card.locator("[data-paste] textarea")).to_be_hidden()


def test_what_is_pasted_into_the_box_becomes_rows_at_once_and_lines_again(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{SITE}organization/")
    card = portals(page)
    unfold(card, "paste")
    page.evaluate("words => navigator.clipboard.writeText(words)", f"{RUN}\n그냥 글자")
    field(card, "lines").press("Control+v")
    expect(field(card, "lines")).to_have_value("그냥 글자")
    assert [url for _, url in links(card)][1:] == [
        "https://지도.example:444/a%25EC?q=1",
        "http://third.example/",
    ]
    card.get_by_role("button", name="Undo").click()
    expect(field(card, "lines")).to_have_value(f"{RUN}\n그냥 글자")
    assert links(card) == [("", "")]


def test_what_is_pasted_is_judged_at_once(visit: Opener, cast: Cast, provoked: set[str]) -> None:
    provoked.add("422")
    page = visit(cast.contributor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{SITE}organization/")
    card, again = portals(page), "The same address as that of link"
    # The last of them is wrong, and the cursor comes to its label.
    for text in (f"{RUN}\nhttp://-four.example/", RUN):
        page.evaluate("words => navigator.clipboard.writeText(words)", text)
        link(card, 1, "address").press("Control+v")
        wrong = card.locator("[data-field=url]").last
        expect(wrong).to_have_value("http://-four.example/")
        expect(wrong).to_have_attribute("aria-invalid", "true")
        expect(link(card, 1, "address")).to_have_value("data.busan.go.kr")
    expect(card.get_by_text(again)).to_have_count(3)


def test_suggestion_comes_while_typing_and_goes_with_its_cause(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("422")
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    address = link(portals(page), 1, "address")
    address.fill("https//one.example/")
    address.press("Tab")
    expect(button(portals(page), "suggestion")).to_be_visible()
    address.fill("https://one.example/")
    address.press("Tab")
    expect(button(portals(page), "suggestion")).to_have_count(0)
    address.fill('"One" https://one.example/')
    address.press("Tab")
    press(portals(page), "suggestion")
    expect(link(portals(page), 1, "label")).to_have_value("One")


def test_nothing_moves_away_under_a_press(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    card = portals(page)
    unfold(card, "paste")
    field(card, "lines").fill(f"{RUN}\n그냥 글자")
    place = button(card, "make rows").bounding_box()
    assert place
    page.mouse.move(place["x"] + 20, place["y"] + 4)
    note = card.get_by_text("The following words are in no link.")
    with page.expect_response(lambda reply: "i-2-2" in reply.url) as saving:
        page.mouse.down()  # the box is saved meanwhile, and its reply brings a note above
    saving.value.finished()
    page.wait_for_timeout(200)
    assert button(card, "make rows").bounding_box() == place
    expect(note).to_be_hidden()
    page.mouse.up()
    expect(field(card, "lines")).to_have_value("그냥 글자")
    expect(note).to_be_visible()
    assert [url for _, url in links(card)][1:] == [
        "https://지도.example:444/a%25EC?q=1",
        "http://third.example/",
    ]
