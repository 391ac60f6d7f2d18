"""The page of a city's glossary, its table, and the settings that begin it."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from responses.domain.signing.approval_line import Step
from responses.enums import AuditKind, Role
from responses.models import (
    AuditRecord,
    City,
    LinkNote,
    Membership,
    Proof,
    Response,
    SectionWork,
    Term,
    User,
)
from tests.support.factories import make_member

pytestmark = pytest.mark.django_db

PAGE, CSV = "/springfield/glossary/", "/springfield/glossary/terms.csv"
SETTINGS = "/springfield/settings/"


@pytest.fixture
def city(response: Response) -> City:
    city = response.city
    city.submission_language = "en"
    city.save()
    return city


@pytest.fixture
def coordinator(client: Client, city: City) -> User:
    person = make_member(city, Role.COORDINATOR, "Ann")
    client.force_login(person)
    return person


def add(city: City, **terms: str) -> None:
    for original, translation in terms.items():
        city.terms.create(language="en", original=original, translation=translation)


def terms() -> dict[str, str]:
    return dict(Term.objects.order_by("pk").values_list("original", "translation"))


def said(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


@pytest.mark.usefixtures("coordinator")
def test_a_term_is_added_changed_and_removed(client: Client) -> None:
    term = {"original": " 팀장 ", "translation": "Team  Leader"}
    page = client.post(PAGE, term | {"do": "add"})
    assert (page.status_code, page.headers["Location"]) == (302, PAGE)
    assert "Added: 팀장 → Team Leader" in said(client)
    key = Term.objects.get().pk
    form = said(client, f"{PAGE}?term={key}")
    seen = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', form))
    assert seen == {"seen_original": "팀장", "seen_translation": "Team Leader"}
    changed = {"do": "change", "term": key, "original": "팀장", "translation": "Team Lead"} | seen
    assert client.post(PAGE, changed).status_code == 302
    # Pressed on a page from before, it says what the term is now, and keeps what was typed.
    stale = client.post(PAGE, changed | {"translation": "Head"})
    assert stale.status_code == 422
    assert "It is now 팀장 → Team Lead." in stale.content.decode()
    assert 'value="Head"' in stale.content.decode()
    assert client.post(PAGE, {"do": "remove", "term": key}).status_code == 302
    assert terms() == {}
    assert client.post(PAGE, changed).headers["Location"] == PAGE
    assert "This term was removed" in said(client)
    assert client.get(f"{PAGE}?term={key}").status_code == 404


@pytest.mark.usefixtures("coordinator")
def test_what_cannot_be_a_term_is_refused_at_its_field(client: Client, city: City) -> None:
    add(city, 팀장="Team Leader")
    page = client.post(PAGE, {"do": "add", "original": "팀장", "translation": "Head"})
    assert page.status_code == 422
    assert 'href="#add_original">Term (Korean): The glossary has' in page.content.decode()
    page = client.post(PAGE, {"do": "add", "original": "가" * 501, "translation": "※"})
    html = page.content.decode()
    assert 'href="#add_original"' in html
    assert 'href="#add_translation"' in html
    assert terms() == {"팀장": "Team Leader"}
    assert client.post(PAGE, {"do": "nothing"}).status_code == 400
    assert client.post(PAGE, {"do": "change", "term": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CONTRIBUTOR, 302), (Role.REVIEWER, 403), (Role.VIEWER, 403)]
)
def test_every_member_reads_and_who_writes_answers_writes(
    role: Role, status: int, client: Client, city: City
) -> None:
    add(city, 팀장="Team Leader")
    client.force_login(make_member(city, role))
    html = said(client)
    assert ("Team Leader" in html, 'value="add"' in html) == (True, status == 302)
    assert f'href="{PAGE}?edition=test-2030"' in said(client, "/springfield/test-2030/")
    data = {"do": "add", "original": "교통과", "translation": "Transport"}
    assert client.post(PAGE, data).status_code == status
    assert client.get(CSV).status_code == 200
    assert AuditRecord.objects.filter(kind=AuditKind.EXPORT).count() == 1


def test_a_glossary_has_pages_and_is_searched(
    client: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_member(city, Role.VIEWER))
    terms = [
        Term(city=city, language="en", original=f"용어 {n:03}", translation=f"Term {n:03}")
        for n in range(120)
    ]
    Term.objects.bulk_create(terms)
    with django_assert_num_queries(7):
        html = said(client)
    assert (html.count("<tr>"), "page 1 of 3" in html) == (51, True)
    with django_assert_num_queries(7):
        html = said(client, f"{PAGE}?page=3")
    assert (html.count("<tr>"), 'rel="next"' in html) == (21, False)
    html = said(client, f"{PAGE}?q=term+007")
    assert ("1 term found." in html, html.count("<tr>"), "용어 007" in html) == (True, 2, True)
    assert "No term matches “nowhere”." in said(client, f"{PAGE}?q=nowhere")


@pytest.mark.usefixtures("coordinator")
def test_what_is_in_use_and_not_translated_is_offered(client: Client, city: City) -> None:
    Membership.objects.filter(city=city, user__name="Ann").update(
        department="총무과", post="주무관"
    )
    work = SectionWork.objects.filter(section__key="alpha")
    line = [Step("팀장").to_json(), Step("과장", (), consents=True, department="법무과").to_json()]
    work.update(department="교통과", approval_line=line)
    add(city, 과장="Director")
    found = re.search(r'<ul class="lgq-glossary-lacking".*?</ul>', said(client), re.DOTALL)
    assert found
    assert re.findall(r">([^<]+)</a>", found[0]) == ["교통과", "법무과", "주무관", "총무과", "팀장"]
    assert 'name="original" value="팀장"' in said(client, f"{PAGE}?original=팀장")


@pytest.mark.usefixtures("coordinator")
def test_so_are_notes_on_links_and_on_services_that_are_printed(
    client: Client, city: City, response: Response
) -> None:
    person = city.memberships.all()[0].user
    LinkNote.objects.create(
        response=response, digest="0" * 64, text="국외 제한", author=person, at=timezone.now()
    )
    said_of = {"available": "no", "url": "", "department": "경찰과", "note": "국가 사무"}
    Proof.objects.create(response=response, services={"services/253": said_of})

    def listed(name: str) -> list[str]:
        found = said(client).partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]
        return re.findall(r">([^<]+)</a>", found)

    assert (listed("untranslated"), listed("untranslated-notes")) == ([], ["국외 제한"])
    City.objects.filter(pk=city.pk).update(services_annex=True)
    assert listed("untranslated") == ["경찰과"]
    assert listed("untranslated-notes") == ["국가 사무", "국외 제한"]
    add(city, **{"국가 사무": "A matter of the state", "국외 제한": "Closed abroad"})
    assert listed("untranslated-notes") == []


@pytest.mark.usefixtures("coordinator")
def test_a_table_goes_out_and_comes_back_as_it_was(client: Client, city: City) -> None:
    add(city, **{"=cmd": "@home", "팀장": 'Team "Leader", First'})
    page = client.get(CSV)
    assert page.content.decode("utf-8-sig") == (
        'Korean,English\r\n\'=cmd,\'@home\r\n팀장,"Team ""Leader"", First"\r\n'
    )
    assert page.headers["Content-Disposition"] == 'attachment; filename="springfield-glossary.csv"'
    kept = terms()
    Term.objects.all().delete()
    file = SimpleUploadedFile("terms.csv", page.content)
    assert client.post(PAGE, {"do": "import", "rows": "", "file": file}).status_code == 302
    assert "2 terms added." in said(client)
    assert terms() == kept


@pytest.mark.usefixtures("coordinator")
def test_a_workbook_is_read(client: Client) -> None:
    """As Korean offices keep their terms; what its cells hold is one line each."""
    book = Workbook()
    sheet = book.create_sheet("용어", 0)
    rows = [("용어", "번역"), ("팀장", "Team\nLeader"), ("'=cmd", "@home"), ("과장",)]
    for row in rows:
        sheet.append(row)
    saved = BytesIO()
    book.save(saved)
    name = "용어.xlsx"
    file = SimpleUploadedFile(name, saved.getvalue())
    page = client.post(PAGE, {"do": "import", "rows": "", "file": file})
    html = page.content.decode()
    assert page.status_code == 422
    assert f"Terms of the file {name}: Nothing has been imported" in html
    assert "Line 4, “과장”: Write the term and" in html
    corrected = "팀장\tTeam Leader\n'=cmd\t@home\n과장\tDirector"
    assert "팀장\tTeam Leader\n&#x27;=cmd\t@home\n과장</textarea>" in html
    assert client.post(PAGE, {"do": "import", "rows": corrected}).status_code == 302
    assert terms() == {"팀장": "Team Leader", "=cmd": "@home", "과장": "Director"}


@pytest.mark.usefixtures("coordinator")
def test_a_file_of_windows_is_read_and_bad_lines_come_back_to_be_corrected(client: Client) -> None:
    text = "팀장,Team Leader\n과장\n"
    file = SimpleUploadedFile("terms.csv", text.encode("cp949"))
    page = client.post(PAGE, {"do": "import", "rows": "", "file": file})
    html = page.content.decode()
    assert page.status_code == 422
    assert terms() == {}
    assert "Nothing has been imported yet. Correct the lines of the file here" in html
    assert 'href="#many_rows">Terms of the file terms.csv: Nothing has been imported' in html
    assert 'href="#many_rows">Line 2, “과장”: Write the term and' in html
    assert "팀장,Team Leader\n과장\n</textarea>" in html
    rows = {"do": "import", "rows": "팀장,Team Leader\n과장,Director"}
    assert client.post(PAGE, rows).status_code == 302
    assert client.post(PAGE, rows | {"rows": "팀장,Head\n과장,Director"}).status_code == 302
    assert terms() == {"팀장": "Head", "과장": "Director"}
    assert "1 changed. 1 was there already." in said(client)


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xff", "This is not a table."),
        (b"Term,Translation\0", "This is not a table."),
        (b"\xd0\xcf\x11\xe0", "This is a file of an older Hancom Office"),
        (b"PK\x03\x04" + b"\0" * 50, "This file is damaged"),
        (b"\n" * 200_001, "This file contains more than a glossary."),
        (b"a" * (1024 * 1024 + 1), "This file contains more than a glossary."),
        (b"", "Choose a file, or paste terms below."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(client: Client, content: bytes, fault: str) -> None:
    file = SimpleUploadedFile("terms.csv", content)
    page = client.post(PAGE, {"do": "import", "rows": "", "file": file})
    assert page.status_code == 422
    assert f"File (Excel or CSV): {fault}" in page.content.decode()


@pytest.mark.usefixtures("coordinator")
def test_another_file_in_the_same_form_is_another_form(client: Client) -> None:
    """A browser that goes back sends the same token with another file."""
    for text in ("팀장,Team Leader", "과장,Director", "과장,Director"):
        data = {"do": "import", "rows": "", "once": "a-token"}
        client.post(PAGE, data | {"file": SimpleUploadedFile("terms.csv", text.encode())})
    assert terms() == {"팀장": "Team Leader", "과장": "Director"}
    assert AuditRecord.objects.filter(kind=AuditKind.GLOSSARY).count() == 2


def test_a_city_without_a_submission_language_has_no_terms(
    client: Client, response: Response
) -> None:
    client.force_login(make_member(response.city, Role.COORDINATOR))
    html = said(client)
    assert f'<a href="{SETTINGS}">Choose a submission language</a>' in html
    assert 'value="add"' not in html
    assert client.get(CSV).status_code == 404
    page = client.post(PAGE, {"do": "add", "original": "팀장", "translation": "Team Leader"})
    assert page.status_code == 422
    assert "The city has no submission language any more." in page.content.decode()
    client.force_login(make_member(response.city, Role.CONTRIBUTOR))
    assert SETTINGS not in said(client)
    assert ">Glossary</a>" not in said(client, "/springfield/test-2030/")


def test_a_coordinator_chooses_the_submission_language(client: Client, response: Response) -> None:
    client.force_login(make_member(response.city, Role.COORDINATOR))
    html = said(client, SETTINGS)
    assert "Working language: Korean." in html
    assert re.findall(r'name="submission_language" value="(\w*)"', html) == ["", "en"]
    assert "They print the translation of an answer where there is one" in html
    page = client.post(SETTINGS, {"submission_language": "en"})
    assert (page.status_code, page.headers["Location"]) == (302, SETTINGS)
    html = said(client, SETTINGS)
    assert "The settings are saved." in html
    assert ">Glossary</a>" in html
    # The language of the work, and one that nobody knows, are no choices.
    for language in ("ko", "xx"):
        assert client.post(SETTINGS, {"submission_language": language}).status_code == 422
    response.city.refresh_from_db()
    assert response.city.submission_language == "en"


def test_people_without_a_latin_name_are_listed_for_who_writes(
    client: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for role, name in (
        (Role.REVIEWER, "백도현"),
        (Role.REVIEWER, "신채영"),
        (Role.COORDINATOR, "한서윤"),
        (Role.CONTRIBUTOR, "문하린"),
        (Role.REVIEWER, "Kim"),
    ):
        make_member(city, role, name)
    User.objects.filter(name="신채영").update(latin_name="Shin Chaeyoung")
    client.force_login(User.objects.get(name="문하린"))
    said(client)
    with django_assert_num_queries(13):
        html = said(client)
    listed = html.partition('id="unnamed"')[2].partition("</ul>")[0]
    assert re.findall(r"<a [^>]*>([^<]*)</a>", listed) == ["백도현", "한서윤"]
    # A term stands in for what they do not write themselves.
    add(city, 백도현="Baek Dohyun", 한서윤="Han Seoyun")
    assert 'id="unnamed"' not in said(client)
    client.force_login(User.objects.get(name="백도현"))
    Term.objects.all().delete()
    assert 'id="unnamed"' not in said(client)
