"""A coordinator mails questions to a department without accounts; they come back and merge."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from responses.enums import HandoutFormat
from responses.management.commands.work import new_worker
from responses.models import Answer, Handout
from tests.support.factories import write
from tests.support.handouts import FILLS
from tests.support.mail_server import Mailbox, part

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings_both_ways
from .steps import problems, said

EMAIL = "roads@busan.example"


def hand_out(page: Page, form: str) -> None:
    """Hand the last section out, from the page of the assignment."""
    page.goto(f"{SITE}assignment/")
    page.get_by_role("link", name="Hand questions out as a file").click()
    page.locator("[name=new-what]").select_option("section-satisfaction")
    page.locator("[name=new-addressee]").fill("Roads")
    page.locator("[name=new-email]").fill(EMAIL)
    page.locator("[name=new-format]").select_option(form)
    page.locator("[name=new-language]").select_option("en")
    page.get_by_role("button", name="Hand out").click()
    said(page, "The file is ready.")


def work() -> None:
    new_worker().run()


def link_in(post: Mailbox) -> str:
    [mail] = post.to(EMAIL)
    [link] = set(re.findall(r"http://\S+/returns/[\w-]+/", part(mail, "plain")))
    assert [each.get_filename() for each in mail.iter_attachments()] != []
    return str(link)


def fetch_and_fill(page: Page, form: str) -> FilePayload:
    """Download the file behind the link and fill it in elsewhere."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    content = download.value.path().read_bytes()
    texts = {"v-1.text": "□ Roads wrote this", "v-2.text": "□ One\n□ Two, by Roads"}
    name = download.value.suggested_filename
    return {"name": name, "mimeType": "", "buffer": FILLS[form](content, texts)}


def give_back(page: Page, file: FilePayload) -> None:
    page.get_by_label("Your name").fill("Kim Roads")
    page.get_by_label("Filled file").set_input_files([file])
    page.get_by_role("button", name="Return the file").click()
    expect(page.locator("[data-waits]")).to_be_visible()


@pytest.mark.parametrize("form", HandoutFormat.values)
def test_questions_go_out_and_come_back_changed(
    form: str, visit: Opener, cast: Cast, post: Mailbox
) -> None:
    write(cast.response, "v-2", cast.contributor, text="□ One\n□ Two")
    desk = visit(cast.coordinator)
    hand_out(desk, form)
    work()
    page = visit()
    page.goto(link_in(post))
    expect(page.get_by_role("heading", level=1)).to_have_text("A file to fill in")
    file = fetch_and_fill(page, form)
    write(cast.response, "v-2", cast.contributor, text="□ One, changed here\n□ Two")
    give_back(page, file)
    work()
    page.reload()
    expect(page.get_by_text("Taken over, together with changes made meanwhile")).to_be_visible()
    merged = Answer.objects.get(question__key="v-2").content["parts"]["text"]
    assert merged == "□ One, changed here\n□ Two, by Roads"
    desk.reload()
    expect(desk.get_by_text("Kim Roads")).to_be_visible()
    desk.goto(f"{SITE}satisfaction/v-2/history/")
    expect(desk.get_by_text("From a returned file: Kim Roads")).to_be_visible()


def test_pages_are_for_everybody(visit: Opener, cast: Cast, post: Mailbox, look: Look) -> None:
    desk = visit(cast.coordinator, **look)
    desk.goto(f"{SITE}handouts/")
    found = shortcomings_both_ways(desk)
    desk.locator("main [type=submit]").last.click()
    expect(problems(desk)).to_be_focused()
    found += shortcomings_both_ways(desk)
    desk.locator("[name=new-addressee]").fill("Roads")
    desk.locator("[name=new-email]").fill(EMAIL)
    desk.locator("main [type=submit]").last.click()
    expect(desk).to_have_url(re.compile(r"/handouts/\d+/$"))
    work()
    desk.reload()
    found += shortcomings_both_ways(desk)
    page = visit(**look)
    page.goto(link_in(post))
    found += shortcomings_both_ways(page)
    page.locator("main [type=submit]").first.click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    page.goto("/returns/nobody-made-it/")
    found += shortcomings_both_ways(page)
    assert Handout.objects.get().mailed_at
    assert "\n".join(found) == ""
