import pytest

from responses.domain.answers.starting import start_response
from responses.domain.auditing import Actor
from responses.domain.permissions import NotAllowedError
from responses.enums import Role, State
from responses.models import Response
from tests.support.factories import (
    make_city,
    make_edition,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_start_response_makes_all_sections_once() -> None:
    city, edition = make_city(), make_edition()
    coordinator = make_member(city, Role.COORDINATOR)
    response = start_response(city, edition, actor=Actor(coordinator))
    assert start_response(city, edition, actor=Actor(coordinator)) == response
    assert [(work.section.key, work.state, work.approval) for work in response.works.all()] == [
        ("alpha", State.DRAFT, None),
        ("beta", State.DRAFT, None),
    ]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER, None])
def test_start_response_is_for_coordinators(role: Role | None) -> None:
    city = make_city()
    person = make_member(city, role) if role else make_user()
    with pytest.raises(NotAllowedError):
        start_response(city, make_edition(), actor=Actor(person))
    assert not Response.objects.exists()
