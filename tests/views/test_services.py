"""The page of what no question asks for."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.enums import AuditKind, Role
from responses.link_states import Finding
from responses.models import AuditRecord, City, Membership, Notice, Proof, Response, User
from responses.notice_kinds import NoticeKind
from responses.wording.notices import quote, sentence, target
from tests.support.browser import forms_of, words
from tests.support.checked import named_targets, note_checks
from tests.support.factories import make_edition, make_member, make_response
from tests.support.indicators import with_indicators

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2033/services/"
POLICE = "report to the police (한국어)(253)"
NEWS: dict[str, str | list[str]] = {
    "services-253--url": "police.kr/report",
    "services-253--note": "By telephone, too",
}


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(with_indicators()))


@pytest.fixture
def page_of(client: Client, response: Response, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def stored() -> dict[str, dict[str, str]]:
    found = Proof.objects.first()
    return found.services if found else {}


def test_it_lists_what_no_question_asks_for(page_of: Client) -> None:
    told = words(page_of.get(URL))
    assert "report to the police (253)" in told
    assert "driving licence (254)" in told
    assert "budget online" not in told


def test_what_is_written_is_checked_and_stands_in_the_audit(
    page_of: Client, response: Response
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    sent = form.typed(
        {
            **NEWS,
            "services-253--available": "yes",
            "services-253--department": "Police",
            "services-254--available": "no",
        }
    )
    assert "Saved 2 entries." in words(page_of.post(URL, sent, follow=True))
    assert stored() == {
        "services/253": {
            "available": "yes",
            "url": "police.kr/report",
            "department": "Police",
            "note": "By telephone, too",
        },
        "services/254": {"available": "no", "url": "", "department": "", "note": ""},
    }
    assert [each.url for each in named_targets().values()] == ["https://police.kr/report"]
    assert named_targets(changed_since=timezone.now()) == {}
    records = AuditRecord.objects.filter(kind=AuditKind.SERVICES).order_by("pk")
    assert [each.subject for each in records] == [
        f"test-2033 · {POLICE}: — → 온라인 제공 / police.kr/report / Police / By telephone, too",
        "test-2033 · driving licence (한국어)(254): — → 온라인 미제공",
    ]
    note_checks("police.kr/report", Finding.WORKS, last=timezone.now())
    page = words(page_of.get(URL))
    assert "report to the police (253) Works" in page
    assert page.count("Opens https://police.kr/report") == 1


def test_two_people_write_into_one_service_and_nothing_is_lost(
    page_of: Client, client: Client, writer: User, coordinator: User
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    page_of.post(URL, form.typed({"services-253--url": "a.kr", "services-253--available": "yes"}))
    # Another opened the page before that, and writes two fields, one of them the same.
    mine: dict[str, str | list[str]] = {
        "services-253--url": "b.kr",
        "services-253--note": "Mine",
        "person": str(writer.pk),
    }
    client.force_login(writer)
    page = client.post(URL, form.typed(mine))
    assert page.status_code == 409
    assert "Current value: a.kr" in words(page)
    kept = {"available": "yes", "url": "a.kr", "department": "", "note": "Mine"}
    assert stored()["services/253"] == kept
    again = forms_of(page)[-1]
    assert again.fields["services-253--url"] == ["b.kr"]
    assert client.post(URL, again.typed({"services-253--available": "yes"})).status_code == 302
    assert stored()["services/253"] == kept | {"url": "b.kr"}


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("url", "not an address", "Remove the spaces from the address"),
        ("url", "a.kr/" + "x" * 2_000, "at most 2,000 are allowed"),
        ("url", "a.kr/\u2063b", "without them? a.kr/[U+2063]b → a.kr/b"),
        ("note", "x" * 501, "at most 500 are allowed"),
        ("available", "perhaps", "Choose one from the list."),
    ],
)
def test_what_is_faulty_is_said_and_the_rest_is_saved(
    field: str, text: str, said: str, page_of: Client
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    page = page_of.post(
        URL, form.typed({f"services-253--{field}": text, "services-254--note": "So"})
    )
    assert page.status_code == 422
    assert said in words(page)
    assert "Saved 1 entry. The entries below are not saved yet." in words(page)
    assert set(stored()) == {"services/254"}
    if field != "available":
        assert forms_of(page)[-1].fields[f"services-253--{field}"] == [text]


@pytest.mark.parametrize(
    "seen", ["", "[", "{}", '["a"]', "[1, 2, 3, 4]", "[" * 9_000, "x" * 30_000]
)
def test_what_no_page_of_ours_says_it_showed_is_taken_for_nothing(
    seen: str, page_of: Client
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    sent = form.typed({"services-253--seen": seen, "services-253--note": "So"})
    assert page_of.post(URL, sent).status_code == 302
    assert stored()["services/253"]["note"] == "So"


@pytest.mark.parametrize(
    ("role", "changes", "status"),
    [
        (Role.CONTRIBUTOR, NEWS, 302),
        (Role.CONTRIBUTOR, {"services-253--department": "Mine"}, 403),
        (Role.REVIEWER, NEWS, 403),
        (Role.VIEWER, NEWS, 403),
    ],
)
def test_who_may_not_write_reads_and_loses_nothing(
    role: Role,
    changes: dict[str, str | list[str]],
    status: int,
    page_of: Client,
    response: Response,
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    person = make_member(response.city, role)
    page_of.force_login(person)
    assert page_of.get(URL).status_code == 200
    page = page_of.post(URL, form.typed({**changes, "person": str(person.pk)}))
    assert (page.status_code, bool(stored())) == (status, status == 302)
    if status == 403 and "services-253--url" in changes:
        assert forms_of(page)[-1].fields["services-253--url"] == ["police.kr/report"]


def test_no_page_for_an_edition_without_indicators(client: Client, writer: User) -> None:
    make_response(edition=make_edition())
    client.force_login(writer)
    assert client.get("/springfield/test-2030/services/").status_code == 404


def test_the_list_is_known_wherever_one_sees_how_far_a_response_is(
    page_of: Client, response: Response, writer: User, reviewer: User
) -> None:
    response.works.update(due_on=date(2033, 5, 6))
    Membership.objects.filter(user=writer).update(department="Police")
    said = {"available": "yes", "department": "Police"}
    services = {"services/253": {"department": "Police"}, "services/254": said}
    Proof.objects.create(response=response, services=services)
    place = "/springfield/test-2033/"
    link = f'<a href="{URL}">List of services</a>:'
    for page in (place, f"{place}submissions/", f"{place}submissions/seal/"):
        shown = page_of.get(page)
        assert link in shown.content.decode(), page
        assert "List of services : 1 of 2 entries filled in" in words(shown)
    assert "List of services 1 of 2" in words(page_of.get(f"{place}dashboard/"))
    told = words(page_of.get("/"))
    assert "List of services 1 of 2 entries filled in Say for each whether" in told
    assert f'href="{URL}#services-253"' in page_of.get("/").content.decode()
    page_of.force_login(writer)
    told = words(page_of.get("/"))
    assert "1 of 2 entries filled in of your department: Police Due" in told
    assert "6 May" in told.partition("of your department: Police Due")[2][:40]
    # Whoever is of another department is not asked, nor who may not write.
    for person, department in ((writer, "Traffic"), (writer, ""), (reviewer, "Police")):
        Membership.objects.filter(user=person).update(department=department)
        page_of.force_login(person)
        assert "entries filled in" not in words(page_of.get("/"))


def test_people_of_a_department_are_told_of_its_services_until_they_look(
    page_of: Client, response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    Membership.objects.update(department="Police")
    form = forms_of(page_of.get(URL))[-1]
    for number in ("253", "254"):
        sent = form.typed({f"services-{number}--department": "Police"})
        page_of.post(URL, sent | {f"services-{number}--note": "New"})
        form = forms_of(page_of.get(URL))[-1]
    assert not Notice.objects.filter(person__in=(reviewer, coordinator)).exists()
    notice = Notice.objects.get(kind=NoticeKind.SERVICES, person=writer)
    told = "Coordinator assigned entries of the list of services to your department, Police"
    assert (sentence(notice), quote(notice), target(notice)) == (told, "", URL)
    page_of.force_login(writer)
    assert told in words(page_of.get("/notices/"))
    page_of.get(URL)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_the_page_says_who_fills_the_list_and_whether_the_un_sees_it(
    page_of: Client, response: Response, writer: User
) -> None:
    told = words(page_of.get(URL))
    assert "0 of 2 entries filled in" in told
    assert "A coordinator names the department of each entry" in told
    assert "The UN does not see the list" in told
    assert (
        'href="/springfield/settings/#div_id_services_annex"' in page_of.get(URL).content.decode()
    )
    settings = page_of.get("/springfield/settings/").content.decode()
    assert f'<a href="{URL}">List of services</a>' in settings
    City.objects.update(services_annex=True)
    assert "The UN sees the list" in words(page_of.get(URL))
    Membership.objects.filter(user=writer).update(department="Police")
    assert '<option value="Police"></option>' in page_of.get(URL).content.decode()
    page_of.force_login(writer)
    html = page_of.get(URL).content.decode()
    assert "/springfield/settings/" not in html
    assert '<option value="Police">' not in html


@pytest.mark.parametrize(
    ("place", "number"),
    [("/", 9), ("", 7), ("dashboard/", 10), ("submissions/", 8), ("submissions/seal/", 10)],
)
def test_what_is_said_of_the_list_takes_one_query_at_most(
    page_of: Client, place: str, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """In My work none."""
    page = place if place.startswith("/") else f"/springfield/test-2033/{place}"
    page_of.get(page)
    with django_assert_num_queries(number):
        page_of.get(page)


def test_it_takes_a_few_queries(
    page_of: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_of.get(URL)
    with django_assert_num_queries(6):
        page_of.get(URL)


def test_a_city_chooses_whether_its_services_are_printed(
    page_of: Client, response: Response, coordinator: User
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    page_of.post(URL, form.typed(NEWS))

    def exported() -> object:
        return page_of.get("/springfield/test-2033/export/response.json").json().get("services")

    def choose(**changes: str) -> None:
        sent = {"submission_language": "", "translations": "", "person": str(coordinator.pk)}
        assert page_of.post("/springfield/settings/", sent | changes).status_code == 302

    assert exported() is None
    choose(services_annex="on")
    said = {"url": "police.kr/report", "note": "By telephone, too"}
    shape = {"criterion": "services", "code": "253"}
    meaning = {"ko": "report to the police (한국어)", "en": "report to the police"}
    assert exported() == [{**shape, "meaning": meaning, **said}]
    choose()
    assert exported() is None
    records = AuditRecord.objects.filter(kind=AuditKind.CITY_SETTINGS).order_by("pk")
    assert [each.subject for each in records] == [
        "서비스 목록을 응답서와 함께 인쇄함",
        "서비스 목록을 인쇄하지 않음",
    ]
