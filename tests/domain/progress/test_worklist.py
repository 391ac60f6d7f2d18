from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.people.invitations import invite, withdraw
from responses.domain.progress.duties import Task
from responses.domain.progress.own import Own
from responses.domain.progress.shown import AskedChanges, ResponseTally
from responses.domain.progress.worklist import Unsaved, Worklist, read_worklist
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Refusal, Role
from responses.models import Invitation, Membership, RefusedText, Response, SectionWork, User
from tests.support.factories import (
    assign,
    delegate,
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_user,
    shape_of,
    wording,
    write,
)
from tests.support.worklists import all_waiting, shown

pytestmark = pytest.mark.django_db


def waiting(person: User) -> list[tuple[str, Task]]:
    return [(item.section.key, item.task) for item in all_waiting(person)]


def move(response: Response, key: str, action: Action, actor: User) -> None:
    seen = read_snapshot(response).sections_by_key[key].digest
    section = shape_of(response).sections_by_key[key]
    perform(Move(action, comment="Because.", seen=seen), response, section, actor=Actor(actor))


def refuse(
    response: Response, key: str, person: User, text: str, role: Role = Role.CONTRIBUTOR
) -> RefusedText:
    """Have a person send a text that did not say what it started from, then take a role."""
    Membership.objects.update_or_create(
        user=person, city=response.city, defaults={"role": Role.CONTRIBUTOR}
    )
    section, question = find(response, key)
    sent = Write(question, canonical(question, {"text": text}), None)
    refused = save_answer(response, section, sent, author=person).refused
    Membership.objects.filter(user=person, city=response.city).update(role=role)
    assert refused
    return refused


def assign_all(response: Response, *people: User) -> None:
    for section in ("alpha", "beta"):
        assign(response, section, *people)


def due(response: Response, key: str, day: date) -> None:
    SectionWork.objects.filter(response=response, section__key=key).update(due_on=day)


def test_read_worklist_of_a_stranger_is_empty() -> None:
    make_response()
    stranger = make_user()
    worklist = read_worklist(stranger)
    assert worklist == Worklist(Own(stranger.pk), (), (), (), (), (), (), ())
    assert not worklist.member


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.COORDINATOR, [("alpha", Task.WRITE), ("beta", Task.SEND)]),
        (Role.CONTRIBUTOR, [("alpha", Task.WRITE), ("beta", Task.SEND)]),
        (Role.REVIEWER, []),
        (Role.VIEWER, []),
    ],
)
def test_read_worklist_gives_drafts_to_who_may_write(
    role: Role, expected: list[tuple[str, Task]]
) -> None:
    response = make_response()
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Done")
    person = make_member(response.city, role)
    assert waiting(person) == []
    assign_all(response, person)
    assert waiting(person) == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        # Nobody can sign it while the city has no reviewer.
        (Role.COORDINATOR, [("beta", Task.APPOINT), ("alpha", Task.WRITE)]),
        (Role.CONTRIBUTOR, [("alpha", Task.WRITE)]),
        (Role.REVIEWER, [("beta", Task.REVIEW)]),
        (Role.VIEWER, []),
    ],
)
def test_read_worklist_gives_what_is_in_review_to_reviewers(
    role: Role, expected: list[tuple[str, Task]]
) -> None:
    response = make_response()
    move(response, "beta", Action.SEND, make_member(response.city, Role.CONTRIBUTOR))
    person = make_member(response.city, role)
    assign_all(response, person)
    assert waiting(person) == expected


def test_read_worklist_gives_requested_changes_back_to_writers() -> None:
    response = make_response()
    contributor = make_member(response.city, Role.CONTRIBUTOR)
    reviewer = make_member(response.city, Role.REVIEWER)
    assign_all(response, contributor)
    move(response, "beta", Action.SEND, contributor)
    move(response, "beta", Action.REQUEST_CHANGES, reviewer)
    assert waiting(contributor) == [("alpha", Task.WRITE), ("beta", Task.CORRECT)]
    assert waiting(reviewer) == []


def test_what_was_sent_after_a_request_and_withdrawn_is_to_be_corrected_still() -> None:
    response = make_response()
    contributor = make_member(response.city, Role.CONTRIBUTOR)
    reviewer = make_member(response.city, Role.REVIEWER, "Kim")
    move(response, "beta", Action.SEND, contributor)
    move(response, "beta", Action.REQUEST_CHANGES, reviewer)
    before = all_waiting(contributor)
    for action in (Action.SEND, Action.WITHDRAW):
        move(response, "beta", action, contributor)
    assert all_waiting(contributor) == before


