"""The page of all web addresses of a response."""

import csv
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.recording import register
from responses.domain.checks.states import digest_of
from responses.domain.checks.targets import target_of
from responses.domain.coverage.claiming import (
    PurposeChange,
    ServiceChange,
    choose_purposes,
    write_services,
)
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.renderings import beat
from responses.domain.submissions.sealing import text_digest, with_named
from responses.domain.telling.failing_links import tell_of_links
from responses.enums import Role
from responses.link_states import Finding
from responses.models import Answer, City, Host, LinkNote, Membership, Response, SectionWork, User
from responses.wording.dates import moment
from responses.wording.link_states import certificate_words
from tests.support.checked import note_checks, note_page
from tests.support.factories import (
    approve_all,
    assign,
    delegate,
    find,
    make_edition,
    make_member,
    make_response,
    name_translators,
    shape_of,
    translate,
    write,
)
from tests.support.indicators import with_indicators

pytestmark = pytest.mark.django_db

PAGE = "/springfield/test-2030/evidence/"
NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
OFF = "This server does not check links;"
COUNT = r'<a href="[^"]*\?state=(\w+)">.*?<strong>(\d+)</strong>'
NONE = "No web address matches."


def link(url: str, label: str = "") -> dict[str, str]:
    return {"label": label, "url": url}


@pytest.fixture
def scene(response: Response, writer: User, client: Client) -> Response:
    """Return a response with three addresses, before one who may only read it."""
    write(response, "a-1", writer, links=[link("a.kr/1", "Budget"), link("b.kr")])
    write(response, "a-2", writer, text="○ 누리집(https://a.kr/1)을 보십시오.")
    write(response, "b-1", writer, text="http://c.kr:0/ 과 d.kr/2")
    note_checks("a.kr/1", Finding.WORKS, Finding.MISSING, Finding.MISSING, last=NOW)
    note_checks("b.kr", Finding.WORKS, last=NOW - timedelta(days=1))
    SectionWork.objects.filter(response=response, section__key="beta").update(department="Roads")
    client.force_login(writer)
    return response


def text(client: Client, query: str = "", status: int = 200) -> str:
    page = client.get(PAGE + query)
    assert page.status_code == status
    return page.content.decode()


def rows(client: Client, query: str = "") -> list[str]:
    """Return the words of each row."""
    page = text(client, query)
    found = re.search(r'<ol class="lgq-rows lgq-evidence".*?>(.*)</ol>', page, re.DOTALL)
    if found is None:
        return []
    items = re.split(r'<li>\s*<div class="lgq-evidence-state">', found[1])[1:]
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in items]


def test_each_address_stands_once_with_its_state_and_who_names_it(
    scene: Response, client: Client
) -> None:
    first, second, third = rows(client)
    assert first == (
        "Failing since 29 Nov 2026 a.kr/1 The server says that there is no such page."
        " A.1 Everything “Budget” A.2 Explain in the text"
        " last checked 29 Nov 2026"
        " 27 Nov 2026: The page is there."
        " 28 Nov 2026: The server says that there is no such page."
        " 29 Nov 2026: The server says that there is no such page."
        " History and note a.kr/1"
    )
    assert second == (
        "Works since 28 Nov 2026 b.kr A.1 Everything"
        " last checked 28 Nov 2026 28 Nov 2026: The page is there. History and note b.kr"
    )
    assert third == "Not checked yet d.kr/2 B.1 Only text in the text History and note d.kr/2"


def test_the_top_counts_them_by_state_whatever_is_asked_for(
    scene: Response, client: Client
) -> None:
    for query in ("", "?state=works"):
        counts = re.findall(COUNT, text(client, query), re.DOTALL)
        assert counts == [("unchecked", "1"), ("works", "1"), ("failing", "1")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=failing", ["a.kr/1"]),
        ("?section=alpha", ["a.kr/1", "b.kr"]),
        ("?section=beta", ["d.kr/2"]),
        ("?department=Roads", ["d.kr/2"]),
        ("?section=alpha&state=works", ["b.kr"]),
        ("?section=alpha&department=Roads", []),
        ("?state=moved", []),
    ],
)
def test_it_shows_what_is_asked_for(
    query: str, found: list[str], scene: Response, client: Client
) -> None:
    urls = re.findall(r'rel="noopener noreferrer">([^<]*)</a>', text(client, query))
    assert urls == found
    assert (NONE in text(client, query)) is (not found)


