import json
from collections.abc import Callable

import pytest

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.plain import snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import (
    MOVED_ON,
    NOT_APPROVED,
    NOT_YOURS,
    SEALED_ALREADY,
    Prepared,
    Reopened,
    SealRefusedError,
    digest_of,
    is_sealed,
    last_submission,
    prepare,
    reopened_since,
    seal,
    submissions_of,
)
from responses.enums import Action, Role
from responses.models import Response, Submission, User
from tests.support.factories import approve_all, make_member, make_submission, shape_of, write

pytestmark = pytest.mark.django_db

ADDRESS = "https://lgq.example/verify/?digest="


def prepared(response: Response, actor: User) -> Prepared:
    return prepare(response, actor=Actor(actor), address=ADDRESS)


def sealed(response: Response, made: Prepared, actor: User) -> Submission:
    return seal(response, made, files={"a.txt": b"a"}, archive=b"zip", actor=Actor(actor))


def refusal(call: Callable[[], object]) -> object:
    with pytest.raises(SealRefusedError) as refused:
        call()
    return refused.value.reason


def reopen(response: Response, reviewer: User) -> None:
    section = shape_of(response).sections_by_key["beta"]
    perform(
        Move(Action.REOPEN, comment="A figure was wrong."), response, section, actor=Actor(reviewer)
    )


def now_sealed(response: Response) -> bool:
    return is_sealed(read_snapshot(response), last_submission(response))


def test_seal_keeps_what_the_response_says(
    response: Response, writer: User, reviewer: User, coordinator: User
) -> None:
    write(response, "b-1", writer, text="□ 하나")
    approve_all(response, reviewer)
    made = prepared(response, coordinator)
    submission = sealed(response, made, coordinator)
    stored = Submission.objects.get()
    assert stored == submission
    assert stored.snapshot == made.text
    assert made.text == snapshot_text(with_contacts(read_snapshot(response), response.city))
    assert coordinator.email in {each["email"] for each in json.loads(made.text)["contacts"]}
    assert stored.digest == made.seal.digest == digest_of(made.text.encode())
    assert (stored.number, stored.sealed_by, bytes(stored.archive)) == (1, coordinator, b"zip")
    assert stored.archive_digest == digest_of(b"zip")
    assert made.seal.address == f"{ADDRESS}{stored.digest}"
    files = [(file.name, file.size, file.digest) for file in stored.files.all()]
    assert files == [("a.txt", 1, digest_of(b"a"))]


def test_response_is_sealed_until_a_section_is_reopened(response: Response, reviewer: User) -> None:
    assert not now_sealed(response)
    make_submission(response)
    assert now_sealed(response)
    reopen(response, reviewer)
    assert not now_sealed(response)
    approve_all(response, reviewer)
    assert not now_sealed(response)


def test_a_reopened_response_has_changed_only_where_its_answers_differ(
    response: Response, writer: User, reviewer: User
) -> None:
    def since() -> Reopened | None:
        return reopened_since(read_snapshot(response), last_submission(response))

    assert since() is None
    write(response, "b-1", writer, text="Sealed")
    make_submission(response)
    assert since() is None
    reopen(response, reviewer)
    assert since() == Reopened(1, differs=False)
    write(response, "b-1", writer, text="Mended")
    assert since() == Reopened(1, differs=True)
    approve_all(response, reviewer)
    assert since() == Reopened(1, differs=True)
    make_submission(response)
    assert since() is None


def test_next_submission_has_the_next_number_and_names_the_one_before(
    response: Response, reviewer: User, coordinator: User
) -> None:
    first = make_submission(response)
    reopen(response, reviewer)
    approve_all(response, reviewer)
    made = prepared(response, coordinator)
    sealed(response, made, coordinator)
    assert (made.seal.number, made.seal.before) == (2, first.archive_digest)
    assert [each.number for each in submissions_of(response)] == [2, 1]
    assert Submission.objects.get(number=1).snapshot == first.snapshot


def test_response_is_not_sealed_before_every_section_is_approved(
    response: Response, coordinator: User
) -> None:
    assert refusal(lambda: prepared(response, coordinator)) == NOT_APPROVED


def test_response_is_not_sealed_twice_as_it_stands(response: Response, coordinator: User) -> None:
    make_submission(response)
    assert refusal(lambda: prepared(response, coordinator)) == SEALED_ALREADY


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.VIEWER])
def test_sealing_is_for_coordinators(response: Response, reviewer: User, role: Role) -> None:
    approve_all(response, reviewer)
    actor = make_member(response.city, role)
    assert refusal(lambda: prepared(response, actor)) == NOT_YOURS


def test_seal_refuses_what_has_moved_since_it_was_prepared(
    response: Response, reviewer: User, coordinator: User
) -> None:
    approve_all(response, reviewer)
    made = prepared(response, coordinator)
    reopen(response, reviewer)
    assert refusal(lambda: sealed(response, made, coordinator)) == NOT_APPROVED
    approve_all(response, reviewer)
    assert refusal(lambda: sealed(response, made, coordinator)) == MOVED_ON
    assert not Submission.objects.exists()


def test_seal_refuses_the_second_of_two(
    response: Response, reviewer: User, coordinator: User
) -> None:
    approve_all(response, reviewer)
    first, second = prepared(response, coordinator), prepared(response, coordinator)
    sealed(response, first, coordinator)
    assert refusal(lambda: sealed(response, second, coordinator)) == SEALED_ALREADY
