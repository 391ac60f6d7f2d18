"""What is done in the administration is recorded once, in one transaction with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Membership, User
from tests.support.factories import (
    PASSWORD,
    make_city,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db

HERE = "192.0.2.7"
CHOSEN = "a sentence nobody guesses"


@dataclass
class Desk:
    """An administrator in a browser, and what they work on."""

    client: Client
    admin: User
    city: City
    ann: User

    @property
    def membership(self) -> Membership:
        return Membership.objects.get(user=self.ann)

    def post(self, page: str, *args: object, **data: object) -> int:
        url = reverse(f"admin:{page}", args=args)
        return self.client.post(url, data, REMOTE_ADDR=HERE).status_code

    def save_city(self, **changes: object) -> int:
        """Save the page of the city, with Ann's membership as it is unless changed."""
        data = {
            "slug": "springfield",
            "name_ko": self.city.name["ko"],
            "name_en": self.city.name["en"],
            "language": "ko",
            "memberships-TOTAL_FORMS": 1,
            "memberships-INITIAL_FORMS": 1,
            "memberships-0-id": self.membership.pk,
            "memberships-0-city": self.city.pk,
            "memberships-0-user": self.ann.pk,
            "memberships-0-role": Role.VIEWER,
        }
        return self.post("responses_city_change", self.city.pk, **(data | changes))

    def save_membership(self, **changes: object) -> int:
        data = {"city": self.city.pk, "user": self.ann.pk, "role": Role.VIEWER}
        return self.post("responses_membership_change", self.membership.pk, **(data | changes))

    def delete_selected(self, model: str, *keys: int) -> int:
        return self.post(
            f"responses_{model}_changelist",
            **{"action": "delete_selected", ACTION_CHECKBOX_NAME: keys, "post": "yes"},
        )

    def set_password(self, **changes: object) -> int:
        data = {"password1": CHOSEN, "password2": CHOSEN, "usable_password": "true"}
        return self.post("auth_user_password_change", self.ann.pk, **(data | changes))


@pytest.fixture
def desk() -> Desk:
    city = make_city()
    client = Client(headers={"accept-language": "en"})
    admin = make_user("Admin", is_staff=True, is_superuser=True)
    client.force_login(admin)
    return Desk(client, admin, city, make_member(city, Role.VIEWER, "Ann"))


@dataclass(frozen=True)
class Act:
    do: Callable[[Desk], int]
    kind: AuditKind
    subject: str
    in_city: bool = False


