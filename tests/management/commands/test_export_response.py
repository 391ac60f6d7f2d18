import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from responses.documents import drawing, package
from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.submissions import renderings
from responses.domain.submissions.sealing import digest_of, prepare, seal
from responses.enums import Action
from responses.models import AuditRecord, City, Response, Submission, User
from tests.support.factories import approve_all, shape_of, translate, write

pytestmark = pytest.mark.django_db


def export(output: Path, *arguments: str) -> None:
    call_command("export_response", *arguments, f"--output={output}", verbosity=0)


def test_export_response_writes_the_pdf(response: Response, writer: User, tmp_path: Path) -> None:
    write(response, "b-1", writer, text="○ 그대로")
    file = tmp_path / "out.pdf"
    export(file, "springfield", "test-2030", "--format=pdf", "--language=ko")
    read = PdfReader(BytesIO(file.read_bytes()))
    assert "그대로" in "".join(page.extract_text() for page in read.pages)


def test_export_response_writes_both_languages_where_there_are_two(
    response: Response, writer: User, coordinator: User, reviewer: User, tmp_path: Path
) -> None:
    write(response, "b-1", writer, text="○ 그대로")
    file = tmp_path / "out.pdf"
    with pytest.raises(CommandError, match="submits in no other language"):
        export(file, "springfield", "test-2030", "--language=both")
    City.objects.update(submission_language="en")
    response.city.refresh_from_db()
    translate(response, "b-1", writer, text="○ As it is")
    export(file, "springfield", "test-2030", "--language=both")
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages)
    assert "그대로" in said
    assert "As it is" in said
    # One that was sealed without it has none.
    approve_all(response, reviewer)
    prepared = prepare(response, actor=Actor(coordinator), address="https://lgq.example/verify/")
    before = replace(prepared, seal=replace(prepared.seal, format="lgq-desk-submission/2"))
    made = package.build(before)
    seal(response, prepared, files=made.files, archive=made.archive, actor=Actor(coordinator))
    with pytest.raises(CommandError, match="has no PDF in both languages"):
        export(file, "springfield", "test-2030", "--language=both")


def test_export_response_writes_the_sealed_file_until_the_response_changes(
    response: Response, coordinator: User, reviewer: User, tmp_path: Path
) -> None:
    approve_all(response, reviewer)
    prepared = prepare(response, actor=Actor(coordinator), address="https://lgq.example/verify/")
    made = package.build(prepared)
    seal(
        response,
        prepared,
        files=made.files,
        archive=made.archive,
        actor=Actor(coordinator),
    )
    sealed = {file.name: file.digest for file in Submission.objects.get().files.all()}
    file = tmp_path / "out.pdf"

    for language in ("ko", "en"):
        export(file, "springfield", "test-2030", f"--language={language}")
        assert digest_of(file.read_bytes()) == sealed[f"response-{language}.pdf"]
    last = AuditRecord.objects.latest("pk")
    assert last.subject == "springfield-test-2030-submission-1-en.pdf"

    beta = shape_of(response).sections_by_key["beta"]
    perform(Move(Action.REOPEN, comment="Wrong."), response, beta, actor=Actor(reviewer))
    export(file, "springfield", "test-2030", "--language=en")
    same = "Reopenedsincesubmissionno.1;itsanswersarethesame."
    assert same in cover_of(file)
    write(response, "b-1", coordinator, text="Other words.")
    export(file, "springfield", "test-2030", "--language=en")
    assert "Changedsincesubmissionno.1." in cover_of(file)


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("json", b"{\n"),
        ("md", b"# Springfield"),
        ("evidence-csv", b"\xef\xbb\xbf"),
        ("evidence-xlsx", b"PK"),
        ("docx", b"PK"),
        ("hwpx", b"PK"),
        ("xlsx", b"PK"),
    ],
)
def test_export_response_writes_each_format(
    form: str, beginning: bytes, response: Response, tmp_path: Path
) -> None:
    file = tmp_path / "out"
    export(file, "springfield", "test-2030", f"--format={form}")
    assert file.read_bytes().startswith(beginning)
    assert AuditRecord.objects.latest("pk").subject.startswith("springfield-test-2030")
    if form == "evidence-csv":
        assert "Section" in file.read_text("utf-8-sig").splitlines()[0]
        export(file, "springfield", "test-2030", f"--format={form}", "--language=ko")
        assert "Section" not in file.read_text("utf-8-sig").splitlines()[0]


def test_export_response_writes_one_section(
    response: Response, writer: User, tmp_path: Path
) -> None:
    write(response, "b-1", writer, text="하나")
    file = tmp_path / "out"
    place = ("springfield", "test-2030", "--format=md")
    export(file, *place, "--section=beta")
    assert re.findall("^### ([^ ]*)", file.read_text(), re.MULTILINE) == ["B.1"]
    with pytest.raises(CommandError, match="has no section 'gamma'"):
        export(file, *place, "--section=gamma")
    for form in ("pdf", "json"):
        with pytest.raises(CommandError, match="is --format docx, hwpx, xlsx or md"):
            export(file, *place[:2], f"--format={form}", "--section=beta")


def cover_of(file: Path) -> str:
    """Return the words of a PDF's first page, without spaces."""
    return "".join(PdfReader(BytesIO(file.read_bytes())).pages[0].extract_text().split())


@pytest.mark.usefixtures("response")
@pytest.mark.parametrize(
    "arguments",
    [
        ("springfield", "lgq-1999", "--format=pdf", "--language=ko"),
        ("shelbyville", "test-2030", "--format=pdf", "--language=ko"),
        ("springfield", "test-2030", "--format=doc", "--language=ko"),
        ("springfield", "test-2030", "--format=pdf", "--language=fr"),
    ],
)
def test_export_response_refuses_what_there_is_not(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "out.pdf"
    with pytest.raises(CommandError):
        export(file, *arguments)
    assert not file.exists()


@pytest.mark.usefixtures("response")
def test_export_response_says_that_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        export(tmp_path / "none" / "out.pdf", "springfield", "test-2030", "--language=ko")


def test_export_response_says_that_a_response_is_large_and_when_it_is_too_large(
    response: Response,
    writer: User,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(response, "b-1", writer, text="x" * 20_000)
    file = tmp_path / "out.pdf"
    drawing._end()
    monkeypatch.setattr(drawing, "CPU_SECONDS", 0)
    monkeypatch.setattr(renderings, "A_CHARACTER", timedelta(seconds=100) / 20_000)
    with pytest.raises(CommandError, match="too large for its PDF to be made"):
        export(file, "springfield", "test-2030")
    assert "making a PDF takes about 2 minutes" in capsys.readouterr().err
    assert not file.exists()
    assert not AuditRecord.objects.filter(subject__endswith=".pdf").exists()
