"""The search: which answers are found, of which responses, and how they are shown."""

import json
import re
from io import BytesIO
from unicodedata import normalize

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.content.kinds.files import row_of
from responses.domain.demo import FIXTURES
from responses.domain.files.storing import bring
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role
from responses.models import City, Membership, Response, User
from tests.support.browser import words
from tests.support.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_follow_up,
    make_member,
    make_response,
    translate,
    write,
)
from tests.support.files import picture
from tests.views.test_files import make_files_definition

pytestmark = pytest.mark.django_db

URL = "/search/"


@pytest.fixture
def response() -> Response:
    return make_response()


@pytest.fixture
def writer(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR)


@pytest.fixture
def reader(client: Client, response: Response) -> Client:
    client.force_login(make_member(response.city, Role.VIEWER))
    return client


def found(client: Client, typed: str, **asked: str) -> list[str]:
    """Return where the answers are that a search finds, by the links of its page."""
    page = client.get(URL, {"words": typed, **asked})
    assert page.status_code == 200
    return re.findall(r'href="(/[a-z]+/(?:test-203.|lgq-2022)/[^"]+#[^"]+)"', page.content.decode())


A_1, A_2 = "/springfield/test-2030/alpha/#a-1", "/springfield/test-2030/alpha/#a-2"
B_1 = "/springfield/test-2030/beta/#b-1"


def test_every_kind_of_part_is_found_and_leads_to_its_question(
    reader: Client, response: Response, writer: User
) -> None:
    person = {"name": "김하늘", "title": "스마트도시과장", "agency": "", "email": "sky@city.go.kr"}
    link = {"label": "열린 광장", "url": "https://open.example/Square"}
    write(
        *(response, "a-1", writer),
        contact=person,
        links=[link],
        text="□ 예산\n구분\t합계\n인건비\t1,204",
        choices=["budget"],
        percentage="23.1",
        yes_no="yes",
    )
    for typed in ("하늘 sky@", "광장", "example/square", "인건비", "23.1%", "BUDGET", "yes"):
        assert found(reader, typed) == [A_1], typed
    assert found(reader, "하늘 없음") == []
    write(response, "b-1", writer, nothing_to_report="아직 인건비 없음")
    assert found(reader, "인건비") == [A_1, B_1]


def test_a_file_is_found_by_its_name_its_caption_and_its_alternative_text(client: Client) -> None:
    response = make_response(edition=make_edition(make_files_definition()))
    writer = make_member(response.city, Role.CONTRIBUTOR)
    facts = bring(response, BytesIO(picture()), author=writer, named=())
    said = {"caption": "예산 지도", "alternative": "빨간 강"}
    write(response, "b-1", writer, files=[row_of("map-2030.png", facts) | said])
    client.force_login(writer)
    for typed in ("map-2030", "예산 지도", "빨간"):
        assert found(client, typed) == [B_1], typed
    assert found(client, "파란") == []


def test_a_translation_is_found_and_leads_to_where_it_is_written(
    reader: Client, response: Response, writer: User
) -> None:
    labelled = [{"label": "응답소", "url": "eungdapso.seoul.go.kr"}]
    write(response, "a-2", writer, text="○ 하나", links=labelled)
    write(response, "b-1", writer, text="○ 둘")
    rows = [{"of": "응답소", "text": "Eungdapso"}]
    translate(response, "a-2", writer, text="○ One", links=rows)
    assert found(reader, "one") == found(reader, "eungdapso -") == []
    City.objects.update(submission_language="en")
    translation = "/springfield/test-2030/alpha/?show=both#a-2_en"
    assert found(reader, "one") == found(reader, "Eungdapso one") == [translation]
    assert found(reader, "eungdapso") == [A_2, translation]
    assert found(reader, "응답소") == [A_2]
    assert found(reader, "one", question="a-2") == [translation]
    assert found(reader, "one", section="beta") == []
    page = reader.get(URL, {"words": "Eungdapso one"})
    assert "A.2 EN" in words(page)
    assert 'id="a-2_en"' in reader.get(translation.partition("#")[0]).content.decode()


def test_words_are_read_as_they_are_pasted(
    reader: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="○ 서울시 스마트도시")
    assert found(reader, f"  {normalize('NFD', '스마트')}\u200b\t서울 ") == [B_1]


def test_hits_are_marked_and_nothing_is_markup(
    reader: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="- <b>Budget</b> & budgets")
    page = reader.get(URL, {"words": "budget"}).content.decode()
    assert "- &lt;b&gt;<mark>Budget</mark>&lt;/b&gt; &amp; <mark>budget</mark>s</p>" in page


def test_the_current_answers_alone_are_searched(
    reader: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="earlier")
    write(response, "b-1", writer, text="later")
    assert found(reader, "earlier") == []
    assert found(reader, "later") == [B_1]


def test_section_question_state_and_response_narrow_it(
    reader: Client, response: Response, writer: User
) -> None:
    for key in ("b-1", "a-2", "a-1"):
        write(response, key, writer, text="same")
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(writer))
    later = make_response(response.city, make_edition(make_follow_up("test-2031")))
    write(later, "c-1-a", writer, text="same")
    c_1a = "/springfield/test-2031/gamma/#c-1-a"
    assert found(reader, "same") == [A_1, A_2, B_1, c_1a]
    assert found(reader, "same", section="alpha") == [A_1, A_2]
    assert found(reader, "same", section="gamma") == [c_1a]
    assert found(reader, "same", question="a-2") == [A_2]
    assert found(reader, "same", section="beta", question="a-2") == []
    assert found(reader, "same", state="in_review") == [B_1]
    assert found(reader, "same", state="draft", response="springfield/test-2030") == [A_1, A_2]


