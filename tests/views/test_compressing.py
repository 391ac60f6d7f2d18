"""Pages are sent compressed to browsers that take them so, and files as they are."""

from gzip import decompress

import pytest
from django.test import Client

from responses.models import Response, User
from responses.views.compressing import WORTH, compressed

pytestmark = pytest.mark.django_db

SECTION = "/springfield/test-2030/alpha/"
PDF = "/springfield/test-2030/response.pdf"
GZIP = {"accept-encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_who_takes_it_so(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    plain, packed = client.get(SECTION), client.get(SECTION, headers=GZIP)
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    for page in (plain, packed):
        assert "Accept-Encoding" in page["Vary"]
        assert page["Content-Length"] == str(len(page.content))
    # Two renderings differ in their tokens alone, which are as long.
    assert len(decompress(packed.content)) == len(plain.content)
    assert len(packed.content) < len(plain.content) / 3


def test_a_page_that_says_no_is_compressed_too(client: Client, writer: User) -> None:
    client.force_login(writer)
    page = client.get("/nowhere/", headers=GZIP)
    assert page.status_code == 404
    assert "<html" in decompress(page.content).decode()


def test_a_file_is_sent_as_it_is(client: Client, response: Response, writer: User) -> None:
    client.force_login(writer)
    reply = client.get(PDF, headers=GZIP)
    assert not reply.has_header("Content-Encoding")
    assert reply.content.startswith(b"%PDF-")


def test_a_reply_of_few_bytes_is_not_compressed(client: Client, response: Response) -> None:
    reply = client.get(SECTION, headers=GZIP)
    assert reply.status_code == 302
    assert not reply.has_header("Content-Encoding")


def test_how_long_it_is_tells_nothing_of_what_it_says() -> None:
    content = b"<p>secret</p>" * WORTH
    packed = [compressed(content) for _ in range(50)]
    assert {decompress(each) for each in packed} == {content}
    assert len({len(each) for each in packed}) > 10
