import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.content.content import canonical
from responses.domain.people.deputies import add_deputy
from responses.domain.people.invitations import invite_as_administrator
from responses.domain.review.workflow import Move, perform
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.delivering import Sent, deliver
from responses.domain.talk.talking import Said, Turn, reply, start, turn
from responses.domain.telling.failing_links import tell_of_links
from responses.enums import Action, Role
from responses.link_states import Finding
from responses.models import City, Deputy, Membership, Response, User
from responses.wording.dates import period
from tests.support.checked import note_checks
from tests.support.factories import (
    PASSWORD,
    approve_all,
    assign,
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    make_submission,
    make_user,
    shape_of,
    write,
)
from tests.support.many import many_remarks, many_responses, many_revisions

pytestmark = pytest.mark.django_db

OVERVIEW = "/springfield/test-2030/"
START = f"{OVERVIEW}start/"


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


def tasks(html: str) -> list[str]:
    found = re.findall(r'<span class="lgq-waiting-task">(.*?)</span>', html, re.DOTALL)
    return [each.strip() for each in found]


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
    assert "<span>과장 (consents)</span>" in coming
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
    assert "waiting for a reviewer" in quiet()
    assert re.findall(r'href="([^"]*)"', quiet()) == [f"{OVERVIEW}alpha/review/"]
    step = Step("팀장", (head.pk,))
    for consents, said in ((False, "signature"), (True, "consent")):
        line = [replace(step, consents=consents).to_json()]
        response.works.filter(section__key="alpha").update(approval_line=line)
        assert f"waiting for the {said} of 팀장 Head" in quiet()
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
    assert ("withdrawn from review " in html, "open since" in html) == (True, False)


def test_who_has_to_start_a_response_finds_that_first(client: Client) -> None:
    person = make_member(make_city(), Role.COORDINATOR)
    make_edition()
    client.force_login(person)
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="([\w-]+)"', html) == ["startable"]
    assert "You have no tasks" not in html
    button = html.partition('id="startable"')[2].partition("</form>")[0]
    assert 'class="btn btn-primary"' in button
    client.post(START)
    make_edition(make_definition() | {"code": "test-2031"})
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="([\w-]+)"', html)[-1] == "startable"
    assert 'class="btn btn-primary"' not in html.partition('id="startable"')[2]


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


def test_my_work_tells_a_stranger_the_first_step(client: Client) -> None:
    person = make_user()
    client.force_login(person)
    page = client.get("/")
    assert "You are not a member of any city yet." in page.content.decode()
    assert f"add you with the address {person.email}" in page.content.decode()


