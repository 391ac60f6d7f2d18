"""Pages of links in a sealed archive, the file of the seal beside it, and what is found broken."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from warcio.archiveiterator import ArchiveIterator

from responses.documents import package
from responses.domain.answers.starting import choose_to_keep_pages
from responses.domain.auditing import Actor
from responses.domain.chaining import chain_records
from responses.domain.checks.found import LinkFound
from responses.domain.coverage.claiming import ServiceChange, print_services, write_services
from responses.domain.kept.captured import Captured
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.domain.submissions.archived_pages import PAGES_AT_SEAL
from responses.domain.submissions.attached import measured_pieces, whole, whole_size
from responses.domain.submissions.sealing import add_pages, prepare, seal
from responses.domain.submissions.verifying import faults, find
from responses.enums import Role
from responses.link_states import Finding, KeptBody, PageState
from responses.models import KeptPage, Response, Submission, User
from tests.support.factories import (
    approve_all,
    make_city,
    make_edition,
    make_member,
    make_response,
    shape_of,
    write,
)
from tests.support.indicators import with_indicators
from tests.support.kept import keep_wanted, page_of
from tests.support.tampering import unguarded

pytestmark = pytest.mark.django_db

CUT = "일부만 보존: 페이지가 더 큼 / cut: the page is larger"
PRIVATE = "보존되지 않음: 내부망 주소입니다. / Not kept: The address is of a private network."
NOT_YET = (
    "보존되지 않음: 아직 페이지를 요청하지 않았습니다."
    " / Not kept: The page has not been requested yet."
)
NO_ADDRESS = "Not kept: This is not an address of a web page."
REFUSED = Captured(LinkFound(Finding.NOT_PUBLIC))
A, B, C, D = "https://a.kr/1", "https://b.kr/", "https://d.kr/2", "https://e.kr/"


@pytest.fixture(autouse=True, scope="module")
def _drawn_by_nobody() -> Iterator[None]:
    """Draw no PDF: what is in one is no matter here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "render_apart", lambda *_args, **_more: b"%PDF")
        yield


def link(url: str) -> dict[str, str]:
    return {"label": "=Budget", "url": url}


@pytest.fixture
def sealer(response: Response, writer: User) -> Actor:
    links = [link("a.kr/1"), link("b.kr"), link("e.kr"), link("http://f.kr:0/")]
    write(response, "a-1", writer, links=links)
    write(response, "a-2", writer, text="a.kr/1 을 보십시오.")
    write(response, "b-1", writer, text="d.kr/2")
    return Actor(make_member(response.city, Role.COORDINATOR))


@pytest.fixture
def approved(response: Response, sealer: Actor, reviewer: User) -> Response:
    """Return a response of whose four pages one is cut, one refused, and one not asked for yet."""
    choose_to_keep_pages(response, keeps=True, actor=sealer)
    approve_all(response, reviewer)
    later = KeptPage.objects.filter(url=D)
    due = later.get().due_at
    later.update(due_at=due.replace(year=due.year + 1))
    keep_wanted({A: page_of(A, b"<p>" * 50, kept=KeptBody.CUT), B: REFUSED})
    later.update(due_at=due)
    return response


def sealed(response: Response, actor: Actor) -> Submission:
    chain_records()
    prepared = prepare(response, actor=actor, address="https://lgq.example/verify/?digest=")
    made = package.build(prepared)
    assert package.build(prepared).archive == made.archive
    return seal(
        response,
        prepared,
        files=made.files,
        archive=made.archive,
        archive_digest=made.digest,
        actor=actor,
    )


def verified() -> str:
    out = StringIO()
    try:
        call_command("verify_submissions", stdout=out)
    except CommandError:
        return out.getvalue()
    return "intact"


