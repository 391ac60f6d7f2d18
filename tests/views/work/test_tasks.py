"""My work: what waits for a writer and for a signer."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.content.content import canonical
from responses.domain.people.deputies import add_deputy
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.telling.failing_links import tell_of_links
from responses.enums import Action, Role
from responses.link_states import Finding
from responses.models import Deputy, Membership, User
from responses.wording.dates import period
from tests.support.checked import note_checks
from tests.support.factories import (
    assign,
    find,
    make_city,
    make_member,
    make_response,
    make_user,
    shape_of,
    write,
)
from tests.views.work.pages import OVERVIEW, tasks

pytestmark = pytest.mark.django_db


def test_my_work_links_to_the_section_that_waits(client: Client) -> None:
    response = make_response()
    person = make_member(response.city, Role.CONTRIBUTOR)
    for section in ("alpha", "beta"):
        assign(response, section, person)
    client.force_login(person)
    html = client.get("/").content.decode()
    links = re.findall(r'href="(/springfield/[^"]*)"', html)
    assert links == [
        "/springfield/test-2030/alpha/#next",
        "/springfield/test-2030/beta/#next",
        "/springfield/test-2030/",
    ]
    assert "2 of 2 not fully answered" in html


def test_my_work_says_how_much_is_answered_and_whom_a_deputy_signs_for(client: Client) -> None:
    response = make_response()
    writer, head, deputy = (
        make_member(response.city, role, name)
        for role, name in (
            (Role.CONTRIBUTOR, "Writer"),
            (Role.REVIEWER, "Head"),
            (Role.REVIEWER, "Deputy"),
        )
    )
    write(response, "a-1", writer, nothing_to_report="Not our task")
    line = [Step("국장", (head.pk,)).to_json()]
    response.works.filter(section__key="alpha").update(approval_line=line)
    today = timezone.localdate()
    add_deputy(response.city, head, deputy, today, today, actor=Actor(head))
    section = find(response, "a-1")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    for person, said in ((head, False), (deputy, True)):
        client.force_login(person)
        html = client.get("/").content.decode()
        assert "Answered 1/2" in html
        assert ("as the deputy of Head (代)" in html) is said
        # Who is away reads who signs for them, with the way to change it.
        with override("en"):
            days = period(today, today)
        shown = f'<a href="/springfield/deputies/">{days}: Deputy signs for you</a>'
        assert (shown in html) is not said
        assert ("You can still sign yourself in that time." in html) is not said
    yesterday = today - timedelta(days=1)
    Deputy.objects.update(first_day=yesterday, last_day=yesterday)
    client.force_login(head)
    assert "signs for you" not in client.get("/").content.decode()


@pytest.mark.parametrize("consents", [False, True])
def test_what_a_deputy_signed_is_to_be_read_until_it_was_opened(
    client: Client, *, consents: bool
) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    head, deputy, last = (
        make_member(response.city, Role.REVIEWER, name) for name in ("Head", "Deputy", "Last")
    )
    line = [Step("국장", (head.pk,), consents).to_json(), Step("시장", (last.pk,)).to_json()]
    response.works.filter(section__key="alpha").update(approval_line=line)
    today = timezone.localdate()
    add_deputy(response.city, head, deputy, today, today, actor=Actor(head))
    section = find(response, "a-1")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen, step=0), response, section, actor=Actor(deputy))

    def to_read(person: User) -> list[str]:
        client.force_login(person)
        html = client.get("/").content.decode()
        return re.findall(r'href="(/notices/\d+/)"', html.partition('id="to-read"')[2])

    assert [len(to_read(each)) for each in (head, deputy, last)] == [1, 0, 0]
    client.force_login(head)
    client.get(f"{OVERVIEW}alpha/review/")
    assert to_read(head) == []


@pytest.mark.parametrize("cities", [1, 3])
def test_my_work_of_a_reviewer_takes_eleven_queries_and_one_for_what_is_unread(
    cities: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    for number in range(cities):
        response = make_response(make_city(f"city-{number}"))
        Membership.objects.create(city=response.city, user=person, role=Role.REVIEWER)
        write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Done")
    shape_of(response)  # the edition is known to the process
    client.force_login(person)
    with django_assert_num_queries(11):
        client.get("/")
    person.notices.create(kind="sent", key="x", response=response, created_at=timezone.now())
    with django_assert_num_queries(12):
        client.get("/")


def test_a_task_to_sign_is_called_as_its_button(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    first, last = (make_member(response.city, Role.REVIEWER) for _each in range(2))
    section = find(response, "a-1")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"
    client.force_login(last)
    assert tasks(client.get("/").content.decode()) == ["결재"]
    line = [Step("팀장", (first.pk,)).to_json(), Step("국장", (last.pk,)).to_json()]
    response.works.filter(section__key="alpha").update(approval_line=line)
    client.force_login(first)
    assert tasks(client.get("/").content.decode()) == ["결재"]
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(first))
    client.force_login(last)
    assert tasks(client.get("/").content.decode()) == ["최종 결재"]


def test_a_consent_is_asked_for_as_such(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    lawyer = make_member(response.city, Role.REVIEWER)
    line = [Step("담당관", (lawyer.pk,), consents=True).to_json(), Step("국장").to_json()]
    response.works.filter(section__key="alpha").update(approval_line=line)
    perform(Move(Action.SEND), response, find(response, "a-1")[0], actor=Actor(writer))
    client.force_login(lawyer)
    html = client.get("/").content.decode()
    assert tasks(html) == ["Consent"]
    Membership.objects.filter(user=lawyer).delete()
    client.force_login(make_member(response.city, Role.COORDINATOR))
    assert "In review, but nobody can consent to it" in client.get("/").content.decode()


def test_a_reviewer_reads_what_they_will_sign_before_it_is_their_turn(client: Client) -> None:
    response = make_response()
    head = make_member(response.city, Role.REVIEWER, "Head")
    line = [Step("팀장").to_json(), Step("과장", (head.pk,), consents=True).to_json()]
    response.works.filter(section__key="alpha").update(approval_line=line)
    client.force_login(head)
    html = " ".join(client.get("/").content.decode().split())
    assert "You have no tasks." in html
    coming = html.partition('id="coming"')[2].partition("</section>")[0]
    assert re.findall(r'href="([^"]*)"', coming) == [f"{OVERVIEW}alpha/review/"]
    assert "<span>과장 (consent)</span>" in coming
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert 'id="coming"' not in client.get("/").content.decode()


def test_what_was_sent_stands_quietly_in_the_work_of_its_writer(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR, "Writer")
    other = make_member(response.city, Role.CONTRIBUTOR, "Other")
    head = make_member(response.city, Role.REVIEWER, "Head")
    client.force_login(writer)

    def quiet() -> str:
        html = " ".join(client.get("/").content.decode().split())
        return html.partition('id="in-review"')[2].partition("</section>")[0]

    assign(response, "alpha", writer, other)
    assert not quiet()
    perform(Move(Action.SEND), response, find(response, "a-1")[0], actor=Actor(other))
    assert "Waiting for a reviewer" in quiet()
    assert re.findall(r'href="([^"]*)"', quiet()) == [f"{OVERVIEW}alpha/review/"]
    step = Step("팀장", (head.pk,))
    for consents, said in ((False, "signature"), (True, "consent")):
        line = [replace(step, consents=consents).to_json()]
        response.works.filter(section__key="alpha").update(approval_line=line)
        assert f"Waiting for the {said} of 팀장 Head" in quiet()
    # Two more than without: for what is in review, and for the names.
    with django_assert_num_queries(11):
        html = client.get("/").content.decode()
    assert "You have no tasks." in html
    client.force_login(other)
    assert "팀장 Head" in quiet()
    for role in (Role.CONTRIBUTOR, Role.REVIEWER, Role.COORDINATOR):
        client.force_login(make_member(response.city, role))
        assert not quiet()
    client.force_login(other)
    perform(Move(Action.WITHDRAW), response, find(response, "a-1")[0], actor=Actor(other))
    assert not quiet()
    assign(response, "alpha", other)
    html = client.get("/").content.decode()
    assert ("Withdrawn from review " in html, "Open since" in html) == (True, False)


def test_my_work_leads_to_each_unsaved_text(client: Client) -> None:
    response = make_response()
    person = make_member(response.city, Role.CONTRIBUTOR)
    client.force_login(person)
    assert "My unsaved texts" not in client.get("/").content.decode()
    section, question = find(response, "b-1")
    sent = Write(question, canonical(question, {"text": "Mine"}), None)
    refused = save_answer(response, section, sent, author=person).refused
    assert refused
    html = client.get("/").content.decode()
    address, anchor = "/springfield/test-2030/beta/unsaved/", f"t{refused.pk}-title"
    assert f'<a href="{address}#{anchor}">B.1 Only text</a>' in html
    assert "The page did not say which version it started from." in html
    assert f'id="{anchor}"' in client.get(address).content.decode()


def test_tasks_stand_under_their_response_which_is_named_once(client: Client) -> None:
    person = make_user()
    today = timezone.localdate()
    for city, left in (("aurora", 3), ("springfield", 0)):
        response = make_response(make_city(city))
        Membership.objects.create(city=response.city, user=person, role=Role.CONTRIBUTOR)
        for section in ("alpha", "beta"):
            assign(response, section, person)
        response.works.update(due_on=today + timedelta(days=left))
    client.force_login(person)
    tasks = client.get("/").content.decode().partition('id="waiting"')[2].partition("</section>")[0]
    assert re.findall(r"<h3[^>]*>([^<]*)</h3>", tasks) == [
        "Springfield · TEST 2030",
        "Aurora · TEST 2030",
    ]
    assert tasks.count("TEST 2030") == 2
    assert re.findall(r'<span class="lgq-d-day"[^>]*>([^<]*)</span>', tasks) == [
        *["due today"] * 2,
        *["3 days left"] * 2,
    ]


def test_links_that_fail_are_counted_for_who_writes_where_they_stand(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Five queries more: who was told, what fails, notes, editions, the answers that name it."""
    monkeypatch.setattr(settings, "CHECK_LINKS", True)
    response = make_response()
    writer, other = (make_member(response.city, Role.CONTRIBUTOR) for _ in range(2))
    for section, person in (("alpha", writer), ("beta", other)):
        assign(response, section, person)
    links = [{"label": "", "url": each} for each in ("a.kr", "b.kr", "works.kr")]
    write(response, "a-1", writer, links=links)
    write(response, "a-2", writer, links=links[:1])
    client.force_login(writer)
    client.get("/")
    with django_assert_num_queries(9):
        client.get("/")
    now = timezone.now()
    for url in ("a.kr", "b.kr"):
        note_checks(url, Finding.MISSING, Finding.MISSING, last=now)
    note_checks("works.kr", Finding.WORKS, last=now)
    tell_of_links()

    def shown(person: User) -> str:
        client.force_login(person)
        link = f'<a href="{OVERVIEW}evidence/?state=failing&amp;whose=mine">'
        row = client.get("/").content.decode().partition(link)[2].partition("</a>")[0]
        return " ".join(re.sub("<[^>]*>", " ", row).split())

    assert (shown(writer), shown(other)) == ("2 links fail", "")
    client.force_login(writer)
    client.get("/")
    with django_assert_num_queries(14):
        client.get("/")
    # Whom the section is assigned to next has to correct them, and finds them, too.
    assign(response, "alpha", other)
    response.works.get(section__key="alpha").contributors.set([other])
    assert (shown(writer), shown(other)) == ("", "2 links fail")
    note_link(response, digest_of("b.kr"), "b.kr", "only in Korea", actor=Actor(other))
    assert shown(other) == "1 link fails"
    write(response, "a-1", other, links=links[2:])
    assert shown(other) == "1 link fails"
    write(response, "a-2", other, links=[])
    assert shown(other) == ""
