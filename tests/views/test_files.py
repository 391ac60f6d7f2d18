"""Files are taken by a section's form without scripts, and sent to who may see the answer."""

import logging
import re
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.content.content import Content, files_in
from responses.domain.content.files import FileFacts
from responses.domain.content.kinds.files import row_of
from responses.domain.files import pictures
from responses.domain.files.storing import bring
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import Answer, AuditRecord, RefusedText, Response, StoredFile, Upload, User
from responses.views import uploads
from tests.support.browser import Page, focused, forms_of, words
from tests.support.factories import (
    find,
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    translate,
    wording,
    write,
)
from tests.support.files import DOCX, PDF, photograph, picture

pytestmark = pytest.mark.django_db

URL = "/springfield/test-2030/beta/"
LIST = "q-b-1--files"


def make_files_definition() -> dict[str, Any]:
    """Return an edition whose B.1 asks for a text, then for files."""
    definition = make_definition()
    part = {"key": "files", "kind": "files", "label": wording("Figures"), "required": False}
    definition["sections"][1]["questions"][0]["parts"].append(part)
    return definition


@pytest.fixture
def response() -> Response:
    return make_response(edition=make_edition(make_files_definition()))


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


def chosen(name: str, content: bytes) -> dict[str, SimpleUploadedFile]:
    return {f"{LIST}--file": SimpleUploadedFile(name, content)}


def fields(page: Page) -> dict[str, str]:
    """Return what the form of a section sends while no file is chosen in it."""
    form = next(form for form in forms_of(page) if form.action == URL)
    assert form.fields.pop(f"{LIST}--file") == [""]
    return {name: values[-1] for name, values in form.fields.items()}


def rows(page: Page) -> list[str]:
    """Return the names of the files of a page, in order."""
    sent = fields(page)
    return [text for name, text in sent.items() if re.fullmatch(rf"{LIST}--\d--name", name)]


def stored() -> Any:
    return Answer.objects.get().content["parts"]


def test_a_file_is_added_described_and_saved_without_scripts(
    response: Response, page_of: Client
) -> None:
    page = page_of.get(URL)
    assert 'enctype="multipart/form-data"' in page.content.decode()
    sent = {**fields(page), "q-b-1--text": "○ 본문"}
    page = page_of.post(URL, sent | chosen("chart.png", picture()) | {"rows": f"upload {LIST}"})
    assert (page.status_code, rows(page)) == (200, ["chart.png"])
    assert focused(page) == [f"{LIST}--0--caption"]
    assert not Answer.objects.exists()
    sent = {
        **fields(page),
        f"{LIST}--0--caption": "Users by year",
        f"{LIST}--0--alternative": "A rising line",
    }
    assert page_of.post(URL, sent).status_code == 302
    said = stored()
    assert said["text"] == "○ 본문"
    [row] = said["files"]
    facts = StoredFile.objects.get()
    assert row == {
        "name": "chart.png",
        "caption": "Users by year",
        "alternative": "A rising line",
        "digest": facts.digest,
        "type": "png",
        "size": str(facts.size),
        "width": "40",
        "height": "30",
    }


def test_a_file_is_saved_by_the_button_that_saves(response: Response, page_of: Client) -> None:
    sent = {**fields(page_of.get(URL)), "q-b-1--text": "○ Text"}
    assert page_of.post(URL, sent | chosen("plan.pdf", PDF)).status_code == 302
    assert [row["name"] for row in stored()["files"]] == ["plan.pdf"]
    # Another one comes behind it; the same one again is the same row to whoever merges.
    sent = fields(page_of.get(URL))
    assert page_of.post(URL, sent | chosen("text.docx", DOCX)).status_code == 302
    assert [row["name"] for row in stored()["files"]] == ["plan.pdf", "text.docx"]


def test_rows_are_moved_and_removed_without_scripts(response: Response, page_of: Client) -> None:
    for name, content in (("a.pdf", PDF), ("b.docx", DOCX)):
        sent = fields(page_of.get(URL))
        page_of.post(URL, sent | chosen(name, content))
    sent = fields(page_of.get(URL))
    page = page_of.post(URL, sent | {"rows": f"down {LIST} 0"})
    assert rows(page) == ["b.docx", "a.pdf"]
    page = page_of.post(URL, fields(page) | {"rows": f"remove {LIST} 0"})
    assert rows(page) == ["a.pdf"]
    page = page_of.post(URL, fields(page) | {"rows": f"remove {LIST} 0"})
    assert rows(page) == []
    page_of.post(URL, fields(page))
    assert Answer.objects.get().content == {"parts": {}}


