"""Who has what: what can be given out, by whom, and what others gave out meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.assignment.assigning import (
    AssignmentChanges,
    AssignmentOutdatedError,
    AssignmentRefusedError,
    apply_changes,
    assign,
    delegate,
    take_back,
)
from responses.domain.assignment.assignment import (
    CONSENTING_MISSING,
    DEPARTMENT_MISSING,
    LAST_APPROVES,
    NAME_MAX,
    ONE_TO_SIGN,
    PEOPLE_MISSING,
    REOPEN_FIRST,
    SIGNED_STAYS,
    TITLE_MISSING,
    Assignment,
    DelegationTerms,
    everybody_in,
)
from responses.domain.assignment.plan import (
    Wanted,
    read_assignments,
    read_candidates,
    read_names_in_use,
)
from responses.domain.auditing import Actor
from responses.domain.permissions import NotAllowedError
from responses.domain.signing.approval_line import Step
from responses.domain.telling.reminders import remind
from responses.enums import AuditKind, Role, State
from responses.models import (
    AuditRecord,
    Delegation,
    Membership,
    Notice,
    Response,
    SectionWork,
    User,
)
from responses.notice_kinds import NoticeKind
from tests.support import PATIENCE
from tests.support.factories import find, make_city, make_member, make_response, make_user

pytestmark = pytest.mark.django_db

DUE = date(2030, 5, 1)


@dataclass(frozen=True)
class Desk:
    """A response and one person of each kind."""

    response: Response
    coordinator: User
    writer: User
    other: User
    head: User
    director: User

    def now(self, section: str = "alpha") -> Assignment:
        return read_assignments(self.response).sections[section].assignment

    def give(self, wanted: Assignment, section: str = "alpha", **options: Any) -> int:
        options = {"actor": Actor(self.coordinator)} | options
        seen = options.pop("seen", self.now(section).digest)
        return assign(self.response, {section: wanted}, seen={section: seen}, **options)

    def line(self, *people: User) -> tuple[Step, ...]:
        return tuple(Step(f"Post {place}", (each.pk,)) for place, each in enumerate(people))

    def stand(self, state: State, signed: int = 0) -> None:
        """Put alpha past `workflow` where it stands in that state with so many signatures."""
        work = SectionWork.objects.filter(response=self.response, section__key="alpha")
        signatures = [{"any": "signature"}] * signed
        if state is not State.APPROVED:
            work.update(state=state, signatures=signatures)
            return
        # An approved section has an approval.
        event = work.get().events.create(
            action="approve",
            actor=self.head,
            actor_role=Role.REVIEWER,
            from_state=State.IN_REVIEW,
            to_state=State.APPROVED,
            digest="",
            versions={},
            created_at="2030-01-01T00:00Z",
        )
        work.update(state=state, approval=event)


def make_desk(response: Response) -> Desk:
    city = response.city
    return Desk(
        response,
        make_member(city, Role.COORDINATOR, "Coordinator"),
        make_member(city, Role.CONTRIBUTOR, "Writer"),
        make_member(city, Role.CONTRIBUTOR, "Other"),
        make_member(city, Role.REVIEWER, "Head"),
        make_member(city, Role.REVIEWER, "Director"),
    )


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Have faults told in English, the language in which they are spelled out below."""
    with translation.override("en"):
        yield


@pytest.fixture
def desk(response: Response) -> Desk:
    return make_desk(response)


def faults(desk: Desk, wanted: Assignment) -> list[tuple[str, int | None, str]]:
    """Return what is wrong with an assignment of alpha, which then is as it was."""
    before = desk.now()
    with pytest.raises(AssignmentRefusedError) as refused:
        desk.give(wanted)
    assert desk.now() == before
    return [(each.field, each.step, str(each.message)) for each in refused.value.faults["alpha"]]


# --- What is given out ---------------------------------------------------


def test_assign_gives_a_section_out(desk: Desk) -> None:
    line = desk.line(desk.head, desk.director)
    wanted = Assignment("Budget office", DUE, (desk.writer.pk, desk.other.pk), line)
    assert desk.give(wanted) == 1
    assert desk.now() == wanted
    assert desk.now("beta") == Assignment()


