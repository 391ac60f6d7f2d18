from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from responses.models import Notice, Response, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import assign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _it_is_morning(settings: Settings) -> None:
    settings.MORNING_HOUR = 0


def run() -> str:
    out = StringIO()
    call_command("remind", stdout=out)
    return out.getvalue()


def test_remind_tells_once_of_what_is_due_as_of_today(response: Response, writer: User) -> None:
    assign(response, "alpha", writer)
    response.works.filter(section__key="alpha").update(
        due_on=timezone.localdate() + timedelta(days=1)
    )
    assert run() == "New reminders: 1, mails to send: 0\n"
    assert run() == "New reminders: 0, mails to send: 0\n"
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (writer, NoticeKind.DUE_TOMORROW)


def test_remind_enqueues_once_what_is_to_be_mailed(
    response: Response, writer: User, settings: Settings
) -> None:
    settings.MAIL_DELAY = 0
    assign(response, "alpha", writer)
    response.works.filter(section__key="alpha").update(due_on=timezone.localdate())
    assert run() == "New reminders: 1, mails to send: 0\n"
    assert run() == "New reminders: 0, mails to send: 1\n"
    assert run() == "New reminders: 0, mails to send: 0\n"