@pytest.mark.parametrize("button", [{}, {"rows": f"upload {LIST}"}])
def test_a_refused_file_is_told_beside_its_field_and_nothing_typed_is_lost(
    button: dict[str, str], response: Response, page_of: Client
) -> None:
    sent = {**fields(page_of.get(URL)), "q-b-1--text": "○ Typed"}
    page = page_of.post(URL, sent | chosen("list.html", b"<p>1,2</p>") | button)
    html = page.content.decode()
    assert page.status_code == 422
    assert "Files of this type cannot be added." in html
    assert (
        f'aria-describedby="{LIST}--file--hint {LIST}--file--problem" aria-invalid="true"' in html
    )
    assert fields(page)["q-b-1--text"] == "○ Typed"
    assert f"{LIST}--file" in focused(page) or "rows" not in button
    assert (StoredFile.objects.count(), Answer.objects.count()) == (0, 0)
    # A good one beside it is kept, saved or not.
    page = page_of.post(URL, fields(page) | chosen("plan.pdf", PDF))
    assert page.status_code == 302
    assert stored()["text"] == "○ Typed"


def test_a_picture_beside_those_of_others_comes_again_and_nothing_typed_is_lost(
    response: Response, page_of: Client, writer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sent = {**fields(page_of.get(URL)), "q-b-1--text": "○ 본문"}
    both = sent | chosen("chart.png", picture())
    alone = {"person": str(writer.pk), **chosen("chart.png", picture())}
    with pictures._room, pictures._room:
        page = page_of.post(URL, both | {"rows": f"upload {LIST}"})
        reply = page_of.post(f"{URL}b-1/files/", alone, headers={"accept": "application/json"})
        # A document is no picture.
        assert page_of.post(URL, sent | chosen("plan.pdf", PDF)).status_code == 302
    assert "pictures are being read right now." in page.content.decode()
    assert (rows(page), fields(page)["q-b-1--text"]) == ([], "○ 본문")
    assert (reply.status_code, reply["Retry-After"], reply.json()["after"]) == (503, "4", 4)
    # That is no fault of the product.
    logged = {(each.name, each.levelname) for each in caplog.records}
    assert ("responses.views.files", "INFO") in logged
    assert not [each for each in logged if each[1] in {"WARNING", "ERROR"}]
    alone = {"person": str(writer.pk), **chosen("chart.png", picture())}
    assert page_of.post(f"{URL}b-1/files/", alone).status_code == 200


def test_a_form_that_is_too_large_is_refused_whole(
    response: Response, page_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = fields(page_of.get(URL))
    monkeypatch.setattr(uploads, "FILE_MAX", 1000)
    page = page_of.post(URL, sent | chosen("plan.pdf", PDF + b"x" * 1000))
    assert page.status_code == 413
    assert not StoredFile.objects.exists()


def test_a_file_of_a_section_that_was_sent_meanwhile_is_kept_with_the_text(
    response: Response, page_of: Client
) -> None:
    sent = {**fields(page_of.get(URL)), "q-b-1--text": "○ Late"}
    seen = read_snapshot(response).sections_by_key["beta"]
    sender = Actor(make_member(response.city, Role.COORDINATOR))
    perform(Move(Action.SEND, seen=seen.digest), response, seen.section, actor=sender)
    page = page_of.post(URL, sent | chosen("plan.pdf", PDF))
    assert page.status_code == 409
    kept = RefusedText.objects.get()
    _section, question = find(response, "b-1")
    assert [each.name for each in files_in(question, Content.from_json(kept.content))] == [
        "plan.pdf"
    ]
    # Nothing can be chosen where two texts are compared.
    assert 'type="file"' not in page.content.decode()


@pytest.mark.parametrize("address", [URL, f"{URL}b-1/save/"])
def test_a_file_that_nobody_brought_to_the_response_is_never_named(
    address: str, response: Response, page_of: Client
) -> None:
    """Whoever knows the digest of another city's file gets nothing of it."""
    other = make_response(make_city("shelbyville"))
    theirs = bring(other, BytesIO(PDF), author=make_member(other.city, Role.CONTRIBUTOR), named=())
    row = {f"{LIST}--0--{key}": text for key, text in row_of("x.pdf", theirs).items()}
    page = page_of.post(address, {**row, "version-b-1": "0"})
    assert page.status_code == 400
    assert not Answer.objects.exists()
    assert page_of.get(address_of(response, theirs, "x.pdf")).status_code == 404


def test_an_autosave_with_files_takes_no_statement_more(
    response: Response,
    page_of: Client,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    facts = bring(response, BytesIO(PDF), author=writer, named=())
    write(response, "b-1", writer, files=[row_of("plan.pdf", facts)])
    saved = {**row_of("plan.pdf", facts), "caption": "The plan"}
    sent = {f"{LIST}--0--{key}": text for key, text in saved.items()}
    sent |= {"version-b-1": "1", "q-b-1--text": "", "reason-b-1": ""}
    page_of.get(URL)
    with django_assert_num_queries(7):
        page = page_of.post(f"{URL}b-1/save/", sent)
    assert (page.status_code, stored()["files"]) == (200, [saved])


# One file by itself, as scripts send it

ADD = f"{URL}b-1/files/"


def test_one_file_is_taken_by_itself_and_no_answer_is_written(
    response: Response,
    page_of: Client,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page_of.get(URL)
    sent = chosen("지도.png", picture()) | {"person": str(writer.pk)}
    # Session and person, response, snapshot, what the person writes; the lock, what counts, the
    # file, its piece and who brought it, each that is new after a look.
    with django_assert_num_queries(22):
        page = page_of.post(ADD, sent)
    facts = StoredFile.objects.get()
    assert (page.status_code, page.json()) == (
        200,
        {
            "row": {
                "name": "지도.png",
                "caption": "",
                "alternative": "",
                "digest": facts.digest,
                "type": "png",
                "size": str(facts.size),
                "width": "40",
                "height": "30",
            },
            "about": f"PNG, {facts.size} B",
        },
    )
    assert not Answer.objects.exists()
    # Sent once more, as by who pressed twice, it is the same one.
    assert page_of.post(ADD, chosen("map.png", picture())).json()["row"]["digest"] == facts.digest
    assert (StoredFile.objects.count(), Upload.objects.count()) == (1, 1)
    # The row is what the autosave takes.
    row = {f"{LIST}--0--{key}": text for key, text in page.json()["row"].items()}
    assert page_of.post(f"{URL}b-1/save/", {**row, "version-b-1": "0"}).status_code == 200
    assert stored()["files"] == [page.json()["row"]]


@pytest.mark.usefixtures("response")
def test_a_picture_that_was_made_much_smaller_says_so(page_of: Client, writer: User) -> None:
    large = picture("PNG", (1000, 700), compress_level=0)
    assert len(large) > 2_000_000
    page = page_of.post(ADD, chosen("map.png", large) | {"person": str(writer.pk)})
    assert page.json()["about"].endswith(" kB (made smaller from 2.1 MB)")


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"<p>1,2</p>", 422, "This file is damaged, or is not of the type that its name says."),
        (b"", 422, "This file is empty. Choose another one."),
        (PDF + b"x" * 3000, 413, "This file is larger than 20 MB."),
    ],
)
@pytest.mark.usefixtures("response")
def test_one_file_that_is_not_taken_is_told_in_a_sentence(
    content: bytes,
    status: int,
    message: str,
    page_of: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "FILE_MAX", 2000)
    page = page_of.post(ADD, chosen("plan.pdf", content))
    assert (page.status_code, page.json()["message"][: len(message)]) == (status, message)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"file": SimpleUploadedFile("a.pdf", PDF)}])
