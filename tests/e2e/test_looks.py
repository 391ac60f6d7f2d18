"""What pictures of the pages showed: marks in the dark, names in a text, sheets on a phone."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor, record
from responses.domain.talk.talking import Said, start
from responses.enums import AuditKind
from tests.support.factories import assign, write

from .cast import SITE, Cast
from .conftest import Opener
from .measures import APART, TOO_WIDE, UNTIDY
from .test_cards import CONTRAST, PHONE

# The colour and the space of a name in a text, and those of the text.
AS_ITS_TEXT = """name => {
    const own = getComputedStyle(name);
    const text = getComputedStyle(name.closest("p"));
    return own.color === text.color && own.fontSize === text.fontSize && own.margin === "0px";
}"""
IN_ONE_ROW = """([one, other]) => {
    const [a, b] = [one, other].map(each => each.getBoundingClientRect());
    return a.top < b.bottom && b.top < a.bottom;
}"""


AS_THE_PAGE = (
    "all => all.map(each => getComputedStyle(each).color === getComputedStyle(document.body).color)"
)


def in_one_row(page: Page, selector: str) -> bool:
    row = page.locator(selector).element_handles()[:2]
    result: bool = page.evaluate(IN_ONE_ROW, row)
    return result


def test_a_chosen_version_is_marked_in_the_dark(visit: Opener, cast: Cast) -> None:
    write(cast.response, "vi-1", cast.contributor, text="○ 글")
    page = visit(cast.contributor, color_scheme="dark")
    page.goto(f"{SITE}social-media/vi-1/history/")
    chosen = page.get_by_role("radio", checked=True)
    expect(chosen.first).to_be_visible()
    assert all(each.evaluate(CONTRAST) >= 3 for each in chosen.all())


WIDE, USUAL, WIDEST = 1440, 1280, 1760  # px: 90rem, the usual, and 110rem
# Where a thread stands to the right of what it is about, from its top on.
BESIDE = {
    "section": ("", ("#vi-1", "#vi-1 ~ .lgq-in-place"), {USUAL: False, WIDE: True}),
    "review": (
        "review/",
        ("#vi-1 > div:first-child", "#vi-1 .lgq-in-place"),
        {USUAL: False, WIDE: True},
    ),
    # Original and translation are columns already; a third one takes more room.
    "translation": (
        "?show=both",
        ("#vi-1_en", "#vi-1_en ~ .lgq-in-place"),
        {USUAL: False, WIDE: False, WIDEST: True},
    ),
}


def test_threads_stand_in_the_margin_where_there_is_room(visit: Opener, cast: Cast) -> None:
    """And nothing is wider than its window, or over anything else."""
    cast.response.city.submission_language = "en"
    cast.response.city.save()
    write(cast.response, "vi-1", cast.contributor, text="○ 글\n○ 둘째 줄")
    page = visit(cast.contributor)
    found: dict[str, dict[int, bool]] = {}
    for name, (view, (answer, said), widths) in BESIDE.items():
        page.goto(f"{SITE}social-media/{view}")
        found[name] = {}
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            about, thread = (page.locator(each).bounding_box() for each in (answer, said))
            assert about
            assert thread
            right = thread["x"] >= about["x"] + about["width"]
            assert right or thread["y"] >= about["y"] + about["height"]
            found[name][width] = right and abs(thread["y"] - about["y"]) < 40
            assert page.evaluate(TOO_WIDE) == []
            assert page.evaluate(UNTIDY, APART) == []
    assert found == {name: widths for name, (_view, _places, widths) in BESIDE.items()}


def test_an_answer_to_sign_is_as_dark_as_its_question(visit: Opener, cast: Cast) -> None:
    write(cast.response, "vi-1", cast.contributor, text="○ 글\n\n말")
    page = visit(cast.contributor)
    page.goto(f"{SITE}social-media/review/")
    said = page.locator("#vi-1 :is(h2, .outline-text, .outline li)")
    assert said.evaluate_all(AS_THE_PAGE) == [True, True, True]


def test_a_name_in_the_help_looks_as_its_text(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor)
    page.goto("/help/coordinator/")
    names = page.locator("main p > b").all()
    assert names
    assert all(each.evaluate(AS_ITS_TEXT) for each in names)


def test_shortcuts_fit_a_phone_line_by_line(visit: Opener, cast: Cast) -> None:
    page = visit(cast.contributor, viewport=PHONE)
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_be_visible()
    assert in_one_row(page, "dialog .lgq-head > *")
    assert in_one_row(page, "dialog .lgq-keys dt, dialog .lgq-keys dd")


def test_what_is_wrong_with_a_day_is_said_beside_it(visit: Opener, cast: Cast) -> None:
    page = visit(cast.coordinator)
    page.goto("/busan/audit/?since=2030-13-40")
    expect(page.get_by_label("First day")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".lgq-day ~ .invalid-feedback")).to_be_visible()


HEIGHTS = "rows => rows.map(row => row.getBoundingClientRect().height)"
LOOKS_AS = """([one, other]) => {
    const [a, b] = [one, other].map(each => getComputedStyle(each));
    return a.color === b.color && a.textDecorationLine === b.textDecorationLine;
}"""


def test_my_work_is_low_and_names_a_response_once(visit: Opener, cast: Cast) -> None:
    """And tells the days left, and how far it is."""
    city, due = cast.response.city, timezone.localdate() + timedelta(days=9)
    for key in ("social-media", "legal", "strategy"):
        assign(cast.response, key, cast.contributor)
        cast.response.works.filter(section__key=key).update(due_on=due)
    page = visit(cast.contributor)
    page.goto("/")
    tasks = page.get_by_role("region", name=re.compile("^My tasks"))
    rows = tasks.get_by_role("listitem")
    expect(rows).to_have_count(3)
    assert max(rows.evaluate_all(HEIGHTS)) <= 72
    expect(tasks.get_by_text("Busan · LGQ 2022")).to_have_count(1)
    for each in rows.all():
        expect(each).to_contain_text("9 days left")
        expect(each).to_contain_text("Not begun")
        expect(each).not_to_contain_text(str(city))
    page = visit(cast.viewer)
    page.goto("/")
    expect(page.locator("main h2").first).to_have_text("My responses")
    expect(page.locator("main")).not_to_contain_text(re.compile("[Tt]asks|unanswered|sign"))


def test_what_is_pressed_in_a_discussion_looks_as_links_do(visit: Opener, cast: Cast) -> None:
    place = AnswerRef("busan", "lgq-2022", "social-media", "vi-1")
    start(cast.coordinator, place, Said("So?"), required=True)
    page = visit(cast.coordinator, viewport=PHONE)
    page.goto(f"{SITE}social-media/vi-1/talk/")
    link = page.get_by_role("link", name="VI. Social media").last.element_handle()
    for pressed in (
        page.get_by_role("link", name="Suggest an answer").first,
        page.get_by_role("button", name="Do not require resolution before sealing"),
    ):
        assert page.evaluate(LOOKS_AS, [pressed.element_handle(), link])


def test_the_audit_is_low_and_says_what_a_number_is(visit: Opener, cast: Cast) -> None:
    for number in range(3):
        sealed = lambda: f"LGQ 2022, {number}"  # noqa: E731, B023
        record(AuditKind.EXPORT, Actor(cast.coordinator, "192.0.2.7"), cast.response.city, sealed)
    page = visit(cast.coordinator)
    page.goto("/busan/audit/")
    rows = page.locator(".lgq-audit > li")
    assert max(rows.evaluate_all(HEIGHTS)) <= 64
    expect(rows.first.get_by_text("IP", exact=True)).to_be_visible()
    expect(rows.first).to_contain_text("192.0.2.7")