def test_my_work_leads_an_administrator_to_the_first_city(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin@site.example", PASSWORD, name="Admin"))
    html = client.get("/").content.decode()
    assert "Add a city with its first coordinator in the administration." in html
    assert "Ask your city" not in html


def test_my_work_lists_the_cities_to_an_administrator(client: Client) -> None:
    admin = User.objects.create_superuser("admin@site.example", PASSWORD, name="Admin")
    client.force_login(admin)
    city = make_city("shelbyville")
    make_member(make_response().city, Role.COORDINATOR)
    html = client.get("/").content.decode()
    said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Cities 2 Shelbyville Coordinator: missing Springfield Coordinator: joined" in said
    assert f'href="/admin/responses/city/{city.pk}/change/"' in html
    assert 'href="/admin/responses/city/add/"' in html
    assert "You are not a member of any city yet." not in html
    invite_as_administrator(city, "kim@s.example", "Kim", Role.COORDINATOR, actor=Actor(admin))
    assert "Coordinator: invited" in client.get("/").content.decode()
    # Who belongs to a city finds their work.
    Membership.objects.create(city=city, user=admin, role=Role.VIEWER)
    assert 'id="cities"' not in client.get("/").content.decode()


def test_starting_a_response_leads_to_the_first_steps(client: Client) -> None:
    person = make_member(make_city(), Role.COORDINATOR)
    edition = make_edition()
    client.force_login(person)
    html = client.post(f"/springfield/{edition.code}/start/", follow=True).content.decode()
    assert "open for writing. Begin with the first steps." in html
    assert 'id="first-1">First steps of Springfield' in html


def test_my_work_of_a_viewer_begins_with_the_responses_and_asks_for_nothing(
    client: Client,
) -> None:
    response = make_response()
    client.force_login(make_member(response.city, Role.VIEWER))
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="(\w+)"', html) == ["responses"]
    assert "You can read these responses and download their PDFs." in html
    assert "You have no tasks" not in html


def test_who_also_writes_elsewhere_is_no_mere_viewer(client: Client) -> None:
    person = make_member(make_response().city, Role.VIEWER)
    other = make_response(make_city("shelbyville"))
    Membership.objects.create(city=other.city, user=person, role=Role.CONTRIBUTOR)
    client.force_login(person)
    html = client.get("/").content.decode()
    assert re.findall(r'<h2 id="(\w+)"', html) == ["waiting", "responses", "free"]
    assert "You can read these responses" not in html


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


@pytest.mark.parametrize("cities", [1, 3])
def test_my_work_takes_nine_queries_however_many_responses(
    cities: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    for number in range(cities):
        response = make_response(make_city(f"city-{number}"))
        Membership.objects.create(city=response.city, user=person, role=Role.CONTRIBUTOR)
        write(response, "b-1", person, text="Done")
    shape_of(response)  # the edition is known to the process
    client.force_login(person)
    with django_assert_num_queries(9):
        client.get("/")


@pytest.mark.parametrize(("cities", "remarks"), [(1, 10), (200, 10), (1, 10_000)])
def test_my_work_of_a_coordinator_takes_nine_queries_however_much_there_is(
    cities: int, remarks: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user()
    responses = many_responses(make_edition(), cities, person)
    many_remarks(responses[0], "a-1", remarks)
    many_revisions(responses[0], "b-1", remarks)
    shape_of(responses[0])  # the edition is known to the process
    client.force_login(person)
    with django_assert_num_queries(9):
        html = client.get("/").content.decode()
    assert html.count("/test-2030/dashboard/") == min(cities, 20)


def test_each_list_is_in_pages_of_its_own_and_the_soonest_due_come_first(client: Client) -> None:
    person, edition = make_user(), make_edition()
    today = timezone.localdate()
    for number in range(25):
        response = make_response(make_city(f"city-{number:02}"), edition)
        Membership.objects.create(city=response.city, user=person, role=Role.CONTRIBUTOR)
        assign(response, "alpha", person)
        response.works.update(due_on=today + timedelta(days=30 - number))
    client.force_login(person)

    def shown(query: str = "") -> tuple[list[str], list[str], list[tuple[str, str]]]:
        """Return the cities of the tasks and of the responses, and the links beside the tasks."""
        html = client.get(f"/{query}").content.decode()
        tasks = html.partition('id="waiting"')[2].partition("</section>")[0]
        responses = html.partition('id="responses"')[2].partition("</section>")[0]
        assert '<span class="lgq-count">25</span>' in tasks
        return (
            re.findall(r'href="/city-(\d\d)/test-2030/alpha/', tasks),
            re.findall(r'href="/city-(\d\d)/test-2030/"', responses),
            re.findall(r'rel="(\w+)" href="([^"]*)"', tasks),
        )

    cities = [f"{number:02}" for number in range(25)]
    soonest = cities[::-1]
    assert shown() == (soonest[:20], cities[:20], [("next", "?waiting=2#waiting")])
    second = (soonest[20:], cities[:20], [("prev", "?waiting=1#waiting")])
    for absurd in ("2", "3", "9" * 9):
        assert shown(f"?waiting={absurd}") == second
    for absurd in ("0", "-1", "x", "9" * 5000):
        assert shown(f"?waiting={absurd}") == shown()
    assert shown("?responses=2&page=3") == (
        soonest[:20],
        cities[20:],
        [("next", "?waiting=2&amp;responses=2#waiting")],
    )


def test_answers_and_names_are_read_for_the_shown_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user()
    responses = many_responses(make_edition(), 45, person)
    for response in responses:
        write(response, "b-1", person, text="Done")
    client.force_login(person)
    read: list[object] = []
    monkeypatch.setattr("responses.domain.telling.owing.Content.from_json", read.append)
    monkeypatch.setattr("responses.domain.progress.shown.is_answered", lambda *_: True)
    client.get("/?responses=3")
    # Those of the third page; what nobody is assigned to is told without reading answers.
    assert len(read) == 5


def test_start_makes_the_response_and_leads_to_my_work(client: Client) -> None:
    city, edition = make_city(), make_edition()
    client.force_login(make_member(city, Role.COORDINATOR))
    page = client.post(START)
    response = Response.objects.get()
    assert (page.status_code, page.headers["Location"]) == (302, "/")
    assert (response.city, response.edition, response.works.count()) == (city, edition, 2)


def test_start_again_goes_on_with_the_response_there_is(client: Client) -> None:
    response = make_response()
    client.force_login(make_member(response.city, Role.COORDINATOR))
    assert client.post(START).status_code == 302
    assert list(Response.objects.all()) == [response]


def test_start_of_an_unknown_edition_is_not_found(client: Client) -> None:
    client.force_login(make_member(make_city(), Role.COORDINATOR))
    assert client.post("/springfield/lgq-1999/start/").status_code == 404


def test_start_changes_nothing_by_get(client: Client) -> None:
    make_edition()
    client.force_login(make_member(make_city(), Role.COORDINATOR))
    assert client.get(START).status_code == 405
    assert not Response.objects.exists()


def test_open_threads_and_mentions_wait_for_those_whose_turn_it_is(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    place = AnswerRef("springfield", "test-2030", "alpha", "a-2")
    second = make_member(response.city, Role.REVIEWER, "Second")
    assign(response, "alpha", writer)

    def waits(person: User) -> str:
        client.force_login(person)
        html = client.get("/").content.decode()
        return html.partition('id="discussions"')[2].partition('id="responses"')[0]

    thread = start(reviewer, place, Said("Why so few?\nReally."), required=True)
    shown = waits(writer)
    way = f"talk/?thread={thread.pk}#thread-{thread.pk}"
    assert f'href="/springfield/test-2030/alpha/a-2/{way}"' in shown
    assert "Reviewer wrote" in shown
    assert "Why so few?<" in shown
    assert "Must be resolved before sealing" in shown
    assert (waits(reviewer), waits(second)) == ("", "")
    reply(writer, place, thread.pk, Said("@Second knows."))
    assert waits(writer) == ""
    assert "Writer mentioned you" in waits(second)
    assert "Writer wrote" in waits(reviewer)
    # What is said after it does not stand in its place until the person has answered.
    reply(reviewer, place, thread.pk, Said("More is to come."))
    assert "Reviewer wrote" in waits(writer)
    assert "Writer mentioned you" in waits(second)
    assert "@Second knows.<" in waits(second)
    assert "More is to come." not in waits(second)
    reply(second, place, thread.pk, Said("I do."))
    reply(reviewer, place, thread.pk, Said("Then tell."))
    assert "Reviewer wrote" in waits(second)
    assert "Then tell.<" in waits(second)
    turn(reviewer, place, thread.pk, Turn.RESOLVE)
    assert [waits(each) for each in (writer, reviewer, second)] == ["", "", ""]


@pytest.mark.parametrize("waiting", [100, 101])
def test_of_many_threads_the_newest_hundred_wait(
    waiting: int, client: Client, response: Response, writer: User, reviewer: User
) -> None:
    assign(response, "beta", writer)
    threads = many_remarks(response, "b-1", 10 * waiting, reviewer)
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    reply(reviewer, place, threads[1].pk, Said("And this?"))
    client.force_login(writer)
    html = client.get("/").content.decode()
    shown = html.partition('id="discussions"')[2].partition("</section>")[0]
    said = {100: "100", 101: "100+"}[waiting]
    assert f'<span class="lgq-count">{said}</span>' in shown
    assert "page 1 of 5" in shown
    first = re.findall(r"thread=(\d+)#", shown)
    newest = [threads[1], *threads[:-20:-1]]
    assert first == [str(each.pk) for each in newest]
    last = client.get("/?discussions=5").content.decode()
    assert (f"thread={threads[0].pk}#" in last) is (waiting == 100)


def test_a_new_city_is_begun_in_three_steps_each_with_its_tick(client: Client) -> None:
    response = make_response()
    client.force_login(Membership.objects.get().user)

    def shown() -> list[tuple[str, str]]:
        html = client.get("/").content.decode()
        card = html.partition("lgq-first")[2].partition("</ol>")[0]
        marks = re.findall(r'data-state="(\w+)"', card)
        return list(zip(re.findall(r'href="([^"]*)"', card), marks, strict=True))

    people, assignment = "/springfield/members/?edition=test-2030#invite", OVERVIEW + "assignment/"
    assert shown() == [(people, "draft"), (assignment, "draft"), (assignment, "draft")]
    writer = make_member(response.city, Role.CONTRIBUTOR)
    assert shown() == [(people, "approved"), (assignment, "draft"), (assignment, "draft")]
    assign(response, "alpha", writer)
    assert shown() == [(people, "approved"), (assignment, "draft"), (assignment, "draft")]
    assert "1 of 2 sections" in client.get("/").content.decode()
    assign(response, "beta", writer)
    assert shown() == [(people, "approved"), (assignment, "approved"), (assignment, "draft")]
    assert "0 of 2 sections" in client.get("/").content.decode()
    # Which nobody needs whose answers are read as they are written.
    settings = '<a href="/springfield/settings/">choose the submission language</a>'
    assert settings in client.get("/").content.decode()
    City.objects.update(submission_language="en")
    assert settings not in client.get("/").content.decode()
    response.works.update(due_on=timezone.localdate())
    assert shown() == []


def test_who_is_printed_in_english_is_asked_for_their_name_in_latin_letters(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One query for who is asked, and none for others."""
    response = make_response()
    City.objects.update(submission_language="en")
    for section in ("alpha", "beta"):
        assign(response, section, make_member(response.city, Role.CONTRIBUTOR))
    asked = '<a href="/accounts/profile/#id_latin_name">Write your name in Latin letters</a>'
    person = make_user("신채영")
    client.force_login(person)

    def shown(role: Role) -> bool:
        Membership.objects.update_or_create(
            user=person, city=response.city, defaults={"role": role}
        )
        return asked in client.get("/").content.decode()

    who = {role: shown(role) for role in Role}
    assert who == {
        Role.COORDINATOR: True,
        Role.CONTRIBUTOR: False,
        Role.REVIEWER: True,
        Role.VIEWER: False,
    }
    assert shown(Role.REVIEWER)
    with django_assert_num_queries(12):
        client.get("/")
    response.city.terms.create(language="en", original="신채영", translation="Shin Chaeyoung")
    assert not shown(Role.REVIEWER)
    response.city.terms.all().delete()
    User.objects.filter(pk=person.pk).update(latin_name="Shin Chaeyoung")
    assert not shown(Role.REVIEWER)
    with django_assert_num_queries(11):
        client.get("/")
    User.objects.filter(pk=person.pk).update(latin_name="")
    approve_all(response, make_member(response.city, Role.REVIEWER))
    assert shown(Role.REVIEWER)
    make_submission(response)
    assert not shown(Role.REVIEWER)
    City.objects.update(submission_language="")
    assert not shown(Role.COORDINATOR)


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
