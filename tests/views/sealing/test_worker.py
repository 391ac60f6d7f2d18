"""Sealing that is left to the worker: the page that waits, and what comes between."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from responses.documents import package
from responses.documents.drawing import TooLargeError
from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import ALIVE, beat
from responses.domain.submissions.sealing import text_digest, with_named
from responses.domain.talk.talking import Said, Turn, start, turn
from responses.enums import AuditKind, Role
from responses.jobs import DEAD
from responses.models import (
    AuditRecord,
    ChainEntry,
    Notice,
    Response,
    Submission,
    User,
)
from responses.notice_kinds import NoticeKind
from responses.sealing_jobs import Confirmed, leave_seal_to_worker
from tests.support.browser import forms_of
from tests.support.factories import (
    PASSWORD,
    approve_all,
    make_city,
    make_member,
    make_response,
    write,
)
from tests.views.sealing.pages import SEAL, URL, reopen

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Desk:
    """A response that is approved whole, and a coordinator who is about to seal it."""

    client: Client
    response: Response
    coordinator: User
    reviewer: User


@pytest.fixture
def desk(
    client: Client,
    response: Response,
    coordinator: User,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """Return a desk beside a worker, where PDFs take no time."""
    monkeypatch.setattr(package, "render_apart", lambda *_args, **_more: b"%PDF")
    approve_all(response, reviewer)
    beat(timezone.now() + timedelta(hours=1))
    return Desk(client, response, coordinator, reviewer)


def work() -> None:
    """Do what waits as a worker does, which closes the connection of a test."""
    for each in DBTaskResult.objects.ready():
        each.claim("a worker")
        context = TaskContext(task_result=each.task_result)
        try:
            each.set_successful(each.task.call(context, *each.args_kwargs["args"]))
        except LookupError as fault:
            each.set_failed(fault)


def confirm(client: Client) -> dict[str, str | list[str]]:
    """Return what the page that asks sends if one presses there."""
    page = client.get(SEAL)
    return dict(next(form for form in forms_of(page) if "seen" in form.fields).fields)


def press(client: Client) -> str:
    """Look at the page that asks, and press; return where that leads."""
    page = client.post(SEAL, confirm(client))
    assert page.status_code == 302
    return page["Location"]


def job() -> "DBTaskResult[..., str]":
    """Return the one job in the queue."""
    return DBTaskResult.objects.get()


def alert(page: Any) -> str:
    """Return what a page says first of what went wrong, in one line."""
    found = page.content.decode().partition('class="lgq-errors"')[2].partition("</div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found.partition(">")[2]).split())


def test_sealing_is_left_to_a_worker_and_a_page_waits_for_it(desk: Desk) -> None:
    other = make_member(desk.response.city, Role.COORDINATOR, "Other")
    seen = confirm(desk.client)["seen"]
    waiting = press(desk.client)
    assert waiting == f"{SEAL}?job={job().pk}"
    assert not Submission.objects.exists()
    page = desk.client.get(waiting)
    assert (page.status_code, page["Cache-Control"]) == (202, "no-store")
    html = " ".join(page.content.decode().split())
    assert f'http-equiv="refresh" content="3; url={waiting}"' in html
    assert "Making the Korean and the English PDF" in html
    assert "Sealing was asked for by Coordinator" in html
    # Whoever comes to the page that asks, or presses again, waits with them.
    named = with_named(read_snapshot(desk.response), desk.response)
    again = {"seen": text_digest(named, desk.response)}
    for person in (desk.coordinator, other):
        desk.client.force_login(person)
        assert desk.client.get(SEAL)["Location"] == waiting
        assert desk.client.post(SEAL, again)["Location"] == waiting
        assert desk.client.head(waiting).status_code == 202
    assert job().status == TaskResultStatus.READY

    work()
    submission = Submission.objects.get()
    assert (submission.sealed_by, [submission.digest]) == (desk.coordinator, seen)
    desk.client.force_login(desk.coordinator)
    assert desk.client.head(waiting).status_code == 302
    page = desk.client.get(waiting, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    html = page.content.decode()
    assert html.count("The response is sealed as submission no. 1.") == 1
    assert job().return_value == "1"
    assert desk.client.get(SEAL)["Location"] == URL


@pytest.mark.parametrize(
    "left", [timedelta(hours=1), -ALIVE], ids=["by a worker", "by the request"]
)
def test_sealing_is_recorded_and_told_alike_whoever_does_it(desk: Desk, left: timedelta) -> None:
    client, response, coordinator = desk.client, desk.response, desk.coordinator
    beat(timezone.now() + left)
    client.post(SEAL, confirm(client), REMOTE_ADDR="192.0.2.7")
    work()
    submission = Submission.objects.get()
    [told] = AuditRecord.objects.filter(kind=AuditKind.SEAL)
    assert (told.person, told.address) == (coordinator, "192.0.2.7")
    assert told.subject.endswith(submission.digest)
    notices = Notice.objects.filter(kind=NoticeKind.SEALED)
    members = response.city.memberships.exclude(user=coordinator)
    assert {each.person_id for each in notices} == {each.user_id for each in members}
    with ZipFile(BytesIO(bytes(submission.archive))) as pack:
        manifest = json.loads(pack.read("manifest.json"))
    assert (manifest["sealed_by"], manifest["account"]) == ("Coordinator", coordinator.pk)
    assert manifest["address"] == f"{settings.SITE_URL}/verify/?digest={submission.digest}"
    heads = ChainEntry.objects.filter(city=response.city).values_list("digest", flat=True)
    assert manifest["head"] in heads


def _reopened(response: Response, reviewer: User) -> None:
    reopen(response, reviewer)


def _reopened_and_approved(response: Response, reviewer: User) -> None:
    reopen(response, reviewer)
    approve_all(response, reviewer)


def _rewritten(response: Response, reviewer: User) -> None:
    reopen(response, reviewer)
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Meanwhile")
    approve_all(response, reviewer)


def _asked_about(response: Response, reviewer: User) -> None:
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    start(reviewer, place, Said("Who checked this?"), required=True)


def _asked_about_and_answered(response: Response, reviewer: User) -> None:
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    thread = start(reviewer, place, Said("Who checked this?"), required=True)
    work()
    turn(reviewer, place, thread.pk, Turn.RESOLVE)


def _due_later(response: Response, _reviewer: User) -> None:
    response.works.filter(section__key="beta").update(due_on=date(2031, 1, 1))


MOVED = "This response was changed in the meantime. Check its current state."
MEANWHILE: Mapping[str, tuple[Callable[[Response, User], None], Sequence[str]]] = {
    "reopened": (
        _reopened,
        (
            "Some sections are not approved yet. Since you were asked:",
            "B Beta : Reopened (Reviewer,",
        ),
    ),
    "approved again": (_reopened_and_approved, (MOVED, "Reopened (Reviewer,", "Sent for review")),
    "rewritten": (_rewritten, (MOVED, "Reopened (Reviewer,", "Sent for review")),
    "thread": (_asked_about, ("An open thread must be resolved first.",)),
    "terms": (_due_later, (MOVED, "The sections are as they were. A department, a due date")),
}


@pytest.mark.parametrize("when", ["before the press", "before the worker"])
@pytest.mark.parametrize(("act", "told"), MEANWHILE.values(), ids=MEANWHILE)
def test_nothing_is_sealed_but_what_was_confirmed(
    desk: Desk, when: str, act: Callable[[Response, User], None], told: Sequence[str]
) -> None:
    sent = confirm(desk.client)
    if when == "before the press":
        act(desk.response, desk.reviewer)
        page = desk.client.post(SEAL, sent)
        assert not DBTaskResult.objects.exists()
    else:
        waiting = desk.client.post(SEAL, sent)["Location"]
        act(desk.response, desk.reviewer)
        work()
        assert desk.client.head(waiting).status_code == 409
        page = desk.client.get(waiting)
    assert page.status_code == 409
    said = alert(page)
    assert [words for words in ("Nothing was sealed", *told) if words not in said] == []
    assert not Submission.objects.exists()
    assert not AuditRecord.objects.filter(kind=AuditKind.SEAL).exists()
    # What is confirmed now can be sealed.
    for form in [each for each in forms_of(page) if "seen" in each.fields]:
        desk.client.post(SEAL, form.fields)
        work()
        assert Submission.objects.count() == 1


def test_what_kept_it_from_being_sealed_may_be_settled_by_now(desk: Desk) -> None:
    waiting = press(desk.client)
    _asked_about_and_answered(desk.response, desk.reviewer)
    assert "has been settled. Seal it again." in alert(desk.client.get(waiting))
    press(desk.client)
    work()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("loss", ["role", "membership", "account"])
def test_who_loses_the_right_meanwhile_seals_nothing(desk: Desk, loss: str) -> None:
    waiting = press(desk.client)
    membership = desk.coordinator.memberships.get()
    if loss == "role":
        desk.coordinator.memberships.update(role=Role.CONTRIBUTOR)
    elif loss == "membership":
        membership.delete()
    else:
        User.objects.filter(pk=desk.coordinator.pk).update(is_active=False)
    work()
    assert not Submission.objects.exists()
    statuses = {"role": 403, "membership": 404, "account": 302}
    assert desk.client.get(waiting).status_code == statuses[loss]
    desk.client.force_login(make_member(desk.response.city, Role.COORDINATOR, "Other"))
    page = desk.client.get(waiting)
    assert page.status_code == 409
    assert "Coordinator may no longer seal this response. You can seal" in alert(page)


UNFINISHED = "The files were not finished in time"


@pytest.mark.parametrize(
    ("ago", "silent", "status"),
    [
        ({"enqueued_at": timedelta(seconds=10)}, ALIVE, 202),
        ({"enqueued_at": timedelta(seconds=20)}, timedelta(), 202),
        ({"enqueued_at": timedelta(seconds=20)}, ALIVE, 409),
        ({"started_at": timedelta(minutes=2)}, ALIVE, 202),
        ({"started_at": timedelta(minutes=3)}, timedelta(), 409),
    ],
    ids=["waits", "waits for one at work", "waits for nobody", "runs", "its worker has died"],
)
def test_a_job_that_nobody_ends_is_given_back_and_never_done(
    desk: Desk, ago: dict[str, timedelta], silent: timedelta, status: int
) -> None:
    waiting = press(desk.client)
    now = timezone.now()
    DBTaskResult.objects.update(**{name: now - long for name, long in ago.items()})
    if "started_at" in ago:
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    beat(now - silent)
    page = desk.client.get(waiting)
    assert page.status_code == status
    if status == 202:
        return
    assert UNFINISHED in alert(page)
    assert job().status == TaskResultStatus.FAILED
    work()
    assert not Submission.objects.exists()
    # Whoever presses once more gets it, from another worker or at once.
    press(desk.client)
    work()
    assert Submission.objects.count() == 1


def test_what_was_sealed_before_it_was_given_back_is_sealed(desk: Desk) -> None:
    waiting = press(desk.client)
    work()
    long_ago = timezone.now() - timedelta(hours=1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)
    page = desk.client.get(waiting, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "This response is already sealed." in page.content.decode()


@pytest.mark.parametrize("fault", ["given back", "too late", "too large", "fails"])
def test_a_worker_that_does_not_seal_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Also one that comes to its end after the job was given back."""

    def render(*_args: object, **_more: object) -> bytes:
        if fault == "given back":
            DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
        elif fault == "too large":
            raise TooLargeError
        elif fault == "fails":
            raise LookupError
        return b"%PDF"

    monkeypatch.setattr(package, "render_apart", render)
    waiting = press(desk.client)
    if fault == "too late":
        DBTaskResult.objects.update(enqueued_at=timezone.now() - DEAD)
    work()
    page = desk.client.get(waiting)
    assert page.status_code == 409
    words = "This response is too large for its PDF" if fault == "too large" else UNFINISHED
    assert words in alert(page)
    assert not Submission.objects.exists()