def test_what_a_person_may_not_see_is_neither_found_nor_there(
    reader: Client, response: Response, writer: User
) -> None:
    others = make_response(make_city("shelbyville"))
    write(others, "b-1", make_member(others.city, Role.CONTRIBUTOR), text="same")
    make_edition(make_follow_up("test-2031"))
    assert found(reader, "same") == []
    for asked in (
        {"response": "shelbyville/test-2030"},
        {"response": "springfield/test-2031"},
        {"section": "gamma"},
        {"question": "c-1"},
        {"state": "lost"},
    ):
        assert reader.get(URL, {"words": "same", **asked}).status_code == 404
    assert "Shelbyville" not in reader.get(URL).content.decode()
    person = User.objects.get(memberships__role=Role.VIEWER)
    Membership.objects.create(city=others.city, user=person, role=Role.VIEWER)
    assert found(reader, "same") == ["/shelbyville/test-2030/beta/#b-1"]


def test_words_that_are_too_long_are_refused_before_anything_is_searched(
    reader: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader.get(URL)
    with django_assert_num_queries(3):
        page = reader.get(URL, {"words": "x " * 51})
    assert page.status_code == 422
    assert "100 characters" in words(page)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "○"])
def test_without_words_nothing_is_searched(
    reader: Client, response: Response, writer: User, typed: str
) -> None:
    write(response, "b-1", writer, text="○ One")
    assert found(reader, typed) == []
    assert "Enter one or more words." in words(reader.get(URL, {"words": typed}))


def test_hits_come_in_pages(reader: Client, response: Response, writer: User) -> None:
    definition = make_definition("test-2032")
    asked = definition["sections"][1]["questions"][0]
    definition["sections"][1]["questions"] = [
        {**asked, "key": f"b-{number}", "number": f"B.{number}"} for number in range(1, 24)
    ]
    long = make_response(response.city, make_edition(definition))
    for number in range(1, 24):
        write(long, f"b-{number}", writer, text="same")
    where = "/springfield/test-2032/beta/#b-"
    assert found(reader, "same") == [f"{where}{number}" for number in range(1, 21)]
    assert found(reader, "same", page="2") == [f"{where}{number}" for number in (21, 22, 23)]
    page = reader.get(URL, {"words": "same"})
    assert "23 answers found page 1 of 2" in words(page)
    assert 'href="?words=same&amp;page=2"' in page.content.decode()


@pytest.mark.parametrize("typed", ["A.2", "a.2", " A . 2.", "Ａ．２"])
def test_a_question_is_found_by_its_number(
    reader: Client,
    response: Response,
    typed: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    reader.get(URL)
    with django_assert_num_queries(4):
        assert found(reader, typed) == [A_2]
    assert "No answer has all of these words." not in words(reader.get(URL, {"words": typed}))
    assert found(reader, typed, section="alpha", response="springfield/test-2030") == [A_2]
    assert found(reader, typed, section="beta") == []
    assert found(reader, "2") == []


def test_numbers_are_those_of_the_questionnaire(reader: Client, response: Response) -> None:
    edition = make_edition(json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8")))
    make_response(response.city, edition)
    for typed, keys in {
        "I.3": ["i-3"],
        "iv.2": ["iv-2"],
        "Ⅳ.2": ["iv-2"],
        "i.2-1": ["i-2-1"],
        "I.2": ["i-2-1", "i-2-2", "i-2-3"],
        "VIII.1A": ["viii-1-a"],
    }.items():
        assert [link.partition("#")[2] for link in found(reader, typed)] == keys, typed


def test_queries_do_not_grow(
    reader: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(response, "b-1", writer, text="same")
    assert found(reader, "same") == [B_1]
    # The session, the person, the responses they may see, and the answers of those.
    with django_assert_num_queries(4):
        found(reader, "same")
    person = User.objects.get(memberships__role=Role.VIEWER)
    for number in range(3):
        city = make_city(f"shelbyville{'abc'[number]}")
        Membership.objects.create(city=city, user=person, role=Role.REVIEWER)
        other = make_response(city)
        for key in ("a-1", "b-1"):
            write(other, key, make_member(city, Role.CONTRIBUTOR), text="same")
    with django_assert_num_queries(4):
        assert len(found(reader, "same")) == 7


def test_words_that_no_answer_has_are_told_and_kept(
    reader: Client, response: Response, writer: User
) -> None:
    write(response, "a-1", writer, text="something")
    page = reader.get(URL, {"words": "nowhere"}).content.decode()
    assert "No answer has all of these words." in page
    assert "The wording of questions is not searched." in page
    assert "Enter one or more words." not in page
    assert "<title>nowhere · Search answers · LGQ Desk</title>" in page


def test_every_page_leads_to_it(reader: Client) -> None:
    assert 'href="/search/"' in reader.get("/").content.decode()


def test_somebody_without_a_city_is_told_so(client: Client) -> None:
    client.force_login(make_member(make_city("nowhere"), Role.VIEWER))
    assert "once you are a member" in words(client.get(URL))
