"""The press that seals, and the files that come of it."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from responses.domain.submissions.sealing import digest_of
from responses.models import (
    ChainEntry,
    Event,
    Response,
    Submission,
    User,
)
from tests.support.factories import (
    approve_all,
)
from tests.views.sealing.pages import SEAL, URL, text

pytestmark = pytest.mark.django_db


def test_coordinator_seals_an_approved_response(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    assert f'href="{SEAL}">Seal the response</a>' in text(client)
    assert "Seal with 3 questions incomplete" in text(client, SEAL)

    page = client.post(SEAL, follow=True)

    submission = Submission.objects.get()
    assert page.redirect_chain == [(URL, 302)]
    html = page.content.decode()
    assert "The response is sealed as submission no. 1." in html
    assert "The response is sealed in its current state." in html
    assert '<a href="/verify/">Verify a submission</a>' in html
    assert submission.digest in html
    assert (submission.sealed_by, submission.number) == (coordinator, 1)
    # Whatever was recorded before is in the chain, whose head the archive keeps.
    chained = ChainEntry.objects.filter(city=response.city)
    events = Event.objects.order_by("pk").values_list("pk", flat=True)
    assert sorted(chained.filter(kind="event").values_list("record", flat=True)) == list(events)
    with ZipFile(BytesIO(bytes(submission.archive))) as pack:
        assert json.loads(pack.read("manifest.json"))["head"] == chained.latest("number").digest


def test_archive_and_its_files_come_out_as_they_were_sealed(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    client.post(SEAL)
    submission = Submission.objects.get()

    page = client.get(f"{URL}1/archive.zip")

    assert page.headers["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1.zip"'
    )
    assert digest_of(page.content) == submission.archive_digest
    with ZipFile(BytesIO(page.content)) as pack:
        for name in pack.namelist():
            assert client.get(f"{URL}1/{name}").content == pack.read(name)
    listed = dict(submission.files.values_list("name", "digest"))
    pdf = client.get(f"{URL}1/response-ko.pdf")
    assert pdf.headers["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1-ko.pdf"'
    )
    assert (pdf.headers["Content-Type"], digest_of(pdf.content)) == (
        "application/pdf",
        listed["response-ko.pdf"],
    )


@pytest.mark.parametrize("path", ["2/archive.zip", "1/none.pdf", "1/..", "x/archive.zip"])
def test_there_is_no_other_file(
    client: Client, response: Response, coordinator: User, reviewer: User, path: str
) -> None:
    approve_all(response, reviewer)
    client.post(SEAL)
    assert client.get(f"{URL}{path}").status_code == 404


def test_sealing_what_is_not_approved_is_refused_in_words(
    client: Client, coordinator: User
) -> None:
    page = client.post(SEAL)
    assert page.status_code == 409
    assert "Some sections are not approved yet." in page.content.decode()
    assert not Submission.objects.exists()


def test_second_press_seals_nothing_and_leads_to_the_submission(
    client: Client, response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    client.post(SEAL)
    page = client.post(SEAL, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "This response is already sealed." in page.content.decode()
    assert client.get(SEAL).headers["Location"] == URL
    assert Submission.objects.count() == 1
