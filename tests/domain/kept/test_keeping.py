"""Which pages are wanted, and what becomes of what comes."""

from collections import Counter
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from warcio.archiveiterator import ArchiveIterator

from responses.domain.answers.starting import choose_to_keep_pages
from responses.domain.auditing import Actor
from responses.domain.checks.found import LinkFound
from responses.domain.checks.recording import FORGOTTEN, claim, release
from responses.domain.files.storing import remove_unused
from responses.domain.kept import keeping
from responses.domain.kept.captured import Captured
from responses.domain.kept.keeping import let_pages_go, place_pages, record_page
from responses.domain.kept.kept import count_kept, in_one, pages_of_approvals
from responses.domain.permissions import NotAllowedError
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, AuditKind, Role
from responses.link_states import Finding, KeptBody, PageState
from responses.models import AuditRecord, KeptPage, Response, StoredFile, User
from tests.support.factories import approve_all, make_member, make_submission, write
from tests.support.kept import HTML, keep_wanted, page_of, reopen

pytestmark = pytest.mark.django_db

A1, A2, B1 = "https://a.kr/1", "https://b.kr/", "https://d.kr/2"
SILENT = Captured(LinkFound(Finding.SILENT))


def link(url: str) -> dict[str, str]:
    return {"label": "", "url": url}


@pytest.fixture
def keeper(response: Response, writer: User) -> User:
    """Return a coordinator who has pages kept of a response with three addresses."""
    write(response, "a-1", writer, links=[link("a.kr/1"), link("b.kr"), link("a.kr/1#top")])
    write(response, "a-2", writer, text="○ 누리집(https://a.kr/1)을 보십시오.")
    write(response, "b-1", writer, text="http://c.kr:0/ 과 d.kr/2")
    person = make_member(response.city, Role.COORDINATOR)
    choose_to_keep_pages(response, keeps=True, actor=Actor(person))
    return person


@pytest.fixture
def approved(response: Response, keeper: User, reviewer: User) -> Response:
    """Return it with all sections approved, so that its pages are wanted."""
    approve_all(response, reviewer)
    return response


def states() -> list[tuple[str, str]]:
    return [(each.url, each.state) for each in KeptPage.objects.order_by("pk")]


