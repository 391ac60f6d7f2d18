"""Each act that is audited: the status of its reply, and what is recorded of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from responses.enums import AuditKind, Role
from responses.models import AuditRecord, Membership
from tests.support.acts import AUDIT, CHOSEN, HERE, SPRINGFIELD, TABLE, Scene
from tests.support.factories import (
    PASSWORD,
    make_definition,
    make_edition,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Act:
    """What somebody does, the status of the reply, and what is recorded of it."""

    do: Callable[[Scene], int]
    status: int
    kind: AuditKind
    person: str | None
    subject: str
    in_city: bool = True


def of_account(
    do: Callable[[Scene], int],
    status: int,
    kind: AuditKind,
    person: str | None = "Kang",
    subject: str = "{kang}",
) -> Act:
    return Act(do, status, kind, person, subject, in_city=False)


ACTS: Mapping[str, Act] = {
    "sign in": of_account(lambda on: on.sign_in(), 302, AuditKind.SIGN_IN),
    "sign in again": of_account(
        lambda on: on.sign_in(path="sign_in_again"), 200, AuditKind.SIGN_IN
    ),
    "sign in on the page that was kept": of_account(
        lambda on: on.sign_in_by_page(kind="text", text="x"), 200, AuditKind.SIGN_IN
    ),
    "wrong password": of_account(
        lambda on: on.sign_in("wrong"), 200, AuditKind.SIGN_IN_REFUSED, None
    ),
    "wrong password again": of_account(
        lambda on: on.sign_in("wrong", "sign_in_again"), 422, AuditKind.SIGN_IN_REFUSED, None
    ),
    "wrong password on the page that was kept": of_account(
        lambda on: on.sign_in_by_page(**{"again-password": "wrong"}),
        401,
        AuditKind.SIGN_IN_REFUSED,
        None,
    ),
    "another account on the page that was kept": of_account(
        lambda on: on.sign_in_by_page(person=on.ann.pk), 401, AuditKind.SIGN_IN_REFUSED, None
    ),
    "another account": of_account(
        lambda on: on.as_nobody().post(
            "/accounts/again/", username=on.kang.email, password=PASSWORD, person=on.ann.pk
        ),
        401,
        AuditKind.SIGN_IN_REFUSED,
        None,
    ),
    "sign out": of_account(lambda on: on.post("/accounts/logout/"), 302, AuditKind.SIGN_OUT),
    "sign out of the administration": of_account(
        lambda on: on.post("/admin/logout/"), 302, AuditKind.SIGN_OUT
    ),
    "change the password": of_account(
        lambda on: on.post(
            "/accounts/password/",
            old_password=PASSWORD,
            new_password1=CHOSEN,
            new_password2=CHOSEN,
        ),
        302,
        AuditKind.PASSWORD,
    ),
    "set a password by a link": of_account(
        lambda on: on.set_password(), 302, AuditKind.PASSWORD_RESET, "Ann", "{ann}"
    ),
    "invite a person": Act(
        lambda on: on.post(
            "/springfield/members/", do="invite", email="b@city.example", name="Bob", role="viewer"
        ),
        302,
        AuditKind.INVITED,
        "Kang",
        "Bob · b@city.example · 열람자",
    ),
    "change a role": Act(
        lambda on: on.post(
            "/springfield/members/", do="change", member=on.member(), role="reviewer"
        ),
        302,
        AuditKind.ROLE_CHANGED,
        "Kang",
        "Ann · {ann} · 열람자 → 검토자",
    ),
    "remove a person": Act(
        lambda on: on.post("/springfield/members/", do="remove", member=on.member()),
        302,
        AuditKind.MEMBER_REMOVED,
        "Kang",
        "Ann · {ann} · 열람자",
    ),
    "start a response": Act(
        lambda on: on.post("/springfield/test-2032/start/"),
        302,
        AuditKind.RESPONSE_STARTED,
        "Kang",
        "test-2032",
    ),
    "move a section": Act(
        lambda on: on.post(f"{SPRINGFIELD}beta/send/"),
        302,
        AuditKind.TRANSITION,
        "Kang",
        "test-2030 · B. Beta (한국어) · 검토 요청",
    ),
    "download the PDF": Act(
        lambda on: on.get(f"{SPRINGFIELD}response.pdf", language="ko"),
        200,
        AuditKind.EXPORT,
        "Kang",
        "springfield-test-2030-ko-draft.pdf",
    ),
    "download the audit": Act(
        lambda on: on.get(TABLE), 200, AuditKind.EXPORT, "Kang", "springfield-audit.csv"
    ),
    "download some of the audit": Act(
        lambda on: on.get(
            TABLE, words="둘 pdf", kind="export", since="2030-05-01", person=on.ann.pk
        ),
        200,
        AuditKind.EXPORT,
        "Kang",
        "springfield-audit.csv (person={ann}, kind=export, since=2030-05-01, words=둘 pdf)",
    ),
    "seal": Act(
        lambda on: on.seal(), 302, AuditKind.SEAL, "Kang", "test-2030 · {number} · {digest}"
    ),
    "record that a submission was sent": Act(
        lambda on: on.deliver(), 302, AuditKind.DELIVERY, "Kang", "test-2030 · {number} · {sent}"
    ),
    "download an archive": Act(
        lambda on: on.download("archive.zip"),
        200,
        AuditKind.EXPORT,
        "Kang",
        "springfield-test-2030-submission-1.zip",
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_recorded_once(name: str, scene: Scene) -> None:
    act = ACTS[name]
    make_edition(make_definition("test-2032"))
    assert act.do(scene) == act.status
    # What a test does to get there has no address.
    [written] = AuditRecord.objects.exclude(address=None)
    sealed = scene.response.submissions.first()
    with translation.override("ko"):
        number = gettext("No. %(number)s") % {"number": 1}
    subject = act.subject.format(
        kang=scene.kang.email,
        ann=scene.ann.email,
        number=number,
        digest=sealed.digest if sealed else "",
        sent=f"{timezone.localdate()}, Post",
    )
    assert (written.kind, written.subject, written.address) == (act.kind, subject, HERE)
    assert (str(written.person) if written.person else None) == act.person
    assert written.city == (scene.city if act.in_city else None)


def test_tries_during_a_wait_are_counted_at_the_last_record(scene: Scene) -> None:
    for _ in range(7):
        scene.sign_in("wrong")
    table = b"".join(scene.client.get(TABLE)).decode()
    html = scene.client.get(AUDIT).content.decode()
    for text in (table, html):
        assert text.count("tried 2 more times during the wait") == 1
    assert AuditRecord.objects.filter(kind=AuditKind.SIGN_IN_REFUSED).count() == 5


REFUSED: Mapping[str, Callable[[Scene], int]] = {
    "a form for signing in that is not filled in": lambda on: on.as_nobody().post(
        "/accounts/login/", username="a@city.example"
    ),
    "a form that asks to sign in": lambda on: on.as_nobody().post("/preview/", text="x"),
    "signing out twice": lambda on: on.as_nobody().post("/accounts/logout/"),
    "a weak password": lambda on: on.post(
        "/accounts/password/", old_password=PASSWORD, new_password1="1", new_password2="1"
    ),
    "a role that there is not": lambda on: on.post(
        "/springfield/members/", do="change", member=on.member(), role="king"
    ),
    "the last coordinator": lambda on: on.post(
        "/springfield/members/",
        do="remove",
        member=Membership.objects.get(user=on.kang).pk,
    ),
    "sealing too soon": lambda on: on.post(f"{SPRINGFIELD}submissions/seal/"),
    "moving what does not move": lambda on: on.post(f"{SPRINGFIELD}beta/reopen/", comment="x"),
    "a file that there is not": lambda on: on.get(f"{SPRINGFIELD}submissions/1/archive.zip"),
    "a comment": lambda on: on.post(f"{SPRINGFIELD}beta/comment/", comment="x"),
    "looking": lambda on: on.get(AUDIT),
    "a search that cannot be read": lambda on: on.get(TABLE, since="yesterday"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_done_is_not_recorded(name: str, scene: Scene) -> None:
    Membership.objects.filter(role=Role.COORDINATOR).exclude(user=scene.kang).delete()
    REFUSED[name](scene)
    assert not AuditRecord.objects.exclude(address=None).exists()


def test_a_pdf_that_the_browser_has_is_not_downloaded_again(scene: Scene) -> None:
    url = f"{SPRINGFIELD}response.pdf?language=ko"
    etag = scene.client.get(url)["ETag"]
    before = AuditRecord.objects.count()
    assert scene.client.get(url, headers={"if-none-match": etag}).status_code == 304
    assert AuditRecord.objects.count() == before


def test_nobody_is_signed_in_or_out_without_a_record(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise OSError

    monkeypatch.setattr(AuditRecord, "save", fail)
    nobody = scene.as_nobody()
    for on, path in ((nobody, "/accounts/login/"), (scene, "/accounts/logout/")):
        on.client.raise_request_exception = False
        page = on.post(path, username=scene.kang.email, password=PASSWORD)
        assert page == 500
    assert nobody.get(AUDIT) == 302
    assert scene.get(AUDIT) == 200


@pytest.mark.parametrize(
    ("who", "status", "place"),
    [
        ("nobody", 302, "/accounts/login/?next=/admin/"),
        ("Kang", 403, None),
    ],
)
def test_administration_has_the_one_page_for_signing_in(
    who: str, status: int, place: str | None, scene: Scene
) -> None:
    client = scene.client if who == "Kang" else Client()
    page = client.get(client.get("/admin/").headers["Location"])
    assert (page.status_code, page.headers.get("Location")) == (status, place)


def test_administration_has_the_one_page_for_passwords(scene: Scene) -> None:
    page = scene.client.get("/admin/password_change/")
    assert page.headers["Location"] == "/accounts/password/"
