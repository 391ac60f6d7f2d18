from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.found import Hop, LinkFound
from responses.domain.checks.named import address_digest
from responses.domain.checks.recording import (
    EVERY,
    FORGOTTEN,
    HOLD,
    UNUSED,
    Recorded,
    ask_for,
    claim,
    claim_way,
    count_due,
    forget_hosts,
    hold_on,
    is_paused,
    let_go,
    record,
    register,
    release,
)
from responses.domain.checks.standing import LinkStanding
from responses.domain.checks.targets import target_of
from responses.link_states import Finding, LinkState
from responses.models import Address, Check, Host
from tests.support.checked import standing_of
from tests.support.racing import two_at_once

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 30, tzinfo=UTC)
GOOD, BAD = LinkFound(Finding.WORKS, 200), LinkFound(Finding.MISSING, 404)


def known(*urls: str, at: datetime = NOW) -> int:
    targets = [target_of(url) for url in urls]
    return register({address_digest(target): target for target in targets}, at)


def claimed(holder: str, at: datetime = NOW, most: int = 9) -> dict[str, list[str]]:
    hosts = claim(holder, at, most)
    return {host.name: sorted(each.url for each in host.due) for host in hosts}


def test_an_address_is_kept_once_and_its_host_too() -> None:
    assert known("a.kr/1", "a.kr/2", "b.kr") == 3
    assert known("a.kr/2", "a.kr/3", at=NOW + timedelta(hours=1)) == 1
    assert list(Host.objects.values_list("name", flat=True)) == ["a.kr", "b.kr"]
    named = dict(Address.objects.values_list("url", "named_at"))
    assert {url: (at - NOW).seconds // 3600 for url, at in named.items()} == {
        "https://a.kr/1": 0,
        "https://a.kr/2": 1,
        "https://a.kr/3": 1,
        "https://b.kr/": 0,
    }


def test_a_thousand_addresses_are_kept_in_few_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    # SQLite takes fewer rows in a statement.
    with django_assert_num_queries({"sqlite": 36, "postgresql": 16}[connection.vendor]):
        assert known(*(f"h{number}.kr" for number in range(1000))) == 1000
    with django_assert_num_queries(8):
        assert known(*(f"h{number}.kr" for number in range(1000))) == 0


def test_nobody_gets_a_host_that_somebody_holds() -> None:
    known("a.kr/1", "a.kr/2", "b.kr", "c.kr")
    assert claimed("one", most=2) == {
        "a.kr": ["https://a.kr/1", "https://a.kr/2"],
        "b.kr": ["https://b.kr/"],
    }
    assert claimed("two") == {"c.kr": ["https://c.kr/"]}
    assert claimed("two") == {}
    release("one")
    assert list(claimed("two")) == ["a.kr", "b.kr"]


def test_what_is_let_go_is_free_once_its_pause_is_over() -> None:
    known("a.kr")
    assert list(claimed("one")) == ["a.kr"]
    release("one", NOW + timedelta(seconds=1))
    assert (claimed("two"), claim_way("two", "a.kr", NOW)) == ({}, False)
    assert list(claimed("two", NOW + timedelta(seconds=1))) == ["a.kr"]


