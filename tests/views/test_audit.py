"""What is recorded of what people do in a browser, and the page on which coordinators find it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries

from responses.domain.chaining import chain_records, head_of
from responses.domain.permissions import Permission, roles_with
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Membership, Response, User
from tests.support.factories import (
    PASSWORD,
    approve_all,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_submission,
    make_user,
)

pytestmark = pytest.mark.django_db

AUDIT = "/springfield/audit/"
TABLE = f"{AUDIT}records.csv"
SPRINGFIELD = "/springfield/test-2030/"
HERE = "192.0.2.7"
CHOSEN = "a sentence nobody guesses"
HEAD = "\ufeffTime,Action,Person,E-mail address,Subject,IP address\r\n"
# Nine hours before that day's noon in Seoul.
NOON = datetime(2030, 5, 6, 3, tzinfo=UTC)


@dataclass
class Scene:
    """A city with a response, a coordinator in a browser, and somebody else."""

    client: Client
    response: Response
    kang: User
    ann: User

    @property
    def city(self) -> City:
        return self.response.city

    def member(self) -> int:
        return Membership.objects.get(user=self.ann).pk

    def post(self, path: str, **data: object) -> int:
        return self.client.post(path, data, REMOTE_ADDR=HERE).status_code

    def get(self, path: str, **data: str | int) -> int:
        return self.client.get(path, data, REMOTE_ADDR=HERE).status_code

    def as_nobody(self) -> "Scene":
        return Scene(Client(), self.response, self.kang, self.ann)

    def sign_in(self, password: str = PASSWORD, path: str = "login") -> int:
        who = {"username": self.kang.email.upper(), "password": password}
        return self.as_nobody().post(reverse(path), **who)

    def sign_in_by_page(self, **typed: object) -> int:
        """Sign in on the page that holds what was posted too late."""
        who = {"again-username": self.kang.email, "again-password": PASSWORD, "person": "1"}
        return self.as_nobody().post("/preview/", **(who | {"person": self.kang.pk} | typed))

    def set_password(self) -> int:
        uid = urlsafe_base64_encode(force_bytes(self.ann.pk))
        link = reverse("password_reset_confirm", args=(uid, make_token(self.ann)))
        nobody = self.as_nobody()
        form = nobody.client.get(link).headers["Location"]
        return nobody.post(form, new_password1=CHOSEN, new_password2=CHOSEN)

    def seal(self) -> int:
        approve_all(self.response, make_member(self.city, Role.REVIEWER))
        return self.post(f"{SPRINGFIELD}submissions/seal/")

    def deliver(self) -> int:
        make_submission(self.response)
        said = {"number": "1", "s1-day": f"{timezone.localdate()}", "s1-means": "Post"}
        return self.post(f"{SPRINGFIELD}submissions/", **said)

    def download(self, name: str) -> int:
        make_submission(self.response)
        return self.get(f"{SPRINGFIELD}submissions/1/{name}")


def make_token(person: User) -> str:
    return str(default_token_generator.make_token(person))


@pytest.fixture
def scene(client: Client) -> Scene:
    response = make_response()
    kang = make_member(response.city, Role.COORDINATOR, "Kang")
    ann = make_member(response.city, Role.VIEWER, "Ann")
    client.force_login(kang)
    return Scene(client, response, kang, ann)


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


def write(city: City, count: int, **values: object) -> None:
    """Write records past the door, a minute apart, the last one at noon."""
    fields = {"city": city, "kind": AuditKind.EXPORT}
    AuditRecord.objects.bulk_create(
        AuditRecord(
            **fields
            | {"at": NOON - (count - number) * timedelta(minutes=1), "subject": f"file {number}"}
            | values
        )
        for number in range(1, count + 1)
    )


@pytest.fixture
def kang(client: Client) -> User:
    """Sign in a coordinator of a city in which nothing was done yet."""
    person = make_member(make_city(), Role.COORDINATOR, "Kang")
    client.force_login(person)
    return person


def shown(client: Client, query: str = "") -> list[str]:
    html = client.get(f"{AUDIT}{query}").content.decode().partition("<ol")[2]
    return re.findall(r"<span>(file [^<]*)</span>", html)


def links(client: Client, query: str = "") -> list[str]:
    html = client.get(f"{AUDIT}{query}").content.decode().partition("<main")[2]
    return re.findall(r'href="(\?[^"]*)"', html)


def test_audit_shows_when_what_who_and_from_where(client: Client, kang: User) -> None:
    city, name = make_city(), "<b>Ann</b>"
    ann = make_user(name)
    write(city, 1, person=ann, subject="<i>file</i>.pdf", address="2001:db8::1")
    html = client.get(AUDIT).content.decode()
    assert "&lt;b&gt;Ann&lt;/b&gt;" in html
    assert "&lt;i&gt;file&lt;/i&gt;.pdf" in html
    for words in (
        "6\u00a0May\u00a02030, 12:00",
        "File downloaded",
        ann.email,
        "IP address</span> 2001:db8::1",
        "1 record",
    ):
        assert words in html, words


def test_audit_names_the_edition_of_a_record_and_changes_nothing_of_it(scene: Scene) -> None:
    kept = f"test-2030 · A. Alpha · {'a' * 30}"
    write(scene.city, 1, person=scene.kang, subject=kept, address="127.0.0.1")
    write(scene.city, 1, person=scene.kang, subject="test-2031 · of no response here")
    html = scene.client.get(AUDIT).content.decode()
    assert f"<span>TEST 2030 · A. Alpha · {'a' * 30}</span>" in html
    assert "<span>test-2031 · of no response here</span>" in html
    assert "IP address</span> 127.0.0.1" in html
    table = b"".join(scene.client.get(f"{AUDIT}records.csv")).decode()
    # The table names it as the page does.
    assert f"TEST 2030 · A. Alpha · {'a' * 30}" in table
    assert "test-2031 · of no response here" in table
    assert "test-2030" not in table


CHANGED = "test-2030 · 담당 부서: — → Office; 기한: — → 2026-12-05; Ann → —"


@pytest.mark.parametrize(
    ("subject", "ko", "en"),
    [
        (
            CHANGED,
            "TEST 2030 · 담당 부서: 없음 → Office; 기한: 없음 → 2026. 12. 5.; Ann → 없음",
            "TEST 2030 · 담당 부서: nothing → Office; 기한: nothing → 5 Dec 2026; Ann → nothing",
        ),
        ("과장 전결: —", "과장 전결: 없음", "과장 전결: nothing"),
        ("A — B · 2026-12-05 – 2026-12-06", "A — B · 2026. 12. 5.~2026. 12. 6.", None),
        ("B · 2026-12-05 – 2026-13-06", "B · 2026-12-05 – 2026-13-06", None),
        ("2026-13-05", "2026-13-05", "2026-13-05"),
        ("plan-2026-12-05.pdf", "plan-2026-12-05.pdf", "plan-2026-12-05.pdf"),
        ("a2026-12-05@city.example", "a2026-12-05@city.example", None),
    ],
)
def test_audit_writes_days_and_nothing_as_readers_do(
    subject: str, ko: str, en: str | None, scene: Scene
) -> None:
    write(scene.city, 1, person=scene.kang, subject=subject)
    for language, words in (("ko", ko), ("en", en)):
        page = scene.client.get(AUDIT, headers={"accept-language": language})
        html = page.content.decode().replace("\u00a0", " ")
        assert words is None or f"<span>{words}</span>" in html
    table = b"".join(scene.client.get(f"{AUDIT}records.csv")).decode()
    assert subject.replace("test-2030", "TEST 2030") in table


def test_audit_is_searched_by_a_day_as_it_shows_it(scene: Scene) -> None:
    write(scene.city, 1, person=scene.kang, subject=CHANGED)
    write(scene.city, 1, person=scene.kang, subject="due 2026-12-06")
    for words in ("2026. 12. 5.", "2026.\u00a012.\u00a05. Ann", "5 Dec 2026", "2026-12-05"):
        html = scene.client.get(AUDIT, {"words": words}).content.decode()
        assert "1 record" in html, words
        assert "Office" in html


def test_audit_with_nothing_to_show_says_so(client: Client, kang: User) -> None:
    assert "There are no records yet." in client.get(AUDIT).content.decode()
    html = client.get(AUDIT, {"words": "x"}).content.decode()
    assert "No records match." in html
    assert 'name="words" value="x"' in html


def test_audit_has_fifty_a_page_and_keeps_the_search(client: Client, kang: User) -> None:
    write(make_city(), 101)
    query = "?words=file&person=&page=2"
    assert shown(client) == [f"file {number}" for number in range(101, 51, -1)]
    assert shown(client, query) == [f"file {number}" for number in range(51, 1, -1)]
    assert shown(client, "?page=99") == shown(client, "?page=3") == ["file 1"]
    assert links(client) == ["?page=2"]
    assert links(client, query) == [
        "?words=file&amp;person=&amp;page=1",
        "?words=file&amp;person=&amp;page=3",
    ]
    html = client.get(f"{AUDIT}{query}").content.decode()
    assert "101 records" in html
    assert "page 2 of 3" in html
    assert f'href="{TABLE}?words=file&amp;person="' in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("person={ann}", ["file 2", "file 1"]),
        ("kind=seal", ["file 4"]),
        ("since=2030-05-07", ["file 4"]),
        ("until=2030-05-06", ["file 3", "file 2", "file 1"]),
        ("words=FILE+2", ["file 2"]),
        ("person={ann}&words=1", ["file 1"]),
        ("person={ann}&kind=seal", []),
        ("person=&kind=&since=&until=&words=", ["file 4", "file 3", "file 2", "file 1"]),
    ],
)
def test_audit_finds_what_is_asked_for(
    query: str, found: list[str], client: Client, kang: User
) -> None:
    city, ann = make_city(), make_user("Ann")
    write(city, 2, person=ann)
    write(city, 1, person=kang, subject="file 3")
    write(city, 1, kind=AuditKind.SEAL, at=NOON + timedelta(hours=12), subject="file 4")
    assert shown(client, f"?{query.format(ann=ann.pk)}") == found


def test_of_many_people_one_is_asked_for_by_words(client: Client, kang: User) -> None:
    city, ann, left = make_city(), make_user("Ann"), make_user("Left long ago")
    people = User.objects.bulk_create(
        User(email=f"m{number}@city.example", name=f"Member {number}") for number in range(100)
    )
    Membership.objects.bulk_create(
        Membership(city=city, user=each, role=Role.VIEWER) for each in (ann, *people)
    )
    write(city, 2, person=ann)
    write(city, 1, person=left, subject="file 3")
    assert '<input type="text" name="person"' in client.get(AUDIT).content.decode()
    assert shown(client, "?person=ann") == ["file 2", "file 1"]
    assert shown(client, f"?person={ann.email}") == ["file 2", "file 1"]
    assert shown(client, "?person=long+left") == ["file 3"]
    page = client.get(f"{AUDIT}?person=member+99")
    assert (page.status_code, shown(client, "?person=member+99")) == (200, [])
    for words, problem in (
        ("nobody", "Person: Nobody here has this name or address. Check the spelling."),
        ("member", "Person: Several people match. Enter the address of one of them, such as: "),
    ):
        page = client.get(f"{AUDIT}?person={words}")
        assert page.status_code == 422
        assert problem in page.content.decode()
    sent = AuditRecord.objects.filter(kind=AuditKind.EXPORT)
    read(client, "?person=ann")
    assert sent.latest("pk").subject == f"springfield-audit.csv (person={ann.email})"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (
            "since=yesterday",
            "First day: Enter a date, such as 31\u00a0Dec\u00a02026 or 2026-12-31.",
        ),
        ("until=0001-01-01", "Last day: Enter a date in the years 2000 to 2999."),
        ("person=0", "Person: Select a valid choice. 0 is not one of the available choices."),
        ("kind=none", "Action: Select a valid choice. none is not one of the available choices."),
        ("words=" + "x" * 101, "Words in the subject: Ensure this value has at most"),
    ],
)
@pytest.mark.parametrize("path", [AUDIT, TABLE])
def test_audit_says_what_cannot_be_asked_for(
    path: str, query: str, problem: str, client: Client, kang: User
) -> None:
    write(make_city(), 1)
    page = client.get(f"{path}?{query}")
    html = page.content.decode()
    assert page.status_code == 422
    assert problem in html
    assert "file 1" not in html


@pytest.mark.parametrize("count", [1, 10_000])
def test_audit_takes_eight_queries_however_many_records(
    count: int, client: Client, kang: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, city, people to choose from, how many, the page, the head of the chain."""
    write(make_city(), count, person=kang)
    with django_assert_num_queries(8):
        client.get(f"{AUDIT}?person={kang.pk}&words=file")