def test_what_was_reopened_is_to_be_revised_and_says_why() -> None:
    response = make_response()
    contributor = make_member(response.city, Role.CONTRIBUTOR)
    reviewer = make_member(response.city, Role.REVIEWER, "Kim")
    assign_all(response, contributor)
    write(response, "b-1", contributor, text="One")
    for action in (Action.SEND, Action.APPROVE, Action.REOPEN):
        move(response, "beta", action, contributor if action is Action.SEND else reviewer)
    assert waiting(contributor) == [("alpha", Task.WRITE), ("beta", Task.REVISE)]
    item = all_waiting(contributor)[1]
    assert (item.reopened, item.asked) == (True, AskedChanges("Kim", "Because."))
    for action in (Action.SEND, Action.WITHDRAW):
        move(response, "beta", action, contributor)
    assert all_waiting(contributor)[1] == item


def test_who_assigns_is_asked_to_change_a_line_that_waits_for_who_cannot_sign() -> None:
    response = make_response()
    people = {role: make_member(response.city, role) for role in Role}
    first, last = (make_member(response.city, Role.REVIEWER) for _each in range(2))
    line = [Step("팀장", (first.pk,)).to_json(), Step("국장", (last.pk,)).to_json()]
    response.works.filter(section__key="beta").update(approval_line=line)
    move(response, "beta", Action.SEND, people[Role.CONTRIBUTOR])
    move(response, "beta", Action.APPROVE, first)
    # Who has signed has, whatever became of them.
    Membership.objects.filter(user=first).update(role=Role.VIEWER)
    assert ("beta", Task.MEND) not in waiting(people[Role.COORDINATOR])
    move(response, "beta", Action.WITHDRAW, people[Role.CONTRIBUTOR])
    tasks = {role: ("beta", Task.MEND) in waiting(person) for role, person in people.items()}
    assert [role for role, is_asked in tasks.items() if is_asked] == [Role.COORDINATOR]
    Membership.objects.filter(user=first).update(role=Role.REVIEWER)
    assert ("beta", Task.MEND) not in waiting(people[Role.COORDINATOR])


def test_read_worklist_leaves_out_what_is_approved() -> None:
    response = make_response()
    contributor = make_member(response.city, Role.CONTRIBUTOR)
    reviewer = make_member(response.city, Role.REVIEWER)
    assign_all(response, contributor)
    move(response, "beta", Action.SEND, contributor)
    move(response, "beta", Action.APPROVE, reviewer)
    assert waiting(contributor) == [("alpha", Task.WRITE)]
    assert waiting(reviewer) == []


def test_read_worklist_spares_reviewers_what_they_wrote_themselves() -> None:
    response = make_response()
    person = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", person, text="Mine")
    move(response, "alpha", Action.SEND, person)
    move(response, "beta", Action.SEND, person)
    Membership.objects.filter(user=person).update(role=Role.REVIEWER)
    assert waiting(person) == [("alpha", Task.REVIEW)]


def test_read_worklist_puts_the_soonest_due_first_and_undated_last() -> None:
    response = make_response()
    member = make_member(response.city, Role.CONTRIBUTOR)
    assign_all(response, member)
    due(response, "beta", date(2030, 5, 1))
    assert waiting(member) == [("beta", Task.WRITE), ("alpha", Task.WRITE)]
    due(response, "alpha", date(2030, 4, 30))
    assert waiting(member) == [("alpha", Task.WRITE), ("beta", Task.WRITE)]


def test_read_worklist_counts_what_is_not_fully_answered() -> None:
    response = make_response()
    member = make_member(response.city, Role.CONTRIBUTOR)
    assign_all(response, member)
    write(response, "a-2", member, text="No links yet")
    counts = [(item.section.key, item.unanswered) for item in all_waiting(member)]
    assert counts == [("alpha", 2), ("beta", 1)]


def test_read_worklist_tells_the_progress_of_each_response() -> None:
    response = make_response()
    contributor = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", contributor, text="Done")
    move(response, "beta", Action.SEND, contributor)
    move(response, "beta", Action.APPROVE, make_member(response.city, Role.REVIEWER))
    [progress] = shown(read_worklist(contributor)).tallies.values()
    assert progress == ResponseTally(progress.place, Role.CONTRIBUTOR, 1, 3, 1, 2)
    assert progress.place.city_slug == "springfield"
    assert progress.place.city_name == wording("Springfield")
    assert progress.place.edition_code == "test-2030"