def test_hosts_that_addresses_only_led_to_are_forgotten() -> None:
    """Once nobody was led there for long; never those of addresses, or that are held."""
    known("a.kr")
    names = [f"h{number}.kr" for number in range(4)]
    for name in names:
        assert claim_way("one", name, NOW)
    let_go("one", names[:3], NOW)
    later = NOW + UNUSED / 2
    assert claim_way("two", "h0.kr", later)
    let_go("two", ["h0.kr"], later)
    Host.objects.filter(name="h1.kr").update(free_at=later)  # in trouble, and left alone
    hold_on("one", NOW)
    assert forget_hosts(NOW + UNUSED) == 0
    Host.objects.filter(name="h3.kr").update(held_until=NOW + UNUSED + HOLD)
    assert forget_hosts(NOW + UNUSED + HOLD) == 1
    assert set(Host.objects.values_list("name", flat=True)) == {"a.kr", "h0.kr", "h1.kr", "h3.kr"}
    assert forget_hosts(NOW + 3 * UNUSED) == 3
    assert forget_hosts(NOW + 3 * UNUSED) == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_host_that_is_named_while_it_is_forgotten_is_there() -> None:
    old = NOW - 2 * UNUSED
    with two_at_once() as both:
        for number in range(10):
            name = f"h{number}.kr"
            Host.objects.create(name=name, free_at=old, held_until=old)
            both(lambda: forget_hosts(NOW), partial(known, name))
            assert Host.objects.get(name=name).addresses.count() == 1


def test_what_a_dead_worker_held_comes_back() -> None:
    known("a.kr")
    host = claim("dead", NOW, 1)[0]
    assert claimed("other", NOW + HOLD - timedelta(seconds=1)) == {}
    assert claimed("other", NOW + HOLD) == {"a.kr": ["https://a.kr/"]}
    # And what it still finds, should it live, is not written down a second time.
    assert record("dead", host.pk, host.due[0].pk, GOOD, NOW + HOLD) is None
    hold_on("dead", NOW + HOLD)
    release("dead")
    assert Host.objects.get().held_by == "other"
    assert not Check.objects.exists()


def test_who_says_that_they_are_at_it_holds_on() -> None:
    known("a.kr")
    claim("slow", NOW, 1)
    hold_on("slow", NOW + timedelta(minutes=2))
    assert claimed("other", NOW + timedelta(minutes=4)) == {}


