import pytest
from django.contrib.auth import authenticate
from pytest_django import DjangoAssertNumQueries

from responses.domain.notices.accounts import Accounts
from responses.domain.notices.notices import mark_read, notify
from responses.enums import Role
from responses.models import Response, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import PASSWORD, make_city, make_member, make_response

pytestmark = pytest.mark.django_db


def unread(person: User) -> int | None:
    found = Accounts().get_user(person.pk)
    return getattr(found, "unread", None)


def test_a_person_comes_with_how_much_they_have_not_read(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert unread(writer) == 0
    other = make_response(make_city("shelbyville"))
    other.city.memberships.create(user=writer, role=Role.VIEWER)
    second = make_member(response.city, Role.VIEWER)
    for key, place in (("1", response), ("2", response), ("3", other)):
        notify(NoticeKind.SENT, [writer, second], place, key=key)
    with django_assert_num_queries(1):
        assert unread(writer) == 3
    response.city.memberships.filter(user=writer).delete()
    assert (unread(writer), unread(second)) == (1, 2)
    mark_read(writer)
    assert unread(writer) == 0


def test_a_closed_or_deleted_account_is_nobody(writer: User) -> None:
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert Accounts().get_user(writer.pk) is None
    assert Accounts().get_user(0) is None


def test_people_sign_in_by_address_and_password(writer: User) -> None:
    assert authenticate(username=writer.email.upper(), password=PASSWORD) == writer
    assert authenticate(username=writer.email, password="wrong") is None
