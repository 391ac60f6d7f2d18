"""What a reviewer will sign later: the steps of approval lines that name them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.progress.coming import _lined, read_to_sign
from responses.domain.progress.own import read_own
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import Membership, Response, User
from tests.support.factories import make_city, make_member, make_response, make_user, shape_of

pytestmark = pytest.mark.django_db


def to_sign(person: User) -> list[tuple[str, list[str]]]:
    found = read_to_sign(read_own(person.pk))
    return [(each.section.key, [step.title for step in each.steps]) for each in found]


def move(response: Response, action: Action, actor: User) -> None:
    seen = read_snapshot(response).sections_by_key["beta"].digest
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(action, comment="Because.", seen=seen), response, section, actor=Actor(actor))


def test_a_section_is_told_until_it_is_a_task_and_after_that_no_more() -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    first, last = (make_member(response.city, Role.REVIEWER) for _each in range(2))
    line = [Step("Team", (first.pk,)), Step("Law", (last.pk,), True), Step("Chief", (last.pk,))]
    response.works.filter(section__key="beta").update(
        approval_line=[step.to_json() for step in line]
    )
    told = []
    for act in (None, (Action.SEND, writer), (Action.APPROVE, first), (Action.APPROVE, last)):
        if act:
            move(response, *act)
        told.append((to_sign(first), to_sign(last)))
    assert told == [
        ([("beta", ["Team"])], [("beta", ["Law", "Chief"])]),
        ([], [("beta", ["Law", "Chief"])]),
        ([], [("beta", ["Chief"])]),
        ([], []),
    ]
    move(response, Action.REQUEST_CHANGES, last)
    assert to_sign(first) == [("beta", ["Team"])]
    Membership.objects.filter(user=first).update(role=Role.CONTRIBUTOR)
    assert to_sign(first) == []


@pytest.mark.parametrize("cities", [1, 5])
def test_it_takes_one_query_for_who_signs_and_none_for_others(
    cities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    for number in range(cities):
        response = make_response(make_city(f"city-{number}"))
        Membership.objects.create(city=response.city, user=person, role=Role.REVIEWER)
        line = [Step("Chief", (person.pk,)).to_json()]
        response.works.filter(section__key="beta").update(approval_line=line)
    own = read_own(person.pk)
    with django_assert_num_queries(1):
        assert len(read_to_sign(own)) == cities
    Membership.objects.update(role=Role.COORDINATOR)
    own = read_own(person.pk)
    with django_assert_num_queries(0):
        assert read_to_sign(own) == ()


def test_of_many_sections_those_are_read_that_may_name_the_person() -> None:
    response = make_response()
    signer, other = (make_member(response.city, Role.REVIEWER) for _each in range(2))
    for section, person in (("alpha", other), ("beta", signer)):
        line = [Step("Team", (other.pk,)), Step("Chief", (person.pk,))]
        response.works.filter(section__key=section).update(
            approval_line=[step.to_json() for step in line]
        )
    assert to_sign(signer) == [("beta", ["Chief"])]
    assert len(_lined(signer.pk)) == 1
    assert len(_lined(other.pk)) == 2
