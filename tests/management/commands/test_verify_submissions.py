"""A change of one byte, wherever it is planted, is found."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from responses.documents import package, pdf
from responses.domain.auditing import Actor
from responses.domain.chaining import chain_records
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Seal, prepare, seal
from responses.enums import Role
from responses.models import Response, SectionWork, Submission, SubmissionFile, User
from tests.support.factories import approve_all, make_member
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _rendered_once() -> Iterator[None]:
    """Render one PDF a language for all tests: of what is in it, its digest alone matters here."""
    rendered: dict[str, bytes] = {}

    def render_pdf(snapshot: Snapshot, language: str, seal: Seal) -> bytes:
        if language not in rendered:
            rendered[language] = pdf.render_pdf(snapshot, language, seal)
        return rendered[language]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "render_apart", render_pdf)
        yield


@pytest.fixture
def submission(response: Response, reviewer: User) -> Submission:
    approve_all(response, reviewer)
    actor = make_member(response.city, Role.COORDINATOR)
    chain_records()
    prepared = prepare(response, actor=Actor(actor), address="https://lgq.example/verify/?digest=")
    made = package.build(prepared)
    return seal(response, prepared, files=made.files, archive=made.archive, actor=Actor(actor))


def run() -> str:
    out = StringIO()
    call_command("verify_submissions", stdout=out)
    return out.getvalue()


def plant(statement: str, *values: Any) -> None:
    """Change a row as only somebody who rules the database can."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_intact_submissions_are_told_so(submission: Submission) -> None:
    assert run() == "springfield test-2030 no. 1: intact\n"


def test_no_submissions_are_no_fault() -> None:
    assert run() == ""


@pytest.mark.parametrize(
    "column", ["number", "sealed_at", "sealed_by_id", "snapshot", "digest", "archive_digest"]
)
def test_planted_change_of_a_column_is_found(submission: Submission, column: str) -> None:
    other = make_member(submission.response.city, Role.COORDINATOR)
    values: dict[str, Any] = {
        "number": 2,
        "sealed_at": submission.sealed_at.replace(microsecond=submission.sealed_at.microsecond ^ 1),
        "sealed_by_id": other.pk,
        "snapshot": submission.snapshot.replace("Springfield", "Springfielb", 1),
        "digest": f"{submission.digest[:-1]}x",
        "archive_digest": f"{submission.archive_digest[:-1]}x",
    }
    plant(f"UPDATE responses_submission SET {column} = %s", values[column])  # noqa: S608 - a name from above
    with pytest.raises(CommandError, match="from what was sealed: 1"):
        run()


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_planted_byte_in_the_archive_is_found(submission: Submission, part: float) -> None:
    archive = bytearray(submission.archive)
    archive[int(part * len(archive))] ^= 1
    plant("UPDATE responses_submission SET archive = %s", bytes(archive))
    with pytest.raises(CommandError, match="from what was sealed: 1"):
        run()


def test_planted_change_of_the_list_of_files_is_found(submission: Submission) -> None:
    file = SubmissionFile.objects.get(name="evidence.csv")
    plant("UPDATE responses_submissionfile SET size = size + 1 WHERE id = %s", file.pk)
    with pytest.raises(CommandError, match="from what was sealed: 1"):
        run()
    plant("DELETE FROM responses_submissionfile WHERE id = %s", file.pk)
    with pytest.raises(CommandError, match="from what was sealed: 1"):
        run()


def test_a_chain_without_what_the_manifest_names_is_found(submission: Submission) -> None:
    """As of somebody who made the whole chain anew."""
    plant("UPDATE responses_chainentry SET digest = 'x' WHERE city_id IS NOT NULL")
    with pytest.raises(CommandError, match="from what was sealed: 1"):
        run()


def test_what_differs_from_its_records_is_found(submission: Submission) -> None:
    with unguarded():
        SectionWork.objects.update(signatures=[])
    out = StringIO()
    with pytest.raises(CommandError, match="Responses that differ from their records: 1"):
        call_command("verify_submissions", stdout=out)
    assert out.getvalue() == (
        "springfield test-2030 no. 1: intact\n"
        "springfield test-2030: alpha: its signatures are not those that were given\n"
        "springfield test-2030: beta: its signatures are not those that were given\n"
    )
