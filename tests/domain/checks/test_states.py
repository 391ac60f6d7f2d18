from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.states import (
    LinkStatus,
    PastCheck,
    digest_of,
    read_checks,
    read_statuses,
)
from responses.link_states import Finding, LinkState
from tests.support.checked import note_checks

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_what_asks_for_the_same_has_the_same_digest() -> None:
    assert digest_of("a.kr") == digest_of("https://A.kr/#top") != digest_of("http://a.kr/")
    assert digest_of("not an address") == digest_of("") == ""


def test_states_are_read_at_once_and_only_of_what_is_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    works = note_checks("a.kr", Finding.WORKS, Finding.WORKS, last=NOW + DAY)
    fails = note_checks("b.kr", Finding.MISSING, Finding.MISSING, last=NOW + DAY)
    note_checks("c.kr", Finding.WORKS, last=NOW)
    asked = [digest_of(url) for url in ("a.kr", "b.kr", "d.kr", "no address", "")]
    with django_assert_num_queries(1):
        found = read_statuses(asked, 0)
    assert found == {
        asked[0]: LinkStatus(LinkState.WORKS, NOW, NOW + DAY, works),
        asked[1]: LinkStatus(LinkState.FAILING, NOW + DAY, NOW + DAY, fails),
    }
    with django_assert_num_queries(0):
        assert read_statuses(["", ""], 0) == {}


def test_the_last_checks_are_read_at_once_oldest_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    story = [Finding.MISSING, *[Finding.WORKS] * 3, Finding.SILENT]
    keys = [note_checks("a.kr", *story, last=NOW + 4 * DAY)]
    keys += [note_checks("b.kr", Finding.GUARDED, last=NOW)]
    note_checks("c.kr", Finding.WORKS, last=NOW)
    with django_assert_num_queries(1):
        found = read_checks(keys, last=3)
    assert found == {
        keys[0]: [
            PastCheck(Finding.WORKS, NOW + 2 * DAY),
            PastCheck(Finding.WORKS, NOW + 3 * DAY),
            PastCheck(Finding.SILENT, NOW + 4 * DAY),
        ],
        keys[1]: [PastCheck(Finding.GUARDED, NOW)],
    }
    assert [each.state for each in found[keys[0]]][-1] is LinkState.FAILING


def test_nothing_is_asked_where_no_address_is_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert read_checks([]) == {}
