"""The page of which indicators have evidence."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.coverage.claiming import (
    PurposeChange,
    ServiceChange,
    choose_purposes,
    keep_look,
    write_services,
)
from responses.domain.coverage.portal import Feature, JudgedFeature, PortalLook, Verdict
from responses.domain.glossary.glossing import TermText, add_term
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.enums import AuditKind, Role
from responses.link_states import Finding
from responses.models import AuditRecord, City, Proof, Response, User
from responses.portal_tasks import judge_portal
from tests.support.browser import words
from tests.support.checked import note_checks
from tests.support.factories import find, make_edition, make_member, make_response, shape_of, write
from tests.support.indicators import with_indicators

pytestmark = pytest.mark.django_db

PLACE = "/springfield/test-2033/"
URL = f"{PLACE}coverage/"


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(with_indicators()))


@pytest.fixture
def page_of(client: Client, response: Response, writer: User, coordinator: User) -> Client:
    """Sign in who reads: the budget works, news fail, one service is unchecked, one is nowhere."""
    links = [{"label": "", "url": "a.kr/budget"}, {"label": "=1+1", "url": "a.kr/news"}]
    write(response, "a-1", writer, links=links)
    section, question = find(response, "a-1")
    budget, news = ("content/7",), ("content/8",)
    changes = {
        digest_of("a.kr/budget"): PurposeChange((*budget, *news), budget),
        digest_of("a.kr/news"): PurposeChange((*budget, *news), news),
    }
    choose_purposes(response, shape_of(response), section, question, changes, author=writer)
    service = Service("yes", "police.kr", "Police", "=cmd|' /C calc'!A0")
    said = {
        "services/253": ServiceChange(NO_SERVICE, service),
        "services/254": ServiceChange(NO_SERVICE, Service("no", "", "Traffic", "")),
    }
    write_services(response, shape_of(response), said, actor=Actor(coordinator))
    note_checks("a.kr/budget", Finding.WORKS, last=timezone.now())
    note_checks("a.kr/news", Finding.MISSING, Finding.MISSING, last=timezone.now())
    client.force_login(writer)
    return client


def rows(client: Client, query: str = "") -> list[str]:
    page = client.get(URL + query).content.decode()
    found = re.findall(
        r"<li>\s*<div>\s*<p>.*?</span>\s*</li>(?=\s*(?:<li>\s*<div>|</ul>\s*</sec))",
        page,
        re.DOTALL,
    )
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in found]


def test_each_indicator_says_what_there_is_and_leads_there(page_of: Client) -> None:
    police = "report to the police (253) List of services Available online · Police 1 link"
    assert rows(page_of) == [
        "budget online (7) A.1 Everything 1 link A.2 Explain Working evidence",
        "city news (8) A.1 Everything 1 link Evidence fails",
        f"{police} Evidence not confirmed",
        "driving licence (254) List of services Not available online · Traffic No address named",
    ]
    page = page_of.get(URL).content.decode()
    assert f'href="{PLACE}alpha/#a-2"' in page
    assert f'href="{PLACE}services/#services-254"' in page
    assert f'href="{URL}"' in page_of.get(PLACE).content.decode()


def test_an_indicator_without_evidence_says_who_has_to_do_what(
    page_of: Client, response: Response, writer: User
) -> None:
    write(response, "a-1", writer, text="□ One", links=[])
    Proof.objects.update(services={"services/254": {"available": "yes"}})
    add, nobody = (
        "No address yet: add one to its links.",
        "Nobody has said yet whether it is online.",
    )
    budget = f"budget online (7) A.1 Everything {add} A.2 Explain {add}"
    police = f"report to the police (253) List of services Not stated yet {nobody}"
    driving = (
        "driving licence (254) List of services Available online No address yet: give it there."
    )
    assert rows(page_of) == [
        f"{budget} No address named",
        f"city news (8) A.1 Everything {add} No address named",
        f"{police} Say so there, and give the address. No address named",
        f"{driving} No address named",
    ]


def test_each_page_with_numbers_of_indicators_says_what_they_are(page_of: Client) -> None:
    numbers = "The numbers in brackets are those of the UN's list of indicators (LOSI)."
    for page in (URL, f"{PLACE}evidence/", f"{PLACE}services/", f"{PLACE}alpha/a-1/indicators/"):
        assert numbers in unescape(page_of.get(page).content.decode())


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("working", ["budget"]),
        ("failing", ["city"]),
        ("unsure", ["report"]),
        ("none", ["driving"]),
        ("x" * 9_000, ["budget", "city", "report", "driving"]),
    ],
)
def test_it_shows_what_is_asked_for(show: str, found: list[str], page_of: Client) -> None:
    assert [each.split()[0] for each in rows(page_of, f"?show={show}")] == found


def test_a_failure_that_was_noted_as_right_is_none(page_of: Client, response: Response) -> None:
    actor = Actor(response.city.memberships.all()[0].user)
    note_link(response, digest_of("a.kr/news"), "a.kr/news", "Korea only", actor=actor)
    assert rows(page_of)[1].endswith("Evidence not confirmed")


def test_both_tables_say_the_same_and_hold_no_formula(page_of: Client) -> None:
    sent = page_of.get(f"{URL}coverage.csv")
    lines = sent.content.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Criterion,Code,Indicator,State,Where,Department,On the city's sites,Note,"
        "State of the link,Address"
    )
    police = "Services provision,253,report to the police,Evidence not confirmed,Services,Police,"
    driving = "Services provision,254,driving licence,No address named,Services,Traffic,"
    assert lines[1:] == [
        "Content provision,7,budget online,Working evidence,A.1,,,,Works,a.kr/budget",
        "Content provision,8,city news,Evidence fails,A.1,,,,Failing,a.kr/news",
        f"{police}Available online,'=cmd|' /C calc'!A0,Not checked yet,police.kr",
        f"{driving}Not available online,,,",
    ]
    book = load_workbook(BytesIO(page_of.get(f"{URL}coverage.xlsx").content))
    sheet = book["Coverage"]
    assert [sheet.cell(row, 10).value for row in range(2, 6)] == [
        "a.kr/budget",
        "a.kr/news",
        "police.kr",
        None,
    ]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    kept = AuditRecord.objects.filter(kind=AuditKind.EXPORT).order_by("pk")
    names = [each.subject for each in kept]
    assert names == [f"springfield-test-2033-coverage.{kind}" for kind in ("csv", "xlsx")]
    assert page_of.get(f"{URL}coverage.exe").status_code == 404


def test_a_city_that_submits_in_another_language_has_tables_in_both(
    page_of: Client, response: Response, coordinator: User
) -> None:
    City.objects.filter(pk=response.city_id).update(submission_language="ko", language="en")
    response.city.refresh_from_db()
    add_term(response.city, TermText("Police", "경찰과"), actor=Actor(coordinator))
    lines = page_of.get(f"{URL}coverage.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Criterion / ")
    assert "Works / " in lines[1]
    assert ",Police / 경찰과,Available online / " in lines[3]
    assert lines[1].endswith(",a.kr/budget")
    sheet = load_workbook(BytesIO(page_of.get(f"{URL}coverage.xlsx").content))["Coverage"]
    assert sheet.cell(4, 6).value == "Police / 경찰과"


@pytest.mark.parametrize("links", [1, 150])
def test_it_takes_as_many_queries_with_many_links(
    links: int,
    page_of: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(response, "a-2", writer, links=[{"label": "", "url": f"b.kr/{n}"} for n in range(links)])
    note_checks("b.kr/0", Finding.WORKS, last=timezone.now() - timedelta(days=1))
    page_of.get(URL)
    with django_assert_num_queries(6):
        assert "Coverage of the indicators" in words(page_of.get(URL))


def test_a_coordinator_has_a_program_look_at_the_site(
    client: Client, coordinator: User, settings: Settings
) -> None:
    edition = make_edition(with_indicators("test-2034", institutional="281"))
    response, url = make_response(edition=edition), "/springfield/test-2034/coverage/"
    write(response, "a-1", coordinator, links=[{"label": "", "url": "a.kr"}])
    shape, (section, question) = shape_of(response), find(response, "a-1")
    site = {digest_of("a.kr"): PurposeChange((), ("institutional/281",))}
    choose_purposes(response, shape, section, question, site, author=coordinator)
    client.force_login(coordinator)
    sent = {"person": str(coordinator.pk)}
    assert "Look at the site now" not in words(client.get(url))
    assert client.post(url, sent).status_code == 404
    settings.CHECK_LINKS = True
    assert "Look at the site now" in words(client.get(url))
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    [job] = DBTaskResult.objects.filter(task_path=judge_portal.module_path)
    assert job.args_kwargs == {"args": [response.pk, "a.kr"], "kwargs": {}}
    judged = (
        JudgedFeature(Feature.SITE_MAP, Verdict.SEEN, "Map"),
        JudgedFeature(Feature.SECURE, Verdict.UNTOLD),
    )
    keep_look(response.pk, PortalLook("a.kr", timezone.now().isoformat(), judged))
    told = words(client.get(url))
    assert "Site map (205) Map Seen" in told
    assert "Secure connection A program cannot tell" in told
    again = client.post(url, sent, follow=True)
    assert "The site was looked at within the last hour." in words(again)
    client.force_login(make_member(response.city, Role.CONTRIBUTOR))
    assert client.post(url).status_code == 403
