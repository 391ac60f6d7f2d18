from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Literal
from unicodedata import normalize

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.answers.starting import start_response
from responses.domain.auditing import (
    Actor,
    Search,
    address_in,
    people_of,
    record,
    record_refused_sign_in,
    records_of,
)
from responses.domain.people.invitations import invite
from responses.domain.people.members import MemberRefusedError, change_role, remove_member
from responses.domain.permissions import NotAllowedError
from responses.domain.review.workflow import Move, TransitionRefusedError, perform
from responses.domain.submissions.sealing import SealRefusedError, prepare, seal
from responses.enums import Action, AuditKind, Role
from responses.models import (
    AuditRecord,
    City,
    Invitation,
    Membership,
    Response,
    Submission,
    User,
)
from tests.support.factories import (
    approve_all,
    find,
    make_city,
    make_edition,
    make_member,
    make_submission,
    make_user,
)

pytestmark = pytest.mark.django_db

HERE = "192.0.2.7"


def note(
    kind: AuditKind = AuditKind.EXPORT,
    *,
    person: User | None = None,
    city: City | None = None,
    subject: str = "a.pdf",
) -> AuditRecord:
    return record(kind, Actor(person, HERE) if person else None, city, lambda: subject)


def at(moment: datetime, **values: object) -> AuditRecord:
    """Write a record of another time, past the door."""
    fields = {"kind": AuditKind.EXPORT, "subject": "a.pdf", "at": moment} | values
    return AuditRecord.objects.create(**fields)


def found(city: City, **asked: object) -> list[str]:
    return [each.subject for each in records_of(city, Search(**asked))]  # type: ignore[arg-type]


def member(person: User) -> Membership:
    return Membership.objects.get(user=person)


