import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role, State
from responses.link_states import Finding
from responses.models import Response
from tests.support.checked import note_checks
from tests.support.factories import (
    approve_all,
    assign,
    make_city,
    make_member,
    make_response,
    make_submission,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db

OVERVIEW = "/springfield/test-2030/"


def read(client: Client, response: Response, role: Role) -> str:
    client.force_login(make_member(response.city, role))
    return " ".join(client.get(OVERVIEW).content.decode().split())


def links(html: str, start: str) -> list[str]:
    return re.findall(rf'href="({start}[^"]*)"', html)


def test_overview_tells_the_progress(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR, "Kim")
    write(response, "b-1", writer, text="Done")
    html = read(client, response, Role.VIEWER)
    assert "1 of 3 questions answered" in html
    assert re.findall(r"<progress[^>]*>", html) == [
        '<progress class="lgq-progress" max="3" value="1" aria-labelledby="overall">'
    ]
    page = html.partition("<main")[2]
    assert re.findall(r"<time[^>]*>([^<]*)</time>", page) == ["Kim · changed just now"]


def test_overview_leads_a_writer_to_the_very_question_that_is_missing(client: Client) -> None:
    response = make_response()
    write(response, "a-2", make_member(response.city, Role.CONTRIBUTOR), text="No links yet")
    html = read(client, response, Role.CONTRIBUTOR)
    assert links(html, OVERVIEW + "(?:alpha|beta)/") == [
        f"{OVERVIEW}alpha/",
        f"{OVERVIEW}beta/",
        f"{OVERVIEW}alpha/#a-1",
        f"{OVERVIEW}alpha/#a-2",
        f"{OVERVIEW}beta/#b-1",
    ]
    assert re.findall(r"Missing: (\w+)", html) == ["links"]


def test_overview_leads_a_viewer_to_where_it_can_be_read(client: Client) -> None:
    html = read(client, make_response(), Role.VIEWER)
    assert links(html, OVERVIEW + "beta/") == [
        f"{OVERVIEW}beta/review/",
        f"{OVERVIEW}beta/review/#b-1",
    ]


def test_overview_leads_to_the_files(client: Client) -> None:
    html = read(client, make_response(), Role.VIEWER)
    assert f'<a class="btn btn-secondary" href="{OVERVIEW}export/">Export</a>' in html
    assert links(html, f"{OVERVIEW}response.pdf") == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.COORDINATOR, ["/springfield/members/?edition=test-2030"]),
        (Role.CONTRIBUTOR, []),
        (Role.REVIEWER, []),
        (Role.VIEWER, []),
    ],
)
def test_overview_leads_coordinators_to_the_people(
    role: Role, expected: list[str], client: Client
) -> None:
    assert links(read(client, make_response(), role), "/springfield/members/") == expected


