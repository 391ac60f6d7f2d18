from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people import deputies
from responses.domain.review.workflow import (
    MOVED_ON,
    NOT_ASSIGNED,
    Move,
    TransitionRefusedError,
    perform,
)
from responses.domain.signing.approval_line import Signature, Step, signed_as
from responses.domain.signing.turns import (
    NOT_IN_LINE,
    SIGNED_ALREADY,
    THEY_WROTE_IT,
    WROTE_IT,
    read_turn,
)
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, AuditKind, Role, SignedAs, State
from responses.models import AuditRecord, City, Event, Membership, Response, SectionWork, User
from tests.support.factories import assign, find, make_member, shape_of, translate, write

pytestmark = pytest.mark.django_db

KEY = "beta"


@pytest.fixture
def team(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Team head")


@pytest.fixture
def lawyer(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Lawyer")


@pytest.fixture
def head(response: Response) -> User:
    return make_member(response.city, Role.REVIEWER, "Head")


@pytest.fixture
def line(response: Response, writer: User, team: User, lawyer: User, head: User) -> Response:
    """Return the response with a section in review that three people have to sign in turn."""
    give_line(
        response,
        Step("팀장", (team.pk,)),
        Step("담당관", (lawyer.pk,), consents=True, department="Legal"),
        Step("국장", (head.pk,)),
    )
    write(response, "b-1", writer, text="a")
    do(Action.SEND, response, writer)
    return response


def give_line(response: Response, *steps: Step) -> None:
    stored = [step.to_json() for step in steps]
    response.works.filter(section__key=KEY).update(approval_line=stored)


def read(response: Response) -> SectionSnapshot:
    return read_snapshot(response).sections_by_key[KEY]


def do(action: Action, response: Response, actor: User, step: int | None = None) -> Event:
    section = find(response, "b-1")[0]
    seen = read(response).digest
    return perform(
        Move(action, comment="so", seen=seen, step=step), response, section, actor=Actor(actor)
    )


TURN_OF_TEAM = "It is now the turn of 팀장 to sign this section."
CONSENT_OF_LAWYER = "It is now the turn of Legal 담당관 to consent to this section (협조)."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refusal(act: Callable[[], object]) -> object:
    """Return why an act is refused; it leaves everything as it was."""
    before = list(SectionWork.objects.order_by("pk").values()), Event.objects.count()
    with pytest.raises(TransitionRefusedError) as refused:
        act()
    assert (list(SectionWork.objects.order_by("pk").values()), Event.objects.count()) == before
    return refused.value.reason


def stand_in(response: Response, person: User, deputy: User) -> None:
    today = timezone.localdate()
    deputies.add_deputy(response.city, person, deputy, today, today, actor=Actor(person))


def test_steps_sign_in_order_and_the_last_approves(
    line: Response, team: User, lawyer: User, head: User
) -> None:
    states = []
    for person in (team, lawyer, head):
        event = do(Action.APPROVE, line, person)
        states.append((event.to_state, read(line).state))
    assert states == [
        (State.IN_REVIEW, State.IN_REVIEW),
        (State.IN_REVIEW, State.IN_REVIEW),
        (State.APPROVED, State.APPROVED),
    ]
    part = read(line)
    assert [(each.title, each.by, each.consents, each.department) for each in part.signed] == [
        ("팀장", "Team head", False, ""),
        ("담당관", "Lawyer", True, "Legal"),
        ("국장", "Head", False, ""),
    ]
    assert {each.digest for each in part.signed} == {part.digest}
    work = SectionWork.objects.get(response=line, section__key=KEY)
    assert work.approval == Event.objects.latest("pk")
    assert part.approval == part.signed[-1]


def test_signature_is_in_its_event(line: Response, team: User) -> None:
    event = do(Action.APPROVE, line, team)
    event.refresh_from_db()
    assert event.signature is not None
    signature = Signature.from_json(event.signature)
    assert (signature.title, signature.person, signature.at) == ("팀장", team.pk, event.created_at)
    assert read(line).signed == (signature,)


def test_nobody_signs_out_of_turn(
    line: Response, team: User, lawyer: User, head: User, reviewer: User
) -> None:
    assert refusal(lambda: do(Action.APPROVE, line, lawyer)) == TURN_OF_TEAM
    assert refusal(lambda: do(Action.APPROVE, line, head)) == TURN_OF_TEAM
    assert refusal(lambda: do(Action.APPROVE, line, reviewer)) == NOT_IN_LINE
    do(Action.APPROVE, line, team)
    assert refusal(lambda: do(Action.APPROVE, line, team)) == SIGNED_ALREADY
    assert refusal(lambda: do(Action.APPROVE, line, head)) == CONSENT_OF_LAWYER


def test_step_of_two_people_is_signed_by_one_of_them(
    response: Response, writer: User, team: User, head: User
) -> None:
    give_line(response, Step("팀장", (team.pk, head.pk)))
    do(Action.SEND, response, writer)
    assert do(Action.APPROVE, response, head).to_state == State.APPROVED


def test_signature_is_for_the_step_that_was_meant(
    response: Response, writer: User, team: User, head: User
) -> None:
    """Who may sign either step signs no step that they had not before them."""
    give_line(response, Step("팀장", (team.pk,)), Step("국장", (head.pk,)))
    stand_in(response, team, head)
    do(Action.SEND, response, writer)
    do(Action.APPROVE, response, team, step=0)
    assert refusal(lambda: do(Action.APPROVE, response, head, step=0)) == MOVED_ON
    assert do(Action.APPROVE, response, head, step=1).to_state == State.APPROVED


def test_deputy_signs_for_somebody_and_says_so(line: Response, team: User, reviewer: User) -> None:
    stand_in(line, team, reviewer)
    do(Action.APPROVE, line, reviewer)
    [signature] = read(line).signed
    assert (signature.by, signature.signed_for) == ("Reviewer", "Team head")


def test_deputy_signs_on_no_other_day(line: Response, team: User, reviewer: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    deputies.add_deputy(line.city, team, reviewer, tomorrow, tomorrow, actor=Actor(team))
    assert refusal(lambda: do(Action.APPROVE, line, reviewer)) == NOT_IN_LINE


def test_who_signed_below_may_sign_for_the_one_above(
    line: Response, team: User, lawyer: User
) -> None:
    """대결: mostly it is the next below who stands in for somebody who is away."""
    stand_in(line, lawyer, team)
    do(Action.APPROVE, line, team)
    do(Action.APPROVE, line, team)
    assert [(each.by, each.signed_for) for each in read(line).signed] == [
        ("Team head", ""),
        ("Team head", "Lawyer"),
    ]
    assert refusal(lambda: do(Action.APPROVE, line, team)) == SIGNED_ALREADY


def test_who_translated_does_not_approve(response: Response, writer: User, team: User) -> None:
    City.objects.update(submission_language="en")
    give_line(response, Step("팀장", (team.pk,)))
    write(response, "b-1", writer, text="하나")
    Membership.objects.filter(user=team).update(role=Role.COORDINATOR)
    translate(response, "b-1", team, text="One")
    Membership.objects.filter(user=team).update(role=Role.REVIEWER)
    response.city.refresh_from_db()
    do(Action.SEND, response, writer)
    assert refusal(lambda: do(Action.APPROVE, response, team)) == WROTE_IT


def test_nobody_signs_what_they_wrote(line: Response, team: User) -> None:
    do(Action.REQUEST_CHANGES, line, team)
    Membership.objects.filter(user=team).update(role=Role.CONTRIBUTOR)
    write(line, "b-1", team, text="b")
    do(Action.SEND, line, team)
    Membership.objects.filter(user=team).update(role=Role.REVIEWER)
    assert refusal(lambda: do(Action.APPROVE, line, team)) == WROTE_IT


def test_deputy_does_not_sign_for_who_wrote(line: Response, team: User, reviewer: User) -> None:
    test_nobody_signs_what_they_wrote(line, team)
    stand_in(line, team, reviewer)
    assert refusal(lambda: do(Action.APPROVE, line, reviewer)) == THEY_WROTE_IT


def test_who_lost_the_role_signs_no_more(line: Response, team: User) -> None:
    Membership.objects.filter(user=team).update(role=Role.VIEWER)
    with pytest.raises(TransitionRefusedError):
        do(Action.APPROVE, line, team)


@pytest.mark.parametrize("action", [Action.REQUEST_CHANGES, Action.WITHDRAW])
def test_signatures_count_no_more_once_back_and_go_with_the_next_round(
    line: Response, writer: User, team: User, lawyer: User, action: Action
) -> None:
    do(Action.APPROVE, line, team)
    do(action, line, lawyer if action is Action.REQUEST_CHANGES else writer)
    part = read(line)
    assert (part.signed, [each.by for each in part.signatures]) == ((), ["Team head"])
    do(Action.SEND, line, writer)
    assert read(line).signatures == ()
    assert refusal(lambda: do(Action.APPROVE, line, lawyer)) == TURN_OF_TEAM


def test_a_withdrawal_voids_no_signature_that_came_meanwhile(
    line: Response, writer: User, team: User
) -> None:
    do(Action.APPROVE, line, team)
    shape = shape_of(line).sections_by_key[KEY]
    with pytest.raises(TransitionRefusedError):
        perform(Move(Action.WITHDRAW, step=0), line, shape, actor=Actor(writer))
    assert len(read(line).signed) == 1
    perform(Move(Action.WITHDRAW, step=1), line, shape, actor=Actor(writer))
    assert read(line).signed == ()


def test_only_the_line_requests_changes(line: Response, reviewer: User, head: User) -> None:
    assert refusal(lambda: do(Action.REQUEST_CHANGES, line, reviewer)) == NOT_IN_LINE
    assert do(Action.REQUEST_CHANGES, line, head).to_state == State.CHANGES_REQUESTED


def test_reopening_voids_every_signature(
    line: Response, writer: User, team: User, lawyer: User, head: User
) -> None:
    for person in (team, lawyer, head):
        do(Action.APPROVE, line, person)
    do(Action.REOPEN, line, head)
    part = read(line)
    assert (part.signed, part.approval, len(part.signatures)) == ((), None, 3)
    assert {each.digest for each in part.signatures} == {part.digest}
    write(line, "b-1", writer, text="something else")
    part = read(line)
    assert part.digest not in {each.digest for each in part.signatures}


def test_each_signature_is_audited_with_its_post_and_whom_it_was_signed_for(
    line: Response, team: User, lawyer: User, head: User, reviewer: User
) -> None:
    stand_in(line, head, reviewer)
    for person in (team, lawyer, reviewer):
        do(Action.APPROVE, line, person)
    records = AuditRecord.objects.filter(kind=AuditKind.TRANSITION).order_by("pk")
    section = "test-2030 · B. Beta (한국어) · "
    assert [(each.person, each.subject.removeprefix(section)) for each in records[1:]] == [
        (team, "결재 · 팀장"),
        (lawyer, "협조 · 담당관"),
        (reviewer, "최종 결재 · 代, 국장 Head 대결"),
    ]


@pytest.mark.parametrize("action", [Action.SEND, Action.WITHDRAW])
def test_only_those_assigned_send_and_withdraw(
    response: Response, writer: User, action: Action
) -> None:
    other = make_member(response.city, Role.CONTRIBUTOR, "Other")
    assign(response, KEY, writer)
    if action is Action.WITHDRAW:
        do(Action.SEND, response, writer)
    assert refusal(lambda: do(action, response, other)) == NOT_ASSIGNED
    assert do(action, response, writer).actor == writer


def test_standing_takes_one_query_with_a_line_and_none_without(
    response: Response, reviewer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()
    work = response.works.get(section__key=KEY)
    work.response = response
    with django_assert_num_queries(0):
        assert read_turn(work, reviewer, Role.REVIEWER, today).is_in_line
    work.approval_line = [Step("팀장", (reviewer.pk + 1,)).to_json()]
    with django_assert_num_queries(1):
        assert not read_turn(work, reviewer, Role.REVIEWER, today).is_in_line


def test_who_wrote_is_told_that_another_has_to_consent(
    line: Response, team: User, lawyer: User, head: User
) -> None:
    shape = shape_of(line).sections_by_key["beta"]
    do(Action.REQUEST_CHANGES, line, team)
    Membership.objects.filter(user=lawyer).update(role=Role.CONTRIBUTOR)
    write(line, "b-1", lawyer, text="b")
    Membership.objects.filter(user=lawyer).update(role=Role.REVIEWER)
    coordinator = make_member(line.city, Role.COORDINATOR)
    perform(Move(Action.SEND), line, shape, actor=Actor(coordinator))
    do(Action.APPROVE, line, team)
    assert refusal(lambda: do(Action.APPROVE, line, lawyer)) == (
        "You wrote part of this section, or a suggestion of yours was accepted in it, "
        "so someone else must consent to it: Legal 담당관."
    )


@pytest.mark.parametrize(
    ("consents", "signed_for", "number", "steps", "expected"),
    [
        (False, "", 1, 2, SignedAs.SIGNED),
        (False, "", 2, 2, SignedAs.APPROVED),
        (False, "", 1, 1, SignedAs.ALONE),
        (False, "Head", 2, 2, SignedAs.DEPUTY),
        (True, "", 2, 2, SignedAs.CONSENTED),
        (True, "", 1, 1, SignedAs.CONSENTED),
        (True, "Head", 1, 2, SignedAs.CONSENTED),
    ],
)
def test_each_signature_is_of_one_kind(
    *, consents: bool, signed_for: str, number: int, steps: int, expected: SignedAs
) -> None:
    signature = Signature(
        "팀장", consents, "", 1, "Kim", Role.REVIEWER, timezone.now(), "d", signed_for
    )
    assert signed_as(signature, number, steps) is expected
