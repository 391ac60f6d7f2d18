"""Files of an answer: chosen, dropped and pasted; refused, broken, cancelled; without scripts."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import Dialog, FilePayload, Locator, Page, Route, expect

from responses.models import StoredFile
from tests.support.files import PDF, picture

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings_both_ways
from .steps import heading, question, save_section, text, until
from .test_session import dialog, end_sessions, give

PAGE = f"{SITE}social-media/"
SEND = re.compile(r"/vi-1/files/$")
MAP = FilePayload(name="map.png", mimeType="image/png", buffer=picture())
PLAN = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=PDF)
NONE_OF_THESE = FilePayload(name="list.html", mimeType="text/html", buffer=b"<p>1,2</p>")
# Files over a place: what a browser tells of them when somebody drags them there and lets go.
DROP = """(place, [name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name, { type }));
    const options = { dataTransfer, bubbles: true, cancelable: true };
    return ["dragover", "drop"].map((kind) => !place.dispatchEvent(new DragEvent(kind, options)));
}"""
COPY_PICTURE = """async (content) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const blob = new Blob([bytes], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
}"""
LOADED = "image => image.complete && image.naturalWidth"


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    page = visit(cast.contributor, permissions=["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    return page


def card(page: Page) -> Locator:
    return question(page, "VI.1")


def choice(page: Page) -> Locator:
    return card(page).get_by_label("Choose a picture or a file")


def choose(page: Page, *files: FilePayload) -> None:
    choice(page).set_input_files(files)


def names(page: Page) -> list[str]:
    """Return the names of the files of the card."""
    fields = card(page).locator("[data-rows] [data-field=name]")
    found: list[str] = fields.evaluate_all("fields => fields.map(({ value }) => value)")
    return found


def caption(page: Page, row: int) -> Locator:
    return text(card(page), f"File {row}: Caption")


def pictures(page: Page) -> Locator:
    return card(page).locator("[data-rows] img:visible")


def told(page: Page) -> Locator:
    """Return what the page says by ear."""
    return page.locator("#announcement")


def on_the_way(page: Page) -> Locator:
    return card(page).locator("[data-uploads] > li")


def stored(cast: Cast) -> list[dict[str, Any]]:
    """Return the files that are saved."""
    answer = cast.response.answers.filter(question__key="vi-1").first()
    return answer.content["parts"].get("files", []) if answer else []


def saved_names(cast: Cast) -> list[str]:
    return [row["name"] for row in stored(cast)]


def encoded(file: FilePayload) -> str:
    return base64.b64encode(file["buffer"]).decode()


def drop(place: Locator, file: FilePayload) -> list[bool]:
    """Let a file go over a place; return whether the page took each of the two events."""
    took: list[bool] = place.evaluate(DROP, [file["name"], file["mimeType"], encoded(file)])
    return took


def hold(page: Page) -> list[Route]:
    """Let no file arrive; return the requests that wait."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(SEND, keep)
    return held


def test_files_that_are_chosen_go_up_by_themselves_one_after_the_other(
    page: Page, cast: Cast
) -> None:
    expect(button_to_add(page)).to_be_hidden()
    choose(page, MAP, PLAN)
    expect(caption(page, 2)).to_be_visible()
    assert names(page) == ["map.png", "plan.pdf"]
    # Nobody did anything but wait for the first; what is typed then stays where it is.
    expect(caption(page, 1)).to_be_focused()
    page.keyboard.type("The map")
    until(page, lambda: [row["caption"] for row in stored(cast)] == ["The map", ""])
    assert saved_names(cast) == ["map.png", "plan.pdf"]
    expect(text(card(page), "File 1: Alternative text")).to_be_visible()
    expect(text(card(page), "File 2: Alternative text")).to_be_hidden()
    expect(card(page).get_by_role("link", name="Open the file plan.pdf")).to_be_visible()
    expect(on_the_way(page)).to_have_count(0)
    assert choice(page).evaluate("field => field.files.length") == 0
    before = pictures(page).evaluate(LOADED), pictures(page).get_attribute("src")
    page.reload()
    # What a script shows of a row, the page shows.
    pictures(page).scroll_into_view_if_needed()
    until(page, lambda: pictures(page).evaluate(LOADED) == 40)
    assert before == (40, pictures(page).get_attribute("src"))
    assert names(page) == ["map.png", "plan.pdf"]


def button_to_add(page: Page) -> Locator:
    return card(page).get_by_role("button", name="Add this file", include_hidden=True)


