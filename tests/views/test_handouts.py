"""Questions handed out as files by coordinators, and what came back, on their pages."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from responses.documents.handouts import handout_file
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role
from responses.handout_tasks import (
    enqueue_handouts,
    mail_handout,
    mail_withdrawn,
    read_return,
)
from responses.jobs import READING
from responses.models import Handout, RefusedText, Response, Return, Revision, User
from tests.support.factories import delegate, find, make_city, make_member, write
from tests.support.handouts import filled, give_back, make_handout

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

HANDOUTS = "/springfield/test-2030/handouts/"
ASKED = {
    "new-what": "section-beta",
    "new-addressee": "Roads",
    "new-email": "",
    "new-due_on": "2099-01-05",
    "new-format": "xlsx",
    "new-language": "en",
}


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    """Return the coordinator's browser, in English."""
    client.force_login(coordinator)
    client.cookies["django_language"] = "en"
    return client


def upload(content: bytes, name: str = "filled.xlsx") -> dict[str, Any]:
    return {
        "do": "return",
        "back-returned_by": "Kim Roads",
        "back-file": SimpleUploadedFile(name, content),
    }


def page_of(desk: Client, handout: Handout, status: int = 200) -> str:
    page = desk.get(f"{HANDOUTS}{handout.pk}/")
    assert page.status_code == status
    return page.content.decode()


def work() -> None:
    """Do what waits, as the worker does."""
    jobs = {each.module_path: each for each in (mail_handout, mail_withdrawn, read_return)}
    for waiting in DBTaskResult.objects.ready():
        jobs[waiting.task_path].call(*waiting.args_kwargs["args"])
        waiting.delete()


def test_a_section_is_handed_out(desk: Client, response: Response) -> None:
    page = desk.post(HANDOUTS, ASKED, follow=True)
    handout = Handout.objects.get()
    assert page.redirect_chain == [(f"{HANDOUTS}{handout.pk}/", 302)]
    assert (list(handout.held), handout.addressee) == (["b-1"], "Roads")
    said = page.content.decode()
    assert "B. Beta" in said
    assert "Not sent by e-mail" in said
    file = desk.get(f"{HANDOUTS}{handout.pk}/springfield-test-2030-{handout.pk}.xlsx")
    assert file.content == handout_file(handout)
    assert file["Content-Disposition"].startswith("attachment")
    assert desk.get(f"{HANDOUTS}{handout.pk}/other.xlsx").status_code == 404
    assert not DBTaskResult.objects.exists()


def test_what_a_department_was_delegated_is_handed_out(desk: Client, response: Response) -> None:
    delegate(response, "a-2", department="Statistics")
    delegate(response, "b-1", department="Statistics")
    assert "Statistics: A.2, B.1" in desk.get(HANDOUTS).content.decode()
    desk.post(HANDOUTS, ASKED | {"new-what": "department-1"})
    assert set(Handout.objects.get().held) == {"a-2", "b-1"}


