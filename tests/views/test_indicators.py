"""The page on which one says for which indicators the links of an answer are."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.checks.states import digest_of
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role
from responses.models import Answer, Proof, Response, User
from tests.support.browser import forms_of, words
from tests.support.factories import (
    assign,
    find,
    make_edition,
    make_member,
    make_response,
    write,
)
from tests.support.indicators import with_indicators

pytestmark = pytest.mark.django_db

SECTION = "/springfield/test-2033/alpha/"
URL = f"{SECTION}a-1/indicators/"
BUDGET, NEWS = digest_of("a.kr/budget"), digest_of("a.kr/news")


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(with_indicators()))


@pytest.fixture
def page_of(client: Client, response: Response, writer: User) -> Client:
    """Sign a writer in whose answer has two links, one of them twice."""
    links = [("Budget", "a.kr/budget"), ("News", "https://a.kr/news"), ("", "https://a.kr/budget")]
    rows = [{"label": label, "url": url} for label, url in links]
    write(response, "a-1", writer, links=rows)
    client.force_login(writer)
    return client


def chosen() -> dict[str, dict[str, list[str]]]:
    found = Proof.objects.first()
    return found.purposes if found else {}


def test_a_link_is_for_all_indicators_of_its_question_until_one_chooses(page_of: Client) -> None:
    assert 'href="a-1/indicators/"' in page_of.get(SECTION).content.decode()
    form = forms_of(page_of.get(URL))[-1]
    both = ["content/7", "content/8"]
    assert {key: form.fields[f"for-{key}"] for key in (BUDGET, NEWS)} == {BUDGET: both, NEWS: both}


def test_who_reads_sees_what_each_answer_may_prove(
    page_of: Client, response: Response, reviewer: User
) -> None:
    page_of.force_login(reviewer)
    page = words(page_of.get(f"{SECTION}review/"))
    said = "May be evidence for the UN's index (LOSI): "
    assert page.count(said) == 2
    assert f"{said}budget online, city news" in page
    assert said not in words(page_of.get("/springfield/test-2033/beta/review/"))


def test_a_writer_unticks_and_adds_and_the_answer_stays(
    page_of: Client, response: Response
) -> None:
    before = Answer.objects.values().get()
    form = forms_of(page_of.get(URL))[-1]
    sent = form.typed(
        {f"for-{BUDGET}": ["content/7"], f"for-{NEWS}": [], f"more-{NEWS}": "services/253"}
    )
    page = page_of.post(URL, sent, follow=True)
    assert "2 links changed." in words(page)
    assert chosen() == {"a-1": {BUDGET: ["content/7"], NEWS: ["services/253"]}}
    assert Answer.objects.values().get() == before
    again = forms_of(page)[-1]
    assert again.fields[f"for-{NEWS}"] == ["services/253"]
    # As proposed once more, nothing is kept of it.
    page_of.post(URL, again.typed({f"for-{BUDGET}": ["content/7", "content/8"]}))
    assert chosen() == {"a-1": {NEWS: ["services/253"]}}


def test_two_people_lose_nothing_of_what_either_ticked(page_of: Client) -> None:
    form = forms_of(page_of.get(URL))[-1]
    first = form.typed({f"for-{BUDGET}": ["content/7"]})
    second = form.typed({f"more-{BUDGET}": "services/254", f"for-{NEWS}": ["content/8"]})
    page_of.post(URL, first)
    page_of.post(URL, second)
    assert chosen() == {"a-1": {BUDGET: ["content/7", "services/254"], NEWS: ["content/8"]}}


def test_what_no_page_of_ours_sends_is_left_out(page_of: Client) -> None:
    form = forms_of(page_of.get(URL))[-1]
    sent = form.typed({f"for-{BUDGET}": ["content/7", "x/1", "x" * 10_000]})
    page_of.post(URL, sent | {"was-" + "0" * 64: ["x"], "for-" + "0" * 64: ["content/7"]})
    assert chosen() == {"a-1": {BUDGET: ["content/7"]}}


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER])
def test_who_may_not_write_the_answer_reads_and_chooses_nothing(
    role: Role, client: Client, page_of: Client, response: Response, writer: User
) -> None:
    assign(response, "alpha", writer)
    form = forms_of(page_of.get(URL))[-1]
    person = make_member(response.city, role)
    client.force_login(person)
    assert "budget online (7)" in words(client.get(URL))
    sent = form.typed({f"for-{BUDGET}": ["content/8"], "person": str(person.pk)})
    page = client.post(URL, sent)
    assert (page.status_code, chosen()) == (403, {})
    # What was ticked is there still.
    assert forms_of(page)[-1].fields[f"for-{BUDGET}"] == ["content/8"]


def test_a_closed_section_keeps_what_was_chosen(
    page_of: Client, response: Response, coordinator: User
) -> None:
    form = forms_of(page_of.get(URL))[-1]
    perform(Move(Action.SEND), response, find(response, "a-1")[0], actor=Actor(coordinator))
    page = page_of.post(URL, form.typed({f"for-{BUDGET}": ["content/7"]}))
    assert (page.status_code, chosen()) == (403, {})


def test_no_page_where_there_is_nothing_to_choose(client: Client, writer: User) -> None:
    client.force_login(writer)
    empty = "This answer names no web address yet."
    assert empty in words(client.get(URL))
    make_response(edition=make_edition())
    assert client.get("/springfield/test-2030/alpha/a-1/indicators/").status_code == 404


def test_it_takes_a_few_queries(
    page_of: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_of.get(URL)
    with django_assert_num_queries(6):
        page_of.get(URL)
