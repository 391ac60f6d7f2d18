from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.edition.editions import edition_shape
from responses.domain.progress.burn_up import Count
from responses.domain.progress.progress import (
    LineProgress,
    Open,
    Order,
    Progress,
    ProgressFilter,
    SectionProgress,
)
from responses.domain.progress.reading import _day_ends, read_progress
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, State
from responses.models import Response, Revision, SectionWork, Thread, User
from tests.support.factories import (
    assign,
    delegate,
    find,
    make_edition,
    make_follow_up,
    make_member,
    make_response,
    make_user,
    shape_of,
    write,
)
from tests.support.many import many_remarks, many_responses, many_revisions
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = timezone.localdate


def read(response: Response) -> Progress:
    """Return the progress as another request would read it."""
    fresh = Response.objects.select_related("city", "edition").get(pk=response.pk)
    return read_progress(fresh, read_snapshot(fresh))


def section(response: Response, key: str) -> SectionProgress:
    return next(each for each in read(response).sections if each.section.section.key == key)


def set_work(response: Response, key: str, **fields: Any) -> None:
    SectionWork.objects.filter(response=response, section__key=key).update(**fields)


def move(response: Response, key: str, action: Action, actor: User) -> None:
    seen = read_snapshot(response).sections_by_key[key].digest
    shape = shape_of(response).sections_by_key[key]
    fresh = Response.objects.select_related("city", "edition").get(pk=response.pk)
    perform(Move(action, comment="Because.", seen=seen), fresh, shape, actor=Actor(actor))


def step(title: str, *people: User) -> dict[str, Any]:
    keys = [person.pk for person in people]
    return {"title": title, "people": keys, "consents": False, "department": ""}


def start_thread(response: Response, key: str, **fields: Any) -> Thread:
    return Thread.objects.create(response=response, question_id=find(response, key)[1].pk, **fields)


def test_progress_of_an_empty_response_has_nothing_late_and_nobody(response: Response) -> None:
    progress = read(response)
    assert [
        (each.department, each.contributors, each.line, each.open, each.due_on, each.days_late)
        for each in progress.sections
    ] == [("", (), LineProgress(1, 0), Open(), None, 0)] * 2
    assert (progress.late, progress.handed, progress.departments) == (0, (), ())
    assert progress.burn_up.answered == (Count(TODAY(), 0),)


