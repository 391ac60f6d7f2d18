"""A coordinator mails questions to a department without accounts; they come back and merge."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import FilePayload, Page, expect

from responses.documents.pdf import render_pdf
from responses.domain.submissions.response_json import read_response_json
from responses.enums import HandoutFormat
from responses.management.commands.work import new_worker
from responses.models import Answer, Handout, Notice
from tests.support.factories import approve_all, write
from tests.support.handouts import FILLS
from tests.support.mail_server import Mailbox, part

from .cast import SITE, Cast
from .conftest import Look, Opener
from .measures import shortcomings_both_ways
from .steps import heading, press, problems, question, said, sign, until

EMAIL = "roads@busan.example"
SATISFACTION, SECOND = "V. User satisfaction", "V.2"
MERGED = "□ One, changed here\n□ Two, by Roads"


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
    said(page, f"The file is being sent to {EMAIL}.")


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


def edit_here(page: Page) -> None:
    """Change the first line of an answer, as the file is filled in elsewhere."""
    page.goto(f"{SITE}satisfaction/")
    answer = question(page, SECOND).get_by_role("textbox").first
    expect(answer).to_have_value("□ One\n□ Two")
    answer.fill("□ One, changed here\n□ Two")
    until(page, Answer.objects.filter(question__key="v-2", version=2).exists)


def goes_out_and_comes_back(form: str, visit: Opener, cast: Cast, post: Mailbox) -> Page:
    """Hand out, fill in, return, with an edit here meanwhile; return the coordinator's page."""
    write(cast.response, "v-2", cast.contributor, text="□ One\n□ Two")
    desk = visit(cast.coordinator)
    hand_out(desk, form)
    work()
    page = visit()
    page.goto(link_in(post))
    expect(page.get_by_role("heading", level=1)).to_have_text("A file to fill in")
    file = fetch_and_fill(page, form)
    edit_here(visit(cast.contributor))
    give_back(page, file)
    work()
    page.reload()
    expect(
        page.get_by_text("Taken over, together with changes made in the meantime")
    ).to_be_visible()
    merged = Answer.objects.get(question__key="v-2").content["parts"]["text"]
    assert merged == MERGED
    desk.reload()
    expect(desk.get_by_text("Kim Roads")).to_be_visible()
    desk.goto(f"{SITE}satisfaction/v-2/history/")
    expect(desk.get_by_text("From a returned file: Kim Roads")).to_be_visible()
    return desk


@pytest.mark.parametrize("form", sorted({*HandoutFormat} - {HandoutFormat.DOCX}))
def test_questions_go_out_and_come_back_changed(
    form: str, visit: Opener, cast: Cast, post: Mailbox
) -> None:
    goes_out_and_comes_back(form, visit, cast, post)


def test_what_came_back_is_signed_sealed_and_made_again_from_the_archive(
    visit: Opener, cast: Cast, post: Mailbox
) -> None:
    desk = goes_out_and_comes_back(HandoutFormat.DOCX, visit, cast, post)
    desk.goto("/notices/")
    follow_notice(desk, "Roads returned a file")
    writer, reviewer = visit(cast.contributor), visit(cast.reviewer)
    writer.goto(f"{SITE}satisfaction/")
    press(writer, "send")
    expect(heading(writer, "send")).to_be_visible()
    press(writer, "send")
    said(writer, f"{SATISFACTION} is sent for review.")
    reviewer.goto(f"{SITE}satisfaction/review/")
    expect(question(reviewer, SECOND)).to_contain_text("Two, by Roads")
    sign(reviewer, "approve")
    said(reviewer, f"{SATISFACTION} is approved.")
    approve_all(cast.response, cast.reviewer)
    desk.goto(f"{SITE}submissions/seal/")
    desk.locator("form[data-busy] [type=submit]").click()
    said(desk, "The response is sealed as submission no. 1.")
    desk.goto(f"{SITE}export/")
    with desk.expect_download() as coming:
        desk.get_by_role("link", name="Submission no. 1, ZIP").click()
    made = made_again(coming.value.path())
    assert made.keys() == {"ko", "en"}
    assert [language for language, (there, again) in made.items() if there != again] == []


def follow_notice(page: Page, words: str) -> None:
    """Follow a notice to the page of the handout, which settles it."""
    page.get_by_role("link", name=words).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Roads")
    [read] = Notice.objects.filter(kind="file_returned", person__name="Coordinator Kang")
    assert read.read_at


def made_again(archive: Path) -> dict[str, tuple[bytes, bytes]]:
    """Return the PDFs of an archive by language, each as it is and as its JSON alone makes it."""
    with ZipFile(archive) as pack:
        files = {name.rpartition("/")[2]: pack.read(name) for name in pack.namelist()}
    read = read_response_json(files["response.json"].decode())
    assert read.snapshot.answers_by_key["v-2"].content.parts["text"] == MERGED
    pdfs = {name: content for name, content in files.items() if name.endswith(".pdf")}
    return {
        language: (content, render_pdf(read.snapshot, language, read.seal, after=read.after))
        for name, content in pdfs.items()
        for language in [name.removesuffix(".pdf")[-2:]]
    }


def test_pages_are_for_everybody(visit: Opener, cast: Cast, post: Mailbox, look: Look) -> None:
    desk = visit(cast.coordinator, **look)
    desk.goto(f"{SITE}handouts/")
    found = shortcomings_both_ways(desk)
    desk.locator("main [type=submit]").last.click()
    expect(problems(desk)).to_be_focused()
    found += shortcomings_both_ways(desk)
    desk.locator("[name=new-what]").select_option(index=1)
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
