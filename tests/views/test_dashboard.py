"""Who has what, how far and how late, as coordinators see it."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.people.invitations import invite
from responses.domain.progress.reading import read_progress
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, AuditKind, Role
from responses.forms.dashboard import DashboardForm
from responses.models import (
    AuditRecord,
    Delegation,
    Membership,
    Notice,
    Response,
    SectionWork,
    User,
)
from responses.notice_kinds import NoticeKind
from tests.support.factories import (
    approve_all,
    assign,
    delegate,
    make_edition,
    make_member,
    make_user,
    shape_of,
    write,
)
from tests.support.many import many_remarks, many_responses, many_revisions

pytestmark = pytest.mark.django_db

SITE = "/springfield/test-2030/"
PAGE = f"{SITE}dashboard/"
TABLE = f"{PAGE}progress.xlsx"
DAY = timedelta(days=1)


@pytest.fixture
def coordinator(response: Response, coordinator: User, client: Client) -> User:
    """Return the coordinator, signed in, who has a response before them."""
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def busy(response: Response, writer: User, coordinator: User) -> Response:
    """Return a response of two departments, one of them late with what is in review."""
    today = timezone.localdate()
    set_work(response, "alpha", department="Planning", due_on=today + DAY)
    set_work(response, "beta", department="Law", due_on=today - 3 * DAY)
    assign(response, "alpha", writer)
    delegate(response, "a-1", writer, department="Statistics", due_on=today - DAY)
    write(response, "b-1", writer, text="Done")
    perform(
        Move(Action.SEND), response, shape_of(response).sections_by_key["beta"], actor=Actor(writer)
    )
    return response


def set_work(response: Response, key: str, **fields: Any) -> None:
    SectionWork.objects.filter(response=response, section__key=key).update(**fields)


def shown(client: Client, **query: str) -> str:
    """Return what the page says, a space for each white space and tag."""
    page = client.get(PAGE, query)
    assert page.status_code == 200
    html = re.sub(r"<[^>]+>", " ", page.content.decode().partition("<main")[2])
    return " ".join(unescape(html).split())


def links(client: Client, **query: str) -> list[str]:
    """Return where the rows of the page lead."""
    html = client.get(PAGE, query).content.decode().partition("<main")[2]
    return re.findall(rf'<a href="({SITE}[^"]+)"><span', html)


def test_dashboard_of_an_empty_response_says_so(client: Client, coordinator: User) -> None:
    text = shown(client)
    assert "Questions answered 0 of 3" in text
    assert "Sections late 0 of 2" in text
    assert "Answered: 0 by today No section has a due date yet." in text
    assert "Delegated questions" not in text


def test_dashboard_tells_who_has_what_how_far_and_how_late(client: Client, busy: Response) -> None:
    text = shown(client)
    assert "Questions answered 1 of 3" in text
    assert "Sections late 1 of 2" in text
    assert "Delegated questions late 1 of 1" in text
    assert "Assigned to Change A: Planning Writer State" in text
    assert "Assigned to Change B: Law No writer assigned" in text
    assert re.search(r"In review waiting for a reviewer since \d+ \w+ (?!\d{4})", text)
    assert "3 days late" in text
    assert "A.1 Everything Assigned to Change A.1: Statistics Writer Answer Not answered" in text
    assert "1 day late" in text
    assert "Answered: 1 by today" in text
    assert "Due: 2 by today, 3 in total" in text


def test_dashboard_names_the_step_that_a_section_waits_for(
    client: Client, response: Response, writer: User, coordinator: User
) -> None:
    people = [make_member(response.city, Role.REVIEWER, name) for name in ("Lee", "Kim Minji")]
    line = [
        {"title": title, "people": [person.pk], "consents": False, "department": ""}
        for title, person in zip(("팀장", "과장"), people, strict=True)
    ]
    set_work(response, "beta", approval_line=line)
    assert "0 of 2 signed" in shown(client)
    perform(
        Move(Action.SEND), response, shape_of(response).sections_by_key["beta"], actor=Actor(writer)
    )
    assert "0 of 2 signed waiting for 팀장 Lee since" in shown(client)
    set_work(response, "beta", approval_line=[line[0] | {"consents": True}, line[1]])
    text = shown(client)
    assert "0 of 2 signed waiting for the consent of 팀장 Lee since" in text
    Membership.objects.filter(user=people[0]).delete()
    assert "Nobody can consent to it: appoint a reviewer" in shown(client)


def test_rows_lead_to_where_the_section_is_written_or_read(client: Client, busy: Response) -> None:
    assert links(client) == [f"{SITE}alpha/", f"{SITE}beta/review/", f"{SITE}alpha/#a-1"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"department": "Law"}, ["beta/review/"]),
        ({"department": "Statistics"}, ["alpha/#a-1"]),
        ({"state": "draft"}, ["alpha/", "alpha/#a-1"]),
        ({"overdue": "on"}, ["beta/review/", "alpha/#a-1"]),
        ({"order": "due"}, ["beta/review/", "alpha/", "alpha/#a-1"]),
        ({"order": "lateness"}, ["beta/review/", "alpha/", "alpha/#a-1"]),
        (
            {"department": "", "state": "", "order": "form"},
            ["alpha/", "beta/review/", "alpha/#a-1"],
        ),
        ({"unknown": "x"}, ["alpha/", "beta/review/", "alpha/#a-1"]),
        ({"department": "Law", "state": "draft"}, []),
    ],
)
def test_dashboard_shows_what_is_asked_for(
    client: Client, busy: Response, query: dict[str, str], expected: list[str]
) -> None:
    assert links(client, **query) == [SITE + each for each in expected]


def test_dashboard_says_when_nothing_is_like_what_is_asked_for(
    client: Client, busy: Response
) -> None:
    text = shown(client, department="Law", state="draft")
    assert "No section or question matches." in text
    assert "Show all" in text
    assert "Show all" not in shown(client)


@pytest.mark.parametrize("query", [{"department": "Nobody"}, {"state": "x"}, {"order": "x"}])
@pytest.mark.parametrize("path", [PAGE, TABLE])
def test_what_cannot_be_asked_for_is_said(
    client: Client, busy: Response, path: str, query: dict[str, str]
) -> None:
    page = client.get(path, query)
    assert page.status_code == 422
    assert "Choose one from the list." in page.content.decode()
    assert "Download" not in page.content.decode()
    assert f'method="get" action="{PAGE}"' in page.content.decode()
    assert f'href="{SITE}alpha/' not in page.content.decode().partition("<main")[2]


def test_fields_of_what_is_asked_for_are_those_of_the_form(client: Client, busy: Response) -> None:
    queries = (
        "",
        "department=Planning",
        "department=Nobody",
        "state=draft&order=due",
        "overdue=on&else=1",
        "state=draft&state=approved",
        "",
    )
    for department in ("Planning", "<b>Law</b>"):
        set_work(busy, "beta", department=department)
        departments = read_progress(busy, read_snapshot(busy)).departments
        for language, query in product(("ko", "en"), queries):
            page = client.get(f"{PAGE}?{query}", headers={"accept-language": language})
            form = DashboardForm(dict(parse_qsl(query)), departments)
            with translation.override(language):
                drawn = render_to_string("responses/partials/_fields.html", {"form": form})
            assert drawn in page.content.decode()


def test_chart_has_its_numbers_in_a_table_and_in_words(client: Client, busy: Response) -> None:
    html = client.get(PAGE).content.decode()
    assert html.count('role="img"') == 1
    assert '<title id="burn-up-title">' in html
    assert "1 of 3 questions were answered; 2 were due." in " ".join(html.split())
    table = html.partition("<caption>")[2].partition("</table>")[0]
    cells = re.findall(r"<td>(.+?)</td>", table)
    assert cells[:2] == ["1", "2"]
    assert cells[-1] == "3"


def test_page_has_no_style_of_its_own(client: Client, busy: Response) -> None:
    html = client.get(PAGE).content.decode()
    assert " style=" not in html
    assert "<style" not in html


@pytest.mark.parametrize("role", Role)
def test_the_way_to_the_dashboard_is_shown_to_coordinators(
    client: Client, response: Response, role: Role
) -> None:
    client.force_login(make_member(response.city, role))
    shown_on = [path for path in ("/", SITE) if f'"{PAGE}"' in client.get(path).content.decode()]
    assert shown_on == (["/", SITE] if role is Role.COORDINATOR else [])


def test_progress_xlsx_sends_what_is_shown(client: Client, busy: Response) -> None:
    page = client.get(TABLE, {"department": "Law"})
    assert page["Content-Type"].endswith("spreadsheetml.sheet")
    assert page["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-progress.xlsx"'
    )
    assert page["Cache-Control"] == "private, no-store"
    sheet = load_workbook(BytesIO(page.content))["Sections"]
    assert [cell.value for cell in sheet["C"]] == ["Department", "Law"]


def test_the_way_to_the_workbook_keeps_what_is_asked_for(client: Client, busy: Response) -> None:
    html = client.get(PAGE, {"department": "Law", "overdue": "on"}).content.decode()
    assert f'href="{TABLE}?department=Law&amp;overdue=on"' in html
    assert f'href="{TABLE}"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, ""),
        ({"order": "form"}, ""),
        ({"department": "Law", "overdue": "on"}, " (department=Law, overdue=True)"),
        ({"order": "due"}, " (order=due)"),
    ],
)
def test_progress_xlsx_is_recorded_as_an_export(
    client: Client, busy: Response, coordinator: User, query: dict[str, str], said: str
) -> None:
    client.get(TABLE, query, REMOTE_ADDR="192.0.2.7")
    record = AuditRecord.objects.get(kind=AuditKind.EXPORT)
    assert (record.person, record.city, record.address) == (coordinator, busy.city, "192.0.2.7")
    assert record.subject == f"springfield-test-2030-progress.xlsx{said}"


def test_what_is_refused_is_not_recorded(client: Client, busy: Response, writer: User) -> None:
    client.get(TABLE, {"department": "Nobody"})
    client.force_login(writer)
    assert client.get(TABLE).status_code == 403
    assert not AuditRecord.objects.filter(kind=AuditKind.EXPORT).exists()


@pytest.mark.parametrize(
    ("cities", "remarks", "revisions"), [(1, 10, 10), (200, 10, 10), (1, 10_000, 10_000)]
)
def test_dashboard_takes_nine_queries_however_much_there_is(
    cities: int,
    remarks: int,
    revisions: int,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = make_user()
    response = many_responses(make_edition(), cities, person)[0]
    many_remarks(response, "a-1", remarks)
    many_revisions(response, "b-1", revisions)
    shape_of(response)  # the edition is known to the process
    client.force_login(person)
    with django_assert_num_queries(9):
        page = client.get("/city-0/test-2030/dashboard/")
    assert page.status_code == 200


# --- What can be done with the rows ------------------------------------------


def act(client: Client, query: str = "", **fields: Any) -> Any:
    return client.post(f"{PAGE}{query}", fields)


def words(page: Any) -> str:
    html = re.sub(r"<[^>]+>", " ", page.content.decode().partition("<main")[2])
    return " ".join(unescape(html).split())


def dues(response: Response) -> list[Any]:
    works = SectionWork.objects.filter(response=response).order_by("section__position")
    return list(works.values_list("due_on", flat=True))


def iso(response: Response) -> dict[str, str]:
    """Return the dates as the page has them in hidden fields."""
    keys = ("due-alpha", "due-beta")
    return {
        key: due.isoformat() if due else "" for key, due in zip(keys, dues(response), strict=True)
    }


def test_days_left_are_counted_before_days_late(client: Client, busy: Response) -> None:
    assert "1 day left" in shown(client)
    set_work(busy, "alpha", due_on=timezone.localdate())
    assert "due today" in shown(client)
    client.cookies["django_language"] = "ko"
    set_work(busy, "alpha", due_on=timezone.localdate() + 3 * DAY)
    assert "D-3" in client.get(PAGE, headers={"accept-language": "ko"}).content.decode()


@pytest.mark.parametrize(
    "fields", [{"remind": "alpha"}, {"do": "remind", "section": ["alpha"]}], ids=str
)
def test_a_reminder_says_whom_it_reached_and_that_it_was_sent(
    client: Client, busy: Response, writer: User, fields: dict[str, Any]
) -> None:
    assert "Sent today" not in shown(client)
    page = act(client, "?department=Planning", **fields)
    assert (page.status_code, page.headers["Location"]) == (302, f"{PAGE}?department=Planning")
    text = shown(client)
    assert "Reminders sent: A. Alpha (Writer)" in text
    assert re.search(r"Reminder Sent today, \d\d:\d\d ", text)
    assert Notice.objects.filter(person=writer, kind=NoticeKind.URGED_TO_WRITE).count() == 1
    act(client, **fields)
    assert "Already reminded today, and not again: A. Alpha (Writer)" in shown(client)
    assert Notice.objects.filter(kind=NoticeKind.URGED_TO_WRITE).count() == 1


def test_several_rows_are_reminded_at_once(client: Client, busy: Response, reviewer: User) -> None:
    act(client, do="remind", section=["alpha", "beta"])
    assert "Reminders sent: A. Alpha (Writer); B. Beta (Reviewer)" in shown(client)


def test_who_is_invited_is_not_reminded_but_can_be_invited_again(
    client: Client, busy: Response, coordinator: User
) -> None:
    invitation, _secret = invite(
        busy.city, "kim@city.example", "<Kim>", Role.CONTRIBUTOR, actor=Actor(coordinator)
    )
    assert invitation.person
    assign(busy, "alpha", invitation.person)
    for _press in range(2):
        act(client, remind="alpha", once="a-token")
        html = client.get(PAGE).content.decode()
        address = "/springfield/members/?edition=test-2030#invited"
        assert (
            "These people have not joined yet and cannot be reminded: A. Alpha (&lt;Kim&gt;). "
            f'<a href="{address}">Send the invitation again</a>'
        ) in html
        assert "Nobody was reminded" not in html


def test_that_nobody_was_reminded_is_said_with_its_reason(
    client: Client, busy: Response, coordinator: User
) -> None:
    assign(busy, "alpha", coordinator)
    Delegation.objects.all().delete()
    act(client, remind="alpha")
    said = "Nobody was reminded where nobody but you has to act now: A. Alpha"
    assert f'data-level="info">{said}' in client.get(PAGE).content.decode()


def test_what_is_assigned_to_nobody_leads_to_where_it_is_assigned(
    client: Client, busy: Response, reviewer: User
) -> None:
    assign(busy, "alpha")
    Delegation.objects.all().delete()
    text = shown(client)
    assert "Choose A Alpha date only A Alpha" in text
    assert "Assigned to Change A: Planning No writer assigned State" in text
    assert "Reminder Assign someone A Alpha " in text
    html = client.get(PAGE).content.decode()
    assert html.count(f'href="{SITE}assignment/#s-alpha"') == 2
    assert 'name="remind" value="alpha"' not in html
    act(client, do="remind", section=["alpha", "beta"])
    html = client.get(PAGE).content.decode()
    assert 'data-level="success">Reminders sent: B. Beta (Reviewer)<' in html
    assert (
        'data-level="warning">No writer is assigned, so only these people are reminded: '
        "A. Alpha (coordinator: Starter). "
        f'<a href="{SITE}assignment/#s-alpha">Assign someone</a>'
    ) in html
    assert "Nobody was reminded" not in html


def test_what_was_handed_over_can_be_reminded_though_its_section_is_assigned_to_nobody(
    client: Client, busy: Response
) -> None:
    assign(busy, "alpha")
    assert 'name="remind" value="alpha"' in client.get(PAGE).content.decode()
    assert "Assign someone" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({"do": "remind"}, "No reminder was sent"),
        ({"do": "due", "due": "31 Dec 2030"}, "Nothing is changed yet"),
    ],
)
def test_what_is_refused_is_headed_by_what_was_not_done(
    client: Client, busy: Response, fields: dict[str, str], heading: str
) -> None:
    assert f'<h2 id="not-done">{heading}</h2>' in act(client, **fields).content.decode()


def approve(response: Response, key: str, reviewer: User) -> None:
    section = read_snapshot(response).sections_by_key[key]
    move = Move(Action.APPROVE, seen=section.digest)
    perform(move, response, section.section, actor=Actor(reviewer))


def test_reminders_are_offered_where_somebody_has_to_act(
    client: Client, busy: Response, reviewer: User
) -> None:
    offered = re.compile(r'name="(?:remind|section)" value="(\w+)"')
    assert offered.findall(client.get(PAGE).content.decode()) == ["alpha", "alpha", "beta", "beta"]
    assert '">date only<' not in client.get(PAGE).content.decode()
    # Nobody can sign: only another due date makes sense.
    reviewer.is_active = False
    reviewer.save()
    html = client.get(PAGE).content.decode()
    assert offered.findall(html) == ["alpha", "alpha", "beta"]
    assert html.count('">date only<') == 1
    reviewer.is_active = True
    reviewer.save()
    approve(busy, "beta", reviewer)
    html = client.get(PAGE).content.decode()
    assert offered.findall(html) == ["alpha", "alpha"]
    assert "Send reminders" in html
    approve_all(busy, reviewer)
    html = client.get(PAGE).content.decode()
    assert offered.findall(html) == []
    assert "emind" not in html.partition("<main")[2]


def test_pressing_twice_sends_once(client: Client, busy: Response) -> None:
    for _press in range(2):
        act(client, do="remind", section=["alpha"], once="a-token")
    text = shown(client)
    assert text.count("Reminders sent: A. Alpha (Writer)") == 2
    assert Notice.objects.filter(kind=NoticeKind.URGED_TO_WRITE).count() == 1


def test_a_reminder_is_forgotten_once_the_section_moved_on(
    client: Client, busy: Response, writer: User
) -> None:
    act(client, remind="alpha")
    assert "Sent today" in shown(client)
    perform(Move(Action.SEND), busy, shape_of(busy).sections_by_key["alpha"], actor=Actor(writer))
    assert "Sent today" not in shown(client)


def test_several_rows_get_one_due_date(
    client: Client, busy: Response, writer: User, coordinator: User
) -> None:
    page = act(client, do="due", due="31 Dec 2030", section=["alpha", "beta"], **iso(busy))
    assert (page.status_code, page.headers["Location"]) == (302, PAGE)
    assert list(map(str, dues(busy))) == ["2030-12-31", "2030-12-31"]
    assert "2 sections are due on 31 Dec 2030 now." in shown(client)
    # Everything else of them stays as it is.
    work = SectionWork.objects.get(response=busy, section__key="alpha")
    assert (work.department, [*work.contributors.all()]) == ("Planning", [writer])
    assert AuditRecord.objects.filter(kind=AuditKind.ASSIGNMENT).count() == 2


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"do": "remind"}, "Choose at least one section in the table."),
        ({"do": "due", "due": "31 Dec 2030"}, "Choose at least one section in the table."),
        ({"do": "due", "section": ["alpha"]}, "Enter the new due date first."),
        (
            {"do": "due", "section": ["alpha"], "due": "soon"},
            "Enter a date, such as 31 Dec 2026 or 2026-12-31.",
        ),
    ],
)
def test_what_is_missing_is_said_and_what_is_ticked_stays(
    client: Client, busy: Response, fields: dict[str, Any], problem: str
) -> None:
    page = act(client, **fields)
    assert page.status_code == 422
    assert problem in words(page)
    ticked = re.findall(r'name="section" value="(\w+)" checked', page.content.decode())
    assert ticked == fields.get("section", [])
    assert f'name="due" value="{fields.get("due", "")}"' in page.content.decode()


def test_a_date_that_somebody_else_changed_is_not_undone_unseen(
    client: Client, busy: Response
) -> None:
    seen = iso(busy)
    set_work(busy, "beta", due_on=timezone.localdate() + 9 * DAY)
    before = dues(busy)
    page = act(client, do="due", due="2030-12-31", section=["alpha", "beta"], **seen)
    assert page.status_code == 409
    assert "Someone else changed these due dates after you opened the page: B. Beta." in words(page)
    assert dues(busy) == before
    act(client, do="due", due="2030-12-31", section=["alpha", "beta"], **iso(busy))
    assert list(map(str, dues(busy))) == ["2030-12-31", "2030-12-31"]


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "remind", "section": ["nowhere"]},
        {"remind": "nowhere"},
        {"do": "burn", "section": ["alpha"]},
        {"do": "due", "due": "2030-12-31", "section": ["alpha"], "due-alpha": "x"},
    ],
    ids=str,
)
def test_no_page_sends_that(client: Client, busy: Response, fields: dict[str, Any]) -> None:
    assert act(client, **fields).status_code == 400
