from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.notices.inbox import read_inbox, read_unmailed, unread_count
from responses.domain.notices.notices import EXCERPT, mailed, mark_read, notify
from responses.enums import Role
from responses.models import Notice, Response, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import (
    find,
    make_city,
    make_member,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db

AT = datetime(2030, 5, 6, 9, tzinfo=UTC)


def tell(people: list[User | int], response: Response, key: str = "event:1", **fields: Any) -> None:
    notify(NoticeKind.SENT, people, response, key=key, **fields)


def told(person: User) -> list[str]:
    return [notice.key for notice in read_inbox(person)]


def test_notify_tells_each_person_by_account_or_by_key(response: Response, writer: User) -> None:
    other = make_member(response.city, Role.VIEWER)
    section, question = find(response, "a-2")
    tell([writer, other.pk], response, section=section, question=question, text="So.")
    notices = Notice.objects.order_by("person_id")
    assert [(notice.person, notice.kind) for notice in notices] == [
        (writer, NoticeKind.SENT),
        (other, NoticeKind.SENT),
    ]
    stored = {
        (n.section_id, n.question_id, n.text, n.actor_id, n.read_at, n.mailed_at) for n in notices
    }
    assert stored == {(section.pk, question.pk, "So.", None, None, None)}


def test_notify_takes_sections_and_questions_by_their_keys(
    response: Response, writer: User
) -> None:
    section, question = find(response, "a-2")
    tell([writer], response, section=section.pk, question=question.pk)
    notice = Notice.objects.get()
    assert (notice.section_id, notice.question_id) == (section.pk, question.pk)


def test_notify_never_tells_the_actor(response: Response, writer: User) -> None:
    other = make_member(response.city, Role.VIEWER)
    tell([writer, other], response, actor=writer)
    assert (told(writer), told(other)) == ([], ["event:1"])
    assert Notice.objects.get().actor == writer


def test_notify_tells_nobody_twice_of_the_same(response: Response, writer: User) -> None:
    tell([writer, writer.pk], response)
    tell([writer], response, text="Again.")
    tell([writer], response, "event:2")
    assert told(writer) == ["event:2", "event:1"]
    assert set(Notice.objects.values_list("text", flat=True)) == {""}


def test_notify_tells_only_active_members_of_the_city(response: Response) -> None:
    gone = make_member(response.city, Role.CONTRIBUTOR)
    gone.memberships.all().delete()
    closed = make_member(response.city, Role.CONTRIBUTOR)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    stranger = make_member(make_city("shelbyville"), Role.COORDINATOR)
    tell([gone, closed, stranger, make_user()], response)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_notify_takes_two_queries_however_many_people(
    count: int, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people: list[User | int] = [make_member(response.city, Role.VIEWER) for _ in range(count)]
    with django_assert_num_queries(2):
        tell(people, response)
    assert Notice.objects.count() == count


def test_notify_of_nobody_asks_nothing(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        tell([writer], response, actor=writer)


def test_notify_cuts_what_is_too_long(response: Response, writer: User) -> None:
    tell([writer], response, text="가" * (EXCERPT + 1))
    assert Notice.objects.get().text == "가" * (EXCERPT - 1) + "…"


def test_read_inbox_knows_all_that_is_said_of_each(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    section, question = find(response, "a-2")
    for number in range(3):
        tell([writer], response, str(number), section=section, question=question)
    with django_assert_num_queries(1):
        shown = [
            (str(n.response), n.section and n.section.key, n.question and n.question.section.key)
            for n in read_inbox(writer)
        ]
    assert len(shown) == 3


def test_who_has_left_a_city_no_longer_reads_of_it(writer: User, response: Response) -> None:
    other = make_response(make_city("shelbyville"))
    other.city.memberships.create(user=writer, role=Role.VIEWER)
    tell([writer], response)
    tell([writer], other, "event:2")
    response.city.memberships.filter(user=writer).delete()
    assert told(writer) == ["event:2"]
    assert unread_count(writer) == 1
    assert [notice.key for notice in read_unmailed(writer)] == ["event:2"]


def test_mark_read_marks_some_or_all_of_ones_own(response: Response, writer: User) -> None:
    other = make_member(response.city, Role.VIEWER)
    for key in "abc":
        tell([writer, other], response, key)
    every = list(Notice.objects.filter(key__in=["a", "b"]).values_list("pk", flat=True))
    mark_read(writer, every)
    assert (unread_count(writer), unread_count(other)) == (1, 3)
    first = Notice.objects.get(person=writer, key="a").read_at
    mark_read(writer)
    assert (unread_count(writer), unread_count(other)) == (0, 3)
    assert Notice.objects.get(person=writer, key="a").read_at == first


def test_mailed_notes_it_once_for_ones_own(response: Response, writer: User) -> None:
    other = make_member(response.city, Role.VIEWER)
    for key in "ab":
        tell([writer, other], response, key)
    every = [notice.pk for notice in Notice.objects.filter(key="a")]
    mailed(writer, every, AT)
    mailed(writer, every, AT.replace(year=2031))
    assert [notice.key for notice in read_unmailed(writer)] == ["b"]
    assert [notice.key for notice in read_unmailed(other)] == ["a", "b"]
    assert Notice.objects.get(person=writer, key="a").mailed_at == AT
