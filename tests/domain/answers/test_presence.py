"""Who is in a section right now, and for how long they count."""

from contextlib import AbstractContextManager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.presence import leave, mark_present, others_present
from responses.enums import Role
from responses.models import Presence, Response, User
from tests.support.factories import find, make_city, make_member, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


def enter(response: Response, *people: User, key: str = "a-1") -> None:
    section, _ = find(response, key)
    for person in people:
        mark_present(response, section, person)


def others(response: Response, person: User, key: str = "a-1") -> list[str]:
    section, _ = find(response, key)
    return others_present(response, section, person)


def later(seconds: int) -> AbstractContextManager[object]:
    """Let the time be `seconds` later."""
    moment = timezone.now() + timedelta(seconds=seconds)
    return patch.object(timezone, "now", lambda: moment)


def test_others_here_are_named_in_order_without_oneself(
    response: Response, writer: User, kim: User, reviewer: User
) -> None:
    enter(response, writer, reviewer, kim)

    assert others(response, writer) == ["Kim", "Reviewer"]
    assert others(response, kim) == ["Reviewer", "Writer"]


def test_other_without_a_name_is_called_by_address(response: Response, writer: User) -> None:
    nameless = make_member(response.city, Role.VIEWER)
    User.objects.filter(pk=nameless.pk).update(name="")
    enter(response, nameless)

    assert others(response, writer) == [nameless.email]


def test_presence_is_of_one_section_of_one_response(
    response: Response, writer: User, kim: User
) -> None:
    elsewhere = make_response(make_city("shelbyville"))
    enter(response, kim, key="b-1")
    enter(elsewhere, kim)

    assert others(response, writer) == []
    assert others(response, writer, "b-1") == ["Kim"]


@pytest.mark.parametrize(("seconds", "there"), [(44, ["Kim"]), (46, [])])
def test_presence_ends_with_silence(
    seconds: int, there: list[str], response: Response, writer: User, kim: User
) -> None:
    enter(response, kim)

    with later(seconds):
        assert others(response, writer) == there


def test_being_here_again_goes_on(response: Response, writer: User, kim: User) -> None:
    enter(response, kim)
    with later(40):
        enter(response, kim)

    with later(80):
        assert others(response, writer) == ["Kim"]
    assert Presence.objects.count() == 1


def test_leaving_ends_it_at_once(response: Response, writer: User, kim: User) -> None:
    section, _ = find(response, "a-1")
    enter(response, kim, writer)

    leave(response, section, kim)
    leave(response, section, kim)

    assert others(response, writer) == []
    assert others(response, kim) == ["Writer"]


@pytest.mark.parametrize("people", [1, 30])
def test_presence_takes_constant_queries(
    people: int,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    section, _ = find(response, "a-1")
    crowd = [make_member(response.city, Role.VIEWER) for _ in range(people)]
    enter(response, *crowd)

    with django_assert_num_queries(2):
        mark_present(response, section, writer)
    with django_assert_num_queries(1):
        assert len(others_present(response, section, writer)) == people
    with django_assert_num_queries(1):
        leave(response, section, writer)