def test_progress_names_who_is_assigned_by_name(response: Response) -> None:
    people = [make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Oh", "Kim")]
    assign(response, "beta", *people)
    assert section(response, "beta").contributors == ("Kim", "Oh")
    assert section(response, "alpha").contributors == ()


def test_progress_counts_open_threads_and_which_are_required(
    response: Response, writer: User
) -> None:
    start_thread(response, "a-1")
    start_thread(response, "a-2", required=True)
    start_thread(response, "b-1", resolved_at=timezone.now(), resolved_by=writer)
    assert section(response, "alpha").open == Open(threads=2, required=1)
    assert section(response, "beta").open == Open()
    assert read(response).open == Open(threads=2, required=1)


@pytest.mark.parametrize(("due_in", "late"), [(-3, 3), (-1, 1), (0, 0), (1, 0)])
def test_section_is_late_from_the_day_after_it_is_due(
    response: Response, due_in: int, late: int
) -> None:
    set_work(response, "beta", due_on=TODAY() + due_in * DAY)
    assert section(response, "beta").days_late == late
    assert read(response).late == bool(late)


def test_section_that_is_approved_is_not_late(
    response: Response, writer: User, reviewer: User
) -> None:
    set_work(response, "beta", due_on=TODAY() - DAY)
    move(response, "beta", Action.SEND, writer)
    assert section(response, "beta").days_late == 1
    move(response, "beta", Action.APPROVE, reviewer)
    assert section(response, "beta").days_late == 0


def test_line_without_steps_of_its_own_waits_for_any_reviewer(
    response: Response, writer: User, reviewer: User
) -> None:
    move(response, "beta", Action.SEND, writer)
    shown = section(response, "beta").section
    line = section(response, "beta").line
    assert (line.steps, line.signed, line.names, line.since) == (1, 0, (), shown.state_since)
    assert (line.who, line.waits_for is None) == ("", False)
    move(response, "beta", Action.APPROVE, reviewer)
    assert section(response, "beta").line == LineProgress(1, 1)


def test_line_is_stuck_while_nobody_can_sign(response: Response, writer: User) -> None:
    assert not section(response, "beta").line.stuck
    move(response, "beta", Action.SEND, writer)
    assert section(response, "beta").line.stuck
    make_member(response.city, Role.REVIEWER)
    assert not section(response, "beta").line.stuck


def test_line_waits_for_the_consent_of_a_department(
    response: Response, writer: User, reviewer: User
) -> None:
    consent = step("", reviewer) | {"consents": True, "department": "예산담당관"}
    set_work(response, "beta", approval_line=[consent, step("과장", reviewer)])
    move(response, "beta", Action.SEND, writer)
    assert section(response, "beta").line.who == "예산담당관 Reviewer"


def test_line_waits_for_the_step_after_the_last_signature(
    response: Response, writer: User, reviewer: User
) -> None:
    head = make_member(response.city, Role.REVIEWER, "Kim Minji")
    other = make_member(response.city, Role.REVIEWER, "Lee")
    line = [step("팀장", reviewer), step("과장", head, other)]
    set_work(response, "beta", approval_line=line)
    assert section(response, "beta").line == LineProgress(2, 0)
    move(response, "beta", Action.SEND, writer)
    first = section(response, "beta").line
    assert (first.signed, first.names) == (0, ("Reviewer",))
    move(response, "beta", Action.APPROVE, reviewer)
    found = section(response, "beta")
    assert found.section.state is State.IN_REVIEW
    assert (found.line.steps, found.line.signed) == (2, 1)
    assert found.line.waits_for is not None
    assert (found.line.waits_for.title, found.line.names) == ("과장", ("Kim Minji", "Lee"))
    assert (first.who, found.line.who) == ("팀장 Reviewer", "과장 Kim Minji, Lee")
    assert found.line.since == found.section.signatures[-1].at
    move(response, "beta", Action.REQUEST_CHANGES, head)
    assert section(response, "beta").line == LineProgress(2, 0)


def test_handed_question_is_late_until_it_is_answered(response: Response, writer: User) -> None:
    due = TODAY() - 2 * DAY
    delegate(response, "b-1", writer, department="Statistics", due_on=due)
    [handed] = read(response).handed
    assert (handed.department, handed.people, handed.due_on) == ("Statistics", ("Writer",), due)
    assert (handed.answered, handed.days_late, read(response).late_handed) == (False, 2, 1)
    write(response, "b-1", writer, text="Done")
    [handed] = read(response).handed
    assert (handed.answered, handed.days_late, read(response).late_handed) == (True, 0, 0)


def test_handed_question_without_a_date_is_due_with_its_section(response: Response) -> None:
    set_work(response, "alpha", due_on=date(2030, 5, 1))
    delegate(response, "a-1")
    delegate(response, "a-2", due_on=date(2030, 4, 1))
    assert [each.due_on for each in read(response).handed] == [date(2030, 5, 1), date(2030, 4, 1)]
    assert [
        read(response).due_on(part, answer)
        for part in read(response).snapshot.sections
        for answer in part.answers
    ] == [date(2030, 5, 1), date(2030, 4, 1), None]


def test_handed_questions_come_in_the_forms_order_with_all_their_people(
    response: Response,
) -> None:
    people = [make_member(response.city, Role.CONTRIBUTOR, name) for name in ("Oh", "Kim")]
    delegate(response, "b-1")
    delegate(response, "a-2", *people)
    found = [(each.answer.question.key, each.people) for each in read(response).handed]
    assert found == [("a-2", ("Kim", "Oh")), ("b-1", ())]


@pytest.fixture
def busy(response: Response, writer: User) -> Response:
    """Return a response of two departments, one of them late with what is in review."""
    set_work(response, "alpha", department="Planning", due_on=TODAY() + DAY)
    set_work(response, "beta", department="Law", due_on=TODAY() - DAY)
    delegate(response, "a-1", department="Law", due_on=TODAY() - 9 * DAY)
    delegate(response, "a-2", department="Statistics")
    move(response, "beta", Action.SEND, writer)
    return response


@pytest.mark.parametrize(
    ("asked", "sections", "handed"),
    [
        (ProgressFilter(), ["alpha", "beta"], ["a-1", "a-2"]),
        (ProgressFilter(department="Law"), ["beta"], ["a-1"]),
        (ProgressFilter(department="Statistics"), [], ["a-2"]),
        (ProgressFilter(state=State.DRAFT), ["alpha"], ["a-1", "a-2"]),
        (ProgressFilter(state=State.IN_REVIEW), ["beta"], []),
        (ProgressFilter(state=State.APPROVED), [], []),
        (ProgressFilter(overdue=True), ["beta"], ["a-1"]),
        (ProgressFilter(department="Planning", overdue=True), [], []),
        (ProgressFilter(order=Order.DUE), ["beta", "alpha"], ["a-1", "a-2"]),
        (ProgressFilter(order=Order.LATENESS), ["beta", "alpha"], ["a-1", "a-2"]),
    ],
)
def test_progress_gives_what_is_asked_for(
    busy: Response, asked: ProgressFilter, sections: list[str], handed: list[str]
) -> None:
    progress = read(busy)
    found = [each.section.section.key for each in progress.sections_matching(asked)]
    assert found == sections
    assert [each.answer.question.key for each in progress.handed_matching(asked)] == handed


def test_progress_knows_every_department(busy: Response) -> None:
    assert read(busy).departments == ("Law", "Planning", "Statistics")


def test_burn_up_is_due_by_the_dates_of_sections_and_questions(busy: Response) -> None:
    due = read(busy).burn_up.due
    assert [(count.day - TODAY(), count.questions) for count in due] == [
        (-9 * DAY, 1),
        (-DAY, 2),
        (DAY, 3),
    ]


def dated(response: Response, key: str, version: int, days_ago: int) -> None:
    """Have a revision written so many days ago."""
    revisions = Revision.objects.filter(answer__response=response, answer__question__key=key)
    with unguarded():
        revisions.filter(version=version).update(created_at=timezone.now() - days_ago * DAY)


def test_burn_up_replays_the_last_revision_of_each_day(response: Response, writer: User) -> None:
    Response.objects.update(created_at=timezone.now() - 5 * DAY)
    write(response, "b-1", writer, text="Done")
    write(response, "b-1", writer)
    write(response, "b-1", writer, text="Done again")
    write(response, "b-1", writer, text="Still")
    for version, days_ago in ((1, 4), (2, 4), (3, 2), (4, 2)):
        dated(response, "b-1", version, days_ago)
    assert [count.questions for count in read(response).burn_up.answered] == [0, 0, 0, 1, 1, 1]


def test_burn_up_counts_a_follow_up_while_its_parent_settles_it(writer: User) -> None:
    response = make_response(edition=make_edition(make_follow_up()))
    Response.objects.update(created_at=timezone.now() - 4 * DAY)
    for number, answer in enumerate(("yes", "no", "yes"), 1):
        write(response, "c-1", writer, yes_no=answer)
        dated(response, "c-1", number, 4 - number)
    assert [count.questions for count in read(response).burn_up.answered] == [0, 1, 2, 1, 1]


CHANGES = st.tuples(
    st.sampled_from(["a-2", "b-1"]), st.sampled_from(["", "Some text"]), st.integers(-1, 9)
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=st.lists(CHANGES, max_size=8))
def test_burn_up_ends_at_what_the_snapshot_says(
    response: Response, writer: User, changes: list[tuple[str, str, int]]
) -> None:
    with transaction.atomic():
        for key, text, days_ago in changes:
            write(response, key, writer, text=text)
            dated(
                response, key, Revision.objects.filter(answer__question__key=key).count(), days_ago
            )
        progress = read(response)
        assert progress.burn_up.answered[-1] == Count(TODAY(), progress.snapshot.answered)
        transaction.set_rollback(True)


@pytest.mark.parametrize("revisions", [1, 500])
def test_burn_up_reads_one_row_an_answer_and_day(response: Response, revisions: int) -> None:
    many_revisions(response, "b-1", revisions, days=1)
    edition, shape = edition_shape(response.edition), find(response, "b-1")[1]
    assert [each.question for each in _day_ends(response, edition)] == [shape.pk]
    many_revisions(response, "a-2", 6, days=3)
    assert len([*_day_ends(response, edition)]) == 4


@pytest.mark.parametrize(
    ("cities", "remarks", "revisions"), [(1, 10, 10), (200, 10, 10), (1, 10_000, 10_000)]
)
def test_read_progress_takes_five_queries_however_much_there_is(
    cities: int,
    remarks: int,
    revisions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    coordinator = make_user()
    response = many_responses(make_edition(), cities, coordinator)[0]
    people = [make_member(response.city, Role.REVIEWER) for _ in range(5)]
    many_remarks(response, "a-1", remarks)
    many_revisions(response, "b-1", revisions)
    assign(response, "alpha", *people)
    delegate(response, "a-1", *people)
    set_work(response, "beta", approval_line=[step("과장", person) for person in people])
    snapshot = read_snapshot(response)
    with django_assert_num_queries(6):
        progress = read_progress(response, snapshot)
    assert progress.open.threads == remarks // 10
    assert progress.burn_up.answered[-1].questions == 1
