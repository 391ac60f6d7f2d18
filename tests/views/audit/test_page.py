"""What is recorded of what people do in a browser, and the page on which coordinators find it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.chaining import chain_records, head_of
from responses.domain.permissions import Permission, roles_with
from responses.enums import AuditKind, Role
from responses.models import AuditRecord, City, Membership, User
from tests.support.acts import AUDIT, HERE, SPRINGFIELD, TABLE, Scene
from tests.support.factories import (
    make_city,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db

HEAD = "\ufeffTime,Action,Person,E-mail address,Subject,IP address\r\n"
# Nine hours before that day's noon in Seoul.
NOON = datetime(2030, 5, 6, 3, tzinfo=UTC)


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
def test_table_takes_eight_queries_however_many_records(
    count: int, client: Client, kang: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, city, people to choose from and of one name, the record, editions, all."""
    write(make_city(), count, person=kang)
    with django_assert_num_queries(8):
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
    stream: Any = page.streaming_content  # type: ignore[attr-defined]
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
