"""Translating a section in a browser, with scripts and for everybody."""

import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from responses.models import Answer, City, Thread
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
    count = page.locator("[data-translated-count]")
    expect(count).to_have_text("0 of 1 answers with text")
    card.locator("textarea").fill("○ One")
    expect(card.locator(".lgq-status")).to_have_text(re.compile("Partly translated"))
    card.get_by_label("공식 블로그").fill("Official blog")
    expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))
    expect(count).to_have_text("1 of 1 answers with text")
    said = Answer.objects.get(language="en")
    assert said.content["parts"]["text"] == "○ One"
    blog = {"of": "공식 블로그", "text": "Official blog", "at": "1.0.label"}
    assert said.content["parts"]["links"] == [blog]
    page.reload()
    expect(card.get_by_label("공식 블로그")).to_have_value("Official blog")


def test_one_press_takes_over_the_table_of_the_original(visit: Opener, busan: Cast) -> None:
    table = '연도\t이용자\n2020\t1,204\n2021\t"1,377\n(잠정)"'
    write(busan.response, "vi-1", busan.contributor, text=f"○ 하나\n{table}\n○ 둘", links=LINKS)
    page = visit(busan.contributor)
    page.goto(BOTH)
    card = question(page, "VI.1")
    area = card.locator("textarea")
    area.fill("○ One\n○ Two")
    area.evaluate("each => each.setSelectionRange(5, 5)")
    card.get_by_role("button", name="Take over the table of the original").click()
    expect(area).to_be_focused()
    expect(area).to_have_value(f"○ One\n{table}\n○ Two")
    page.keyboard.press("Control+z")
    expect(area).to_have_value("○ One\n○ Two")
    # A question without a table has nothing to take over.
    write(busan.response, "vi-1", busan.contributor, text="○ 하나", links=LINKS)
    page.goto(BOTH)
    expect(card.get_by_role("button", name="Insert a table")).to_be_visible()
    expect(card.get_by_role("button", name=re.compile("Take over"))).to_have_count(0)


def test_nothing_touches_the_ways_to_see_a_section(visit: Opener, busan: Cast) -> None:
    other = visit(busan.colleague)
    with other.expect_response("**/presence/"):
        other.goto(BOTH)
    page = visit(busan.contributor)
    page.goto(BOTH)
    present = page.locator("[data-presence]")
    expect(present).to_contain_text(str(busan.colleague))
    ways, line = page.locator(".lgq-views").bounding_box(), present.bounding_box()
    assert ways
    assert line
    assert line["y"] - (ways["y"] + ways["height"]) >= 8
    # What is told of keys stands below the field and its count, over the whole width.
    card = question(page, "VI.1")
    card.locator("textarea").focus()
    keys, count = card.locator(".lgq-text-keys").bounding_box(), card.locator(".lgq-limit")
    counted = count.bounding_box()
    assert keys
    assert counted
    assert keys["y"] >= counted["y"] + counted["height"]


def test_the_translation_stands_beside_its_original_where_there_is_room(
    visit: Opener, busan: Cast
) -> None:
    page = visit(busan.contributor)
    page.goto(BOTH)
    card = question(page, "VI.1")

    def boxes() -> tuple[Any, Any]:
        return card.locator(".lgq-original").bounding_box(), card.locator(
            ".lgq-into"
        ).bounding_box()

    page.set_viewport_size({"width": 1024, "height": 800})
    original, into = boxes()
    assert original["x"] + original["width"] <= into["x"]
    assert original["y"] == into["y"]
    page.set_viewport_size({"width": 1023, "height": 800})
    original, into = boxes()
    assert original["x"] == into["x"]
    assert original["y"] + original["height"] <= into["y"]


def test_a_press_puts_a_term_where_the_caret_is(visit: Opener, busan: Cast) -> None:
    city = busan.response.city
    city.terms.create(language="en", original="하나", translation="One")
    city.terms.create(language="en", original="블로그", translation="blog")
    page = visit(busan.contributor)
    page.goto(BOTH)
    card = question(page, "VI.1")
    text, label = (
        card.locator("textarea"),
        card.get_by_label("공식 블로그 (Name of the link)", exact=True),
    )
    bars = card.get_by_role("toolbar", name="Insert from the glossary")
    expect(bars).to_have_count(2)
    # By the keyboard: the terms of a field are one stop of Tab.
    label.focus()
    label.press_sequentially("Official")
    label.press("Tab")
    expect(bars.last.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(label).to_be_focused()
    expect(label).to_have_value("Official blog")
    text.fill("The and only")
    for _letter in "and only":
        text.press("ArrowLeft")
    bars.first.get_by_role("button", name="하나 → One").click()
    expect(text).to_be_focused()
    expect(text).to_have_value("The Oneand only")
    text.press("ControlOrMeta+z")
    expect(text).to_have_value("The and only")
    expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))
    assert Answer.objects.get(language="en").content["parts"]["links"] == [
        {"of": "공식 블로그", "text": "Official blog", "at": "1.0.label"}
    ]


