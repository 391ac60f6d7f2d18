from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from responses.enums import NoticeKind
from responses.models import Notice, Response, User

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("remind", stdout=out)
    return out.getvalue()


def test_remind_tells_once_of_what_is_due_as_of_today(response: Response, writer: User) -> None:
    response.works.filter(section__key="alpha").update(
        due_on=timezone.localdate() + timedelta(days=1)
    )
    assert run() == "New reminders: 1\n"
    assert run() == "New reminders: 0\n"
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (writer, NoticeKind.DUE_TOMORROW)
