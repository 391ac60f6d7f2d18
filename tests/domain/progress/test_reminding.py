"""Whoever has entries of the list of services is told when it is due."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.coverage.claiming import ServiceChange, write_services
from responses.domain.progress.reminding import remind_of_services
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.enums import Role
from responses.models import Membership, Notice, Response, User
from responses.wording.notices import sentence, target
from tests.support.factories import (
    approve_all,
    make_city,
    make_edition,
    make_member,
    make_response,
    shape_of,
)
from tests.support.indicators import with_indicators

pytestmark = pytest.mark.django_db

DUE = date(2030, 5, 20)
DAY = timedelta(days=1)


@pytest.fixture
def listed() -> tuple[Response, User, User]:
    """Return a response whose police has one entry to fill in, and who coordinates and polices."""
    response = make_response(edition=make_edition(with_indicators()))
    boss, officer = (make_member(response.city, each) for each in (Role.COORDINATOR, "contributor"))
    make_member(response.city, Role.CONTRIBUTOR)
    Membership.objects.filter(user=officer).update(department="Police")
    fill(response, boss, "services/253", Service(department="Police"))
    fill(response, boss, "services/254", Service("no", "", "", ""))
    Notice.objects.all().delete()
    response.works.update(due_on=DUE - DAY)
    response.works.filter(section__key="beta").update(due_on=DUE)
    Membership.objects.exclude(user__in=[boss, officer]).filter(role=Role.COORDINATOR).delete()
    return response, boss, officer


def fill(response: Response, author: User, key: str, service: Service) -> None:
    change = ServiceChange(NO_SERVICE, service)
    write_services(response, shape_of(response), {key: change}, actor=Actor(author))


def told() -> list[tuple[str, User]]:
    rows = [(each.kind, each.person) for each in Notice.objects.order_by("pk")]
    Notice.objects.update(text="")  # the keys alone say what was told
    return rows


def test_departments_are_told_once_of_each_day_and_who_coordinates_when_it_is_over(
    listed: tuple[Response, User, User],
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _response, boss, officer = listed
    with django_assert_num_queries(1):
        assert remind_of_services(DUE - 8 * DAY) == 0
    assert [remind_of_services(DUE - 7 * DAY), remind_of_services(DUE - 7 * DAY)] == [1, 0]
    notice = Notice.objects.get()
    with translation.override("en"):
        assert sentence(notice) == "List of services is due on 20\u00a0May\u00a02030"
    page = "/springfield/test-2033/services/"
    assert target(notice) == page
    assert told() == [("due_in_week", officer)]
    client.force_login(officer)
    client.get(page)
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert remind_of_services(DUE - DAY) == 1
    assert remind_of_services(DUE + DAY) == 2
    assert told()[1:] == [("due_tomorrow", officer), ("overdue", boss), ("overdue", officer)]


def test_nobody_is_told_of_what_is_filled_in_or_approved_nor_of_no_list(
    listed: tuple[Response, User, User],
) -> None:
    response, boss, officer = listed
    # Where nobody of a department writes any more, who coordinates is told.
    Membership.objects.filter(user=officer).update(role=Role.VIEWER)
    assert remind_of_services(DUE) == 1
    assert told() == [("due_tomorrow", boss)]
    before, after = Service(department="Police"), Service("yes", "police.kr", "Police")
    changes = {"services/253": ServiceChange(before, after)}
    write_services(response, shape_of(response), changes, actor=Actor(boss))
    assert remind_of_services(DUE + DAY) == 0
    response.works.update(due_on=None)
    approved = make_response(make_city("brockway"), response.edition)
    approved.works.update(due_on=DUE)
    approve_all(approved, make_member(approved.city, Role.REVIEWER))
    plain = make_response(make_city("ogdenville"), make_edition())
    plain.works.update(due_on=DUE)
    assert remind_of_services(DUE) == 0