def test_nothing_is_wanted_unless_a_coordinator_chose_so(
    response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-1", writer, links=[link("a.kr/1")])
    approve_all(response, reviewer)
    assert not KeptPage.objects.exists()


def test_an_approval_wants_each_page_of_its_section_once(approved: Response) -> None:
    waiting = PageState.WAITING
    assert states() == [(A1, waiting), (A2, waiting), (B1, waiting)]
    sections = KeptPage.objects.order_by("pk").values_list("approval__work__section__key")
    assert [key for (key,) in sections] == ["alpha", "alpha", "beta"]


def test_an_approval_takes_two_queries_more(
    response: Response,
    keeper: User,
    reviewer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    alpha, beta = read_snapshot(response).sections
    for each in (alpha, beta):
        perform(Move(Action.SEND), response, each.section, actor=Actor(keeper))
    moves = [Move(Action.APPROVE, seen=each.digest) for each in (alpha, beta)]
    with django_assert_num_queries(21):
        perform(moves[0], response, alpha.section, actor=Actor(reviewer))
    choose_to_keep_pages(response, keeps=False, actor=Actor(keeper))
    with django_assert_num_queries(19):
        perform(moves[1], response, beta.section, actor=Actor(reviewer))


def test_only_coordinators_choose_and_each_choice_is_recorded(
    response: Response, writer: User, keeper: User
) -> None:
    with pytest.raises(NotAllowedError):
        choose_to_keep_pages(response, keeps=False, actor=Actor(writer))
    for keeps in (True, False):
        choose_to_keep_pages(response, keeps=keeps, actor=Actor(keeper))
    told = AuditRecord.objects.filter(kind=AuditKind.CITY_SETTINGS).order_by("pk")
    assert list(told.values_list("subject", flat=True)) == [
        "test-2030 · 링크 페이지를 보존함",
        "test-2030 · 링크 페이지를 보존하지 않음",
    ]


def test_what_came_is_stored_to_the_byte_by_its_digest(approved: Response) -> None:
    came = page_of(A1, kept=KeptBody.CUT)
    assert keep_wanted({A1: came}) == dict.fromkeys((A1, A2, B1), PageState.KEPT)
    row = KeptPage.objects.select_related("file").get(url=A1)
    assert row.file is not None
    assert came.file is not None
    came.file.seek(0)
    assert b"".join(in_one([row.file.digest])) == came.file.read()
    assert (row.status, row.final_url, row.type) == (200, A1, "text/html")
    assert (row.body, row.size, row.body_digest) == ("cut", len(HTML), came.digest)
    assert (row.file.type, row.tries) == ("warc", 1)
    assert keep_wanted() == {}
    assert count_kept(approved, [row.digest]) == {row.digest: 1}


def test_who_does_not_hold_the_host_keeps_nothing(approved: Response) -> None:
    now = timezone.now()
    place_pages(now)
    (host,) = (each for each in claim("one", now, 9) if each.name == "a.kr")
    (page,) = host.pages
    assert claim("other", now, 9) == []
    assert record_page("other", host.pk, page.pk, page_of(A1), now) is None
    release("one")
    assert record_page("one", host.pk, page.pk, page_of(A1), now) is None
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("status", "finding", "tries", "state"),
    [
        (0, Finding.SILENT, 5, PageState.FAILED),
        (0, Finding.NOT_PUBLIC, 1, PageState.FAILED),
        (503, Finding.SERVER_FAULT, 5, PageState.KEPT),
        (429, Finding.GUARDED, 5, PageState.KEPT),
        (404, Finding.MISSING, 1, PageState.KEPT),
    ],
)
def test_what_may_come_later_is_asked_for_five_times(
    status: int, finding: Finding, tries: int, state: PageState, approved: Response
) -> None:
    captured = page_of(A1, b"-", status, finding) if status else Captured(LinkFound(finding))
    at, waited = timezone.now(), []
    for number in range(1, tries + 1):
        found = keep_wanted({A1: captured}, at)
        row = KeptPage.objects.get(url=A1)
        assert (row.tries, found[A1]) == (number, PageState(row.state))
        if row.state == PageState.WAITING:
            assert A1 not in keep_wanted({A1: captured}, row.due_at - timedelta(seconds=1))
            waited.append((row.due_at - at) // timedelta(minutes=1))
            at = max(row.due_at, row.host.free_at) if row.host else row.due_at
    assert (row.state, row.finding) == (state, finding)
    assert waited == [10, 60, 360, 1440][: tries - 1]
    assert A1 not in keep_wanted(None, at + timedelta(days=9))


def test_a_response_has_room_for_so_much(
    approved: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ROOM", 1_500)
    found = Counter(keep_wanted().values())
    assert found == {PageState.KEPT: 1, PageState.NO_ROOM: 2}
    assert StoredFile.objects.count() == 1


def test_what_is_approved_again_is_wanted_anew_and_no_more_of_before(
    approved: Response, reviewer: User
) -> None:
    keep_wanted({A2: SILENT})
    reopen(approved, "a-1", reviewer)
    approve_all(approved, reviewer)
    kept, waiting = PageState.KEPT, PageState.WAITING
    assert states() == [(A1, kept), (B1, kept), (A1, waiting), (A2, waiting)]
    pages = pages_of_approvals(approved)
    assert {section: page.state for (section, _digest), page in pages.items()} == {
        "alpha": waiting,
        "beta": kept,
    }


def test_pages_of_approvals_long_ago_go_unless_they_are_sealed(
    approved: Response, reviewer: User
) -> None:
    keep_wanted()
    make_submission(approved)
    sealed = KeptPage.objects.filter(approval__isnull=False, url=A1).values_list("file", flat=True)
    sealed_file = sealed.get()
    reopen(approved, "a-1", reviewer)
    approve_all(approved, reviewer)
    keep_wanted()
    reopen(approved, "a-1", reviewer)
    approve_all(approved, reviewer)
    keep_wanted()
    now = timezone.now()
    assert let_pages_go(now + timedelta(days=29)) == 0
    before = KeptPage.objects.count()
    assert let_pages_go(now + timedelta(days=31)) == 2
    assert KeptPage.objects.count() == before - 2
    assert StoredFile.objects.count() == before
    assert remove_unused(now) == 2
    assert KeptPage.objects.filter(file=sealed_file).exists()


def test_a_page_is_found_by_a_worker_however_long_ago_it_was_named(approved: Response) -> None:
    later = timezone.now() + 2 * FORGOTTEN
    assert set(keep_wanted(None, later)) == {A1, A2, B1}


def test_a_file_of_pages_one_behind_the_other_is_one(approved: Response) -> None:
    keep_wanted()
    files = KeptPage.objects.order_by("pk").values_list("file_id", flat=True)
    out = BytesIO(b"".join(in_one([str(each) for each in files])))
    urls = [
        each.rec_headers.get_header("WARC-Target-URI")
        for each in ArchiveIterator(out)
        if each.rec_type == "response"
    ]
    assert urls == [A1, A2, B1]
