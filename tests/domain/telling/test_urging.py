"""Reminders that a coordinator sends: whom they reach, how often, and when they settle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from responses.domain.auditing import Actor
from responses.domain.notices.inbox import read_unmailed
from responses.domain.people.invitations import invite
from responses.domain.permissions import NotAllowedError
from responses.domain.progress.worklist import read_worklist
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.urging import Urged, urge
from responses.enums import Action, AuditKind, Role, State
from responses.models import AuditRecord, Deputy, Membership, Notice, Response, SectionWork, User
from responses.notice_kinds import URGINGS, NoticeKind
from tests.support.factories import (
    approve_all,
    assign,
    delegate,
    find,
    make_member,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(response: Response) -> User:
    return Membership.objects.get(city=response.city, role=Role.COORDINATOR).user


def remind(response: Response, actor: User, *keys: str) -> list[Urged]:
    """Remind of some sections: A and B in the form."""
    sections = shape_of(response).sections_by_key
    return urge(response, [sections[key] for key in keys or ("alpha",)], actor=Actor(actor))


def told(person: User) -> list[str]:
    """Return of what kinds a person has unread reminders."""
    found = Notice.objects.filter(person=person, kind__in=URGINGS, read_at__isnull=True)
    return [str(each) for each in found.order_by("pk").values_list("kind", flat=True)]


def send(response: Response, writer: User) -> None:
    section = shape_of(response).sections_by_key["alpha"]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))


def approve(response: Response, signer: User) -> None:
    part = read_snapshot(response).sections_by_key["alpha"]
    perform(Move(Action.APPROVE, seen=part.digest), response, part.section, actor=Actor(signer))


def set_line(response: Response, *people: User) -> None:
    line = [
        {"title": "과장", "people": [each.pk], "consents": False, "department": ""}
        for each in people
    ]
    SectionWork.objects.filter(response=response, section__key="alpha").update(approval_line=line)


def test_who_owes_is_reminded(response: Response, writer: User, coordinator: User) -> None:
    holder, done, other = (make_member(response.city, Role.CONTRIBUTOR, name) for name in "HDO")
    assign(response, "alpha", writer)
    assign(response, "beta", writer)
    delegate(response, "a-1", holder)
    delegate(response, "b-1", done)
    write(response, "b-1", done, text="Done")
    urged, other_section = remind(response, coordinator, "alpha", "beta")
    assert (urged.now, urged.before) == (("H", "Writer"), ())
    assert other_section.now == ("Writer",)
    assert [told(each) for each in (writer, holder, done, other)] == [
        ["urged_to_write", "urged_to_write"],
        ["urged_to_write"],
        [],
        [],
    ]
    assert [each.kind for each in read_unmailed(writer)][-1] == "urged_to_write"
    record = AuditRecord.objects.filter(kind=AuditKind.REMINDED).earliest("pk")
    assert record.person == coordinator
    assert record.subject.startswith("test-2030 · A. ")
    assert record.subject.endswith(" → H, Writer")


def test_what_is_assigned_to_nobody_waits_for_the_coordinators(
    response: Response, writer: User, coordinator: User
) -> None:
    other = make_member(response.city, Role.COORDINATOR, "Second")
    [urged] = remind(response, coordinator)
    assert urged.now == ("Second",)
    assert (told(writer), told(coordinator), told(other)) == ([], [], ["urged_to_write"])


def test_it_is_told_why_each_was_reminded_of_what_is_assigned_to_nobody(
    response: Response, writer: User, coordinator: User
) -> None:
    make_member(response.city, Role.COORDINATOR, "Second")
    delegate(response, "a-1", make_member(response.city, Role.CONTRIBUTOR, "Holder"))
    send(response, writer)
    SectionWork.objects.filter(response=response, section__key="alpha").update(state=State.DRAFT)
    [urged] = remind(response, coordinator)
    assert urged.now == ("Holder", "Second", "Writer")
    assert (urged.unassigned, urged.in_place, urged.senders) == (True, ("Second",), ("Writer",))


def test_whose_turn_it_is_and_their_deputies_are_reminded(
    response: Response, writer: User, coordinator: User
) -> None:
    first, second, deputy = (make_member(response.city, Role.REVIEWER, name) for name in "FSD")
    today = timezone.localdate()
    Deputy.objects.create(
        city=response.city, person=second, deputy=deputy, first_day=today, last_day=today
    )
    set_line(response, first, second)
    send(response, writer)
    assert remind(response, coordinator)[0].now == ("F",)
    assert told(first) == ["urged_to_sign"]
    # What is signed asks for nothing any more, and whose turn comes is reminded on the same day.
    approve(response, first)
    assert told(first) == []
    assert remind(response, coordinator)[0].now == ("D", "S")


def test_who_is_to_consent_is_reminded_of_consenting(
    response: Response, writer: User, coordinator: User
) -> None:
    first, second = (make_member(response.city, Role.REVIEWER, name) for name in "FS")
    set_line(response, first, second)
    work = SectionWork.objects.get(response=response, section__key="alpha")
    work.approval_line[0]["consents"] = True
    work.save()
    send(response, writer)
    assert remind(response, coordinator)[0].now == ("F",)
    assert told(first) == ["urged_to_consent"]
    assert remind(response, coordinator)[0].before == ("F",)


def test_nobody_is_reminded_twice_a_day(
    response: Response, writer: User, coordinator: User
) -> None:
    other = make_member(response.city, Role.COORDINATOR, "Second")
    assign(response, "alpha", writer)
    remind(response, coordinator)
    late = make_member(response.city, Role.CONTRIBUTOR, "Late")
    assign(response, "alpha", writer, late)
    [urged] = remind(response, other)
    assert (urged.now, urged.before) == (("Late",), ("Writer",))
    [urged] = remind(response, other)
    assert (urged.now, urged.before) == ((), ("Late", "Writer"))
    assert AuditRecord.objects.filter(kind=AuditKind.REMINDED).count() == 2
    assert Notice.objects.filter(kind__in=URGINGS).count() == 2


def test_the_next_day_reminds_anew(
    response: Response, writer: User, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(response, "alpha", writer)
    remind(response, coordinator)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: tomorrow)
    assert remind(response, coordinator)[0].now == ("Writer",)


def test_a_reminder_settles_when_the_section_moves_on(
    response: Response, writer: User, coordinator: User
) -> None:
    assign(response, "alpha", writer)
    remind(response, coordinator)
    send(response, writer)
    assert told(writer) == []


def test_what_is_approved_or_waits_for_oneself_reminds_nobody(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    assign(response, "alpha", coordinator)
    assert remind(response, coordinator)[0] == Urged(find(response, "a-1")[0], (), ())
    assign(response, "alpha", writer)
    send(response, writer)
    approve(response, reviewer)
    assert SectionWork.objects.get(section__key="alpha").state == State.APPROVED
    assert remind(response, coordinator)[0].now == ()
    assert not AuditRecord.objects.filter(kind=AuditKind.REMINDED).exists()


def test_who_is_invited_is_named_and_not_reminded(
    response: Response, writer: User, coordinator: User
) -> None:
    def ask(name: str, role: Role) -> User:
        email = f"{role}-{name}@city.example"
        invitation, _secret = invite(response.city, email, name, role, actor=Actor(coordinator))
        assert invitation.person
        return invitation.person

    kim, lee = ask("Kim", Role.CONTRIBUTOR), ask("", Role.CONTRIBUTOR)
    ask("Idle", Role.CONTRIBUTOR)
    assign(response, "alpha", kim, writer)
    delegate(response, "b-1", lee)
    alpha, beta = remind(response, coordinator, "alpha", "beta")
    assert (alpha.now, alpha.invited) == (("Writer",), ("Kim",))
    assert (beta.now, beta.invited) == ((), ("contributor-@city.example",))
    set_line(response, ask("Signer", Role.REVIEWER))
    send(response, writer)
    assert remind(response, coordinator)[0].invited == ("Signer",)
    set_line(response)
    approve_all(response, make_member(response.city, Role.REVIEWER))
    assert [each.invited for each in remind(response, coordinator, "alpha", "beta")] == [(), ()]


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.COORDINATOR])
def test_only_coordinators_remind(role: Role, response: Response) -> None:
    with pytest.raises(NotAllowedError):
        remind(response, make_member(response.city, role))
    assert not Notice.objects.filter(kind__in=URGINGS).exists()


def reaches_who_has_it(response: Response, coordinator: User, key: str) -> bool:
    """Return whether exactly those are reminded who have a section in "My work"."""
    members = {each.user for each in Membership.objects.filter(city=response.city)}
    title = shape_of(response).sections_by_key[key].pk
    mine = {
        person
        for person in members - {coordinator}
        if any(each.section.shape.pk == title for each in read_worklist(person).duties)
        or read_worklist(person).to_assign
    }
    [urged] = remind(response, coordinator, key)
    return bool(mine) and set(urged.now + urged.before) == {str(person) for person in mine}


@pytest.mark.parametrize("state", [each for each in State if each is not State.APPROVED])
@pytest.mark.parametrize("assigned", [(), ("Ann",), ("Ann", "Ben"), ("Gone",)], ids=str)
@pytest.mark.parametrize("handed", [(), ("Cho",), ("Cho", "Gone")], ids=str)
def test_reminders_reach_exactly_those_in_whose_work_it_stands(  # noqa: PLR0917 - three sets
    response: Response,
    writer: User,
    coordinator: User,
    reviewer: User,
    state: State,
    assigned: tuple[str, ...],
    handed: tuple[str, ...],
) -> None:
    """Over states, by whom it is assigned to, sent by and handed to; `Gone` reads only now."""
    people = {
        name: make_member(response.city, Role.VIEWER if name == "Gone" else Role.CONTRIBUTOR, name)
        for name in ("Ann", "Ben", "Cho", "Gone")
    }
    make_member(response.city, Role.COORDINATOR, "Second")
    if state is not State.DRAFT:
        send(response, writer)
    if state is State.CHANGES_REQUESTED:
        part = read_snapshot(response).sections_by_key["alpha"]
        move = Move(Action.REQUEST_CHANGES, "Please", seen=part.digest)
        perform(move, response, part.section, actor=Actor(reviewer))
    assign(response, "alpha", *(people[name] for name in assigned))
    assign(response, "beta", writer)
    if handed:
        delegate(response, "a-1", *(people[name] for name in handed))
    assert reaches_who_has_it(response, coordinator, "alpha")


def test_what_comes_back_to_nobody_reminds_who_sent_it(
    response: Response, writer: User, coordinator: User, reviewer: User
) -> None:
    send(response, writer)
    part = read_snapshot(response).sections_by_key["alpha"]
    move = Move(Action.REQUEST_CHANGES, "Please", seen=part.digest)
    perform(move, response, part.section, actor=Actor(reviewer))
    delegate(response, "a-1", make_member(response.city, Role.CONTRIBUTOR, "Holder"))
    [urged] = remind(response, coordinator)
    assert (urged.now, urged.unassigned) == (("Holder", "Writer"), True)


def test_a_reminder_to_write_keeps_when_the_section_is_due(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    for section in ("alpha", "beta"):
        assign(response, section, writer)
    due = timezone.localdate()
    SectionWork.objects.filter(response=response, section__key="alpha").update(due_on=due)
    remind(response, coordinator, "alpha", "beta")
    kept = Notice.objects.filter(person=writer).order_by("pk").values_list("text", flat=True)
    assert list(kept) == [due.isoformat(), ""]
    send(response, writer)
    remind(response, coordinator)
    assert Notice.objects.get(person=reviewer, kind=NoticeKind.URGED_TO_SIGN).text == ""
