"""A coordinator imports a questionnaire as a city has filled it in, with scripts and without."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect

from responses.domain.content.content import Content
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import beat
from responses.enums import Source
from responses.management.commands.work import new_worker
from responses.models import Import, RefusedText, Revision
from tests.intake.test_proposals import FILLED
from tests.support.factories import write

from .cast import SITE, Cast
from .conftest import Opener
from .steps import said

CONTENT = f"부서 회신을 모은 것임\n\n{FILLED}".encode()
TEXT: FilePayload = {"name": "설문 응답.txt", "mimeType": "text/plain", "buffer": CONTENT}
OLD: FilePayload = {"name": "old.hwp", "mimeType": "", "buffer": b"\xd0\xcf\x11\xe0 old"}


def answers(cast: Cast) -> dict[str, Content]:
    found = read_snapshot(cast.response).answers_by_key
    return {key: answer.content for key, answer in found.items() if answer.content}


def bring(page: Page, file: FilePayload) -> None:
    page.get_by_label("Filled questionnaire").set_input_files([file])
    page.get_by_role("button", name="Read the file").click()


def refuse_and_read(page: Page, *, scripts: bool) -> None:
    """Bring a file that nobody can read, then one that a worker reads."""
    page.goto(SITE)
    page.get_by_role("link", name="Import", exact=True).click()
    bring(page, OLD)
    expect(page.get_by_role("alert")).to_contain_text("save it as HWPX, DOCX or XLSX")
    expect(page.get_by_label("Filled questionnaire")).to_have_attribute("aria-invalid", "true")
    bring(page, TEXT)
    expect(page.get_by_role("heading", name="The file is being read")).to_be_visible()
    expect(page.locator(".lgq-note")).to_contain_text("The server cannot read files at the moment.")
    beat(timezone.now() + timedelta(hours=1))
    new_worker().run()
    if not scripts:
        page.reload()
    expect(page.get_by_role("heading", name="설문 응답.txt")).to_be_visible()


def accept_what_is_sure(page: Page, cast: Cast) -> None:
    """Accept all that are sure, of which one has another answer."""
    page.get_by_role("button", name=re.compile(r"Accept all \d+ that are sure")).click()
    expect(page.get_by_text(re.compile(r"\d+ answers are saved\."))).to_be_visible()
    links: Any = answers(cast)["i-1"].parts["links"]
    assert [each["url"] for each in links] == [
        "https://www.seoul.go.kr/",
        "http://world.seoul.go.kr/main/",
    ]
    kept = page.locator("#p-viii-2")
    expect(kept).to_contain_text("Accepted, to be combined with the current answer")
    assert RefusedText.objects.get().content["parts"]["yes-no"] == "yes"


def drag(page: Page, line: Locator, to: Locator) -> None:
    """Drag a line to a place that comes into view only while it is dragged."""
    line.hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=4)
    to.evaluate("place => place.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = to.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 10, steps=4)
    page.mouse.up()


def move_and_edit(page: Page, cast: Cast, *, scripts: bool) -> None:
    """Put a line that is nowhere where it belongs, and accept it edited."""
    line = page.locator('[data-kind="nowhere"]').first
    number = line.get_attribute("value")
    if scripts:
        drag(page, line, page.locator("#p-ii-1-1"))
    else:
        line.get_by_role("checkbox").check()
        page.get_by_label("Move the ticked lines to").select_option("ii-1-1")
        page.get_by_role("button", name="Move the lines").click()
    moved = page.locator("#p-ii-1-1")
    expect(moved).to_contain_text("Placed by hand")
    expect(moved).to_contain_text(f"From line {number}")
    moved.get_by_role("link", name=re.compile("^Edit")).click()
    page.locator("textarea").first.fill("○ 고쳐 쓴 답변")
    page.get_by_role("button", name="Accept as edited").click()
    said(page, "1 answer is saved.")
    assert "○ 고쳐 쓴 답변" in str(answers(cast)["ii-1-1"].parts)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_filled_questionnaire_becomes_answers(
    visit: Opener, cast: Cast, provoked: set[str], *, scripts: bool
) -> None:
    provoked.add("422")
    write(cast.response, "viii-2", cast.contributor, yes_no="no", text="다른 답")
    page = visit(cast.coordinator, java_script_enabled=scripts)
    refuse_and_read(page, scripts=scripts)
    assert not Import.objects.exists()
    accept_what_is_sure(page, cast)
    move_and_edit(page, cast, scripts=scripts)
    # Finished, it tells what is left; the history says where an answer is from.
    page.get_by_role("button", name="Finish this import").click()
    expect(page.get_by_text(re.compile(r"is finished\. \d+ lines? of the file"))).to_be_visible()
    page.goto(f"{SITE}organization/i-1/history/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="설문 응답.txt").click()
    assert coming.value.suggested_filename == "설문 응답.txt"
    assert coming.value.path().read_bytes() == CONTENT
    # Once more changes nothing.
    mine = Revision.objects.filter(author=cast.coordinator)
    before = mine.count()
    assert {*mine.values_list("source", flat=True)} == {Source.IMPORT}
    page.goto(f"{SITE}import/")
    bring(page, TEXT)
    expect(page.get_by_role("button", name="Continue this import")).to_be_visible()
    assert mine.count() == before
    # On a phone the bar takes no room until a line is ticked, and nobody is told to drag.
    page.set_viewport_size({"width": 360, "height": 740})
    bar = page.locator("#move")
    expect(bar).to_have_css("position", "static")
    expect(page.get_by_text("Or drag a line onto a question.")).to_be_hidden()
    page.locator(".lgq-import-line input").first.check()
    expect(bar).to_have_css("position", "sticky")