def test_what_cannot_be_asked_for_is_said_at_its_field(scene: Response, client: Client) -> None:
    page = text(client, "?state=nice&section=none", status=422)
    assert page.count("Choose one from the list.") == 4  # at the field and in the summary
    assert NONE not in page


def test_it_says_whether_links_are_checked_here(
    scene: Response, client: Client, settings: Settings
) -> None:
    assert OFF in text(client)
    settings.CHECK_LINKS = True
    assert OFF not in text(client)


def test_a_response_without_links_says_what_will_be_here(
    response: Response, writer: User, client: Client
) -> None:
    client.force_login(writer)
    page = text(client)
    assert "There are no web addresses yet." in page
    assert "lgq-query" not in page


def test_markup_in_addresses_and_labels_stays_text(
    response: Response, writer: User, client: Client
) -> None:
    write(response, "a-1", writer, links=[link("a.kr/<b>", "<i>x</i>")])
    client.force_login(writer)
    page = text(client)
    assert "<i>x" not in page
    assert "a.kr/<b>" not in page


def many(response: Response, number: int) -> None:
    links = [link(f"h{each}.kr/{each}", f"No. {each}") for each in range(number)]
    Answer.objects.filter(response=response, question__key="a-1").update(
        content={"parts": {"links": links}}
    )
    for each in range(0, number, 50):
        note_checks(links[each]["url"], Finding.WORKS, Finding.WORKS, last=timezone.now())