def test_a_file_that_is_there_already_gets_no_second_row(page: Page, cast: Cast) -> None:
    choose(page, MAP)
    until(page, lambda: saved_names(cast) == ["map.png"])
    choose(page, FilePayload(name="copy.png", mimeType="image/png", buffer=picture()))
    expect(told(page)).to_have_text("copy.png is there already: file 1.")
    assert names(page) == ["map.png"]


def test_a_file_is_dropped_on_its_part_and_nowhere_else(page: Page, cast: Cast) -> None:
    part = card(page).get_by_role("group", name="Pictures and files")
    assert drop(part, PLAN) == [True, True]
    until(page, lambda: saved_names(cast) == ["plan.pdf"])
    # One that misses its place is not opened in place of the page.
    assert drop(page.locator("h1"), MAP) == [True, True]
    assert drop(card(page).locator("textarea").first, MAP) == [True, True]
    expect(on_the_way(page)).to_have_count(0)
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("place", ["field", "press", "caption", "text"])
def test_a_picture_is_pasted_from_the_clipboard(page: Page, cast: Cast, place: str) -> None:
    if place == "caption":
        choose(page, PLAN)
        expect(caption(page, 1)).to_be_focused()
    elif place == "field":
        choice(page).focus()
    elif place == "text":
        # A text takes no picture; its question does.
        card(page).locator("textarea").first.focus()
    else:
        card(page).get_by_text("You can also drop files here, or paste a picture.").click()
    page.evaluate(COPY_PICTURE, encoded(MAP))
    page.keyboard.press("Control+v")
    before = ["plan.pdf"] if place == "caption" else []
    until(page, lambda: saved_names(cast) == [*before, "image.png"])
    # A text is text.
    page.evaluate("navigator.clipboard.writeText('Words')")
    caption(page, 1).focus()
    page.keyboard.press("Control+v")
    expect(caption(page, 1)).to_have_value("Words")


def test_a_picture_where_none_can_stand_says_so_and_nothing_is_lost(page: Page) -> None:
    told = page.get_by_text("Pictures and files cannot be put here. What you typed is still here.")
    page.evaluate(COPY_PICTURE, encoded(MAP))
    # A question without files, and a comment on a section.
    for path, taking in ((f"{SITE}legal/", ["V.2", "VI.1", "VIII.2"]), (f"{SITE}legal/send/", [])):
        page.goto(path)
        field = page.locator("main textarea:visible").first
        expect(field).to_be_editable()
        field.fill("○ 글")
        until(page, lambda: told.count() > 0 or press_paste(page))
        expect(told).to_be_visible()
        assert told.get_attribute("role") == "status"
        # Where they can be put is said where answers are written.
        expect(told.get_by_role("link")).to_have_text(taking)
        expect(field).to_have_value("○ 글")
        page.keyboard.type("자")
        expect(told).to_have_count(0)
        # It is not opened in place of the page either.
        assert drop(field, MAP) == [True, True]
        expect(told).to_be_visible()
        assert drop(page.locator("h1"), MAP) == [True, True]
        expect(field).to_have_value("○ 글자")


def press_paste(page: Page) -> bool:
    """Paste once more: what says so comes behind all else that a page loads."""
    page.keyboard.press("Control+v")
    page.wait_for_timeout(200)
    return False