@pytest.mark.parametrize("count", [1, 10_000])
def test_table_takes_seven_queries_however_many_records(
    count: int, client: Client, kang: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, city, people to choose from, the record, editions, all that is asked for."""
    write(make_city(), count, person=kang)
    with django_assert_num_queries(7):
        assert len(read(client).splitlines()) == count + 1


def test_the_head_of_the_chain_is_told(client: Client, kang: User, english: None) -> None:
    assert "Number to check records by" not in client.get(AUDIT).content.decode()
    write(make_city(), 1, person=kang)
    chain_records()
    head = head_of(make_city())
    assert head
    html = " ".join(client.get(AUDIT).content.decode().split())
    assert f"Newest: no. {head.number}, <code>{head.digest}</code>" in html


def read(client: Client, query: str = "") -> str:
    page = client.get(f"{TABLE}{query}")
    stream: Iterator[bytes] = page.streaming_content  # type: ignore[attr-defined]
    return b"".join(stream).decode()


def test_table_is_the_same_to_the_byte_and_safe_for_spreadsheets(
    client: Client, kang: User
) -> None:
    city = make_city()
    wicked = ["=1+1", "+82-2", "-1", "@SUM(A1)", "\t=1", '"quoted", and\nbroken', "＝1", "서울"]
    for number, name in enumerate(wicked):
        person = User.objects.create(email=f"{number}@city.example", name=name)
        write(city, 1, person=person, subject=f"{name}.pdf", address=HERE)
    write(city, 1, subject="=cmd|' /C calc'!A0")
    start = "2030-05-06T12:00:00+09:00,File downloaded"
    expected = [
        f"{start},,,'=cmd|' /C calc'!A0,",
        f"{start},서울,7@city.example,서울.pdf,{HERE}",
        f"{start},'＝1,6@city.example,'＝1.pdf,{HERE}",
        f'{start},"""quoted"", and\nbroken",5@city.example,"""quoted"", and\nbroken.pdf",{HERE}',
        f"{start},'\t=1,4@city.example,'\t=1.pdf,{HERE}",
        f"{start},'@SUM(A1),3@city.example,'@SUM(A1).pdf,{HERE}",
        f"{start},'-1,2@city.example,'-1.pdf,{HERE}",
        f"{start},'+82-2,1@city.example,'+82-2.pdf,{HERE}",
        f"{start},'=1+1,0@city.example,'=1+1.pdf,{HERE}",
    ]
    assert read(client) == HEAD + "".join(f"{line}\r\n" for line in expected)