@pytest.mark.parametrize("number", [10, 1_000])
def test_it_asks_as_often_with_a_thousand_links(
    number: int,
    response: Response,
    writer: User,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(response, "a-1", writer, links=[link("a.kr")])
    many(response, number)
    client.force_login(writer)
    client.get(PAGE)
    with django_assert_num_queries(8):
        page = text(client)
    with django_assert_num_queries(7):
        text(client, "?section=alpha")
    assert 'aria-labelledby="health"' in page
    assert f"<strong>{number} web addresses</strong>" in page
    assert len(rows(client)) == min(number, 50)


def test_further_addresses_are_on_further_pages(
    response: Response, writer: User, client: Client
) -> None:
    write(response, "a-1", writer, links=[link("a.kr")])
    many(response, 120)
    client.force_login(writer)
    assert [len(rows(client, f"?page={each}")) for each in (1, 2, 3, 9)] == [50, 50, 20, 20]
    assert 'href="?state=unchecked&amp;page=2"' in text(client, "?state=unchecked")


REVIEW = "/springfield/test-2030/alpha/review/"
DETAILS = r'<details class="lgq-answer-links"( open)?>(.*?)</details>'


def test_who_reads_a_section_sees_how_the_links_of_each_answer_stand(
    scene: Response,
    client: Client,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(REVIEW)
    with django_assert_num_queries(8):
        assert "lgq-answer-links" not in client.get(REVIEW).content.decode()
    settings.CHECK_LINKS = True
    with django_assert_num_queries(9):
        page = client.get(REVIEW).content.decode()
    found = [
        (is_open, " ".join(re.sub(r"<[^>]*>", " ", each).split()))
        for is_open, each in re.findall(DETAILS, page, re.DOTALL)
    ]
    assert found == [
        (
            " open",
            (
                "State of the links A.1 Works 1 Failing 1"
                " Failing a.kr/1 last checked 29 Nov 2026 Works b.kr last checked 28 Nov 2026"
            ),
        ),
        (
            " open",
            "State of the links A.2 Failing 1 Failing https://a.kr/1 last checked 29 Nov 2026",
        ),
    ]


def test_a_section_without_links_asks_nothing_of_them(
    response: Response,
    writer: User,
    client: Client,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.CHECK_LINKS = True
    write(response, "a-1", writer, text="No address")
    client.force_login(writer)
    client.get(REVIEW)
    with django_assert_num_queries(8):
        client.get(REVIEW)


def own(url: str) -> str:
    """Return the address of the page about an address."""
    return f"{PAGE}address/{digest_of(url)}/"


def words(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", content.decode()).split())


def test_an_address_has_a_page_with_its_checks_and_the_note_why_it_is_right(
    scene: Response, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = own("a.kr/1")
    client.get(page)
    with django_assert_num_queries(7):
        found = client.get(page)
    assert "27 Nov 2026: The page is there." in words(found.content)
    sent = client.post(page, {"note": "only inside Korea"})
    assert (sent.status_code, sent["Location"]) == (302, page)
    after = client.get(page).content
    assert "Right all the same: only inside Korea" in words(after)
    assert b'value="only inside Korea"' in after
    assert "Right all the same: only inside Korea" in rows(client)[0]
    again = client.post(page, {"note": "x" * 201})
    assert again.status_code == 422
    assert f'value="{"x" * 201}"' in again.content.decode()
    assert "Use at most 200 characters." in words(again.content)
    client.post(page, {"note": ""})
    assert not LinkNote.objects.exists()


def test_it_says_when_a_link_is_checked_that_never_was(
    scene: Response,
    client: Client,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.CHECK_LINKS = True
    off = "Links are not being checked at the moment. This one waits until they are."
    soon = "It is checked within some minutes."
    now = timezone.now()
    late = now.replace(hour=3, minute=5, second=0) + timedelta(days=2)
    with override("en"):
        said = f"Its site is to be left alone until {moment(late)}, and checked then."
    later = words(said.encode())
    query = "?state=unchecked"
    assert off in rows(client, query)[0]
    beat(now)
    # Nobody has gathered it so far; then it is due; then its host is to be left alone.
    assert soon in rows(client, query)[0]
    register({digest_of("d.kr/2"): target_of("d.kr/2")}, now)
    assert soon in rows(client, query)[0]
    Host.objects.filter(name="d.kr").update(free_at=late)
    with django_assert_num_queries(9):
        assert later in rows(client, query)[0]
    with django_assert_num_queries(9):
        assert later in words(client.get(own("d.kr/2")).content)
    # Of what was checked nothing more is asked.
    with django_assert_num_queries(7):
        assert rows(client, "?state=works") != []
    with django_assert_num_queries(7):
        assert soon not in words(client.get(own("a.kr/1")).content)
    settings.CHECK_LINKS = False
    assert later not in rows(client, query)[0]


def test_a_note_is_written_by_who_may_write_an_answer_with_the_link(
    scene: Response, client: Client, coordinator: User, reviewer: User
) -> None:
    SectionWork.objects.get(response=scene, section__key="beta").contributors.add(
        make_member(scene.city, Role.CONTRIBUTOR, "Other")
    )
    for person, url, status in [
        (coordinator, "d.kr/2", 302),
        (reviewer, "a.kr/1", 403),
        (User.objects.get(name="Writer"), "d.kr/2", 403),
        (User.objects.get(name="Other"), "d.kr/2", 302),
    ]:
        client.force_login(person)
        assert client.post(own(url), {"note": "So."}).status_code == status
        assert ('name="note"' in client.get(own(url)).content.decode()) is (status == 302)


@pytest.mark.parametrize("url", ["nowhere.kr", "http://c.kr:0/"])
def test_what_no_answer_names_or_cannot_be_linked_has_no_page(
    url: str, scene: Response, client: Client
) -> None:
    assert client.get(own(url) if digest_of(url) else f"{PAGE}address//").status_code == 404


def test_links_are_found_by_what_they_are_to_prove(
    writer: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    response = make_response(edition=make_edition(with_indicators()))
    write(response, "a-1", writer, links=[link("a.kr/budget"), link("a.kr/news")])
    write(response, "a-2", writer, text="http://a.kr/more")
    section, question = find(response, "a-1")
    change = PurposeChange(("content/7", "content/8"), ("content/7",))
    changes = {digest_of("a.kr/budget"): change}
    choose_purposes(response, shape_of(response), section, question, changes, author=writer)
    client.force_login(writer)
    page = "/springfield/test-2033/evidence/"
    client.get(page)
    for key, found in [
        ("content/7", ["a.kr/budget", "a.kr/news", "http://a.kr/more"]),
        ("content/8", ["a.kr/news"]),
        ("", ["a.kr/budget", "a.kr/news", "http://a.kr/more"]),
    ]:
        with django_assert_num_queries(7):
            shown = client.get(page, {"indicator": key}).content.decode()
        assert re.findall(r'rel="noopener noreferrer">([^<]*)</a>', shown) == found
    assert 'name="indicator"' in shown
    assert client.get(page, {"indicator": "x"}).status_code == 422
    # Each says for which it is, as its writer chose, here and on its own page.
    said = re.findall(r"Evidence for: [^<]*", shown)
    mine = "Evidence for: budget online (7)"
    assert said == [mine, f"{mine}, city news (8)", mine]
    own_page = client.get(f"{page}address/{digest_of('a.kr/budget')}/").content
    assert f"{mine} A.1" in words(own_page)


def shown(client: Client, query: str = "") -> list[str]:
    """Return the addresses of the rows."""
    return re.findall(r'rel="noopener noreferrer">([^<]*)</a>', text(client, query))


@pytest.fixture
def whole(client: Client) -> Response:
    """Return a response with an address in an answer, in a translation and as two services."""
    response = make_response(edition=make_edition(with_indicators("test-2030")))
    boss = make_member(response.city, Role.COORDINATOR)
    write(response, "a-1", boss, links=[link("a.kr/1", "Budget")])
    write(response, "a-2", boss, text="없음")
    write(response, "b-1", boss, text="c.kr/1")
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    translate(response, "a-2", boss, text="See https://en.kr/1.")
    said = {"services/253": ("police.kr", "Police"), "services/254": ("a.kr/1", "")}
    changes = {
        key: ServiceChange(NO_SERVICE, Service("yes", url, department))
        for key, (url, department) in said.items()
    }
    write_services(response, shape_of(response), changes, actor=Actor(boss))
    for url in ("a.kr/1", "c.kr/1", "https://en.kr/1", "police.kr"):
        note_checks(url, Finding.MISSING, Finding.MISSING, last=NOW)
    client.force_login(boss)
    return response


def test_addresses_of_translations_and_services_stand_beside_those_of_answers(
    whole: Response, client: Client, settings: Settings
) -> None:
    budget, english, _beta, police = rows(client)
    assert "A.1 Everything “Budget” driving licence (254) in the list of services" in budget
    assert "A.2 Explain in the translation into English" in english
    assert "police.kr" in police
    page = text(client)
    assert f'href="{PAGE.removesuffix("evidence/")}alpha/?show=both#a-2_en"' in page
    assert f'href="{PAGE.removesuffix("evidence/")}services/#services-253"' in page
    # Each has a page, where who may write the service can note why it is right.
    sent = client.post(own("police.kr"), {"note": "only inside Korea"})
    assert sent.status_code == 302
    settings.CHECK_LINKS = True
    assert "3 links fail" in words(client.get(PAGE.removesuffix("evidence/")).content)
    assert client.post(f"{PAGE}recheck/", {"link": digest_of("police.kr")}).status_code == 302
    review = words(client.get(REVIEW).content)
    assert "Failing https://en.kr/1 in the translation into English" in review
    # An approval of the originals alone is asked nothing about translations.
    SectionWork.objects.update(originals_alone=True)
    assert "https://en.kr/1 in the" not in words(client.get(REVIEW).content)


@pytest.mark.parametrize(
    ("department", "found"),
    [("Roads", ["a.kr/1", "https://en.kr/1"]), ("Parks", ["c.kr/1"]), ("Police", ["police.kr"])],
)
def test_a_department_is_that_of_question_person_or_service(
    department: str, found: list[str], whole: Response, client: Client
) -> None:
    writer = make_member(whole.city, Role.CONTRIBUTOR)
    Membership.objects.filter(user=writer).update(department="Roads")
    assign(whole, "alpha", writer)
    delegate(whole, "b-1", department="Parks")
    assert shown(client, f"?department={department}") == found


def test_what_one_has_to_correct_is_listed_alone(
    whole: Response, client: Client, settings: Settings
) -> None:
    """As many as My work counts."""
    settings.CHECK_LINKS = True
    writer, translator = (make_member(whole.city, Role.CONTRIBUTOR) for _ in range(2))
    Membership.objects.filter(user=writer).update(department="Police")
    assign(whole, "beta", writer)
    name_translators(whole, "alpha", translator)
    tell_of_links()
    mine = "?state=failing&whose=mine"
    found = {}
    for person in (writer, translator):
        client.force_login(person)
        work = words(client.get("/").content)
        found[person] = shown(client, mine), re.findall(r"\d links? fails?", work)
    assert found == {
        writer: (["c.kr/1", "police.kr"], ["2 links fail"]),
        translator: (["https://en.kr/1"], ["1 link fails"]),
    }
    client.force_login(writer)
    note_link(whole, digest_of("c.kr/1"), "c.kr/1", "only in Korea", actor=Actor(writer))
    assert shown(client, mine) == ["police.kr"]


def test_who_seals_is_asked_about_failing_services(
    whole: Response, client: Client, settings: Settings
) -> None:
    settings.CHECK_LINKS = True
    page = words(client.get("/springfield/test-2030/submissions/").content)
    assert "Services with links that fail: 2 driving licence (254) report to the police" in page
    named = with_named(read_snapshot(whole), whole)
    before = text_digest(named, whole)
    boss = make_member(whole.city, Role.COORDINATOR)
    note_link(whole, digest_of("police.kr"), "police.kr", "only in Korea", actor=Actor(boss))
    assert text_digest(named, whole) != before


def test_a_page_that_changed_since_the_approval_and_a_certificate_that_ends_are_said(
    response: Response, writer: User, reviewer: User, client: Client, settings: Settings
) -> None:
    settings.CHECK_LINKS = True
    write(response, "a-1", writer, links=[link("a.kr/1"), link("b.kr")])
    now = timezone.now()
    for url in ("a.kr/1", "b.kr"):
        note_page(url, now - timedelta(days=1), "Budget")
    approve_all(response, reviewer)
    later = timezone.now() + timedelta(minutes=5)
    note_page("a.kr/1", later, "For <b>sale")
    note_page("b.kr", later, "Budget 2", tls_until=now + timedelta(days=20))
    client.force_login(make_member(response.city, Role.COORDINATOR))
    first, second = rows(client)
    changed, ends = "Changed since the approval: has another title", "The certificate ends on"
    assert (changed in first, ends in first, "For &lt;b&gt;sale" in first) == (True, False, True)
    assert (changed in second, ends in second) == (False, True)
    review = words(client.get(REVIEW).content)
    assert (review.count(changed), review.count(ends)) == (1, 1)
    asked = words(client.get("/springfield/test-2030/submissions/seal/").content)
    assert "Answers with links to pages that changed since the approval" in asked
    assert "a.kr/1: has another title" in asked
    table = client.get("/springfield/test-2030/export/evidence.csv").content.decode("utf-8-sig")
    head, one, two, *_rest = csv.reader(table.splitlines())
    assert (head[-1], two[-1]) == ("승인 후 변경 / Changed since approval", "")
    assert one[-1] == "제목이 다름 / has another title"


@pytest.mark.parametrize(
    ("ends", "due", "said"),
    [(29, None, True), (31, None, False), (80, 100, True), (60, 100, False), (101, 100, False)],
)
def test_a_certificate_is_spoken_of_when_it_ends_soon_or_just_before_the_due_date(
    ends: int,
    due: int | None,
    said: bool,  # noqa: FBT001 - a case
) -> None:
    until = timezone.now() + timedelta(days=ends)
    due_on = timezone.localdate() + timedelta(days=due) if due else None
    assert bool(certificate_words(until, due_on)) is said
    assert certificate_words(None, due_on) == ""
