"""Two people change one answer: what each wrote is told apart, combined, and found again."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Write
from responses.domain.content.content import canonical
from responses.enums import Role
from responses.models import Answer, Response, User
from tests.support.factories import find, make_member, make_response, write

from .conftest import Opener
from .measures import DESK, PHONE, Light, shortcomings, turn
from .steps import button, follow, links, press, question, said, text

PAGE = "/springfield/test-2030/alpha/"
UNSAVED = f"{PAGE}unsaved/"
BASE = "□ 예산을 누리집에 공개\n  ○ 분야별 통계를 제공\n※ 원문은 PDF로 제공"
MINE = "□ 예산을 누리집에 공개\n  ○ 분야별 통계를 매월 제공\n※ 원문은 PDF로 제공"
THEIRS = (
    "□ 예산을 누리집에 공개\n  ○ 분야별 통계를 제공\n  ○ 절감 사례를 공개\n※ 원문은 HWPX로 제공"
)
BOTH = THEIRS.replace("통계를 제공", "통계를 매월 제공")
PORTAL, BUDGET, DATA, NEWS = (
    {"label": label, "url": f"https://{host}.seoul.go.kr/"}
    for label, host in (
        ("재정포털", "openfinance"),
        ("한눈에 보는 예산", "budget"),
        ("열린데이터광장", "data"),
        ("", "news"),
    )
)
WIDE = ViewportSize(width=1440, height=900)
# What a page that is measured looks like, one after the other.
LOOKS: dict[str, list[tuple[ViewportSize, Light]]] = {
    "en-GB": [(DESK, "light"), (WIDE, "dark"), (PHONE, "light")],
    "ko-KR": [(PHONE, "dark")],
}


@pytest.fixture
def response(live_server: LiveServer) -> Response:
    return make_response()


@pytest.fixture
def kim(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


@pytest.fixture
def lee(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Lee")


def refuse(response: Response, key: str, author: User, base: int | None, **parts: Any) -> int:
    """Have somebody send an answer that is refused, and return the key of the kept text."""
    section, shape = find(response, key)
    values = {name.replace("_", "-"): value for name, value in parts.items()}
    late = Write(shape, canonical(shape, values), base)
    refused = save_answer(response, section, late, author=author).refused
    assert refused
    return refused.pk


def parts_of(key: str) -> dict[str, Any]:
    stored: dict[str, Any] = Answer.objects.get(question__key=key).content["parts"]
    return stored


def side(page: Page, name: str) -> Locator:
    """Return one of the two columns by its heading."""
    return page.locator(".lgq-side", has=page.get_by_role("heading", name=name, exact=True))


@pytest.mark.parametrize("scripts", [True, False])
def test_changes_of_different_lines_are_saved_together_with_one_press(
    visit: Opener, response: Response, kim: User, lee: User, *, scripts: bool
) -> None:
    write(response, "a-2", lee, text=BASE)
    page = visit(kim, java_script_enabled=False)
    page.goto(PAGE)
    write(response, "a-2", lee, text=THEIRS)
    text(question(page, "A.2"), "text").fill(MINE)
    press(page, "save")
    expect(
        page.get_by_text("do not touch the same lines; both are in the proposal")
    ).to_be_visible()

    # Beside the button for what is typed now stands the way to what was typed before.
    page.goto(PAGE)
    page.get_by_role("link", name="Compare and combine what could not be saved").click()
    expect(page).to_have_url(re.compile(f"{UNSAVED}$"))

    page = visit(kim, java_script_enabled=scripts)
    page.goto(UNSAVED)
    expect(side(page, "Your text").get_by_role("insertion")).to_contain_text(" 매월")
    expect(side(page, "Current answer")).to_contain_text("by Lee")
    expect(text(page, "text")).to_have_value(BOTH)
    press(page, "combine")

    said(page, "The combined text is saved.")
    assert parts_of("a-2") == {"text": BOTH}


def test_changes_of_the_same_line_are_marked_and_settled_by_their_author(
    visit: Opener, response: Response, kim: User, lee: User
) -> None:
    write(response, "a-2", lee, text="○ 예산 100억 원")
    write(response, "a-2", lee, text="○ 예산 300억 원")
    refuse(response, "a-2", kim, 1, text="○ 예산 200억 원")
    page = visit(kim)

    page.goto(UNSAVED)

    card = question(page, "A.2")
    expect(card.get_by_text("Both of you changed the same place in: text.")).to_be_visible()
    for name, words in (("Your text", "200억"), ("Current answer", "300억")):
        expect(side(page, name).get_by_role("deletion")).to_contain_text("100억")
        expect(side(page, name).get_by_role("insertion")).to_contain_text(words)
    before = card.locator("details", has_text=re.compile("Both started from version 1.*by Lee"))
    expect(before.get_by_text("○ 예산 100억 원")).to_be_hidden()
    before.locator("summary").click()
    expect(before.get_by_text("○ 예산 100억 원")).to_be_visible()
    expect(text(page, "text")).to_have_value("○ 예산 200억 원")
    text(page, "text").fill("○ 예산 250억 원")
    press(page, "combine")
    said(page, "The combined text is saved.")
    assert parts_of("a-2") == {"text": "○ 예산 250억 원"}


def test_links_and_ticks_are_marked_by_row_and_united(
    visit: Opener, response: Response, kim: User, lee: User
) -> None:
    write(response, "a-1", lee, choices=["plan", "budget"], links=[PORTAL, BUDGET])
    write(response, "a-1", lee, choices=["plan"], links=[BUDGET, NEWS])
    renamed = BUDGET | {"label": "서울시 예산"}
    ticks = ["plan", "budget", "staff"]
    refuse(response, "a-1", kim, 1, choices=ticks, links=[PORTAL, renamed, DATA])
    page = visit(kim)

    page.goto(UNSAVED)

    mine, theirs = side(page, "Your text"), side(page, "Current answer")
    expect(mine.get_by_role("listitem")).to_have_count(3 + 3)
    expect(theirs.get_by_role("listitem")).to_have_count(2 + 3)
    expect(mine.locator("li", has_text="staff").get_by_role("insertion")).to_be_visible()
    expect(theirs.locator("li", has_text="budget").first.get_by_role("deletion")).to_be_visible()
    expect(theirs.locator("li", has_text="재정포털").get_by_role("deletion")).to_be_visible()
    assert links(page.locator(".lgq-comparison form")) == [
        (row["label"], row["url"]) for row in (renamed, DATA, NEWS)
    ]
    press(page, "combine")
    said(page, "The combined text is saved.")
    assert parts_of("a-1") == {"choices": ["plan", "staff"], "links": [renamed, DATA, NEWS]}


def test_refused_text_is_found_again_in_another_browser(
    visit: Opener, response: Response, kim: User, lee: User
) -> None:
    page = visit(kim, java_script_enabled=False)
    page.goto(PAGE)
    write(response, "a-2", lee, text=THEIRS)
    text(question(page, "A.2"), "text").fill(MINE)
    press(page, "save")
    expect(button(page, "combine")).to_be_visible()
    page.context.close()

    page = visit(kim)
    page.goto(PAGE)
    follow(page, "compare")

    expect(page.get_by_text("There is no version that both started from.")).to_be_visible()
    expect(side(page, "Your text")).to_contain_text("통계를 매월 제공")
    united = THEIRS.replace("  ○ 절감", "  ○ 분야별 통계를 매월 제공\n  ○ 절감")
    expect(text(page, "text")).to_have_value(re.compile("통계를 제공.*통계를 매월 제공", re.DOTALL))
    assert set(MINE.split("\n") + united.split("\n")) == set(
        text(page, "text").input_value().split("\n")
    )


def test_a_text_is_reached_by_its_own_address(
    visit: Opener, response: Response, kim: User, lee: User
) -> None:
    for key in ("a-1", "a-2"):
        write(response, key, lee, text=THEIRS)
    wanted = [refuse(response, key, kim, 0, text=MINE) for key in ("a-1", "a-2")][1]
    page = visit(kim)

    page.goto(f"{UNSAVED}#t{wanted}")

    expect(question(page, "A.2")).to_be_in_viewport()
    expect(question(page, "A.1").get_by_role("heading", name="A.1")).not_to_be_in_viewport()


@pytest.mark.parametrize("locale", LOOKS)
def test_every_kind_of_part_can_be_compared_by_everyone(
    visit: Opener, response: Response, kim: User, lee: User, locale: str
) -> None:
    contact = {"name": "박서준", "title": "디지털정책관", "email": "cio@seoul.example"}
    started = {"text": BASE, "choices": ["plan"], "contact": contact, "links": [PORTAL, BUDGET]}
    mine = {"text": MINE, "percentage": "3", "contact": contact | {"title": "국장"}}
    write(response, "a-1", lee, yes_no="no", **started)
    write(response, "a-1", lee, text=THEIRS, percentage="25", choices=["staff"], links=[NEWS])
    refuse(response, "a-1", kim, 1, yes_no="yes", links=[PORTAL, DATA], **mine)
    refuse(response, "a-1", kim, None, yes_no="yes", links=[PORTAL, DATA], **mine)
    refuse(response, "a-1", kim, 0, **mine)
    (size, light), *_ = LOOKS[locale]
    page = visit(kim, locale=locale, viewport=size, color_scheme=light)

    page.goto(UNSAVED)
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")

    found: list[str] = []
    for look in LOOKS[locale]:
        turn(page, *look)
        found += shortcomings(page)
    assert "\n".join(found) == ""
