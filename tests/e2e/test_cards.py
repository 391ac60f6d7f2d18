"""How a card looks: its marks, its foot, its menu and what of it stands on paper."""

import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.support.factories import write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import BUTTONS, link, question

PHONE = {"width": 360, "height": 740}
# WCAG 1.4.11: how much lighter one colour is than another, of a mark and what it stands on.
CONTRAST = """input => {
    const numbers = color => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const linear = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const light = color => {
        const [red, green, blue] = numbers(color).map(value => linear(value / 255));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const own = getComputedStyle(input);
    const mark = getComputedStyle(input, "::before");
    if (own.backgroundImage !== "none" || mark.content === "none") return 0;
    const [more, less] = [own, mark].map(each => light(each.backgroundColor)).sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
}"""
# How far the middle of a box is from that of the first line of its label.
APART = """input => {
    const range = document.createRange();
    range.selectNodeContents(input.labels[0]);
    const [line] = range.getClientRects();
    const box = input.getBoundingClientRect();
    return Math.abs((box.top + box.bottom) / 2 - (line.top + line.bottom) / 2);
}"""
# In how many rows the things at a card's foot stand.
ROWS = """foot => new Set([...foot.querySelectorAll("span, a")]
    .filter(each => !each.matches(".visually-hidden") && each.getClientRects().length)
    .map(each => Math.round(each.getBoundingClientRect().top / 8))).size"""
ON_PAPER = (
    "header, footer, nav, button, .btn, [role=status], .lgq-save, .lgq-link-tools, "
    "[type=file], [type=search], .lgq-query, #comment"
)


def opened(visit: Opener, cast: Cast, section: str, **options: Any) -> Page:
    page = visit(cast.contributor, **options)
    page.goto(f"{SITE}{section}/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_and_stand_at_the_first_line(
    visit: Opener, cast: Cast, scheme: str
) -> None:
    page = opened(visit, cast, "strategy", color_scheme=scheme, viewport=PHONE)
    card = question(page, "III.1")
    boxes = card.get_by_role("checkbox").all()
    for mark in (card.get_by_role("radio", name="Yes", exact=True), boxes[0]):
        mark.check()
        assert mark.evaluate(CONTRAST) >= 3
    assert max(each.evaluate("input => input.labels[0].clientHeight") for each in boxes) > 60
    assert max(each.evaluate(APART) for each in boxes) < 3


def test_foot_of_a_card_is_one_line_that_says_what_an_indicator_is(
    visit: Opener, cast: Cast
) -> None:
    page = opened(visit, cast, "social-media", viewport={"width": 1280, "height": 900})
    foot = page.locator(".lgq-foot").first
    expect(foot).to_contain_text("For the UN's index (LOSI), add links to pages")
    assert foot.evaluate(ROWS) == 1


def test_menu_of_sections_looks_like_one_on_a_phone(visit: Opener, cast: Cast) -> None:
    page = opened(visit, cast, "social-media", viewport=PHONE)
    menu = page.locator("[data-section-menu] > summary")
    arrow: dict[str, str] = menu.evaluate(
        """summary => {
            const { content, width, borderRightWidth } = getComputedStyle(summary, "::after");
            return { content, width, borderRightWidth };
        }"""
    )
    assert (arrow["content"], arrow["borderRightWidth"]) == ('""', "2px")
    assert float(arrow["width"].removesuffix("px")) >= 8


