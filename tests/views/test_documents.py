import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from responses.documents import cached, drawing
from responses.documents.drawing import TooLargeError
from responses.documents.pdf import rendering_key
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.contacts import with_contacts
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions import renderings
from responses.domain.submissions.renderings import ALIVE, beat, store
from responses.enums import Action, AuditKind, Role
from responses.management.commands.work import new_worker
from responses.models import AuditRecord, RenderedDocument, Response
from responses.tasks import BUSY, make_pdf
from tests.documents.reading import body
from tests.support.factories import approve_all, make_member, make_response, shape_of, write

pytestmark = pytest.mark.django_db

OVERVIEW = "/springfield/test-2030/"
EXPORT = f"{OVERVIEW}export/"
ADDRESS = f"{OVERVIEW}response.pdf"


@pytest.fixture
def response(client: Client) -> Response:
    """Return a response that a viewer has before them."""
    response = make_response()
    client.force_login(make_member(response.city, Role.VIEWER))
    return response


def keep_for(response: Response, language: str, content: bytes) -> None:
    store(
        response,
        language,
        rendering_key(with_contacts(read_snapshot(response), response.city), language),
        content,
    )


def test_response_pdf_sends_the_pdf_under_a_good_name(client: Client, response: Response) -> None:
    page = client.get(ADDRESS, {"language": "ko"})
    assert page.status_code == 200
    assert page.content.startswith(b"%PDF-1.7")
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-ko-draft.pdf"'
    )
    assert page["Cache-Control"] == "private, no-cache"


def test_response_pdf_speaks_the_language_of_the_interface_unless_asked(
    client: Client, response: Response
) -> None:
    keep_for(response, "en", b"English")
    keep_for(response, "ko", b"Korean")
    assert client.get(ADDRESS).content == b"English"
    assert client.get(ADDRESS, headers={"accept-language": "ko"}).content == b"Korean"
    assert client.get(ADDRESS, {"language": "ko"}).content == b"Korean"


@pytest.mark.parametrize("language", ["", "fr", "ko-KR", "../ko"])
def test_response_pdf_is_in_no_other_language(
    client: Client, response: Response, language: str
) -> None:
    assert client.get(ADDRESS, {"language": language}).status_code == 404


def test_response_pdf_is_in_both_languages_of_a_city_that_submits_in_another(
    client: Client, response: Response
) -> None:
    assert client.get(ADDRESS, {"language": "both"}).status_code == 404
    response.city.submission_language = "en"
    response.city.save()
    assert f"{ADDRESS}?language=both" in client.get(EXPORT).content.decode()
    page = client.get(ADDRESS, {"language": "both"})
    assert page.content.startswith(b"%PDF-1.7")
    assert page["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-both-draft.pdf"'
    )
    keep_for(response, "both", b"Both")
    assert client.get(ADDRESS, {"language": "both"}).content == b"Both"


def test_response_pdf_is_read_only(client: Client, response: Response) -> None:
    keep_for(response, "en", b"English")
    assert client.head(ADDRESS).status_code == 200
    assert client.post(ADDRESS).status_code == 405


def test_response_pdf_is_not_for_strangers(client: Client) -> None:
    make_response()
    assert client.get(ADDRESS).status_code == 302
    client.force_login(make_member(make_response().city, Role.VIEWER))
    assert client.get("/springfield/test-1999/response.pdf").status_code == 404


