"""Anybody may ask whether a file or a digest is of a submission."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

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


def test_unknown_digest_is_not_known(client: Client, response: Response) -> None:
    make_submission(response)
    assert NO in client.get(URL, {"digest": sha256(b"else").hexdigest()}).content.decode()


@pytest.mark.parametrize("typed", ["abc", "g" * 64, "<b>"])
def test_what_is_no_digest_is_said_to_be_none(client: Client, typed: str) -> None:
    page = client.get(URL, {"digest": typed})
    assert page.status_code == 422
    assert (
        "A digest has 64 characters: the digits 0–9 and the letters a–f." in page.content.decode()
    )


def test_no_file_is_said_to_be_none(client: Client) -> None:
    page = client.post(URL)
    assert page.status_code == 422
    assert "Choose a file." in page.content.decode()
