"""Wide tables scroll inside themselves, by hand and by keyboard, and no page scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from responses.domain import demo
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.content.content import canonical
from responses.domain.talk.talking import Said, reply, start
from responses.enums import Role
from responses.models import Answer, Response, User
from tests.support.factories import PASSWORD, find

from .conftest import Opener

SECTION = "/seoul/lgq-2022/satisfaction/"
WIDTHS = (360, 390, 794)
HEAD = "구분\t" + "\t".join(f"만족도 조사 {year}년" for year in range(2013, 2022))
SAID = f"□ 표를 고쳤습니다.\n{HEAD}\n응답\t" + "\t".join(["3,208명"] * 9)
# A label and addresses without a space to break at.
UNBROKEN = "https://seoul.example/" + "survey" * 30
LONG_LINKS = ({"label": "Satisfaction" * 8, "url": UNBROKEN}, {"label": "", "url": f"{UNBROKEN}/2"})
UNFOLD = "() => document.querySelectorAll('main details').forEach(each => { each.open = true })"
WIDTH_OF_PAGE = "() => [document.scrollingElement.scrollWidth, innerWidth]"
# Tables that are cut off and yet cannot be scrolled, or not by keyboard, or have no name. Only
# links go without a box that scrolls, as their addresses break anywhere: none is cut off.
LAME = """() => [...document.querySelectorAll("main table")].flatMap(table => {
    const box = table.closest(".outline-table");
    if (!box && table.matches(".links")) {
        const edge = table.parentElement.getBoundingClientRect().right + 1;
        const over = [table, ...table.querySelectorAll("*")].filter(each =>
            each.getBoundingClientRect().right > edge || each.scrollWidth > each.clientWidth + 1);
        return over.map(each => `cut off: ${each.outerHTML.slice(0, 80)}`);
    }
    if (!box) return [`no box: ${table.outerHTML.slice(0, 80)}`];
    const wide = table.offsetWidth > box.clientWidth + 1;
    const scrolls = box.scrollWidth > box.clientWidth;
    const named = box.tabIndex === 0 && box.getAttribute("role") && box.ariaLabel;
    return named && wide === scrolls ? [] : [box.outerHTML.slice(0, 120)];
})"""


def contributors() -> list[User]:
    return list(User.objects.filter(email__startswith="writer", email__endswith="@seoul.example"))


@pytest.fixture
def seoul(live_server: object) -> Response:
    """Return the demonstration's response, in which somebody changed the table of V.2."""
    demo.load(demo.read_demo(), PASSWORD)
    response = Response.objects.get(city__slug="seoul")
    section, question = find(response, "v-2")
    writer, colleague = contributors()
    answer = Answer.objects.get(response=response, question=question.pk, language="")
    parts, version = answer.content["parts"], answer.version
    for text, author in (
        (parts["text"].replace("3,593", "3,594"), colleague),
        (parts["text"].replace("3,208\t", "3,209\t"), writer),
    ):
        links = [*parts["links"], *LONG_LINKS]
        changed = canonical(question, {**parts, "text": text, "links": links})
        save_answer(response, section, Write(question, changed, version), author=author)
    place = AnswerRef("seoul", "lgq-2022", "satisfaction", "v-2")
    thread = start(writer, place, Said(SAID))
    suggested = canonical(question, {**parts, "text": parts["text"].replace("2,969", "2,970")})
    reply(colleague, place, thread.pk, Said("이렇게요.", None, suggested))
    return response


def too_wide(page: Page, path: str) -> list[str]:
    """Return what is wrong with the widths of a page, with everything on it unfolded."""
    page.goto(path)
    page.evaluate(UNFOLD)
    width, window = page.evaluate(WIDTH_OF_PAGE)
    found = [] if width <= window else [f"{path} at {window}: {width}"]
    return found + [f"{path} at {window}: {lame}" for lame in page.evaluate(LAME)]


def test_no_page_scrolls_sideways_and_each_wide_table_does(visit: Opener, seoul: Response) -> None:
    writer, _colleague = contributors()
    page = visit(writer, locale="ko-KR")
    paths = (
        *("", "review/", "unsaved/", "v-2/history/", "v-2/history/?from=1&to=2"),
        *("v-2/history/?restore=1", "v-2/talk/", "v-2/suggest/"),
    )
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        for path in paths:
            found += too_wide(page, f"{SECTION}{path}")
    assert "\n".join(found) == ""


def test_a_wide_table_scrolls_by_keyboard(visit: Opener, seoul: Response) -> None:
    reader = User.objects.filter(memberships__city__slug="seoul", memberships__role=Role.VIEWER)[0]
    page = visit(reader, viewport={"width": 390, "height": 740})
    page.goto(f"{SECTION}review/")
    table = page.locator("#v-2 .outline-table").first
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("each => each.scrollLeft > 0", arg=table.element_handle())
    expect(table).to_have_accessible_name("Table")


def test_a_changed_table_is_marked_by_cell(visit: Opener, seoul: Response) -> None:
    writer, _colleague = contributors()
    page = visit(writer)
    for path in ("unsaved/", "v-2/history/", "v-2/talk/"):
        page.goto(f"{SECTION}{path}")
        expect(page.locator("main .lgq-pieces td.lgq-changed-cell").first).to_be_visible()
        assert "\t" not in "".join(page.locator("main .lgq-pieces").all_text_contents())