def test_a_refused_file_says_why_and_nothing_else_is_lost(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("422")
    choose(page, NONE_OF_THESE, PLAN)
    refused = on_the_way(page).filter(has_text="list.html: ")
    expect(refused).to_contain_text("list.html: Files of this type cannot be added.")
    until(page, lambda: saved_names(cast) == ["plan.pdf"])
    card(page).get_by_role("button", name="Close list.html").click()
    expect(refused).to_have_count(0)
    expect(choice(page)).to_be_focused()
    assert StoredFile.objects.count() == 1


def test_what_is_too_large_is_not_even_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    large = FilePayload(name="large.pdf", mimeType="application/pdf", buffer=PDF + bytes(20 << 20))
    choose(page, large)
    expect(on_the_way(page)).to_contain_text("large.pdf: This file is larger than 20 MB.")
    assert [url for url in sent if SEND.search(url)] == []


def test_a_broken_upload_is_tried_again(page: Page, cast: Cast, provoked: set[str]) -> None:
    provoked.update(("console", "failed"))
    page.route(SEND, lambda route: route.abort("connectionreset"), times=1)
    box = card(page).locator("textarea").first
    choose(page, MAP)
    expect(on_the_way(page)).to_contain_text("map.png was not added: the connection broke")
    box.fill("□ 글")
    card(page).get_by_role("button", name="Try again map.png").click()
    until(page, lambda: saved_names(cast) == ["map.png"])
    expect(on_the_way(page)).to_have_count(0)
    expect(box).to_have_value("□ 글")


def test_a_file_on_its_way_is_shown_and_cancelled(page: Page, cast: Cast) -> None:
    held = hold(page)
    choose(page, MAP, PLAN)
    progress = card(page).get_by_role("progressbar", name="Adding map.png…")
    expect(progress).to_be_visible()
    expect(told(page)).to_have_text("Adding map.png…")
    expect(on_the_way(page).nth(1)).to_contain_text("plan.pdf waits for the files before it.")
    card(page).get_by_role("button", name="Cancel plan.pdf").click()
    until(page, lambda: len(held) == 1)
    card(page).get_by_role("button", name="Cancel map.png").click()
    expect(told(page)).to_have_text("map.png: cancelled.")
    expect(on_the_way(page)).to_have_count(0)
    expect(choice(page)).to_be_focused()
    page.unroute(SEND)
    choose(page, PLAN)
    until(page, lambda: saved_names(cast) == ["plan.pdf"])


def test_leaving_while_a_file_is_on_its_way_asks(page: Page) -> None:
    asked: list[str] = []

    def stay(question: Dialog) -> None:
        asked.append(question.type)
        question.dismiss()

    page.on("dialog", stay)
    hold(page)
    page.locator("h1").click()
    choose(page, MAP)
    expect(on_the_way(page)).to_be_visible()
    page.close(run_before_unload=True)
    until(page, lambda: asked == ["beforeunload"])
    card(page).get_by_role("button", name="Cancel map.png").click()
    page.get_by_role("link", name="My work").click()
    expect(heading(page, "my work")).to_be_visible()
    assert asked == ["beforeunload"]


def test_who_is_signed_out_signs_in_and_the_file_goes_on(
    page: Page, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("401")
    end_sessions()
    choose(page, MAP)
    give(dialog(page), None)
    until(page, lambda: saved_names(cast) == ["map.png"])


def test_another_window_shows_each_picture_in_its_row(page: Page, cast: Cast) -> None:
    other = page.context.new_page()
    other.goto(PAGE)
    choose(page, PLAN, MAP)
    until(page, lambda: saved_names(cast) == ["plan.pdf", "map.png"])
    expect(pictures(other)).to_have_count(1)
    assert names(other) == ["plan.pdf", "map.png"]
    expect(text(card(other), "File 2: Alternative text")).to_be_visible()
    card(page).get_by_role("button", name="File 1: remove").click()
    until(other, lambda: names(other) == ["map.png"])
    expect(pictures(other)).to_have_attribute("src", re.compile(r"/map\.png$"))
    expect(text(card(other), "File 1: Alternative text")).to_be_visible()
    text(card(other), "File 1: Alternative text").fill("A river")
    until(other, lambda: [row["alternative"] for row in stored(cast)] == ["A river"])


def test_files_are_added_without_scripts(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, java_script_enabled=False)
    page.goto(PAGE)
    choose(page, MAP)
    button_to_add(page).click()
    expect(caption(page, 1)).to_be_focused()
    caption(page, 1).fill("The map")
    save_section(page)
    assert [(row["name"], row["caption"]) for row in stored(cast)] == [("map.png", "The map")]
    expect(pictures(page)).to_have_count(1)


def test_everyone_can_use_files_in_each_state(
    visit: Opener, cast: Cast, look: Look, provoked: set[str]
) -> None:
    provoked.add("422")
    page = visit(cast.contributor, **look)
    page.goto(PAGE)
    field_of_choice = page.locator("#q-vi-1--files--file")
    field_of_choice.set_input_files([MAP, PLAN])
    expect(page.locator("[data-rows] [data-file-row]")).to_have_count(2)
    field_of_choice.set_input_files([NONE_OF_THESE])
    expect(page.locator("[data-upload].is-failed")).to_have_count(1)
    hold(page)
    others = [
        FilePayload(name=f"{'가나다' * 20}{number}.pdf", mimeType="application/pdf", buffer=PDF)
        for number in range(2)
    ]
    field_of_choice.set_input_files(others)
    expect(page.locator("[data-upload] progress:visible")).to_have_count(2)
    found = shortcomings_both_ways(page)
    page.locator("[data-upload-cancel]:visible").last.click()
    page.locator("[data-upload-cancel]:visible").last.click()
    assert "\n".join(found) == ""
