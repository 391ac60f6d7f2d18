"""Links that fail: who sends, signs or seals has to know of them, and that is recorded."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.snapshot.links import SnapshotLink
from responses.domain.snapshot.plain import read_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import SealRefusedError, prepare, seal
from responses.domain.submissions.sealing import digest_of as digest_of_text
from responses.enums import AuditKind
from responses.link_states import Finding, LinkState
from responses.models import AuditRecord, Event, Response, Submission, User
from tests.support.checked import note_checks
from tests.support.factories import approve_all, write

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
ALPHA = "/springfield/test-2030/alpha/"
SEND, APPROVE, REVIEW = f"{ALPHA}send/", f"{ALPHA}approve/", f"{ALPHA}review/"
SEAL = "/springfield/test-2030/submissions/seal/"
FAILS = [Finding.MISSING, Finding.MISSING]
AGAIN = "These links fail. Look at them, then confirm once more."


@pytest.fixture
def linked(response: Response, writer: User, settings: Settings) -> Response:
    """Return a response with a link that fails and one that works, where links are checked."""
    settings.CHECK_LINKS = True
    links = [{"label": "", "url": url} for url in ("fails.kr", "works.kr")]
    write(response, "a-1", writer, links=links)
    note_checks("fails.kr", *FAILS, last=NOW)
    note_checks("works.kr", Finding.WORKS, last=NOW)
    return response


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def listed(html: str) -> str:
    """Return the words of the list of failing links of a page, empty if it has none."""
    found = re.search(r'<ul class="lgq-rows lgq-missing" id="failing">(.*?)</ul>', html, re.DOTALL)
    return words(found[1]) if found else ""


def known(html: str) -> str:
    """Return what the form of a page says of which failing links its person knows."""
    found = re.search(r'name="failing" value="([^"]*)"', html)
    assert found
    return found[1]


def post(client: Client, path: str, status: int, **sent: str) -> str:
    page = client.post(path, sent)
    assert page.status_code == status
    return page.content.decode()


def subjects(kind: AuditKind) -> list[str]:
    return list(AuditRecord.objects.filter(kind=kind).values_list("subject", flat=True))


def test_sending_asks_about_links_that_fail_and_records_that_one_knew(
    linked: Response, writer: User, client: Client
) -> None:
    client.force_login(writer)
    page = client.get(SEND).content.decode()
    assert listed(page) == "A.1 Everything fails.kr"
    assert known(page) == digest_of("fails.kr")
    note_checks("works.kr", *FAILS, last=NOW.replace(month=12))
    again = post(client, SEND, 409, comment="As agreed", failing=known(page))
    assert AGAIN in words(again)
    assert "As agreed</textarea>" in again
    assert listed(again) == "A.1 Everything fails.kr, works.kr"
    assert not Event.objects.exists()
    post(client, SEND, 302, failing=known(again))
    event = Event.objects.get()
    assert event.failing == ["fails.kr", "works.kr"]
    assert subjects(AuditKind.TRANSITION) == [
        "test-2030 · A. Alpha (한국어) · 검토 요청 · 연결되지 않는 링크 2건 확인"
    ]
    history = words(client.get(REVIEW).content.decode())
    assert "These links failed then, as confirmed: fails.kr, works.kr" in history


def test_signing_asks_about_links_that_fail_and_records_that_one_knew(
    linked: Response,
    writer: User,
    reviewer: User,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(writer)
    post(client, SEND, 302, failing=digest_of("fails.kr"))
    client.force_login(reviewer)
    html = client.get(REVIEW).content.decode()
    assert "Answers with links that fail: 1 These links failed on different days." in words(html)
    assert listed(html) == "A.1 Everything fails.kr"
    seen = read_snapshot(linked).sections_by_key["alpha"].digest
    page = post(client, APPROVE, 200, ask="1", seen=seen, step="0")
    assert listed(page) == "A.1 Everything fails.kr"
    again = post(client, APPROVE, 409, seen=seen, step="0", comment="Fine")
    assert AGAIN in words(again)
    assert "Fine</textarea>" in again
    post(client, APPROVE, 302, seen=seen, step="0", failing=known(page))
    assert Event.objects.latest("pk").failing == ["fails.kr"]
    assert subjects(AuditKind.TRANSITION)[-1].endswith(" · 연결되지 않는 링크 1건 확인")


def test_what_a_note_explains_or_nobody_checks_is_not_asked_about(
    linked: Response, writer: User, client: Client, settings: Settings
) -> None:
    client.force_login(writer)
    settings.CHECK_LINKS = False
    assert listed(client.get(SEND).content.decode()) == ""
    settings.CHECK_LINKS = True
    note_link(linked, digest_of("fails.kr"), "fails.kr", "only in Korea", actor=Actor(writer))
    assert listed(client.get(SEND).content.decode()) == ""
    assert "Right all the same: only in Korea" in words(client.get(REVIEW).content.decode())
    post(client, SEND, 302)
    assert Event.objects.get().failing is None


def test_sealing_asks_about_links_that_fail_and_records_that_one_knew(
    linked: Response, reviewer: User, coordinator: User, client: Client, settings: Settings
) -> None:
    settings.CHECK_LINKS = False
    approve_all(linked, reviewer)
    settings.CHECK_LINKS = True
    client.force_login(coordinator)
    page = client.get(SEAL).content.decode()
    assert listed(page) == "A.1 Everything fails.kr"
    sent = dict(re.findall(r'name="(seen|since)" value="([^"]*)"', page))
    note_checks("works.kr", *FAILS, last=NOW.replace(month=12))
    again = post(client, SEAL, 409, **sent)
    assert listed(again) == "A.1 Everything fails.kr, works.kr"
    sent = dict(re.findall(r'name="(seen|since)" value="([^"]*)"', again))
    post(client, SEAL, 302, **sent)
    digest = Submission.objects.get().digest
    assert subjects(AuditKind.SEAL) == [
        f"test-2030 · 제1호 · 연결되지 않는 링크 2건 확인 · {digest}"
    ]


def test_what_is_sealed_says_how_links_stood_and_a_check_meanwhile_keeps_nobody_from_it(
    linked: Response, reviewer: User, coordinator: User, settings: Settings
) -> None:
    settings.CHECK_LINKS = False
    approve_all(linked, reviewer)
    settings.CHECK_LINKS = True
    actor = Actor(coordinator)
    prepared = prepare(linked, actor=actor, address="")
    note_checks("works.kr", Finding.WORKS, last=NOW.replace(month=12))
    sealed = seal(linked, prepared, files={}, archive=b"", actor=actor)
    assert read_text(sealed.snapshot).links == (
        SnapshotLink("fails.kr", LinkState.FAILING, date(2026, 11, 29)),
        SnapshotLink("works.kr", LinkState.WORKS, date(2026, 11, 29)),
    )
    assert sealed.digest == digest_of_text(sealed.snapshot.encode())
    prepared = replace(prepared, seal=replace(prepared.seal, number=2))
    with pytest.raises(SealRefusedError):
        seal(linked, prepared, files={}, archive=b"", actor=actor)