def test_arrows_lead_from_term_to_term(visit: Opener, busan: Cast) -> None:
    city = busan.response.city
    write(busan.response, "vi-1", busan.contributor, text="○ 하나 둘 셋")
    for original, translation in {"하나": "One", "둘": "Two", "셋": "Three"}.items():
        city.terms.create(language="en", original=original, translation=translation)
    page = visit(busan.contributor)
    page.goto(BOTH)
    text = question(page, "VI.1").locator("textarea")
    text.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(text).to_have_value("Three")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="셋 → Three")).to_be_focused()


def test_the_same_words_are_taken_from_another_answer_by_one_press(
    visit: Opener, busan: Cast
) -> None:
    nothing = {"nothing_to_report": "우리 시에 해당 사업 없음"}
    for key in ("vii-1", "vii-2", "vi-1"):
        write(busan.response, key, busan.contributor, **nothing)
    translate(busan.response, "vi-1", busan.contributor, nothing_to_report="None in our city")
    page = visit(busan.contributor)
    page.goto(f"{SITE}covid-19/?show=both")
    first, second = question(page, "VII.1"), question(page, "VII.2")
    expect(second.get_by_text("The same words are translated in VI.1: None in our")).to_be_visible()
    # What is typed beside the same words counts at once.
    first.get_by_label("Reason").fill("No such project")
    offered = second.get_by_text("The same words are translated in VII.1: No such project")
    expect(offered).to_be_visible()
    second.get_by_role("button", name="Take this translation").click()
    reason = second.get_by_label("Reason")
    expect(reason).to_be_focused()
    expect(reason).to_have_value("No such project")
    expect(offered).to_be_hidden()
    expect(second.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))
    reason.press("ControlOrMeta+z")
    expect(reason).to_have_value("")
    expect(offered).to_be_visible()


def test_one_key_leads_to_the_next_answer_to_translate(visit: Opener, busan: Cast) -> None:
    write(busan.response, "vii-1", busan.contributor, text="○ 둘")
    page = visit(busan.contributor)
    page.goto(BOTH)
    link = page.get_by_role("link", name="Next answer to translate").first
    expect(link).to_have_text("Next answer to translate")
    page.keyboard.press("ControlOrMeta+Enter")
    card = question(page, "VI.1")
    expect(card.locator("textarea")).to_be_focused()
    card.locator("textarea").fill("○ One")
    card.get_by_label("공식 블로그").fill("Official blog")
    expect(link).to_have_text("Next answer to translate, in section VII")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page).to_have_url(re.compile(r"/covid-19/\?show=both#vii-1_en$"))
    question(page, "VII.1").locator("textarea").fill("○ Two")
    expect(question(page, "VII.1").locator(".lgq-status")).to_have_text(
        re.compile(r"^\s*Translated\s*$")
    )
    # What is said of saving would take its place.
    expect(page.locator("#announcement")).to_have_text(re.compile("Saved"))
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#announcement.lgq-told")).to_have_text(
        "You have nothing left to translate."
    )


def test_a_translator_does_the_job_without_scripts(visit: Opener, busan: Cast) -> None:
    city = busan.response.city
    city.terms.create(language="en", original="블로그", translation="blog")
    write(busan.response, "vii-1", busan.contributor, text="○ 둘")
    page = visit(busan.contributor, java_script_enabled=False)
    page.goto(BOTH)
    card = question(page, "VI.1")
    expect(card.locator(".lgq-terms")).to_have_text(re.compile("블로그 → blog"))
    card.locator("textarea").fill("○ One")
    label = card.get_by_label("공식 블로그 (Name of the link)", exact=True)
    label.fill("Official")
    card.get_by_role("button", name="블로그 → blog").click()
    expect(label).to_be_focused()
    expect(label).to_have_value("Official blog")
    expect(card.locator("textarea")).to_have_value("○ One")
    card.get_by_role("button", name="Preview").click()
    expect(card.locator(".lgq-preview")).to_have_text(re.compile("One"))
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved 1 translation.")).to_be_visible()
    page.get_by_role("link", name="Next answer to translate, in section VII").first.click()
    card = question(page, "VII.1")
    card.locator("textarea").fill("○ Two")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))
    write(busan.response, "vii-1", busan.contributor, text="○ 둘.")
    page.reload()
    card.get_by_role("button", name="The translation is still right").click()
    expect(card.locator(".lgq-status")).to_have_text(re.compile(r"^\s*Translated\s*$"))


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


