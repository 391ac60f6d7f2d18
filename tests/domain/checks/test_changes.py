"""Whether a page is another one than it was."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from responses.domain.checks.changes import SeenPage, change_of, read_changes
from responses.link_states import Finding, PageChange
from responses.models import Address
from tests.support.checked import note_page

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = SeenPage("https://www.a.kr/budget", "text/html", "Budget 2026 | City", "1")
FILE = SeenPage("https://a.kr/plan.pdf", "application/pdf", "", "1")


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (PAGE, PAGE, None),
        # Other words and figures on a page tell nothing, nor does where on a site it is.
        (PAGE, PAGE._replace(content="2"), None),
        (PAGE, PAGE._replace(title="(3) BUDGET 2027 - City"), None),
        (PAGE, PAGE._replace(title=""), None),
        (PAGE, PAGE._replace(url="http://a.kr/new/budget"), None),
        (PAGE, PAGE._replace(title="For sale"), PageChange.TITLE),
        (PAGE, PAGE._replace(url="https://parked.com/budget"), PageChange.SITE),
        (FILE, FILE, None),
        (FILE, FILE._replace(content=""), None),
        (FILE, FILE._replace(content="2"), PageChange.FILE),
        (FILE, FILE._replace(content="2", type="text/html"), None),
    ],
)
def test_a_page_is_another_by_site_title_or_file(
    before: SeenPage, now: SeenPage, change: PageChange | None
) -> None:
    assert change_of(before, now) is change


@pytest.mark.django_db
def test_changes_are_since_a_moment_of_each_address(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for day, title, finding in [
        (0, "Budget", Finding.WORKS),
        (1, "Gone", Finding.SAYS_MISSING),
        (3, "For sale", Finding.WORKS),
        (4, "Not found", Finding.MISSING),
    ]:
        first = note_page("a.kr", NOW + day * DAY, title, finding)
    second = note_page("b.kr", NOW, "News")
    note_page("b.kr", NOW + 3 * DAY, "News")
    with django_assert_num_queries(1):
        found = read_changes({first: NOW + 2 * DAY, second: NOW + DAY})
    assert found == {first: PageChange.TITLE}
    assert read_changes({first: NOW + 3 * DAY}) == {}
    # Nothing was seen before.
    assert read_changes({first: NOW - DAY}) == {}
    with django_assert_num_queries(0):
        assert read_changes({}) == {}
    # The title is that of the page when it was last there.
    assert Address.objects.get(pk=first).title == "For sale"