def test_what_was_found_is_written_down(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    known("a.kr/x")
    [host] = claim("me", NOW, 1)
    until = NOW + timedelta(days=90)
    found = LinkFound(
        Finding.MOVED,
        200,
        "",
        (Hop("https://a.kr/x", 301), Hop("https://a.kr/y", 200)),
        "text/html",
        "euc-kr",
        "예산",
        "ko",
        "0" * 64,
        until,
    )
    with django_assert_num_queries(6):
        assert record("me", host.pk, host.due[0].pk, found, NOW) == Recorded(
            host.due[0].pk, LinkState.UNCHECKED, LinkState.MOVED
        )
    check = dict(Check.objects.values().get().items())
    assert {name: check[name] for name in check if name not in {"id", "address_id"}} == {
        "at": NOW,
        "finding": "moved",
        "status": 200,
        "detail": "",
        "url": "https://a.kr/y",
        "hops": [["https://a.kr/x", 301], ["https://a.kr/y", 200]],
        "type": "text/html",
        "charset": "euc-kr",
        "title": "예산",
        "language": "ko",
        "content": "0" * 64,
        "tls_until": until,
    }
    row = Address.objects.get()
    assert (row.state, row.since, row.checked_at, row.due_at) == (
        LinkState.MOVED,
        NOW,
        NOW,
        NOW + EVERY,
    )


def test_the_history_is_kept_and_says_how_an_address_stands() -> None:
    known("a.kr")
    story = [GOOD, BAD, LinkFound(Finding.CLOSED), BAD, LinkFound(Finding.SILENT), GOOD, BAD]
    for day, found in enumerate(story):
        at = NOW + timedelta(days=2 * day)
        known("a.kr", at=at)
        [host] = claim("me", at, 1)
        assert record("me", host.pk, host.due[0].pk, found, at)
        release("me")
        row = Address.objects.get()
        history = Check.objects.order_by("at").values_list("finding", "at")
        assert LinkStanding(LinkState(row.state), row.since, row.failed_at) == standing_of(
            (Finding(finding), at) for finding, at in history
        )
    assert Check.objects.count() == len(story)


def test_an_address_is_checked_once_a_day_unless_somebody_asks() -> None:
    known("a.kr", "b.kr")
    for host in claim("me", NOW, 9):
        record("me", host.pk, host.due[0].pk, GOOD, NOW)
    release("me")
    soon = NOW + timedelta(hours=1)
    assert (claimed("me", soon), count_due(soon)) == ({}, 0)
    digest = address_digest(target_of("b.kr"))
    assert ask_for({digest, "0" * 64}, soon) == 1
    assert (claimed("me", soon), count_due(soon)) == ({"b.kr": ["https://b.kr/"]}, 1)
    release("me")
    assert ask_for(None, soon) == 2
    assert claim("me", soon, 9, {digest})[0].name == "b.kr"
    assert (count_due(soon), count_due(soon, {digest})) == (2, 1)
    release("me")
    assert list(claimed("me", NOW + EVERY)) == ["a.kr", "b.kr"]


def test_what_no_answer_names_any_more_is_left() -> None:
    known("a.kr")
    assert claimed("me", NOW + FORGOTTEN - timedelta(seconds=1)) == {"a.kr": ["https://a.kr/"]}
    release("me")
    assert claimed("me", NOW + FORGOTTEN) == {}


@pytest.mark.parametrize(
    ("story", "minutes"),
    [
        ([GOOD], 0),
        ([BAD], 0),
        ([LinkFound(Finding.SILENT)], 10),
        ([LinkFound(Finding.NO_CONNECTION)], 10),
        ([LinkFound(Finding.NO_NAME)], 0),
        ([LinkFound(Finding.SERVER_FAULT, 500)] * 3, 40),
        ([LinkFound(Finding.SERVER_FAULT, 500)] * 3 + [GOOD, LinkFound(Finding.SILENT)], 10),
        ([LinkFound(Finding.SILENT)] * 30, 24 * 60),
        ([LinkFound(Finding.GUARDED, 429, pause=120)], 2),
        ([LinkFound(Finding.SERVER_FAULT, 503, pause=7_200)], 120),
    ],
)
def test_a_host_in_trouble_is_left_alone_for_longer_and_longer(
    story: list[LinkFound], minutes: int
) -> None:
    known("a.kr")
    at = NOW
    for found in story:
        at += timedelta(days=1)
        known("a.kr", at=at)
        [host] = claim("me", at, 1)
        record("me", host.pk, host.due[0].pk, found, at)
        release("me")
    pause = Host.objects.get().free_at - at
    assert max(pause, timedelta()) == timedelta(minutes=minutes)


def test_the_host_that_is_left_alone_is_the_one_that_an_address_leads_to() -> None:
    known("a.kr", "b.kr")
    [host] = [each for each in claim("me", NOW, 2) if each.name == "a.kr"]
    hops = (Hop("https://a.kr/", 302), Hop("https://b.kr/x", 429))
    found = LinkFound(Finding.GUARDED, 429, hops=hops, pause=120)
    assert [is_paused(found, name) for name in ("a.kr", "b.kr")] == [False, True]
    record("me", host.pk, host.due[0].pk, found, NOW)
    free = dict(Host.objects.values_list("name", "free_at"))
    assert free == {"a.kr": NOW, "b.kr": NOW + timedelta(minutes=2)}
    # And one that nothing links to by itself is nobody's to leave alone.
    elsewhere = LinkFound(Finding.SILENT, hops=(Hop("https://c.kr/", 0),))
    assert record("me", host.pk, host.due[0].pk, elsewhere, NOW)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_claim_at_once_share() -> None:
    now = timezone.now()
    known(*(f"h{number}.kr" for number in range(40)), at=now)
    with two_at_once() as both:
        for _ in range(10):
            one, two = both(lambda: claim("one", now, 2), lambda: claim("two", now, 2))
            assert not {host.pk for host in one} & {host.pk for host in two}
            assert len(one) + len(two) == 4
    assert Host.objects.filter(held_by="").count() == 0