def test_overview_says_when_nothing_is_missing(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    for key in ("a-1", "a-2", "b-1"):
        write(response, key, writer, nothing_to_report="Not our task")
    html = read(client, response, Role.VIEWER)
    assert "3 of 3 questions answered" in html
    assert "Every question is answered." in html


@pytest.mark.parametrize("answers", [1, 3])
def test_overview_takes_seven_queries_however_many_answers(
    answers: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, access, snapshot, who is in charge, the newest submission, notices."""
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    for key in ("a-1", "a-2", "b-1")[:answers]:
        write(response, key, writer, text="Something")
    shape_of(response)  # the edition is known to the process
    client.force_login(writer)
    with django_assert_num_queries(7):
        client.get(OVERVIEW)


def test_overview_shows_no_other_city(client: Client) -> None:
    make_response()
    client.force_login(make_member(make_city("shelbyville"), Role.COORDINATOR))
    assert client.get(OVERVIEW).status_code == 404


def test_a_section_that_nobody_has_touched_is_not_begun(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    client.force_login(writer)
    pages = (OVERVIEW, f"{OVERVIEW}alpha/", f"{OVERVIEW}alpha/review/")
    told = [client.get(page).content.decode() for page in pages]
    assert [html.count(">Not begun</span>") for html in told] == [2, 3, 1]
    assert [re.findall(r"</svg>\s*Writing", html) for html in told] == [[], [], []]
    assert "Open since" not in told[-1]
    write(response, "a-1", writer, text="Text")
    told = [client.get(page).content.decode() for page in pages]
    assert [html.count(">Not begun</span>") for html in told] == [1, 1, 0]
    assert [len(re.findall(r"</svg>\s*Writing", html)) for html in told] == [1, 2, 1]


def test_overview_leads_to_sealing_once_everything_is_approved(client: Client) -> None:
    response = make_response()
    approve_all(response, make_member(response.city, Role.REVIEWER))
    html = read(client, response, Role.COORDINATOR)
    assert "Every section is approved." in html
    assert f'<a href="{OVERVIEW}submissions/seal/">Seal the response</a>' in html


def test_overview_says_that_the_response_is_sealed_until_it_is_reopened(client: Client) -> None:
    response = make_response()
    make_submission(response)
    html = read(client, response, Role.VIEWER)
    assert "Submission no. 1, " in html
    assert 'data-state="sealed"' in html
    reviewer = make_member(response.city, Role.REVIEWER)
    section = shape_of(response).sections_by_key["beta"]
    perform(
        Move(Action.REOPEN, comment="A figure was wrong."), response, section, actor=Actor(reviewer)
    )
    html = read(client, response, Role.VIEWER)
    assert "Submission no. 1, sealed on" in html
    assert 'data-state="sealed"' not in html
    assert "Reopened since submission no. 1; its answers are the same." in html
    assert "Every section is approved." not in html
    approve_all(response, reviewer)
    html = read(client, response, Role.VIEWER)
    assert "Reopened since submission no. 1; its answers are the same." in html
    assert "Every section is approved." in html


def test_overview_says_that_the_response_has_changed_since_it_was_sealed(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="Sealed")
    make_submission(response)
    reviewer = make_member(response.city, Role.REVIEWER)
    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="Wrong."), response, section, actor=Actor(reviewer))
    write(response, "b-1", writer, text="Mended")
    assert "Changed since submission no. 1." in read(client, response, Role.VIEWER)
    # As content decides, not the number of writes, what is taken back is as it was sealed.
    write(response, "b-1", writer, text="Sealed")
    html = read(client, response, Role.VIEWER)
    assert "Changed since" not in html
    assert "Reopened since submission no. 1; its answers are the same." in html


def test_overview_says_who_is_in_charge_of_each_section_under_a_heading(client: Client) -> None:
    response = make_response()
    names = ("Lee", "Kim")
    assign(response, "beta", *(make_member(response.city, Role.CONTRIBUTOR, n) for n in names))
    html = read(client, response, Role.VIEWER)
    heads = html.partition('class="lgq-sections-heads"')[2].partition("</div>")[0]
    assert re.findall(r"<span>([^<]*)</span>", heads) == [
        "Section",
        "In charge",
        "Answered",
        "State and due date",
    ]
    listed = html.partition('<ol class="lgq-rows lgq-sections">')[2].partition("</ol>")[0]
    assert re.findall(r"In charge<.*?</span></span> ([^<]*)</span>", listed) == ["Kim, Lee"]
    # The words say who is in charge by themselves.
    assert listed.count("<span>Not assigned (every writer can write it)</span>") == 1
    assert listed.count("Nothing written yet") == 2


def test_a_section_says_in_its_head_who_is_in_charge_and_until_when(client: Client) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR, "Kim")
    client.force_login(writer)

    def head() -> str:
        html = " ".join(client.get(f"{OVERVIEW}alpha/").content.decode().split())
        return html.partition('class="lgq-facts"')[2].partition("</p>")[0]

    assert "Not assigned (every writer can write it)" in head()
    assert "In charge: " not in head()
    assert "No due date" in head()
    response.works.filter(section__key="alpha").update(department="Planning")
    assert "In charge: Planning · No writer assigned (every writer can write it)" in head()
    html = " ".join(client.get(OVERVIEW).content.decode().split())
    assert "<span>No writer assigned (every writer can write it)</span>" in html
    response.works.update(state=State.IN_REVIEW)
    assert "In charge: Planning · No writer assigned</span>" in head()
    html = " ".join(client.get(OVERVIEW).content.decode().split())
    assert "<span>No writer assigned</span>" in html
    assert "<span>Not assigned</span>" in html
    response.works.update(state=State.DRAFT)
    response.works.update(department="")
    assign(response, "alpha", writer)
    response.works.update(department="Statistics", due_on=date(2030, 5, 1))
    assert "In charge: Statistics · Kim" in head()
    assert "Due 1 May 2030" in head()


def test_overview_counts_links_that_fail_in_one_query_more(
    client: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    response = make_response()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "a-1", writer, links=[{"label": "", "url": each} for each in ("a.kr", "b.kr")])
    write(response, "b-1", writer, text="http://c.kr/1 과 https://a.kr")
    now = datetime(2026, 11, 29, tzinfo=UTC)
    for url in ("a.kr", "http://c.kr/1"):
        note_checks(url, Finding.MISSING, Finding.MISSING, last=now)
    note_checks("b.kr", Finding.MISSING, last=now)
    client.force_login(writer)
    assert "fail" not in client.get(OVERVIEW).content.decode()
    settings.CHECK_LINKS = True
    with django_assert_num_queries(8):
        page = client.get(OVERVIEW).content.decode()
    found = re.findall(r'href="[^"]*evidence/\?state=failing([^"]*)">(.*?)</a>', page, re.DOTALL)
    told = [(query, " ".join(re.sub(r"<[^>]*>", " ", each).split())) for query, each in found]
    assert told == [
        ("", "2 links fail"),
        ("&amp;section=alpha", "1 link fails"),
        ("&amp;section=beta", "2 links fail"),
    ]


def test_how_long_ago_something_was_is_on_paper_when_it_was(client: Client) -> None:
    response = make_response()
    write(response, "a-2", make_member(response.city, Role.CONTRIBUTOR, "Writer"), text="○ 하나")
    html = read(client, response, Role.VIEWER)
    assert re.search(
        r'data-on="Writer · changed [^"]*, \d\d:\d\d">Writer · changed just now<', html
    )
    templates = Path("templates").rglob("*.html")
    told = [each.name for each in templates if "|ago" in each.read_text()]
    assert told == ["_ago.html"]