def test_what_no_page_sends_in_place_of_a_file_is_no_fault_of_ours(
    sent: dict[str, Any], response: Response, page_of: Client
) -> None:
    assert page_of.post(ADD, sent).status_code == 400
    texts_alone = "/springfield/test-2030/alpha/a-2/files/"
    assert page_of.post(texts_alone, chosen("a.pdf", PDF)).status_code == 400
    assert not StoredFile.objects.exists()


def test_one_file_for_what_cannot_be_written_is_not_stored(
    response: Response, page_of: Client
) -> None:
    viewer = Client()
    viewer.force_login(make_member(response.city, Role.VIEWER))
    english = {"accept-language": "en"}
    page = viewer.post(ADD, chosen("plan.pdf", PDF), headers=english)
    assert page.status_code == 403
    assert page.json()["message"].startswith("Your role in this city lets you read")
    seen = read_snapshot(response).sections_by_key["beta"]
    sender = Actor(make_member(response.city, Role.COORDINATOR))
    perform(Move(Action.SEND, seen=seen.digest), response, seen.section, actor=sender)
    page = page_of.post(ADD, chosen("plan.pdf", PDF))
    assert (page.status_code, page.json()) == (
        409,
        {"message": "In review: answers cannot be changed now."},
    )
    assert not StoredFile.objects.exists()


