from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from responses.domain.assignment.assigning import AssignmentChanges, apply_changes
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.assignment.plan import read_assignments
from responses.domain.auditing import Actor
from responses.domain.notices.accounts import Accounts
from responses.domain.notices.inbox import read_inbox, unread_count
from responses.domain.notices.notices import mark_read
from responses.domain.notices.together import together
from responses.domain.telling.reminders import remind
from responses.domain.telling.urging import urge
from responses.enums import Role
from responses.models import Notice, Response, SectionWork, User
from responses.notice_kinds import NoticeKind
from responses.wording.notices import sentence_of_all
from tests.support.factories import assign, delegate, make_member, shape_of

pytestmark = pytest.mark.django_db


def told(person: User) -> list[str]:
    """Return what a person finds in the inbox, each thing once."""
    with translation.override("en"):
        return [sentence_of_all(each) for each in together(read_inbox(person))]


def counts(person: User) -> set[int | None]:
    """Return how much is unread, as it is counted in each way."""
    unread = getattr(Accounts().get_user(person.pk), "unread", None)
    return {len(together(read_inbox(person).filter(read_at=None))), unread, unread_count(person)}


def test_what_is_due_together_is_told_as_one(response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    SectionWork.objects.filter(response=response).update(due_on=date(2030, 5, 6))
    delegate(response, "a-1", writer)
    delegate(response, "a-2", writer)
    remind(date(2030, 5, 1))
    assert told(coordinator) == [
        "2 sections are not assigned, and due on 6\xa0May\xa02030. Assign someone."
    ]
    assert told(writer) == ["2 questions are due on 6\xa0May\xa02030"]
    assert counts(coordinator) == counts(writer) == {1}
    # Each is settled by itself, and what is left is told alone.
    mark_read(coordinator, [Notice.objects.filter(person=coordinator).latest("pk").pk])
    assert counts(coordinator) == {1}
    words = "A. Alpha is not assigned, and due on 6\xa0May\xa02030. Assign someone."
    assert told(coordinator)[1] == words
    SectionWork.objects.filter(section__key="beta").update(due_on=date(2030, 5, 7))
    SectionWork.objects.filter(section__key="alpha").update(due_on=date(2030, 5, 2))
    remind(date(2030, 5, 1))
    assert len(told(coordinator)) == 4
    assert counts(coordinator) == {3}


def test_what_one_person_does_at_once_is_told_as_one(response: Response, writer: User) -> None:
    one, other = (make_member(response.city, Role.COORDINATOR, name) for name in ("One", "Other"))
    plan = read_assignments(response)
    changes = AssignmentChanges(
        {key: Assignment(contributors=(writer.pk,)) for key in plan.sections},
        {key: each.assignment.digest for key, each in plan.sections.items()},
        {key: DelegationTerms("Law", None, (writer.pk,)) for key in ("a-1", "a-2", "b-1")},
        dict.fromkeys(("a-1", "a-2", "b-1"), ""),
    )
    apply_changes(response, changes, actor=Actor(one))
    assert told(writer) == ["One delegated 3 questions to you", "One assigned 2 sections to you"]
    assert counts(writer) == {2}
    mark_read(writer)
    sections = shape_of(response).sections
    urge(response, sections, actor=Actor(one))
    urge(response, sections[:1], actor=Actor(other))
    assert told(writer)[:1] == ["One reminds you to finish 2 sections"]
    assert counts(writer) == {1}


def test_other_kinds_are_each_told_alone(response: Response, writer: User) -> None:
    now = timezone.now()
    for key in ("alpha", "beta"):
        section = shape_of(response).sections_by_key[key]
        Notice.objects.create(
            person=writer,
            kind=NoticeKind.APPROVED,
            key=key,
            response=response,
            section_id=section.pk,
            created_at=now,
        )
    assert (len(told(writer)), counts(writer)) == (2, {2})


def test_giving_out_tells_in_two_queries_however_much(response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    assign(response, "alpha", coordinator)
    plan = read_assignments(response)
    changes = AssignmentChanges(
        {key: Assignment(contributors=(writer.pk,)) for key in plan.sections},
        {key: each.assignment.digest for key, each in plan.sections.items()},
    )
    with CaptureQueriesContext(connection) as queries:
        apply_changes(response, changes, actor=Actor(coordinator))
    written = [each for each in queries.captured_queries if "_notice" in each["sql"]]
    assert len([each for each in written if each["sql"].startswith("INSERT")]) == 1
