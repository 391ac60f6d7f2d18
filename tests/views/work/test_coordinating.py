"""My work of a coordinator: sealing, sending, and what nobody is assigned to."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.submissions.delivering import Sent, deliver
from responses.domain.talk.talking import Said, Turn, start, turn
from responses.enums import Action, Role
from responses.models import Membership, Response, User
from tests.support.factories import (
    approve_all,
    find,
    make_city,
    make_member,
    make_response,
    make_submission,
    make_user,
    shape_of,
    write,
)
from tests.views.work.pages import OVERVIEW

pytestmark = pytest.mark.django_db


def test_coordinators_first_task_is_to_seal_what_is_approved_whole(client: Client) -> None:
    response = make_response()
    reviewer = make_member(response.city, Role.REVIEWER)
    coordinator = make_member(response.city, Role.COORDINATOR)
    sealing = '<a href="/springfield/test-2030/submissions/seal/">'

    def tells(person: User) -> bool:
        client.force_login(person)
        return sealing in client.get("/").content.decode()

    assert not tells(coordinator)
    approve_all(response, reviewer)
    client.force_login(coordinator)
    html = client.get("/").content.decode()
    assert f"{sealing}All sections approved: seal the response</a>" in html
    assert html.lower().count("seal the response") == 1
    assert html.index(sealing) == html.index('<a href="/springfield/')
    assert "Answered 0/3" in html
    assert not tells(reviewer)

    make_submission(response)
    assert not tells(coordinator)
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="A figure."), response, section, actor=Actor(reviewer))
    assert not tells(coordinator)
    approve_all(response, reviewer)
    assert not tells(coordinator)  # its answers are those that are sealed
    writer = make_member(response.city, Role.CONTRIBUTOR)
    perform(Move(Action.REOPEN, comment="A figure."), response, section, actor=Actor(reviewer))
    write(response, "b-1", writer, text="Mended")
    approve_all(response, reviewer)
    assert tells(coordinator)


def test_discussions_that_sealing_waits_for_are_the_task_before_it(client: Client) -> None:
    response = make_response()
    reviewer = make_member(response.city, Role.REVIEWER)
    coordinator = make_member(response.city, Role.COORDINATOR)
    approve_all(response, reviewer)
    place = AnswerRef("springfield", "test-2030", "alpha", "a-1")
    thread = start(coordinator, place, Said("Which year?"), required=True)
    client.force_login(coordinator)
    html = client.get("/").content.decode()
    to_seal = "All sections approved: seal the response"
    assert "Resolve the discussions that sealing waits for</a>" in html
    assert to_seal not in html
    turn(coordinator, place, thread.pk, Turn.RESOLVE)
    html = client.get("/").content.decode()
    assert "Resolve the discussions" not in html
    assert to_seal in html


def test_what_is_sealed_is_a_task_until_it_is_recorded_as_sent(client: Client) -> None:
    response = make_response()
    reviewer = make_member(response.city, Role.REVIEWER)
    coordinator = make_member(response.city, Role.COORDINATOR)
    approve_all(response, reviewer)
    sending = '<a href="/springfield/test-2030/submissions/#record">'

    def tells(person: User) -> bool:
        client.force_login(person)
        return sending in client.get("/").content.decode()

    assert not tells(coordinator)
    submission = make_submission(response)
    assert tells(coordinator)
    html = client.get("/").content.decode()
    assert "Response sealed: send the files and record it" in html
    assert "You have no tasks" not in html
    assert 'id="record"' in client.get("/springfield/test-2030/submissions/").content.decode()
    assert not tells(reviewer)
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="A figure."), response, section, actor=Actor(reviewer))
    assert not tells(coordinator)
    approve_all(response, reviewer)
    assert tells(coordinator)  # its answers are those that are sealed and still to be sent
    page = client.get("/springfield/test-2030/submissions/").content.decode()
    assert '<details id="record" open>' in page
    writer = make_member(response.city, Role.CONTRIBUTOR)
    perform(Move(Action.REOPEN, comment="A figure."), response, section, actor=Actor(reviewer))
    write(response, "b-1", writer, text="Mended")
    approve_all(response, reviewer)
    assert not tells(coordinator)
    submission = make_submission(response)
    assert tells(coordinator)
    deliver(submission, Sent(date(2030, 1, 2), "e-mail"), actor=Actor(coordinator))
    assert not tells(coordinator)


@pytest.mark.parametrize("cities", [1, 3])
def test_sealing_as_a_task_takes_one_query_more_however_many_responses(
    cities: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    for number in range(cities):
        response = make_response(make_city(f"city-{number}"))
        Membership.objects.create(city=response.city, user=person, role=Role.COORDINATOR)
        approve_all(response, make_member(response.city, Role.REVIEWER))
    client.force_login(person)
    client.get("/")
    with django_assert_num_queries(10):
        client.get("/")


def test_what_is_assigned_to_nobody_is_one_row_of_the_coordinator_and_no_writer_s(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(make_member(response.city, Role.COORDINATOR))
    html = client.get("/").content.decode()
    tasks = html.partition('id="waiting"')[2].partition("</section>")[0]
    assert '<span class="lgq-count">1</span>' in tasks
    assert f'<a href="{OVERVIEW}assignment/#s-alpha">Assign the sections</a>' in tasks
    assert "2 sections are not assigned" in tasks
    assert 'id="free"' not in html
    client.force_login(writer)
    html = client.get("/").content.decode()
    assert "You have no tasks." in html
    quiet = html.partition('id="free">Sections not assigned<')[2].partition("</section>")[0]
    assert re.findall(r'href="([^"]*)"', quiet) == [f"{OVERVIEW}alpha/", f"{OVERVIEW}beta/"]
    assert (quiet.count("Not begun"), quiet.count("No due date")) == (2, 2)
    response.works.update(due_on=timezone.localdate() - timedelta(3))
    write(response, "a-1", writer, text="Text")
    html = client.get("/").content.decode()
    quiet = html.partition('id="free">Sections not assigned<')[2].partition("</section>")[0]
    assert (quiet.count("Not begun"), quiet.count("data-late")) == (1, 2)
    assert re.search(r"Answered \d/2", quiet)
    assert "Every writer can write them." in quiet
    assert client.get(f"{OVERVIEW}alpha/").status_code == 200


def test_what_was_reopened_and_is_assigned_to_nobody_is_told_so(
    client: Client, response: Response, reviewer: User
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    client.force_login(coordinator)
    assert "reopened" not in client.get("/").content.decode()
    approve_all(response, reviewer)
    for key in ("a-1", "b-1"):
        section = find(response, key)[0]
        perform(Move(Action.REOPEN, comment="A figure."), response, section, actor=Actor(reviewer))
    html = client.get("/").content.decode()
    assert "2 sections are not assigned" in html
    assert "among them, reopened: A, B" in html
    assert f'href="{OVERVIEW}assignment/#s-alpha"' in html
    # Who coordinates can send them again, too: nobody else is in charge.
    assert html.count("Revise the reopened section and send it again") == 2
