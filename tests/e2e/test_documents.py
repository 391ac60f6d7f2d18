"""Somebody waits for a PDF that a worker makes, and gets it without another press."""

from django.utils import timezone
from playwright.sync_api import expect

from responses.domain.submissions.renderings import beat
from responses.management.commands.work import new_worker

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings


def test_a_page_waits_for_a_pdf_and_fetches_it(visit: Opener, cast: Cast) -> None:
    page = visit(cast.viewer)
    page.goto(f"{SITE}export/")
    beat(timezone.now())
    page.get_by_role("link", name="PDF in English").click()
    note = page.get_by_role("status").last
    expect(note).to_have_text(
        "The PDF is being made. Its download begins by itself once it is ready."
    )
    assert shortcomings(page) == []
    with page.expect_download() as coming:
        new_worker().run()
    assert coming.value.suggested_filename == "busan-lgq-2022-en-draft.pdf"
    expect(note).to_have_text("The PDF is ready, and its download has begun.")
    page.get_by_role("link", name="Back to the response").click()
    expect(page.get_by_role("heading", name="Sections")).to_be_visible()