def test_one_file_comes_from_a_page_of_ours_alone(response: Response, writer: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(writer)
    assert stranger.post(ADD, chosen("plan.pdf", PDF)).status_code == 403
    other = Client()
    other.force_login(writer)
    sent = chosen("plan.pdf", PDF) | {"person": str(writer.pk + 1)}
    page = other.post(ADD, sent, headers={"Accept": "application/json"})
    assert (page.status_code, page.json()["state"]) == (401, "other_person")
    assert not StoredFile.objects.exists()


def test_a_row_shows_its_picture_and_no_other_file(
    response: Response, page_of: Client, writer: User
) -> None:
    shown = bring(response, BytesIO(picture(size=(80, 60))), author=writer, named=())
    listed = bring(response, BytesIO(PDF), author=writer, named=())
    write(response, "b-1", writer, files=[row_of("map.png", shown), row_of("plan.pdf", listed)])
    page = page_of.get(URL).content.decode()
    address = f"/springfield/test-2030/files/{shown.digest}/map.png"
    picture_of = f'loading="lazy" data-file-picture src="{address}" width="80" height="60">'
    # The third is that of the row from which scripts make new ones.
    assert (page.count("data-file-picture"), page.count(picture_of)) == (3, 1)
    # A document has nothing to say for who does not see it; its field goes along all the same.
    assert page.count('data-of="alternative" hidden') == 1


# What is sent


def address_of(response: Response, facts: FileFacts, name: str) -> str:
    return reverse("answer_file", args=["springfield", "test-2030", facts.digest, name])


def test_a_document_leaves_as_an_attachment_alone_and_is_recorded(
    response: Response,
    page_of: Client,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    content = PDF + b"x" * 300_000 + PDF
    facts = bring(response, BytesIO(content), author=writer, named=())
    page_of.get(URL)
    address = address_of(response, facts, "예산 plan.pdf")
    # Who asks, the response, the file; what is recorded; two pieces, and that there is no third.
    with django_assert_num_queries(8):
        page = page_of.get(address)
        assert isinstance(page, StreamingHttpResponse)
        assert b"".join(page) == content
    found = {name: page[name] for name in ("Content-Type", "Content-Length", "Cache-Control")}
    assert found == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(content)),
        "Cache-Control": "private, no-cache",
    }
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page["Content-Disposition"] == (
        "attachment; filename*=utf-8''%EC%98%88%EC%82%B0%20plan.pdf"
    )
    assert AuditRecord.objects.latest("pk").subject == "예산 plan.pdf"
    # Who has it already is told so, and HEAD takes nothing out.
    assert page_of.get(address, headers={"If-None-Match": page["ETag"]}).status_code == 304
    head = page_of.head(address)
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(content)), b"")
    assert AuditRecord.objects.filter(subject="예산 plan.pdf").count() == 1