def test_assign_keeps_one_form_of_what_was_typed(desk: Desk) -> None:
    step = Step("  Head  of\tunit ", (desk.director.pk, desk.head.pk), True, " Law ")
    last = Step("Mayor", (make_member(desk.response.city, Role.REVIEWER).pk,))
    desk.give(
        Assignment("  A   B\u0041\u030a ", None, (desk.other.pk, desk.writer.pk), (step, last))
    )
    now = desk.now()
    assert now.department == "A BÅ"
    assert now.contributors == tuple(sorted((desk.writer.pk, desk.other.pk)))
    people = tuple(sorted((desk.head.pk, desk.director.pk)))
    assert now.approval_line[0] == Step("Head of unit", people, consents=True, department="Law")
    stored = SectionWork.objects.get(response=desk.response, section__key="alpha").approval_line
    assert stored == [step.to_json() for step in now.approval_line]


def test_assign_takes_back(desk: Desk) -> None:
    desk.give(Assignment("Office", DUE, (desk.writer.pk,), desk.line(desk.head)))
    desk.give(Assignment())
    assert desk.now() == Assignment()


def test_assign_changes_nothing_where_nothing_differs(desk: Desk) -> None:
    desk.give(Assignment("Office"))
    assert desk.give(Assignment(" Office ")) == 0
    assert AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).count() == 1


def test_assign_leaves_the_state(desk: Desk) -> None:
    desk.stand(State.IN_REVIEW)
    desk.give(Assignment("Office", DUE, (desk.writer.pk,)))
    assert SectionWork.objects.get(section__key="alpha").state == State.IN_REVIEW


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.COORDINATOR), "stranger"])
def test_only_coordinators_assign(role: str, desk: Desk) -> None:
    city = make_city("shelbyville") if role == "stranger" else desk.response.city
    actor = make_member(city, Role.COORDINATOR if role == "stranger" else role)
    with pytest.raises(NotAllowedError):
        desk.give(Assignment("Office"), actor=Actor(actor))
    question = find(desk.response, "a-2")[1]
    with pytest.raises(NotAllowedError):
        delegate(desk.response, question, DelegationTerms("Office"), actor=Actor(actor))
    with pytest.raises(NotAllowedError):
        take_back(desk.response, question, seen="", actor=Actor(actor))
    assert (desk.now(), Delegation.objects.count()) == (Assignment(), 0)


# --- Who can be chosen ---------------------------------------------------


@pytest.mark.parametrize("role", [*Role, None])
def test_contributors_are_members_who_can_write(role: Role | None, desk: Desk) -> None:
    city = desk.response.city
    person = make_member(city, role, "Chosen") if role else make_user("Chosen")
    wanted = Assignment(contributors=(person.pk,))
    if role in {Role.COORDINATOR, Role.CONTRIBUTOR}:
        assert desk.give(wanted) == 1
        return
    words = (
        "Choose contributors or coordinators of this city. These people cannot be chosen: Chosen."
    )
    if role is None:  # a stranger's name is not this city's to know
        words = words.replace("Chosen", "someone who is not in this city")
    assert faults(desk, wanted) == [("contributors", None, words)]


@pytest.mark.parametrize("role", [*Role, None])
def test_signers_are_members_who_can_decide(role: Role | None, desk: Desk) -> None:
    city = desk.response.city
    person = make_member(city, role, "Chosen") if role else make_user("Chosen")
    wanted = Assignment(approval_line=desk.line(person))
    if role is Role.REVIEWER:
        assert desk.give(wanted) == 1
        return
    words = "Choose reviewers of this city. These people cannot be chosen: Chosen."
    if role is None:
        words = words.replace("Chosen", "someone who is not in this city")
    assert faults(desk, wanted) == [("people", 0, words)]


def test_who_has_left_is_named_and_can_be_left_out(desk: Desk) -> None:
    desk.give(Assignment("", None, (desk.writer.pk, desk.other.pk)))
    desk.other.memberships.all().delete()
    words = (
        "Choose contributors or coordinators of this city. These people cannot be chosen: Other."
    )
    assert faults(desk, replace(desk.now(), department="New")) == [("contributors", None, words)]
    desk.give(Assignment("New", None, (desk.writer.pk,)))


