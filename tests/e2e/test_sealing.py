"""A coordinator seals a response: asked first, told what is being done, and once only."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from responses.domain.submissions.renderings import beat
from responses.management.commands.work import new_worker
from responses.models import Submission
from tests.support.factories import approve_all

from .cast import SITE, Cast
from .conftest import Opener
from .measures import shortcomings, shortcomings_both_ways
from .steps import follow, said

# Keeps forms on the page, as a slow server does, and counts those that went.
HOLD = """() => {
    window.gone = 0;
    addEventListener("submit", event => {
        window.gone += !event.defaultPrevented;
        event.preventDefault();
    });
}"""


def test_from_the_task_it_is_sealed_by_two_presses_and_once(visit: Opener, cast: Cast) -> None:
    approve_all(cast.response, cast.reviewer)
    page = visit(cast.coordinator)
    page.goto("/")
    follow(page, "to seal")
    expect(page.locator(f".lgq-missing a[href^='{SITE}']")).to_have_count(24)
    page.evaluate(HOLD)
    button = page.locator("form[data-busy] [type=submit]")
    expect(button).to_have_accessible_name("Seal with 24 questions incomplete")
    button.click()
    expect(page.get_by_role("status").last).to_have_text(
        "Making the Korean and the English PDF and the files for checking. "
        "This can take up to a minute. Please keep this page open."
    )
    expect(button).to_have_accessible_name("Sealing…")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.evaluate("document.querySelector('form[data-busy]').requestSubmit()")
    assert page.evaluate("window.gone") == 1
    page.reload()
    expect(button).to_have_accessible_name("Seal with 24 questions incomplete")
    button.click()
    said(page, "The response is sealed as submission no. 1.")
    assert Submission.objects.count() == 1
    assert shortcomings(page) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="Submission no. 1, PDF (Korean)").click()
    assert coming.value.suggested_filename == "busan-lgq-2022-submission-1-ko.pdf"
    page.get_by_label("Means").fill("E-mail")
    page.get_by_role("button", name="Record the sending").click()
    expect(page.get_by_text("Sent to the UN")).to_be_visible()
    page.get_by_text("Files for checking").click()
    expect(page.get_by_role("link", name="README.txt")).to_be_visible()
    assert shortcomings(page) == []


def test_a_page_waits_for_the_worker_that_seals_and_leads_on_by_itself(
    visit: Opener, cast: Cast, provoked: set[str]
) -> None:
    approve_all(cast.response, cast.reviewer)
    page = visit(cast.coordinator)
    page.goto(f"{SITE}submissions/seal/")
    beat(timezone.now() + timedelta(hours=1))
    page.locator("form[data-busy] [type=submit]").click()
    expect(page.get_by_role("heading", name="The response is being sealed")).to_be_visible()
    assert shortcomings_both_ways(page) == []
    waiting = page.url
    cast.reopen("strategy")
    provoked.add("409")
    new_worker().run()
    # Where something has changed it leads back, says so, and has the keyboard.
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Nothing was sealed")
    expect(alert).to_contain_text("Strategy and implementation: Reopened (Reviewer Baek")
    expect(alert).to_be_focused()
    assert shortcomings_both_ways(page) == []

    approve_all(cast.response, cast.reviewer)
    page.goto(f"{SITE}submissions/seal/")
    beat(timezone.now() + timedelta(hours=1))
    page.locator("form[data-busy] [type=submit]").click()
    expect(page.get_by_role("heading", name="The response is being sealed")).to_be_visible()
    assert page.url != waiting
    new_worker().run()
    said(page, "The response is sealed as submission no. 1.")
    assert Submission.objects.count() == 1
