from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.signing.approval_line import ANY_REVIEWER, Step
from responses.domain.telling.audiences import (
    acting_on,
    coordinators,
    everybody,
    read_staff,
    signers_of,
    writers_of,
)
from responses.enums import Role
from responses.models import Deputy, Membership, Response, SectionWork, User
from tests.support.factories import assign, find, make_city, make_member, make_response, write

pytestmark = pytest.mark.django_db

DAY = date(2030, 5, 6)


def work_of(response: Response) -> SectionWork:
    found = SectionWork.objects.select_related("response__city", "approval")
    return found.get(response=response, section__key="alpha")


def keys(*people: User) -> frozenset[int]:
    return frozenset(person.pk for person in people)


def signers(response: Response, step: Step, day: date = DAY) -> frozenset[int]:
    return signers_of(work_of(response), step, day)


def stand_in(response: Response, person: User, deputy: User, days: int = 1) -> None:
    Deputy.objects.create(
        city=response.city,
        person=person,
        deputy=deputy,
        first_day=DAY,
        last_day=DAY + timedelta(days=days - 1),
    )


@pytest.fixture
def other(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Other")


def test_what_is_assigned_to_nobody_is_the_task_of_the_coordinators(
    response: Response, writer: User, reviewer: User
) -> None:
    starter = Membership.objects.get(role=Role.COORDINATOR).user
    make_member(make_city("shelbyville"), Role.COORDINATOR)
    assert writers_of(work_of(response)) == keys(starter)


def test_only_who_is_assigned_writes_a_section(response: Response, writer: User) -> None:
    second = make_member(response.city, Role.CONTRIBUTOR)
    coordinator = make_member(response.city, Role.COORDINATOR)
    assign(response, "alpha", second, coordinator)
    assert writers_of(work_of(response)) == keys(second, coordinator)


def test_where_no_writer_is_left_coordinators_write(
    response: Response, writer: User, reviewer: User
) -> None:
    starter = Membership.objects.get(role=Role.COORDINATOR).user
    assign(response, "alpha", reviewer)
    assert writers_of(work_of(response)) == keys(starter)
    assign(response, "alpha")
    Membership.objects.filter(user=writer).delete()
    assert writers_of(work_of(response)) == keys(starter)


def test_a_closed_account_is_nobody(response: Response, writer: User) -> None:
    second = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "alpha", writer, second)
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert writers_of(work_of(response)) == keys(second)
    assert writer.pk not in everybody(response.city)


def test_what_is_said_of_an_answer_reaches_who_wrote_it_where_nobody_is_assigned(
    response: Response, writer: User, reviewer: User
) -> None:
    starter = Membership.objects.get(role=Role.COORDINATOR).user
    question = find(response, "a-2")[1].pk
    assert acting_on(work_of(response), question) == keys(starter)
    write(response, "a-2", writer, text="a")
    assert acting_on(work_of(response), question) == keys(starter, writer)
    assert acting_on(work_of(response)) == keys(starter)  # of no answer
    second = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "alpha", second)
    assert acting_on(work_of(response), question) == keys(second)
    assign(response, "alpha")
    Membership.objects.filter(user=writer).delete()
    assert acting_on(work_of(response), question) == keys(starter)


@pytest.mark.parametrize("cities", [1, 20])
def test_the_people_around_any_number_of_sections_take_two_queries(
    cities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(cities):
        city = make_city(f"city-{number}")
        assign(make_response(city), "alpha", make_member(city, Role.CONTRIBUTOR))
    works = list(SectionWork.objects.select_related("response"))
    with django_assert_num_queries(2):
        staff = read_staff(works)
    assert [len(staff.writers(work)) for work in works] == [1] * len(works)


def test_any_reviewer_who_did_not_write_signs_the_default_line(
    response: Response, writer: User, reviewer: User, other: User
) -> None:
    assert signers(response, ANY_REVIEWER) == keys(reviewer, other)
    write(response, "a-2", writer, text="a")
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    assert signers(response, ANY_REVIEWER) == keys(reviewer, other)


def test_the_people_of_a_step_sign_it(response: Response, reviewer: User, other: User) -> None:
    assert signers(response, Step("과장", (other.pk,))) == keys(other)


def test_who_is_no_reviewer_any_more_signs_nothing(
    response: Response, reviewer: User, other: User
) -> None:
    Membership.objects.filter(user=other).update(role=Role.VIEWER)
    assert signers(response, Step("과장", (reviewer.pk, other.pk))) == keys(reviewer)


def test_deputies_sign_on_their_days(response: Response, reviewer: User, other: User) -> None:
    step = Step("과장", (reviewer.pk,))
    stand_in(response, reviewer, other, days=2)
    days = [DAY + timedelta(days=offset) for offset in (-1, 0, 1, 2)]
    both, alone = keys(reviewer, other), keys(reviewer)
    assert [signers(response, step, day) for day in days] == [alone, both, both, alone]


def test_nobody_signs_what_they_wrote_nor_anybody_for_them(
    response: Response, writer: User, reviewer: User, other: User
) -> None:
    third = make_member(response.city, Role.REVIEWER)
    write(response, "a-2", writer, text="a")
    Membership.objects.filter(user=writer).update(role=Role.REVIEWER)
    stand_in(response, writer, other)
    stand_in(response, third, writer)
    assert signers(response, Step("과장", (writer.pk,))) == frozenset()
    assert signers(response, Step("과장", (third.pk,))) == keys(third)


def test_coordinators_and_everybody_are_of_the_city(response: Response, writer: User) -> None:
    starter = Membership.objects.get(role=Role.COORDINATOR).user
    make_member(make_city("shelbyville"), Role.COORDINATOR)
    assert coordinators(response.city) == keys(starter)
    assert everybody(response.city) == keys(starter, writer)


@pytest.mark.parametrize("people", [1, 20])
def test_the_signers_of_a_step_take_four_queries(
    people: int, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reviewers = [make_member(response.city, Role.REVIEWER) for _ in range(people)]
    work = work_of(response)
    with django_assert_num_queries(4):
        found = signers_of(work, Step("과장", tuple(sorted(keys(*reviewers)))), DAY)
    assert len(found) == people
