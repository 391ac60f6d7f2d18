"""How large the file of a form may be."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from responses.views import uploads

pytestmark = pytest.mark.django_db

LIMIT = 100_000


@pytest.mark.parametrize(("size", "is_read"), [(LIMIT - 1000, True), (LIMIT, False)])
def test_a_file_that_is_too_large_is_not_read(
    size: int,
    is_read: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "FILE_MAX", LIMIT)
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    client.get("/verify/")
    sent = {
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        "file": SimpleUploadedFile("any.zip", b"x" * size),
    }

    page = client.post("/verify/", sent)

    html = page.content.decode()
    said = "This file is larger than any file of a submission. Choose another one."
    assert (page.status_code, said in html) == ((200, False) if is_read else (422, True))
    assert ("No: no sealed submission here has this file." in html) == is_read
    read = page.wsgi_request.FILES.get("file")
    assert (read.size if read else None) == (size if is_read else None)