def test_question_about_an_address_has_it_on_a_line_of_its_own(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    provoked.add("422")
    page = opened(visit, cast, "organization", viewport=PHONE)
    card = question(page, "I.2-2)")
    link(card, 1, "address").fill("https//opengov.seoul.go.kr/public/notices?year=2021")
    link(card, 1, "address").press("Tab")
    address = card.locator(".lgq-address")
    expect(address).to_have_text("https://opengov.seoul.go.kr/public/notices?year=2021")
    asked = card.get_by_text("Did you mean this address?")
    use = card.get_by_role("button", name=BUTTONS["suggestion"])
    # At one moment, as what is saved meanwhile moves the card.
    edges = page.evaluate(
        """places => places.flatMap(place => {
            const { top, bottom } = place.getBoundingClientRect();
            return [top, bottom];
        })""",
        [each.element_handle() for each in (asked, address, use)],
    )
    assert edges == sorted(edges)


@pytest.mark.parametrize("width", [1280, 1600])
def test_page_and_header_begin_and_end_at_the_same_edges(
    visit: Opener, cast: Cast, width: int
) -> None:
    page = opened(visit, cast, "social-media", viewport={"width": width, "height": 900})
    edges = page.locator(".lgq-page").evaluate_all(
        "all => all.map(each => [each.getBoundingClientRect().left, each.clientWidth])"
    )
    assert len(edges) > 2
    assert edges == edges[:1] * len(edges)


def test_no_page_is_printed_with_its_frame(visit: Opener, cast: Cast) -> None:
    write(cast.response, "vi-1", cast.contributor, text="○ 글")
    cast.send("legal")
    page, found = visit(cast.coordinator), []
    for path in (
        *("/", "/notices/", "/help/coordinator/", "/busan/audit/"),
        *(f"{SITE}{each}" for each in ("dashboard/", "export/", "smart-city/", "legal/review/")),
        *(f"{SITE}social-media/vi-1/{each}/" for each in ("history", "talk")),
    ):
        page.goto(path)
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shown = page.locator(ON_PAPER).evaluate_all(
            "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML)"
        )
        found += [(path, each[:160]) for each in shown]
    assert found == []


@pytest.mark.parametrize("path", ["", "social-media/", "social-media/review/"])
def test_what_one_presses_is_not_on_paper(visit: Opener, cast: Cast, path: str) -> None:
    page = visit(cast.contributor, color_scheme="dark")
    page.goto(f"{SITE}{path}")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for each in page.locator(ON_PAPER).all():
        expect(each).to_be_hidden()
    labels = page.locator(".lgq-part > :is(.form-label, .lgq-need)").evaluate_all(
        "all => all.map(getComputedStyle).map(each => `${each.breakAfter} ${each.display}`)"
    )
    assert set(labels) == ({"avoid block"} if path == "social-media/" else set())
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(27, 31, 36)"
    edge = page.get_by_role("main").bounding_box()
    heads = [
        box for each in page.locator(".lgq-question-state").all() if (box := each.bounding_box())
    ]
    assert bool(heads) == (path == "social-media/")
    assert edge
    assert all(box["x"] >= edge["x"] for box in heads)


def test_a_sheet_cuts_no_long_line_of_a_field(visit: Opener, cast: Cast) -> None:
    end = "/".join(f"folder-{number}" for number in range(20))
    label = "Everything that the city says of its data, year by year, and department by department"
    rows = [{"label": label, "url": f"https://a.kr/{end}"}, {"label": "Short", "url": "b.kr"}]
    write(cast.response, "i-1", cast.contributor, text="○ 글", links=rows)
    page = visit(cast.contributor)
    page.goto(f"{SITE}organization/")
    page.wait_for_function("() => document.adoptedStyleSheets.length > 0")
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    words = "".join("".join(each.extract_text() for each in sheets).split())
    assert f"https://a.kr/{end}" in words
    assert "".join(label.split()) in words
    assert words.count("Short") == 1
    expect(page.locator(".lgq-written-out")).to_have_count(0)


def test_every_sheet_names_city_response_page_and_day(visit: Opener, cast: Cast) -> None:
    """And the dashboard is one table, across, however narrow a sheet is."""
    write(cast.response, "vi-1", cast.contributor, text="○ 글")
    page = visit(cast.coordinator)
    day = r"Printed:\s\d{1,2}\s[A-Z][a-z]{2}\s\d{4}"
    for path, title in (("dashboard/", "Dashboard"), ("organization/", "I. ")):
        page.goto(f"{SITE}{path}")
        line = page.locator(".lgq-paper")
        expect(line).to_be_hidden()
        page.wait_for_function("() => document.adoptedStyleSheets.length > 0")
        sheets = [
            " ".join(each.extract_text().split())
            for each in PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        ]
        for number, sheet in enumerate(sheets, start=1):
            head = re.search(rf"Busan · LGQ 2022 · {title}(.*?){day}", sheet)
            assert head
            assert "Busan" not in head[1]
            assert f"{number} / {len(sheets)}" in sheet
        if path == "dashboard/":
            assert len(sheets) == 1
            [told] = sheets
            assert told.count("Open threads") == 2
            assert "Send reminders" not in told
    # Without scripts the first sheet has it.
    page = visit(cast.coordinator, java_script_enabled=False)
    page.goto(f"{SITE}dashboard/")
    page.emulate_media(media="print")
    expect(page.locator(".lgq-paper")).to_have_text(re.compile(f"Busan · LGQ 2022{day}"))
