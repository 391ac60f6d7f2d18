import json
import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from responses.domain.answers.opening import AnswerRef
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.submissions.response_json import read_response_json
from responses.domain.submissions.sealing import digest_of, prepare, seal
from responses.domain.talk.talking import Said, start
from responses.enums import Action, Role
from responses.models import AuditRecord, City, Response, Submission, User
from tests.support.factories import (
    approve_all,
    make_member,
    make_response,
    make_submission,
    shape_of,
    write,
)

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ADDRESS = "/springfield/test-2030/export/"


@pytest.fixture
def response(client: Client) -> Response:
    """Return a response that a viewer has before them."""
    response = make_response()
    client.force_login(make_member(response.city, Role.VIEWER))
    return response


def test_export_file_sends_the_response_as_json_under_a_good_name(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="○ 그대로")
    client.get(ADDRESS + "response.json")
    with django_assert_num_queries(7):
        page = client.get(ADDRESS + "response.json")
    assert page["Content-Type"] == "application/json"
    assert page["Content-Disposition"] == 'attachment; filename="springfield-test-2030-draft.json"'
    read = read_response_json(page.content.decode())
    assert read.snapshot.answers_by_key["b-1"].content.parts == {"text": "○ 그대로"}
    coordinators = response.city.memberships.filter(role=Role.COORDINATOR)
    assert [each.email for each in read.snapshot.contacts or ()] == [
        each.user.email for each in coordinators
    ]
    assert AuditRecord.objects.latest("pk").subject == "springfield-test-2030-draft.json"


def test_export_file_is_the_sealed_one_until_the_response_changes(
    client: Client, response: Response
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    reviewer = make_member(response.city, Role.REVIEWER)
    sealed(response, coordinator, reviewer)
    page = client.get(ADDRESS + "response.json", follow=True)
    assert page.redirect_chain == [
        ("/springfield/test-2030/submissions/1/response.json", 302),
    ]
    assert page["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1-response.json"'
    )
    file = Submission.objects.get().files.get(name="response.json")
    assert digest_of(page.content) == file.digest
    read = read_response_json(page.content.decode())
    assert read.seal
    assert read.seal.digest == Submission.objects.get().digest
    beta = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="Wrong."), response, beta, actor=Actor(reviewer))
    page = client.get(ADDRESS + "response.json")
    assert json.loads(page.content)["reopened_after"] == {"number": 1, "differs": False}


def sealed(response: Response, coordinator: User, reviewer: User) -> None:
    from responses.documents import package  # noqa: PLC0415 - slow to load

    approve_all(response, reviewer)
    prepared = prepare(response, actor=Actor(coordinator), address="https://lgq.example/verify/")
    made = package.build(prepared)
    seal(response, prepared, files=made.files, archive=made.archive, actor=Actor(coordinator))


@pytest.mark.parametrize(
    ("asked", "called", "media"),
    [
        ("response.docx?language=ko", "ko-draft.docx", DOCX),
        ("response.hwpx?section=beta", "beta-en-draft.hwpx", "application/hwp+zip"),
        ("response.xlsx", "en-draft.xlsx", XLSX),
        ("response.xlsx?language=ko&section=beta", "beta-ko-draft.xlsx", XLSX),
        ("response.md?language=ko", "ko-draft.md", "text/markdown; charset=utf-8"),
        ("evidence.csv", "draft-evidence.csv", "text/csv; charset=utf-8"),
        ("evidence.xlsx", "draft-evidence.xlsx", XLSX),
        ("evidence.csv?language=ko", "ko-draft-evidence.csv", "text/csv; charset=utf-8"),
        ("evidence.xlsx?language=en", "en-draft-evidence.xlsx", XLSX),
    ],
)
def test_export_file_sends_each_format_under_a_good_name(
    asked: str, called: str, media: str, client: Client, response: Response
) -> None:
    page = client.get(ADDRESS + asked)
    assert page["Content-Type"] == media
    assert page["Content-Disposition"] == f'attachment; filename="springfield-test-2030-{called}"'
    assert client.get(ADDRESS + asked).content == page.content


def test_export_file_is_in_both_languages_where_there_are_two(
    client: Client, response: Response
) -> None:
    assert client.get(ADDRESS + "response.md", {"language": "both"}).status_code == 404
    City.objects.update(submission_language="en")
    page = client.get(ADDRESS + "response.md", {"language": "both"})
    assert "#### 영어" in page.content.decode()


