"""A question is asked, answered and settled beside the answer it is about."""

import re
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from responses.domain.answers.opening import AnswerRef
from responses.domain.talk.talking import Said, start
from responses.models import Remark
from tests.support.factories import write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import (
    button,
    field,
    follow,
    heading,
    press,
    problems,
    question,
    said,
    text,
    unfold,
    until,
)

SECTION = f"{SITE}social-media/"
TALK = f"{SECTION}vi-1/talk/"
LABEL = "How social media is used"
OLD = "□ 시민 소통\n□ 누리집 안내"
NEW = "□ 시민 소통\n□ 누리집과 카카오톡 안내"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Return whether the browsers run scripts."""
    return bool(request.param)


def thread(page: Page, by: str) -> Locator:
    return page.get_by_role("article", name=f"Started by {by}")


def test_a_reviewer_asks_and_suggests_and_a_writer_accepts(
    visit: Opener, cast: Cast, *, scripts: bool
) -> None:
    write(cast.response, "vi-1", cast.contributor, text=OLD)
    reviewer = visit(cast.reviewer, java_script_enabled=scripts)
    reviewer.goto(f"{SECTION}review/")
    reviewer.get_by_role("link", name="Discussion VI.1", exact=True).click()
    field(reviewer, "remark").fill("○ 카카오톡은요? @Contributor Oh")
    reviewer.get_by_label("Must be resolved before the response is sealed").check()
    press(reviewer, "start thread")
    said(reviewer, "The thread is started.")
    mine = thread(reviewer, "Reviewer Baek")
    expect(mine).to_contain_text("Mentioned: Contributor Oh")
    follow(mine, "suggest")
    text(reviewer, LABEL).fill(NEW)
    field(reviewer, "why").fill("이렇게요.")
    press(reviewer, "suggest")
    said(reviewer, "Your suggestion is in the thread.")
    expect(button(reviewer, "accept")).to_have_count(0)

    writer = visit(cast.contributor, java_script_enabled=scripts)
    writer.goto(SECTION)
    question(writer, "VI.1").get_by_role("link", name="Discussion (1 open) VI.1").click()
    theirs = thread(writer, "Reviewer Baek")
    expect(theirs).to_contain_text("Must be resolved before sealing")
    expect(theirs.get_by_role("insertion")).to_contain_text("누리집과 카카오톡")
    field(theirs, "reply").fill("고맙습니다.")
    press(theirs, "accept")
    said(writer, "The suggestion is accepted as version 2 of the answer.")
    expect(theirs).to_contain_text("고맙습니다.")
    expect(theirs).to_contain_text("on version 1; the answer is at 2 now")
    writer.goto(SECTION)
    expect(text(writer, LABEL)).to_have_value(NEW)

    reviewer.goto(TALK)
    press(mine, "resolve")
    said(reviewer, "The thread is resolved.")
    expect(mine).to_contain_text("Resolved by Reviewer Baek")
    writer.goto(SECTION)
    expect(writer.get_by_role("link", name="Discussion (1 resolved) VI.1")).to_be_visible()


def test_an_acceptance_that_comes_too_late_is_kept(visit: Opener, cast: Cast) -> None:
    write(cast.response, "vi-1", cast.contributor, text=OLD)
    page = visit(cast.contributor)
    page.goto(f"{SECTION}vi-1/suggest/")
    text(page, LABEL).fill(NEW)
    press(page, "suggest")
    expect(button(page, "accept")).to_be_visible()
    write(cast.response, "vi-1", cast.colleague, text=f"{OLD}\n□ 동료의 글")
    press(page, "accept")
    expect(problems(page)).to_contain_text("This answer was saved in the meantime.")
    follow(problems(page), "compare")
    expect(heading(page, "unsaved")).to_be_visible()
    press(page, "combine")
    said(page, "The combined text is saved.")
    expect(text(page, LABEL)).to_have_value(f"{NEW}\n□ 동료의 글")


def test_somebody_is_mentioned_by_choosing_them(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(TALK)
    new = page.get_by_role("region", name="Start a thread")
    field(new, "remark").fill("확인 부탁드립니다,")
    unfold(new, "mention")
    new.get_by_label("Person", exact=True).select_option("@Reviewer Baek")
    press(new, "mention")
    expect(field(new, "remark")).to_be_focused()
    expect(field(new, "remark")).to_have_value("확인 부탁드립니다, @Reviewer Baek ")
    press(new, "start thread")
    expect(thread(page, "Contributor Oh")).to_contain_text("Mentioned: Reviewer Baek")


def test_names_are_offered_where_an_at_is_typed(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(TALK)
    area = field(page.get_by_role("region", name="Start a thread"), "remark")
    area.press_sequentially("확인 부탁드립니다, @Bae")
    names = page.get_by_role("listbox", name="People to mention")
    expect(names.get_by_role("option")).to_have_count(1)
    expect(area).to_have_attribute("aria-activedescendant", re.compile("--names-0$"))
    area.press("Enter")
    expect(area).to_have_value("확인 부탁드립니다, @Reviewer Baek ")
    expect(names).to_be_hidden()
    area.press_sequentially("@")
    options = names.get_by_role("option")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    area.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    area.press("ArrowUp")
    area.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    area.press("Escape")
    expect(names).to_be_hidden()
    area.press_sequentially("R")
    expect(names).to_be_hidden()
    area.fill("kim@busan")
    expect(names).to_be_hidden()


WIDTH_OF = """(area, text) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = getComputedStyle(area).font;
    return pen.measureText(text).width;
}"""
INSETS = """(area) => {
    const style = getComputedStyle(area);
    const px = (name) => parseFloat(style[name]);
    return [px("paddingLeft") + px("borderLeftWidth"), px("paddingTop") + px("borderTopWidth"),
        px("lineHeight")];
}"""


def test_names_stand_at_the_caret_and_within_the_window(visit: Opener, cast: Cast) -> None:
    """In a remark as in a comment on a section, which goes to people, too."""
    page = visit(cast.contributor, viewport={"width": 1280, "height": 900})
    for address, name in ((TALK, "Question or remark"), (f"{SECTION}review/", "Comment")):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        area = page.get_by_role("textbox", name=name, exact=True)
        names = page.get_by_role("listbox", name="People to mention")
        area.fill("한 줄\n둘째 줄: ")
        area.press("End")
        page.keyboard.type("@Rev")
        expect(names.get_by_role("option")).to_have_text([re.compile("^Reviewer Baek")])
        at, field_box = names.bounding_box(), area.bounding_box()
        assert at
        assert field_box
        left, top, line = area.evaluate(INSETS)
        assert at["x"] == pytest.approx(
            field_box["x"] + left + area.evaluate(WIDTH_OF, "둘째 줄: "), abs=2
        )
        # Under the second line of four, thus over the field.
        assert 0 <= at["y"] - (field_box["y"] + top + 2 * line) <= 8
        page.set_viewport_size({"width": 360, "height": 640})
        page.keyboard.press("Escape")
        area.fill("긴 줄의 오른쪽 끝에서: ")
        area.evaluate("(area) => area.scrollIntoView({ block: 'end' })")
        page.keyboard.type("@")
        expect(names.get_by_role("option").first).to_be_visible()
        at = names.bounding_box()
        assert at
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= 360
        assert at["y"] >= 0
        assert at["y"] + at["height"] <= 640
        page.keyboard.press("Enter")
        expect(area).to_have_value(re.compile("^긴 줄의 오른쪽 끝에서: @.+ $"))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("확인", "@Reviewer Baek 확인"),
        (" 확인", "@Reviewer Baek 확인"),
        ("님 확인", "@Reviewer Baek님 확인"),
        ("에게 묻습니다", "@Reviewer Baek에게 묻습니다"),
        ("에너지", "@Reviewer Baek 에너지"),
        (", 확인", "@Reviewer Baek, 확인"),
        ("  둘", "@Reviewer Baek  둘"),
    ],
)
def test_one_space_stands_behind_a_chosen_name(
    typed: str, text: str, visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor)
    page.goto(TALK)
    area = field(page.get_by_role("region", name="Start a thread"), "remark")
    for before in ("", "둘째 "):
        area.fill(before)
        area.press_sequentially("@Bae")
        area.press("Enter")
        area.press_sequentially(typed)
        expect(area).to_have_value(f"{before}{text}")
    area.fill("@Bae, 확인")
    for _ in range(4):
        area.press("ArrowLeft")
    area.press_sequentially("k")
    area.press("Backspace")
    area.press("Enter")
    expect(area).to_have_value("@Reviewer Baek, 확인")


@pytest.mark.parametrize("page_name", ["", "review/"])
def test_a_remark_takes_one_press_and_no_load(visit: Opener, cast: Cast, page_name: str) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SECTION}{page_name}")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    fold = page.locator("#vi-1 ~ .lgq-in-place summary, #vi-1 .lgq-in-place summary").last
    area = page.get_by_label("Question or remark VI.1")
    for unfolding in (fold.click, partial(fold.press, "Enter"), partial(fold.press, "Space")):
        unfolding()
        page.keyboard.type("VI.1의 기준일은?")
        expect(area).to_have_value("VI.1의 기준일은?")
        area.clear()
        fold.click()
        expect(area).to_be_hidden()
    fold.click()
    page.keyboard.type("VI.1의 기준일은?")
    page.keyboard.press("Control+Enter")
    said(page, "The thread is started.")
    expect(fold).to_be_focused()
    expect(page.get_by_role("link", name="VI.1", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Discussion (1 open) VI.1")).to_be_visible()
    # The next remark has a token of its own.
    fold.click()
    page.keyboard.type("둘째 질문, @없는사람")
    page.get_by_role("button", name="Start the thread").click()
    said(page, re.compile("No member has this name, so nobody was told: “없는사람”"))
    expect(page.get_by_role("link", name="Discussion (2 open) VI.1")).to_be_visible()
    assert loads == []
    assert [str(each) for each in Remark.objects.order_by("pk").values_list("text", flat=True)] == [
        "VI.1의 기준일은?",
        "둘째 질문, @없는사람",
    ]


@pytest.mark.parametrize("page_name", ["", "review/"])
def test_one_replies_and_resolves_in_place(visit: Opener, cast: Cast, page_name: str) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SECTION}{page_name}")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    starting = page.locator("#vi-1 ~ .lgq-in-place, #vi-1 .lgq-in-place").get_by_text("Start a")
    for words in ("One?", "Two?"):
        starting.click()
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        said(page, "The thread is started.")
        expect(page.get_by_text(words, exact=True)).to_be_visible()
        if words == "One?":
            # What is typed in a thread stays as another one comes.
            page.get_by_text("Reply or resolve").first.click()
            page.keyboard.type("Kept")
    kept = page.get_by_label("Reply VI.1").filter(visible=True)
    expect(kept).to_have_value("Kept")
    kept.press("Control+Enter")
    said(page, "Your reply is in the thread.")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    page.get_by_text("Reply or resolve").first.click()
    page.keyboard.type("Done")
    page.get_by_role("button", name="Resolve", exact=True).click()
    said(page, "The thread is resolved.")
    expect(page.get_by_text("Resolved thread")).to_be_visible()
    expect(page.get_by_role("link", name="Discussion (1 open) VI.1")).to_be_visible()
    assert loads == []


def test_words_that_are_selected_in_an_answer_are_quoted_in_the_remark(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SECTION}review/")
    answer = page.locator("section#vi-1")
    fold = answer.locator(".lgq-in-place summary").last
    area = page.get_by_label("Question or remark VI.1")
    heading = answer.locator("h2 .number")
    heading.select_text()
    fold.click()
    expect(area).to_have_value("\u201cVI.1\u201d\n")
    expect(area).to_be_focused()
    page.keyboard.type("Why?")
    # More can be quoted in what is being written, and what stands elsewhere is not.
    heading.select_text()
    fold.press("Enter")
    expect(area).to_have_value("\u201cVI.1\u201d\nWhy?\n\u201cVI.1\u201d\n")
    page.locator("h1").select_text()
    fold.click()
    expect(area).to_be_hidden()


def test_names_are_offered_to_what_was_typed_before_they_came(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto(SECTION)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/people/", hold)
    page.locator("#vi-1 ~ .lgq-in-place summary").last.click()
    page.keyboard.type("확인 부탁드립니다, @Bae")
    until(page, lambda: bool(held))
    expect(page.get_by_role("option")).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_role("option", name="Reviewer Baek")).to_be_visible()


def test_a_remark_that_cannot_be_sent_in_place_is_not_lost(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SECTION}review/")
    fold = page.locator("#vi-1 .lgq-in-place summary").last
    area = page.get_by_label("Question or remark VI.1")
    fold.click()
    page.keyboard.type("왜죠?")
    provoked |= {"failed", "console"}
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    said(page, "The server cannot be reached. Your text is still here.")
    expect(area).to_have_value("왜죠?")
    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    said(page, "The thread is started.")
    fold.click()
    area.fill("\u3164")
    provoked.add("422")
    page.keyboard.press("Control+Enter")
    # The page of the talk says what is wrong.
    expect(page).to_have_url(re.compile("/vi-1/talk/$"))
    expect(field(page.get_by_role("region", name="Start a thread"), "remark")).to_be_visible()
    assert Remark.objects.count() == 1


def test_a_reply_that_was_not_sent_is_offered_again(visit: Opener, cast: Cast) -> None:
    place = AnswerRef("busan", "lgq-2022", "social-media", "vi-1")
    start(cast.reviewer, place, Said("왜죠?"))
    page = visit(cast.contributor)
    page.goto(TALK)
    field(thread(page, "Reviewer Baek"), "reply").fill("그건 이래서요")
    page.goto("/")
    page.goto(TALK)
    expect(field(page, "reply")).to_have_value("그건 이래서요")
    expect(page.locator(".lgq-restored")).to_contain_text("which was not saved, is here again.")
    press(page, "reply")
    said(page, re.compile("Your reply is in the thread"))
    page.goto(TALK)
    expect(button(page, "show it")).to_have_count(0)


@pytest.mark.parametrize("page_name", ["", "review/"])
def test_a_remark_in_place_offers_names_and_is_offered_again(
    visit: Opener, cast: Cast, page_name: str
) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SECTION}{page_name}")
    fold = page.locator("#vi-1 ~ .lgq-in-place summary, #vi-1 .lgq-in-place summary")
    area = page.get_by_label("Question or remark VI.1")
    fold.click()
    expect(area).to_have_attribute("aria-autocomplete", "list")
    area.press_sequentially("@Bae")
    names = page.get_by_role("listbox", name="People to mention")
    expect(names.get_by_role("option")).to_have_count(1)
    area.press("Enter")
    expect(area).to_have_value("@Reviewer Baek ")
    area.press_sequentially("기준일은?")
    page.goto("/")
    page.goto(f"{SECTION}{page_name}")
    expect(area).to_be_visible()
    expect(area).to_have_value("@Reviewer Baek 기준일은?")
    press(page, "forget")
    expect(area).to_have_value("")
    press(page, "undo")
    expect(area).to_have_value("@Reviewer Baek 기준일은?")
    page.get_by_role("button", name="Start the thread").click()
    said(page, "The thread is started.")
    expect(page.locator(".lgq-restored")).to_have_count(0)
    assert [each.name for each in Remark.objects.get().mentioned.all()] == ["Reviewer Baek"]
    page.goto(TALK)
    expect(button(page, "show it")).to_have_count(0)


def test_an_impatient_press_starts_one_thread(visit: Opener, cast: Cast) -> None:
    """Three presses, of which the first two still wait for their reply when the next comes."""
    page = visit(cast.contributor)
    page.goto(TALK)
    new = page.get_by_role("region", name="Start a thread")
    field(new, "remark").fill("한 번만")
    start_button = button(new, "start thread")
    start_button.evaluate(
        """(pressed) => {
            const { form } = pressed;
            for (let time = 0; time < 2; time += 1) {
                const body = new FormData(form, pressed);
                fetch(form.action, { method: "POST", body });
            }
        }"""
    )
    start_button.click()
    said(page, "The thread is started.")
    page.wait_for_load_state("networkidle")
    assert Remark.objects.count() == 1


def test_the_page_before_sending_tells_of_a_remark_that_was_not_posted(
    visit: Opener, cast: Cast
) -> None:
    page = visit(cast.contributor)
    page.goto(f"{SECTION}send/")
    unposted = page.locator("#unposted")
    expect(unposted).to_be_hidden()
    page.goto(SECTION)
    page.locator("#vi-1 ~ .lgq-in-place summary").last.click()
    page.get_by_label("Question or remark VI.1").fill("누리집 주소를 확인해 주십시오.")
    press(page, "send")
    told = unposted.get_by_role("listitem")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("VI.1")
    told.get_by_role("link").click()
    remark = page.get_by_role("region", name="Start a thread").get_by_role("textbox")
    expect(remark).to_have_value("누리집 주소를 확인해 주십시오.")
    press(page, "forget")
    expect(remark).to_have_value("")
    page.goto(f"{SECTION}send/")
    expect(heading(page, "send")).to_be_visible()
    expect(unposted).to_be_hidden()
