"""What the pages show of translations that are reviewed after their sections."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.glossary.choosing import choose_submission_language
from responses.domain.review.afterwards import review_translations_afterwards
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.reminders import remind
from responses.enums import Action, Role
from responses.models import Answer, Event, Notice, Response, SectionWork, User
from responses.notice_kinds import NoticeKind
from tests.support.browser import words
from tests.support.factories import (
    approve_all,
    assign,
    make_member,
    make_submission,
    name_translators,
    translate,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

RESPONSE = "/springfield/test-2030/"
SECTION = f"{RESPONSE}beta/"
BOTH = f"{SECTION}?show=both"
REVIEW = f"{SECTION}review/"
CONFIRM = f"{SECTION}review_translations/"
SAVE = f"{SECTION}b-1_en/save/"


@pytest.fixture
def afterwards(response: Response, coordinator: User, writer: User) -> Response:
    """Return a response of a city that reviews translations afterwards; B.1 is answered."""
    actor = Actor(coordinator)
    assign(response, "beta", writer)
    write(response, "b-1", writer, text="하나")
    choose_submission_language(response.city, "en", actor=actor)
    review_translations_afterwards(response.city, afterwards=True, actor=actor)
    response.city.refresh_from_db()
    return response


@pytest.fixture
def translator(afterwards: Response) -> User:
    translator = make_member(afterwards.city, Role.CONTRIBUTOR, "Lee")
    name_translators(afterwards, "beta", translator)
    return translator


def do(response: Response, action: Action, actor: User) -> Event:
    section = read_snapshot(response).sections_by_key["beta"]
    move = Move(action, comment="So.", seen=section.digest)
    return perform(move, response, section.section, actor=Actor(actor))


def page_of(client: Client, person: User, url: str) -> str:
    client.force_login(person)
    return words(client.get(url))


def autosave(client: Client, version: int, text: str) -> tuple[int, Any]:
    fields = {"version-b-1_en": str(version), "q-b-1_en--text": text, "original-b-1_en": "1"}
    page = client.post(SAVE, fields)
    return page.status_code, json.loads(page.content)


def test_sending_and_signing_do_not_ask_for_translations(
    client: Client, afterwards: Response, writer: User, reviewer: User
) -> None:
    assert "Answers not fully translated" not in page_of(client, writer, f"{SECTION}send/")
    do(afterwards, Action.SEND, writer)
    said = page_of(client, reviewer, REVIEW)
    assert "not fully translated" not in said
    assert "Signatures are for the answers alone." in said


def test_with_the_section_they_do(
    client: Client, afterwards: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    review_translations_afterwards(afterwards.city, afterwards=False, actor=Actor(coordinator))
    assert "Answers not fully translated: 1" in page_of(client, writer, f"{SECTION}send/")
    do(afterwards, Action.SEND, writer)
    said = page_of(client, reviewer, REVIEW)
    assert "Answers not fully translated: 1" in said
    assert "Signatures are for the answers alone." not in said


def test_a_translation_saves_itself_in_review_and_approved(  # noqa: PLR0917 - fixtures
    client: Client,
    afterwards: Response,
    translator: User,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(translator)
    do(afterwards, Action.SEND, writer)
    assert autosave(client, 0, "One")[0] == 200
    with django_assert_num_queries(7):
        status, told = autosave(client, 1, "Two")
    assert (status, told["state"], told["version"]) == (200, "saved", 2)
    do(afterwards, Action.APPROVE, reviewer)
    with django_assert_num_queries(7):
        status, told = autosave(client, 2, "Three")
    assert (status, told["state"], told["version"]) == (200, "saved", 3)
    assert Answer.objects.get(language="en").content == {"parts": {"text": "Three"}}


def test_its_original_stays_closed(
    client: Client, afterwards: Response, writer: User, reviewer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    client.force_login(writer)
    fields = {"version-b-1": "1", "q-b-1--text": "둘"}
    page = client.post(f"{SECTION}b-1/save/", fields)
    assert (page.status_code, json.loads(page.content)["state"]) == (409, "refused")
    assert "In review: answers cannot be changed now." in words(client.get(SECTION))
    assert 'href="?show=both">Translate it<' in client.get(SECTION).content.decode()
    both = client.get(BOTH)
    assert "cannot be changed now" not in words(both)
    assert 'name="q-b-1_en--text"' in both.content.decode()


def test_who_has_the_page_of_translations_open_is_not_told_that_it_is_closed(
    client: Client, afterwards: Response, translator: User, writer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    client.force_login(translator)
    told = client.post(f"{SECTION}presence/", {"version-b-1_en": "0"}).json()
    assert told["closed"] == ""
    told = client.post(f"{SECTION}presence/", {"version-b-1": "1"}).json()
    assert told["closed"] == "In review: answers cannot be changed now."


def test_without_scripts_translations_are_saved_once_it_is_approved(
    client: Client, afterwards: Response, writer: User, reviewer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    client.force_login(writer)
    fields = {"version-b-1_en": "0", "q-b-1_en--text": "One", "original-b-1_en": "1"}
    assert client.post(BOTH, fields).status_code == 302
    assert Answer.objects.get(language="en").content == {"parts": {"text": "One"}}


def test_my_work_of_translators_goes_on_after_sending(
    client: Client, afterwards: Response, translator: User, writer: User, reviewer: User
) -> None:
    assert "Translate B.1" in page_of(client, translator, "/")
    do(afterwards, Action.SEND, writer)
    assert "Translate B.1" in page_of(client, translator, "/")
    do(afterwards, Action.APPROVE, reviewer)
    assert "Translate B.1" in page_of(client, translator, "/")
    # Who writes has nothing to do with it where others are named.
    assert "Translate B.1" not in page_of(client, writer, "/")
    translate(afterwards, "b-1", translator, text="One")
    assert "Translate B.1" not in page_of(client, translator, "/")


def test_where_nobody_is_named_writers_translate_afterwards(
    client: Client, afterwards: Response, writer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    assert "Translate B.1" in page_of(client, writer, "/")
    translate(afterwards, "b-1", writer, text="One")
    assert "Translate B.1" not in page_of(client, writer, "/")


def test_my_work_of_reviewers_asks_once_all_is_translated(  # noqa: PLR0917 - fixtures
    client: Client,
    afterwards: Response,
    translator: User,
    writer: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    assert "Review the translations" not in page_of(client, reviewer, "/")
    translate(afterwards, "b-1", translator, text="One")
    client.force_login(reviewer)
    with django_assert_num_queries(14):
        said = words(client.get("/"))
    assert "Review the translations" in said
    assert f'href="{BOTH}"' in client.get("/").content.decode()
    assert "Review the translations" not in page_of(client, translator, "/")


def confirm(client: Client, person: User) -> Any:
    """Press the button on the page on which both languages are read."""
    client.force_login(person)
    html = client.get(BOTH).content.decode()
    assert f'action="{CONFIRM}"' in html
    [seen] = re.findall(r'name="seen" value="(\w+)"', html)
    return client.post(CONFIRM, {"seen": seen})


def test_a_reviewer_confirms_what_they_read(
    client: Client, afterwards: Response, translator: User, writer: User, reviewer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    translate(afterwards, "b-1", translator, text="One")
    said = page_of(client, reviewer, BOTH)
    assert "Not confirmed yet." in said
    page = confirm(client, reviewer)
    assert (page.status_code, page.headers["Location"]) == (302, "/")
    assert "The translations of B. Beta are confirmed." in words(client.get("/"))
    assert "Review the translations" not in words(client.get("/"))
    assert re.search(r"Confirmed by Reviewer, .+\.", page_of(client, reviewer, BOTH))
    assert f'action="{CONFIRM}"' not in client.get(BOTH).content.decode()
    assert "Translations confirmed" in page_of(client, writer, REVIEW)
    translate(afterwards, "b-1", translator, text="Two")
    assert "Changed since they were last confirmed." in page_of(client, reviewer, BOTH)
    assert "Review the translations" in page_of(client, reviewer, "/")


def test_what_changed_meanwhile_is_read_again(
    client: Client, afterwards: Response, translator: User, writer: User, reviewer: User
) -> None:
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    translate(afterwards, "b-1", translator, text="One")
    client.force_login(reviewer)
    [seen] = re.findall(r'name="seen" value="(\w+)"', client.get(BOTH).content.decode())
    translate(afterwards, "b-1", translator, text="Two")
    page = client.post(CONFIRM, {"seen": seen})
    assert page.status_code == 409
    assert "The answers have changed since you opened this page." in words(page)
    assert SectionWork.objects.get(section__key="beta").translations_review is None


def test_writers_see_how_it_stands_and_have_no_button(
    client: Client, afterwards: Response, writer: User, reviewer: User
) -> None:
    translate(afterwards, "b-1", writer, text="One")
    do(afterwards, Action.SEND, writer)
    do(afterwards, Action.APPROVE, reviewer)
    client.force_login(writer)
    html = client.get(BOTH).content.decode()
    assert "Not confirmed yet." in html
    assert f'action="{CONFIRM}"' not in html
    assert client.post(CONFIRM, {"seen": "x"}).status_code == 403


def test_front_page_dashboard_and_sealing_say_what_is_not_confirmed(
    client: Client,
    afterwards: Response,
    writer: User,
    reviewer: User,
    coordinator: User,
) -> None:
    translate(afterwards, "b-1", writer, text="One")
    approve_all(afterwards, reviewer)
    client.force_login(coordinator)
    assert "Translations not confirmed by a reviewer: B" in words(client.get(RESPONSE))
    assert "Translations not confirmed" in words(client.get(f"{RESPONSE}dashboard/"))
    sealing = client.get(f"{RESPONSE}submissions/seal/")
    assert "Translations not confirmed by a reviewer B Beta" in words(sealing)
    assert "can be changed without reopening, until the response is sealed: B." in words(sealing)
    assert f'href="{BOTH}#confirm"' in sealing.content.decode()
    confirm(client, reviewer)
    client.force_login(coordinator)
    assert "not confirmed" not in words(client.get(RESPONSE))
    assert "Translations confirmed" in words(client.get(f"{RESPONSE}dashboard/"))
    assert "not confirmed" not in words(client.get(f"{RESPONSE}submissions/seal/"))


def test_a_sealed_response_takes_no_translation(
    client: Client, afterwards: Response, writer: User
) -> None:
    make_submission(afterwards)
    client.force_login(writer)
    assert 'name="q-b-1_en--text"' not in client.get(BOTH).content.decode()
    assert "Approved: its translation can be changed once" in words(client.get(BOTH))
    status, told = autosave(client, 0, "One")
    assert (status, told["state"]) == (409, "refused")


def test_translators_stay_told_while_they_can_translate(
    afterwards: Response, translator: User, writer: User, coordinator: User, reviewer: User
) -> None:
    notice = Notice.objects.create(
        person=translator,
        response=afterwards,
        kind=NoticeKind.TRANSLATE,
        section_id=SectionWork.objects.get(section__key="beta").section_id,
        key="translate:1",
        created_at=afterwards.created_at,
    )
    do(afterwards, Action.SEND, writer)
    notice.refresh_from_db()
    assert notice.read_at is None
    make_submission(afterwards)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_translators_are_reminded_of_what_is_due_after_the_approval(
    afterwards: Response, translator: User, writer: User, reviewer: User
) -> None:
    day = timezone.localdate() + timedelta(days=1)
    afterwards.works.filter(section__key="beta").update(translation_due_on=day, due_on=day)
    do(afterwards, Action.SEND, writer)
    Notice.objects.all().delete()
    remind(timezone.localdate())
    assert [(each.person, each.kind) for each in Notice.objects.all()] == [
        (translator, NoticeKind.DUE_TOMORROW)
    ]


def test_a_coordinator_reminds_of_translations_of_an_approved_section(
    client: Client, afterwards: Response, translator: User, reviewer: User, coordinator: User
) -> None:
    approve_all(afterwards, reviewer)
    Notice.objects.all().delete()
    client.force_login(coordinator)
    dashboard = f"{RESPONSE}dashboard/"
    assert 'name="remind" value="beta"' in client.get(dashboard).content.decode()
    client.post(dashboard, {"remind": "beta"})
    assert [(each.person, each.kind) for each in Notice.objects.all()] == [
        (translator, NoticeKind.URGED_TO_TRANSLATE)
    ]
    assert "Sent today" in words(client.get(dashboard))
    translate(afterwards, "b-1", translator, text="One")
    assert 'name="remind" value="beta"' not in client.get(dashboard).content.decode()


@pytest.mark.parametrize("later", [True, False])
def test_who_signs_is_told_whether_that_is_of_the_translations(
    *,
    later: bool,
    client: Client,
    afterwards: Response,
    writer: User,
    reviewer: User,
    coordinator: User,
) -> None:
    actor = Actor(coordinator)
    review_translations_afterwards(afterwards.city, afterwards=later, actor=actor)
    do(afterwards, Action.SEND, writer)
    client.force_login(reviewer)
    seen = read_snapshot(afterwards).sections_by_key["beta"].digest
    asked = client.post(f"{SECTION}approve/", {"ask": "1", "seen": seen, "step": "0"})
    assert ("You do so for the translations, too." in words(asked)) != later
