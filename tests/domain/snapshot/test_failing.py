from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from responses.domain.auditing import Actor
from responses.domain.checks.noting import note_link
from responses.domain.checks.states import digest_of
from responses.domain.snapshot.failing import read_failing, with_links
from responses.domain.snapshot.links import SnapshotLink
from responses.domain.snapshot.plain import read_text, snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.link_states import Finding, LinkState
from responses.models import Response, User
from tests.domain.submissions.test_response_json import faults
from tests.support.checked import note_checks
from tests.support.factories import write

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)


def test_what_failed_on_different_days_fails_unless_a_note_says_why(
    response: Response,
    writer: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    urls = ["works.kr", "once.kr", "fails.kr", "http://c.kr:0/", "new.kr"]
    write(response, "a-1", writer, links=[{"label": "", "url": url} for url in urls])
    write(response, "b-1", writer, text="http://fails.kr/text")
    note_checks("works.kr", Finding.WORKS, Finding.WORKS, last=NOW)
    note_checks("once.kr", Finding.MISSING, last=NOW)
    note_checks("fails.kr", Finding.MISSING, Finding.MISSING, last=NOW)
    note_checks("http://fails.kr/text", Finding.SILENT, Finding.MISSING, last=NOW)
    sections = read_snapshot(response).sections

    def failing() -> list[str]:
        return [each.url for each in read_failing(response.pk, sections)]

    with django_assert_num_queries(0):
        assert failing() == []
    settings.CHECK_LINKS = True
    with django_assert_num_queries(1):
        assert failing() == ["fails.kr", "http://fails.kr/text"]
    note_link(response, digest_of("fails.kr"), "fails.kr", "only in Korea", actor=Actor(writer))
    assert failing() == ["http://fails.kr/text"]
    with django_assert_num_queries(0):
        assert read_failing(response.pk, ()) == []


def test_a_snapshot_says_how_each_link_stands_where_they_are_checked(
    response: Response,
    writer: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    urls = ["fails.kr", "http://c.kr:0/", "new.kr", "https://fails.kr"]
    write(response, "a-1", writer, links=[{"label": "", "url": url} for url in urls])
    note_checks("fails.kr", Finding.MISSING, Finding.MISSING, last=NOW.replace(hour=16))
    note_link(response, digest_of("fails.kr"), "fails.kr", "only in Korea", actor=Actor(writer))
    snapshot = read_snapshot(response)
    with django_assert_num_queries(0):
        assert with_links(snapshot, response) is snapshot
    settings.CHECK_LINKS = True
    with django_assert_num_queries(1):
        found = with_links(snapshot, response)
    assert found.links == (
        # Of the day in the site's time zone.
        SnapshotLink("fails.kr", LinkState.FAILING, date(2026, 11, 30), "only in Korea"),
        SnapshotLink("new.kr", LinkState.UNCHECKED),
    )
    assert found.digest != snapshot.digest
    assert faults(snapshot_text(found)) == []
    assert read_text(snapshot_text(found)).links == found.links