def test_a_closed_account_is_no_member(desk: Desk) -> None:
    User.objects.filter(pk=desk.head.pk).update(is_active=False)
    words = "Choose reviewers of this city. These people cannot be chosen: Head."
    found = faults(desk, Assignment(approval_line=desk.line(desk.head)))
    assert found == [("people", 0, words)]


# --- What a line can be --------------------------------------------------


def test_a_line_says_at_each_step_who_signs_as_what(desk: Desk) -> None:
    line = (Step("", ()), Step("Law", (desk.head.pk,), consents=True), Step("Mayor"))
    assert faults(desk, Assignment(approval_line=line)) == [
        ("title", 0, str(TITLE_MISSING)),
        ("people", 0, str(PEOPLE_MISSING)),
        ("department", 1, str(CONSENTING_MISSING)),
        ("people", 2, str(PEOPLE_MISSING)),
    ]


@pytest.mark.parametrize("others", [0, 1])
def test_nobody_stands_twice_in_a_line(others: int, desk: Desk) -> None:
    second = (desk.head.pk, desk.director.pk)[: others + 1]
    line = (*desk.line(desk.head), Step("Second", second))
    words = "Each person can sign only once in a line: Head."
    assert faults(desk, Assignment(approval_line=line)) == [("line", None, words)]


def test_the_last_step_of_a_line_approves(desk: Desk) -> None:
    consent = Step("Law", (desk.head.pk,), consents=True, department="Law")
    for before in ((), desk.line(desk.director)):
        found = faults(desk, Assignment(approval_line=(*before, consent)))
        assert found == [("consents", len(before), str(LAST_APPROVES))]
    desk.give(Assignment(approval_line=(consent, *desk.line(desk.director))))


def test_names_have_a_length(desk: Desk) -> None:
    exact, long = "가" * NAME_MAX, "가" * (NAME_MAX + 1)
    assert desk.give(Assignment(exact, approval_line=(Step(exact, (desk.head.pk,)),))) == 1
    words = "Shorten this to 100 characters; it has 101."
    line = (Step(long, (desk.head.pk,), consents=True, department=long), *desk.line(desk.director))
    assert faults(desk, Assignment(long, approval_line=line)) == [
        ("department", None, words),
        ("title", 0, words),
        ("department", 0, words),
    ]


def test_names_are_read_in_one_line(desk: Desk) -> None:
    line = (Step("\ufeff팀\u200b장\x0b", (desk.head.pk,)),)
    given = Assignment("디지털\x0b정책과\x00", approval_line=line).canonical
    assert (given.department, given.approval_line[0].title) == ("디지털 정책과", "팀장")


# --- The line once something is signed -----------------------------------


@pytest.fixture
def three(desk: Desk) -> tuple[Step, ...]:
    """Return a line of three steps that alpha has."""
    mayor = make_member(desk.response.city, Role.REVIEWER, "Mayor")
    line = desk.line(desk.head, desk.director, mayor)
    desk.give(Assignment(approval_line=line))
    return line


def test_an_approved_line_stays(desk: Desk, three: tuple[Step, ...]) -> None:
    desk.stand(State.APPROVED)
    found = faults(desk, Assignment(approval_line=three[:2]))
    assert found == [("line", None, str(REOPEN_FIRST))]
    desk.give(Assignment("Office", DUE, (desk.writer.pk,), three))
    assert desk.now().department == "Office"


def test_in_review_what_is_signed_stays(desk: Desk, three: tuple[Step, ...]) -> None:
    desk.stand(State.IN_REVIEW, signed=1)
    first, second, third = three
    for line in ((second, third), (second, first), (replace(first, title="New"), second)):
        found = faults(desk, Assignment(approval_line=line))
        assert ("line", None, str(SIGNED_STAYS)) in found
    assert faults(desk, Assignment(approval_line=(first,))) == [("line", None, str(ONE_TO_SIGN))]
    assert faults(desk, Assignment()) == [("line", None, str(SIGNED_STAYS))]
    desk.give(Assignment(approval_line=(first, third)))
    assert desk.now().approval_line == (first, third)


def test_who_signed_may_have_left(desk: Desk, three: tuple[Step, ...]) -> None:
    desk.stand(State.IN_REVIEW, signed=1)
    desk.head.memberships.all().delete()
    desk.give(Assignment(approval_line=three[:2]))
    assert desk.now().approval_line == three[:2]


