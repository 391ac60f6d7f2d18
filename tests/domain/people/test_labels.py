"""One name, one person, where people are chosen or named."""

from unicodedata import normalize

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.domain.people.labels import Called, labels, read_labels
from responses.enums import Role
from responses.models import City, Membership, User
from tests.support.factories import make_city, make_member

NFD = normalize("NFD", "김")


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([("Kim", "Roads"), ("Lee", "Roads")], ["Kim", "Lee"]),
        ([("Kim", "Roads"), ("Kim", "Parks")], ["Kim(Roads)", "Kim(Parks)"]),
        ([("Kim", "Roads"), ("KIM", "roads")], ["Kim(0@a.kr)", "KIM(1@a.kr)"]),
        ([("Kim", "Roads"), ("Kim", "")], ["Kim(Roads)", "Kim(1@a.kr)"]),
        (
            [("김", ""), (normalize("NFD", "김"), "")],
            ["김(0@a.kr)", f"{normalize('NFD', '김')}(1@a.kr)"],
        ),
    ],
)
def test_people_of_one_name_are_told_apart(people: list[tuple[str, str]], said: list[str]) -> None:
    found = [Called(key, *each, f"{key}@a.kr") for key, each in enumerate(people)]
    assert list(labels(found).values()) == said


@pytest.mark.django_db
def test_labels_are_those_of_a_city_in_one_query(
    city: City, coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kim = make_member(city, Role.REVIEWER, "Kim")
    make_member(make_city("shelbyville"), Role.REVIEWER, "Kim")
    with django_assert_num_queries(1):
        assert read_labels([kim.pk], [city.pk]) == {kim.pk: "Kim"}
    made, _ = invite(city, "kim@new.example", "Kim", Role.VIEWER, actor=Actor(coordinator))
    assert made.person_id
    assert read_labels([kim.pk, made.person_id], [city.pk]) == {
        kim.pk: f"Kim({kim.email})",
        made.person_id: "Kim(kim@new.example)",
    }
    Membership.objects.filter(user=kim).update(department="Roads")
    assert read_labels([kim.pk], [city.pk]) == {kim.pk: "Kim(Roads)"}


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_who_has_no_fitting_role_is_called_so(city: City, coordinator: User) -> None:
    reviewer, viewer = (make_member(city, role, role) for role in (Role.REVIEWER, Role.VIEWER))
    gone, closed = (make_member(city, Role.REVIEWER, name) for name in ("Gone", "Closed"))
    Membership.objects.filter(user=gone).update(city=make_city("shelbyville"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    asked, _ = invite(city, "lee@new.example", "Lee", Role.REVIEWER, actor=Actor(coordinator))
    asked_to_read, _ = invite(city, "ahn@new.example", "Ahn", Role.VIEWER, actor=Actor(coordinator))
    assert asked.person_id
    assert asked_to_read.person_id
    keys = [reviewer.pk, viewer.pk, gone.pk, closed.pk, asked.person_id, asked_to_read.person_id]
    found = read_labels(keys, [city.pk], roles=[Role.REVIEWER], otherwise="no")
    names = ["reviewer", "viewer (no)", "Gone (no)", "Closed (no)", "Lee", "Ahn (no)"]
    assert list(found.values()) == names