def test_response_pdf_again_sends_and_reads_nothing(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_for(response, "en", b"English")
    etag = client.get(ADDRESS)["ETag"]
    with django_assert_num_queries(6):
        page = client.get(ADDRESS, headers={"if-none-match": etag})
    assert (page.status_code, page.content) == (304, b"")
    assert (page["ETag"], page["Cache-Control"]) == (etag, "private, no-cache")


def test_response_pdf_has_another_tag_in_another_language_and_after_each_change(
    client: Client, response: Response
) -> None:
    tags = [client.get(ADDRESS, {"language": language})["ETag"] for language in ("ko", "en")]
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Changed")
    tags.append(client.get(ADDRESS, {"language": "en"})["ETag"])
    # The cover names the coordinators.
    make_member(response.city, Role.COORDINATOR)
    tags.append(client.get(ADDRESS, {"language": "en"})["ETag"])
    assert len(set(tags)) == 4


def test_response_pdf_is_rendered_once(client: Client, response: Response) -> None:
    first = client.get(ADDRESS).content
    RenderedDocument.objects.update(content=b"as it was kept")
    assert first.startswith(b"%PDF")
    assert client.get(ADDRESS).content == b"as it was kept"


def test_response_pdf_takes_eight_queries(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, access, snapshot, newest submission, whom to ask, kept file, audit."""
    keep_for(response, "en", b"English")
    with django_assert_num_queries(8):
        client.get(ADDRESS)


def test_pdfs_of_a_sealed_response_are_known_at_verify_until_it_is_changed(
    client: Client, response: Response
) -> None:
    """The bytes that the buttons of the page with all files give are the sealed ones."""
    reviewer = make_member(response.city, Role.REVIEWER)
    approve_all(response, reviewer)
    client.force_login(make_member(response.city, Role.COORDINATOR))
    client.post("/springfield/test-2030/submissions/seal/")

    def verified(content: bytes) -> bool:
        page = client.post("/verify/", {"file": SimpleUploadedFile("any.pdf", content)})
        return "Yes: this belongs to a sealed submission." in page.content.decode()

    files = client.get(EXPORT).content.decode()
    pdfs = re.findall(r'href="([^"]*\.pdf[^"]*)"', files)
    assert len(pdfs) == 2
    assert [verified(client.get(each).content) for each in pdfs] == [True, True]
    asked = client.get(ADDRESS, {"language": "en"}, follow=True)
    assert verified(asked.content)
    assert asked["Content-Disposition"] == (
        'attachment; filename="springfield-test-2030-submission-1-en.pdf"'
    )

    section = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="Wrong."), response, section, actor=Actor(reviewer))
    working = client.get(ADDRESS, {"language": "en"}).content
    assert not verified(working)
    cover = body(working)[0]
    assert "Reopenedsincesubmissionno.1;itsanswersarethesame." in cover
    assert "Thisisaworkingdocument,notasubmission." in cover
    assert "notasubmission" not in body(asked.content)[0]
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="Mended")
    changed = client.get(ADDRESS, {"language": "en"}).content
    assert "Changedsincesubmissionno.1." in body(changed)[0]


# --- While it is being made ------------------------------------------------


def exports() -> int:
    return AuditRecord.objects.filter(kind=AuditKind.EXPORT).count()


@pytest.mark.django_db(transaction=True)
def test_who_asks_while_a_worker_is_there_waits_on_a_page_and_gets_what_was_asked_for(
    client: Client, response: Response
) -> None:
    """Even if others write on all the time, so that what is made is never the newest."""
    beat(timezone.now())
    page = client.get(ADDRESS, {"language": "en"})
    assert (page.status_code, page["Cache-Control"]) == (202, "no-store")
    assert "The PDF is being made." in page.content.decode()
    address = re.findall(r'data-address="([^"]+)"', page.content.decode())[0]
    assert f'content="3; url={address}"' in page.content.decode()
    address = address.replace("&amp;", "&")
    assert client.head(address).status_code == 202
    # Asked twice, it is made once.
    assert list(DBTaskResult.objects.values_list("priority", flat=True)) == [5]
    # Nothing counts that was begun within the second of the press, so that nothing is missing.
    address = re.sub(r"\d+$", lambda said: str(int(said[0]) - 1), address)
    new_worker().run()
    writer = make_member(response.city, Role.CONTRIBUTOR)
    write(response, "b-1", writer, text="Meanwhile")
    assert (client.head(address).status_code, exports()) == (200, 0)
    made = client.get(address)
    assert made.content.startswith(b"%PDF")
    assert made["ETag"] == f'"{RenderedDocument.objects.get().key}"'
    assert exports() == 1


@pytest.mark.parametrize(
    ("job", "status"),
    [
        ({}, 202),
        ({"status": TaskResultStatus.RUNNING, "started_at": timedelta(seconds=30)}, 202),
        ({"status": TaskResultStatus.RUNNING, "started_at": timedelta(minutes=4)}, 200),
        ({"status": TaskResultStatus.FAILED}, 200),
        ({"enqueued_at": BUSY}, 200),
    ],
    ids=["waits", "runs", "its worker has died", "has failed", "waits too long"],
)
def test_a_request_makes_it_by_itself_if_no_worker_does(
    client: Client,
    response: Response,
    monkeypatch: pytest.MonkeyPatch,
    job: dict[str, Any],
    status: int,
) -> None:
    now = timezone.now()
    beat(now)
    monkeypatch.setattr(cached, "render_apart", lambda *_args, **_more: b"made here")
    make_pdf.using(priority=5).enqueue(response.pk, "en")
    ago = {name: now - long if isinstance(long, timedelta) else long for name, long in job.items()}
    DBTaskResult.objects.update(**ago)
    assert client.get(ADDRESS).status_code == status
    DBTaskResult.objects.update(started_at=now - timedelta(hours=1))
    beat(now - ALIVE)
    assert client.get(ADDRESS).content == b"made here"


def test_what_is_too_large_is_said_and_not_tried_again(client: Client, response: Response) -> None:
    def refuse(*_args: object, **_more: object) -> bytes:
        raise TooLargeError

    # Not by the fixture, whose end would also be that of noon.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cached, "render_apart", refuse)
        page = client.get(ADDRESS)
        assert page.status_code == 503
        assert "This response is too large for its PDF" in page.content.decode()
        assert "http-equiv" not in page.content.decode()
        make_pdf.using(priority=5).enqueue(response.pk, "en", asked=True)
        failed = {"status": TaskResultStatus.FAILED, "exception_class_path": "x.TooLargeError"}
        DBTaskResult.objects.update(**failed)
    assert client.get(ADDRESS).status_code == 503


def test_a_large_response_tells_beforehand_and_is_made_only_if_somebody_asks(
    client: Client, response: Response
) -> None:
    write(response, "b-1", make_member(response.city, Role.CONTRIBUTOR), text="x" * 20_000)
    words = "This response is large: making a PDF takes about 2 minutes."
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderings, "A_CHARACTER", timedelta(seconds=100) / 20_000)
        assert words in client.get(EXPORT).content.decode()
        assert "too large" in make_pdf.call(response.pk, "en")
        beat(timezone.now())
        assert words in client.get(ADDRESS).content.decode()
    assert words not in client.get(EXPORT).content.decode()


def test_one_request_makes_it_and_the_others_wait(client: Client, response: Response) -> None:
    key = rendering_key(with_contacts(read_snapshot(response), response.city), "en")
    with cached.turn(key) as mine, cached.turn(key) as others:
        assert (mine, others) == (True, False)
        assert client.get(ADDRESS).status_code == 202
    with drawing._lock:
        assert client.get(ADDRESS).status_code == 202
    assert client.get(ADDRESS).status_code == 200
    assert list(settings.DATA_DIR.glob("rendering-*")) == []