@pytest.mark.parametrize("state", [State.DRAFT, State.CHANGES_REQUESTED])
def test_what_was_signed_before_a_section_came_back_is_free(
    state: State, desk: Desk, three: tuple[Step, ...]
) -> None:
    desk.stand(state, signed=2)
    desk.give(Assignment(approval_line=three[2:]))
    assert desk.now().approval_line == three[2:]


def test_in_review_without_signatures_a_line_is_free(desk: Desk, three: tuple[Step, ...]) -> None:
    desk.stand(State.IN_REVIEW)
    desk.give(Assignment())
    assert desk.now() == Assignment()


# --- Two coordinators ----------------------------------------------------


def test_what_was_changed_meanwhile_is_not_taken_back_unseen(desk: Desk) -> None:
    seen = desk.now().digest
    desk.give(Assignment("First"))
    with pytest.raises(AssignmentOutdatedError) as outdated:
        desk.give(Assignment("Second"), seen=seen)
    assert (outdated.value.sections, outdated.value.questions) == (
        frozenset({"alpha"}),
        frozenset(),
    )
    assert desk.now() == Assignment("First")


def test_sections_that_one_did_not_touch_never_conflict(desk: Desk) -> None:
    seen = {key: desk.now(key).digest for key in ("alpha", "beta")}
    desk.give(Assignment("First"))
    wanted = {"alpha": Assignment(), "beta": Assignment("Second")}
    assert assign(desk.response, wanted, seen=seen, actor=Actor(desk.coordinator)) == 1
    assert (desk.now("alpha"), desk.now("beta")) == (Assignment("First"), Assignment("Second"))


def test_the_same_wish_is_no_conflict(desk: Desk) -> None:
    seen = desk.now().digest
    desk.give(Assignment("Same"))
    assert desk.give(Assignment("Same"), seen=seen) == 0


def test_one_conflict_keeps_everything_as_it_was(desk: Desk) -> None:
    seen = {key: desk.now(key).digest for key in ("alpha", "beta")}
    desk.give(Assignment("First"))
    wanted = {"alpha": Assignment("Mine"), "beta": Assignment("Mine")}
    with pytest.raises(AssignmentOutdatedError):
        assign(desk.response, wanted, seen=seen, actor=Actor(desk.coordinator))
    assert (desk.now("alpha"), desk.now("beta")) == (Assignment("First"), Assignment())


# --- Delegated questions -----------------------------------------------


def handed(desk: Desk) -> dict[str, DelegationTerms]:
    return dict(read_assignments(desk.response).delegations)


def test_a_question_is_handed_over_changed_and_taken_back(desk: Desk) -> None:
    question = find(desk.response, "a-2")[1]
    to = DelegationTerms("Statistics", DUE, (desk.writer.pk,))
    delegate(desk.response, question, to, actor=Actor(desk.coordinator))
    assert handed(desk) == {"a-2": to}
    other = DelegationTerms("Law", None, (desk.other.pk,))
    delegate(desk.response, question, other, seen=to.digest, actor=Actor(desk.coordinator))
    assert handed(desk) == {"a-2": other}
    take_back(desk.response, question, seen=other.digest, actor=Actor(desk.coordinator))
    assert handed(desk) == {}


def test_a_question_that_is_handed_over_already_is_not_handed_over_unseen(desk: Desk) -> None:
    question = find(desk.response, "a-2")[1]
    first = DelegationTerms("First")
    delegate(desk.response, question, first, actor=Actor(desk.coordinator))
    with pytest.raises(AssignmentOutdatedError) as outdated:
        delegate(desk.response, question, DelegationTerms("Second"), actor=Actor(desk.coordinator))
    assert outdated.value.questions == frozenset({"a-2"})
    with pytest.raises(AssignmentOutdatedError):
        take_back(desk.response, question, seen="x", actor=Actor(desk.coordinator))
    assert handed(desk) == {"a-2": first}


def test_a_question_goes_to_a_department_and_to_people_who_write(desk: Desk) -> None:
    question = find(desk.response, "a-2")[1]
    with pytest.raises(AssignmentRefusedError) as refused:
        delegate(
            desk.response,
            question,
            DelegationTerms("", None, (desk.head.pk,)),
            actor=Actor(desk.coordinator),
        )
    [faults] = refused.value.delegation_faults.values()
    assert [(each.field, str(each.message)) for each in faults] == [
        ("department", str(DEPARTMENT_MISSING)),
        (
            "people",
            (
                "Choose contributors or coordinators of this city. These people cannot be chosen: "
                "Head."
            ),
        ),
    ]
    assert handed(desk) == {}


