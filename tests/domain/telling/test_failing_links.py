from collections import Counter
from datetime import UTC, datetime

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.checks.named import read_namings
from responses.domain.checks.noting import note_link
from responses.domain.checks.recording import register
from responses.domain.checks.states import digest_of
from responses.domain.coverage.claiming import ServiceChange, write_services
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.domain.telling.failing_links import tell_of_links, tell_of_namings
from responses.link_states import LinkState
from responses.models import Address, City, Membership, Notice, Response, User
from responses.wording.notices import sentence, target
from tests.support.checked import named_targets
from tests.support.factories import (
    assign,
    make_city,
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

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def stands(state: LinkState, day: int = 1) -> None:
    since = NOW.replace(day=day)
    Address.objects.filter(url="https://a.kr/x").update(state=state, since=since)


def told(person: User) -> list[tuple[str, str | None, str]]:
    rows = Notice.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("kind", "question__key", "text"))


def said(notice: Notice) -> str:
    with translation.override("en"):
        return sentence(notice)


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


def test_of_a_translation_its_translators_are_told_and_without_any_its_writers_once(
    response: Response, writer: User
) -> None:
    """Of an address that the original names, too, its writers are told there."""
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    translate(response, "a-2", writer, text="See https://a.kr/x and https://en.kr/x.")
    register(named_targets(), NOW)
    since = NOW.replace(day=1)
    Address.objects.filter(host__name__in=["a.kr", "en.kr"]).update(
        state=LinkState.FAILING, since=since
    )
    assert tell_of_links() == 3
    rows = Notice.objects.filter(person=writer).values_list("question__key", "language", "text")
    assert sorted(rows) == [
        ("a-1", "", "https://a.kr/x"),
        ("a-2", "", "https://a.kr/x"),
        ("a-2", "en", "https://en.kr/x"),
    ]
    notice = Notice.objects.get(language="en")
    assert said(notice) == "A link in A.2 EN no longer works"
    assert target(notice) == "/springfield/test-2030/alpha/?show=both#a-2_en"
    translator = make_member(response.city, "contributor")
    name_translators(response, "alpha", translator)
    Address.objects.update(state=LinkState.WORKS, since=NOW)
    assert tell_of_links() == 4
    assert [key for _kind, key, _text in told(translator)] == ["a-2", "a-2"]
    # What is translated into a language in which the city no longer submits is not read.
    City.objects.update(submission_language="")
    assert "https://en.kr/x" not in {each.url for each in named_targets().values()}


def test_telling_takes_as_many_queries_however_much_names_a_link(
    coordinator: User, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """In two cities, of two sections and two services each, and of who wrote last."""
    wanted = {writer.pk: 2}
    for name in ("ogdenville", "brockway"):
        response = make_response(make_city(name), make_edition(with_indicators()))
        boss, first = (make_member(response.city, role) for role in ("coordinator", "contributor"))
        assign(response, "alpha", first)
        write(response, "a-1", first, links=[{"label": "", "url": "a.kr/x"}])
        write(response, "b-1", boss, text="https://a.kr/x")
        changes = {
            key: ServiceChange(NO_SERVICE, Service("yes", "a.kr/x", department))
            for key, department in (("services/253", "Roads"), ("services/254", ""))
        }
        write_services(response, shape_of(response), changes, actor=Actor(boss))
        wanted |= {first.pk: 1, boss.pk: 3}
    Notice.objects.all().delete()
    stands(LinkState.FAILING)
    with django_assert_num_queries(17):  # with those that begin and end it
        tell_of_links()
    found = Counter(Notice.objects.values_list("person", flat=True))
    assert {person: found[person] for person in wanted} == wanted
    assert coordinator.pk not in found


def test_who_names_later_what_is_known_to_fail_is_told_once(
    response: Response, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # with those that begin and end it
        assert tell_of_namings(read_namings()) == 0
    stands(LinkState.FAILING)
    assert tell_of_links() == 2
    assert tell_of_namings(read_namings()) == 0
    other = make_member(response.city, "contributor")
    assign(response, "beta", other)
    write(response, "b-1", other, text="https://a.kr/x")
    assert [tell_of_namings(read_namings()), tell_of_namings(read_namings())] == [1, 0]
    assert told(other) == [("link_fails", "b-1", "https://a.kr/x")]
    # Out and in again is no news, nor is what is right all the same.
    write(response, "b-1", other, text="none")
    write(response, "b-1", other, text="https://a.kr/x")
    assert tell_of_namings(read_namings()) == 0
    note_link(response, digest_of("a.kr/x"), "a.kr/x", "only in Korea", actor=Actor(writer))
    Notice.objects.filter(person=other).delete()
    assert tell_of_namings(read_namings()) == 0
    note_link(response, digest_of("a.kr/x"), "a.kr/x", "", actor=Actor(writer))
    assert tell_of_namings(read_namings()) == 1


def test_of_a_service_its_department_is_told_and_without_any_who_coordinates(
    coordinator: User,
) -> None:
    response = make_response(make_city("ogdenville"), make_edition(with_indicators()))
    boss, officer = (make_member(response.city, role) for role in ("coordinator", "contributor"))
    make_member(response.city, "contributor")
    Membership.objects.filter(user=officer).update(department="Police")
    listed = {
        "services/253": ("https://police.kr/1", "Police"),
        "services/254": ("a.kr/x", "Roads"),
    }
    changes = {
        key: ServiceChange(NO_SERVICE, Service("yes", url, department))
        for key, (url, department) in listed.items()
    }
    write_services(response, shape_of(response), changes, actor=Actor(boss))
    Notice.objects.all().delete()
    register(named_targets(), NOW)
    Address.objects.filter(host__name="police.kr").update(
        state=LinkState.FAILING, since=NOW.replace(day=1)
    )
    assert [tell_of_links(), tell_of_links()] == [1, 0]
    assert told(officer) == [("link_fails", None, "https://police.kr/1")]
    notice = Notice.objects.get(person=officer)
    assert said(notice) == "A link in the list of services no longer works"
    assert target(notice) == "/ogdenville/test-2033/services/#services-253"
    Address.objects.filter(url="https://a.kr/x").update(state=LinkState.FAILING, since=NOW)
    tell_of_links()
    assert told(boss) == [("link_fails", None, "https://a.kr/x")]
    assert told(coordinator) == []
