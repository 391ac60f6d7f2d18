"""People of one name are told apart wherever they are named; who alone has a name is not."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.presence import mark_present, others_present
from responses.domain.auditing import Actor
from responses.domain.notices.inbox import read_inbox
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk.still_open import open_threads
from responses.domain.talk.talking import Said, reply, start
from responses.domain.talk.transcript import latin_names
from responses.enums import Action, Role
from responses.mails import appointment_mail, invitation_mail, notices_mail
from responses.models import (
    AuditRecord,
    Deputy,
    Invitation,
    Membership,
    Response,
    Thread,
    User,
)
from tests.support.browser import forms_of, words
from tests.support.factories import assign, find, make_member, write

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 5, 6, 9, tzinfo=UTC)
SECTION = "/springfield/test-2030/beta/"
QUESTION = f"{SECTION}b-1/"
APART = "김민수(총무과)"


def page(address: str) -> Callable[[Client, Response], str]:
    return lambda client, _response: client.get(address).content.decode()


def file(address: str) -> Callable[[Client, Response], str]:
    """Return the text of all cells of a workbook."""

    def read(client: Client, _response: Response) -> str:
        book = load_workbook(BytesIO(b"".join(client.get(address))))
        return "\n".join(
            str(cell)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if cell
        )

    return read


def table(client: Client, _response: Response) -> str:
    return client.get("/springfield/audit/records.csv").getvalue().decode()


def mail(_client: Client, response: Response) -> str:
    reader = User.objects.get(name="Reader")
    return str(notices_mail(reader, list(read_inbox(reader))).body)


def suggest(client: Client, _response: Response) -> str:
    asked = {"thread": Thread.objects.get(started_by__name="김민수").pk}
    return client.get(f"{QUESTION}suggest/", asked).content.decode()


def waiting(_client: Client, response: Response) -> str:
    return str([each.by for each in open_threads(response, range(0), range(5))])


PLACES = {
    "saved": (page(SECTION), f"by {APART}"),
    "in place": (page(SECTION), f"<strong>{APART}</strong>"),
    "thread": (page(f"{QUESTION}talk/"), f"Started by {APART}"),
    "suggestion": (suggest, f"started by {APART}"),
    "review": (page(f"{SECTION}review/"), APART),
    "dashboard": (page("/springfield/test-2030/dashboard/"), APART),
    "work": (page("/"), APART),
    "answers": (file("/springfield/test-2030/export/response.xlsx"), APART),
    "progress": (file("/springfield/test-2030/dashboard/progress.xlsx"), APART),
    "audit": (page("/springfield/audit/"), APART),
    "audit table": (table, APART),
    "mail": (mail, APART),
    "open threads": (waiting, APART),
}


@pytest.fixture
def reader(response: Response) -> User:
    """Return a coordinator whose response two people of one name have in hand."""
    city = response.city
    reader = make_member(city, Role.COORDINATOR, "Reader")
    writer = make_member(city, Role.CONTRIBUTOR, "김민수")
    make_member(city, Role.REVIEWER, "김민수")
    Membership.objects.filter(user=writer).update(department="총무과")
    assign(response, "beta", writer)
    write(response, "b-1", writer, text="An answer")
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    start(writer, place, Said("Is it right?"))
    reply(writer, place, start(reader, place, Said("And this?")).pk, Said("Yes"))
    section, _question = find(response, "b-1")
    seen = read_snapshot(response).sections_by_key["beta"].digest
    perform(Move(Action.SEND, comment="Please", seen=seen), response, section, actor=Actor(writer))
    AuditRecord.objects.create(city=city, person=writer, kind="export", subject="x", at=NOW)
    return reader


def test_people_of_one_name_are_told_apart_wherever_they_are_named(
    client: Client, response: Response, reader: User
) -> None:
    client.force_login(reader)
    said = {name: read(client, response) for name, (read, _words) in PLACES.items()}
    lacking = [name for name, (_read, words) in PLACES.items() if words not in said[name]]
    assert not lacking, lacking
    # And plain again, as soon as the name is unique in the city.
    User.objects.filter(name="김민수", memberships__role=Role.REVIEWER).update(name="이영희")
    said = {name: read(client, response) for name, (read, _words) in PLACES.items()}
    lacking = [name for name in PLACES if APART in said[name] or "김민수" not in said[name]]
    assert not lacking, lacking


def test_who_was_told_is_told_apart_and_in_latin_letters_by_address(
    client: Client, response: Response, reader: User
) -> None:
    writer = User.objects.get(name="김민수", memberships__role=Role.CONTRIBUTOR)
    client.force_login(reader)
    form = next(
        form for form in forms_of(client.get(f"{QUESTION}talk/")) if ("do", "start") in form.buttons
    )
    page = client.post(form.action, form.typed({"text": "@김민수 ?", "do": "start"}), follow=True)
    assert "김민수(총무과)" in words(page)
    User.objects.filter(pk=writer.pk).update(latin_name="Kim Minsu")
    assert latin_names(response)["김민수(총무과)"] == f"Kim Minsu ({writer.email})"


def test_it_takes_a_query_more_only_where_a_name_is_not_unique(
    response: Response, reader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert read_snapshot(response).answers_by_key["b-1"].changed.by == APART  # type: ignore[union-attr]
    User.objects.filter(memberships__role=Role.REVIEWER).update(name="이영희")
    with django_assert_num_queries(1):
        assert read_snapshot(response).answers_by_key["b-1"].changed.by == "김민수"  # type: ignore[union-attr]


def test_presence_and_mails_of_one_person_to_another_tell_them_apart(
    response: Response, reader: User
) -> None:
    city = response.city
    writer = User.objects.get(name="김민수", memberships__role=Role.CONTRIBUTOR)
    section, _question = find(response, "b-1")
    mark_present(response, section, writer)
    invited = Invitation(city=city, email="new@city.example", role=Role.VIEWER, expires_at=NOW)
    day = NOW.date()
    named = Deputy(city=city, person=writer, deputy=reader, first_day=day, last_day=day)

    def said() -> list[str]:
        return [
            ", ".join(others_present(response, section, reader)),
            str(invitation_mail(invited, "x", sender=writer).body),
            str(appointment_mail(named, sender=writer).body),
        ]

    assert [each.count(APART) for each in said()] == [1, 1, 2]
    User.objects.filter(name="김민수", memberships__role=Role.REVIEWER).update(name="이영희")
    assert [(each.count("김민수"), each.count(APART)) for each in said()] == [
        *((1, 0), (1, 0), (2, 0))
    ]