def test_sections_and_questions_go_together_or_not_at_all(desk: Desk) -> None:
    seen = {"alpha": desk.now().digest}
    sections = {"alpha": Assignment("Office")}
    changes = AssignmentChanges(sections, seen, {"b-1": DelegationTerms("")}, {"b-1": ""})
    with pytest.raises(AssignmentRefusedError):
        apply_changes(desk.response, changes, actor=Actor(desk.coordinator))
    assert desk.now() == Assignment()
    changes = AssignmentChanges(sections, seen, {"b-1": DelegationTerms("Law")}, {"b-1": ""})
    assert apply_changes(desk.response, changes, actor=Actor(desk.coordinator)) == 2
    assert (desk.now().department, handed(desk)) == ("Office", {"b-1": DelegationTerms("Law")})


# --- What is recorded and who is told ------------------------------------


def subjects() -> list[str]:
    records = AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).order_by("pk")
    return list(records.values_list("subject", flat=True))


def test_each_change_is_recorded_in_the_language_of_the_city(desk: Desk) -> None:
    desk.response.city.language = "en"
    law = Step("Law", (desk.director.pk,), consents=True, department="Legal")
    wanted = Assignment("Office", DUE, (desk.writer.pk,), (law, *desk.line(desk.head)))
    desk.give(wanted, actor=Actor(desk.coordinator, "192.0.2.7"))
    desk.give(replace(wanted, due_on=None))
    question = find(desk.response, "a-2")[1]
    to = DelegationTerms("Law", DUE, (desk.other.pk,))
    delegate(desk.response, question, to, actor=Actor(desk.coordinator))
    take_back(desk.response, question, seen=to.digest, actor=Actor(desk.coordinator))
    assert subjects() == [
        (
            "test-2030 · A. Alpha · department: — → Office; due on: — → 2030-05-01;"
            " contributors: — → Writer;"
            " approval line: — → Legal Law Director (consent), Post 0 Head"
        ),
        "test-2030 · A. Alpha · due on: 2030-05-01 → —",
        "test-2030 · A.2 · delegated question: — → Law, Other, 2030-05-01",
        "test-2030 · A.2 · delegated question: Law, Other, 2030-05-01 → —",
    ]
    first = AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).order_by("pk")[0]
    assert (first.person, first.city, first.address) == (
        desk.coordinator,
        desk.response.city,
        "192.0.2.7",
    )


def told(kind: NoticeKind) -> list[tuple[str, str]]:
    """Return who was told of such things, and of which section or question."""
    notices = Notice.objects.filter(kind=kind).select_related("person", "section", "question")
    return [
        (str(each.person), (each.section or each.question).key)  # type: ignore[union-attr]
        for each in notices.order_by("pk")
    ]


def test_who_is_new_in_a_section_is_told(desk: Desk) -> None:
    desk.give(Assignment("Office", None, (desk.writer.pk,)))
    desk.give(Assignment("Office", DUE, (desk.writer.pk, desk.other.pk)))
    assert told(NoticeKind.ASSIGNED) == [("Writer", "alpha"), ("Other", "alpha")]
    desk.give(Assignment())
    desk.give(Assignment(contributors=(desk.writer.pk,)))
    assert told(NoticeKind.ASSIGNED)[2:] == [("Writer", "alpha")]


def test_to_whom_a_question_is_handed_is_told(desk: Desk) -> None:
    question = find(desk.response, "a-2")[1]
    to = DelegationTerms("Law", None, (desk.writer.pk,))
    delegate(desk.response, question, to, actor=Actor(desk.coordinator))
    take_back(desk.response, question, seen=to.digest, actor=Actor(desk.coordinator))
    assert told(NoticeKind.HANDED) == [("Writer", "a-2")]


def test_who_has_to_sign_now_is_told(desk: Desk, three: tuple[Step, ...]) -> None:
    desk.stand(State.IN_REVIEW, signed=1)
    deputy = make_member(desk.response.city, Role.REVIEWER, "Second director")
    second = replace(three[1], people=(desk.director.pk, deputy.pk))
    desk.give(Assignment(approval_line=(three[0], second, three[2])))
    assert told(NoticeKind.SENT) == [("Second director", "alpha")]


