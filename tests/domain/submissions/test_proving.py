"""What differs from what was signed or written is found, and cannot be sealed."""

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.proving import response_faults, unlike_signed
from responses.domain.submissions.sealing import SealRefusedError, prepare, seal
from responses.enums import Action
from responses.models import Answer, City, Response, Submission, User
from tests.support.factories import approve_all, make_submission, shape_of, translate, write
from tests.support.tampering import LIVE, PAST, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(response: Response, writer: User, reviewer: User) -> Response:
    """Return a response sealed, reopened, written on and approved again."""
    write(response, "a-2", writer, text="○ Alpha")
    write(response, "b-1", writer, text="○ One")
    make_submission(response)
    section = shape_of(response).sections_by_key["beta"]
    perform(
        Move(Action.REOPEN, comment="A figure was wrong."), response, section, actor=Actor(reviewer)
    )
    write(response, "b-1", writer, text="○ Two")
    write(response, "b-1", writer, text="○ Three")
    approve_all(response, reviewer)
    return response


def test_what_the_product_wrote_has_no_faults(signed: Response) -> None:
    assert list(response_faults(signed)) == []
    make_submission(signed)
    assert list(response_faults(signed)) == []


def test_an_approval_is_bound_to_translations_too(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    write(response, "a-2", writer, text="○ 하나")
    before = read_snapshot(response).sections_by_key["alpha"]
    translate(response, "a-2", writer, text="○ One")
    after = read_snapshot(response).sections_by_key["alpha"]
    assert before.digest != after.digest
    assert after.versions["a-2_en"] == 1
    make_submission(response)
    assert list(response_faults(response)) == []
    with unguarded():
        Answer.objects.filter(language="en").update(content={"parts": {"text": "○ Two"}})
    assert [
        section.section.key for section in unlike_signed(response, read_snapshot(response))
    ] == ["alpha"]
    assert "a-2_en differs from its last revision" in list(response_faults(response))


def test_what_is_open_and_empty_has_no_faults(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="○ One")
    assert list(response_faults(response)) == []


def test_comparing_takes_three_queries(
    signed: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    snapshot = read_snapshot(signed)
    with django_assert_num_queries(3):
        assert unlike_signed(signed, snapshot) == []


@pytest.mark.parametrize("name", LIVE)
def test_what_was_not_signed_is_not_sealed(
    signed: Response, coordinator: User, name: str, english: None
) -> None:
    """Whether it was changed before the files were made or meanwhile."""
    actor = Actor(coordinator)
    prepared = prepare(signed, actor=actor, address="")
    with unguarded():
        LIVE[name](signed)
    with pytest.raises(SealRefusedError, match=r"not what was approved: B\. Beta\. Tell"):
        prepare(signed, actor=actor, address="")
    with (
        translation.override("ko"),
        pytest.raises(SealRefusedError, match="승인된 내용과 다릅니다"),
    ):
        seal(signed, prepared, files={}, archive=b"", actor=actor)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("name", [*LIVE, *PAST])
def test_every_fault_is_found(signed: Response, name: str) -> None:
    with unguarded():
        {**LIVE, **PAST}[name](signed)
    assert list(response_faults(signed))