def test_read_worklist_gives_the_persons_own_unsaved_texts_in_the_forms_order() -> None:
    first, second = make_response(make_city("springfield")), make_response(make_city("aurora"))
    person, other = make_user(), make_user()
    refuse(first, "b-1", other, "Not mine")
    last = refuse(first, "b-1", person, "Mine")
    middle = refuse(first, "a-2", person, "Mine too")
    foremost = refuse(second, "b-1", person, "Mine elsewhere")
    worklist = read_worklist(person)
    assert [item.pk for item in worklist.unsaved] == [foremost.pk, middle.pk, last.pk]
    place = next(item.place for item in worklist.responses if item.place.city_slug == "springfield")
    question = find(first, "b-1")[1]
    assert worklist.unsaved[-1] == Unsaved(
        pk=last.pk,
        place=place,
        section_key="beta",
        number="B.1",
        wording=question.wording,
        refusal=Refusal.UNVERSIONED,
        typed_at=last.created_at,
    )


def test_read_worklist_hides_unsaved_texts_of_a_city_that_was_left() -> None:
    response = make_response()
    person = make_user()
    refuse(response, "b-1", person, "Mine")
    Membership.objects.filter(user=person).delete()
    assert read_worklist(person).unsaved == ()
    Membership.objects.create(user=person, city=make_city("shelbyville"), role=Role.VIEWER)
    assert read_worklist(person).unsaved == ()


def test_read_worklist_keeps_cities_apart() -> None:
    make_response()
    other = make_response(make_city("shelbyville"))
    member = make_member(other.city, Role.CONTRIBUTOR)
    assign_all(other, member)
    places = {item.place.city_slug for item in all_waiting(member)}
    assert places == {"shelbyville"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.COORDINATOR, ["test-2032"]),
        (Role.CONTRIBUTOR, []),
        (Role.REVIEWER, []),
        (Role.VIEWER, []),
    ],
)
def test_read_worklist_offers_new_editions_to_coordinators(role: Role, expected: list[str]) -> None:
    response = make_response()
    make_edition(make_definition("test-2032"))
    startable = read_worklist(make_member(response.city, role)).startable
    assert [item.place.edition_code for item in startable] == expected


def test_read_worklist_gives_a_section_to_those_it_is_assigned_to() -> None:
    response = make_response()
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    coordinator = make_member(response.city, Role.COORDINATOR)
    assign(response, "alpha", kim)
    assert [waiting(each) for each in (kim, lee, coordinator)] == [[("alpha", Task.WRITE)], [], []]
    write(response, "b-1", coordinator, text="Done")
    assign(response, "beta", lee)
    assert waiting(kim) == [("alpha", Task.WRITE)]
    assert waiting(lee) == [("beta", Task.SEND)]
    assign(response, "beta", lee, coordinator)
    assert waiting(coordinator) == [("beta", Task.SEND)]


def handed(person: User) -> list[tuple[Task, int, int, int, date | None]]:
    """Return of each waiting section the task, what is unanswered of how many, and the rest."""
    return [
        (item.task, item.unanswered, item.total, item.handed, item.due_on)
        for item in all_waiting(person)
    ]


def test_read_worklist_gives_a_handed_question_until_it_is_answered() -> None:
    response = make_response()
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    for section in ("alpha", "beta"):
        assign(response, section, kim)
    assert handed(lee) == []
    delegate(response, "a-1", lee, kim)
    delegate(response, "a-2", lee)
    assert handed(lee) == [(Task.WRITE, 2, 2, 2, None)]
    write(response, "a-1", lee, nothing_to_report="None")
    assert handed(lee) == [(Task.WRITE, 1, 2, 2, None)]
    write(response, "a-2", lee, nothing_to_report="None")
    assert handed(lee) == []
    assert handed(kim) == [(Task.SEND, 0, 2, 0, None), (Task.WRITE, 1, 1, 0, None)]
    move(response, "alpha", Action.SEND, kim)
    assert handed(lee) == []
    move(response, "alpha", Action.REQUEST_CHANGES, make_member(response.city, Role.REVIEWER))
    assert handed(lee) == [(Task.CORRECT, 0, 2, 2, None)]