def test_export_file_tells_what_was_said(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reviewer = make_member(response.city, Role.REVIEWER, "Reviewer")
    place = AnswerRef("springfield", "test-2030", "beta", "b-1")
    start(reviewer, place, Said("=왜 그렇습니까?"))
    with django_assert_num_queries(9):
        page = client.get(ADDRESS + "response.xlsx")
    row = list(load_workbook(BytesIO(page.content))["Discussions"].values)[1]
    assert (row[0], row[6], row[8]) == ("B.1", "Reviewer", "=왜 그렇습니까?")


def test_export_file_that_no_archive_has_says_that_it_is_not_the_sealed_one(
    client: Client, response: Response
) -> None:
    coordinator = make_member(response.city, Role.COORDINATOR)
    sealed(response, coordinator, make_member(response.city, Role.REVIEWER))
    page = client.get(ADDRESS + "response.md")
    assert page["Content-Disposition"] == 'attachment; filename="springfield-test-2030-en.md"'
    said = "This file is not sealed itself: it was made from what submission no. 1 says."
    assert said in page.content.decode()
    both = client.get(ADDRESS + "evidence.csv")
    assert both.headers["Location"] == "/springfield/test-2030/submissions/1/evidence.csv"
    alone = client.get(ADDRESS + "evidence.csv?language=en").content.decode("utf-8-sig")
    assert alone.startswith("Section,Question,Number,Label,Address,Link,Indicators\r\n")


def links(html: str) -> list[str]:
    main = html.partition("<main")[2]
    return re.findall(r'<a class="btn[^"]*" href="([^"]*)">', main)


def test_export_offers_each_format_with_its_picture(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(ADDRESS)
    with django_assert_num_queries(5):
        html = client.get(ADDRESS).content.decode()
    assert links(html) == [
        "/springfield/test-2030/response.pdf?language=ko",
        "/springfield/test-2030/response.pdf?language=en",
        f"{ADDRESS}evidence.csv",
        f"{ADDRESS}evidence.csv?language=ko",
        f"{ADDRESS}evidence.csv?language=en",
        f"{ADDRESS}evidence.xlsx",
        f"{ADDRESS}evidence.xlsx?language=ko",
        f"{ADDRESS}evidence.xlsx?language=en",
        f"{ADDRESS}response.json",
    ]
    assert re.findall('data-format="([^"]*)"', html) == [
        *("pdf", "docx", "hwpx", "xlsx", "md", "evidence", "json"),
    ]
    assert re.findall('action="([^"]*export[^"]*)"', html) == [
        f"{ADDRESS}response.docx",
        f"{ADDRESS}response.hwpx",
        f"{ADDRESS}response.xlsx",
        f"{ADDRESS}response.md",
    ]
    assert "These files are working documents, not a submission, and say so." in html
    assert html.count("Sealing makes the one that is sent to the UN.") == 1
    assert ">PDF in English (working document)</a>" in html


def test_export_gives_the_sealed_files_until_the_response_is_reopened(
    client: Client, response: Response
) -> None:
    make_submission(response)
    html = client.get(ADDRESS).content.decode()
    submission = "/springfield/test-2030/submissions/1/"
    assert re.findall(r'href="([^"]*)">(Submission no. [^<]*)<', html) == [
        (f"{submission}response-ko.pdf", "Submission no. 1, PDF (Korean)"),
        (f"{submission}response-en.pdf", "Submission no. 1, PDF (English)"),
        (f"{ADDRESS}evidence.csv", "Submission no. 1, CSV (in both languages)"),
        (f"{ADDRESS}response.json", "Submission no. 1, JSON"),
        (f"{submission}archive.zip", "Submission no. 1, ZIP"),
    ]
    assert html.count("Made now: not a file of the submission.") == 4
    reviewer = make_member(response.city, Role.REVIEWER)
    beta = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="Wrong."), response, beta, actor=Actor(reviewer))
    html = client.get(ADDRESS).content.decode()
    assert "Reopened since submission no. 1; its answers are the same." in html
    assert "/submissions/1/" not in html


def test_export_says_while_it_is_so_that_the_english_pdf_has_korean_answers(
    client: Client, response: Response
) -> None:
    said = "The English PDF shows the answers in Korean, as written."
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="□ Open data")
    assert said not in text(client)
    write(response, "b-1", writer, text="□ 열린 자료")
    assert said in text(client)
    write(response, "b-1", writer, text="□ Open data again")
    assert said not in text(client)


def text(client: Client) -> str:
    return " ".join(client.get(ADDRESS).content.decode().split())


@pytest.mark.usefixtures("response")
def test_export_says_what_a_hancom_document_has(client: Client) -> None:
    assert "headings, lists, tables, links and pictures." in text(client)


def test_export_file_is_none_of_a_name_that_there_is_not(
    client: Client, response: Response
) -> None:
    assert client.get(ADDRESS + "response.exe").status_code == 404
    assert client.get(ADDRESS + "response.md", {"section": "gamma"}).status_code == 404
    assert client.get(ADDRESS + "response.md", {"language": "fr"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "ways"), [(Role.COORDINATOR, ["import", "handouts"]), (Role.VIEWER, [])]
)
def test_the_page_leads_a_coordinator_to_imports_and_handouts(
    role: Role, ways: list[str], client: Client, response: Response
) -> None:
    client.force_login(make_member(response.city, role))
    said = client.get(ADDRESS).content.decode()
    assert re.findall(r'<p>\s*<a href="/springfield/test-2030/(\w+)/">', said) == ways
