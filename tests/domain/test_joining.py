"""Who is invited has work before they join, and can act once they have."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from responses.domain.assignment.assigning import AssignmentRefusedError, assign
from responses.domain.assignment.assigning import delegate as hand
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.assignment.plan import Wanted, read_assignments, read_candidates
from responses.domain.auditing import Actor
from responses.domain.joining import accept, accept_as_new, change_role
from responses.domain.people.invitations import invite, withdraw
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import Delegation, Invitation, Membership, Notice, Response, SavedLine, User
from responses.notice_kinds import NoticeKind
from tests.support.factories import PASSWORD, find, make_member, make_user, shape_of

pytestmark = pytest.mark.django_db

EMAIL = "new@city.example"


@pytest.fixture
def actor(response: Response) -> Actor:
    return Actor(make_member(response.city, Role.COORDINATOR, "Boss"))


def give(response: Response, wanted: Assignment, actor: Actor) -> None:
    seen = read_assignments(response).sections["alpha"].assignment.digest
    assign(response, {"alpha": wanted}, seen={"alpha": seen}, actor=actor)


def asked(response: Response, actor: Actor, role: Role) -> tuple[Invitation, str, int]:
    made, secret = invite(response.city, EMAIL, "New", role, actor=actor)
    assert made.person_id
    return made, secret, made.person_id


def send(response: Response, actor: Actor) -> None:
    perform(Move(Action.SEND), response, shape_of(response).sections_by_key["alpha"], actor=actor)


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("known", [True, False])
def test_work_given_before_joining_is_received_on_joining(
    known: bool,  # noqa: FBT001 - a case
    response: Response,
    actor: Actor,
) -> None:
    _made, secret, key = asked(response, actor, Role.CONTRIBUTOR)
    response.city.submission_language = "en"
    response.city.save()
    wanted = Assignment("Statistics", contributors=(key,), translators=(key,))
    give(response, wanted, actor)
    hand(response, find(response, "b-1")[1], DelegationTerms("Roads", people=(key,)), actor=actor)
    assert not Notice.objects.filter(person=key).exists()
    if known:
        person = User.objects.create_user(EMAIL, PASSWORD, name="Known")
        accept(secret, actor=Actor(person))
    else:
        person = accept_as_new(secret, "New", PASSWORD).user
    assert list(response.works.get(section__key="alpha").contributors.all()) == [person]
    assert list(response.works.get(section__key="alpha").translators.all()) == [person]
    assert list(Delegation.objects.get().people.all()) == [person]
    assert told(person) == [NoticeKind.ASSIGNED, NoticeKind.HANDED, NoticeKind.TRANSLATE]
    assert not User.objects.filter(email__endswith="@invited.invalid").exists()


@pytest.mark.parametrize("known", [True, False])
def test_an_invited_person_stands_in_a_line_and_signs_after_joining(
    known: bool,  # noqa: FBT001 - a case
    response: Response,
    actor: Actor,
) -> None:
    _made, secret, key = asked(response, actor, Role.REVIEWER)
    give(response, Assignment(approval_line=(Step("국장", (key,)),)), actor)
    send(response, actor)
    assert told(actor.person) == []  # who sends is not told of what they did
    if known:
        person = User.objects.create_user(EMAIL, PASSWORD, name="Known")
        accept(secret, actor=Actor(person))
    else:
        person = accept_as_new(secret, "New", PASSWORD).user
    assert told(person) == [NoticeKind.SENT]
    section = shape_of(response).sections_by_key["alpha"]
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    event = perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(person))
    assert event.to_state == "approved"


def test_nobody_signs_in_as_who_stands_for_an_invited_person(
    response: Response, actor: Actor
) -> None:
    _made, _secret, key = asked(response, actor, Role.REVIEWER)
    person = User.objects.get(pk=key)
    assert (person.is_active, person.has_usable_password(), str(person)) == (False, False, "New")
    assert person.email != EMAIL
    assert not Membership.objects.filter(user=person).exists()


def test_what_lapsed_is_a_fault_and_comes_back_with_another_invitation(
    response: Response, actor: Actor
) -> None:
    made, _secret, key = asked(response, actor, Role.CONTRIBUTOR)
    give(response, Assignment(contributors=(key,)), actor)

    def person() -> tuple[str, bool]:
        found = read_candidates(response.city, read_assignments(response), Wanted()).people[key]
        with override("en"):
            return found.shown, found.writes

    assert person() == ("New (invited)", True)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert person() == ("New (invitation expired)", False)
    withdraw(made, actor=actor)
    assert person() == ("New (invitation withdrawn)", False)
    with override("en"), pytest.raises(AssignmentRefusedError) as refusal:
        give(response, Assignment("Roads", contributors=(key,)), actor)
    [fault] = refusal.value.faults["alpha"]
    assert "New (invitation withdrawn)" in str(fault.message)
    again, _secret, same = asked(response, actor, Role.CONTRIBUTOR)
    assert (again.pk, same, person()) == (made.pk, key, ("New (invited)", True))


def test_a_fitting_reviewer_settles_that_nobody_can_sign(response: Response, actor: Actor) -> None:
    other = make_member(response.city, Role.COORDINATOR, "Other")
    send(response, actor)
    stuck = Notice.objects.get(person=other, kind=NoticeKind.NO_SIGNER)
    _made, secret, _key = asked(response, actor, Role.REVIEWER)
    person = accept_as_new(secret, "New", PASSWORD).user
    stuck.refresh_from_db()
    assert stuck.read_at
    assert told(person) == [NoticeKind.SENT]


def test_who_becomes_a_reviewer_is_told_of_what_waits(response: Response, actor: Actor) -> None:
    other = make_member(response.city, Role.COORDINATOR, "Other")
    viewer = make_member(response.city, Role.VIEWER, "Viewer")
    send(response, actor)
    change_role(Membership.objects.get(user=viewer), Role.REVIEWER, actor=actor)
    assert told(viewer) == [NoticeKind.SENT]
    assert Notice.objects.get(person=other, kind=NoticeKind.NO_SIGNER).read_at


def test_department_and_post_are_as_invited_unless_corrected(
    response: Response, actor: Actor
) -> None:
    where = "교통과", "주무관"
    for email, given, kept in (
        ("a@a.example", {}, where),
        ("b@a.example", {"department": "도로과", "post": ""}, ("도로과", "")),
    ):
        _, secret = invite(response.city, email, "", Role.VIEWER, place=where, actor=actor)
        joined = accept_as_new(secret, "New", PASSWORD, **given)
        assert (joined.department, joined.post) == kept


def test_an_account_keeps_what_it_had_before(response: Response, actor: Actor) -> None:
    person = make_user("Old")
    made, secret = invite(response.city, person.email, "", Role.CONTRIBUTOR, actor=actor)
    assert made.person_id
    work = response.works.get(section__key="alpha")
    work.contributors.set([person.pk, made.person_id])
    steps = [Step("국장", (made.person_id,)).to_json()]
    line = SavedLine.objects.create(city=response.city, name="국장 전결", steps=steps)
    accept(secret, actor=Actor(person))
    assert list(work.contributors.all()) == [person]
    line.refresh_from_db()
    assert line.steps == [Step("국장", (person.pk,)).to_json()]