ACTS: Mapping[str, Act] = {
    "add an account": Act(
        lambda on: on.post(
            "responses_user_add",
            email="New@City.example",
            name="New",
            usable_password="true",
            password1=PASSWORD,
            password2=PASSWORD,
        ),
        AuditKind.ADMINISTRATION,
        "사용자 · New · 추가",
    ),
    "close an account": Act(
        lambda on: on.post("responses_user_change", on.ann.pk, email=on.ann.email, name="Ann"),
        AuditKind.ADMINISTRATION,
        "사용자 · Ann · 사용 중",
    ),
    "give another password": Act(lambda on: on.set_password(), AuditKind.PASSWORD, "{ann}"),
    "take the password away": Act(
        lambda on: on.set_password(**{"usable_password": "false", "unset-password": "1"}),
        AuditKind.PASSWORD,
        "{ann}",
    ),
    "rename a city": Act(
        lambda on: on.save_city(name_en="Springfield!"),
        AuditKind.ADMINISTRATION,
        "도시 · Springfield (한국어) · 영어 이름",
        in_city=True,
    ),
    "change a role on the page of the city": Act(
        lambda on: on.save_city(**{"memberships-0-role": Role.REVIEWER}),
        AuditKind.ROLE_CHANGED,
        "Ann · {ann} · 열람자 → 검토자",
        in_city=True,
    ),
    "remove a person on the page of the city": Act(
        lambda on: on.save_city(**{"memberships-0-DELETE": "on"}),
        AuditKind.MEMBER_REMOVED,
        "Ann · {ann} · 열람자",
        in_city=True,
    ),
    "add a person on the page of the city": Act(
        lambda on: on.save_city(
            **{
                "memberships-TOTAL_FORMS": 2,
                "memberships-1-city": on.city.pk,
                "memberships-1-user": on.admin.pk,
                "memberships-1-role": Role.REVIEWER,
            }
        ),
        AuditKind.MEMBER_ADDED,
        "Admin · {admin} · 검토자",
        in_city=True,
    ),
    "add a membership": Act(
        lambda on: on.post(
            "responses_membership_add", city=on.city.pk, user=on.admin.pk, role=Role.VIEWER
        ),
        AuditKind.MEMBER_ADDED,
        "Admin · {admin} · 열람자",
        in_city=True,
    ),
    "change a membership": Act(
        lambda on: on.save_membership(role=Role.COORDINATOR),
        AuditKind.ROLE_CHANGED,
        "Ann · {ann} · 열람자 → 총괄 담당자",
        in_city=True,
    ),
    "delete a membership": Act(
        lambda on: on.post("responses_membership_delete", on.membership.pk, post="yes"),
        AuditKind.MEMBER_REMOVED,
        "Ann · {ann} · 열람자",
        in_city=True,
    ),
    "delete selected memberships": Act(
        lambda on: on.delete_selected("membership", on.membership.pk),
        AuditKind.MEMBER_REMOVED,
        "Ann · {ann} · 열람자",
        in_city=True,
    ),
    "delete a city": Act(
        lambda on: on.post("responses_city_delete", on.city.pk, post="yes"),
        AuditKind.ADMINISTRATION,
        "도시 · Springfield (한국어) · 삭제",
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_recorded_once(name: str, desk: Desk) -> None:
    act, city = ACTS[name], desk.city
    assert act.do(desk) == 302
    [written] = AuditRecord.objects.exclude(address=None)
    subject = act.subject.format(ann=desk.ann.email, admin=desk.admin.email)
    assert (written.kind, written.subject, written.address) == (act.kind, subject, HERE)
    assert (written.person, written.city) == (desk.admin, city if act.in_city else None)


@pytest.mark.parametrize("name", ACTS)
def test_what_cannot_be_recorded_is_not_done(
    name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise OSError

    def state() -> list[object]:
        people = User.objects.order_by("pk").values_list("email", "name", "is_active", "password")
        members = Membership.objects.order_by("pk").values_list("city", "user", "role")
        return [*people, *members, *City.objects.values_list("name", flat=True)]

    before = state()
    desk.client.raise_request_exception = False
    monkeypatch.setattr(AuditRecord, "save", fail)
    assert ACTS[name].do(desk) == 500
    assert state() == before


def test_an_account_goes_with_its_memberships(desk: Desk) -> None:
    other = make_city("shelbyville")
    Membership.objects.create(city=other, user=desk.ann, role=Role.REVIEWER)
    assert desk.delete_selected("user", desk.ann.pk) == 302
    written = AuditRecord.objects.order_by("pk").values_list("kind", "city", "subject")
    assert list(written) == [
        (AuditKind.MEMBER_REMOVED, other.pk, f"Ann · {desk.ann.email} · 검토자"),
        (AuditKind.MEMBER_REMOVED, desk.city.pk, f"Ann · {desk.ann.email} · 열람자"),
        (AuditKind.ADMINISTRATION, None, "사용자 · Ann · 삭제"),
    ]


def test_a_membership_of_another_person_is_another_one(desk: Desk) -> None:
    assert desk.save_membership(user=desk.admin.pk) == 302
    written = AuditRecord.objects.order_by("pk").values_list("kind", "subject")
    assert list(written) == [
        (AuditKind.MEMBER_REMOVED, f"Ann · {desk.ann.email} · 열람자"),
        (AuditKind.MEMBER_ADDED, f"Admin · {desk.admin.email} · 열람자"),
    ]


@pytest.mark.parametrize(
    "do",
    [
        lambda on: on.save_city(),
        lambda on: on.save_membership(),
        lambda on: on.set_password(password2="other"),
        lambda on: on.save_membership(role="king"),
    ],
)
def test_what_changes_nothing_is_not_recorded(do: Callable[[Desk], int], desk: Desk) -> None:
    do(desk)
    assert not AuditRecord.objects.exists()


def test_who_and_what_has_records_is_not_deleted(desk: Desk) -> None:
    desk.save_city(name_en="Elsewhere")
    AuditRecord.objects.create(
        at="2030-05-06T00:00Z", kind=AuditKind.SIGN_IN, person=desk.ann, subject=desk.ann.email
    )
    desk.post("responses_city_delete", desk.city.pk, post="yes")
    desk.delete_selected("user", desk.ann.pk)
    assert desk.membership.city == City.objects.get(name__en="Elsewhere") == desk.city
