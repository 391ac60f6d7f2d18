"""A coordinator sees who has what, how far and how late, and takes it along."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from responses.models import Response, SectionWork
from tests.support.factories import assign, delegate, write

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings, shortcomings_both_ways
from .steps import follow, heading, problems, said, unfold
from .test_accessibility import on

PAGE = f"{SITE}dashboard/"
DAY = timedelta(days=1)

# The colours of what is drawn, and of what it is drawn on.
COLOURS = """() => {
    const style = selector => getComputedStyle(document.querySelector(selector));
    const plot = ".lgq-burn-up-chart svg ";
    return {
        answered: style(plot + ".lgq-burn-up-answered").stroke,
        due: style(plot + ".lgq-burn-up-due").stroke,
        text: style(".lgq-burn-up-chart text").fill,
        paper: style("body").backgroundColor,
        dashes: style(plot + ".lgq-burn-up-due").strokeDasharray,
        no_dashes: style(plot + ".lgq-burn-up-answered").strokeDasharray,
    };
}"""


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Give two sections and a question to departments; one section is late, the question too."""
    today = timezone.localdate()
    Response.objects.update(created_at=timezone.now() - 20 * DAY)
    for key, department, due_in in (("legal", "법무담당관", -3), ("strategy", "정책기획관", 9)):
        SectionWork.objects.filter(response=cast.response, section__key=key).update(
            department=department, due_on=today + due_in * DAY
        )
    assign(cast.response, "legal", cast.colleague)
    delegate(cast.response, "iii-3", cast.contributor, department="재정담당관", due_on=today - DAY)
    write(cast.response, "vi-1", cast.contributor, text="□ 시민 소통")
    cast.send("social-media")
    return cast


def row(page: Page, name: str) -> Any:
    return page.get_by_role("row", name=re.compile(name))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_coordinator_sees_who_is_late_and_takes_it_along(
    visit: Opener, busy: Cast, *, scripts: bool
) -> None:
    page = visit(busy.coordinator, java_script_enabled=scripts)
    page.goto(SITE)
    follow(page, "dashboard")
    expect(heading(page, "dashboard")).to_be_visible()
    expect(row(page, "Legal framework")).to_contain_text("3 days late")
    expect(row(page, "Legal framework")).to_contain_text("Contributor Moon")
    expect(row(page, "Social media")).to_contain_text("waiting for a reviewer since")
    expect(row(page, "publish its budget")).to_contain_text("1 day late")
    unfold(page, "numbers of the chart")
    expect(page.get_by_role("table", name="Days on which a number changed")).to_be_visible()

    page.get_by_label("Department").select_option("법무담당관")
    page.get_by_label("Overdue only").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("department=.*overdue=on"))
    expect(row(page, "Legal framework")).to_be_visible()
    expect(row(page, "Social media")).to_have_count(0)
    with page.expect_download() as coming:
        follow(page, "download what is shown")
    sheet = load_workbook(BytesIO(coming.value.path().read_bytes()))["Sections"]
    assert [cell.value for cell in sheet["B"]] == ["Section", "Legal framework"]

    page.get_by_label("State").select_option(label="Approved")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("No section or question matches.")).to_be_visible()
    follow(page, "show all")
    row(page, "Social media").get_by_role("link", name="Social media").first.click()
    expect(page).to_have_url(re.compile("/social-media/review/$"))


def test_a_row_leads_to_its_assignment(visit: Opener, busy: Cast) -> None:
    page = visit(busy.coordinator)
    page.goto(PAGE)
    row(page, "Legal framework").get_by_role("link", name=re.compile("^Change II:")).click()
    expect(page).to_have_url(re.compile(r"/assignment/#s-legal$"))
    expect(page.locator("#s-legal")).to_be_in_viewport()
    legal = page.locator("details.lgq-give").filter(has=page.locator("#s-legal"))
    expect(legal).to_have_attribute("open", "")
    expect(page.locator("details.lgq-give[open]")).to_have_count(1)
    # So does a link while one is on the page, and one to a question.
    page.evaluate("location.hash = '#h-iii-3'")
    expect(page.locator("details.lgq-give-question[open]")).to_have_count(1)


@pytest.mark.parametrize(
    "media",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active", "color_scheme": "light"},
        {"forced_colors": "active", "color_scheme": "dark"},
        {"media": "print", "color_scheme": "light"},
    ],
    ids=str,
)
def test_the_chart_is_readable_in_every_light(
    visit: Opener, busy: Cast, media: dict[str, Any]
) -> None:
    page = visit(busy.coordinator)
    page.goto(PAGE)
    page.emulate_media(**media)
    found = page.evaluate(COLOURS)
    assert found["paper"] not in {found["answered"], found["due"], found["text"]}
    assert (found["dashes"], found["no_dashes"]) == ("7px, 5px", "none")
    expect(page.get_by_role("img", name="Questions answered and due, day by day")).to_be_visible()


def test_pages_of_the_dashboard(visit: Opener, look: Look, busy: Cast) -> None:
    page = visit(busy.coordinator, **look)
    queries = ("", "?overdue=on", "?state=approved&overdue=on")
    found = [*on(page, *(f"{PAGE}{query}" for query in queries))]
    page.goto(f"{PAGE}?state=nonsense")
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    SectionWork.objects.update(due_on=None)
    found += on(page, PAGE)
    assert "\n".join(found) == ""


@pytest.mark.parametrize("locale", ["ko-KR", "en-GB"])
def test_rows_of_sections_are_one_control_high(visit: Opener, busy: Cast, locale: str) -> None:
    page = visit(busy.coordinator, locale=locale, viewport={"width": 1280, "height": 900})
    page.goto(PAGE)
    rows = page.locator('table[aria-labelledby="sections"] tbody tr')
    heights = [box["height"] for each in rows.all() if (box := each.bounding_box())]
    assert len(heights) == 8
    assert max(heights) <= 56


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_coordinator_reminds_and_sets_dates(visit: Opener, busy: Cast, *, scripts: bool) -> None:
    page = visit(busy.coordinator, java_script_enabled=scripts)
    page.goto(PAGE)
    expect(row(page, "Strategy")).to_contain_text("9 days left")
    row(page, "Legal framework").get_by_role("button", name="Remind").click()
    said(page, "Reminders sent: II. Legal framework (Contributor Moon)")
    expect(row(page, "Legal framework")).to_contain_text(re.compile(r"Sent today, \d\d:\d\d"))
    every = page.get_by_role("checkbox", name="Choose all sections")
    if scripts:
        every.check()
    else:
        expect(every).to_have_count(0)
        for box in page.locator('input[name="section"]').all():
            box.check()
    page.get_by_role("button", name="Send reminders", exact=True).click()
    expect(page.get_by_text("Already reminded today, and not again")).to_contain_text("II. Legal")
    expect(page.get_by_text("Reminders sent:")).to_contain_text("Social media (Reviewer Baek)")

    row(page, "Legal framework").get_by_role("checkbox").check()
    row(page, "Strategy").get_by_role("checkbox").check()
    page.get_by_label("New due date", exact=True).fill("31 Dec 2030")
    page.get_by_role("button", name="Set due date").click()
    said(page, "2 sections are due on 31 Dec 2030 now.")
    page.get_by_role("button", name="Set due date").click()
    expect(problems(page)).to_be_focused()
    expect(problems(page)).to_contain_text("Choose at least one section in the table.")
    # What looks for shortcomings is a script itself.
    found = shortcomings(page) if scripts else []
    assert "\n".join(found) == ""