def test_nothing_is_chosen_at_first_and_what_is_closed_says_so(
    desk: Client, response: Response, writer: User
) -> None:
    section = find(response, "a-2")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    offered = re.findall(
        r'<option value="([^"]*)"( selected)?>([^<]*)', desk.get(HANDOUTS).content.decode()
    )
    assert offered[0] == ("", " selected", "Choose the questions")
    assert ("section-alpha", "", "A. Alpha (In review)") in offered
    assert ("section-beta", "", "B. Beta") in offered


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"new-what": "section-x"}, "Select a valid choice."),
        ({"new-what": ""}, "This field is required."),
        ({"new-addressee": ""}, "This field is required."),
        ({"new-addressee": "x" * 101}, "at most 100 characters"),
        ({"new-email": "nobody"}, "Enter a valid email address."),
        ({"new-due_on": "2026-01-05"}, "Enter a date that is not in the past."),
        ({"new-format": "pdf"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    desk: Client, response: Response, wrong: Mapping[str, str], said: str
) -> None:
    page = desk.post(HANDOUTS, {**ASKED, **wrong})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Handout.objects.exists()


def test_it_is_sent_by_the_worker(desk: Client, response: Response) -> None:
    page = desk.post(HANDOUTS, ASKED | {"new-email": "roads@city.example"}, follow=True)
    said = page.content.decode()
    assert "The file is being sent to roads@city.example." in said
    assert "Send by e-mail again" in said
    handout = Handout.objects.get()
    assert "Waiting to be sent by e-mail" in page_of(desk, handout)
    work()
    [sent] = mail.outbox
    assert sent.to == ["roads@city.example"]
    assert "/returns/" in sent.body
    [attached] = sent.attachments
    assert attached[:2] == (f"springfield-test-2030-{handout.pk}.xlsx", handout_file(handout))
    assert "Sent by e-mail, " in page_of(desk, handout)
    assert enqueue_handouts() == 0


def test_a_lost_job_is_found_again(desk: Client, response: Response, coordinator: User) -> None:
    make_handout(response, coordinator, "b-1", email="roads@city.example")
    assert (enqueue_handouts(), enqueue_handouts()) == (1, 0)
    work()
    assert len(mail.outbox) == 1


def test_reading_that_dies_is_begun_again_but_not_for_ever(
    desk: Client, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1")
    desk.post(f"{HANDOUTS}{handout.pk}/", upload(filled(handout, b_1="x")))
    long_ago = timezone.now() - READING
    for tries in range(1, 4):
        assert (enqueue_handouts(), DBTaskResult.objects.count()) == (int(tries > 1), tries)
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)
    enqueue_handouts()
    assert DBTaskResult.objects.count() == 3
    assert "Reading this file failed." in page_of(desk, handout)
    assert enqueue_handouts() == 0


def test_it_is_sent_again_to_another_address(
    desk: Client, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1", email="wrong@city.example")
    path = f"{HANDOUTS}{handout.pk}/"
    assert desk.post(path, {"do": "mail", "mail-email": "x"}).status_code == 422
    assert desk.post(path, {"do": "mail", "mail-email": "right@city.example"}).status_code == 302
    work()
    assert [each.to for each in mail.outbox] == [["right@city.example"]]


def test_it_is_withdrawn(desk: Client, response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "b-1", email="roads@city.example")
    for _ in range(2):
        assert desk.post(f"{HANDOUTS}{handout.pk}/", {"do": "withdraw"}).status_code == 302
    said = page_of(desk, handout)
    assert "Withdrawn" in said
    assert "Withdraw this file" not in said
    assert mail_handout.call(handout.pk) == "nothing to mail"
    page = desk.post(f"{HANDOUTS}{handout.pk}/", {"do": "mail", "mail-email": "a@b.example"})
    assert "This handout was withdrawn." in page.content.decode()


def test_whom_it_was_mailed_to_is_told_that_it_is_withdrawn(
    desk: Client, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1", email="roads@city.example", language="en")
    other = make_handout(response, coordinator, "a-2", email="roads@city.example", language="en")
    for each in (handout, other):
        mail_handout.call(each.pk)
    # Two requests to one office differ in what they ask.
    assert [each.subject.partition(" by ")[0] for each in mail.outbox] == [
        "[LGQ Desk] Springfield: please fill in B. Beta",
        "[LGQ Desk] Springfield: please fill in A.2",
    ]
    assert "Questionnaire: B. Beta. They are in" in mail.outbox[0].body
    assert "An e-mail tells roads@city.example" in page_of(desk, handout)
    page = desk.post(f"{HANDOUTS}{handout.pk}/", {"do": "withdraw"}, follow=True)
    assert "roads@city.example is told so by e-mail." in page.content.decode()
    desk.post(f"{HANDOUTS}{handout.pk}/", {"do": "withdraw"})
    work()
    [told] = mail.outbox[2:]
    assert told.subject == "[LGQ Desk] Springfield: no need to fill in B. Beta"
    assert told.to == ["roads@city.example"]
    assert "This request is withdrawn" in told.body
    assert mail_withdrawn.call(other.pk) == "nothing to mail"


def test_of_people_of_one_name_who_hands_out_is_told_apart(
    desk: Client, response: Response, coordinator: User
) -> None:
    User.objects.filter(pk=coordinator.pk).update(name="Kim")
    coordinator.refresh_from_db()
    response.city.memberships.filter(user=coordinator).update(department="Planning")
    handout = make_handout(response, coordinator, "b-1", email="roads@city.example", language="en")
    before = handout_file(handout)
    make_member(response.city, Role.VIEWER, "Kim")
    mail_handout.call(handout.pk)
    desk.post(f"{HANDOUTS}{handout.pk}/", {"do": "withdraw"})
    work()
    sent, told = mail.outbox
    assert "Kim(Planning) of Springfield asks you" in sent.body
    assert sent.reply_to == [f'"Kim(Planning)" <{coordinator.email}>']
    assert "Kim(Planning) of Springfield asked you" in told.body
    assert "Handed out by Kim(Planning), " in page_of(desk, handout)
    # The file stays as it was handed out, whoever joins.
    assert sent.attachments[0][1] == before


def test_file_that_is_none_says_what_to_do(
    desk: Client, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1")
    give_back(handout, b"Minutes of a meeting.", name="minutes.txt")
    said = page_of(desk, handout)
    assert "No answers were found in this file." in said
    assert "Ask for the file that was handed out here" in said


def test_a_returned_file_is_read_and_what_came_of_it_is_shown(
    desk: Client, response: Response, coordinator: User, writer: User
) -> None:
    write(response, "b-1", writer, text="one")
    handout = make_handout(response, coordinator, "a-2", "b-1")
    write(response, "b-1", writer, text="one here")
    content = filled(handout, a_2="new", b_1="one there")
    assert desk.post(f"{HANDOUTS}{handout.pk}/", upload(content)).status_code == 302
    waiting = page_of(desk, handout, status=202)
    assert "cannot be read at the moment" in waiting
    assert "1 file returned: 1 waiting to be read" in desk.get(HANDOUTS).content.decode()
    work()
    listed = desk.get(HANDOUTS).content.decode()
    assert "1 file returned: 1 with answers to compare" in listed
    said = page_of(desk, handout)
    assert "Kim Roads" in said
    assert "Taken over" in said
    assert "Kept for comparison, as the answer was also changed here" in said
    assert '/springfield/test-2030/beta/unsaved/">Compare B.1' in said
    assert RefusedText.objects.get().author == coordinator
    returned = Return.objects.get()
    original = desk.get(f"{HANDOUTS}{handout.pk}/returned/{returned.pk}/")
    assert b"".join(original.streaming_content) == content  # type: ignore[attr-defined]
    assert original["Content-Disposition"] == 'attachment; filename="filled.xlsx"'
    history = desk.get("/springfield/test-2030/alpha/a-2/history/").content.decode()
    assert "From a returned file: Kim Roads" in history
    again = desk.post(f"{HANDOUTS}{handout.pk}/", upload(content), follow=True)
    assert "This file was returned before." in again.content.decode()
    assert Revision.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "Files of this type cannot be read."),
        (b"\xd0\xcf\x11\xe0", "This is a file of an older Hancom Office, Word or Excel"),
        (b"PK\x03\x04 nothing", "This file is damaged and cannot be read."),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    content: bytes, said: str, desk: Client, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1")
    give_back(handout, content, coordinator)
    assert said in page_of(desk, handout)


def test_no_file_is_said_beside_the_field(
    desk: Client, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1")
    sent = {"do": "return", "back-returned_by": "Kim Roads"}
    page = desk.post(f"{HANDOUTS}{handout.pk}/", sent)
    assert page.status_code == 422
    assert "No file came with this button." in page.content.decode()
    assert 'value="Kim Roads"' in page.content.decode()


def test_another_citys_are_not_there(desk: Client, response: Response, coordinator: User) -> None:
    stranger = make_member(make_city("shelbyville"), Role.COORDINATOR)
    handout = make_handout(response, coordinator, "b-1")
    returned = give_back(handout, filled(handout, b_1="x"), coordinator)
    for path in ("", f"springfield-test-2030-{handout.pk}.xlsx", f"returned/{returned.pk}/"):
        desk.force_login(stranger)
        assert desk.get(f"{HANDOUTS}{handout.pk}/{path}").status_code == 404
    desk.force_login(coordinator)
    other = make_handout(response, coordinator, "b-1")
    assert desk.get(f"{HANDOUTS}{other.pk}/returned/{returned.pk}/").status_code == 404


def test_pages_take_few_queries(
    desk: Client,
    response: Response,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    handout = make_handout(response, coordinator, "b-1")
    give_back(handout, filled(handout, b_1="x"), coordinator)
    for path, number in (("", 8), (f"{handout.pk}/", 6)):
        desk.get(HANDOUTS + path)
        with django_assert_num_queries(number):
            desk.get(HANDOUTS + path)


def test_the_day_before_is_over(desk: Client, response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "b-1")
    yesterday = timezone.localdate() - timedelta(days=1)
    Handout.objects.filter(pk=handout.pk).update(due_on=yesterday)
    assert "The due date is over" in page_of(desk, handout)
