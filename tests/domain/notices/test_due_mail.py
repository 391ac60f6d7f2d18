"""Who is to get an e-mail, by the hour; 9 o'clock in Seoul is midnight in UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.notices.due_mail import STALE, due_people, morning, notices_to_mail
from responses.domain.notices.notices import mailed, notify
from responses.enums import Role
from responses.models import Notice, Response, User
from responses.notice_kinds import MailChoice, NoticeKind
from tests.support.factories import make_member

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
MORNING = datetime(2030, 5, 6, 8, tzinfo=SEOUL)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def tell(
    person: User, response: Response, at: datetime, kind: NoticeKind = NoticeKind.APPROVED
) -> Notice:
    """Tell somebody of something new at a time."""
    key = str(Notice.objects.count())
    notify(kind, [person], response, key=key)
    Notice.objects.filter(key=key).update(created_at=at)
    return Notice.objects.get(key=key)


@pytest.fixture
def daily(response: Response) -> User:
    person = make_member(response.city, Role.CONTRIBUTOR, "Daily")
    User.objects.filter(pk=person.pk).update(mail=MailChoice.DAILY)
    return person


@pytest.mark.parametrize(("late", "due"), [(-1, 0), (0, 1), (3600, 1)])
def test_a_mail_is_due_some_time_after_the_first_notice(
    late: int, due: int, response: Response, writer: User, settings: Settings
) -> None:
    settings.MAIL_DELAY = 60
    tell(writer, response, MORNING)
    tell(writer, response, MORNING + timedelta(seconds=59))
    assert due_people(MORNING + timedelta(seconds=60 + late)) == [writer.pk] * due


def test_a_daily_mail_is_due_in_the_morning_alone(response: Response, daily: User) -> None:
    tell(daily, response, MORNING - HOUR)
    assert due_people(MORNING - MINUTE) == []
    assert due_people(MORNING) == [daily.pk]


def test_a_daily_mail_of_the_day_waits_for_the_next_morning(
    response: Response, daily: User
) -> None:
    tell(daily, response, MORNING)
    assert due_people(MORNING + DAY - MINUTE) == []
    assert due_people(MORNING + DAY) == [daily.pk]


def test_a_daily_mail_that_was_missed_is_made_up_for(response: Response, daily: User) -> None:
    tell(daily, response, MORNING - HOUR)
    assert due_people(MORNING + 5 * HOUR) == [daily.pk]
    assert due_people(MORNING + 20 * HOUR) == [daily.pk]


@pytest.mark.parametrize(
    "kind", [NoticeKind.DUE_IN_WEEK, NoticeKind.DUE_TOMORROW, NoticeKind.OVERDUE]
)
def test_a_daily_mail_has_the_reminders_of_the_same_morning(
    kind: NoticeKind, response: Response, daily: User
) -> None:
    tell(daily, response, MORNING + MINUTE, kind)
    assert due_people(MORNING + 2 * MINUTE) == [daily.pk]


def test_there_is_one_daily_mail_a_day(response: Response, daily: User) -> None:
    first = tell(daily, response, MORNING - HOUR)
    mailed(daily, [first.pk], MORNING + MINUTE)
    tell(daily, response, MORNING + 2 * MINUTE, NoticeKind.OVERDUE)
    assert due_people(MORNING + HOUR) == []
    assert due_people(MORNING + DAY) == [daily.pk]


def test_nobody_is_mailed_what_they_were_mailed_before(response: Response, writer: User) -> None:
    notice = tell(writer, response, MORNING)
    mailed(writer, [notice.pk], MORNING + HOUR)
    assert due_people(MORNING + DAY) == []


def test_what_was_read_is_not_mailed(response: Response, writer: User) -> None:
    notice = tell(writer, response, MORNING)
    assert due_people(MORNING + HOUR) == [writer.pk]
    Notice.objects.filter(pk=notice.pk).update(read_at=MORNING)
    assert due_people(MORNING + HOUR) == []
    assert notices_to_mail(writer, MORNING + HOUR) == []


def test_what_is_old_is_not_mailed(response: Response, writer: User) -> None:
    tell(writer, response, MORNING)
    assert due_people(MORNING + STALE - MINUTE) == [writer.pk]
    assert due_people(MORNING + STALE) == []
    assert notices_to_mail(writer, MORNING + STALE) == []


def test_who_may_not_sign_in_or_has_left_is_not_mailed(
    response: Response, writer: User, reviewer: User
) -> None:
    for person in (writer, reviewer):
        tell(person, response, MORNING)
    User.objects.filter(pk=writer.pk).update(is_active=False)
    reviewer.memberships.all().delete()
    assert due_people(MORNING + HOUR) == []
    for person in User.objects.filter(pk__in=[writer.pk, reviewer.pk]):
        assert notices_to_mail(person, MORNING + HOUR) == []


def test_a_mail_tells_all_at_once_oldest_first(response: Response, writer: User) -> None:
    notices = [tell(writer, response, MORNING + n * MINUTE) for n in range(12)]
    assert notices_to_mail(writer, MORNING + HOUR) == notices


@pytest.mark.parametrize("count", [1, 30])
def test_due_people_takes_one_query(
    count: int, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [make_member(response.city, Role.VIEWER) for _ in range(count)]
    notify(NoticeKind.SEALED, people, response, key="a")
    notify(NoticeKind.SEALED, people, response, key="b")
    with django_assert_num_queries(1):
        due = due_people(timezone.now() + HOUR)
    assert due == [person.pk for person in people]


@pytest.mark.parametrize(
    ("now", "began"),
    [
        (MORNING, MORNING),
        (MORNING - timedelta(microseconds=1), MORNING - DAY),
        (datetime(2030, 5, 5, 23, 30, tzinfo=UTC), MORNING),
        (datetime(2030, 5, 6, 22, 59, tzinfo=UTC), MORNING),
    ],
)
def test_the_morning_begins_at_an_hour_of_the_sites_time_zone(
    now: datetime, began: datetime
) -> None:
    assert morning(now) == began
