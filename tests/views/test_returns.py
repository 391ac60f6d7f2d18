"""The page behind the link of a handout: what who has it can do, and what nobody learns."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.documents.handouts import handout_file
from responses.domain.auditing import Actor
from responses.domain.handouts import handing, returning
from responses.domain.snapshot.plain import snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import AuditKind
from responses.handout_tasks import mail_handout, read_return
from responses.models import Answer, AuditRecord, Handout, Response, Return, User
from tests.support.browser import words
from tests.support.factories import write
from tests.support.handouts import FILLS, filled, give_back, make_handout, write_beside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def handout(response: Response, coordinator: User, writer: User) -> Handout:
    write(response, "b-1", writer, text="not for everybody")
    write(response, "a-2", writer, text="nothing of this")
    return make_handout(response, coordinator, "b-1", email="roads@city.example", language="en")


@pytest.fixture
def link(handout: Handout) -> str:
    """Return the path in the mail that was sent."""
    assert mail_handout.call(handout.pk) == "sent"
    [sent] = mail.outbox
    path = next(line for line in sent.body.splitlines() if "/returns/" in line)
    return "/returns/" + path.partition("/returns/")[2]


@pytest.fixture
def visitor() -> Client:
    """Return the browser of somebody who is not signed in, in English."""
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def upload(content: bytes, name: str = "filled.xlsx") -> dict[str, object]:
    return {"back-returned_by": "", "back-file": SimpleUploadedFile(name, content)}


def test_it_shows_what_is_asked_and_nothing_else(visitor: Client, link: str) -> None:
    page = visitor.get(link)
    said = page.content.decode()
    assert page.status_code == 200
    assert "B.1" in said
    assert "Only text" in said
    for hidden in ("not for everybody", "nothing of this", "A.2", "Alpha"):
        assert hidden not in said
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]


def test_wrong_file_says_what_to_do(visitor: Client, link: str) -> None:
    visitor.post(link, upload(b"Minutes of a meeting.", "minutes.txt"))
    read_return.call(Return.objects.get().pk)
    said = visitor.get(link).content.decode()
    assert "Download the file below, write into its fields" in said


def test_the_file_is_given_and_comes_back(visitor: Client, link: str, handout: Handout) -> None:
    file = visitor.get(f"{link}file")
    assert file.content == handout_file(handout)
    assert AuditRecord.objects.get(kind=AuditKind.EXPORT).person is None
    assert visitor.post(link, upload(filled(handout, b_1="changed"))).status_code == 302
    assert visitor.get(link).status_code == 202
    read_return.call(Return.objects.get().pk)
    page = visitor.get(link)
    assert page.status_code == 200
    assert "Taken over" in page.content.decode()
    assert "Roads" in page.content.decode()
    assert Answer.objects.get(question__key="b-1").content == {"parts": {"text": "changed"}}
    record = AuditRecord.objects.get(kind=AuditKind.RETURNED)
    assert (record.person, record.address) == (None, "127.0.0.1")


def test_line_outside_the_fields_is_told_to_both(
    client: Client, visitor: Client, link: str, handout: Handout, coordinator: User
) -> None:
    content = write_beside(filled(handout, b_1="changed"), handout.format, "b-1.text", "* by Kim")
    visitor.post(link, upload(content))
    read_return.call(Return.objects.get().pk)
    client.force_login(coordinator)
    for page in (
        visitor.get(link),
        client.get(f"/springfield/test-2030/handouts/{handout.pk}/"),
    ):
        said = page.content.decode()
        assert "not taken over, as it stands outside the fields" in said
        assert "* by Kim" in said


def test_the_same_file_comes_back_once(visitor: Client, link: str, handout: Handout) -> None:
    content = filled(handout, b_1="changed")
    for _ in range(2):
        assert visitor.post(link, upload(content)).status_code == 302
    assert Return.objects.count() == 1


def test_it_works_until_the_end_of_its_day(
    visitor: Client, link: str, handout: Handout, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = timezone.localtime().replace(hour=23, minute=59) + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: last)
    assert visitor.get(link).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: last + timedelta(minutes=2))
    assert visitor.get(link).status_code == 404
    assert visitor.get(f"{link}file").status_code == 404
    assert visitor.post(link, upload(b"x")).status_code == 404


def test_a_link_that_was_withdrawn_or_replaced_is_void(
    visitor: Client, link: str, handout: Handout, coordinator: User
) -> None:
    newer = handing.new_secret(handout)
    assert visitor.get(link).status_code == 404
    assert visitor.get(f"/returns/{newer}/").status_code == 200
    handing.withdraw(handout, actor=Actor(coordinator))
    assert visitor.get(f"/returns/{newer}/").status_code == 404


def test_the_secret_is_nowhere_kept(link: str, handout: Handout) -> None:
    handout.refresh_from_db()
    assert handout.digest
    assert handout.digest not in link


def test_who_tries_many_has_to_wait(visitor: Client, link: str) -> None:
    found = [visitor.get(f"/returns/x{each}/").status_code for each in range(21)]
    assert found == [404] * 20 + [429]
    # A link that works is never held back.
    assert visitor.get(link).status_code == 200


def test_no_more_come_back_than_a_handout_takes(
    visitor: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "RETURNS_MAX", 1)
    assert visitor.post(link, upload(b"one")).status_code == 302
    page = visitor.post(link, upload(b"two"))
    assert page.status_code == 422
    assert "As many files as possible have been returned" in page.content.decode()


def test_a_file_too_large_is_refused_beside_the_field(visitor: Client, link: str) -> None:
    page = visitor.post(link, upload(b"x" * (20 * 1024 * 1024 + 1)))
    assert page.status_code == 422
    assert "This file is larger than 20 MB." in page.content.decode()
    far = visitor.post(link, upload(b"x" * (33 * 1024 * 1024)))
    assert "This file is larger than 20 MB." in far.content.decode()
    assert not Return.objects.exists()


def test_the_page_takes_few_queries(
    visitor: Client, link: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.get(link)
    with django_assert_num_queries(2):
        visitor.get(link)


def test_yes_or_no_is_understood_in_other_words_or_the_page_says_in_which(
    visitor: Client, response: Response, coordinator: User
) -> None:
    for form, text, answer in (
        ("docx", "일부", None),
        ("xlsx", "네", "yes"),
        ("docx", "해당 없음", "no"),
        ("hwpx", "O", "yes"),
    ):
        mail.outbox.clear()
        handout = make_handout(
            response, coordinator, "a-1", form=form, email="roads@city.example", language="en"
        )
        mail_handout.call(handout.pk)
        link = "/returns/" + str(mail.outbox[0].body).partition("/returns/")[2].split()[0]
        assert "예, 네, 있음, 해당, O; 아니요, 아니오, 없음" in visitor.get(link).content.decode()
        give_back(handout, FILLS[form](handout_file(handout), {"a-1.yes-no": text}))
        found = Answer.objects.filter(question__key="a-1", language="").first()
        assert (found.content["parts"]["yes-no"] if found else None) == answer
        said = " ".join(visitor.get(link).content.decode().split())
        told = 'Not taken over, as it fits no field: <strong lang="en">일부</strong>'
        refused = answer is None
        assert (f'<p class="lgq-errors"> {told}' in said) is refused
        assert ("write one of these words: Yes / No." in said) is refused
        assert ("<strong>Not taken over</strong>" in said) is refused


def test_what_contradicts_itself_is_told_where_it_comes_back(
    visitor: Client, link: str, handout: Handout
) -> None:
    texts = {"b-1.text": "We do.", "b-1.nothing_to_report": "No project."}
    give_back(handout, FILLS[handout.format](handout_file(handout), texts))
    told = "Its “no” or “nothing to report” does not fit the rest of this answer. Please check."
    assert told in visitor.get(link).content.decode()


def test_who_returned_it_is_named_as_who_changed_it_last(
    client: Client, response: Response, coordinator: User, writer: User, handout: Handout
) -> None:
    give_back(handout, filled(handout, b_1="from the roads"))
    client.force_login(coordinator)
    named = "Kim Roads (returned file)"
    section = "/springfield/test-2030/beta/"
    assert f"{named} · changed" in words(client.get("/springfield/test-2030/"))
    assert f"by {named}" in words(client.get(section))
    snapshot = read_snapshot(response)
    [answer] = snapshot.sections_by_key["beta"].answers
    assert answer.changed
    assert (answer.changed.by, answer.changed.who) == (str(coordinator), named)
    book = FORMATS["response.xlsx"].make(Extract(snapshot, "en"))
    rows = load_workbook(BytesIO(book))["Answers"].iter_rows(values_only=True)
    assert [named in row for row in rows if "B.1" in row] == [True]
    # What is sealed and published names whose account it was.
    assert "Kim Roads" not in snapshot_text(snapshot)
    write(response, "b-1", writer, text="by hand")
    assert "Kim Roads" not in words(client.get("/springfield/test-2030/"))
    assert named not in words(client.get(section))