# --- Reading -------------------------------------------------------------


@pytest.mark.parametrize("members", [0, 10])
def test_reading_takes_as_many_queries_for_any_number_of_people(
    members: int, desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = desk.response.city
    extra = [make_member(city, Role.CONTRIBUTOR).pk for _number in range(members)]
    desk.give(Assignment("Office", None, (desk.writer.pk, *extra)))
    delegate(
        desk.response,
        find(desk.response, "a-2")[1],
        DelegationTerms("Law"),
        actor=Actor(desk.coordinator),
    )
    read_assignments(desk.response)
    with django_assert_num_queries(7):
        plan = read_assignments(desk.response)
        read_candidates(city, plan, Wanted())
        assert read_names_in_use(city).departments == ("Law", "Office")


def test_of_many_people_those_are_read_who_have_something_or_are_wanted(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city, plan = desk.response.city, read_assignments(desk.response)
    many = User.objects.bulk_create(
        User(email=f"p{number}@city.example", name=f"Person {number:03}") for number in range(101)
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=each, role=Role.CONTRIBUTOR) for each in many
    )
    stranger = make_member(make_city("shelbyville"), Role.CONTRIBUTOR, "Person 7 too")
    having = {each.pk for each in read_candidates(city, plan, Wanted()).people.values()}
    assert having == {key for each in plan.values for key in everybody_in(each)}
    wanted = Wanted({many[0].pk, stranger.pk}, "s-alpha--contributors", "person p7")
    with django_assert_num_queries(4):
        found = read_candidates(city, plan, wanted)
    assert not found.complete
    sevens = {many[7].pk, *(each.pk for each in many[70:80])}
    assert found.people.keys() - having == {many[0].pk, *sevens}
    assert found.found == sevens
    assert found.offers(many[7].pk, "s-alpha--contributors")
    assert not found.offers(many[7].pk, "s-beta--contributors")


# --- Two connections -----------------------------------------------------

MOMENT = 0.3  # s, in which the second would be done if it did not wait


@pytest.fixture
def overtaken(transactional_db: None) -> Iterator[Callable[..., Any]]:
    """Give a function that does a second thing before the first is committed."""

    def caught(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (AssignmentOutdatedError, AssignmentRefusedError) as refusal:
            return refusal

    with ThreadPoolExecutor(1) as pool:

        def both(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
            with transaction.atomic():
                first()
                coming = pool.submit(caught, second)
                sleep(MOMENT)
                assert not coming.done()
            return coming.result(PATIENCE)

        yield both
        pool.submit(connections.close_all).result(PATIENCE)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_wins(overtaken: Callable[..., Any]) -> None:
    desk = make_desk(make_response())
    seen = desk.now().digest
    second = make_member(desk.response.city, Role.COORDINATOR)
    came = overtaken(
        lambda: desk.give(Assignment("First"), seen=seen),
        lambda: desk.give(Assignment("Second"), seen=seen, actor=Actor(second)),
    )
    assert isinstance(came, AssignmentOutdatedError)
    assert desk.now() == Assignment("First")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_a_question_over_at_once_one_wins(overtaken: Callable[..., Any]) -> None:
    desk = make_desk(make_response())
    question = find(desk.response, "a-2")[1]
    came = overtaken(
        lambda: delegate(
            desk.response, question, DelegationTerms("First"), actor=Actor(desk.coordinator)
        ),
        lambda: delegate(
            desk.response, question, DelegationTerms("Second"), actor=Actor(desk.coordinator)
        ),
    )
    assert isinstance(came, AssignmentOutdatedError)
    assert handed(desk) == {"a-2": DelegationTerms("First")}


def test_a_reminder_of_another_day_is_settled(desk: Desk) -> None:
    desk.give(Assignment(due_on=timezone.localdate() - timedelta(days=3)))
    remind(timezone.localdate())
    waiting = Notice.objects.filter(kind=NoticeKind.OVERDUE, read_at=None)
    assert waiting.all().exists()
    desk.give(Assignment(due_on=timezone.localdate() + timedelta(days=30)))
    assert not waiting.all().exists()
