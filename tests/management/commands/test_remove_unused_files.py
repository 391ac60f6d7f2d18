from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from responses.domain.files.storing import bring
from responses.models import Response, StoredFile, Upload, User
from tests.support.files import PDF

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("remove_unused_files", stdout=out)
    return out.getvalue()


def test_it_removes_what_nothing_has_named_for_thirty_days(
    response: Response, writer: User
) -> None:
    bring(response, BytesIO(PDF), author=writer, named=())
    assert run() == "Files removed: 0\n"
    ago = timezone.now() - timedelta(days=31)
    Upload.objects.update(at=ago, unnamed_since=ago)
    assert run() == "Files removed: 1\n"
    assert StoredFile.objects.count() == 0
