"""Invitations: one open link an address, used once, by whom it was sent to, in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.joining import accept, accept_as_new
from responses.domain.people import invitations as inviting
from responses.domain.people.invitations import (
    MEMBER_ALREADY,
    AccountExistsError,
    InvitationInvalidError,
    OtherAccountError,
    account_of,
    change_invited_role,
    find,
    invitations_of,
    invite,
    renew,
    withdraw,
)
from responses.domain.people.members import MemberRefusedError
from responses.domain.permissions import NotAllowedError
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Invitation, Membership, User
from tests.support import PATIENCE
from tests.support.factories import PASSWORD, make_city, make_member, make_user

pytestmark = pytest.mark.django_db

EMAIL, HERE = "new@city.example", "192.0.2.7"
Sent = tuple[Invitation, str]


@pytest.fixture
def sent(city: City, coordinator: User) -> Sent:
    return invite(city, EMAIL, "New", Role.REVIEWER, actor=Actor(coordinator))


def roles(city: City) -> dict[str, str]:
    return dict(Membership.objects.filter(city=city).values_list("user__name", "role"))


def expire(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())


def test_an_invitation_is_found_by_its_secret_which_is_not_kept(city: City, sent: Sent) -> None:
    invitation, secret = sent
    assert find(secret) == invitation
    kept = Invitation.objects.values().get()
    assert kept["digest"] == sha256(secret.encode()).hexdigest()
    assert secret not in str(kept)
    assert len(secret) == 43  # 32 bytes
    assert (kept["email"], kept["name"], kept["role"]) == (EMAIL, "New", Role.REVIEWER)
    assert kept["expires_at"] - kept["created_at"] == timedelta(days=7)


def test_who_is_new_gets_an_account_and_the_role(city: City, coordinator: User, sent: Sent) -> None:
    joined = accept_as_new(sent[1], "As I write it", PASSWORD, address=HERE)
    person = joined.user
    assert (joined.city, joined.role) == (city, Role.REVIEWER)
    assert (person.email, person.name, person.is_active) == (EMAIL, "As I write it", True)
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert check_password(PASSWORD, person.password)
    added = AuditRecord.objects.get(kind=AuditKind.MEMBER_ADDED)
    assert (added.person, added.city, added.address) == (person, city, HERE)


def test_who_has_an_account_keeps_it(city: City, coordinator: User) -> None:
    person = make_user("As I write it")
    _, secret = invite(
        city, person.email.upper(), "Otherwise", Role.VIEWER, actor=Actor(coordinator)
    )
    assert accept(secret, actor=Actor(person)).role == Role.VIEWER
    person.refresh_from_db()
    assert (person.name, check_password(PASSWORD, person.password)) == ("As I write it", True)


def test_nobody_else_accepts(city: City, sent: Sent) -> None:
    with pytest.raises(OtherAccountError):
        accept(sent[1], actor=Actor(make_user()))
    assert find(sent[1]) is not None
    assert roles(city) == {"Coordinator": Role.COORDINATOR}


def test_an_account_is_not_taken_over(city: City, sent: Sent) -> None:
    person = User.objects.create_user(EMAIL.upper(), PASSWORD, name="Old")
    with pytest.raises(AccountExistsError):
        accept_as_new(sent[1], "New", "another password")
    person.refresh_from_db()
    assert (person.name, check_password(PASSWORD, person.password)) == ("Old", True)
    assert find(sent[1]) is not None
    assert roles(city) == {"Coordinator": Role.COORDINATOR}
    assert account_of(sent[0]) == person


def use(invitation: Invitation, secret: str, _actor: User) -> None:
    accept_as_new(secret, "Used", PASSWORD)


# What makes a link void.
ENDS: list[Callable[[Invitation, str, User], object]] = [
    use,
    lambda invitation, _secret, _actor: expire(invitation),
    lambda invitation, _secret, actor: withdraw(invitation, actor=Actor(actor)),
    lambda invitation, _secret, actor: renew(invitation, actor=Actor(actor)),
    lambda invitation, _secret, actor: invite(
        invitation.city, EMAIL.upper(), "", Role.VIEWER, actor=Actor(actor)
    ),
]


@pytest.mark.parametrize("end", ENDS, ids=["used", "expired", "withdrawn", "renewed", "replaced"])
def test_a_link_that_is_void_does_nothing(
    end: Callable[[Invitation, str, User], object], city: City, coordinator: User, sent: Sent
) -> None:
    person = make_user()
    end(*sent, coordinator)
    before = roles(city)
    assert find(sent[1]) is None
    with pytest.raises(InvitationInvalidError):
        accept_as_new(sent[1], "Again", PASSWORD)
    with pytest.raises(InvitationInvalidError):
        accept(sent[1], actor=Actor(person))
    assert roles(city) == before


@pytest.mark.parametrize("secret", ["", "x", "한글", "x" * 5000])
@pytest.mark.usefixtures("sent")
def test_an_unknown_secret_is_void_in_one_query(
    secret: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert find(secret) is None


def test_an_address_has_one_open_invitation_a_city(city: City, coordinator: User) -> None:
    elsewhere = make_city("shelbyville")
    other = make_member(elsewhere, Role.COORDINATOR)
    invite(city, EMAIL, "", Role.VIEWER, actor=Actor(coordinator))
    invite(elsewhere, EMAIL, "", Role.VIEWER, actor=Actor(other))
    again, secret = invite(city, EMAIL.upper(), "New", Role.REVIEWER, actor=Actor(coordinator))
    assert list(invitations_of(city)) == [again]
    found = find(secret)
    assert found
    assert (found.email, found.name, found.role) == (EMAIL, "New", Role.REVIEWER)
    assert len(list(invitations_of(elsewhere))) == 1


def test_who_has_left_can_be_invited_again(city: City, coordinator: User, sent: Sent) -> None:
    accept_as_new(sent[1], "New", PASSWORD).delete()
    _, secret = invite(city, EMAIL, "", Role.VIEWER, actor=Actor(coordinator))
    assert accept(secret, actor=Actor(User.objects.get(email=EMAIL))).role == Role.VIEWER


def test_an_expired_invitation_can_be_renewed(coordinator: User, sent: Sent) -> None:
    expire(sent[0])
    renewed, secret = renew(sent[0], actor=Actor(coordinator))
    assert find(secret) == renewed
    assert renewed.expires_at > timezone.now() + timedelta(days=6)


@pytest.mark.parametrize("act", [renew, withdraw])
def test_a_used_invitation_is_neither_renewed_nor_withdrawn(
    act: Callable[..., object], city: City, coordinator: User, sent: Sent
) -> None:
    accept_as_new(sent[1], "New", PASSWORD)
    with pytest.raises(InvitationInvalidError):
        act(sent[0], actor=Actor(coordinator))
    assert list(invitations_of(city)) == []
    assert Invitation.objects.get().used_at


def test_a_member_is_not_invited(city: City, coordinator: User) -> None:
    person = make_member(city, Role.VIEWER, "Viewer")
    with pytest.raises(MemberRefusedError, match=str(MEMBER_ALREADY)):
        invite(city, person.email.upper(), "", Role.REVIEWER, actor=Actor(coordinator))
    assert not Invitation.objects.exists()


def test_who_became_a_member_meanwhile_keeps_that_role(city: City, sent: Sent) -> None:
    person = User.objects.create_user(EMAIL, PASSWORD, name="New")
    Membership.objects.create(city=city, user=person, role=Role.VIEWER)
    assert accept(sent[1], actor=Actor(person)).role == Role.VIEWER
    assert find(sent[1]) is None
    assert not AuditRecord.objects.filter(kind=AuditKind.MEMBER_ADDED).exists()


@pytest.mark.parametrize("known", [True, False])
def test_inviting_asks_the_same_of_the_database_whoever_it_is(
    known: bool,  # noqa: FBT001 - a case
    city: City,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    email = make_user().email if known else EMAIL
    with django_assert_num_queries(11):
        invite(city, email, "", Role.VIEWER, actor=Actor(coordinator))


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER])
def test_only_coordinators_invite(role: Role, city: City, sent: Sent) -> None:
    actor = make_member(city, role, "Actor")
    with pytest.raises(NotAllowedError):
        invite(city, "other@city.example", "", Role.VIEWER, actor=Actor(actor))
    with pytest.raises(NotAllowedError):
        renew(sent[0], actor=Actor(actor))
    with pytest.raises(NotAllowedError):
        withdraw(sent[0], actor=Actor(actor))
    assert [find(sent[1])] == list(invitations_of(city)) == [sent[0]]


def test_what_is_done_to_an_invitation_is_recorded(city: City, coordinator: User) -> None:
    City.objects.update(language="en")
    city.refresh_from_db()
    made, _ = invite(city, EMAIL, "New", Role.VIEWER, actor=Actor(coordinator, HERE))
    renew(made, actor=Actor(coordinator, HERE))
    withdraw(made, actor=Actor(coordinator, HERE))
    records = AuditRecord.objects.order_by("pk")
    assert {(each.kind, each.person, each.city, each.address) for each in records} == {
        (AuditKind.INVITED, coordinator, city, HERE)
    }
    said = f"New · {EMAIL} · Viewer"
    assert [each.subject for each in records] == [
        said,
        f"{said} · invitation sent again",
        f"{said} · invitation withdrawn",
    ]


class TestTwoAtOnce:
    """Each with a database connection of its own, both past the first look at the link."""

    pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

    @pytest.fixture
    def at_once(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[object]]:
        """Return a function that does things at once, and what came of each."""

        def both(*acts: Callable[[], object]) -> list[object]:
            if connections["default"].vendor == "postgresql":  # SQLite's writers take turns
                met, find = Barrier(len(acts)), inviting.find

                def find_and_meet(secret: str) -> Invitation | None:
                    found = find(secret)
                    met.wait(PATIENCE)
                    return found

                monkeypatch.setattr(inviting, "find", find_and_meet)
            with ThreadPoolExecutor(len(acts)) as pool:
                return list(pool.map(outcome, acts))

        def outcome(act: Callable[[], object]) -> object:
            try:
                return act()
            except (InvitationInvalidError, AccountExistsError) as error:
                return type(error)
            finally:
                connections.close_all()

        return both

    def test_one_link_makes_one_account(
        self, city: City, sent: Sent, at_once: Callable[..., list[object]]
    ) -> None:
        came = at_once(*[lambda: accept_as_new(sent[1], "New", PASSWORD)] * 2)
        assert sorted(isinstance(each, Membership) for each in came) == [False, True]
        assert InvitationInvalidError in came
        assert roles(city) == {"Coordinator": Role.COORDINATOR, "New": Role.REVIEWER}

    def test_one_link_is_used_once_by_one_account(
        self, city: City, sent: Sent, at_once: Callable[..., list[object]]
    ) -> None:
        person = User.objects.create_user(EMAIL, PASSWORD, name="New")
        came = at_once(*[lambda: accept(sent[1], actor=Actor(person))] * 2)
        assert InvitationInvalidError in came
        assert roles(city) == {"Coordinator": Role.COORDINATOR, "New": Role.REVIEWER}
        assert AuditRecord.objects.filter(kind=AuditKind.MEMBER_ADDED).count() == 1

    def test_two_links_of_two_cities_make_one_account(
        self, sent: Sent, at_once: Callable[..., list[object]]
    ) -> None:
        elsewhere = make_city("shelbyville")
        other = make_member(elsewhere, Role.COORDINATOR, "Other")
        _, second = invite(elsewhere, EMAIL, "", Role.VIEWER, actor=Actor(other))
        secrets = (sent[1], second)
        came = at_once(
            *(lambda secret=secret: accept_as_new(secret, "New", PASSWORD) for secret in secrets)
        )
        assert sorted(isinstance(each, Membership) for each in came) == [False, True]
        assert AccountExistsError in came
        lost = next(s for s, each in zip(secrets, came, strict=True) if each is AccountExistsError)
        assert inviting._open(lost, timezone.now()).exists()


def test_the_role_of_who_is_invited_is_changed_and_their_link_stays_good(
    city: City, sent: Sent, coordinator: User
) -> None:
    invitation, secret = sent
    for _press in range(2):
        change_invited_role(invitation, Role.CONTRIBUTOR, actor=Actor(coordinator))
    accept_as_new(secret, "New", PASSWORD, address=HERE)
    assert roles(city)["New"] == Role.CONTRIBUTOR
    with pytest.raises(InvitationInvalidError):
        change_invited_role(invitation, Role.VIEWER, actor=Actor(coordinator))
    # Of the two presses one changed something.
    assert AuditRecord.objects.filter(kind=AuditKind.INVITED).count() == 2


def test_only_coordinators_change_the_role_of_who_is_invited(city: City, sent: Sent) -> None:
    with pytest.raises(NotAllowedError):
        change_invited_role(sent[0], Role.VIEWER, actor=Actor(make_member(city, Role.REVIEWER)))
    assert Invitation.objects.get().role == Role.REVIEWER