def test_table_has_every_page_of_what_is_asked_for_and_not_itself(
    client: Client, kang: User
) -> None:
    write(make_city(), 120)
    write(make_city(), 5, kind=AuditKind.SEAL)
    rows = read(client, "?kind=export&page=2").removeprefix(HEAD).splitlines()
    assert [row.split(",")[4] for row in rows] == [f"file {each}" for each in range(120, 0, -1)]


def test_table_is_in_the_language_of_who_asks(client: Client, kang: User) -> None:
    page = client.get(TABLE, headers={"accept-language": "ko"})
    assert page.headers["Content-Disposition"] == 'attachment; filename="springfield-audit.csv"'
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(page.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]


def test_audit_is_of_the_city_and_its_members_alone(client: Client, kang: User) -> None:
    stranger = make_member(make_city("shelbyville"), Role.COORDINATOR)
    write(make_city("shelbyville"), 1, person=stranger, subject="file there")
    AuditRecord.objects.create(
        at=NOON, kind=AuditKind.SIGN_IN, person=stranger, subject="file stranger"
    )
    AuditRecord.objects.create(at=NOON, kind=AuditKind.SIGN_IN, person=kang, subject="file Kang")
    assert shown(client) == ["file Kang"]
    assert stranger.email not in client.get(AUDIT).content.decode()


def test_every_page_that_leads_to_the_audit_is_for_who_may_see_it(scene: Scene) -> None:
    for path in ("/springfield/members/", SPRINGFIELD):
        assert f'href="{AUDIT}?edition=test-2030"' in scene.client.get(path).content.decode()
    assert roles_with(Permission.MANAGE_MEMBERS) <= roles_with(Permission.AUDIT)
    scene.client.force_login(scene.ann)
    assert f'href="{AUDIT}' not in scene.client.get(SPRINGFIELD).content.decode()
