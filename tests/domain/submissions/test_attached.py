"""Files of answers in a submission: named, put into its archive, and found where they are not."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from responses.documents import package
from responses.domain.auditing import Actor
from responses.domain.content.kinds.files import row_of
from responses.domain.files.storing import bring
from responses.domain.submissions.attached import archive_digest, whole, whole_size
from responses.domain.submissions.sealing import digest_of, prepare, seal
from responses.domain.submissions.verifying import faults, find
from responses.enums import Role
from responses.models import FileChunk, Response, Submission, SubmissionFile
from tests.support.factories import (
    approve_all,
    make_edition,
    make_member,
    make_response,
    write,
)
from tests.support.files import CSV, PDF, picture
from tests.support.tampering import unguarded
from tests.views.test_files import make_files_definition

pytestmark = pytest.mark.django_db
NAMES = ["files/B.1 지도.csv", "files/B.1 지도.png", "files/B.1 지도 (2).CSV"]
TABLE = b"a;b\n1;2\n"


@pytest.fixture(autouse=True, scope="module")
def _drawn_by_nobody() -> Iterator[None]:
    """Draw no PDF: what is in one is no matter here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "render_apart", lambda *_args, **_more: b"%PDF")
        yield


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(make_files_definition()))


@pytest.fixture
def submission(response: Response) -> Submission:
    writer = make_member(response.city, Role.CONTRIBUTOR)
    given = [("지도.csv", CSV), ("지도.png", picture()), ("지도.CSV", TABLE), ("again.csv", CSV)]
    facts = [bring(response, BytesIO(content), author=writer, named=()) for _, content in given]
    rows = [
        row_of(name, each) | {"caption": f"=caption {number}", "alternative": "빨강"}
        for number, ((name, _content), each) in enumerate(zip(given, facts, strict=True))
    ]
    write(response, "b-1", writer, files=rows[:3], text="지도")
    approve_all(response, make_member(response.city, Role.REVIEWER))
    return sealed(response)


def sealed(response: Response) -> Submission:
    actor = Actor(make_member(response.city, Role.COORDINATOR))
    prepared = prepare(response, actor=actor, address="https://lgq.example/verify/?digest=")
    made = package.build(prepared)
    again = package.build(prepared)
    assert (made.archive, made.digest) == (again.archive, again.digest)
    return seal(
        response,
        prepared,
        files=made.files,
        archive=made.archive,
        archive_digest=made.digest,
        actor=actor,
    )


def archive_of(submission: Submission) -> bytes:
    return b"".join(whole(bytes(submission.archive)))


def plant(statement: str, *values: Any) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_archive_has_the_files_under_safe_names_and_its_manifest_their_digests(
    submission: Submission,
) -> None:
    archive = archive_of(submission)
    assert archive_of(submission) == archive
    assert digest_of(archive) == submission.archive_digest
    assert len(archive) == whole_size(bytes(submission.archive))
    with ZipFile(BytesIO(archive)) as pack:
        assert pack.testzip() is None
        names = pack.namelist()
        assert names[-3:] == sorted(NAMES)
        assert pack.read(NAMES[0]) == CSV
        assert pack.read(NAMES[2]) == TABLE
        told = json.loads(pack.read("manifest.json"))["files"]
        read = {name: pack.read(name) for name in names if name != "manifest.json"}
        dates = {each.date_time for each in pack.infolist()}
        table = pack.read("files.csv").decode("utf-8-sig")
        readme = pack.read("README.txt").decode("utf-8-sig")
    assert {name: each["sha256"] for name, each in told.items()} == {
        name: digest_of(content) for name, content in read.items()
    }
    assert len(dates) == 1
    rows = list(csv.reader(StringIO(table)))
    assert rows[1][:6] == ["B.1", "1", "지도.csv", NAMES[0], "'=caption 0", "빨강"]
    assert rows[1][6:] == ["CSV", "20", digest_of(CSV)]
    assert [row[3] for row in rows[1:]] == NAMES
    assert "- files/: 답변의 그림과 파일 3개, " in readme
    assert "- files/: the 3 pictures and files of the answers, " in readme


def test_a_file_that_two_answers_name_is_there_once(response: Response) -> None:
    writer = make_member(response.city, Role.CONTRIBUTOR)
    facts = bring(response, BytesIO(PDF), author=writer, named=())
    write(response, "b-1", writer, files=[row_of("계획.pdf", facts), row_of("다시.pdf", facts)])
    approve_all(response, make_member(response.city, Role.REVIEWER))
    with ZipFile(BytesIO(archive_of(sealed(response)))) as pack:
        assert [name for name in pack.namelist() if name.startswith("files/")] == [
            "files/B.1 계획.pdf"
        ]


def test_an_archive_without_files_is_as_it_is(response: Response) -> None:
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="지도")
    approve_all(response, make_member(response.city, Role.REVIEWER))
    submission = sealed(response)
    assert archive_of(submission) == bytes(submission.archive)
    assert archive_digest(b"no archive") == digest_of(b"no archive")
    assert list(faults(submission)) == []


def test_the_archive_is_sent_whole_in_pieces(submission: Submission, client: Client) -> None:
    response = submission.response
    client.force_login(make_member(response.city, Role.VIEWER))
    address = reverse("submission_file", args=["springfield", "test-2030", 1, "archive.zip"])
    page: Any = client.get(address)
    sent = b"".join(page.streaming_content)
    assert digest_of(sent) == submission.archive_digest
    assert page["Content-Length"] == str(len(sent))
    head = client.head(address)
    assert (head["Content-Length"], head.content) == (str(len(sent)), b"")


def test_a_file_of_a_submission_is_known_again(submission: Submission, client: Client) -> None:
    [found] = find(digest_of(TABLE))
    assert (found.number, found.name) == (1, NAMES[2])
    [of_archive] = find(submission.archive_digest)
    assert of_archive.name == "archive.zip"
    page = client.get(reverse("verify"), {"digest": digest_of(TABLE)})
    assert "답변의 파일" in page.content.decode()


def test_a_file_that_was_changed_removed_or_swapped_is_found(submission: Submission) -> None:
    assert list(faults(submission)) == []
    archive = "the archive does not have its digest"
    one, other = digest_of(CSV), digest_of(TABLE)
    kept = {digest: bytes(FileChunk.objects.get(file=digest).content) for digest in (one, other)}

    def put(digest: str, content: bytes) -> None:
        plant("UPDATE responses_filechunk SET content = %s WHERE file_id = %s", content, digest)

    put(one, b"X" + CSV[1:])
    assert list(faults(submission)) == [archive, f"{NAMES[0]} is not as it was sealed"]
    put(one, kept[other])
    put(other, kept[one])
    swapped = [f"{name} is not as it was sealed" for name in sorted([NAMES[0], NAMES[2]])]
    assert list(faults(submission)) == [archive, *swapped]
    put(one, kept[one])
    plant("DELETE FROM responses_filechunk WHERE file_id = %s", other)
    assert list(faults(submission)) == [archive, f"{NAMES[2]} is not as it was sealed"]


def test_the_list_of_files_is_held_to_the_answers(submission: Submission) -> None:
    plant("DELETE FROM responses_submissionfile WHERE name = %s", NAMES[1])
    assert list(faults(submission)) == [f"{NAMES[1]} is not as it was sealed"]
    assert SubmissionFile.objects.filter(submission=submission).count() == 12