def test_a_picture_is_shown_as_the_product_wrote_it(
    response: Response, page_of: Client, writer: User
) -> None:
    given = photograph()
    facts = bring(response, BytesIO(given), author=writer, named=())
    before = AuditRecord.objects.count()
    page = page_of.get(address_of(response, facts, "photo.jpg"))
    content = b"".join(page)
    assert (page["Content-Type"], len(content)) == ("image/jpeg", facts.size)
    assert content != given
    assert page["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert AuditRecord.objects.count() == before


@pytest.mark.parametrize("name", ["plan.exe", "plan.html", "PLAN", "plan.pdf.html", " plan.pdf"])
def test_a_name_that_its_file_cannot_have_leads_nowhere(
    name: str, response: Response, page_of: Client, writer: User
) -> None:
    facts = bring(response, BytesIO(PDF), author=writer, named=())
    assert page_of.get(address_of(response, facts, name)).status_code == 404
    assert page_of.get(address_of(response, facts, "any.pdf")).status_code == 200
    Upload.objects.all().delete()
    assert page_of.get(address_of(response, facts, "any.pdf")).status_code == 404


def test_a_page_that_shows_an_answer_as_it_is_printed_shows_its_pictures(
    response: Response, writer: User, page_of: Client
) -> None:
    content, table = picture(size=(80, 60)), b"a,b\n1,2\n"
    shown = bring(response, BytesIO(content), author=writer, named=())
    listed = bring(response, BytesIO(table), author=writer, named=())
    rows = [
        row_of("map.png", shown) | {"caption": "The map", "alternative": "A river"},
        row_of("map.csv", listed),
    ]
    write(response, "b-1", writer, files=rows)
    reply = page_of.get(f"{URL}b-1/history/", {"to": "1"})
    page = reply.content.decode()
    address = f"/springfield/test-2030/files/{shown.digest}/map.png"
    assert f'<img src="{address}" alt="A river" width="80" height="60">' in page
    assert '<b lang="en">Figure B.1-1</b> The map' in page
    assert f'<a href="/springfield/test-2030/files/{listed.digest}/map.csv">map.csv</a>' in page
    assert page_of.get(address).status_code == 200


def test_files_are_counted_where_links_are(
    page_of: Client, response: Response, writer: User
) -> None:
    facts = bring(response, BytesIO(PDF), author=writer, named=())
    write(response, "b-1", writer, files=[row_of("plan.pdf", facts)])
    overview = words(page_of.get("/springfield/test-2030/"))
    assert re.findall(r"\d files?\b", overview) == ["1 file"]
    page_of.force_login(make_member(response.city, Role.COORDINATOR))
    dashboard = words(page_of.get("/springfield/test-2030/dashboard/"))
    assert re.findall(r"\d files?\b", dashboard) == ["1 file"]
    book = load_workbook(
        BytesIO(page_of.get("/springfield/test-2030/dashboard/progress.xlsx").content)
    )
    for name, counts in (("Sections", [0, 1]), ("Questions", [0, 0, 1])):
        heads, *rows = book[name].iter_rows(values_only=True)
        assert [row[heads.index("Files")] for row in rows] == counts


PAGES = (
    "",
    "?show=both",
    "?show=translation",
    "unsaved/",
    "review/",
    "review/?changes=0",
    "send/",
    "b-1/history/",
    "b-1_en/history/",
    "b-1/talk/",
    "b-1/suggest/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_section_shows_answers_with_files(
    path: str, client: Client, response: Response, writer: User
) -> None:
    response.city.submission_language = "en"
    response.city.save()
    coordinator = make_member(response.city, Role.COORDINATOR, "Park")
    brought = [bring(response, BytesIO(each), author=writer, named=()) for each in (picture(), PDF)]
    shown = row_of("강 지도.png", brought[0]) | {"caption": "지도", "alternative": "강"}
    listed = row_of("plan.pdf", brought[1]) | {"caption": "계획"}
    write(response, "b-1", writer, text="○ 본문", files=[shown])
    write(response, "b-1", writer, text="○ 본문", files=[shown, listed])
    translate(response, "b-1", writer, text="○ Text", files=[{"of": "지도", "text": "Map"}])
    client.force_login(coordinator)
    page = client.get(f"{URL}{path}")
    assert page.status_code == 200
    if path.startswith("review"):
        place = ("springfield", "test-2030", shown["digest"], "강 지도.png")
        assert reverse("answer_file", args=place) in page.content.decode()


def test_the_button_says_that_no_file_came_with_it(response: Response, page_of: Client) -> None:
    sent = {**fields(page_of.get(URL)), "q-b-1--text": "○ 본문"}
    page = page_of.post(URL, sent | {"rows": f"upload {LIST}"})
    assert "No file came with this button. Choose one, and press it again." in words(page)
    assert focused(page) == [f"{LIST}--file"]
    assert "○ 본문" in page.content.decode()


def test_who_signs_in_again_is_told_that_the_chosen_file_is_not_kept(
    response: Response, page_of: Client
) -> None:
    sent = {**fields(page_of.get(URL)), "q-b-1--text": "○ 본문"}
    Session.objects.all().delete()
    page = page_of.post(URL, sent | chosen("plan.pdf", PDF) | {"rows": f"upload {LIST}"})
    assert page.status_code == 401
    assert "The file “plan.pdf” is not kept." in words(page)
