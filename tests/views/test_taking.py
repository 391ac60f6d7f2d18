"""Files that leave the product: which requests are recorded."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from responses.enums import AuditKind, Role
from responses.models import AuditRecord, Response
from tests.support.factories import make_member, make_response, make_submission

from .test_documents import keep_for

pytestmark = pytest.mark.django_db

PLACE = "/springfield/test-2030/"


def keep_pdf(response: Response) -> None:
    keep_for(response, "ko", b"%PDF-")
    keep_for(response, "en", b"%PDF-")


DOWNLOADS: dict[str, Callable[[Response], object]] = {
    "/springfield/audit/records.csv": str,
    f"{PLACE}dashboard/progress.xlsx": str,
    f"{PLACE}response.pdf": keep_pdf,
    f"{PLACE}submissions/1/archive.zip": make_submission,
}


@pytest.mark.parametrize("address", DOWNLOADS)
def test_a_file_that_is_taken_out_is_recorded_and_a_question_about_it_is_not(
    address: str, client: Client
) -> None:
    response = make_response()
    DOWNLOADS[address](response)
    client.force_login(make_member(response.city, Role.COORDINATOR))

    def recorded() -> int:
        return AuditRecord.objects.filter(kind=AuditKind.EXPORT).count()

    asked = client.head(address)
    assert (asked.status_code, recorded()) == (200, 0)
    # Nothing is sent in parts, so that this is a whole file.
    sent = client.get(address, headers={"range": "bytes=0-0"})
    assert (sent.status_code, recorded()) == (200, 1)
    same = ("Content-Type", "Content-Disposition", "Cache-Control")
    assert [asked.get(name) for name in same] == [sent.get(name) for name in same]
    if etag := sent.get("ETag"):
        known = client.get(address, headers={"if-none-match": etag})
        assert (known.status_code, recorded()) == (304, 1)


def test_views_record_by_one_rule() -> None:
    views = Path(settings.BASE_DIR, "responses/views")
    found = {path.name for path in views.glob("*.py") if "record_export" in path.read_text()}
    assert found == {"taking.py"}
