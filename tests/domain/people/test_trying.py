"""How long somebody must wait after tries that were refused."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor, record
from responses.domain.people import trying
from responses.domain.people.trying import (
    LIMITS,
    HeldError,
    Limit,
    Try,
    hold,
    looked_up_in_vain,
    lookup_wait,
    network,
    signing_in,
    waiting,
)
from responses.enums import AuditKind
from responses.models import AuditRecord, HeldTries, User
from tests.support.factories import make_user

NOW = datetime(2030, 5, 1, 9, tzinfo=UTC)
REFUSED = AuditKind.SIGN_IN_REFUSED
LIMIT = Limit(5, 50, timedelta(seconds=30), timedelta(minutes=15))
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.1"


def seconds(count: int, *, of_account: bool, ago: int = 0) -> float:
    """Return how long to wait after some tries, the last of them so many seconds ago."""
    at = NOW - timedelta(seconds=ago)
    tries = [
        Try(each, at - timedelta(hours=each), of_account, not of_account) for each in range(count)
    ]
    return waiting(LIMIT, tries, NOW).total_seconds()


@pytest.mark.parametrize(
    ("count", "ago", "wait"),
    [
        *((0, 0, 0), (4, 0, 0), (5, 0, 30), (5, 29, 1), (5, 30, 0), (6, 0, 60), (7, 0, 120)),
        *((9, 0, 480), (10, 0, 900), (10, 900, 0), (200, 0, 900)),
    ],
)
def test_each_refused_try_past_the_free_ones_doubles_the_wait(
    count: int, ago: int, wait: int
) -> None:
    assert seconds(count, of_account=True, ago=ago) == wait
    assert seconds(count + 45 if count else 0, of_account=False, ago=ago) == wait


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (None, None),
        (HERE, HERE),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::", "2001:0db8:0001:0002"),
        ("::1", "0000:0000:0000:0000"),
    ],
)
def test_a_network_is_an_address_or_what_one_customer_has(
    address: str | None, expected: str | None
) -> None:
    assert network(address) == expected


def refuse(account: str, address: str | None, *, ago: int = 0, times: int = 1) -> None:
    """Write refused tries of some seconds ago, past the door."""
    at = timezone.now() - timedelta(seconds=ago)
    for _ in range(times):
        AuditRecord.objects.create(kind=REFUSED, subject=account, address=address, at=at)


def is_held(account: str, address: str | None) -> bool:
    try:
        hold(REFUSED, account, address)
    except HeldError:
        return True
    return False


def sign_in(person: User, address: str) -> None:
    record(AuditKind.SIGN_IN, Actor(person, address), None, lambda: person.email)


@pytest.mark.django_db
def test_tries_count_by_account_and_by_network(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    refuse("kim@city.example", HERE, times=5)
    assert is_held("Kim@City.example", ELSEWHERE)
    with django_assert_num_queries(1):
        assert not is_held("lee@city.example", HERE)
    refuse("", HERE, times=44)
    assert not is_held("lee@city.example", HERE)
    refuse("", HERE)
    assert is_held("lee@city.example", HERE)
    assert not is_held("a password", ELSEWHERE)
    assert not is_held("a password", None)


@pytest.mark.django_db
def test_tries_are_forgotten_after_a_day_and_by_signing_in() -> None:
    person = make_user()
    refuse(person.email, HERE, times=9, ago=24 * 3600 + 1)
    refuse(person.email, HERE, times=4)
    assert not is_held(person.email, HERE)
    refuse(person.email, HERE)
    assert is_held(person.email, HERE)
    sign_in(person, ELSEWHERE)
    assert not is_held(person.email, HERE)


@pytest.mark.django_db
def test_nobody_elsewhere_keeps_a_person_out_where_they_were_before() -> None:
    person = make_user()
    sign_in(person, HERE)
    refuse(person.email, ELSEWHERE, times=60)
    refuse("", HERE, times=60)
    assert not is_held(person.email, HERE)
    assert is_held(person.email, ELSEWHERE)
    assert is_held("new@city.example", HERE)
    refuse(person.email, HERE, times=5)
    assert is_held(person.email, HERE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "others", "stranger"),
    [
        ("2001:db8:1:2::1", ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3::"], "2001:db8:1:3::1"),
        ("2001:db8:1::1", ["2001:db8:1:0:9:9:9:9", "2001:db8:1:0:9::"], "2001:db8:1:1::1"),
        ("2001:db8::1", ["2001:db8::9:9:9:9", "2001:db8:0:0:9::"], "2001:db8:0:1::1"),
        ("2600::5:1:1:1:1", ["2600:0:0:5::1", "2600::5:9:0:0:1"], "2600::6:1:1:1:1"),
    ],
)
def test_a_network_of_ipv6_is_one_however_it_is_written(
    first: str, others: list[str], stranger: str
) -> None:
    for each in others:
        refuse("", each, times=25)
    assert is_held("", first)
    assert not is_held("", stranger)


def attempt(tried: list[bool]) -> None:
    """Try a wrong password, and note whether it was tried."""

    def check() -> None:
        tried.append(True)
        raise ValidationError("wrong")

    with suppress(ValidationError, HeldError), signing_in("kim@city.example", HERE):
        check()


@pytest.mark.django_db
def test_a_refused_try_is_recorded_and_one_that_is_held_is_not_tried() -> None:
    tried: list[bool] = []
    for _ in range(7):
        attempt(tried)
    assert len(tried) == 5
    assert AuditRecord.objects.filter(kind=REFUSED, subject="kim@city.example").count() == 5
    held = HeldTries.objects.get()
    assert (held.count, held.record) == (2, AuditRecord.objects.latest("pk"))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_who_tries_at_once_tries_no_more_often() -> None:
    start, tried = Barrier(12), list[bool]()

    def at_once() -> None:
        start.wait()
        attempt(tried)
        connection.close()

    crowd = [Thread(target=at_once) for _ in range(12)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert len(tried) == 5


def test_what_is_looked_up_in_vain_slows_down_one_network_and_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    waits = []
    for _try in range(27):
        looked_up_in_vain(HERE)
        waits.append(lookup_wait(HERE).total_seconds())
    assert waits == [0] * 19 + [2, 4, 8, 16, 32, 60, 60, 60]
    assert lookup_wait("198.51.100.9") == lookup_wait(None) == timedelta()
    looked_up_in_vain(None)
    for number in range(1_000):
        looked_up_in_vain(f"2001:db8:{number:x}::1")
    assert len(trying._IN_VAIN) == 1_000
    assert lookup_wait(HERE) == timedelta()
    for _try in range(20):
        looked_up_in_vain(HERE)
    now += trying.WINDOW
    assert lookup_wait(HERE) == timedelta()


def test_limits_are_what_the_documents_say() -> None:
    assert LIMITS[REFUSED] == LIMIT
