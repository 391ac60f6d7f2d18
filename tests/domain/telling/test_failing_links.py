from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.named import named_targets
from responses.domain.checks.recording import register
from responses.domain.telling.failing_links import tell_of_links
from responses.enums import LinkState
from responses.models import Address, Notice, Response, User
from tests.support.factories import assign, make_city, make_member, make_response, write

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def stands(state: LinkState, day: int = 1) -> None:
    since = NOW.replace(day=day)
    Address.objects.filter(url="https://a.kr/x").update(state=state, since=since)


def told(person: User) -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("kind", "question__key", "text"))


@pytest.fixture(autouse=True)
def _named(response: Response, writer: User) -> None:
    assign(response, "alpha", writer)
    link = {"label": "", "url": "a.kr/x"}
    write(response, "a-1", writer, links=[link, link, {"label": "", "url": "b.kr"}])
    write(response, "a-2", writer, text="See https://a.kr/x#top.")
    register(named_targets(), NOW)


def test_who_writes_is_told_once_that_a_link_fails_and_once_that_it_works(
    writer: User, coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # with those that begin and end it
        assert tell_of_links() == 0
    stands(LinkState.FAILING)
    assert [tell_of_links(), tell_of_links()] == [2, 0]
    fails = [("link_fails", key, "https://a.kr/x") for key in ("a-1", "a-2")]
    assert told(writer) == fails
    stands(LinkState.WORKS, 2)
    assert [tell_of_links(), tell_of_links()] == [2, 0]
    works = [("link_works", key, "https://a.kr/x") for key in ("a-1", "a-2")]
    assert told(writer) == fails + works
    stands(LinkState.FAILING, 3)
    assert tell_of_links() == 2
    assert told(writer) == fails + works + fails
    assert told(coordinator) == []


@pytest.mark.parametrize("state", sorted(set(LinkState) - {LinkState.FAILING}))
def test_of_what_does_not_fail_nobody_is_told(state: LinkState) -> None:
    stands(state)
    assert tell_of_links() == 0


@pytest.mark.parametrize(
    "state", sorted(set(LinkState) - {LinkState.FAILING, LinkState.WORKS, LinkState.MOVED})
)
def test_that_it_works_again_is_told_when_it_does(state: LinkState, writer: User) -> None:
    stands(LinkState.FAILING)
    tell_of_links()
    stands(state, 2)
    assert tell_of_links() == 0
    stands(LinkState.MOVED, 3)
    assert tell_of_links() == 2


def test_each_city_that_names_it_is_told_and_none_that_no_longer_does(
    response: Response, writer: User
) -> None:
    other = make_response(make_city("shelbyville"), response.edition)
    theirs = make_member(other.city, "contributor")
    write(other, "b-1", theirs, text="https://a.kr/x")
    write(response, "a-1", writer, text="none any more")
    stands(LinkState.FAILING)
    # In the other city it is nobody's: who wrote it is told, and the coordinator.
    assert tell_of_links() == 3
    assert told(writer) == [("link_fails", "a-2", "https://a.kr/x")]
    assert told(theirs) == [("link_fails", "b-1", "https://a.kr/x")]