def test_who_is_signed_out_meanwhile_comes_back_to_what_became_of_it(desk: Desk) -> None:
    waiting = press(desk.client)
    desk.client.logout()
    work()
    assert Submission.objects.get().sealed_by == desk.coordinator
    page = desk.client.get(waiting, follow=True)
    there = page.redirect_chain[-1][0]
    page = desk.client.post(
        there, {"username": desk.coordinator.email, "password": PASSWORD}, follow=True
    )
    assert [where for where, _status in page.redirect_chain] == [waiting, URL]
    assert "The response is sealed as submission no. 1." in page.content.decode()


@pytest.mark.parametrize("key", ["x", "0", "00000000-0000-4000-8000-000000000000", "another's"])
def test_a_job_that_is_none_of_the_response_leads_to_the_page_that_asks(
    desk: Desk, key: str
) -> None:
    if key == "another's":
        other = make_response(make_city("elsewhere"))
        approve_all(other, make_member(other.city, Role.REVIEWER))
        person = make_member(other.city, Role.COORDINATOR)
        confirmed = Confirmed("", timezone.now())
        key = str(
            leave_seal_to_worker(other, Actor(person), confirmed, timedelta(), timezone.now())
        )
    assert desk.client.get(f"{SEAL}?job={key}")["Location"] == SEAL
