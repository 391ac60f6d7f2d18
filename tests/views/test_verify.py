"""Anybody may ask whether a file or a digest is of a submission."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from responses.models import Response
from tests.support.factories import make_submission

pytestmark = pytest.mark.django_db

URL = "/verify/"
YES, NO = "Yes: this belongs to a sealed submission.", "No: no sealed submission here"


def of_file(client: Client, content: bytes) -> str:
    return client.post(URL, {"file": SimpleUploadedFile("any.name", content)}).content.decode()


def test_page_asks_for_a_file_or_a_digest(client: Client) -> None:
    html = client.get(URL).content.decode()
    assert "Verify the file" in html
    assert YES not in html
    assert NO not in html


def test_file_out_of_a_submission_is_known(client: Client, response: Response) -> None:
    submission = make_submission(response)
    html = of_file(client, submission.snapshot.encode())
    assert YES in html
    assert "Springfield" in html
    assert "TEST 2030" in html
    assert "snapshot.json" in html


def test_a_network_that_asks_in_vain_too_often_has_to_wait(
    client: Client, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make_submission(response).digest
    for number in range(20):
        assert client.get(URL, {"digest": f"{number:064}"}).status_code == 200
    monkeypatch.setattr("responses.views.verify._digest", None)  # no digest is made
    held = client.post(URL, {"file": SimpleUploadedFile("any.name", b"x")})
    assert (held.status_code, held.headers["Retry-After"]) == (429, "2")
    assert "There were too many tries. Try again in 2 seconds." in held.content.decode()
    assert client.get(URL, {"digest": known}).status_code == 429
    assert client.get(URL).status_code == 200
    assert YES in client.get(URL, {"digest": known}, REMOTE_ADDR="192.0.2.7").content.decode()


def test_archive_is_known(client: Client, response: Response) -> None:
    make_submission(response)
    html = of_file(client, b"archive")
    assert YES in html
    assert "archive.zip" in html


def test_file_with_one_byte_changed_is_not_known(client: Client, response: Response) -> None:
    submission = make_submission(response)
    html = of_file(client, submission.snapshot.encode()[:-1] + b" ")
    assert NO in html
    assert "Springfield" not in html


def test_digest_of_the_seal_is_known_however_it_is_typed(
    client: Client, response: Response
) -> None:
    digest = make_submission(response).digest
    for typed in (digest, digest.upper(), f" {digest[:30]} {digest[30:]} "):
        assert YES in client.get(URL, {"digest": typed}).content.decode()


def test_the_number_printed_in_a_pdf_is_told_in_words_to_be_of_the_content(
    client: Client, response: Response
) -> None:
    submission = make_submission(response)
    html = client.get(URL, {"digest": submission.digest}).content.decode()
    assert "This digest is of the content of submission no. 1" in html
    assert "snapshot.json" not in html
    # Of any other file its name is told, and what it is.
    html = client.get(URL, {"digest": submission.archive_digest}).content.decode()
    assert "archive.zip (the archive: all files of the submission in one)" in html
    assert "of the content" not in html


def test_unknown_digest_is_not_known(client: Client, response: Response) -> None:
    make_submission(response)
    html = client.get(URL, {"digest": sha256(b"else").hexdigest()}).content.decode()
    assert f"{NO} has this digest." in html
    assert "The digest may be mistyped" in html
    assert f"{NO} has this file." in of_file(client, b"else")
    assert "mistyped" not in of_file(client, b"else")


@pytest.mark.parametrize("typed", ["abc", "g" * 64, "<b>"])
def test_what_is_no_digest_is_said_to_be_none(client: Client, typed: str) -> None:
    page = client.get(URL, {"digest": typed})
    assert page.status_code == 422
    assert (
        "A digest has 64 characters: the digits 0–9 and the letters a–f." in page.content.decode()
    )


@pytest.mark.parametrize("name", ["서울 응답서.pdf", "<b>.zip"])
def test_which_file_was_checked_is_told_whatever_came_of_it(
    client: Client, response: Response, name: str
) -> None:
    make_submission(response)
    for content, answer in ((b"archive", YES), (b"else", NO)):
        page = client.post(URL, {"file": SimpleUploadedFile(name, content)})
        html = page.content.decode()
        assert answer in html
        assert f"The file that was checked <code>{escape(name)}</code>" in html
    html = client.get(URL).content.decode()
    assert "The file that was checked" not in html
    assert "the archive (ZIP), a PDF, or a file from the archive (JSON, CSV or TXT)." in html


def test_no_file_is_said_to_be_none(client: Client) -> None:
    page = client.post(URL)
    assert page.status_code == 422
    html = page.content.decode()
    assert '<a href="#file">Choose a file.</a>' in html
    assert '<p class="lgq-field-error" id="file--fault">Choose a file.</p>' in html


@pytest.mark.parametrize("typed", ["", "  "])
def test_no_digest_is_said_to_be_none_beside_its_field(client: Client, typed: str) -> None:
    page = client.get(URL, {"digest": typed})
    assert page.status_code == 422
    words = "Enter a digest. A file that you chose has to be chosen again."
    html = page.content.decode()
    assert f'<a href="#digest">{words}</a>' in html
    assert f'<p class="lgq-field-error" id="digest--fault">{words}</p>' in html
    assert html.count('aria-invalid="true"') == 1
