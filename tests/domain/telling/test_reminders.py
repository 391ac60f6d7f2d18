"""Whoever is reminded is so once of each date, whenever and however often it is asked for."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from time import sleep

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from responses.domain.assignment.assigning import assign as give_out
from responses.domain.assignment.plan import read_assignments
from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.reminders import remind, reminder
from responses.enums import Action, Role
from responses.models import Delegation, Membership, Notice, Response, SectionWork, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import (
    assign,
    delegate,
    make_city,
    make_member,
    make_response,
    make_user,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db

DUE = date(2030, 5, 20)
WEEK, TOMORROW, OVERDUE = NoticeKind.DUE_IN_WEEK, NoticeKind.DUE_TOMORROW, NoticeKind.OVERDUE


def due(response: Response, day: date | None = DUE, section: str = "alpha") -> SectionWork:
    works = response.works.filter(section__key=section)
    works.update(due_on=day)
    return works.get()


def before(days: int) -> date:
    """Return the day that many days before the due date."""
    return DUE - timedelta(days=days)


def told(person: User) -> list[str]:
    """Return as what a person was told of what and for when, oldest first."""
    notices = Notice.objects.filter(person=person).select_related("section", "question")
    return [
        f"{notice.kind} {(notice.question or notice.section).number} {notice.text}"  # type: ignore[union-attr]
        for notice in notices.order_by("pk")
    ]


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        (400, None),
        (8, None),
        (7, WEEK),
        (6, WEEK),
        (2, WEEK),
        (1, TOMORROW),
        (0, TOMORROW),
        (-1, OVERDUE),
        (-400, OVERDUE),
    ],
)
def test_reminder_says_what_is_true_on_the_day(left: int, kind: NoticeKind | None) -> None:
    assert reminder(DUE, before(left)) == kind


# On which days before the due date it is asked for, and what the writer is told in all.
RUNS: list[tuple[list[int], list[str]]] = [
    ([10, 8], []),
    ([7], ["due_in_week"]),
    ([7, 7, 6, 5, 2], ["due_in_week"]),
    ([8, 5], ["due_in_week"]),
    ([1], ["due_tomorrow"]),
    ([7, 1, 1, 0], ["due_in_week", "due_tomorrow"]),
    ([0], ["due_tomorrow"]),
    ([-1, -2, -30], ["overdue"]),
    ([7, -3], ["due_in_week", "overdue"]),
    (list(range(20, -20, -1)), ["due_in_week", "due_tomorrow", "overdue"]),
]


@pytest.mark.parametrize(("days", "kinds"), RUNS)
def test_remind_tells_each_kind_once(
    days: list[int], kinds: list[str], response: Response, writer: User
) -> None:
    due(response)
    assign(response, "alpha", writer)
    made = [remind(before(left)) for left in days]
    assert told(writer) == [f"{kind} A 2030-05-20" for kind in kinds]
    assert sum(made) == Notice.objects.count()


def test_remind_never_tells_two_kinds_in_one_run(response: Response, writer: User) -> None:
    due(response)
    assign(response, "alpha", writer)
    for left in range(9, -3, -1):
        Notice.objects.all().delete()
        remind(before(left))
        assert len(told(writer)) <= 1


def test_a_changed_due_date_reminds_anew(response: Response, writer: User) -> None:
    due(response)
    assign(response, "alpha", writer)
    remind(before(7))
    later = DUE + timedelta(days=30)
    due(response, later)
    assert remind(before(7)) == 0
    remind(later - timedelta(days=7))
    due(response)
    remind(before(7))
    assert told(writer) == ["due_in_week A 2030-05-20", "due_in_week A 2030-06-19"]


def test_who_is_assigned_later_is_reminded_too(response: Response, writer: User) -> None:
    due(response)
    assign(response, "alpha", writer)
    other = make_member(response.city, Role.CONTRIBUTOR)
    remind(before(7))
    assert told(other) == []
    assign(response, "alpha", writer, other)
    assert remind(before(6)) == 1
    assert (len(told(writer)), len(told(other))) == (1, 1)


def test_coordinators_are_told_of_what_is_overdue_alone(response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    others = [make_member(response.city, role) for role in (Role.REVIEWER, Role.VIEWER)]
    due(response)
    assign(response, "alpha", writer)
    remind(before(7))
    remind(before(1))
    assert told(coordinator) == []
    remind(before(-1))
    assert told(coordinator) == ["overdue A 2030-05-20"]
    assert [told(person) for person in others] == [[], []]


def test_what_is_assigned_to_nobody_reminds_coordinators_alone(
    response: Response, writer: User, reviewer: User
) -> None:
    due(response)
    coordinator = make_member(response.city, Role.COORDINATOR)
    remind(before(7))
    remind(before(-1))
    asked = ["due_in_week A 2030-05-20 unassigned", "overdue A 2030-05-20 unassigned"]
    assert told(coordinator) == asked
    assert (told(writer), told(reviewer)) == ([], [])


def test_what_is_assigned_to_who_is_invited_is_not_asked_to_be_assigned(
    response: Response,
) -> None:
    due(response)
    coordinator = make_member(response.city, Role.COORDINATOR)
    invitation, _secret = invite(
        response.city, "new@city.example", "New", Role.CONTRIBUTOR, actor=Actor(coordinator)
    )
    assert invitation.person
    assign(response, "alpha", invitation.person)
    response.works.update(due_on=date(2030, 5, 20))
    remind(before(7))
    assert told(coordinator) == ["due_in_week A 2030-05-20", "due_in_week B 2030-05-20 unassigned"]


def test_a_question_of_nobody_is_to_be_assigned_too(response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    delegate(response, "b-1", due_on=DUE)
    remind(before(7))
    assert told(coordinator) == ["due_in_week B.1 2030-05-20 unassigned"]


def test_reminders_to_assign_are_settled_by_assigning(response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    response.works.update(due_on=DUE)
    delegate(response, "a-1", writer, due_on=DUE)
    remind(before(7))
    plan = read_assignments(response).sections["alpha"].assignment
    taken = replace(plan, contributors=(writer.pk,))
    give_out(response, {"alpha": taken}, seen={"alpha": plan.digest}, actor=Actor(coordinator))
    unread = Notice.objects.filter(read_at=None, kind=WEEK)
    assert unread.get(person=coordinator).section == response.works.get(section__key="beta").section
    # What others are reminded of stays.
    assert unread.get(person=writer).question == Delegation.objects.get().question


def test_what_is_in_review_or_approved_reminds_nobody(
    response: Response, writer: User, reviewer: User
) -> None:
    due(response)
    section = shape_of(response).sections_by_key["alpha"]
    delegate(response, "a-2", writer, due_on=DUE)
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    assert remind(before(7)) == 0
    perform(Move(Action.REQUEST_CHANGES, comment="Why?"), response, section, actor=Actor(reviewer))
    Notice.objects.all().delete()
    assert remind(before(7)) == 2
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(reviewer))
    assert remind(before(-1)) == 0


def test_a_handed_question_reminds_those_it_is_handed_to_until_it_is_answered(
    response: Response, writer: User
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "beta", writer)
    delegate(response, "b-1", other, due_on=DUE)
    remind(before(7))
    assert (told(writer), told(other)) == ([], ["due_in_week B.1 2030-05-20"])
    notice = Notice.objects.get()
    assert (notice.section, notice.question) == (
        response.works.get(section__key="beta").section,
        Delegation.objects.get().question,
    )
    write(response, "b-1", other, text="Done")
    assert remind(before(1)) == 0


def test_a_question_handed_over_anew_reminds_nobody_again(response: Response, writer: User) -> None:
    delegate(response, "b-1", writer, due_on=DUE)
    remind(before(7))
    Delegation.objects.all().delete()
    delegate(response, "b-1", writer, due_on=DUE, department="Budget")
    assert remind(before(6)) == 0


def test_a_question_handed_to_nobody_reminds_the_writers_of_its_section(
    response: Response, writer: User
) -> None:
    assign(response, "beta", writer)
    delegate(response, "b-1", due_on=DUE)
    delegate(response, "a-1")
    remind(before(7))
    assert told(writer) == ["due_in_week B.1 2030-05-20"]


def test_a_handed_question_without_a_date_is_due_with_its_section(
    response: Response, writer: User
) -> None:
    other, third = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    due(response)
    assign(response, "alpha", writer)
    delegate(response, "a-1", other, writer)
    delegate(response, "a-2")
    delegate(response, "b-1", third)
    remind(before(7))
    assert (told(other), told(third)) == (["due_in_week A.1 2030-05-20"], [])
    assert told(writer) == ["due_in_week A 2030-05-20"]


def test_who_has_left_or_is_closed_is_not_reminded(response: Response, writer: User) -> None:
    due(response)
    gone, closed = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    assign(response, "alpha", writer, gone, closed)
    gone.memberships.all().delete()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    remind(before(7))
    assert (told(writer), told(gone), told(closed)) == (["due_in_week A 2030-05-20"], [], [])


def test_remind_with_nothing_due_asks_once(
    response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert remind(DUE) == 0


@pytest.mark.parametrize("cities", [1, 200])
def test_remind_reads_eight_times_however_many_cities(
    cities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    writer = make_user()
    for number in range(cities):
        response = make_response(make_city(f"city-{number}"))
        Membership.objects.create(city=response.city, user=writer, role=Role.CONTRIBUTOR)
        due(response)
        delegate(response, "b-1", writer, due_on=DUE)
    with CaptureQueriesContext(connection) as queries:
        assert remind(before(7)) == 2 * cities
    # PostgreSQL has a union of queries in brackets.
    asked = [each["sql"].lstrip("(").split()[0] for each in queries]
    # Where there is much to tell, SQLite takes it in several statements.
    assert (asked.count("SELECT"), set(asked)) == (8, {"SELECT", "INSERT"})
    with django_assert_num_queries(7):
        assert remind(before(7)) == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_each_person_once(response: Response, writer: User) -> None:
    """The second begins when the first has told, but not yet committed; it has to wait."""
    due(response)
    assign(response, "alpha", writer)
    delegate(response, "b-1", writer, due_on=DUE)

    def second() -> None:
        try:
            remind(before(7))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            remind(before(7))
            other = pool.submit(second)
            sleep(0.3)
            assert not other.done()
        other.result()
    assert sorted(told(writer)) == ["due_in_week A 2030-05-20", "due_in_week B.1 2030-05-20"]