@pytest.mark.parametrize(
    ("section", "question", "expected"),
    [
        (None, None, None),
        (date(2030, 5, 2), None, date(2030, 5, 2)),
        (None, date(2030, 5, 1), date(2030, 5, 1)),
        (date(2030, 5, 2), date(2030, 5, 1), date(2030, 5, 1)),
        (date(2030, 5, 2), date(2030, 5, 3), date(2030, 5, 2)),
    ],
)
@pytest.mark.parametrize("circle", [True, False], ids=["in the circle", "outside"])
def test_read_worklist_tells_the_sooner_day_of_section_and_question(
    section: date | None,
    question: date | None,
    expected: date | None,
    circle: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    response = make_response()
    kim, lee = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    assign(response, "alpha", *([kim, lee] if circle else [kim]))
    assign(response, "beta", kim)
    SectionWork.objects.filter(section__key="alpha").update(due_on=section)
    delegate(response, "a-2", lee, due_on=question)
    assert [item.due_on for item in all_waiting(lee)] == [expected]


def test_read_worklist_tells_the_sections_own_day_once_the_question_is_answered() -> None:
    response = make_response()
    lee = make_member(response.city, Role.CONTRIBUTOR)
    due(response, "beta", date(2030, 5, 2))
    assign(response, "beta", lee)
    delegate(response, "b-1", lee, due_on=date(2030, 5, 1))
    write(response, "b-1", lee, text="Done")
    assert (Task.SEND, 0, 1, 0, date(2030, 5, 2)) in handed(lee)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_read_worklist_gives_no_question_to_who_does_not_write(role: Role) -> None:
    response = make_response()
    person = make_member(response.city, role)
    delegate(response, "b-1", person)
    assert waiting(person) == []


@pytest.mark.parametrize("cities", [1, 200])
def test_read_worklist_takes_six_queries_for_writers_however_many_responses(
    cities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person, edition = make_user(), make_edition()
    for number in range(cities):
        city = make_city(f"city-{number}")
        Membership.objects.create(city=city, user=person, role=Role.CONTRIBUTOR)
        response = make_response(city, edition)
        assign(response, "alpha", person)
        assign(response, "beta", make_member(city, Role.CONTRIBUTOR))
        delegate(response, "b-1", person)
    shape_of(response)  # the edition is known to the process
    with django_assert_num_queries(6):
        found = all_waiting(person)
    assert [item.handed for item in found] == [0, 1] * cities


@pytest.mark.parametrize("cities", [1, 50])
def test_read_worklist_takes_eight_queries_for_reviewers_however_many_responses(
    cities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person, edition = make_user(), make_edition()
    for number in range(cities):
        city = make_city(f"city-{number}")
        contributor = make_member(city, Role.CONTRIBUTOR)
        Membership.objects.create(city=city, user=person, role=Role.REVIEWER)
        response = make_response(city, edition)
        write(response, "b-1", contributor, text="Done")
        move(response, "beta", Action.SEND, contributor)
        refuse(response, "b-1", person, "Mine", Role.REVIEWER)
    shape_of(response)  # the edition is known to the process
    # One is for the whole works in review, of all others few columns are read.
    with django_assert_num_queries(8):
        worklist = read_worklist(person)
        read = shown(worklist)
    found = (worklist.unsaved, read.waiting, read.tallies)
    assert tuple(map(len, found)) == (cities, cities, cities)


def test_coordinators_appoint_a_reviewer_where_nobody_can_sign(
    response: Response, writer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    assert ("alpha", Task.APPOINT) in waiting(coordinator)
    assert ("alpha", Task.APPOINT) not in waiting(writer)
    make_member(response.city, Role.REVIEWER)
    assert ("alpha", Task.APPOINT) not in waiting(coordinator)


def unassigned(person: User) -> list[tuple[str, int]]:
    return [(item.place.city_slug, item.sections) for item in read_worklist(person).to_assign]


def test_what_is_assigned_to_nobody_is_one_task_of_the_coordinator(
    response: Response, writer: User, reviewer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    people = (writer, reviewer, make_member(response.city, Role.VIEWER))
    assert unassigned(coordinator) == [("springfield", 2)]
    assert [unassigned(each) for each in people] == [[], [], []]
    assert [waiting(each) for each in (coordinator, *people)] == [[], [], [], []]
    worklist = read_worklist(coordinator)
    assert (len(worklist.duties), len(worklist.to_assign)) == (0, 1)
    assign(response, "alpha", writer)
    assert unassigned(coordinator) == [("springfield", 1)]
    move(response, "beta", Action.SEND, writer)  # everybody may still write and send it
    assert unassigned(coordinator) == []


def free(person: User) -> list[str]:
    return [each.shape.key for item in read_worklist(person).free for each in item.sections]


def test_writers_are_shown_what_is_assigned_to_nobody_without_being_asked(
    response: Response, writer: User, reviewer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    other = make_member(response.city, Role.CONTRIBUTOR)
    assert free(writer) == free(other) == ["alpha", "beta"]
    assert [free(each) for each in (coordinator, reviewer)] == [[], []]
    worklist = read_worklist(writer)
    assert (worklist.duties, worklist.to_assign) == ((), ())
    assign(response, "alpha", writer)
    assert free(writer) == free(other) == ["beta"]
    move(response, "beta", Action.SEND, writer)
    assert free(other) == []
    move(response, "beta", Action.REQUEST_CHANGES, reviewer)
    assert (free(writer), free(other)) == ([], ["beta"])
    # Whom it is assigned to cannot write it any more, and others may not.
    Membership.objects.filter(user=writer).update(role=Role.VIEWER)
    assert free(other) == ["beta"]


def test_who_can_write_no_longer_leaves_a_section_to_be_assigned(
    response: Response, writer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    assign_all(response, writer)
    assert unassigned(coordinator) == []
    Membership.objects.filter(user=writer).update(role=Role.VIEWER)
    assert unassigned(coordinator) == [("springfield", 2)]
    Membership.objects.filter(user=writer).update(role=Role.CONTRIBUTOR)
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert unassigned(coordinator) == [("springfield", 2)]


def test_what_is_assigned_to_nobody_goes_back_to_its_sender(
    response: Response, writer: User, reviewer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    other = make_member(response.city, Role.CONTRIBUTOR)
    move(response, "beta", Action.SEND, other)
    move(response, "beta", Action.WITHDRAW, other)
    move(response, "beta", Action.SEND, writer)
    move(response, "beta", Action.REQUEST_CHANGES, reviewer)
    asked = [("beta", Task.CORRECT)]
    assert [waiting(each) for each in (writer, coordinator, other)] == [asked, [], []]
    assert unassigned(coordinator) == [("springfield", 2)]
    assign(response, "beta", other)
    assert [waiting(each) for each in (writer, coordinator, other)] == [[], [], asked]


def steps(person: User) -> list[tuple[bool, bool, bool]]:
    found = read_worklist(person).first_steps
    return [(each.invited, each.assigned, each.dated) for each in found]


def test_first_steps_follow_what_is_true_until_all_are_done() -> None:
    response = make_response()
    coordinator = Membership.objects.get().user
    assert steps(coordinator) == [(False, False, False)]
    invite(response.city, "kim@city.example", "", Role.CONTRIBUTOR, actor=Actor(coordinator))
    assert steps(coordinator) == [(True, False, False)]
    Invitation.objects.all().delete()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    assert steps(coordinator) == [(True, False, False)]
    due(response, "beta", date(2030, 5, 1))
    assert steps(coordinator) == [(True, False, False)]
    due(response, "alpha", date(2030, 5, 1))
    assert steps(coordinator) == [(True, False, True)]
    assert steps(writer) == []
    assign(response, "alpha", writer)
    assert steps(coordinator) == [(True, False, True)]
    assign(response, "beta", writer)
    assert steps(coordinator) == []


def test_first_steps_stay_for_the_other_sections_once_one_is_written(writer: User) -> None:
    response = Response.objects.get()
    coordinator = make_member(response.city, Role.COORDINATOR)
    assign(response, "alpha", writer)
    due(response, "alpha", date(2030, 5, 1))
    write(response, "a-1", writer, text="Text")
    assert steps(coordinator) == [(True, False, False)]
    assign(response, "beta", writer)
    assert steps(coordinator) == [(True, True, False)]


def test_first_steps_count_what_is_approved_as_done(
    response: Response, writer: User, reviewer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    assign(response, "alpha", writer)

    def counted() -> list[tuple[int, int, int]]:
        found = read_worklist(coordinator).first_steps
        return [(each.with_writers, each.with_date, each.sections) for each in found]

    assert counted() == [(1, 0, 2)]
    move(response, "alpha", Action.SEND, writer)
    assert counted() == [(1, 0, 2)]
    move(response, "alpha", Action.APPROVE, reviewer)
    assert counted() == [(1, 1, 2)]


def test_first_steps_stay_until_most_sections_are_sent(response: Response, writer: User) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    assert steps(coordinator) == [(True, False, False)]
    move(response, "beta", Action.SEND, writer)
    assert steps(coordinator) == [(True, False, False)]
    move(response, "alpha", Action.SEND, writer)
    assert steps(coordinator) == []


def test_whoever_is_invited_is_somebody_until_the_invitation_ends(response: Response) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    place = response.city.slug
    invitation, _secret = invite(
        response.city, "new@city.example", "New", Role.CONTRIBUTOR, actor=Actor(coordinator)
    )
    assert invitation.person
    assert unassigned(coordinator) == [(place, 2)]
    assign(response, "alpha", invitation.person)
    assert unassigned(coordinator) == [(place, 1)]
    withdraw(invitation, actor=Actor(coordinator))
    assert unassigned(coordinator) == [(place, 2)]
