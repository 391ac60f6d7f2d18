import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from responses.domain.permissions import Permission, allows, may, role_in, roles_with
from responses.enums import Role
from tests.support.factories import make_city, make_member, make_user

# One row a permission, one column a role; spelled out, so that a change of the table is seen.
TABLE = """
                 coordinator  contributor  reviewer  viewer
view             yes          yes          yes       yes
edit             yes          yes          -         -
send             yes          yes          -         -
comment          yes          yes          yes       -
moderate         yes          -            yes       -
decide           -            -            yes       -
reopen           yes          -            yes       -
seal             yes          -            -         -
assign           yes          -            -         -
start_response   yes          -            -         -
manage_members   yes          -            -         -
name_deputies    yes          -            yes       -
audit            yes          -            -         -
write_glossary   yes          yes          -         -
set_languages    yes          -            -         -
import           yes          -            -         -
"""


def read(table: str) -> dict[tuple[str, str], bool]:
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {
        (role, name): cell == "yes"
        for name, *cells in rows
        for role, cell in zip(head, cells, strict=True)
    }


CELLS = read(TABLE)


def test_table_has_every_role_and_permission() -> None:
    assert set(CELLS) == {(role.value, each.value) for role in Role for each in Permission}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_allows_what_the_table_says(role: Role, permission: Permission) -> None:
    assert allows(role, permission) is CELLS[role.value, permission.value]


@pytest.mark.parametrize("permission", Permission)
def test_a_stranger_may_nothing(permission: Permission) -> None:
    assert allows(None, permission) is False


@pytest.mark.parametrize("permission", Permission)
def test_roles_with_are_those_the_table_says(permission: Permission) -> None:
    assert roles_with(permission) == {role for role in Role if CELLS[role.value, permission.value]}


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_role_counts_in_its_own_city_only(role: Role) -> None:
    here, there = make_city("here"), make_city("there")
    person = make_member(here, role)
    assert (role_in(person, here), role_in(person, there)) == (role, None)
    assert may(person, Permission.VIEW, here) is True
    assert may(person, Permission.VIEW, there) is False


@pytest.mark.django_db
def test_role_in_has_none_for_whom_has_no_membership() -> None:
    city = make_city()
    former = make_member(city, Role.COORDINATOR)
    former.memberships.all().delete()
    people = [
        make_user(),
        make_user(is_superuser=True, is_staff=True),
        former,
    ]
    assert [role_in(person, city) for person in people] == [None] * 3
    assert role_in(AnonymousUser(), city) is None


@pytest.mark.django_db
def test_a_deactivated_person_has_no_role() -> None:
    city = make_city()
    person = make_member(city, Role.COORDINATOR)
    person.is_active = False
    assert role_in(person, city) is None


@pytest.mark.django_db
def test_may_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    city = make_city()
    person = make_member(city, Role.VIEWER)
    with django_assert_num_queries(1):
        may(person, Permission.EDIT, city)