def test_a_corrected_label_is_asked_about_until_its_translation_is(
    visit: Opener, busan: Cast
) -> None:
    page = visit(busan.contributor)
    page.goto(BOTH)
    card = question(page, "VI.1")
    card.locator("textarea").fill("○ One")
    card.get_by_label("공식 블로그").fill("Official blog")
    status = card.locator(".lgq-status")
    expect(status).to_have_text(re.compile(r"^\s*Translated\s*$"))
    corrected = [{**row, "label": f"{row['label']} 둘"} for row in LINKS]
    write(busan.response, "vi-1", busan.contributor, text="○ 하나", links=corrected)
    page.reload()
    expect(status).to_have_text(re.compile("Original changed since"))
    expect(card.locator(".lgq-changed-since ins")).to_contain_text("둘")
    card.get_by_label("공식 블로그 둘").fill("Official blog, two")
    expect(status).to_have_text(re.compile(r"^\s*Translated\s*$"))
    expect(card.locator(".lgq-changed-since")).to_contain_text("Saved as the translation of")


def test_a_corrected_translation_is_no_longer_asked_about(visit: Opener, busan: Cast) -> None:
    rows = [{"of": "공식 블로그", "text": "Official blog"}]
    translate(busan.response, "vi-1", busan.contributor, text="○ One", links=rows)
    write(busan.response, "vi-1", busan.contributor, text="○ 둘", links=LINKS)
    page = visit(busan.contributor)
    page.goto(BOTH)
    card = question(page, "VI.1")
    box = card.locator(".lgq-changed-since")
    expect(box).to_contain_text("The original has changed since it was translated:")
    card.locator("textarea").fill("○ Two")
    expect(box).to_contain_text("Saved as the translation of the original as it is now")
    expect(box.locator("del")).to_contain_text("하나")
    expect(card.get_by_role("button", name="The translation is still right")).to_have_count(0)
    # Where the original says again what it said, nothing is left to be told.
    translate(busan.response, "vi-1", busan.contributor, text="○ Two", links=rows)
    write(busan.response, "vi-1", busan.contributor, text="○ 셋", links=LINKS)
    write(busan.response, "vi-1", busan.contributor, text="○ 둘", links=LINKS)
    page.reload()
    expect(box).to_contain_text("says the same again")
    card.locator("textarea").fill("○ Two.")
    expect(box).to_have_count(0)


def test_everyone_can_translate(visit: Opener, busan: Cast, look: Look) -> None:
    translate(busan.response, "vi-1", busan.contributor, text="○ One")
    write(busan.response, "vi-1", busan.contributor, text="○ 둘", links=LINKS)
    page = visit(busan.contributor, **look)
    for path in (BOTH, BOTH.replace("both", "translation")):
        page.goto(path)
        assert list(shortcomings_both_ways(page)) == []


@pytest.mark.parametrize("view", ["both", "translation"])
def test_a_thread_is_started_beside_the_translation_and_quotes_it(
    visit: Opener, busan: Cast, view: str
) -> None:
    translate(busan.response, "vi-1", busan.contributor, text="○ One of two")
    page = visit(busan.contributor)
    page.goto(BOTH.replace("both", view))
    card = question(page, "VI.1")
    typed = card.locator("textarea")
    typed.fill("○ One of three")
    typed.evaluate("field => field.setSelectionRange(2, 5)")
    said_of = page.locator(".lgq-spoken-of:has(#vi-1_en) > .lgq-in-place")
    fold = said_of.locator("summary").last
    fold.click()
    area = page.get_by_label("Question or remark VI.1 EN")
    expect(area).to_have_value("\u201cOne\u201d\n")
    page.keyboard.type("Which? @Contributor Oh")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(said_of.locator("details.lgq-said").first).to_contain_text("Which?")
    expect(said_of.locator("details.lgq-said summary").first).to_contain_text("Open thread")
    # Nothing was loaded, and what was typed meanwhile is there, and saved.
    expect(typed).to_have_value("○ One of three")
    expect(card.get_by_role("link", name="Discussion (1 open) VI.1 EN")).to_be_visible()
    expect(card.locator("[data-saved]")).to_contain_text("Saved")
    thread = Thread.objects.get()
    assert (thread.language, thread.remarks.get().text) == (
        "en",
        "\u201cOne\u201d\nWhich? @Contributor Oh",
    )
    said_of.get_by_role("link", name="See the discussion VI.1 EN").click()
    page.get_by_role("article").get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("The thread is resolved.")


def test_a_folded_translation_is_read_on_paper(visit: Opener, busan: Cast) -> None:
    translate(busan.response, "vi-1", busan.contributor, text="○ One and only")
    page = visit(busan.coordinator)
    page.goto(f"{SITE}social-media/review/")
    words = page.locator(".lgq-read-translation").get_by_text("One and only")
    expect(words).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_visible()
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert "One and only" in " ".join(each.extract_text() for each in sheets)
