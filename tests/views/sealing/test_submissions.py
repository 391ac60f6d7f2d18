"""The page of submissions: what is not approved yet, what is sealed, and its digests."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.models import (
    Response,
    Submission,
    User,
)
from tests.support.factories import (
    make_submission,
)
from tests.views.sealing.pages import URL, reopen, text

pytestmark = pytest.mark.django_db


def test_submissions_lists_what_is_not_approved_yet(client: Client, coordinator: User) -> None:
    html = text(client)
    assert "Not approved yet" in html
    assert 'href="/springfield/test-2030/beta/review/"' in html
    assert "Seal the response" not in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("coordinator")
def test_query_count_of_submissions(
    client: Client,
    response: Response,
    reviewer: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Session, person, access, snapshot, submissions, their files, open threads, texts that
    wait; the sealed text, as the response was reopened since; and what is read with it, as the
    person has unread notices.
    """
    for _ in range(count):
        make_submission(response)
        reopen(response, reviewer)
    client.get(URL)
    with django_assert_num_queries(11):
        client.get(URL)


def test_submissions_tells_both_digests(
    client: Client, response: Response, coordinator: User
) -> None:
    submission = make_submission(response)
    html = text(client)
    assert [digest in html for digest in (submission.digest, submission.archive_digest)] == [
        True
    ] * 2


def test_twenty_submissions_stand_on_a_page(
    client: Client, response: Response, coordinator: User
) -> None:
    first = make_submission(response)
    Submission.objects.bulk_create(
        Submission(
            response=response,
            number=number,
            sealed_at=first.sealed_at,
            sealed_by=coordinator,
            snapshot=first.snapshot,
            digest=f"{number:064}",
            archive=b"archive",
            archive_digest=f"{number:064}",
        )
        for number in range(2, 22)
    )
    html = text(client)
    assert '<a rel="next" href="?page=2">' in html
    shown = re.findall(r'submissions/(\d+)/archive.zip"', html)
    assert [int(number) for number in shown] == [*range(21, 1, -1)]
    last = text(client, f"{URL}?page=2")
    assert re.findall(r'submissions/(\d+)/archive.zip"', last) == ["1"]
