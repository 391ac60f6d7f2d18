"""The whole story, as each role lives it: written, reviewed, corrected, approved, printed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.factories import assign

from . import steps
from .cast import SITE, Cast
from .conftest import Opener
from .steps import (
    LABELS,
    button,
    download,
    field,
    heading,
    link,
    links,
    press,
    problems,
    question,
    said,
    save_section,
    sign_in,
    text,
    unfold,
)

STRATEGY = "III. Strategy and implementation"
ORGANIZATION = "I. Organizational structure"
BUDGET = "Share of the city's total budget (%)"
PUBLISHED = "What is published"
BULLETS = "□ 재정 공개\n  ○ 세입·세출 현황\n    - 분야별 통계\n※ 매월 갱신"
CORRECTED = BULLETS.replace("매월", "매주")
LAST = CORRECTED.replace("매주", "매일")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_story_goes_from_an_empty_response_to_the_final_pdf(
    visit: Opener,
    cast: Cast,
    provoked: set[str],
    scripts: bool,  # noqa: FBT001
) -> None:
    assign(cast.response, "organization", cast.contributor)
    writer, reviewer, coordinator = (visit(java_script_enabled=scripts) for _ in range(3))
    for page, person in (
        (writer, cast.contributor),
        (reviewer, cast.reviewer),
        (coordinator, cast.coordinator),
    ):
        sign_in(page, person)
    provoked.add("422")  # with scripts, the mistakes are told while they are typed
    write_organization(writer)
    write_strategy(writer)
    mend_strategy(writer, scripts=scripts)
    draft_is_printed(coordinator)
    send_with_what_is_missing(writer)
    ask_for_changes(reviewer)
    write_again(writer, CORRECTED)
    approve_what_changed(reviewer, deleted="매월", inserted="매주")
    reopen(coordinator)
    write_again(writer, LAST)
    approve_what_changed(reviewer, deleted="매주", inserted="매일")
    everything_else_is_approved(cast)
    final_is_printed(coordinator)


def write_organization(page: Page) -> None:
    page.get_by_role("link", name=ORGANIZATION).first.click()
    explained = question(page, "I.1")
    unfold(explained, "nothing to report")
    explained.get_by_label(LABELS["nothing to report"]).check()
    field(explained, "reason").fill("통합 포털 준비 중")
    addresses = question(page, "I.2-2)")
    link(addresses, 1, "label").fill("Busan")
    link(addresses, 1, "address").fill("www.busan.go.kr")
    officer = question(page, "I.3")
    officer.get_by_role("radio", name="Yes").check()
    text(officer, "Name").fill("Hong Gil-dong")
    text(officer, "Title").fill("Chief digital officer")
    text(officer, "Agency").fill("Digital bureau")
    text(officer, "E-mail address").fill("cdo@busan.example")
    text(officer, "Link and cooperation with the national CIO").fill("○ 분기별 회의")
    save_section(page)
    said(page, re.compile(r"Everything is saved\.|Saved 3 answers\."))
    expect(officer.get_by_text(re.compile("^Saved .* by"))).to_contain_text("by Contributor Oh")


def write_strategy(page: Page) -> None:
    """Fill in the section, with two mistakes."""
    page.goto(f"{SITE}strategy/")
    plan = question(page, "III.1")
    plan.get_by_role("radio", name="Yes").check()
    plan.get_by_role("checkbox").nth(0).check()
    plan.get_by_role("checkbox").nth(12).check()
    budget = question(page, "III.2")
    budget.get_by_role("radio", name="No", exact=True).check()
    text(budget, BUDGET).fill("120")
    published = question(page, "III.3")
    published.get_by_role("radio", name="Yes").check()
    text(published, PUBLISHED).fill(BULLETS)
    press(published, "add link")
    link(published, 2, "label").fill("Budget at a glance")
    link(published, 2, "address").fill("https://budget.busan.example:444/a%25EC?b=1&c=2")
    link(published, 1, "label").fill("Finance")
    link(published, 1, "address").fill("nonsense")
    save_section(page)


def mend_strategy(page: Page, *, scripts: bool) -> None:
    """Go to each mistake, with scripts or by the summary, find everything kept, and save."""
    summary = problems(page)
    if not scripts:
        expect(summary).to_be_focused()
        expect(summary.get_by_role("link")).to_have_count(2)
        summary.get_by_role("link", name=re.compile(r"^III\.2: Enter a percentage")).click()
    share = text(page, BUDGET)
    expect(share).to_be_focused()
    expect(share).to_have_value("120")
    expect(share).to_have_accessible_description(re.compile("Enter a percentage"))
    share.fill("23,1 %")
    published = question(page, "III.3")
    expect(text(published, PUBLISHED)).to_have_value(BULLETS)
    assert links(published) == [
        ("Finance", "nonsense"),
        ("Budget at a glance", "https://budget.busan.example:444/a%25EC?b=1&c=2"),
    ]
    address = link(published, 1, "address")
    if scripts:
        page.keyboard.press("Control+s")
    else:
        summary.get_by_role("link", name=re.compile(r"^III\.3: Enter a web address")).click()
    expect(address).to_be_focused()
    address.fill("finance.busan.example")
    save(page, keys=scripts)
    expect(problems(page)).to_have_count(0)
    page.reload()
    expect(share).to_have_value("23.1")


def save(page: Page, *, keys: bool = False) -> None:
    """Save by the button or, from within whatever field has the focus, by the keys."""
    if keys:
        page.keyboard.press("Control+s")
    else:
        save_section(page)
    said(page, re.compile(r"Everything is saved\.|Saved \d answer"))


def send_with_what_is_missing(page: Page) -> None:
    press(page, "send")
    expect(heading(page, "send")).to_be_visible()
    missing = page.get_by_role("main").get_by_role("listitem")
    expect(missing).to_contain_text(["III.4", "III.5"])
    press(page, "send")
    said(page, f"{STRATEGY} is sent for review. Next: a reviewer.")


def waiting(page: Page) -> Locator:
    page.goto("/")
    return page.get_by_role("region", name="My tasks")


def ask_for_changes(page: Page) -> None:
    waiting(page).get_by_role("link", name=STRATEGY).click()
    expect(question(page, "III.3")).to_contain_text("세입·세출 현황")
    expect(
        question(page, "III.3").get_by_role("link", name="finance.busan.example")
    ).to_be_visible()
    press(page, "request changes")
    expect(problems(page)).to_contain_text("Give the reason in the comment.")
    field(page, "comment").fill("□ III.3: 갱신 주기를 확인 바랍니다")
    press(page, "request changes")
    said(page, f"{STRATEGY} is back with its writers.")


def write_again(page: Page, words: str) -> None:
    """Make the requested changes and send it to review at once."""
    waiting(page).get_by_role("link", name=STRATEGY).click()
    text(page, PUBLISHED).fill(words)
    press(page, "send")
    expect(heading(page, "send")).to_be_visible()
    press(page, "send")
    said(page, f"{STRATEGY} is sent for review. Next: a reviewer.")


def approve_what_changed(page: Page, *, deleted: str, inserted: str) -> None:
    waiting(page).get_by_role("link", name=STRATEGY).click()
    published = question(page, "III.3")
    expect(published.get_by_role("deletion")).to_contain_text(deleted)
    expect(published.get_by_role("insertion")).to_contain_text(inserted)
    expect(page.get_by_text("Changed since the last review", exact=True)).to_have_count(1)
    steps.sign(page, "approve")
    said(page, f"{STRATEGY} is approved.")


def reopen(page: Page) -> None:
    page.goto(f"{SITE}strategy/")
    expect(button(page, "save")).to_have_count(0)
    page.goto(f"{SITE}strategy/review/")
    press(page, "reopen")
    expect(page.get_by_text("1 signature becomes void.")).to_be_visible()
    press(page, "reopen")
    expect(problems(page)).to_contain_text("Give the reason.")
    field(page, "reason").fill("갱신 주기가 또 바뀜")
    press(page, "reopen")
    said(page, f"{STRATEGY} is open for writing again.")


def everything_else_is_approved(cast: Cast) -> None:
    for work in cast.response.works.exclude(section__key="strategy").select_related("section"):
        cast.send(work.section.key)
        cast.approve(work.section.key)


def draft_is_printed(page: Page) -> None:
    page.goto(f"{SITE}export/")
    assert "DRAFT" in download(page, "pdf")


def final_is_printed(page: Page) -> None:
    page.goto(SITE)
    expect(page.get_by_text("8 of 8 sections approved")).to_be_visible()
    page.get_by_role("link", name="Export").first.click()
    printed = download(page, "pdf")
    assert "DRAFT" not in printed
    wanted = [
        "통합 포털 준비 중",
        "Hong Gil-dong",
        "cdo@busan.example",
        "www.busan.go.kr",
        "Budget at a glance",
        "https://budget.busan.example:444/a%25EC?b=1&c=2",
        "finance.busan.example",
        "23.1",
        "☑ Yes",
        "Reviewer Baek",
        *LAST.splitlines(),
    ]
    assert [each for each in wanted if squeeze(each) not in squeeze(printed)] == []


def squeeze(words: str) -> str:
    """Return words without white space, as lines of a PDF break anywhere."""
    return "".join(words.split())


def test_viewer_reads_and_cannot_write(visit: Opener, cast: Cast) -> None:
    page = visit(cast.viewer)
    page.goto(f"{SITE}strategy/")
    expect(question(page, "III.3")).to_contain_text("not answered")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    page.goto(f"{SITE}strategy/send/")
    expect(heading(page, "forbidden")).to_be_visible()


def test_whoever_signs_out_is_out(visit: Opener, cast: Cast) -> None:
    page = visit(cast.viewer)
    page.goto(SITE)
    page.get_by_role("banner").locator("summary", has_text=cast.viewer.name).click()
    press(page, "sign out")
    expect(heading(page, "sign in")).to_be_visible()
    page.goto(SITE)
    expect(heading(page, "sign in")).to_be_visible()


def test_stranger_finds_nothing(visit: Opener, cast: Cast) -> None:
    page = visit(cast.stranger)
    for path in ("", "strategy/", "strategy/review/", "strategy/unsaved/", "response.pdf"):
        page.goto(SITE + path)
        expect(heading(page, "not found")).to_be_visible()