# What each act writes: kind, and subject with the city's working language, which is Korean.
ACTS: Mapping[str, tuple[Callable[[City, User, User], object], AuditKind, str]] = {
    "start": (
        lambda city, actor, _: start_response(city, make_edition(), actor=Actor(actor, HERE)),
        AuditKind.RESPONSE_STARTED,
        "test-2030",
    ),
    "invite": (
        lambda city, actor, _: invite(
            city, "New@city.example", "=New", Role.VIEWER, actor=Actor(actor, HERE)
        ),
        AuditKind.INVITED,
        "=New · new@city.example · 열람자",
    ),
    "change": (
        lambda _, actor, person: change_role(
            member(person), Role.REVIEWER, actor=Actor(actor, HERE)
        ),
        AuditKind.ROLE_CHANGED,
        "Ann · {email} · 열람자 → 검토자",
    ),
    "remove": (
        lambda _, actor, person: remove_member(member(person), actor=Actor(actor, HERE)),
        AuditKind.MEMBER_REMOVED,
        "Ann · {email} · 열람자",
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_act_in_a_city_is_recorded_once_in_its_language(act: str, language: str) -> None:
    city = make_city()
    actor, person = make_member(city, Role.COORDINATOR), make_member(city, Role.VIEWER, "Ann")
    do, kind, subject = ACTS[act]
    with translation.override(language):
        do(city, actor, person)
    [written] = AuditRecord.objects.all()
    assert (written.kind, written.person, written.city) == (kind, actor, city)
    assert (written.subject, written.address) == (subject.format(email=person.email), HERE)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_is_refused_is_not_recorded(act: str) -> None:
    city = make_city()
    actor, person = make_member(city, Role.REVIEWER), make_member(city, Role.VIEWER, "Ann")
    with pytest.raises(NotAllowedError):
        ACTS[act][0](city, actor, person)
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_cannot_be_recorded_is_not_done(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = make_city()
    actor, person = make_member(city, Role.COORDINATOR), make_member(city, Role.VIEWER, "Ann")

    def fail(*_args: object, **_values: object) -> None:
        raise OSError

    monkeypatch.setattr(AuditRecord, "save", fail)
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011 - it says nothing more
        ACTS[act][0](city, actor, person)
    assert not Response.objects.exists()
    assert not Invitation.objects.exists()
    members = Membership.objects.filter(city=city).values_list("user", "role")
    assert set(members) == {(actor.pk, Role.COORDINATOR), (person.pk, Role.VIEWER)}


def test_what_changes_nothing_is_not_recorded(coordinator: User, response: Response) -> None:
    before = AuditRecord.objects.count()
    start_response(response.city, response.edition, actor=Actor(coordinator))
    change_role(member(coordinator), Role.COORDINATOR, actor=Actor(coordinator))
    with pytest.raises(MemberRefusedError):
        invite(response.city, coordinator.email, "", Role.VIEWER, actor=Actor(coordinator))
    gone = member(make_member(response.city, Role.VIEWER))
    Membership.objects.filter(pk=gone.pk).delete()
    remove_member(gone, actor=Actor(coordinator))
    change_role(gone, Role.REVIEWER, actor=Actor(coordinator))
    assert AuditRecord.objects.count() == before


def test_a_move_of_a_section_is_recorded_and_a_comment_is_none(
    response: Response, writer: User
) -> None:
    section = find(response, "b-1")[0]
    perform(Move(Action.COMMENT, comment="So."), response, section, actor=Actor(writer, HERE))
    perform(Move(Action.SEND), response, section, actor=Actor(writer, HERE))
    with pytest.raises(TransitionRefusedError):
        perform(Move(Action.SEND), response, section, actor=Actor(writer, HERE))
    [written] = AuditRecord.objects.filter(kind=AuditKind.TRANSITION)
    assert (written.person, written.city, written.address) == (writer, response.city, HERE)
    assert written.subject == "test-2030 · B. Beta (한국어) · 검토 요청"


def test_a_seal_is_recorded_with_its_digest(
    response: Response, coordinator: User, reviewer: User
) -> None:
    approve_all(response, reviewer)
    made = prepare(
        response, actor=Actor(coordinator), address="https://lgq.example/verify/?digest="
    )
    for _ in range(2):
        try:
            seal(response, made, files={}, archive=b"", actor=Actor(coordinator, HERE))
        except SealRefusedError:
            break
    [written] = AuditRecord.objects.filter(kind=AuditKind.SEAL)
    assert (written.person, written.city, written.address) == (coordinator, response.city, HERE)
    code, _number, digest = written.subject.split(" · ")
    assert (code, digest) == ("test-2030", Submission.objects.get().digest)


def test_refused_sign_in_keeps_an_address_and_no_password() -> None:
    typed = ["Kim@City.example", "correct horse battery staple", ""]
    for text in typed:
        record_refused_sign_in(text, HERE)
    assert [each.subject for each in AuditRecord.objects.order_by("pk")] == [
        "kim@city.example",
        "",
        "",
    ]
    assert {each.person for each in AuditRecord.objects.all()} == {None}


def test_a_subject_that_is_too_long_is_cut() -> None:
    assert note(subject="가" * 501).subject == "가" * 499 + "…"
    assert note(subject="가" * 500).subject == "가" * 500


@pytest.mark.parametrize(
    ("headers", "trusted", "address"),
    [
        ({"REMOTE_ADDR": "192.0.2.1"}, False, "192.0.2.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.2"}, False, "192.0.2.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.2"}, True, "192.0.2.2"),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.2, 192.0.2.3"}, True, "192.0.2.3"),
        ({"REMOTE_ADDR": "192.0.2.1"}, True, "192.0.2.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "<script>"}, True, None),
        ({"REMOTE_ADDR": "2001:DB8::0001"}, False, "2001:db8::1"),
        ({"REMOTE_ADDR": "::ffff:192.0.2.1"}, False, "192.0.2.1"),
        ({"REMOTE_ADDR": "fe80::1%eth0"}, False, "fe80::1"),
        ({"REMOTE_ADDR": ""}, False, None),
        ({}, False, None),
    ],
)
def test_address_in_asks_a_proxy_only_if_it_is_trusted(
    headers: Mapping[str, str],
    trusted: bool,  # noqa: FBT001
    address: str | None,
    settings: Settings,
) -> None:
    settings.TRUST_PROXY = trusted
    assert address_in(headers) == address
    if address:
        written = record_refused_sign_in("", address)
        written.refresh_from_db()
        assert written.address == address


def test_records_of_a_city_are_its_own_newest_first() -> None:
    here, there = make_city("here"), make_city("there")
    for subject in ("one", "two"):
        note(city=here, subject=subject)
        note(city=there, subject=f"{subject} there")
    assert found(here) == ["two", "one"]


def test_records_of_a_city_have_the_accounts_of_its_members_and_of_nobody_else() -> None:
    here = make_city("here")
    ann, stranger = make_member(here, Role.VIEWER), make_member(make_city("there"), Role.VIEWER)
    admin = make_member(here, Role.REVIEWER)
    for person in (ann, stranger):
        for kind in (AuditKind.SIGN_IN, AuditKind.SIGN_OUT, AuditKind.PASSWORD):
            note(kind, person=person, subject=person.email)
        note(AuditKind.PASSWORD, person=admin, subject=person.email)
        record_refused_sign_in(person.email, HERE)
    record_refused_sign_in("a password", HERE)
    assert found(here) == [ann.email] * 5
    # By person, even if the address was another one at that time.
    note(AuditKind.SIGN_IN, person=ann, subject="before@city.example")
    assert found(here)[0] == "before@city.example"
    ann.memberships.all().delete()
    assert found(here) == []


SEARCHES = [
    ({}, ["c.pdf", "b.zip 둘", "a.pdf 하나"]),
    ({"words": "pdf"}, ["c.pdf", "a.pdf 하나"]),
    ({"words": " 하나  PDF "}, ["a.pdf 하나"]),
    ({"words": "100%"}, []),
    ({"kind": AuditKind.SEAL}, ["b.zip 둘"]),
    # 15:00 in UTC is midnight in Seoul.
    ({"since": date(2030, 5, 2)}, ["c.pdf", "b.zip 둘"]),
    ({"until": date(2030, 5, 2)}, ["b.zip 둘", "a.pdf 하나"]),
    ({"since": date(2030, 5, 2), "until": date(2030, 5, 2)}, ["b.zip 둘"]),
    ({"since": date(2000, 1, 1), "until": date(2999, 12, 31)}, ["c.pdf", "b.zip 둘", "a.pdf 하나"]),
    ({"since": date(2030, 5, 2), "words": "a.pdf"}, []),
]


@pytest.mark.parametrize(("asked", "subjects"), SEARCHES)
def test_records_of_finds_what_is_asked_for(
    asked: Mapping[str, object], subjects: list[str]
) -> None:
    city = make_city()
    at(datetime(2030, 5, 1, 14, 59, 59, tzinfo=UTC), city=city, subject="a.pdf 하나")
    at(
        datetime(2030, 5, 1, 15, tzinfo=UTC),
        city=city,
        subject="b.zip 둘",
        kind=AuditKind.SEAL,
    )
    at(datetime(2030, 5, 2, 15, tzinfo=UTC), city=city, subject="c.pdf")
    assert found(city, **asked) == subjects


def test_records_of_finds_by_person() -> None:
    city, person = make_city(), make_user()
    note(city=city, person=person, subject="mine")
    note(city=city, person=make_user(), subject="theirs")
    assert found(city, person=person.pk) == ["mine"]


def test_people_of_are_members_and_who_did_something_there(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    city = make_city()
    names = ["Ann", "Bob"]
    for name in names:
        make_member(city, Role.VIEWER, name)
    left = make_user("Cho")
    for _ in range(2):
        note(city=city, person=left)
    note(city=make_city("there"), person=make_user("Dan"))
    with django_assert_num_queries(1) as asked:
        assert [str(person) for person in people_of(city)] == [*names, "Cho"]
    # Of each account of the installation it would be asked anew.
    assert "EXISTS" not in asked[0]["sql"]


def test_everything_that_leads_to_a_seal_is_recorded(response: Response) -> None:
    make_submission(response)
    kinds = list(AuditRecord.objects.order_by("pk").values_list("kind", flat=True))
    moves = [AuditKind.TRANSITION] * 4
    assert kinds == [AuditKind.RESPONSE_STARTED, *moves, AuditKind.SEAL]


def test_a_move_that_is_taken_back_is_not_recorded(response: Response, writer: User) -> None:
    section = find(response, "b-1")[0]
    with transaction.atomic():
        perform(Move(Action.SEND), response, section, actor=Actor(writer))
        transaction.set_rollback(True)
    assert not AuditRecord.objects.filter(kind=AuditKind.TRANSITION).exists()


Form = Literal["NFC", "NFD"]


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_words_are_found_however_they_are_composed(kept: Form, typed: Form) -> None:
    city = make_city()
    AuditRecord.objects.create(
        at=datetime(2030, 5, 6, tzinfo=UTC),
        kind=AuditKind.EXPORT,
        city=city,
        subject=normalize(kept, "박하늘 a"),
    )
    assert records_of(city, Search(words=normalize(typed, "하늘"))).count() == 1
