import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.members import (
    LAST_COORDINATOR,
    MemberRefusedError,
    change_role,
    members_of,
    remove_member,
)
from responses.domain.permissions import NotAllowedError
from responses.enums import Role
from responses.models import City, Membership, User
from tests.support.factories import make_city, make_member

pytestmark = pytest.mark.django_db

OTHERS = [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER]


def membership(person: User) -> Membership:
    return Membership.objects.get(user=person)


def roles(city: City) -> dict[str, str]:
    return dict(Membership.objects.filter(city=city).values_list("user__name", "role"))


@pytest.mark.parametrize("people", [1, 3])
def test_members_of_one_city_are_listed_by_name_in_one_query(
    people: int, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_member(make_city("shelbyville"), Role.VIEWER, "Stranger")
    names = ["Ann", "Bob", "Cho"][:people]
    for name in reversed(names):
        make_member(city, Role.VIEWER, name)
    with django_assert_num_queries(1):
        assert [str(member.user) for member in members_of(city)] == names


@pytest.mark.parametrize("role", list(Role))
def test_change_role_gives_any_role(role: Role, city: City, coordinator: User) -> None:
    person = make_member(city, Role.VIEWER, "Person")
    change_role(membership(person), role, actor=Actor(coordinator))
    assert roles(city) == {"Coordinator": Role.COORDINATOR, "Person": role}


@pytest.mark.parametrize("role", OTHERS)
def test_change_role_keeps_the_last_coordinator(role: Role, city: City, coordinator: User) -> None:
    make_member(make_city("shelbyville"), Role.COORDINATOR)
    with pytest.raises(MemberRefusedError) as refusal:
        change_role(membership(coordinator), role, actor=Actor(coordinator))
    assert refusal.value.reason == LAST_COORDINATOR
    assert roles(city) == {"Coordinator": Role.COORDINATOR}


def test_change_role_of_the_last_coordinator_to_coordinator_is_no_change(
    city: City, coordinator: User
) -> None:
    change_role(membership(coordinator), Role.COORDINATOR, actor=Actor(coordinator))
    assert roles(city) == {"Coordinator": Role.COORDINATOR}


@pytest.mark.parametrize("role", OTHERS)
def test_change_role_lets_one_of_two_coordinators_go(
    role: Role, city: City, coordinator: User
) -> None:
    make_member(city, Role.COORDINATOR, "Second")
    change_role(membership(coordinator), role, actor=Actor(coordinator))
    assert roles(city) == {"Coordinator": role, "Second": Role.COORDINATOR}


def test_a_coordinator_who_cannot_sign_in_does_not_count(city: City, coordinator: User) -> None:
    retired = make_member(city, Role.COORDINATOR)
    User.objects.filter(pk=retired.pk).update(is_active=False)
    with pytest.raises(MemberRefusedError) as refused:
        remove_member(membership(coordinator), actor=Actor(coordinator))
    assert refused.value.reason == LAST_COORDINATOR


def test_remove_member_keeps_the_account(city: City, coordinator: User) -> None:
    person = make_member(city, Role.CONTRIBUTOR, "Person")
    remove_member(membership(person), actor=Actor(coordinator))
    assert roles(city) == {"Coordinator": Role.COORDINATOR}
    assert User.objects.filter(pk=person.pk).exists()


def test_remove_member_keeps_the_last_coordinator(city: City, coordinator: User) -> None:
    with pytest.raises(MemberRefusedError) as refusal:
        remove_member(membership(coordinator), actor=Actor(coordinator))
    assert refusal.value.reason == LAST_COORDINATOR
    assert roles(city) == {"Coordinator": Role.COORDINATOR}


@pytest.mark.parametrize("role", OTHERS)
def test_only_coordinators_change_members(role: Role, city: City, coordinator: User) -> None:
    actor = make_member(city, role, "Actor")
    with pytest.raises(NotAllowedError):
        change_role(membership(actor), Role.COORDINATOR, actor=Actor(actor))
    with pytest.raises(NotAllowedError):
        remove_member(membership(coordinator), actor=Actor(actor))
    assert roles(city) == {"Coordinator": Role.COORDINATOR, "Actor": role}