def test_the_archive_has_what_was_kept_and_says_of_each_link_what_was(
    approved: Response, sealer: Actor
) -> None:
    submission = sealed(approved, sealer)
    archive = b"".join(whole(bytes(submission.archive)))
    assert len(archive) == whole_size(bytes(submission.archive))
    with ZipFile(BytesIO(archive)) as pack:
        assert pack.testzip() is None
        assert [each for each in pack.namelist() if each.startswith("pages/")] == [
            *("pages/001.warc.gz", "pages/002.warc.gz")
        ]
        told = json.loads(pack.read("manifest.json"))["files"]
        table = list(csv.DictReader(StringIO(pack.read("pages.csv").decode("utf-8-sig"))))
        first = pack.read("pages/001.warc.gz")
        readme = pack.read("README.txt").decode("utf-8-sig")
    kept = KeptPage.objects.select_related("file").get(url=A, submission=None)
    assert kept.file is not None
    assert told["pages/001.warc.gz"]["sha256"] == kept.file.digest
    assert [each.rec_type for each in ArchiveIterator(BytesIO(first), check_digests="raise")] == [
        *("warcinfo", "response", "request")
    ]
    cells = [list(each.values()) for each in table]
    assert [each[1:3] + each[4:] for each in cells] == [
        [
            *("A.1", "1", "a.kr/1", cells[0][5], A, "200", "text/html", CUT),
            *("150", kept.body_digest, "pages/001.warc.gz", kept.file.digest),
        ],
        ["A.1", "2", "b.kr", PRIVATE, *[""] * 8],
        ["A.1", "3", "e.kr", NOT_YET, *[""] * 8],
        ["A.1", "4", "http://f.kr:0/", cells[3][5], *[""] * 8],
        ["A.2", "1", *cells[0][4:]],
        ["B.1", "1", "d.kr/2", *cells[5][5:]],
    ]
    assert cells[0][3] == "'=Budget"
    assert cells[3][5].endswith(NO_ADDRESS)
    assert cells[0][5][:19] == kept.at.astimezone().isoformat()[:19] if kept.at else False
    assert cells[5][-2] == "pages/002.warc.gz"
    assert "pages.csv: which pages of links were kept" in readme
    assert "pages/: 2 pages of links as they were kept (WARC)" in readme
    assert list(faults(submission)) == []
    assert [each.name for each in find(kept.file.digest)] == ["pages/001.warc.gz"]


def test_without_the_choice_an_archive_knows_nothing_of_pages(
    response: Response, sealer: Actor, reviewer: User
) -> None:
    approve_all(response, reviewer)
    submission = sealed(response, sealer)
    names = {each.name for each in submission.files.all()}
    assert not {each for each in names if "page" in each}
    assert b"pages" not in bytes(submission.archive)
    assert add_pages() == 0


def test_the_pages_of_the_seal_are_a_file_beside_the_archive(
    approved: Response, sealer: Actor
) -> None:
    submission = sealed(approved, sealer)
    before = bytes(submission.archive)
    assert add_pages() == 0  # none has come yet
    keep_wanted({B: REFUSED})
    mine = KeptPage.objects.filter(submission=submission).order_by("pk")
    assert list(mine.values_list("url", "state")) == [
        *((A, PageState.KEPT), (B, PageState.FAILED), (D, PageState.KEPT), (C, PageState.KEPT))
    ]
    assert (add_pages(), add_pages()) == (1, 0)
    added = submission.files.get(name=PAGES_AT_SEAL)
    pieces = [bytes(chunk.content) for row in mine if row.file for chunk in row.file.chunks.all()]
    assert measured_pieces(pieces) == (added.size, added.digest)
    urls = [
        each.rec_headers.get_header("WARC-Target-URI")
        for each in ArchiveIterator(BytesIO(b"".join(pieces)), check_digests="raise")
        if each.rec_type == "response"
    ]
    assert urls == [A, D, C]
    assert bytes(Submission.objects.get().archive) == before
    assert [each.name for each in find(added.digest)] == [PAGES_AT_SEAL]
    assert verified() == "intact"


def test_a_seal_none_of_whose_pages_came_has_no_such_file(
    approved: Response, sealer: Actor
) -> None:
    sealed(approved, sealer)
    keep_wanted(dict.fromkeys((A, B, C, D), REFUSED))
    assert add_pages() == 0


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (
            "approval_id",
            "the archive does not have its digest; pages/001.warc.gz is not as it was sealed",
        ),
        (
            "submission_id",
            "pages-at-seal.warc.gz is not as it was added",
        ),
    ],
)
def test_a_change_of_one_byte_of_a_page_is_found(
    of: str, found: str, approved: Response, sealer: Actor
) -> None:
    sealed(approved, sealer)
    keep_wanted()
    add_pages()
    kept = KeptPage.objects.get(url=A, **{of.replace("_id", "__isnull"): False})
    assert kept.file is not None
    chunk = kept.file.chunks.get()
    spoilt: Any = bytes(chunk.content)[:-1] + b"!"
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE responses_filechunk SET content = %s WHERE id = %s", [spoilt, chunk.pk]
        )
    assert verified().splitlines() == [
        f"springfield test-2030 no. 1: {found}",
        "springfield test-2030: the page kept of https://a.kr/1 is not as it was kept",
    ]


def test_a_seal_keeps_the_pages_of_services_that_it_prints() -> None:
    response = make_response(make_city("shelbyville"), make_edition(with_indicators()))
    actor = Actor(make_member(response.city, Role.COORDINATOR))
    change = ServiceChange(NO_SERVICE, Service("yes", "police.kr/report"))
    write_services(response, shape_of(response), {"services/253": change}, actor=actor)
    print_services(response.city, wanted=True, actor=actor)
    response.city.refresh_from_db()
    choose_to_keep_pages(response, keeps=True, actor=actor)
    approve_all(response, make_member(response.city, Role.REVIEWER))
    submission = sealed(response, actor)
    pages = KeptPage.objects.values_list("url", "submission")
    assert list(pages) == [("https://police.kr/report", submission.pk)]
