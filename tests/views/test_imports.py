from hashlib import sha256
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.incoming.placed import PlacedLines
from responses.domain.incoming.receiving import accept
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, IncomingFile, Response, StoredFile, User
from responses.views import imports
from tests.support.factories import make_member
from tests.support.incoming import CONTENT, make_incoming

pytestmark = pytest.mark.django_db

ADDRESS = "/springfield/test-2030/import/"
FILE = f"{ADDRESS}{sha256(CONTENT).hexdigest()}"


@pytest.fixture(autouse=True)
def _signed_in(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)


def upload(content: bytes, name: str = "filled.txt") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content)}


def test_imports_lists_the_files_of_the_response(
    client: Client,
    response: Response,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert "No file has been imported yet." in client.get(ADDRESS).content.decode()
    found = make_incoming(response, coordinator, name='<b>"설문".txt')
    with django_assert_num_queries(6):
        page = client.get(ADDRESS).content.decode()
    assert f'<a href="{ADDRESS}{found.pk}/">&lt;b&gt;&quot;설문&quot;.txt</a>' in page
    assert "Not finished" in page


def test_imports_takes_a_file_once_and_leads_to_it(client: Client, response: Response) -> None:
    first = client.post(ADDRESS, upload(b"1"))
    found = IncomingFile.objects.get()
    assert (first.status_code, first["Location"]) == (302, f"{ADDRESS}{found.pk}/")
    again = client.post(ADDRESS, upload(b"1", "other.txt"))
    assert again["Location"] == first["Location"]
    said = client.get(ADDRESS).content.decode()
    assert "“other.txt” has the same content as “filled.txt”, which was uploaded before." in said
    assert (IncomingFile.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0", "This is a file of an older Hancom Office, Word or Excel"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"%PDF-1.7", "Files of this type cannot be read."),
        (b"", "There is no text in this file."),
    ],
)
def test_imports_refuses_at_sight_beside_the_field(
    client: Client, response: Response, content: bytes, reason: str
) -> None:
    page = client.post(ADDRESS, upload(content))
    assert page.status_code == 422
    assert f'id="file--fault">{reason}' in page.content.decode() or reason in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("fake.png", b"MZ not a picture", 422),
        ("사진.JPG", "1. 예".encode(), 422),
        ("answers.zip", "1. 예".encode("cp949"), 422),
        ("answers.txt", "1. 예".encode(), 302),
        ("answers", "1. 예".encode(), 302),
        ("answers.doc", b"<html><p>1.</p></html>", 302),
    ],
)
def test_a_text_is_no_picture_and_no_archive(
    name: str, content: bytes, status: int, client: Client, response: Response
) -> None:
    page = client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})
    assert page.status_code == status
    refused = "This file is not what its name says" in page.content.decode()
    assert (refused, StoredFile.objects.exists()) == (status == 422, status == 302)


def test_imports_refuses_what_is_too_large(
    client: Client, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BYTES_MAX", 3)
    assert client.post(ADDRESS, upload(b"123")).status_code == 302
    page = client.post(ADDRESS, upload(b"1234"))
    assert page.status_code == 422
    assert "This file is larger than 20 MB. Choose a smaller one." in page.content.decode()


def test_imports_asks_for_a_file_in_the_language_of_the_reader(
    client: Client, response: Response
) -> None:
    page = client.post(ADDRESS, headers={"accept-language": "ko"})
    assert page.status_code == 422
    assert "파일을 선택해 주십시오." in unescape(page.content.decode())


def test_imports_removes_what_nothing_is_of(
    client: Client, response: Response, coordinator: User
) -> None:
    found = make_incoming(response, coordinator)
    client.post(ADDRESS, {"remove": found.pk})
    assert not IncomingFile.objects.exists()
    assert client.post(ADDRESS, {"remove": "x"}).status_code == 404


def test_imported_file_is_sent_as_it_came_and_never_shown(
    client: Client, response: Response, coordinator: User
) -> None:
    make_incoming(response, coordinator, name="<설문>\r\n.html")
    page = client.get(FILE)
    assert b"".join(page) == CONTENT
    assert page["Content-Type"] == "application/octet-stream"
    assert page["Content-Disposition"].startswith("attachment; filename")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert AuditRecord.objects.latest("pk").kind == AuditKind.EXPORT
    count = AuditRecord.objects.count()
    assert client.head(FILE).content == b""
    assert AuditRecord.objects.count() == count


def test_imported_file_is_for_who_sees_the_answer(
    client: Client, response: Response, coordinator: User
) -> None:
    found = make_incoming(response, coordinator)
    client.force_login(make_member(response.city, Role.VIEWER))
    assert client.get(FILE).status_code == 404
    seen = {"b-1": PlacedLines.from_json(found.placed or {}).of("b-1").seen}
    accept(response, found.pk, seen, actor=Actor(coordinator), wanted=None)
    assert client.get(FILE).status_code == 200
    assert client.get(f"{ADDRESS}{'0' * 64}").status_code == 404
